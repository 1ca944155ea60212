package conversation

import (
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Held is a talk in which an officer writes by hand: the bot says nothing in it and does
// nothing until it is given back, or until its time is over.
type Held struct {
	By    ledger.OfficerCode `json:"by"`
	Until time.Time          `json:"until"`
}

// heldTime is how long after the officer's last word the bot steps back in.
const heldTime = 2 * time.Hour

// MaxByHand is how many letters an officer writes at once by hand.
const MaxByHand = 300

// In tells whether the talk is held at this time.
func (h *Held) In(now time.Time) bool { return h != nil && now.Before(h.Until) }

// HoldTalk has an officer hold a talk, or gives it back.
type HoldTalk struct {
	Phone ledger.Phone
	Held  *Held // nil: the bot goes on
}

func (HoldTalk) change() {}

// OfficerWords are what an officer writes by hand.
type OfficerWords struct{ Text, Officer, UPK string }

// Kind names the template.
func (OfficerWords) Kind() string { return "officer_words" }

// steppedBack tells whether the message is for an officer who writes in this talk. Who
// wants no more reminders, or has lost her phone, is heard all the same.
func (t *turn) steppedBack() bool {
	if !t.State.Held.In(t.now) {
		t.State.Held = nil
		return false
	}
	m := understand.Read(t.message.Text, understand.Context{Role: t.role, Sent: t.message.Sent})
	return m.Intent != understand.Stop && (m.Intent != understand.Registration || m.Matter != understand.Block)
}

// Write says something by hand to a phone, as a reply in its talk, which the officer holds
// from now on. What was offered there is dropped: a yes that comes now is to her words.
func (c Counter) Write(to ledger.Phone, text string) (Result, error) {
	state, err := c.facts.Talk(to)
	if err != nil {
		return Result{}, err
	}
	if h := state.Held; h.In(c.now) && h.By != c.officer.Code {
		return Result{Fault: HeldByOther}, nil
	}
	c.Changes = append(c.Changes, HoldTalk{to, &Held{By: c.officer.Code, Until: c.now.Add(heldTime)}})
	r := c.result()
	r.Say = append(r.Say, Say{
		To: to, Address: state.Address, Channel: state.Channel, Class: Reply, Language: c.languageOf(to),
		Words: OfficerWords{Text: text, Officer: clip(c.officer.Name, maxName), UPK: clip(c.upk.Name, maxGroupName)},
	})
	return r, nil
}

func (c Counter) languageOf(p ledger.Phone) string {
	members, err := c.facts.MembersByPhone(p)
	if err != nil || len(members) == 0 {
		return ""
	}
	return members[0].Language
}

// Release gives a talk back to the bot; any officer may.
func (c Counter) Release(to ledger.Phone) (Result, error) {
	state, err := c.facts.Talk(to)
	if err != nil || !state.Held.In(c.now) {
		return Result{Fault: CaseClosed}, err
	}
	c.Changes = append(c.Changes, HoldTalk{Phone: to})
	return c.result(), nil
}

// HeldByOther says that another officer writes in this talk.
const HeldByOther CounterFault = "held"
