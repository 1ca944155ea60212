package console

import (
	"crypto/rand"
	"sync"
)

// maxOnce is how many forms that were sent are remembered.
const maxOnce = 1000

// once lets a form that makes something new work one time only, however often its button
// is clicked: each form carries a text of its own. What is remembered ends with the
// program, as the sessions in which forms are sent do.
type once struct {
	mu    sync.Mutex
	led   map[string]string // where a form led
	order []string
}

func newForm() string { return rand.Text() }

// do does what the form asks for, and tells where to go on; for a form that worked before
// only that.
func (o *once) do(form string, fn func() (string, error)) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if to, done := o.led[form]; done {
		return to, nil
	}
	to, err := fn()
	if err != nil {
		return "", err
	}
	if o.led == nil {
		o.led = map[string]string{}
	}
	if len(o.order) == maxOnce {
		delete(o.led, o.order[0])
		o.order = o.order[1:]
	}
	o.led[form], o.order = to, append(o.order, form)
	return to, nil
}
