package understand

import (
	"bendahara/ledger"
)

// paid is an amount with its purpose.
type paid struct {
	amount amount
	for_   purpose
	day    ledger.Date // where it has one of its own
}

// same tells whether two payments of one person would be one entry.
func (p paid) same(q paid) bool { return p.for_.same(q.for_) && p.day == q.day }

// party is who paid together, and what.
type party struct {
	names   []who
	except  []who
	money   []paid
	for_    purpose // where there is no money
	all     bool
	each    bool
	notPaid bool
	day     day
	hasDay  bool
	askDay  bool
	told    bool // "wati lunas": complete without an amount
	listed  int  // how many amounts stood in a clause of their own, behind the names
	// amountFirst: names behind may share the amount, "250rb dari wati dan ani".
	amountFirst bool
}

func (p *party) empty() bool { return len(p.names) == 0 && len(p.money) == 0 && !p.all && !p.notPaid }

// smallSaving is the most that is surely saved by each, not by all together, and
// too little for an instalment.
const smallSaving = 5000

// pairing brings names and amounts of a message together.
type pairing struct {
	m        *reading
	head     purpose // said before names and amounts: holds for what follows
	doubt    bool    // it may hold or not
	inline   bool    // it stood on a line with names, and may hold for that line only
	parties  []party
	cur      party
	excepted bool // names belong to "semua kecuali"
	unpaid   bool // "belum bayar: ..." stands before the names
	day      day  // said before the first name and amount, or behind the last
	hasDay   bool
	askDay   bool         // two different days were said
	total    ledger.Money // "total 450rb": what the amounts must add up to
}

// clause is a part of the message between signs.
type clause struct {
	tokens []token
	strong bool // begins a line
}

// pair reads who paid what.
func pair(m *reading) *pairing {
	p := &pairing{m: m}
	parts := clauses(datePayments(p.takeTotal(dropRemainder(m.tokens)), ledger.DateOf(m.c.Sent), m.has(tAlready)))
	dropBullets(parts)
	for i, c := range parts {
		p.clause(c, i == len(parts)-1)
	}
	p.flush()
	return p
}

// takeTotal takes out the sum of several amounts: "... total 450rb".
func (p *pairing) takeTotal(tokens []token) []token {
	amounts, at := 0, -1
	for i, t := range tokens {
		if t.kind == anAmount {
			amounts++
		}
		if t.is(tTotal) || becomes[t.text] && addsUp(tokens[:i], tokens[i+1:]) || t.sign("=") && amounts > 1 && i == len(tokens)-2 && tokens[i-1].kind == anAmount {
			at = i
		}
	}
	if at < 0 {
		return tokens
	}
	end := at + 1
	for end < len(tokens) && (tokens[end].is(tAll|tFill) || tokens[end].sign(":=") || becomes[tokens[at].text] && inOne(tokens[end])) {
		end++
	}
	if end >= len(tokens) || tokens[end].kind != anAmount {
		return tokens
	}
	if amounts < 3 && !becomes[tokens[at].text] && !clause.everybody(clause{tokens: tokens[:at]}) && !complete(tokens[end+1:]) { // "total semua 2jt" is an amount like another
		return append(append([]token{}, tokens[:at]...), tokens[end:]...)
	}
	p.total = tokens[end].amount.value
	return append(append([]token{}, tokens[:at]...), tokens[end+1:]...)
}

// becomes are words before a sum: "wati 275rb siti 275rb jadi 550rb".
var becomes = map[string]bool{"jadi": true, "jd": true, "jdi": true, "dadi": true, "dados": true, "janten": true}

// inOne tells whether the token only says how the sum of several was brought: "jadi satu
// amplop 354rb".
func inOne(t token) bool {
	return t.is(tFill) || t.kind == aWord && t.tags == 0 || t.kind == anAmount && t.amount.unsure && t.amount.value == bareBelow && t.text == "satu"
}

// addsUp tells whether behind begins with the sum of the amounts before it.
func addsUp(before, behind []token) bool {
	var all ledger.Money
	n := 0
	for _, t := range before {
		if t.kind == anAmount {
			all, n = all+t.amount.value, n+1
		}
	}
	for len(behind) > 0 && inOne(behind[0]) {
		behind = behind[1:]
	}
	return n > 1 && len(behind) > 0 && behind[0].kind == anAmount && behind[0].amount.value == all
}

