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
	// Today is that the member is reminded on this day, by itself or because an
	// officer asked for it; the treasurer's list has none.
	Today Step
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

// Reminders decides from the books whom of a group to remind at this moment: each
// member once with all that she has due, and the treasurer with a list of them.
// Of several steps that have passed only the latest counts, so that it may be
// asked again after any time in the dark.
func Reminders(f Facts, code ledger.GroupCode, now time.Time) ([]Reminding, error) {
	t, g, err := beginReminding(f, code, now)
	if err != nil {
		return nil, err
	}
	list, items, all, err := t.memberReminders(g)
	if err != nil {
		return nil, err
	}
	whole, err := t.openLoans(g, "", t.day)
	if err != nil {
		return nil, err
	}
	for _, o := range whole { // nobody's share is known: the treasurer hears of it for all
		if line, offset, ok := t.step(o); ok && o.payer == "" {
			all = append(all, stepOf(o.Code, "", line, offset))
			items = append(items, Item{Name: g.label, Amount: max(line.Total(), o.standing.Overdue())})
		}
	}
	meeting, late, err := t.beforeMeeting(g, items)
	if err != nil {
		return nil, err
	}
	if items = append(items, late...); meeting.Key != "" && len(items) > 0 {
		all = append(all, meeting)
	}
	if keeper := slices.IndexFunc(g.members, isKeeper); keeper >= 0 && len(items) > 0 && len(all) > 0 {
		words := DueSummary{Group: g.label, List: t.list(items, listBudget)}
		for i := range all {
			all[i].Key += "/list"
		}
		list = append(list, Reminding{Say: remindingSay(g.members[keeper], words), Steps: all, Rest: t.State.Rest})
	}
	return list, nil
}

// beforeMeeting is the step of the treasurer's list on the day on which her group meets,
// or on the last day before it on which one may remind, and who beside those listed
// already will have to pay then. No step on any other day.
func (t *turn) beforeMeeting(g *groupFacts, listed []Item) (Step, []Item, error) {
	if g.Meeting == "" || !slices.Contains(t.settings.ReminderDays(), 0) { // or the UPK doesn't remind on the day
		return Step{}, nil, nil
	}
	m, err := ledger.ParseMeeting(g.Meeting)
	if err != nil {
		return Step{}, nil, nil // which the import refuses
	}
	day := m.Next(t.day)
	if t.settings.OpenDayBefore(day, t.isHoliday) != t.day {
		return Step{}, nil, nil
	}
	var more []Item
	for _, member := range g.members {
		open, err := t.openLoans(g, member.Code, day+1)
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
// them: of all who owe something by today, or are near a due day as for [Reminders].
func RemindersAsked(f Facts, code ledger.GroupCode, now time.Time) ([]Reminding, error) {
	t, g, err := beginReminding(f, code, now)
	if err != nil {
		return nil, err
	}
	t.urging = true
	list, _, _, err := t.memberReminders(g)
	return list, err
}

func beginReminding(f Facts, code ledger.GroupCode, now time.Time) (*turn, *groupFacts, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, nil, err
	}
	if t.holidays, err = f.Holidays(); err != nil {
		return nil, nil, err
	}
	g, err := t.group(code)
	return t, g, err
}

// memberReminders are each member's own, with a line of the treasurer's list and
// the steps for each.
func (t *turn) memberReminders(g *groupFacts) (list []Reminding, items []Item, all []Step, err error) {
	promised, err := t.promised(g)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, m := range g.members {
		if m.Status != ledger.Active {
			continue
		}
		due, steps, err := t.due(g, m)
		if err != nil {
			return nil, nil, nil, err
		}
		words, amount := Words(due), due.Amount+due.Overdue
		if u, ok := promised[m.Code]; ok {
			if words, amount, steps, err = t.keepPromise(g, m, u, due, steps); err != nil {
				return nil, nil, nil, err
			}
		}
		if len(steps) == 0 {
			continue
		}
		list = append(list, Reminding{Say: remindingSay(m, words), Steps: steps, Today: onDay(m.Code, t.day)})
		items = append(items, g.item(m.Code, amount))
		all = append(all, steps...)
	}
	return list, items, all, nil
}

// OnDay begins the key of a reminder that is one for a member and day.
const OnDay = "day/"

func onDay(m ledger.MemberCode, day ledger.Date) Step {
	return Step{Key: fmt.Sprintf("%s%s/%s", OnDay, day, m), Month: day.Period()}
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

// due is what a member has due by the steps that have come.
func (t *turn) due(g *groupFacts, m ledger.Member) (DueReminder, []Step, error) {
	words := DueReminder{Title: m.Title, Name: g.name(m.Code), Treasurer: g.treasurer()}
	if m.Office == ledger.Treasurer {
		words.Treasurer = ""
	}
	open, err := t.openLoans(g, m.Code, t.day)
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
		if line, offset, ok := t.step(o); ok && o.payer != "" {
			due = append(due, reminded{o, line, offset})
		}
	}
	slices.SortStableFunc(due, func(a, b reminded) int { return cmp.Compare(a.line.Due, b.line.Due) })
	var steps []Step
	for i, r := range due {
		if i > 0 && r.line.Due != words.Due && r.line.Due >= t.day {
			continue // another day to come, which will have a reminder of its own
		}
		steps = append(steps, stepOf(r.Code, m.Code, r.line, r.offset))
		words.Overdue += r.standing.Overdue()
		if i == 0 || r.line.Due == words.Due {
			words.Due, words.Days = r.line.Due, int(r.line.Due-t.day)
			words.Amount += r.line.Total()
			if r.line.Due < t.day {
				words.Overdue -= r.line.Total() // it is named by itself
			}
		}
	}
	return words, steps, nil
}

func stepOf(loan ledger.LoanCode, m ledger.MemberCode, line ledger.Instalment, offset int) Step {
	return Step{Key: fmt.Sprintf("%s/%s/%d/%d", loan, m, line.Number, offset), Month: line.Due.Period()}
}

// step is the newest unpaid instalment for which a day of reminding has come,
// and which of the days it is. A due day on which nobody may be reminded is told on
// the last day before it on which one may (domain.md section 4).
func (t *turn) step(o openLoan) (line ledger.Instalment, offset int, ok bool) {
	for _, i := range o.schedules[o.payer].Unpaid(o.paid) {
		for _, days := range t.remindingDays() {
			day := i.Due + ledger.Date(days)
			if days == 0 { // the others may wait for the next open day
				day = t.settings.OpenDayBefore(day, t.isHoliday)
			}
			if day <= t.day {
				line, offset, ok = i, days, true
			}
		}
	}
	return line, offset, ok
}

// remindingDays are the UPK's, and the due day itself where an officer asks.
func (t *turn) remindingDays() []int {
	days := t.settings.ReminderDays()
	if t.urging && !slices.Contains(days, 0) {
		days = append(days, 0)
		slices.Sort(days)
	}
	return days
}

func (t *turn) isHoliday(d ledger.Date) bool {
	_, is := t.holidays[d]
	return is
}
