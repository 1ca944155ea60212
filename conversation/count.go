package conversation

import (
	"fmt"
	"slices"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// countCommand offers to record a count of a treasurer's cash. The UPK counts: its
// officers and facilitators, never the treasurer herself (contract.md section 3).
func (t *turn) countCommand(m understand.Meaning) error {
	if t.role != understand.Officer {
		t.reply(CountByOffice{UPK: t.upk.Name})
		return nil
	}
	if !t.officerMayCount() {
		return t.notAllowed()
	}
	l := Line{Kind: ledger.General, Whole: true, Day: t.day}
	for _, s := range m.Slots {
		l.Amount, l.Unsure = s.Amount, s.Unsure
		l.Zero = s.Amount == 0 && !slices.Contains(m.Asks, understand.AskAmount)
		if len(s.Groups) == 1 {
			l.Group = s.Groups[0]
		}
		if len(s.Groups) > 1 {
			return t.askGroup(Offer{Lines: []Line{l}}, s.NameText, s.Groups)
		}
	}
	if l.Group == "" {
		t.reply(AskGroupName{Count: true})
		return nil
	}
	return t.offer([]Line{l})
}

// officerMayCount tells whether the sender may count cash: officers and facilitators.
func (t *turn) officerMayCount() bool {
	return t.role == understand.Officer
}

// mayBook tells whether an officer may book the lines that were read back.
func (t *turn) mayBook(lines []Line) bool {
	if len(lines) > 0 && !slices.ContainsFunc(lines, func(l Line) bool { return l.Kind != ledger.General }) {
		return t.officerMayCount()
	}
	return t.officerMayRecord()
}

// countOf is a count as it is told.
func countOf(l EchoLine, counted, difference ledger.Money) Count {
	return Count{Group: l.Name, Day: l.Day, Counted: counted, Books: counted - difference, Over: max(difference, 0), Short: max(-difference, 0)}
}

// drawCount works a count out: what the books say, and the difference.
func (t *turn) drawCount(g *groupFacts, l *Line) (drawn, *doubt, error) {
	books, err := t.balance(ledger.Account{Code: ledger.TreasurerCash, Group: g.Code})
	if err != nil {
		return drawn{}, nil, err
	}
	words := EchoLine{Name: g.label, Kind: l.Kind, Amount: l.Amount, Day: l.Day}
	if l.Amount == 0 && !l.Zero {
		return drawn{}, &doubt{understand.AskAmount, HowMuch, nil, AskHowMuch{Name: words.Name}}, nil
	}
	count := countOf(words, l.Amount, l.Amount-books)
	if l.Amount == 0 && books == 0 { // nothing there and nothing to remember
		return drawn{}, &doubt{ask: understand.AskAmount, words: CountRecorded{Count: count}}, nil
	}
	return drawn{
		words: words, agreed: fmt.Sprint(int64(books)), confirm: true, echo: CountEcho{Count: count, Unsure: l.Unsure},
		entries: []ledger.Entry{ledger.CountEntry(g.Code, l.Amount, books, l.Day)},
	}, nil, nil
}

// countNotices tell the treasurer and the chair what was counted.
func (t *turn) countNotices(g *groupFacts, e ledger.Entry, r Recorded) error {
	counted, difference, _ := ledger.CountOf(e)
	w := CountNotice{Count: countOf(r.Line, counted, difference), Officer: clip(t.officer.Name, maxName), Reference: r.Reference}
	for _, office := range []ledger.Office{ledger.Treasurer, ledger.Chair} {
		i := slices.IndexFunc(g.members, func(m ledger.Member) bool {
			return m.Office == office && m.Status == ledger.Active && phoneOf(m) != "" && phoneOf(m) != t.message.From
		})
		if i >= 0 {
			t.tell(g.members[i], w)
		}
	}
	return nil
}