// complete tells whether "sudah semua" stands behind a total.
func complete(behind []token) bool {
	done := false
	for _, t := range behind {
		done = done || t.is(tAlready|tPaidOff)
	}
	return done && clause.everybody(clause{tokens: behind})
}

func (p *pairing) flush() {
	if len(p.cur.names) > 0 && len(p.cur.money) == 1 && p.cur.money[0].amount.zero && !p.m.has(tRecord) { // "wati 0"
		p.cur.money, p.cur.notPaid = nil, true
	}
	if p.unpaid && len(p.cur.names) == 0 && len(p.cur.money) == 1 && !p.cur.all { // "belum sempat setor 825rb"
		p.cur.notPaid = true
	}
	if !p.cur.empty() {
		p.cur.for_ = p.purpose(purpose{})
		p.parties = append(p.parties, p.cur)
	}
	p.cur, p.excepted = party{}, false
}

// heading takes up a purpose that holds for what follows: "nabung siti 10, ani
// 20", or "tabungan" on a line of its own. Where it may hold or not, what
// follows is asked.
func (p *pairing) heading(c clause, purposes []purpose, head purpose, fresh, alone bool) {
	said := head.kind != "" || head.ask
	unsaid := len(purposes) > 0 && purposes[0].kind == "" && !purposes[0].ask
	if c.strong && !fresh && unsaid && p.inline && p.head.kind != ledger.Repayment {
		p.doubt = true // "nabung ani 10rb", and on the next line "wati 250rb"
	}
	switch {
	case fresh && len(purposes) == 0:
		if said {
			p.head, p.inline = head, !alone
		}
	case alone && said && (c.everybody() || c.unpaid()): // "wati sakit, angsurannya belum"
	case alone && said && !c.strong && len(p.cur.money) > 0: // "wati 10rb, tabungan"
		for_ := &p.cur.money[len(p.cur.money)-1].for_
		for_.ask = for_.ask || !for_.same(head)
	case alone && said:
		p.flush()
		p.head, p.doubt, p.inline = head, false, false
	case len(purposes) > 0 && purposes[0].weight > 1 && purposes[0].kind != p.head.kind:
		leads := c.purposeLeads()
		names, _, _ := c.starts()
		switch {
		case fresh && (leads || p.head.kind == ""):
			p.head, p.inline, p.doubt = purposes[0], true, !leads && purposes[0].kind != ledger.Repayment
		case c.strong && leads && names > 0: // "tabungan: wati 10rb, ani 5rb"
			p.flush()
			p.head, p.inline, p.doubt = purposes[0], true, false
		case leads && names > 0 && purposes[0].kind != ledger.Repayment:
			p.doubt = true
		}
	}
}

