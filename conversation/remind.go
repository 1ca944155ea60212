package conversation

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"bendahara/ledger"
)

// Reminding is one reminder that is due: what to say, to whom, and the steps
// that it tells. It is to nobody (Say.To is empty) where she has no phone or has
// not agreed; its steps are told all the same, by the treasurer's list.
type Reminding struct {
	Say   Say
	Steps []Step
	Rest  *Rest // of its list, for "lanjut"
	// Today is that the person is reminded on this day, by itself or because an
	// officer asked for it; the treasurer's list has none.
	Today Step
	Of    []ledger.MemberCode // all her memberships, that of the group first; none of the treasurer's list
}

// Step is one decision to remind: this instalment, so many days before or after.
// Its key is the decision itself, so that it works once.
type Step struct {
	Key   string
	Month ledger.Period // of the due day
}

// Fresh is the first of the steps that was not told before; false where all were.
func (r Reminding) Fresh(told func(ledger.Period, string) (bool, error)) (Step, bool, error) {
	for _, s := range r.Steps {
		done, err := told(s.Month, s.Key)
		if err != nil || !done {
			return s, err == nil, err
		}
	}
	return Step{}, false, nil
}

// ofDueDays decides from the books whom of a group to remind at this moment: each member
// once with all that she has due, and the treasurer with a list of them. Of several
// steps that have passed only the latest counts, so that it may be asked again after any
// time in the dark.
func (w *Watch) ofDueDays(g *groupFacts) ([]Reminding, error) {
	list, items, all, err := w.memberReminders(g)
	if err != nil {
		return nil, err
	}
	whole, err := w.openLoans(g, "", w.day)
	if err != nil {
		return nil, err
	}
	for _, o := range whole { // nobody's share is known: the treasurer hears of it for all
		if line, offset, ok := w.step(o); ok && o.payer == "" {
			all = append(all, stepOf(o.Code, "", line, offset))
			items = append(items, Item{Name: g.label, Amount: max(line.Total(), o.standing.Overdue())})
		}
	}
	meeting, late, err := w.beforeMeeting(g, items)
	if err != nil {
		return nil, err
	}
	if items = append(items, late...); meeting.Key != "" && len(items) > 0 {
		all = append(all, meeting)
	}
	if keeper := slices.IndexFunc(g.members, isKeeper); keeper >= 0 && len(items) > 0 && len(all) > 0 {
		w.State.Rest = nil
		words := DueSummary{Group: g.label, List: w.list(items, listBudget)}
		for i := range all {
			all[i].Key += "/list"
		}
		list = append(list, Reminding{Say: remindingSay(g.members[keeper], words), Steps: all, Rest: w.State.Rest})
	}
	return list, nil
}

// beforeMeeting is the step of the treasurer's list on the day on which her group meets,
// or on the last day before it on which one may remind, and who beside those listed
// already will have to pay then. No step on any other day.
func (w *Watch) beforeMeeting(g *groupFacts, listed []Item) (Step, []Item, error) {
	if g.Meeting == "" || !slices.Contains(w.settings.ReminderDays(""), 0) { // or the UPK doesn't remind on the day
		return Step{}, nil, nil
	}
	m, err := ledger.ParseMeeting(g.Meeting)
	if err != nil {
		return Step{}, nil, nil // which the import refuses
	}
	day := m.Next(w.day)
	if w.settings.OpenDayBefore(day, w.isHoliday) != w.day {
		return Step{}, nil, nil
	}
	var more []Item
	for _, member := range g.members {
		open, err := w.openLoans(g, member.Code, day+1)
		if err != nil {
			return Step{}, nil, err
		}
		var due ledger.Money
		for _, o := range open {
			if o.payer != "" {
				due += o.standing.Overdue()
			}
		}
		item := g.item(member.Code, due)
		if due > 0 && !slices.ContainsFunc(listed, func(i Item) bool { return i.Name == item.Name }) {
			more = append(more, item)
		}
	}
	return Step{Key: fmt.Sprintf("meeting/%s/%s", g.Code, day), Month: day.Period()}, more, nil
}

// RemindersAsked are the reminders of a group's members where an officer asks for
// them: of all who owe something by today, or are near a due day as for [Watch.At].
func RemindersAsked(f Facts, code ledger.GroupCode, now time.Time) ([]Reminding, error) {
	w, err := NewWatch(f, now)
	if err != nil {
		return nil, err
	}
	g, err := w.group(code)
	if err != nil {
		return nil, err
	}
	w.urging = true
	list, _, _, err := w.memberReminders(g)
	return list, err
}

// memberReminders are each member's own, with a line of the treasurer's list and
// the steps for each.
func (w *Watch) memberReminders(g *groupFacts) (list []Reminding, items []Item, all []Step, err error) {
	promised, err := w.promised(g)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, m := range g.members {
		if m.Status != ledger.Active {
			continue
		}
		own, err := w.ownDue(g, m, promised)
		if err != nil {
			return nil, nil, nil, err
		}
		if len(own.steps) == 0 {
			continue
		}
		r, err := w.ofPerson(own)
		if err != nil {
			return nil, nil, nil, err
		}
		list = append(list, r)
		items = append(items, g.item(m.Code, own.amount))
		all = append(all, own.steps...)
	}
	return list, items, all, nil
}

