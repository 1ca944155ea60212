package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Decision is what an officer would decide, waiting for her yes.
type Decision struct {
	Kind   CaseKind     `json:"kind"`
	Number uint64       `json:"number"`
	Amount ledger.Money `json:"amount,omitempty"` // granted, of a loan
	Answer string       `json:"answer,omitempty"`
}

// decisionCommand is an officer's word on a case: the list of those that wait, one
// of them, or what is to become of it.
func (t *turn) decisionCommand(m understand.Meaning) error {
	ref := m.Case
	switch {
	case t.officer == nil:
		return t.notAllowed()
	case ref == nil:
		return t.caseUnnamed(m)
	case CaseKind(ref.Letter) == ProposalCase:
		return t.proposalCommand(*ref)
	case ref.Verdict == understand.ListAll:
		return t.listCases(CaseKind(ref.Letter))
	}
	c, ok, err := t.openOne(CaseKind(ref.Letter), ref.Number)
	if err != nil {
		return err
	}
	refuse := func(why CaseProblem) error {
		t.reply(CaseRefused{Case: Case{Kind: CaseKind(ref.Letter), Number: ref.Number}.Reference(), Why: why})
		return nil
	}
	switch why, err := t.mayDecide(c); {
	case !ok || t.hidden(c):
		return refuse(NoSuchCase)
	case ref.Verdict == understand.Show:
		return t.showCase(c)
	case err != nil:
		return err
	case why != "":
		return refuse(why)
	case letters(shownNote(m.Note, maxText)) > maxAnswer:
		t.reply(CaseRefused{Case: c.Reference(), Why: LongAnswer, Limit: maxAnswer})
		return nil
	}
	switch {
	case c.Kind == ComplaintCase || c.Kind == ClaimCase:
		return t.settle(c, m.Note)
	case ref.Verdict == understand.Settle:
		return refuse(NeedVerdict)
	case ref.Verdict == understand.Reject && c.Kind == LoanCase:
		return t.settleLoan(c, Refused, 0, m.Note)
	case ref.Verdict == understand.Reject:
		return t.settleDispute(c, Refused, m.Note)
	case t.locked():
		return t.refuseLocked()
	}
	d := Decision{Kind: c.Kind, Number: c.Number, Answer: m.Note}
	if c.Kind == LoanCase {
		d.Amount, d.Answer = c.Amount, ""
		for _, s := range m.Slots {
			if s.Amount > 0 {
				d.Amount = s.Amount // read back in full, also where the unit was left out
			}
		}
	}
	return t.offerDecision(d)
}

// openOne is an open case by its number.
func (t *turn) openOne(kind CaseKind, n uint64) (Case, bool, error) {
	open, err := t.openCases(kind)
	if err != nil {
		return Case{}, false, err
	}
	i := slices.IndexFunc(open, func(c Case) bool { return c.Number == n })
	if i < 0 {
		return Case{Kind: kind, Number: n}, false, nil
	}
	return open[i], true, nil
}

// mayDecide is why the officer who writes may not end the case. Anybody at the
// office but the supervisor answers complaints; disputes and loans are for those
// who confirm deposits. Nobody decides about herself or her own entry.
func (t *turn) mayDecide(c Case) (CaseProblem, error) {
	if t.role != understand.Officer {
		return NotHers, nil
	}
	if c.Group != "" && t.keeps(c.Group) { // it may be about her
		return OwnCase, nil
	}
	if (c.Kind == DisputeCase || c.Kind == LoanCase) && !decides(t.officer.Role) {
		return NotHers, nil
	}
	e, _, err := t.disputedEntry(c)
	if err != nil || t.isOwnCase(c, e.Teller) {
		return OwnCase, err
	}
	return "", nil
}

// hidden tells whether a complaint comes from a group that the officer keeps herself:
// it may be about her.
func (t *turn) hidden(c Case) bool {
	return c.Kind == ComplaintCase && c.Group != "" && t.keeps(c.Group)
}

// caseUnnamed asks for the case that an officer's word is about, with one of those
// that wait as the example: hers whom it names, if there is one.
func (t *turn) caseUnnamed(m understand.Meaning) error {
	w := CaseRefused{Why: NoCaseNamed}
	for _, kind := range []CaseKind{LoanCase, DisputeCase} {
		open, err := t.openCases(kind)
		if err != nil {
			return err
		}
		for _, c := range open {
			hers := slices.ContainsFunc(m.Named, func(s understand.Slot) bool { return slices.Contains(s.Members, c.Member) })
			if w.Case == "" || c.Number == uint64(m.Entry) || hers {
				w.Case = c.Reference()
			}
		}
	}
	t.reply(w)
	return nil
}

