package understand

import (
	"slices"

	"bendahara/ledger"
)

// money makes the meaning of a message about money that changed hands.
func (m *reading) money() Meaning {
	everybody := m.has(tAll) && m.forAll()
	if everybody {
		m.dropGroups()
	}
	unclear := m.settleParts()
	p := pair(m)
	var out Meaning
	var all *party
	at := 0
	for i := range p.parties {
		if party := &p.parties[i]; party.all && len(party.names) == 0 {
			if p.ofListed(i) {
				continue
			}
			if all == nil {
				all, at = party, len(out.Slots)
			}
			continue
		}
		p.slots(&out, &p.parties[i])
	}
	if all != nil {
		rest := slices.Clone(out.Slots[at:])
		out.Slots = append(out.Slots[:at:at], p.everyone(&out, all)...)
		out.Slots = append(out.Slots, rest...)
	}
	if len(out.Slots) == 0 && all == nil {
		p.slots(&out, &party{notPaid: p.unpaid, for_: p.purpose(purpose{})})
	}
	out.Intent = intentOf(out.Slots)
	if slices.Contains(out.Asks, AskGroup) { // nothing is sure before the group is
		out.Slots = nil
		out.Intent = intentOf([]Slot{{Kind: all.purpose().kind}})
		return out
	}
	out.Slots = dropRepeated(out.Slots)
	if m.alsoOn != 0 {
		out.Slots = alsoOn(out.Slots, m.alsoOn)
	}
	for i := range out.Slots {
		m.askFor(&out, &out.Slots[i])
	}
	if (unclear || m.joinedPurposes() || m.savesRest()) && recorded(out.Slots) {
		for i := range out.Slots {
			out.Slots[i].Amount, out.Slots[i].Unsure = 0, false
		}
		out.ask(AskAmount)
	}
	if !m.has(tPay | tPaidOff) { // "murni 10rb, 5rb harian": of the first none, and "setor" is said of both
		for i := range out.Slots {
			out.Slots[i].Implied = out.Slots[i].Kind == ledger.Repayment || m.c.Saves && m.implicit() && out.Slots[i].Kind == ledger.SavingsDeposit
		}
	}
	if m.implicit() {
		if !m.forAll() && m.c.Role != Unknown && m.count(aWord) == 0 && recorded(out.Slots) && !m.c.Saves {
			out.ask(AskPurpose)
		}
		if m.doubtful() && recorded(out.Slots) && !m.gaveKeeper() {
			out.ask(AskPurpose)
		}
	}
	if m.wentBack() {
		for i := range out.Slots {
			out.Slots[i].Amount, out.Slots[i].Unsure = 0, false
		}
		out.ask(AskAmount)
	}
	if (m.oddPurpose() || m.ahead) && intentOf(out.Slots) != NotPaid {
		out.ask(AskPurpose)
	}
	if m.losesAmount(out.Slots, p.total) && recorded(out.Slots) {
		out.ask(AskAmount)
		m.lost = true
	}
	switch {
	case p.total == 0:
	case all != nil && slices.ContainsFunc(out.Slots, func(s Slot) bool { return s.Due }):
		out.Sum = p.total
	case p.total != sum(out.Slots):
		out.ask(AskAmount)
	}
	return out
}

// losesAmount tells whether an amount that was written stands in no slot, where none is
// left to be asked: nothing that was paid may be lost in silence.
func (m *reading) losesAmount(slots []Slot, total ledger.Money) bool {
	for _, s := range slots {
		if s.Kind != "" && s.Amount == 0 {
			return false // it is asked, or what is due
		}
	}
	for _, t := range dropRemainder(m.tokens) {
		if t.kind == anAmount && t.amount.value > 0 && !t.amount.unsure && t.amount.value != total &&
			!slices.ContainsFunc(slots, func(s Slot) bool { return s.Amount == t.amount.value }) {
			return true
		}
	}
	return false
}

func recorded(slots []Slot) bool {
	return slices.ContainsFunc(slots, func(s Slot) bool { return s.Kind != "" })
}

