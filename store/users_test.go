package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

func TestUsers(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutUser, store.User{Name: "rini", Officer: "K1", Password: "a"}),
			put((*store.Tx).PutUser, store.User{Name: "joko", Officer: "K2", Password: "b"}),
			put((*store.Tx).PutUser, store.User{Name: "rini", Officer: "K1", Password: "c"}))
		b.reopen()
		same(t, "users", ask(b, (*store.Tx).Users), []store.User{{Name: "joko", Officer: "K2", Password: "b"}, {Name: "rini", Officer: "K1", Password: "c"}})
		b.do(put((*store.Tx).RemoveUser, "rini"))
		b.refuse("a user who was removed", store.ErrNotFound, func(tx *store.Tx) error { _, err := tx.User("rini"); return err })
		for i := range 3 {
			b.do(put((*store.Tx).KeepVisit, store.Visit{User: "joko", What: fmt.Sprint(i), At: at(noon)}))
		}
		visits := ask(b, func(tx *store.Tx) (list []store.Visit, err error) {
			list, _, err = tx.VisitsBefore(0, 2)
			return list, err
		})
		same(t, "the last visits", []string{visits[0].What, visits[1].What}, []string{"2", "1"})
		b.healthy()
	})
}

// Page by page, a talk and the outbox are whole, in order and nobody else's, whatever
// the size of a page, also where a part was written before talks had an index.
func TestPagesMissNothing(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		var talk, sent []string
		for i := range 7 {
			if i == 3 {
				b.without("12")
			}
			for _, p := range []ledger.Phone{sitiPhone, otherOne} {
				m := incoming(fmt.Sprint("SM", i, p), "2026-03-10 09:00")
				m.From = p
				h, _ := b.hear(m)
				b.enqueue(outgoing(fmt.Sprint("a", i, p), p, conversation.Reply))
				o := ask(b, (*store.Tx).Outbox)
				last := o[len(o)-1].ID
				sent = append([]string{last}, sent...)
				if p == sitiPhone {
					talk = append([]string{last, h.ID}, talk...)
				}
			}
		}
		for limit := 1; limit < 16; limit++ {
			var gotTalk, gotSent []string
			for n, pages := uint64(0), 0; pages < 40; pages++ {
				type page struct {
					list []store.Said
					next uint64
				}
				p := ask(b, func(tx *store.Tx) (p page, err error) {
					p.list, p.next, err = tx.SaidBefore(sitiPhone, n, limit)
					return p, err
				})
				for _, s := range p.list {
					if s.Heard != nil {
						gotTalk = append(gotTalk, s.Heard.ID)
					} else {
						gotTalk = append(gotTalk, s.Sent.ID)
					}
				}
				if n = p.next; n == 0 {
					break
				}
			}
			for n, pages := uint64(0), 0; pages < 40; pages++ {
				var next uint64
				for _, o := range ask(b, func(tx *store.Tx) (list []store.Outbound, err error) {
					list, next, err = tx.OutboxBefore(n, limit)
					return list, err
				}) {
					gotSent = append(gotSent, o.ID)
				}
				if n = next; n == 0 {
					break
				}
			}
			same(t, fmt.Sprint("the talk by ", limit), gotTalk, talk)
			same(t, fmt.Sprint("the outbox by ", limit), gotSent, sent)
			gotSent = nil
			for n, pages := uint64(0), 0; pages < 40; pages++ {
				var next uint64
				for _, o := range ask(b, func(tx *store.Tx) (list []store.Outbound, err error) {
					list, next, err = tx.OutboxIn([]conversation.Delivery{conversation.Queued, conversation.Read}, n, limit)
					return list, err
				}) {
					gotSent = append(gotSent, o.ID)
				}
				if n = next; n == 0 {
					break
				}
			}
			same(t, fmt.Sprint("those that wait by ", limit), gotSent, sent)
			none := ask(b, func(tx *store.Tx) ([]store.Outbound, error) {
				list, _, err := tx.OutboxIn([]conversation.Delivery{conversation.Failed}, 0, limit)
				return list, err
			})
			same(t, "those that failed", len(none), 0)
		}
	})
}

// without takes away all that lies under a prefix, as if it had never been written.
func (b *books) without(prefix string) {
	b.t.Helper()
	keys := b.raw()
	err := b.db.Engine().Update(context.Background(), func(w store.Writer) error {
		n := 0
		for key := range keys {
			if strings.HasPrefix(key, prefix) {
				n++
				if err := w.Delete([]byte(key)); err != nil {
					return err
				}
			}
		}
		if n == 0 {
			b.t.Errorf("nothing lies under %q", prefix)
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
}
