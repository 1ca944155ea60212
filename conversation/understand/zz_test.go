package understand
import ("testing";"path/filepath")
func TestCorpusUnseen4(t *testing.T) { runCorpus(t, 97, filepath.Join(corpus, "unseen4.txt")) }
