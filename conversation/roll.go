package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Roll is a roll-call that is open: the members are gone through one by one, and
// what they paid waits here until the treasurer has counted the total against the
// cash on the table. Until her yes nothing is in the books.
type Roll struct {
	Group ledger.GroupCode `json:"group"`
	Day   ledger.Date      `json:"day"` // on which all of it is paid
	// Todo are the members still to be asked, the one asked now first; Done those
	// who were, in that order, and Later those of them to be asked again.
	Todo   []ledger.MemberCode `json:"todo,omitempty"`
	Done   []ledger.MemberCode `json:"done,omitempty"`
	Later  []ledger.MemberCode `json:"later,omitempty"`
	Second bool                `json:"second,omitempty"` // Todo are those passed over once
	Lines  []Line              `json:"lines,omitempty"`  // to record
	Unpaid []NotPaid           `json:"unpaid,omitempty"`
	// Paused: another command came; the next answer brings the question back first.
	Paused  bool      `json:"paused,omitempty"`
	Closing bool      `json:"closing,omitempty"` // the total was shown
	Repeats int       `json:"repeats,omitempty"` // how often the question was put again
	Touched time.Time `json:"touched"`
}

// clone is a copy that a turn may change: the state that it was given stays.
func (r *Roll) clone() *Roll {
	if r == nil {
		return nil
	}
	c := *r
	c.Todo, c.Done, c.Later = slices.Clone(r.Todo), slices.Clone(r.Done), slices.Clone(r.Later)
	c.Lines, c.Unpaid = slices.Clone(r.Lines), slices.Clone(r.Unpaid)
	return &c
}

// rollLife is how long a roll-call waits to be taken up again: a meeting's money
// is counted and brought to the UPK within days.
const rollLife = 3 * 24 * time.Hour

// meetingCommand opens a roll-call, or takes the open one up again.
func (t *turn) meetingCommand(m understand.Meaning) error {
	if t.role != understand.Treasurer {
		return t.notAllowed()
	}
	var named ledger.GroupCode
	for _, s := range m.Slots {
		if len(s.Groups) == 1 {
			named = s.Groups[0]
		}
	}
	if named != "" && !t.mayRecord(named) {
		return t.notAllowed()
	}
	if r := t.State.Roll; r != nil && t.now.Sub(r.Touched) <= rollLife && (named == "" || named == r.Group) {
		return t.resumeRoll()
	}
	if named == "" {
		if groups := t.kept(); len(groups) > 1 {
			return t.askRollGroup(groups)
		}
		named = t.kept()[0]
	}
	if again, err := t.turnToRoll(named); again || err != nil {
		return err
	}
	return t.openRoll(named)
}

// turnToRoll lays the open roll-call of another group aside, and takes up the one of
// this group that was. One that is too old is dropped, and that is said.
func (t *turn) turnToRoll(code ledger.GroupCode) (bool, error) {
	rolls := t.State.Aside
	if t.State.Roll != nil {
		rolls = append(rolls, *t.State.Roll)
	}
	t.State.Roll, t.State.Aside = nil, nil
	for _, r := range rolls {
		switch {
		case t.now.Sub(r.Touched) > rollLife:
			if err := t.dropped(Offer{Lines: r.Lines}, false); err != nil {
				return false, err
			}
		case r.Group == code:
			t.State.Roll = &r
		case len(r.Lines)+len(r.Unpaid) > 0:
			t.State.Aside = append(t.State.Aside, r)
		}
	}
	if t.State.Roll == nil {
		return false, nil
	}
	return true, t.resumeRoll()
}

// askRollGroup asks which of her groups meets.
func (t *turn) askRollGroup(groups []ledger.GroupCode) error {
	o := &Offer{Question: WhichMember, Query: understand.Meeting, Made: t.now}
	w := AskWhich{}
	for _, code := range groups[:min(len(groups), maxChoice)] {
		g, err := t.group(code)
		if err != nil {
			return err
		}
		o.Choices = append(o.Choices, string(code))
		w.Choices = append(w.Choices, clip(g.Name, maxGroupName))
	}
	t.State.Offer = o
	t.reply(w)
	return nil
}

// openRoll begins with the group's first member. Who has paid today already is not
// asked again.
func (t *turn) openRoll(code ledger.GroupCode) error {
	g, err := t.group(code)
	if err != nil {
		return err
	}
	r := &Roll{Group: code, Day: t.day, Touched: t.now}
	paid, err := t.paidOn(r)
	if err != nil {
		return err
	}
	for _, m := range g.members {
		open, err := t.openLoans(g, m.Code, r.Day)
		if err != nil {
			return err
		}
		done := slices.ContainsFunc(paid, func(e ledger.Entry) bool {
			return e.Member == m.Code && (e.Kind == ledger.Repayment) == (len(open) > 0)
		})
		if m.Status == ledger.Active && !done {
			r.Todo = append(r.Todo, m.Code)
		}
	}
	t.State.Roll = r
	return t.askRoll(RollNoted{}, true)
}

