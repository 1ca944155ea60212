package store_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// What the model of the books makes of the outbox.

func (m *model) enqueue(t *rapid.T) {
	class := draw(t, "class", conversation.Reply, conversation.Receipt, conversation.Reminder, conversation.Broadcast)
	o := outgoing(fmt.Sprint("cause", rapid.IntRange(1, 20).Draw(t, "cause")), draw(t, "to", sitiPhone, otherOne, "+62811"), class)
	o.Written, o.Channel = m.now, draw(t, "channel", conversation.SMS, conversation.WhatsApp)
	if rapid.Bool().Draw(t, "not at once") {
		o.Next = m.now.Add(5 * time.Minute)
	}
	if rapid.Bool().Draw(t, "not for ever") {
		o.NotAfter = m.now.Add(time.Hour)
	}
	var fresh bool
	m.do(func(tx *store.Tx) (err error) { fresh, err = tx.Enqueue(o, month("2026-01")); return err })
	if fresh == m.causes[o.Cause] {
		t.Fatalf("%s: fresh %t", o.Cause, fresh)
	}
	if fresh {
		m.last++
		m.causes[o.Cause] = true
		o.ID, o.Delivery, o.Changed = fmt.Sprint("o", m.last), conversation.Queued, o.Written
		m.out = append(m.out, o)
	}
}

func (m *model) claim(t *rapid.T) {
	limit := rapid.IntRange(0, 3).Draw(t, "limit")
	queued := []*store.Outbound{}
	for i := range m.out {
		if m.out[i].Delivery == conversation.Queued {
			queued = append(queued, &m.out[i])
		}
	}
	slices.SortStableFunc(queued, func(a, b *store.Outbound) int { return cmp.Compare(a.Class, b.Class) })
	busy, holdUp := map[ledger.Phone]bool{}, map[string]bool{} // a phone; a way to a phone
	var due []*store.Outbound
	for _, o := range queued {
		way := string(o.To) + string(o.Channel)
		switch {
		case m.held[o.ID]:
			busy[o.To] = true
		case o.Next.After(m.now) && !o.Changed.After(m.now): // else the clock was set back since
			holdUp[way] = true
		case !holdUp[way]:
			due = append(due, o)
		}
	}
	var want []store.Outbound
	for _, o := range due {
		switch {
		case len(want) == limit || busy[o.To]:
		case !o.NotAfter.IsZero() && m.now.After(o.NotAfter):
			o.Delivery, o.Changed = conversation.Expired, m.now
		default:
			busy[o.To], m.held[o.ID] = true, true
			want = append(want, m.atOnce(*o))
		}
	}
	_, got := m.books.claim(m.now.Format(time.DateTime), limit)
	same(t, "claimed", got, want)
	m.sending = append(m.sending, want...)
}

// atOnce is a message without a time to try it that the clock has not come to again.
func (m *model) atOnce(o store.Outbound) store.Outbound {
	if o.Next.After(m.now) {
		o.Next = time.Time{}
	}
	return o
}

// settle writes how one fared that was claimed, by the answer of its provider.
func (m *model) settle(t *rapid.T) {
	if len(m.sending) == 0 {
		return
	}
	i := rapid.IntRange(0, len(m.sending)-1).Draw(t, "which")
	o := m.sending[i]
	m.sending = slices.Delete(m.sending, i, i+1)
	o.Delivery, o.Changed, o.Gateway = draw(t, "result", conversation.Queued, conversation.Taken, conversation.Uncertain, conversation.Failed), m.now, "twilio"
	if o.Delivery == conversation.Queued {
		o.Tries, o.Next = o.Tries+1, m.now.Add(5*time.Minute)
	}
	m.do(put((*store.Tx).Settle, o))
	was := m.find(o.ID)
	if was.Delivery > o.Delivery {
		o.Delivery, o.Changed, o.Code = was.Delivery, was.Changed, was.Code
	}
	*was = o
	delete(m.held, o.ID)
}

func (m *model) find(id string) *store.Outbound {
	return &m.out[slices.IndexFunc(m.out, func(o store.Outbound) bool { return o.ID == id })]
}

func (m *model) advance(t *rapid.T) {
	if len(m.out) == 0 {
		return
	}
	o := &m.out[rapid.IntRange(0, len(m.out)-1).Draw(t, "which")]
	d, code := conversation.Delivery(rapid.IntRange(int(conversation.Queued), int(conversation.Read)).Draw(t, "delivery")), draw(t, "code", "", "30003")
	m.do(advance(o.ID, d, code, m.now.Format(time.DateTime)))
	if d > o.Delivery {
		o.Delivery, o.Changed, o.Code = d, m.now, cmp.Or(code, o.Code)
		delete(m.held, o.ID)
	}
}

func (m *model) voidLeases(t *rapid.T) {
	doubt := rapid.Bool().Draw(t, "doubt")
	m.do(func(tx *store.Tx) error { return tx.VoidLeases(m.now, doubt) })
	for i := range m.out {
		o := &m.out[i]
		if m.held[o.ID] {
			*o = m.atOnce(*o)
			o.Doubtful, o.Changed = o.Doubtful || doubt, m.now
			if doubt && o.Class >= conversation.Reminder {
				o.Delivery = conversation.Uncertain
			}
		}
	}
	m.sending, m.held = nil, map[string]bool{}
}
