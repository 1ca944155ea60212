package conversation

import "bendahara/ledger"

// closeRoll shows the total to be counted against the cash on the table, and asks
// to record everything. Where nobody paid there is nothing to count.
func (t *turn) closeRoll(noted RollNoted) error {
	r := t.State.Roll
	r.Touched, r.Repeats, r.Paused, r.Closing = t.now, 0, false, true
	if t.locked() {
		return t.refuseLocked()
	}
	g, err := t.group(r.Group)
	if err != nil {
		return err
	}
	all, d, at, err := t.drawAll(r.Lines)
	if err != nil {
		return err
	}
	t.undraw()
	if d != nil { // the facts have overtaken a line
		t.beside = Beside{Roll: true, All: true}
		code := r.Lines[at].Member
		if err := t.askInRoll(r.Lines, at, *d); err != nil || d.question != "" {
			return err
		}
		t.putBack(code)
		return t.askRoll(RollNoted{}, false)
	}
	w, err := t.rollTotal(g, all)
	if err != nil {
		return err
	}
	if len(r.Lines) == 0 {
		t.Changes = append(t.Changes, changes(r.Unpaid)...)
		t.State.Roll = nil
	} else {
		o := &Offer{Question: Confirm, Beside: Beside{Roll: true}, Made: t.now}
		for _, l := range r.Lines {
			o.Most = max(o.Most, l.Amount)
		}
		if o.Code, err = t.codeFor(o.Most); err != nil {
			return err
		}
		w.Code, t.State.Offer = o.Code, o
	}
	w.Noted = noted
	t.reply(w)
	return nil
}

// askInRoll asks what is in doubt about lines of a roll-call; where she was asked too
// often, the roll-call waits.
func (t *turn) askInRoll(lines []Line, at int, d doubt) error {
	err := t.ask(lines, at, d)
	t.State.Roll.Paused = d.question != "" && t.State.Offer == nil
	return err
}

// rollTotal adds up what would be recorded.
func (t *turn) rollTotal(g *groupFacts, all []drawn) (RollTotal, error) {
	r := t.State.Roll
	w := RollTotal{Group: clip(g.Name, maxGroupName), Day: r.Day, Unasked: len(r.Todo) + len(r.Later), Total: total(all)}
	payers := map[ledger.MemberCode]bool{}
	var items []Item
	for i, one := range all {
		l := r.Lines[i]
		payers[l.Member] = true
		for _, e := range one.entries {
			if e.Kind == ledger.SavingsDeposit {
				w.Saved += e.Amount
			}
		}
		item := g.item(l.Member, total(all[i:i+1]))
		item.Kind = l.Kind
		items = append(items, item)
		again, err := t.repeated(l)
		if err != nil {
			return w, err
		}
		if again && w.Repeated == "" {
			w.Repeated = one.words.Name
		}
	}
	w.Payers = len(payers)
	paid, err := t.paidOn(r)
	for _, e := range paid {
		w.Before += e.Amount
	}
	var names []string
	for _, u := range r.Unpaid {
		if !payers[u.Member] { // others promised what is left
			names = append(names, g.names[u.Member])
		}
	}
	w.Unpaid = len(names)
	w.Names, w.More = fittingNames(names, unpaidBudget)
	if len(items) > 0 {
		t.State.Rest = &Rest{Items: items, Made: t.now}
	}
	return w, err
}

// total is the money that drawn lines would record.
func total(all []drawn) (sum ledger.Money) {
	for _, one := range all {
		for _, e := range one.entries {
			if e.Kind != ledger.Waiver { // let off: no money
				sum += e.Amount
			}
		}
	}
	return sum
}

// rollSum is what was noted so far.
func (t *turn) rollSum() (ledger.Money, error) {
	all, d, _, err := t.drawAll(t.State.Roll.Lines)
	t.undraw()
	if err != nil || d == nil {
		return total(all), err
	}
	var sum ledger.Money
	for _, l := range t.State.Roll.Lines {
		sum += l.Amount
	}
	return sum, nil
}

// unpaidBudget is how many letters of names go into a total.
const unpaidBudget = 30

// fittingNames are as many names as fit into so many letters, and how many are left.
func fittingNames(names []string, budget int) (fit []string, more int) {
	for i, name := range names {
		if budget -= letters(name) + len(", "); budget+len(", ") < 0 {
			return names[:i], len(names) - i
		}
	}
	return names, 0
}
