package conversation

import (
	"slices"

	"bendahara/ledger"
)

// offer settles the lines one after the other. The first doubt is asked; without
// any, they are read back, or booked at once where the UPK wants that and
// nothing is in doubt.
func (t *turn) offer(lines []Line) error {
	if t.locked() {
		return t.refuseLocked()
	}
	if t.beside.Roll {
		return t.rollLines(lines)
	}
	all, d, at, err := t.drawAll(lines)
	if err != nil {
		return err
	}
	if d != nil {
		return t.ask(lines, at, *d)
	}
	sure := t.agreed || t.settings.Get("konfirmasi") == "bila_ragu"
	for i := range lines {
		if lines[i].Repeated, err = t.repeated(lines[i]); err != nil {
			return err
		}
		lines[i].Repeated = !lines[i].Again && (lines[i].Repeated || slices.ContainsFunc(lines[:i], lines[i].same))
		short := all[i].words.Offered != 0 && all[i].words.Offered != all[i].words.Amount
		sure = sure && !short && !all[i].confirm && !all[i].words.Beyond && !lines[i].Repeated && !lines[i].Unsure && !lines[i].Unread
	}
	t.undraw()
	most := ledger.Money(0)
	for _, l := range lines {
		most = max(most, l.Amount)
	}
	if sure && t.agreed {
		return t.book(lines, false)
	}
	code, err := t.codeFor(most)
	if err != nil {
		return err
	}
	if sure && code == "" {
		return t.book(lines, true)
	}
	t.State.Offer = &Offer{Lines: lines, Question: Confirm, Code: code, Most: most, Made: t.now, Beside: t.beside}
	t.echo(lines, all, code)
	return nil
}

// drawAll draws every line, each with what those before it moved; the first
// doubt ends it.
func (t *turn) drawAll(lines []Line) (all []drawn, d *doubt, at int, err error) {
	for i := range lines {
		one, d, err := t.draw(&lines[i])
		if d != nil || err != nil {
			t.undraw()
			return nil, d, i, err
		}
		for _, e := range one.entries {
			t.moved.Add(e)
		}
		all = append(all, one)
	}
	return all, nil, 0, nil
}

// undraw forgets what lines moved that are not booked.
func (t *turn) undraw() {
	t.moved = ledger.Balances{}
	for _, e := range t.Entries {
		t.moved.Add(e)
	}
}

// ask puts the doubt's question; where there is none, nothing is recorded.
func (t *turn) ask(lines []Line, at int, d doubt) error {
	t.State.Offer = nil
	if d.question != "" {
		o := Offer{Lines: lines, Question: d.question, Line: at, Choices: d.choices, Made: t.now, Beside: t.beside}
		if was := t.asked; was != nil && was.Question == o.Question && was.Line == o.Line && slices.Equal(was.Choices, o.Choices) {
			o.Repeats = was.Repeats + 1 // her answer led back to the same question
		}
		if o.Repeats > maxRepeats {
			return t.giveUp(o)
		}
		t.State.Offer = &o
	}
	t.reply(d.words)
	return nil
}

// unsureUnit is what a bare number is taken for: "250" for 250 thousand (S66).
const unsureUnit ledger.Money = 1000

// echo reads the lines back.
func (t *turn) echo(lines []Line, all []drawn, code string) {
	if len(lines) == 1 {
		switch w := all[0].echo.(type) {
		case nil:
		case EchoCover:
			w.Repeated, w.Code = lines[0].Repeated, code
			t.reply(w)
			return
		case CountEcho:
			w.Code = code
			t.reply(w)
			return
		default:
			t.reply(w)
			return
		}
	}
	if len(lines) == 1 && (len(t.beside.Except) == 0 || lines[0].Unsure) {
		w := Echo{Code: code, Line: all[0].words, Unsure: lines[0].Unsure, Repeated: lines[0].Repeated, Claimed: lines[0].Claim != 0}
		if w.Unsure {
			w.Written = (lines[0].Amount / unsureUnit).Digits()
		}
		if len(t.kept()) > 1 {
			w.Group = t.groups[lines[0].Group].label
		}
		t.reply(w)
		return
	}
	w := EchoMany{Code: code, Day: lines[0].Day, What: lines[0].Kind, Cash: lines[0].Due, NoBill: t.beside.NoBill}
	budget := t.leftOut(&w)
	var items []Item
	for i, d := range all {
		item := t.groups[lines[i].Group].item(lines[i].Member, d.words.Amount)
		item.Kind = lines[i].Kind
		if c := lines[i].Cover; c != nil && len(c.By) == 1 {
			item.By = t.groups[lines[i].Group].item(c.By[0].Member, 0).Name
		}
		if d.words.Kind == ledger.Deposit || d.words.Kind == ledger.DepositReceived {
			item.Name, item.Short = d.words.Name, clip(d.words.Name, maxName)
			item.Told = otherwiseOffered(lines, all, i)
		}
		items = append(items, item)
		w.Unsure = w.Unsure || lines[i].Unsure
		if lines[i].Repeated && w.Repeated == "" {
			w.Repeated, budget = d.words.Name, min(budget, repeatedBudget)
			if len(w.Except) > 0 || w.NoBill > 0 {
				budget = repeatedBudget - exceptBudget
			}
		}
		if lines[i].Day != w.Day {
			w.Days = true
		}
		if d.words.Kind != w.What {
			w.What = ""
		}
	}
	if w.What != "" && w.What != ledger.Cover {
		for i := range items {
			items[i].Kind = ""
		}
	}
	if w.Days {
		for i := range items {
			items[i].Day = lines[i].Day
		}
	}
	t.namePurses(items, lines, all)
	w.List = t.list(items, budget)
	t.reply(w)
}

