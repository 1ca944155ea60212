package conversation

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// promiseLife is for how many days a promise is told after its day, where nothing
// could be told on it: a Sunday, holidays, the bot in the dark.
const promiseLife = 7

// promised finds the promises of a group whose day has come and that nobody has
// kept, by member. A payment that was heard later keeps one, however much it was.
func (t *turn) promised(g *groupFacts) (map[ledger.MemberCode]NotPaid, error) {
	all, err := t.facts.Promises(g.Code)
	if err != nil {
		return nil, err
	}
	open := map[ledger.MemberCode]NotPaid{}
	for _, u := range all {
		if u.Promise > t.day || t.day > u.Promise+promiseLife {
			continue
		}
		kept, err := t.keptPromise(g, u)
		if err != nil {
			return nil, err
		}
		if !kept {
			open[u.Member] = u
		}
	}
	return open, nil
}

// keptPromise tells whether a payment was heard of since the promise.
func (t *turn) keptPromise(g *groupFacts, u NotPaid) (bool, error) {
	since, err := t.standing(g.Code, u.At)
	return slices.ContainsFunc(since, func(e ledger.Entry) bool {
		return e.Member == u.Member && e.Kind == ledger.Repayment && e.Heard.After(u.At)
	}), err
}

// PromiseList tells who promised to pay, and when: all that nobody has kept yet.
type PromiseList struct {
	Group string
	List  List
}

// Kind names the template.
func (PromiseList) Kind() string { return "promises" }

// promisesCommand lists the promises of a group to those who may know who is late, the
// earliest first, each with what she has to pay.
func (t *turn) promisesCommand(m understand.Meaning) error {
	g, ok, err := t.groupAsked(m)
	if err != nil || !ok {
		return err
	}
	if !t.maySee(g.Code) {
		return t.notAllowed()
	}
	all, err := t.facts.Promises(g.Code)
	if err != nil {
		return err
	}
	var items []Item
	for _, u := range all {
		kept, err := t.keptPromise(g, u)
		if err != nil {
			return err
		}
		if kept || u.Promise.IsZero() || t.day > u.Promise+promiseLife {
			continue
		}
		open, err := t.openLoans(g, u.Member, u.Promise)
		if err != nil {
			return err
		}
		item := Item{Name: g.names[u.Member] + " ", Due: u.Promise}
		for _, o := range open {
			if o.payer != "" {
				item.Amount += o.standing.ToPay()
			}
		}
		items = append(items, item)
	}
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(a.Due, b.Due) })
	t.reply(PromiseList{Group: g.label, List: t.inOrder(items)})
	return nil
}

// stepOfPromise is keyed by the word that was given: another promise is another
// reminder.
func stepOfPromise(u NotPaid) Step {
	return Step{Key: fmt.Sprintf("promise/%s/%s/%s", u.Member, u.Promise, u.Message), Month: u.Promise.Period()}
}

// keepPromise makes of what a member would be reminded of at this moment a reminder
// of her promise, with all that she has due. Nothing due is nothing to remind of.
func (t *turn) keepPromise(g *groupFacts, m ledger.Member, u NotPaid, due DueReminder, steps []Step) (Words, ledger.Money, []Step, error) {
	open, err := t.openLoans(g, m.Code, t.day)
	if err != nil {
		return nil, 0, nil, err
	}
	w := PromiseReminder{Title: m.Title, Name: due.Name, Promise: u.Promise, Treasurer: due.Treasurer}
	for _, o := range open {
		if o.payer != "" {
			w.Amount += o.standing.ToPay()
		}
	}
	if w.Amount == 0 {
		return due, due.Amount + due.Overdue, steps, nil
	}
	return w, w.Amount, append([]Step{stepOfPromise(u)}, steps...), nil
}

// unclosedAfter is how long a roll-call that nobody touches waits before its
// treasurer is told that it is not recorded: the morning after a meeting.
const unclosedAfter = 10 * time.Hour

// unclosed reminds the treasurer once of a group's roll-call that she has not
// closed, so that money that was counted is not forgotten. It returns false where
// there is nothing to tell.
func (w *Watch) unclosed(g *groupFacts, keeper ledger.Member) (Reminding, bool, error) {
	rolls, err := w.rollsOf(g, keeper)
	for _, r := range rolls {
		waits := w.now.Sub(r.Touched)
		if len(r.Lines) == 0 || waits < unclosedAfter || waits > rollLife {
			continue
		}
		w.State = State{Roll: &r}
		sum, err := w.rollSum()
		w.State = State{}
		words := RollKept{Group: clip(g.Name, maxGroupName), Count: r.asked(), Of: r.members(), Total: sum}
		key := fmt.Sprintf("roll/%s/%d", r.Group, r.Touched.Unix())
		return Reminding{Say: remindingSay(keeper, words), Steps: []Step{{Key: key, Month: r.Day.Period()}}}, err == nil, err
	}
	return Reminding{}, false, err
}

// rollsOf are the roll-calls of a group that its treasurer has begun.
func (w *Watch) rollsOf(g *groupFacts, keeper ledger.Member) ([]Roll, error) {
	s, err := w.facts.Talk(keeper.Phone)
	rolls := slices.Clone(s.Aside)
	if s.Roll != nil {
		rolls = append(rolls, *s.Roll)
	}
	return slices.DeleteFunc(rolls, func(r Roll) bool { return r.Group != g.Code }), err
}
