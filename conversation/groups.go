package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// AskGroup asks which of several groups of one name is meant.
type AskGroup struct {
	NameText string
	Names    []string // the choices, each different; none where they are too many
	Count    int
	Village  string // of one of them, as an example of an answer
}

// Kind names the template.
func (AskGroup) Kind() string { return "ask_which_group" }

// maxPlace is how much of a village's name tells groups apart, in letters.
const maxPlace = 9

// labels are what groups are called to one who works for the UPK: their names, and
// where several have the same, their villages behind it, or else their codes. No two
// are alike.
func (t *turn) labels() (map[ledger.GroupCode]string, error) {
	if t.called != nil {
		return t.called, nil
	}
	groups, err := t.facts.Groups()
	if err != nil {
		return nil, err
	}
	villages, err := t.facts.Villages()
	if err != nil {
		return nil, err
	}
	place := map[ledger.VillageCode]string{}
	for _, v := range villages {
		place[v.Code] = clip(v.Name, maxPlace)
	}
	with := func(name, end string) string {
		return strings.TrimSpace(clip(name, maxGroupName-1-letters(end)) + " " + end)
	}
	forms := []func(ledger.Group) string{
		func(g ledger.Group) string { return clip(g.Name, maxGroupName) },
		func(g ledger.Group) string { return with(g.Name, place[g.Village]) },
		func(g ledger.Group) string { return with(g.Name, string(g.Code)) },
	}
	t.called = map[ledger.GroupCode]string{}
	for i, form := range forms {
		taken := map[string]int{}
		for _, g := range groups {
			taken[strings.ToLower(form(g))]++
		}
		for _, g := range groups {
			if _, done := t.called[g.Code]; !done && (taken[strings.ToLower(form(g))] == 1 || i == len(forms)-1) {
				t.called[g.Code] = form(g)
			}
		}
	}
	return t.called, nil
}

// askGroup asks which group, and keeps what for: a question, or lines to record.
func (t *turn) askGroup(o Offer, nameText string, groups []ledger.GroupCode) error {
	called, err := t.labels()
	if err != nil {
		return err
	}
	o.Question, o.Made, o.NameText, o.Choices = WhichGroup, t.now, clip(nameText, maxName), nil
	w := AskGroup{NameText: o.NameText, Count: len(groups)}
	for _, code := range groups {
		o.Choices = append(o.Choices, string(code))
		w.Names = append(w.Names, called[code])
	}
	if len(groups) > maxChoice {
		w.Names = nil
		g, err := t.facts.Group(groups[0])
		if err != nil {
			return err
		}
		villages, err := t.facts.Villages()
		if err != nil {
			return err
		}
		for _, v := range villages {
			if v.Code == g.Village {
				w.Village = clip(v.Name, maxName)
			}
		}
	}
	t.State.Offer = &o
	t.reply(w)
	return nil
}

// chosenGroup is the group that an answer picks: by its number, its code, or its
// village.
func (t *turn) chosenGroup(o Offer, m understand.Meaning) (ledger.GroupCode, bool) {
	if len(o.Choices) <= maxChoice && 0 < m.Choice && m.Choice <= len(o.Choices) {
		return ledger.GroupCode(o.Choices[m.Choice-1]), true
	}
	for _, s := range m.Slots {
		if len(s.Groups) == 1 && slices.Contains(o.Choices, string(s.Groups[0])) {
			return s.Groups[0], true
		}
	}
	people, err := t.roster()
	if err != nil {
		return "", false
	}
	var found []ledger.GroupCode
	villages := people.Villages(t.message.Text)
	for _, c := range o.Choices {
		if g, err := t.facts.Group(ledger.GroupCode(c)); err == nil && slices.Contains(villages, g.Village) {
			found = append(found, g.Code)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// withGroup goes on with what waited for a group.
func (t *turn) withGroup(o Offer, g ledger.GroupCode) error {
	if o.Announce != nil {
		o.Announce.To.Groups = []ledger.GroupCode{g}
		return t.offerAnnouncement(*o.Announce)
	}
	if o.Query != "" {
		return t.command(understand.Meaning{
			Intent: o.Query, Topic: o.Topic, Remind: o.Query == understand.Broadcast, Slots: []understand.Slot{{Groups: []ledger.GroupCode{g}}},
		})
	}
	for i := range o.Lines {
		if o.Lines[i].Group == "" {
			o.Lines[i].Group = g
		}
	}
	if o.Lines[0].Kind == ledger.General {
		return t.offer(o.Lines)
	}
	return t.offerReceived(o.Lines)
}