// otherwiseOffered is what a group's treasurer offered, where line i is its last and all that
// was received of it comes to something else; else 0.
func otherwiseOffered(lines []Line, all []drawn, i int) (offered ledger.Money) {
	var received ledger.Money
	for k, l := range lines {
		switch {
		case l.Group != lines[i].Group:
			continue
		case k > i:
			return 0
		case received == 0:
			offered = all[k].words.Offered // before any of it was received
		}
		received += all[k].words.Amount
	}
	if received == offered {
		return 0
	}
	return offered
}

// namePurses tells of each saving into which purse it goes, where one of them goes
// elsewhere than savings usually do.
func (t *turn) namePurses(items []Item, lines []Line, all []drawn) {
	named := false
	for i, d := range all {
		named = named || d.words.Purse != "" && d.words.Purse != usualPurse(t.groups[lines[i].Group].Group)
	}
	for i, d := range all {
		if named {
			items[i].Purse = d.words.Purse
		}
		// "pokok" alone is a loan's principal, and "(wajib)" alone money in
		if p := items[i].Purse; p == ledger.SavingsInitial || p != "" && d.words.Kind == ledger.SavingsWithdrawal {
			items[i].Kind = d.words.Kind
		}
	}
}

func changed(d drawn) bool { return d.changed }

// leftOut names those who did not pay in a reading back, and tells how many letters
// are left for those who did.
func (t *turn) leftOut(w *EchoMany) (budget int) {
	var names []string
	for _, code := range t.beside.Except {
		for _, g := range t.groups {
			if short, ok := g.names[code]; ok {
				names = append(names, short)
			}
		}
	}
	w.Except, w.NotShown = fittingNames(names, exceptBudget)
	budget = echoBudget
	for _, name := range w.Except {
		budget -= letters(name) + len(", ")
	}
	if len(w.Except) > 0 || w.NoBill > 0 {
		budget -= besideLetters
	}
	return max(budget, repeatedBudget-exceptBudget)
}

// book writes the lines as entries and sends the receipts. Lines that the facts
// have overtaken since they were read back are asked about anew.
func (t *turn) book(lines []Line, atOnce bool) error {
	drawn, d, at, err := t.drawAll(lines)
	if err != nil {
		return err
	}
	t.undraw()
	if d != nil {
		return t.ask(lines, at, *d)
	}
	if slices.ContainsFunc(drawn, changed) {
		return t.offer(lines)
	}
	t.State.Offer, t.State.Rest = nil, nil
	t.Changes = append(t.Changes, changes(t.beside.Unpaid)...)
	if t.beside.Roll {
		t.State.Roll = nil
	}
	var all []booked
	var total ledger.Money
	for i, one := range drawn {
		done := make([]ledger.Entry, len(one.entries))
		for k, e := range one.entries {
			if done[k], err = t.record(e); err != nil {
				return err
			}
		}
		if len(done) > 0 {
			if err := t.claimsMet(lines[i], done[0]); err != nil {
				return err
			}
		}
		for k, e := range done {
			if k > 0 && e.Kind == ledger.Waiver {
				continue // told with what it belongs to
			}
			w, err := t.recorded(lines[i], one, e)
			if err != nil {
				return err
			}
			w.AtOnce = atOnce
			all = append(all, booked{e, w})
			total += e.Amount
		}
	}
	if len(all) == 1 {
		t.reply(all[0].said())
	} else {
		t.reply(RecordedMany{
			Count: len(all), Total: total, First: all[0].words.Reference, Last: all[len(all)-1].words.Reference, AtOnce: atOnce,
		})
	}
	return t.receipts(all)
}

// booked is an entry with what is said of it.
type booked struct {
	entry ledger.Entry
	words Recorded
}

// said is how the teller hears of an entry alone.
func (b booked) said() Words {
	if counted, difference, ok := ledger.CountOf(b.entry); ok {
		return CountRecorded{Count: countOf(b.words.Line, counted, difference), Reference: b.words.Reference}
	}
	return b.words
}

// recorded is what is said of a booked entry.
func (t *turn) recorded(l Line, d drawn, e ledger.Entry) (Recorded, error) {
	w := Recorded{Line: d.words, Reference: e.Reference()}
	w.Line.Kind, w.Line.Amount, w.Line.Purse = e.Kind, e.Amount, e.Purse
	if w.Line.Use != GiveBack && w.Line.Use != PayOff {
		w.Line.Over = 0 // it is in the amounts
	}
	if l.Cover != nil && l.Cover.Return {
		w.Line.Kind = CoverReturn
		return w, nil
	}
	if l.Cover != nil && l.Cover.Back {
		w.Line.Kind = CoverBack
		g, err := t.group(e.Group)
		if err != nil {
			return w, err
		}
		debts, err := t.coverDebts(g, e.Member)
		w.Left = owedBy(debts, e.Member)
		return w, err
	}
	switch e.Kind {
	case ledger.Deposit, ledger.DepositReceived, ledger.General:
		return w, nil
	case ledger.SavingsDeposit, ledger.SavingsWithdrawal:
		saved, err := t.balance(ledger.PurseOf(e.Group, e.Member, e.Purse))
		w.Left = -saved
		return w, err
	}
	paid, err := d.loan.PaidBy(d.payer, t.balance)
	w.Left = d.loan.schedules[d.payer].On(l.Day, paid).Left()
	return w, err
}
