package understand

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "trains the ear anew and writes ear.gz")

// example is a message with what it is about: of several intents the first is best.
type example struct {
	file     string
	features []uint32
	intents  []Intent
}

// examples are all messages of the corpus, and those that have nothing but an intent.
func examples(t testing.TB) (out []example) {
	t.Helper()
	plain := corpusRoster(t)
	files, _ := filepath.Glob(filepath.Join(corpus, "*.txt"))
	more, _ := filepath.Glob("../testdata/examples/*.txt")
	rosters := map[string]*Roster{}
	for _, file := range slices.Concat(files, files, more) { // what is promised counts twice
		if filepath.Base(file) == "people.txt" {
			continue
		}
		for _, s := range samples(t, file) {
			if strings.Contains(strings.TrimSpace(s.who), " ") || s.intent == More {
				continue // it answers something
			}
			roster := plain
			if s.people != "" {
				of := s.people + s.who
				if _, ok := rosters[of]; !ok {
					rosters[of] = workbookRoster(t, s)
				}
				roster = rosters[of]
			}
			e := example{file: filepath.Base(file), features: begin(s.text, corpusContext(s.who, roster)).sounds()}
			for i := range strings.SplitSeq(string(s.intent), "/") {
				e.intents = append(e.intents, Intent(i))
			}
			if slices.Contains(s.asks, string(AskPurpose)) {
				e.intents = []Intent{Other, s.intent} // it sounds like something else than what it may be for
			}
			out = append(out, e)
		}
	}
	return out
}

// train makes an ear of examples: stochastic gradient descent with a rate of its own for
// each weight (AdaGrad, Duchi et al. 2011), always in the same order.
func train(xs []example) *ear {
	const epochs, rate, shrink = 15, 0.15, 1e-4
	e := &ear{}
	for _, x := range xs {
		if !slices.Contains(e.intents, x.intents[0]) {
			e.intents = append(e.intents, x.intents[0])
		}
	}
	slices.Sort(e.intents)
	k := len(e.intents)
	weights, squares := make([]float64, earBuckets*k), make([]float64, earBuckets*k)
	order := rand.New(rand.NewPCG(1, 2))
	p := make([]float64, k)
	for range epochs {
		for _, n := range order.Perm(len(xs)) {
			x := xs[n]
			clear(p)
			for _, f := range x.features {
				row := int(f%earBuckets) * k
				for i, w := range weights[row : row+k] {
					p[i] += w
				}
			}
			share := 1 / math.Sqrt(float64(len(x.features)))
			top, sum := slices.Max(p), 0.0
			for i := range p {
				p[i] = math.Exp((p[i] - top) * share)
				sum += p[i]
			}
			for i := range p {
				p[i] /= sum
				switch n := len(x.intents); {
				case e.intents[i] == x.intents[0] && n == 1:
					p[i]--
				case e.intents[i] == x.intents[0]:
					p[i] -= 0.7
				case slices.Contains(x.intents, e.intents[i]):
					p[i] -= 0.3 / float64(n-1)
				}
			}
			for _, f := range x.features {
				row := int(f%earBuckets) * k
				for i, d := range p {
					if math.Abs(d) < 1e-3 {
						continue
					}
					d = d*share + shrink*weights[row+i]
					squares[row+i] += d * d
					weights[row+i] -= rate * d / math.Sqrt(squares[row+i]+1e-6)
				}
			}
		}
	}
	e.weights = make([]int8, len(weights))
	for i, w := range weights {
		if math.Abs(w*earScale) >= 1 {
			e.weights[i] = int8(max(-127, min(127, math.Round(w*earScale))))
		}
	}
	return e
}

func (e *ear) write(file string) error {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	for _, i := range e.intents {
		fmt.Fprintf(z, "%s ", i)
	}
	fmt.Fprintln(z)
	for _, w := range e.weights {
		if _, err := z.Write([]byte{byte(w)}); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}

func (e *ear) right(xs []example) (n int) {
	for _, x := range xs {
		if heard, _ := e.hear(x.features); slices.Contains(x.intents, heard) {
			n++
		}
	}
	return n
}

// TestEar holds the trained ear to its examples: where words or examples have changed
// so much that it no longer knows them, it is to be trained anew (make ear).
func TestEar(t *testing.T) {
	xs := examples(t)
	if *update {
		without := os.Getenv("EAR_WITHOUT")
		e := train(slices.DeleteFunc(slices.Clone(xs), func(x example) bool { return x.file == without }))
		if err := e.write("ear.gz"); err != nil {
			t.Fatal(err)
		}
		theEar = func() *ear { return e }
	}
	if right := theEar().right(xs); right*100 < len(xs)*95 {
		t.Errorf("the ear knows %d of its %d examples, less than 95 per cent: make ear", right, len(xs))
	} else {
		t.Logf("the ear knows %d of its %d examples", right, len(xs))
	}
}

// TestEarUnheard trains without the newest blind tests, and tells what the ear knows of them
// then: what it will know of messages that nobody has seen. With EAR_ALL=1 each of the others
// is left out in its turn, too.
func TestEarUnheard(t *testing.T) {
	xs := examples(t)
	apart := [][]string{{"blindQ.txt", "blindR.txt"}}
	if os.Getenv("EAR_ALL") != "" {
		files, _ := filepath.Glob("../testdata/examples/blind*.txt")
		for _, file := range files {
			if name := filepath.Base(file); !slices.Contains(apart[0], name) {
				apart = append(apart, []string{name})
			}
		}
	}
	right, all := 0, 0
	for _, files := range apart {
		var known, unheard []example
		for _, x := range xs {
			if slices.Contains(files, x.file) {
				unheard = append(unheard, x)
			} else {
				known = append(known, x)
			}
		}
		n := train(known).right(unheard)
		t.Logf("%v: %d of %d", files, n, len(unheard))
		right, all = right+n, all+len(unheard)
	}
	if right*100 < all*85 {
		t.Errorf("of messages unheard the ear knows %d of %d, less than 85 per cent", right, all)
	}
}