func isKeeper(m ledger.Member) bool {
	return m.Office == ledger.Treasurer && m.Status == ledger.Active
}

// remindingSay goes only to who agreed to reminders.
func remindingSay(m ledger.Member, w Words) Say {
	s := Say{Class: Reminder, Language: m.Language, Words: w}
	if m.Consent {
		s.To = phoneOf(m)
	}
	return s
}

// due is what a member has due by the steps that have come. While she says that the books
// are wrong about her, or that she has paid, and nobody has answered, it is only what
// comes due, and nothing of arrears.
func (w *Watch) due(g *groupFacts, m ledger.Member) (DueReminder, []Step, error) {
	words := DueReminder{Title: m.Title, Name: g.name(m.Code), Treasurer: g.treasurer()}
	if m.Office == ledger.Treasurer {
		words.Treasurer = ""
	}
	open, err := w.openLoans(g, m.Code, w.day)
	if err != nil {
		return words, nil, err
	}
	type reminded struct {
		openLoan
		line   ledger.Instalment
		offset int
	}
	var due []reminded
	for _, o := range open {
		line, offset, ok := w.step(o)
		if ok && o.payer != "" && !(w.disputed[m.Code] && line.Due < w.day) {
			due = append(due, reminded{o, line, offset})
		}
	}
	slices.SortStableFunc(due, func(a, b reminded) int { // what is still to come first
		if past := a.line.Due < w.day; past != (b.line.Due < w.day) {
			return map[bool]int{true: 1, false: -1}[past]
		}
		return cmp.Compare(a.line.Due, b.line.Due)
	})
	var steps []Step
	for i, r := range due {
		if i > 0 && r.line.Due != words.Due && r.line.Due >= w.day {
			continue // another day to come, which will have a reminder of its own
		}
		steps = append(steps, stepOf(r.Code, m.Code, r.line, r.offset))
		overdue := r.standing.Overdue()
		if w.disputed[m.Code] {
			overdue = 0
		}
		words.Overdue += overdue
		if i == 0 || r.line.Due == words.Due {
			words.Due, words.Days = r.line.Due, int(r.line.Due-w.day)
			words.Amount += r.line.Total()
			if r.line.Due < w.day {
				words.Overdue -= r.line.Total() // it is named by itself
			}
		}
	}
	return words, steps, nil
}

func stepOf(loan ledger.LoanCode, m ledger.MemberCode, line ledger.Instalment, offset int) Step {
	return Step{Key: fmt.Sprintf("%s/%s/%d/%d", loan, m, line.Number, offset), Month: line.Due.Period()}
}

// maxReminderReach is how many days before its due day an instalment's first step comes
// at most: the setting's 60, and the month that the due day itself may be told earlier.
const maxReminderReach = 60 + 31

// maxReminderWait is how many days behind its due day an instalment's last step comes at
// most, by the setting's limit.
const maxReminderWait = 366

// step is the newest unpaid instalment for which a day of reminding has come,
// and which of the days it is.
func (w *Watch) step(o openLoan) (line ledger.Instalment, offset int, ok bool) {
	reminding := w.remindingDays(o)
	for _, i := range slices.Backward(w.stepping(o)) {
		if i.Due-maxReminderReach > w.day {
			continue
		}
		for _, days := range slices.Backward(reminding) {
			if w.stepDay(i, days) <= w.day {
				return i, days, true
			}
		}
	}
	return line, offset, false
}

// stepDay is the day of a step. A due day on which nobody may be reminded is told on the
// last day before it on which one may (domain.md section 4); the others wait for the next.
func (w *Watch) stepDay(i ledger.Instalment, days int) ledger.Date {
	if days == 0 {
		return w.settings.OpenDayBefore(i.Due, w.isHoliday)
	}
	return i.Due + ledger.Date(days)
}

// stepping are the unpaid instalments that have steps. Who pays every day or two knows
// her days: only the oldest that she owes has, lest she be reminded daily.
func (w *Watch) stepping(o openLoan) ledger.Schedule {
	unpaid := o.schedules[o.payer].Unpaid(o.paid)
	if o.oftenDue() && len(unpaid) > 1 {
		return unpaid[:1]
	}
	return unpaid
}

// often is how many days lie between the instalments of one who pays often, at most.
const often = 4

func (o openLoan) oftenDue() bool {
	s := o.schedules[o.payer]
	n := len(s) - 1
	return n > 0 && s[n].Due-s[0].Due <= ledger.Date(often*n)
}

// remindingDays are the UPK's for a loan, and the due day itself where an officer asks.
func (w *Watch) remindingDays(o openLoan) []int {
	days, known := w.days[o.Fund]
	if !known {
		days = w.settings.ReminderDays(o.Fund)
		w.days[o.Fund] = days
	}
	days = slices.Clone(days)
	if o.oftenDue() {
		days = slices.DeleteFunc(days, func(d int) bool { return d <= 0 })
	}
	if w.urging && !slices.Contains(days, 0) {
		days = append(days, 0)
		slices.Sort(days)
	}
	return days
}

func (t *turn) isHoliday(d ledger.Date) bool {
	_, is := t.holidays[d]
	return is
}
