package console

import (
	"fmt"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// TestPassedIsKept: where much passed through the gateways today, a look has it as of some seconds
// ago, and has it counted anew; where little did, as it is.
func TestPassedIsKept(t *testing.T) {
	o := newOffice(t)
	sent := 0
	send := func(n int) {
		t.Helper()
		o.update(func(tx *store.Tx) error {
			for range n {
				sent++
				m := store.Outbound{To: "+6281390000103", Channel: conversation.SMS, Class: conversation.Broadcast, Kind: "broadcast", Segments: 1, Cause: fmt.Sprint("test/", sent), Written: o.now.UTC(), Text: "Rapat besok"}
				month := ledger.DateOf(o.now).Period()
				if _, err := tx.Enqueue(m, month); err != nil {
					return err
				}
				id, err := tx.Effect(month, m.Cause)
				if err != nil {
					return err
				}
				if err := tx.Advance(id, "p", conversation.Delivered, "", o.now.UTC()); err != nil {
					return err
				}
			}
			return nil
		})
	}
	passed := func(now time.Time) int {
		t.Helper()
		s, err := o.c.status(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		return s.Passed
	}
	before := passed(o.now)
	send(3)
	if n := passed(o.now); n != before+3 {
		t.Fatal(n)
	}
	send(countedAtOnce)
	if n := passed(o.now); n != before+countedAtOnce+3 {
		t.Fatal(n)
	}
	send(1)
	if n := passed(o.now.Add(time.Second)); n != before+countedAtOnce+3 {
		t.Errorf("%d, counted again a second later", n)
	}
	later := o.now.Add(countEvery)
	passed(later) // has it counted beside
	for range 500 {
		if passed(later) == before+countedAtOnce+4 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d, %v later", passed(later), countEvery)
}
