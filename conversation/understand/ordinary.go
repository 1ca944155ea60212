package understand

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed ordinary.txt
var ordinaryList string

// ordinaryWords are everyday words that nobody is called: those which several of the texts
// that people wrote have, mostly small and hardly ever behind a title (`make ear`). What they
// mean is not told here.
var ordinaryWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(ordinaryList) {
		words[w] = true
	}
	return words
})