func sum(slots []Slot) (total ledger.Money) {
	for _, s := range slots {
		if s.Kind != "" {
			total += s.Amount
		}
	}
	return total
}

// slots adds what one party paid.
func (p *pairing) slots(out *Meaning, party *party) {
	names := party.names
	if len(names) == 0 {
		names = []who{p.nobody()}
	}
	inOrder := party.inOrder()
	for k, w := range names {
		slot := p.slotFor(w)
		if party.notPaid {
			slot.NotPaid = true
			out.Slots = append(out.Slots, slot)
			continue
		}
		slot.Date = p.dateOf(party, out)
		if len(party.money) == 0 {
			for_ := party.for_
			slot.Kind, slot.Purse = for_.kind, for_.purse
			p.note(out, for_)
			out.Slots = append(out.Slots, slot)
			continue
		}
		if inOrder {
			one := party.money[k]
			slot.Kind, slot.Purse, slot.Amount, slot.Unsure = one.for_.kind, one.for_.purse, one.amount.value, one.amount.unsure
			if !one.day.IsZero() {
				slot.Date = one.day
			}
			p.note(out, one.for_)
			out.Slots = append(out.Slots, slot)
			continue
		}
		for i, one := range party.money {
			for_ := one.for_
			first, count := true, 0
			for k, other := range party.money {
				if other.same(one) {
					count++
					first = first && k >= i
				}
			}
			if !first {
				continue
			}
			s := slot
			s.Kind, s.Purse = for_.kind, for_.purse
			if !one.day.IsZero() {
				s.Date = one.day
			}
			if count == 1 && (len(names) == 1 || party.each) {
				s.Amount, s.Unsure = one.amount.value, one.amount.unsure
			}
			p.note(out, for_)
			out.Slots = append(out.Slots, s)
		}
	}
}

// inOrder tells whether as many amounts as names were listed behind them, one apart from the
// other and for the same: "siti sama wati sudah bayar, 118rb dan 236rb".
func (p *party) inOrder() bool {
	if len(p.names) < 2 || len(p.names) != len(p.money) || p.listed != len(p.money) || p.each {
		return false
	}
	for _, one := range p.money {
		if one.amount.value <= 0 || !one.for_.same(p.money[0].for_) {
			return false
		}
	}
	return true
}

func (p *pairing) note(out *Meaning, for_ purpose) {
	if for_.ask {
		out.ask(AskPurpose)
	}
}

// nobody is who is meant where nobody is named: a plain member means herself.
func (p *pairing) nobody() who {
	if p.m.c.Role == Member || p.m.c.Role == Head {
		return who{me: true}
	}
	return who{}
}

// slotFor is a slot with its member filled in.
func (p *pairing) slotFor(w who) Slot {
	s := Slot{NameText: w.text, Guessed: w.guessed}
	if w.me {
		if p.m.c.Self != "" {
			s.Members = []ledger.MemberCode{p.m.c.Self}
		}
		return s
	}
	for _, i := range w.people {
		s.Members = append(s.Members, p.m.c.People.people[i].Member)
	}
	if len(w.people) == 0 {
		s.Groups = w.groups
	}
	return s
}

func (p *pairing) dateOf(party *party, out *Meaning) ledger.Date {
	d, has := party.day, party.hasDay
	if !has {
		d, has = p.day, p.hasDay
	}
	if !has {
		for _, other := range p.parties {
			if other.hasDay { // "siti 250rb kemarin, ani 200rb"
				out.ask(AskDate)
			}
		}
		return ledger.DateOf(p.m.c.Sent)
	}
	if d.ask || d.ahead || party.askDay || p.askDay || party.hasDay && p.hasDay && party.day.past != p.day.past || d.bare && !p.m.has(tAlready|tReceive) && d.past != ledger.DateOf(p.m.c.Sent) {
		out.ask(AskDate)
	}
	return d.past
}

// purpose is what the party paid for.
func (p *party) purpose() purpose {
	if len(p.money) > 0 {
		return p.money[0].for_
	}
	return p.for_
}

