package memory

import (
	"context"
	"iter"

	"bendahara/store"
)

// reader is a transaction on its own copy of the tree.
type reader struct {
	ctx   context.Context
	tree  *tree
	err   error // the first failure of a Scan
	ended bool
}

type writer struct{ reader }

// end makes the transaction refuse: on disk its memory is gone after its
// function, and what works here must work there.
func (r *reader) end() { r.ended = true }

// outcome is what became of the transaction whose function returned err. A
// cancelled context fails it, also where the function did not ask why its scan
// had ended early.
func (r *reader) outcome(err error) error {
	if err != nil {
		return err
	}
	return r.ctx.Err()
}

func (r *reader) usable() error {
	if r.ended {
		return store.ErrClosed
	}
	return r.ctx.Err()
}

func (r *reader) Err() error { return r.err }

func (r *reader) Get(key []byte) ([]byte, error) {
	if err := r.usable(); err != nil {
		return nil, err
	}
	value, found := r.tree.Get(string(key))
	if !found {
		return nil, nil
	}
	return []byte(value), nil
}

func (r *reader) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	low, high := string(from), string(to)
	step := r.upwards
	if reverse {
		step = r.downwards
	}
	return func(yield func(key, value []byte) bool) {
		low, high := low, high // each run of the loop begins anew
		for {
			if err := r.usable(); err != nil {
				if r.err == nil {
					r.err = err
				}
				return
			}
			key, value, found := step(&low, &high)
			if !found || !yield([]byte(key), []byte(value)) {
				return
			}
		}
	}
}

// upwards is the lowest key of the range; it takes the key out of the range.
// Each step searches anew, because the loop may have written.
func (r *reader) upwards(low, high *string) (key, value string, found bool) {
	r.tree.Ascend(*low, func(k, v string) bool {
		key, value, found = k, v, *high == "" || k < *high
		return false
	})
	*low = key + "\x00" // the least key that is greater
	return key, value, found
}

// downwards is the highest key of the range; it takes the key out of the range.
func (r *reader) downwards(low, high *string) (key, value string, found bool) {
	if *high == "" {
		key, value, found = r.tree.Max()
	} else {
		r.tree.Descend(*high, func(k, v string) bool {
			key, value, found = k, v, k < *high
			return !found
		})
	}
	*high = key
	return key, value, found && key >= *low
}

func (w *writer) Put(key, value []byte) error {
	if err := w.usable(); err != nil {
		return err
	}
	if len(key) == 0 {
		return store.ErrEmptyKey
	}
	if len(key) > store.MaxKey || len(value) > store.MaxValue {
		return store.ErrTooLarge
	}
	w.tree.Set(string(key), string(value))
	return nil
}

func (w *writer) Delete(key []byte) error {
	if err := w.usable(); err != nil {
		return err
	}
	w.tree.Delete(string(key))
	return nil
}