// listCases shows the open cases of a kind, the oldest first.
func (t *turn) listCases(kind CaseKind) error {
	open, err := t.openCases(kind)
	if err != nil {
		return err
	}
	var items []Item
	for _, c := range open {
		if t.hidden(c) {
			continue
		}
		item := Item{Amount: c.Amount}
		if e, _, err := t.disputedEntry(c); err != nil {
			return err
		} else if e.Number != 0 {
			item.Amount = e.Amount
		}
		if c.Claim != nil {
			item.Amount = c.Claim.Amount
		}
		if item.Amount == 0 {
			item.Word = shownNote(c.Note, maxListNote)
		}
		name, _, _, err := t.caseAbout(c)
		if err != nil {
			return err
		}
		item.Name = c.Reference() + " " + name
		if item.Amount == 0 && item.Word == "" {
			item.Word = "?"
		}
		items = append(items, item)
	}
	t.reply(CaseList{Of: kind, List: t.inOrder(items)})
	return nil
}

// maxListNote is how many letters of somebody's words a list shows.
const maxListNote = 20

// showCase shows one case with more of its words.
func (t *turn) showCase(c Case) error {
	name, group, _, err := t.caseAbout(c)
	if err != nil {
		return err
	}
	w := CaseWords{
		Case: c.Reference(), Name: name, Group: group, Amount: c.Amount, Due: c.Due,
	}
	w.Note, w.More = t.words(c.Note)
	e, _, err := t.disputedEntry(c)
	if err != nil {
		return err
	}
	if e.Number != 0 {
		w.Reference, w.Amount = e.Reference(), e.Amount
	}
	if c.Claim != nil {
		w.Amount = c.Claim.Amount
	}
	t.reply(w)
	return nil
}

// words are the beginning of somebody's words, and whether there are more, which
// "lanjut" shows.
func (t *turn) words(note string) (first string, more bool) {
	first, rest := cutWords(note, maxShownWords)
	t.State.Rest = nil
	var items []Item
	for rest != "" {
		var part string
		part, rest = cutWords(rest, maxMoreWords)
		items = append(items, Item{Word: part})
	}
	if len(items) > 0 {
		t.State.Rest = &Rest{Items: items, Made: t.now}
	}
	return first, len(items) > 0
}

// How many letters of somebody's words stand with her case, and in each message of
// the rest.
const (
	maxShownWords = 50
	maxMoreWords  = 100
)

// cutWords takes as many whole words from the front as fit; of one that is too long,
// a part.
func cutWords(text string, limit int) (first, rest string) {
	words := strings.Fields(text)
	for i, w := range words {
		if first == "" && letters(w) > limit {
			first = clip(w, limit)
			return first, strings.TrimSpace(w[len(first):] + " " + strings.Join(words[i+1:], " "))
		}
		if letters(first)+len(" ")+letters(w) > limit {
			return first, strings.Join(words[i:], " ")
		}
		first = strings.TrimSpace(first + " " + w)
	}
	return first, ""
}

// offerDecision reads a decision back that moves money or promises it.
func (t *turn) offerDecision(d Decision) error {
	if d.Kind == ProposalCase {
		return t.offerProposal(d.Number)
	}
	c, ok, err := t.openOne(d.Kind, d.Number)
	if err != nil {
		return err
	}
	if !ok {
		t.reply(CaseRefused{Case: c.Reference(), Why: NoSuchCase})
		return nil
	}
	name, group, _, err := t.caseAbout(c)
	if err != nil {
		return err
	}
	w := DecideOffer{Case: c.Reference(), Of: c.Kind, Name: name, Group: group, Amount: d.Amount}
	e, standing, err := t.disputedEntry(c)
	if err != nil {
		return err
	}
	if standing {
		w.Reference, w.Amount = e.Reference(), e.Amount
	}
	if w.Code, err = t.codeFor(w.Amount); err != nil {
		return err
	}
	t.State.Offer = &Offer{Decide: &d, Question: Confirm, Code: w.Code, Most: w.Amount, Made: t.now}
	t.reply(w)
	return nil
}

// decide does what was read back, if it still can be done.
func (t *turn) decide(d Decision) error {
	if d.Kind == ProposalCase {
		return t.confirmProposal(d.Number)
	}
	c, ok, err := t.openOne(d.Kind, d.Number)
	if err != nil {
		return err
	}
	why := NoSuchCase
	if ok {
		if why, err = t.mayDecide(c); err != nil {
			return err
		}
	}
	if why != "" {
		t.reply(CaseRefused{Case: c.Reference(), Why: why})
		return nil
	}
	if c.Kind == LoanCase {
		return t.settleLoan(c, Accepted, d.Amount, d.Answer)
	}
	return t.settleDispute(c, Accepted, d.Answer)
}
