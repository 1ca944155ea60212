package understand

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
)

// The ear is the second opinion about what a message is about. The rules know words and
// grammar, and what they read they read exactly; what people bring is wider than any
// rules. The ear has counted which words, side by side, stand in messages of which intent,
// in some thousand examples (testdata/corpus and testdata/examples), and says which intent
// a message sounds like and how surely. It never reads an amount, a name or a day: what
// is to be recorded is always read by the rules, asked and read back.
//
// It is a linear classifier (multinomial logistic regression) over hashed features, trained
// by `make ear`; its weights are whole numbers, so that it says the same on every machine.
type ear struct {
	intents []Intent
	weights []int8 // a row of intents for each bucket of features
}

// earBuckets is into how many buckets features are hashed. Two that share one are
// counted as one: with some ten thousand in use that is rare.
const earBuckets = 1 << 16

//go:embed ear.gz
var trainedEar []byte

// theEar is the trained ear: a line with its intents, then the weights.
var theEar = sync.OnceValue(func() *ear {
	z, err := gzip.NewReader(bytes.NewReader(trainedEar))
	if err != nil {
		panic(err) // it is part of the program
	}
	data, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	end := bytes.IndexByte(data, '\n')
	e := &ear{}
	for name := range strings.FieldsSeq(string(data[:end])) {
		e.intents = append(e.intents, Intent(name))
	}
	for _, b := range data[end+1:] {
		e.weights = append(e.weights, int8(b))
	}
	return e
})

// earScale is how many steps of a weight make a factor of e between two intents' odds, for
// a message of one feature.
const earScale = 16

// hear tells what a message with these features sounds like most, and how much more than
// like the next: in hundredths of a natural logarithm of their odds.
func (e *ear) hear(features []uint32) (sounds Intent, margin int) {
	if len(features) == 0 {
		return Other, 0
	}
	k := len(e.intents)
	sums := make([]int, k)
	for _, f := range features {
		row := int(f%earBuckets) * k
		for i, w := range e.weights[row : row+k] {
			sums[i] += int(w)
		}
	}
	best, next := 0, -1
	for i := 1; i < k; i++ {
		switch {
		case sums[i] > sums[best]:
			best, next = i, best
		case next < 0 || sums[i] > sums[next]:
			next = i
		}
	}
	return e.intents[best], (sums[best] - sums[next]) * 100 / earScale * 100 / root(len(features)*10_000)
}

// root is the whole part of the square root of n.
func root(n int) int {
	r := n
	for x := (n + 1) / 2; x < r; x = (r + n/r) / 2 {
		r = x
	}
	return max(r, 1)
}

// sounds is what the ear goes by in a message: its words with those beside them, pieces of
// longer words, the classes that the words are of, and who speaks. Names, amounts and
// days are heard as such, whichever they are.
func (m *reading) sounds() []uint32 {
	out := make([]uint32, 0, 160)
	add := func(parts ...string) {
		h := uint32(2166136261) // FNV-1a
		for _, part := range parts {
			for i := range len(part) {
				h = (h ^ uint32(part[i])) * 16777619
			}
		}
		out = append(out, h)
	}
	role := string(m.c.Role)
	switch m.c.Role {
	case Head:
		role = string(Member)
	case Auditor:
		role = string(Officer)
	}
	add("r", role)
	before, second := "^", ""
	for _, t := range m.tokens {
		text := t.text
		switch t.kind {
		case aName:
			if text = "@"; t.who.me {
				text = "@me"
			}
		case anAmount, aNumber:
			text = "#"
		case aDay:
			text = "day"
		case aCode:
			text = "code"
		case aSign:
			if text != "?" && text != "!" {
				continue
			}
		}
		add("w", text)
		add("b", before, " ", text)
		add("x", role, " ", text)
		if second != "" {
			add("s", second, " ", text)
		}
		second, before = before, text
		if t.kind != aWord {
			continue
		}
		if k := consonants(text); len(k) > 1 {
			add("k", k)
		}
		for bit := range 64 {
			if t.tags&(1<<bit) != 0 {
				add("t", string(rune('0'+bit)))
			}
		}
		if framed := "^" + text + "$"; len(text) > 3 {
			for i := 0; i+4 <= len(framed); i++ {
				add("c", framed[i:i+4])
			}
		}
	}
	add("b", before, " $")
	return distinct(out)
}

// distinct leaves out what stands in the list before.
func distinct(list []uint32) []uint32 {
	seen := make(map[uint32]struct{}, len(list))
	out := list[:0]
	for _, f := range list {
		if _, ok := seen[f]; !ok {
			seen[f] = struct{}{}
			out = append(out, f)
		}
	}
	return out
}