// everyone makes a slot for each member of the group who is not
// excepted and has none yet.
func (p *pairing) everyone(out *Meaning, all *party) (slots []Slot) {
	taken := map[ledger.MemberCode]bool{}
	for _, s := range out.Slots {
		for _, code := range s.Members {
			taken[code] = true
		}
	}
	var excepted []Slot
	for _, w := range all.except {
		s := p.slotFor(w)
		s.NotPaid = true
		for _, code := range s.Members {
			taken[code] = true
		}
		excepted = append(excepted, s)
	}
	for_ := all.purpose()
	p.note(out, for_)
	date := p.dateOf(all, out)
	if len(all.money) > 0 && !all.money[0].day.IsZero() {
		date = all.money[0].day
	}
	group := p.m.c.Group
	if p.m.group != "" {
		group = p.m.group
	}
	if group == "" {
		out.ask(AskGroup)
	}
	if p.m.c.People == nil {
		return excepted
	}
	for _, i := range p.m.c.People.members[group] {
		s := Slot{Members: []ledger.MemberCode{p.m.c.People.people[i].Member}, Kind: for_.kind, Purse: for_.purse, Date: date}
		if taken[s.Members[0]] {
			continue
		}
		switch {
		case all.notPaid:
			s.Kind, s.Purse, s.NotPaid, s.Date = "", "", true, 0
		case len(all.money) == 0:
			s.Due = p.total == 0 || for_.kind == ledger.Repayment // "semua nabung total 5000": how much each?
		case len(all.money) == 1 && (all.each || p.smallSavings(all.money[0])):
			s.Amount, s.Unsure = all.money[0].amount.value, all.money[0].amount.unsure
		case len(all.money) == 1 && for_.kind == ledger.Repayment && !all.money[0].amount.unsure:
			out.Sum = all.money[0].amount.value
		}
		slots = append(slots, s)
	}
	return append(slots, excepted...)
}

// ofListed tells whether the "semua" of party i, which stands with no amount of its own
// behind several who have one, means all of those: "siti 275rb, wati 275rb, semuanya tgl 7".
func (p *pairing) ofListed(i int) bool {
	all := p.parties[i]
	if len(all.money) > 0 || all.notPaid || len(all.except) > 0 || p.m.hasOthers() {
		return false
	}
	listed := 0
	for _, before := range p.parties[:i] {
		if len(before.money) > 0 {
			listed += len(before.names)
		}
	}
	return listed > 1
}

// hasOthers tells whether those who were not named are spoken of.
func (m *reading) hasOthers() bool {
	return slices.ContainsFunc(m.tokens, func(t token) bool { return othersWords[t.text] || t.is(tRest) })
}

// smallSavings reads "semua nabung 1000": more would be the sum of all.
func (p *pairing) smallSavings(one paid) bool {
	return one.for_.kind == ledger.SavingsDeposit && !one.amount.unsure && one.amount.value <= smallSaving && !p.m.has(tTotal)
}

// askFor names what is not sure in a slot.
func (m *reading) askFor(out *Meaning, s *Slot) {
	if s.NotPaid && len(s.Members) == 0 && m.c.Role == Treasurer && m.nobodyPaid() {
		return // of nobody in particular
	}
	if len(s.Members) != 1 || s.Guessed {
		out.ask(AskMember)
	}
	if s.Kind == "" || s.NotPaid {
		return
	}
	switch {
	case s.Due:
	case s.Amount <= 0:
		s.Amount, s.Unsure = 0, false
		out.ask(AskAmount)
	case s.Unsure:
		out.ask(AskUnit)
	}
}

// ask adds a question once.
func (m *Meaning) ask(a Ask) {
	if !slices.Contains(m.Asks, a) {
		m.Asks = append(m.Asks, a)
	}
}

// intentOf is the intent of what would be recorded first.
func intentOf(slots []Slot) Intent {
	for _, s := range slots {
		switch s.Kind {
		case ledger.Repayment:
			return Repayment
		case ledger.SavingsDeposit:
			return SavingsDeposit
		case ledger.SavingsWithdrawal:
			return SavingsWithdrawal
		}
	}
	if len(slots) == 0 {
		return Repayment
	}
	return NotPaid
}
