package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress tells on a terminal how far long work has come, in one line that is
// written over and gone at the end. Work that takes no second is not worth a word, and
// what is no terminal gets none.
type progress struct {
	w    io.Writer // nil: silent
	now  func() time.Time
	next time.Time // before which nothing is told
	said bool
}

func newProgress(e *env) *progress {
	p := &progress{now: e.Now, next: e.Now().Add(progressAfter)}
	if isTerminal(e.Stderr) {
		p.w = e.Stderr
	}
	return p
}

// Work is told of after a while, and then no faster than can be read.
const progressAfter, progressEvery = time.Second, 200 * time.Millisecond

const clearLine = "\r\x1b[K"

func (p *progress) tell(what string) {
	if p.w == nil || p.now().Before(p.next) {
		return
	}
	fmt.Fprint(p.w, clearLine, what, " ...")
	p.next, p.said = p.now().Add(progressEvery), true
}

func (p *progress) end() {
	if p.said {
		fmt.Fprint(p.w, clearLine)
		p.said = false
	}
}

// isTerminal tells whether somebody reads a stream as it comes.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}
