package conversation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Wish is a loan that somebody would ask for, as far as it is known.
type Wish struct {
	Group   ledger.GroupCode  `json:"group"`
	Member  ledger.MemberCode `json:"member"`
	Amount  ledger.Money      `json:"amount,omitempty"`
	Unsure  bool              `json:"unsure,omitempty"`
	Purpose string            `json:"purpose,omitempty"`
}

// wishCommand takes a member's wish for a loan. A treasurer may bring one for a
// member of her group. It makes no loan: that comes of the verified proposal.
func (t *turn) wishCommand(m understand.Meaning) error {
	if t.self == nil {
		t.reply(NotByText{UPK: t.upk.Name})
		return nil
	}
	w := Wish{Group: t.self.Group, Member: t.self.Code, Purpose: purposeOf(m.Note)}
	for _, s := range m.Slots {
		w.Amount, w.Unsure = s.Amount, s.Unsure
		if len(s.Members) == 0 && s.NameText == "" {
			continue
		}
		code, done, err := t.memberAsked(m, s)
		if done || err != nil {
			return err
		}
		g, err := t.groupOf(code)
		if err != nil {
			return err
		}
		if !t.isOwn(code) && !slices.Contains(t.kept(), g.Code) {
			return t.notAllowed()
		}
		w.Group, w.Member = g.Code, code
	}
	return t.wish(w)
}

// purposeOf is what a wish says that the money is for.
func purposeOf(note string) string {
	words := strings.Fields(note)
	for i, word := range words {
		switch strings.ToLower(strings.Trim(word, ".,")) {
		case "untuk", "utk", "tuk", "buat", "bwt", "kanggo", "kangge", "kagem", "keur", "for":
			return shownNote(strings.Join(words[i+1:], " "), maxPurpose)
		}
	}
	return ""
}

// tellsMoney tells whether the message records money of somebody by name: no purpose
// of a loan, but a command of its own.
func (t *turn) tellsMoney(m understand.Meaning) bool {
	return slices.ContainsFunc(t.lines(m), func(l Line) bool { return l.Amount > 0 && (l.Member != "" || len(l.Candidates) > 0) })
}

// maxPurpose is how many letters of a loan's purpose are kept.
const maxPurpose = 30

// wish asks what is missing, then reads the wish back.
func (t *turn) wish(w Wish) error {
	g, err := t.group(w.Group)
	if err != nil {
		return err
	}
	open, err := t.openCases(LoanCase)
	if err != nil {
		return err
	}
	for _, c := range open {
		if c.Member == w.Member { // one at a time
			m, _ := g.member(c.Member)
			t.reply(LoanTaken{Title: m.Title, Name: g.name(w.Member), Case: c.Reference(), Amount: c.Amount, UPK: t.upk.Name, Waits: true})
			return nil
		}
	}
	o := Offer{Wish: &w, Question: Confirm, Made: t.now}
	words := Words(LoanOffer{Name: g.name(w.Member), Amount: w.Amount, Unsure: w.Unsure, Purpose: w.Purpose})
	switch {
	case w.Amount == 0:
		o.Question, words = HowMuch, AskLoanAmount{Name: g.name(w.Member)}
	case w.Purpose == "":
		o.Question, words = TellWords, AskPurpose{Amount: w.Amount}
	}
	t.State.Offer = &o
	t.reply(words)
	return nil
}

// answerWish goes on with a wish by the answer to its question.
func (t *turn) answerWish(o Offer, m understand.Meaning) error {
	w := *o.Wish
	switch o.Question {
	case HowMuch:
		w.Amount, w.Unsure = m.Slots[0].Amount, m.Slots[0].Unsure
	case TellWords:
		if w.Purpose = purposeOf(t.message.Text); w.Purpose == "" {
			w.Purpose = shownNote(t.message.Text, maxPurpose)
		}
	case Confirm:
		return t.sendWish(w)
	}
	return t.wish(w)
}

