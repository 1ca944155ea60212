package conversation

import (
	"strings"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// NotPaid is that a member did not pay when she was to, and what she said to it. It
// moves no money. A promised day becomes a reminder, until she has paid.
type NotPaid struct {
	Member  ledger.MemberCode `json:"member"`
	Group   ledger.GroupCode  `json:"group"`
	Reason  string            `json:"reason,omitempty"` // as written, at most maxReason letters
	Promise ledger.Date       `json:"promise,omitzero"`
	Message string            `json:"message"` // that told it
	Teller  string            `json:"teller"`  // as in an entry
	At      time.Time         `json:"at"`
}

func (NotPaid) change() {}

// maxReason is how many letters of a reason are kept.
const maxReason = 80

// maxPromise is how far ahead a day may be promised.
const maxPromise = 366

// unpaid is what a message says of one who did not pay.
func (t *turn) unpaid(m ledger.MemberCode, g ledger.GroupCode, note string, promise ledger.Date) NotPaid {
	if promise < t.day || promise > t.day+maxPromise {
		promise = 0
	}
	return NotPaid{
		Member: m, Group: g, Reason: clip(strings.TrimSpace(note), maxReason), Promise: promise,
		Message: t.message.ID, Teller: t.teller(), At: t.now.UTC(),
	}
}

// changes are what to keep of those who did not pay.
func changes(unpaid []NotPaid) []Change {
	var list []Change
	for _, u := range unpaid {
		list = append(list, u)
	}
	return list
}

// besideOf is what a message about money says of those who did not pay, and of the
// day on which one is to bring what is left.
func (t *turn) besideOf(m understand.Meaning) (Beside, error) {
	var b Beside
	left := 0
	for _, s := range m.Slots {
		if s.NotPaid {
			left++
		}
	}
	for _, s := range m.Slots {
		rest := left == 0 && len(m.Slots) == 1 && m.Promise > 0
		if !s.NotPaid && !rest || len(s.Members) != 1 || s.Guessed {
			continue
		}
		g, err := t.groupOf(s.Members[0])
		if err != nil {
			return b, err
		}
		if s.NotPaid {
			b.Except = append(b.Except, s.Members[0])
		}
		if m.Intent != understand.Repayment { // she did not save: nothing was due
			continue
		}
		note, promise := "", ledger.Date(0)
		if left == 1 || rest { // of several nobody knows whose reason it is
			note, promise = m.Note, m.Promise
		}
		b.Unpaid = append(b.Unpaid, t.unpaid(s.Members[0], g.Code, note, promise))
	}
	return b, nil
}

// notPaidCommand keeps that members did not pay.
func (t *turn) notPaidCommand(m understand.Meaning) error {
	if t.self == nil && !t.officerMayRecord() {
		return t.notAllowed()
	}
	var list []NotPaid
	for _, s := range m.Slots {
		if len(s.Members) == 0 && s.NameText == "" && t.role == understand.Treasurer {
			continue
		}
		code, done, err := t.memberAsked(understand.Meaning{Intent: understand.NotPaid}, s)
		if done || err != nil {
			if o := t.State.Offer; o != nil { // the answer is a name: what was said is kept for it
				o.Beside.Unpaid = []NotPaid{t.unpaid("", "", m.Note, m.Promise)}
			}
			return err
		}
		g, err := t.groupOf(code)
		if err != nil {
			return err
		}
		if !t.isOwn(code) && !t.mayRecord(g.Code) {
			return t.notAllowed()
		}
		list = append(list, t.unpaid(code, g.Code, m.Note, m.Promise))
	}
	if len(list) == 0 {
		t.reply(NotRecorded{})
		return nil
	}
	t.Changes = append(t.Changes, changes(list)...)
	g, err := t.group(list[0].Group)
	if err != nil {
		return err
	}
	t.reply(NotPaidKept{
		Name: g.name(list[0].Member), Others: len(list) - 1, Promise: list[0].Promise,
		Own: t.isOwn(list[0].Member) && t.role != understand.Treasurer, Remind: t.settings.Get("pengingat") == "ya",
	})
	return nil
}
