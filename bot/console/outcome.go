package console

import (
	"cmp"
	"fmt"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/templates"
)

// memberChange is what a proposal makes of a member's record, by column.
type memberChange struct {
	Member   ledger.Member
	Group    string // its name
	New      bool
	Becoming []becoming
}

// becoming is a column that becomes another; there is nothing before it in a new record.
type becoming struct {
	What    text
	Was, Is string
}

// memberChanges are what a proposal makes of the registers' members.
func (q *request) memberChanges(tx *store.Tx, p conversation.Proposal) (list []memberChange, err error) {
	for i, m := range p.Members {
		c := memberChange{Member: m, New: p.Task == conversation.TaskAdmit}
		if _, c.Group, err = names(tx, m.Group, ""); err != nil {
			return nil, err
		}
		var was ledger.Member
		if i < len(p.Was) {
			was = p.Was[i]
		} else if !c.New {
			was = m
			was.Status = ""
		}
		c.Becoming = q.becoming(was, m)
		list = append(list, c)
	}
	return list, nil
}

// becoming are the columns in which two records are not the same.
func (q *request) becoming(was, is ledger.Member) (list []becoming) {
	l := q.language
	phones := func(m ledger.Member) string {
		return strings.Trim(templates.PaperPhone(m.Phone)+", "+templates.PaperPhone(m.Phone2), ", ")
	}
	agreed := func(m ledger.Member) string {
		if !m.Consent {
			return ""
		}
		return l.day(m.ConsentDay)
	}
	word := func(v any) string { return l.value(v) }
	for _, b := range []becoming{
		{"Nama", was.Name, is.Name},
		{"Sapaan", was.Title, is.Title},
		{"Nomor HP", phones(was), phones(is)},
		{"Jabatan", word(was.Office), word(is.Office)},
		{"Bahasa", was.Language, is.Language},
		{"Setuju diingatkan sejak", agreed(was), agreed(is)},
		{"Status", word(was.Status), word(is.Status)},
		{"Dilebur ke", string(was.Same), string(is.Same)},
	} {
		if b.Was != b.Is {
			b.Was, b.Is = cmp.Or(b.Was, "-"), cmp.Or(b.Is, "-")
			list = append(list, b)
		}
	}
	return list
}

// termsOf says how a loan is repaid; nothing where it has no schedule yet.
func (l language) termsOf(loan ledger.Loan) (string, error) {
	schedule, err := loan.Schedule()
	if err != nil || len(schedule) == 0 {
		return "", err
	}
	all, last := schedule.Total(), schedule[len(schedule)-1]
	return l.say("%s: pokok %s, jasa %s, %d kali angsuran, yang pertama %s sebesar %s, yang terakhir %s.", string(loan.Code), all.Principal, all.Interest, len(schedule),
		l.day(schedule[0].Due), schedule[0].Principal+schedule[0].Interest, l.day(last.Due)), nil
}

// repaid tells whether a loan of this status is being repaid, or is to be.
func repaid(s ledger.LoanStatus) bool {
	return s != ledger.Rescheduled && s != ledger.WrittenOff && s != ledger.PaidOff
}

// loansAfter are the loans that a proposal leaves behind, a line each.
func (q *request) loansAfter(p conversation.Proposal) (lines []string) {
	for _, loan := range p.Loans {
		words := fmt.Sprintf("%s: %s, %s", loan.Code, q.language.value(loan.Status), q.language.say("pokok %s", loan.Terms.Principal))
		if repaid(loan.Status) {
			if terms, err := q.language.termsOf(loan); err == nil && terms != "" {
				words = fmt.Sprintf("%s (%s)", strings.TrimSuffix(terms, "."), q.language.value(loan.Status))
			}
		}
		lines = append(lines, words)
	}
	return lines
}

// overtaken says what was written since a proposal was worked out, and by whom; nothing
// where it was something else.
func (q *request) overtaken(tx *store.Tx, p conversation.Proposal) (string, error) {
	for g, seen := range p.Heads {
		head, err := tx.Head(g)
		if err != nil {
			return "", err
		}
		if head == seen {
			continue
		}
		e, err := tx.Entry(g, head.Number)
		if err != nil {
			return "", none(err)
		}
		officers, err := tx.EveryOfficer()
		if err != nil {
			return "", err
		}
		row, err := q.rowOf(tx, e, officers)
		if err != nil {
			return "", err
		}
		return q.language.say("Sementara itu %s mencatat %s %s (%s, %s).", cmp.Or(row.Confirmer, row.Teller), text(templates.PaperKind(e.Kind)), e.Amount, e.Reference(), q.language.clock(row.At)), nil
	}
	return "", nil
}

// broadcastOf is the broadcast that came of a proposal; 0: none.
func broadcastOf(tx *store.Tx, p conversation.Proposal) (uint64, error) {
	if p.Announce == nil || p.Refused || p.Decided.IsZero() {
		return 0, nil
	}
	for before := uint64(0); ; {
		runs, err := tx.BroadcastsBefore(before, rowsAtOnce)
		if err != nil || len(runs) == 0 {
			return 0, err
		}
		for _, run := range runs {
			if run.Made.Equal(p.Decided) && run.By == p.By && run.Text == p.Announce.Text {
				return run.Number, nil
			}
			if run.Made.Before(p.Decided) {
				return 0, nil
			}
			before = run.Number
		}
	}
}
