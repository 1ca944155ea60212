package understand

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ordinaryIn are the words that at least five of the texts have and that are hardly ever
// written as names are: with a capital within a sentence, or behind a title.
func ordinaryIn(t *testing.T) (out []string) {
	t.Helper()
	word, titled := regexp.MustCompile(`[A-Za-z]+`), regexp.MustCompile(`\b(?:bu|pak|mbak|mba|mb|mas|mbah|ibu|bapak|yu|kang|teh|ceu|bi|lik|bude|pakde)\s+([a-z]+)`)
	names := map[string]bool{"fatimah": true, "sugeng": true} // written small wherever they are
	for _, people := range []string{"kalijambe", "besar"} {
		for _, file := range []string{"anggota", "petugas"} {
			for _, row := range sheet(t, people, file) {
				for _, w := range word.FindAllString(row["nama"]+" "+row["panggilan"], -1) {
					names[strings.ToLower(w)] = true
				}
			}
		}
	}
	texts, small, capital, behind := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, line := range writtenTexts(t) {
		seen := map[string]bool{}
		for i, w := range word.FindAllString(line, -1) {
			low := strings.ToLower(w)
			switch {
			case len(w) < 3 || w == strings.ToUpper(w):
			case low != w && i > 0:
				capital[low]++
			default:
				small[low]++
				if !seen[low] {
					seen[low] = true
					texts[low]++
				}
			}
		}
		for _, m := range titled.FindAllStringSubmatch(strings.ToLower(line), -1) {
			behind[m[1]]++
		}
	}
	for w, n := range texts {
		if n >= 5 && !names[w] && 6*capital[w] <= small[w]+1 && 8*behind[w] <= small[w] {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// writtenTexts are the texts of the corpus and of the examples.
func writtenTexts(t *testing.T) (out []string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(corpus, "*.txt"))
	more, _ := filepath.Glob("../testdata/examples/*.txt")
	for _, file := range append(files, more...) {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if who, text, ok := strings.Cut(lines.Text(), "|"); ok && !strings.HasPrefix(who, "#") {
				text, _, _ = strings.Cut(text, " => ")
				out = append(out, strings.ReplaceAll(text, `\n`, " "))
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(file, err)
		}
		f.Close()
	}
	return out
}

// TestOrdinary holds the list of everyday words to the texts that it is of: `make ear` writes it
// anew. Nobody of the test's people is called by one.
func TestOrdinary(t *testing.T) {
	words := ordinaryIn(t)
	if *update {
		if err := os.WriteFile("ordinary.txt", []byte(strings.Join(words, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got := strings.Fields(ordinaryList); !slices.Equal(got, words) {
		t.Errorf("%d everyday words are listed, %d are in the texts: make ear", len(got), len(words))
	}
	for _, name := range []string{"siti", "wati", "tukinem", "slamet", "murni"} {
		if ordinaryWords()[name] {
			t.Errorf("%s is somebody's name", name)
		}
	}
}