func (p *pairing) clause(c clause, last bool) {
	names, amounts, amountFirst := c.starts()
	purposes, head := assign(c.tokens)
	fresh := len(p.parties) == 0 && p.cur.empty()
	p.heading(c, purposes, head, fresh, names+amounts == 0)
	if p.cur.each && len(p.cur.names) == 0 && len(p.cur.money) == 1 && names > 0 && amounts == 0 && !c.unpaid() && !c.hasExcept() { // "@5rb semua: dewi, murni, saya"
		p.cur.all, p.cur.amountFirst = false, true
	}
	pending := len(p.cur.money) == 0 && !p.cur.notPaid && !p.cur.all && !p.cur.told
	shared := amounts == 0 && p.cur.amountFirst && len(p.cur.money) > 0 && !c.denies(0)
	if (names > 0 || c.everybody() && p.m.forAll()) && (c.strong || !pending && !p.excepted && !shared) {
		p.flush()
	}
	if names == 0 && amounts > 0 && c.strong && !fresh && len(p.cur.names) > 1 {
		p.flush()
	}
	defer func() { p.cur.told = p.cur.told || c.tells() }()
	if amounts == 0 && (names > 0 || c.ofOthers()) && c.plans() || amounts == 0 && (names > 0 || c.ofOthers()) && len(p.parties)+len(p.cur.names) > 0 && c.excuses() {
		defer func() { p.cur.notPaid = true }()
	}
	left := names
	for i, t := range c.tokens {
		switch {
		case t.kind == aName && amounts == 0 && p.cur.told && !t.who.to && c.denies(i): // "siti wati sudah bayar ani belum"
			p.flush()
			p.name(t.who, false)
		case t.kind == anAmount:
			if amountFirst && left > 0 && len(p.cur.names) > 0 && len(p.cur.money) > 0 {
				p.flush()
			}
			if i > 0 && p.cur.notPaid && len(p.cur.names) > 0 && onlySo(c.tokens[i-1]) {
				p.cur.notPaid, p.cur.money = false, nil // "siti belum bayar 275rb, baru 100rb"
			}
			p.money(t, purposes[0])
			if names == 0 && (amounts == 1 || amounts == len(p.cur.names) && c.only(anAmount)) { // "..., 590 590"
				p.cur.listed++
			}
			purposes = purposes[1:]
		case t.kind == aName && !t.who.to:
			left--
			p.name(t.who, amountFirst || shared)
		case t.kind == aDay && amounts == 0 && c.plans(): // a promise
		case t.kind == aDay:
			p.date(t.day, fresh || last && !p.moreBehind(c.tokens[i+1:]))
		default:
			p.cur.told = p.cur.told || amounts == 0 && len(p.cur.names) > 0 && t.is(tPay|tPaidOff|tBring)
			if t.is(tAll) && (c.ofThings(i) || c.saysNoMore(i)) {
				continue
			}
			if len(p.cur.money) > 0 && (c.savesNothing(i) || c.tellsWhy(i) || c.ofOther(i)) {
				continue
			}
			p.word(t, names > 0 && !c.hasExcept() && (!p.excepted || p.cur.all))
		}
	}
}

// savesNothing tells whether the word at i says that savings lack, not that
// nothing was paid: "wati 250rb belum tab", "wati 250rb, tab belum".
func (c clause) savesNothing(i int) bool {
	saving := func(k int) bool { return k >= 0 && k < len(c.tokens) && c.tokens[k].is(tSave|tPurse) }
	return c.tokens[i].is(tNotYet|tCannot) && (saving(i+1) || saving(i-1) && (i+1 == len(c.tokens) || c.tokens[i+1].kind != anAmount && !c.tokens[i+1].is(tPay)))
}

// tellsWhy tells whether the "belum" at i belongs to a reason: "400rb dulu, sapinya blm laku".
func (c clause) tellsWhy(i int) bool {
	return c.tokens[i].is(tNotYet) && i+1 < len(c.tokens) && c.tokens[i+1].is(tReason)
}

// ofOther tells whether the "belum" at i is of somebody who is not known and stands behind
// the amount: "pak widodo 590rb bojoku blm".
func (c clause) ofOther(i int) bool {
	return c.tokens[i].is(tNotYet) && i > 0 && c.tokens[i-1].kind == aWord && c.tokens[i-1].tags == 0
}

// onlySo tells whether the word says that as much was paid as follows.
func onlySo(t token) bool {
	switch t.text {
	case "baru", "br", "cuma", "cm", "hanya", "nembe", "mung", "lagi":
		return t.kind == aWord
	}
	return false
}

func (p *pairing) moreBehind(rest []token) bool {
	for _, t := range rest {
		if t.kind == anAmount || t.kind == aName {
			return true
		}
	}
	return false
}

func (p *pairing) name(w who, amountFirst bool) {
	if p.excepted {
		p.cur.except = append(p.cur.except, w)
		return
	}
	if !amountFirst && (len(p.cur.money) > 0 || p.cur.notPaid && len(p.cur.names) > 0) || p.cur.all {
		p.flush()
	}
	p.cur.amountFirst = amountFirst
	p.cur.names = append(p.cur.names, w)
	p.cur.notPaid = p.cur.notPaid || p.unpaid
}

