package store_test

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// TestAClaimReadsWhatItTakes: however much waits, a claim and the look before it read no
// more than they take, and see all the same who has something under way behind that.
func TestAClaimReadsWhatItTakes(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		const many = 1_000
		var all []store.Outbound
		for n := range many {
			all = append(all, outgoing(fmt.Sprint("broadcast", n), ledger.Phone(fmt.Sprintf("+62813%07d", n)), conversation.Broadcast))
		}
		b.enqueue(all...)
		_, last := b.claim(noon, many)
		for _, o := range last[:many-1] { // the very last stays under way
			o.Delivery = conversation.Queued
			b.do(put((*store.Tx).Settle, o))
		}
		b.enqueue(outgoing("reply", last[many-1].To, conversation.Reply))

		counted := &countedReads{Engine: b.db.Engine()}
		db := store.New(counted)
		var due bool
		var claimed []store.Outbound
		err := db.View(t.Context(), func(tx *store.Tx) (err error) { _, due, err = tx.NextDue(at(noon)); return err })
		if err == nil {
			err = db.Update(t.Context(), func(tx *store.Tx) (err error) { claimed, err = tx.Claim(at(noon), 5); return err })
		}
		if err != nil || !due || len(claimed) != 5 {
			t.Fatalf("%d claimed, due %t: %v", len(claimed), due, err)
		}
		for i, o := range claimed { // the reply waits for what is under way to her
			if o.ID != last[i].ID {
				t.Errorf("claimed %s, want %s", o.ID, last[i].ID)
			}
		}
		if counted.scanned > 20 {
			t.Errorf("%d rows were read for 5", counted.scanned)
		}
		b.healthy()
	})
}

// countedReads counts the rows that are scanned.
type countedReads struct {
	store.Engine
	scanned int
}

func (e *countedReads) View(ctx context.Context, fn func(store.Reader) error) error {
	return e.Engine.View(ctx, func(r store.Reader) error { return fn(countedReader{r, e}) })
}

func (e *countedReads) Update(ctx context.Context, fn func(store.Writer) error) error {
	return e.Engine.Update(ctx, func(w store.Writer) error { return fn(countedWriter{w, e}) })
}

type countedReader struct {
	store.Reader
	e *countedReads
}

func (r countedReader) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return r.e.count(r.Reader.Scan(from, to, reverse))
}

type countedWriter struct {
	store.Writer
	e *countedReads
}

func (w countedWriter) Scan(from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return w.e.count(w.Writer.Scan(from, to, reverse))
}

func (e *countedReads) count(rows iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for key, value := range rows {
			if e.scanned++; !yield(key, value) {
				return
			}
		}
	}
}
