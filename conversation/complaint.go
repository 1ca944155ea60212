package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// complaintCommand keeps a complaint and brings it to the officer who has to answer
// it. Only she hears of it: never the treasurer, whom it may be about.
func (t *turn) complaintCommand(m understand.Meaning) error {
	if strings.TrimSpace(m.Note) == "" {
		t.State.Offer = &Offer{Question: TellWords, Query: understand.Complaint, Made: t.now}
		t.reply(AskComplaint{UPK: t.upk.Name})
		return nil
	}
	own, err := t.ownCases(ComplaintCase)
	if err != nil {
		return err
	}
	limit := maxOwnCases
	if t.role == understand.Unknown { // each notice costs money, and nobody knows who writes
		limit = 1
	}
	if len(own) >= limit {
		return t.addWords(own[len(own)-1], m.Note)
	}
	c := Case{Kind: ComplaintCase, From: t.message.From, Note: m.Note}
	var g *groupFacts
	if t.self != nil {
		c.Group, c.Member = t.self.Group, t.self.Code
		if g, err = t.group(c.Group); err != nil {
			return err
		}
	}
	owner, err := t.ownerOf(g, nil)
	if err != nil {
		return err
	}
	if c, err = t.openCase(c, owner); err != nil {
		return err
	}
	name, group, _, err := t.caseAbout(c)
	if err != nil {
		return err
	}
	if quiet, err := t.tooManyStrangers(); err != nil {
		return err
	} else if !quiet {
		t.tellOfficer(owner, ComplaintNotice{
			Case: c.Reference(), Name: name, Group: group, Note: shownNote(c.Note, maxCaseNote), Due: c.Due,
		})
	}
	return t.complaintTaken(c, clip(owner.Name, maxName), false)
}

// maxStrangers is how many complaints of unknown numbers may wait before further ones
// are kept without telling anybody: an office must not pay for a flood. They stand in
// the list, and the deadline brings them up.
const maxStrangers = 20

func (t *turn) tooManyStrangers() (bool, error) {
	if t.role != understand.Unknown {
		return false, nil
	}
	open, err := t.openCases(ComplaintCase)
	strangers := slices.DeleteFunc(open, func(c Case) bool { return c.Group != "" })
	return len(strangers) > maxStrangers, err
}

// maxCaseNote is how many letters of somebody's words an officer's notice shows.
const maxCaseNote = 44

// shownNote is somebody's words in one line, cut to fit.
func shownNote(note string, letters int) string {
	return clip(strings.Join(strings.Fields(note), " "), letters)
}

// shownAnswer is an officer's closing words as they stand in a sentence of ours.
func shownAnswer(words string) string { return strings.TrimRight(shownNote(words, maxAnswer), ". ") }

// addWords adds to a complaint that waits; its officer finds them there.
func (t *turn) addWords(c Case, note string) error {
	c.Note = clip(c.Note+"\n"+note, maxNote)
	t.Changes = append(t.Changes, PutCase{c})
	owner, err := t.officerName(c.Owner)
	if err != nil {
		return err
	}
	return t.complaintTaken(c, owner, true)
}

func (t *turn) complaintTaken(c Case, officer string, added bool) error {
	w := ComplaintTaken{Case: c.Reference(), Officer: officer, Due: c.Due, UPK: t.upk.Name, Added: added}
	if c.Member != "" {
		name, _, title, err := t.caseAbout(c)
		if err != nil {
			return err
		}
		w.Title, w.Name = title, name
	}
	t.reply(w)
	return nil
}

// tellsWords tells whether the message is the words that were asked for: anything
// but a short command of its own.
func (t *turn) tellsWords(m understand.Meaning) bool {
	switch m.Intent {
	case understand.Stop, understand.Start, understand.Help, understand.More, understand.No, understand.Yes:
		return false
	case understand.Other:
		return !m.Spam && !t.saysNothing()
	}
	return len(strings.Fields(t.message.Text)) >= minWords || m.Intent == understand.Complaint
}

// minWords is how many words are a sentence rather than a command.
const minWords = 4

// takeWords takes the message as the words of the complaint that was asked for.
func (t *turn) takeWords(m understand.Meaning) error {
	note := strings.TrimSpace(t.message.Text)
	if m.Intent == understand.Complaint && m.Note != "" {
		note = m.Note
	}
	return t.complaintCommand(understand.Meaning{Intent: understand.Complaint, Note: note})
}

// officerName is the name of the officer of a code; empty where there is none.
func (t *turn) officerName(code ledger.OfficerCode) (string, error) {
	officers, err := t.facts.EveryOfficer()
	if err != nil {
		return "", err
	}
	for _, o := range officers {
		if o.Code == code {
			return clip(o.Name, maxName), nil
		}
	}
	return "", nil
}

// settle closes a complaint with the words for who complained.
func (t *turn) settle(c Case, answer string) error {
	if strings.TrimSpace(answer) == "" {
		t.reply(CaseRefused{Case: c.Reference(), Why: NoAnswer})
		return nil
	}
	c = t.closeCase(c, string(t.officer.Code), Answered, answer)
	if err := t.tellFrom(c, ComplaintAnswered{
		Case: c.Reference(), Answer: shownAnswer(c.Answer), Officer: clip(t.officer.Name, maxName), UPK: t.upk.Name,
	}); err != nil {
		return err
	}
	return t.caseDone(c)
}

// maxAnswer is how many letters of an officer's words are passed on. Longer ones are
// refused: she would not know what was cut.
const maxAnswer = 80

func (t *turn) caseDone(c Case) error {
	name, _, _, err := t.caseAbout(c)
	t.reply(CaseDone{Case: c.Reference(), Name: name, Outcome: c.Outcome})
	return err
}

// isOwnCase tells whether the officer who writes brought the case, is whom it is
// about, or told the entry that it is about.
func (t *turn) isOwnCase(c Case, teller string) bool {
	return c.From == t.message.From || t.isOwn(c.Member) || teller != "" && (teller == string(t.officer.Code) || t.isOwn(ledger.MemberCode(teller)))
}