func (p *pairing) money(t token, for_ purpose) {
	a := t.amount
	if p.excepted && len(p.cur.except) > 0 && !p.cur.each { // "kecuali siti, ani 100rb", not "kecuali siti, @1000"
		last := p.cur.except[len(p.cur.except)-1]
		p.cur.except = p.cur.except[:len(p.cur.except)-1]
		p.flush()
		p.cur.names = []who{last}
	}
	said := for_
	for_ = p.purpose(said)
	if p.doubt && said.kind == "" && !said.ask && for_.kind == ledger.SavingsDeposit && !a.unsure && 0 < a.value && a.value <= smallSaving {
		for_.ask = p.head.ask // "wati simpanan 1000 jum 1000": too little for an instalment
	}
	p.cur.money = append(p.cur.money, paid{a, for_, t.day.past})
}

// dated tells whether one of the parties has a day of its own.
func (p *pairing) dated() bool {
	for _, other := range p.parties {
		if other.hasDay {
			return true
		}
	}
	return p.hasDay
}

func (p *pairing) date(d day, whole bool) {
	switch {
	case len(p.parties) == 0 && p.cur.empty() || whole && len(p.parties) > 0 && !p.dated():
		p.askDay = p.askDay || p.hasDay && p.day.past != d.past // "Ahad tanggal 8" is one day
		p.day, p.hasDay = d, true
	case p.cur.hasDay && p.cur.day.past != d.past:
		p.cur.askDay = true
	default:
		p.cur.day, p.cur.hasDay = d, true
	}
}

// word takes a word that is neither name, amount nor day; named says that
// "semua" beside it means all of hers, not everybody.
func (p *pairing) word(t token, named bool) {
	switch {
	case t.is(tExcept):
		if last := len(p.parties) - 1; p.cur.empty() && last >= 0 && p.parties[last].all && len(p.parties[last].except) == 0 { // "semua sdh, @275rb, kecuali sri"
			p.cur, p.parties = p.parties[last], p.parties[:last]
		}
		if p.cur.all || p.cur.empty() {
			p.excepted = true
		}
	case t.is(tAll) && (named && !othersWords[t.text] || !p.m.forAll()):
	case t.is(tAll):
		if (len(p.cur.money) > 0 || len(p.cur.names) > 0) && !(p.cur.each && len(p.cur.names) == 0 && len(p.cur.money) == 1) { // "@5rb semua"
			p.flush()
		}
		p.cur.all, p.excepted = true, false
	case t.is(tEach), t.sign("@"):
		p.cur.each = true
	case t.is(tNotYet|tCannot) && p.excepted:
	case t.is(tNotYet | tCannot):
		if p.cur.empty() {
			p.unpaid = true
		}
		p.cur.notPaid = !p.cur.empty()
	case t.is(tAlready) && p.cur.empty():
		p.unpaid = false
	}
}

// othersWords are everybody who was not named, also beside a name: "baru siti yg bayar
// 275rb lainnya belum".
var othersWords = map[string]bool{"lainnya": true, "yang_lain": true, "yg_lain": true, "liyane": true, "lain_lain": true, "nu_sejen": true, "others": true}

// forAll tells whether the sender can speak of everybody.
func (m *reading) forAll() bool { return m.c.Role == Treasurer || m.c.Role == Officer }

func (p purpose) same(q purpose) bool { return p.kind == q.kind && p.purse == q.purse }

// purpose is what an amount is for, where this is said about it: in a group that only
// saves, savings.
func (p *pairing) purpose(said purpose) purpose {
	out := p.purposeSaid(said)
	if p.m.onlySaves() && out.kind == ledger.Repayment {
		out.kind, out.purse = ledger.SavingsDeposit, ledger.SavingsDaily
	}
	return out
}

// onlySaves tells whether money that nothing else is said of can only be savings: a treasurer
// who writes "bayar" of a member means a loan, and there is none.
func (m *reading) onlySaves() bool { return m.c.Saves && (m.implicit() || !m.forAll()) }

func (p *pairing) purposeSaid(said purpose) purpose {
	if said.kind != "" && said.weight > 1 {
		return said
	}
	if p.head.kind != "" && !said.ask {
		out := p.head
		out.ask = out.ask || p.doubt
		return out
	}
	if said.ask && p.m.has(tPay) || said.kind == "" {
		said.ask = said.ask && !p.m.has(tPay)
		said.kind, said.purse = ledger.Repayment, ""
	}
	said.ask = said.ask || p.doubt
	return said
}