// sendWish keeps the wish and tells those who decide and the group's treasurer and
// head.
func (t *turn) sendWish(w Wish) error {
	g, err := t.group(w.Group)
	if err != nil {
		return err
	}
	owner, err := t.ownerOf(g, decides)
	if err != nil {
		return err
	}
	c, err := t.openCase(Case{
		Kind: LoanCase, From: t.message.From, Group: w.Group, Member: w.Member, Amount: w.Amount, Note: w.Purpose,
	}, owner)
	if err != nil {
		return err
	}
	m, _ := g.member(w.Member)
	t.reply(LoanTaken{Title: m.Title, Name: g.name(w.Member), Case: c.Reference(), Amount: c.Amount, UPK: t.upk.Name})
	notice := LoanNotice{
		Case: c.Reference(), Name: g.name(w.Member), Group: g.label, Amount: c.Amount, Purpose: c.Note,
	}
	for _, m := range g.members {
		told := m.Office == ledger.Treasurer || m.Office == ledger.Chair
		if told && m.Status == ledger.Active && m.Code != w.Member && phoneOf(m) != "" && phoneOf(m) != t.message.From {
			inGroup := notice
			inGroup.ToGroup = true
			t.tell(m, inGroup)
		}
	}
	if notice.Record, err = t.groupRecord(g.Code); err != nil {
		return err
	}
	t.tellOfficer(owner, notice)
	return nil
}

// RecordOf is how a group's loans went, as who decides on a wish for a loan is told.
func RecordOf(f Facts, code ledger.GroupCode, now time.Time) (GroupRecord, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return GroupRecord{}, err
	}
	return t.groupRecord(code)
}

// groupRecord is how the group's loans went until today. What cannot be told, for
// want of a table of classes, say, is left out.
func (t *turn) groupRecord(code ledger.GroupCode) (GroupRecord, error) {
	loans, err := t.facts.Loans(code)
	if err != nil {
		return GroupRecord{}, err
	}
	entries, err := t.facts.Recent(code, time.Time{}, fineEntries)
	if err != nil {
		return GroupRecord{}, err
	}
	entries = slices.Clone(entries)
	slices.Reverse(entries)
	scheme, err := t.settings.Scheme()
	if err != nil {
		return GroupRecord{}, nil
	}
	var records []ledger.Record
	slices.SortStableFunc(loans, func(a, b ledger.Loan) int { return cmp.Compare(a.Terms.Disbursed, b.Terms.Disbursed) })
	for _, l := range loans {
		switch l.Status {
		case ledger.Proposed, ledger.Verified, ledger.Approved:
			continue
		}
		r, err := l.Record(scheme, t.settings.Int("iptw_hari"), t.day, l.Received(entries))
		if err != nil {
			return GroupRecord{}, nil
		}
		records = append(records, r)
	}
	rule, err := t.settings.LendingRule()
	if err != nil {
		return GroupRecord{}, nil
	}
	a, err := rule.Assess(records)
	if err != nil {
		return GroupRecord{}, nil
	}
	w := GroupRecord{Reason: a.Reason, Overdue: a.Overdue.Total(), Left: a.Left.Total()}
	for _, r := range records {
		w.Longest = max(w.Longest, r.Longest)
	}
	return w, nil
}

// settleLoan ends a wish for a loan. The member is told, and her treasurer.
func (t *turn) settleLoan(c Case, outcome Outcome, granted ledger.Money, answer string) error {
	if outcome == Accepted {
		c.Amount = granted
	}
	c = t.closeCase(c, string(t.officer.Code), outcome, answer)
	g, err := t.group(c.Group)
	if err != nil {
		return err
	}
	m, _ := g.member(c.Member)
	w := LoanDecided{
		Title: m.Title, Name: g.name(c.Member), Case: c.Reference(), Amount: c.Amount, Outcome: outcome,
		Answer: shownAnswer(answer), UPK: t.upk.Name,
	}
	told := c.From
	if p := phoneOf(m); p != "" && c.From != m.Phone2 { // the treasurer may have brought it
		told = p
		t.tell(m, w)
	} else if err := t.tellFrom(c, w); err != nil {
		return err
	}
	if keeper, ok := g.keeper(); ok && keeper.Code != c.Member && phoneOf(keeper) != "" && phoneOf(keeper) != told {
		w.Title, w.ToTreasurer = "", true
		t.tell(keeper, w)
	}
	return t.caseDone(c)
}