// paidOn is what members paid and saved on the day of the meeting, by what is in
// the books.
func (t *turn) paidOn(r *Roll) ([]ledger.Entry, error) {
	year, month, day := r.Day.Civil()
	recent, err := t.standing(r.Group, time.Date(year, month, day, 0, 0, 0, 0, t.settings.Zone()))
	return slices.DeleteFunc(recent, func(e ledger.Entry) bool {
		return e.Day != r.Day || e.Kind != ledger.Repayment && e.Kind != ledger.SavingsDeposit
	}), err
}

// resumeRoll puts the question again to which the roll-call had come.
func (t *turn) resumeRoll() error {
	r := t.State.Roll
	r.Paused, r.Repeats = false, 0
	if r.Closing || len(r.Todo) == 0 {
		return t.closeRoll(RollNoted{})
	}
	return t.askRoll(RollNoted{}, true)
}

// askRoll asks about the next member, with what was just noted before it; where
// none is left it shows the total.
func (t *turn) askRoll(noted RollNoted, opening bool) error {
	r := t.State.Roll
	r.Paused, r.Closing, r.Touched = false, false, t.now
	if len(r.Todo) == 0 && !r.Second && len(r.Later) > 0 {
		r.Todo, r.Later, r.Second = r.Later, nil, true
	}
	if len(r.Todo) == 0 {
		return t.closeRoll(noted)
	}
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	code := r.Todo[0]
	due, err := t.rollDue(g, code)
	if err != nil {
		return err
	}
	left := len(r.Todo) + len(r.Later)
	w := RollAsk{Noted: noted, Name: g.name(code), Number: 1, Of: r.members(), Bill: due.bill, Due: due.day, Saving: due.saving, Loan: due.loan}
	w.Number = w.Of - left + 1
	if opening {
		w.Group, w.Day = clip(g.Name, maxGroupName), r.Day
	}
	t.reply(w)
	return nil
}

// members is how many members the roll-call goes through.
func (r *Roll) members() int {
	seen := map[ledger.MemberCode]bool{}
	for _, list := range [][]ledger.MemberCode{r.Todo, r.Done, r.Later} {
		for _, code := range list {
			seen[code] = true
		}
	}
	return len(seen)
}

// asked is how many members were asked, those passed over not.
func (r *Roll) asked() int { return len(r.Done) - len(r.Later) }

// rollDue is what a member is asked for.
type rollDue struct {
	lines  []Line // of a yes; none where no amount is known
	bill   ledger.Money
	day    ledger.Date // the bill is due only then
	saving bool        // nothing is due: what she saves is asked
	loan   bool        // she has a loan, and her share of it is known
}

// rollDue works out what a member has due; one without a loan is asked what she
// saves, in a savings group as much as the last time.
func (t *turn) rollDue(g *groupFacts, code ledger.MemberCode) (rollDue, error) {
	r := t.State.Roll
	open, err := t.openLoans(g, code, r.Day)
	if err != nil {
		return rollDue{}, err
	}
	due := rollDue{saving: len(open) == 0}
	for _, o := range open {
		due.loan = due.loan || o.payer != ""
		if o.payer == "" || o.standing.ToPay() == 0 { // nobody's share is known, or paid ahead
			continue
		}
		due.bill += o.standing.ToPay()
		if o.standing.Overdue() == 0 && (due.day.IsZero() || o.standing.CurrentDue < due.day) {
			due.day = o.standing.CurrentDue
		}
		due.lines = append(due.lines, Line{
			Kind: ledger.Repayment, Member: code, Group: g.Code, Loan: o.Code, Amount: o.standing.ToPay(), Due: true, Day: r.Day,
		})
	}
	if !due.saving || g.Type != ledger.KSM {
		return due, nil
	}
	recent, err := t.standing(g.Code, time.Time{})
	if err != nil {
		return rollDue{}, err
	}
	for _, e := range recent {
		if e.Member == code && e.Kind == ledger.SavingsDeposit && e.Purse == ledger.SavingsDaily {
			due.bill = e.Amount
			due.lines = []Line{{
				Kind: ledger.SavingsDeposit, Member: code, Group: g.Code, Purse: e.Purse, Amount: e.Amount, Day: r.Day,
			}}
			break
		}
	}
	return due, nil
}

// putBack makes a member the next to be asked, and forgets what was noted of her.
func (t *turn) putBack(code ledger.MemberCode) {
	r := t.State.Roll
	r.forget(code)
	r.Todo = append([]ledger.MemberCode{code}, r.Todo...)
}

// forget takes a member out of the roll-call with all that was noted of her.
func (r *Roll) forget(code ledger.MemberCode) {
	is := func(c ledger.MemberCode) bool { return c == code }
	r.Todo, r.Later, r.Done = slices.DeleteFunc(r.Todo, is), slices.DeleteFunc(r.Later, is), slices.DeleteFunc(r.Done, is)
	r.Lines = slices.DeleteFunc(r.Lines, func(l Line) bool { return is(l.Member) })
	r.Unpaid = slices.DeleteFunc(r.Unpaid, func(u NotPaid) bool { return is(u.Member) })
}
