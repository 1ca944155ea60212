package understand

import (
	"strconv"

	"bendahara/ledger"
)

// paid is an amount with its purpose.
type paid struct {
	amount amount
	for_   purpose
}

// party is who paid together, and what.
type party struct {
	names   []who
	except  []who
	money   []paid
	all     bool
	each    bool
	notPaid bool
	day     day
	hasDay  bool
	askDay  bool
	// amountFirst: names behind may share the amount, "250rb dari wati dan ani".
	amountFirst bool
}

func (p *party) empty() bool { return len(p.names) == 0 && len(p.money) == 0 && !p.all && !p.notPaid }

// pairing brings names and amounts of a message together.
type pairing struct {
	m        *reading
	head     purpose // said before the first name and amount: holds for all
	parties  []party
	cur      party
	excepted bool // names belong to "semua kecuali"
	unpaid   bool // "belum bayar: ..." stands before the names
	day      day  // said before the first name and amount, or behind the last
	hasDay   bool
	total    ledger.Money // "total 450rb": what the amounts must add up to
}

// clause is a part of the message between signs.
type clause struct {
	tokens []token
	strong bool // begins a line
}

func clauses(tokens []token) (out []clause) {
	cur := clause{strong: true}
	for i, t := range tokens {
		strong := t.sign("\n;")
		dot := t.sign(".") && i > 0 && t.glued && (tokens[i-1].kind != aWord || len(tokens[i-1].text) > 3) && i+1 < len(tokens) && tokens[i+1].kind != anAmount && !tokens[i+1].glued
		if !strong && !dot && !t.sign(",&+") && !t.is(tAnd) {
			cur.tokens = append(cur.tokens, t)
			continue
		}
		if len(cur.tokens) > 0 {
			out = append(out, cur)
			cur = clause{}
		}
		cur.strong = cur.strong || strong
	}
	if len(cur.tokens) > 0 {
		out = append(out, cur)
	}
	return out
}

// pair reads who paid what.
func pair(m *reading) *pairing {
	p := &pairing{m: m}
	parts := clauses(p.takeTotal(dropRemainder(m.tokens)))
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
		if t.is(tTotal) {
			at = i
		}
	}
	if at < 0 {
		return tokens
	}
	end := at + 1
	for end < len(tokens) && (tokens[end].is(tAll|tFill) || tokens[end].sign(":=")) {
		end++
	}
	if end >= len(tokens) || tokens[end].kind != anAmount {
		return tokens
	}
	if amounts < 3 { // "total semua 2jt" is an amount like another
		return append(append([]token{}, tokens[:at]...), tokens[end:]...)
	}
	p.total = tokens[end].amount.value
	return append(append([]token{}, tokens[:at]...), tokens[end+1:]...)
}

// dropBullets leaves out the numbers of a list without dots: lines that begin
// with 1, 2, 3 and have a name and another amount behind.
func dropBullets(parts []clause) {
	numbered := 0
	for i, c := range parts {
		names, amounts, _ := c.starts()
		if !c.strong || names == 0 || amounts < 2 || c.tokens[0].kind != anAmount || c.tokens[0].text != strconv.Itoa(i+1) {
			break
		}
		numbered++
	}
	for i := range numbered {
		if numbered > 1 {
			parts[i].tokens = parts[i].tokens[1:]
		}
	}
}

// dropRemainder leaves out "sisanya 50rb besok": it was not paid yet.
func dropRemainder(tokens []token) []token {
	for i, t := range tokens {
		if t.is(tRest) && i > 0 {
			return tokens[:i]
		}
	}
	return tokens
}

func (p *pairing) flush() {
	if !p.cur.empty() {
		p.parties = append(p.parties, p.cur)
	}
	p.cur, p.excepted = party{}, false
}

// starts tells how the clause begins, and what it has.
func (c clause) starts() (names, amounts int, amountFirst bool) {
	for _, t := range c.tokens {
		switch {
		case t.kind == aName && !t.who.to:
			names++
		case t.kind == anAmount:
			if names == 0 {
				amountFirst = true
			}
			amounts++
		}
	}
	return names, amounts, amountFirst && names > 0
}

func (p *pairing) clause(c clause, last bool) {
	names, amounts, amountFirst := c.starts()
	purposes, head := assign(c.tokens)
	fresh := len(p.parties) == 0 && p.cur.empty()
	switch {
	case fresh && amounts == 0 || head.kind != "" && names == 0 && amounts == 0:
		if head.kind != "" || head.ask {
			p.head = head
		}
	case fresh && amounts == 1 && purposes[0].kind != "" && p.head.kind == "" && purposes[0].weight != 1:
		p.head = purposes[0] // "nabung siti 10, ani 20"
	}
	pending := len(p.cur.money) == 0 && !p.cur.notPaid && !p.cur.all
	shared := amounts == 0 && p.cur.amountFirst && len(p.cur.money) > 0
	if (names > 0 || c.everybody() && p.m.forAll()) && (c.strong || !pending && !p.excepted && !shared) {
		p.flush()
	}
	if names == 0 && amounts > 0 && c.strong && !fresh && len(p.cur.names) > 1 {
		p.flush()
	}
	left := names
	for i, t := range c.tokens {
		switch {
		case t.kind == anAmount:
			if amountFirst && left > 0 && len(p.cur.names) > 0 && len(p.cur.money) > 0 {
				p.flush()
			}
			p.money(t.amount, purposes[0])
			purposes = purposes[1:]
		case t.kind == aName && !t.who.to:
			left--
			p.name(t.who, amountFirst || shared)
		case t.kind == aDay:
			p.date(t.day, fresh || last && !p.moreBehind(c.tokens[i+1:]))
		default:
			p.word(t, names > 0 && !c.hasExcept())
		}
	}
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

func (p *pairing) money(a amount, for_ purpose) {
	if p.excepted && len(p.cur.except) > 0 { // "kecuali siti, ani 100rb"
		last := p.cur.except[len(p.cur.except)-1]
		p.cur.except = p.cur.except[:len(p.cur.except)-1]
		p.flush()
		p.cur.names = []who{last}
	}
	p.cur.money = append(p.cur.money, paid{a, for_})
}

func (p *pairing) date(d day, whole bool) {
	switch {
	case p.cur.empty() || whole && len(p.parties) > 0:
		p.day, p.hasDay = d, true
	case p.cur.hasDay && p.cur.day != d:
		p.cur.askDay = true
	default:
		p.cur.day, p.cur.hasDay = d, true
	}
}

func (c clause) everybody() bool {
	for _, t := range c.tokens {
		if t.is(tAll) {
			return true
		}
	}
	return false
}

// hasExcept tells whether names in the clause are those left out.
func (c clause) hasExcept() bool {
	for _, t := range c.tokens {
		if t.is(tExcept) {
			return true
		}
	}
	return false
}

// word takes a word that is neither name, amount nor day; named says that
// "semua" beside it means all of hers, not everybody.
func (p *pairing) word(t token, named bool) {
	switch {
	case t.is(tExcept):
		if p.cur.all {
			p.excepted = true
		}
	case t.is(tAll) && (named || !p.m.forAll()):
	case t.is(tAll):
		if len(p.cur.money) > 0 || len(p.cur.names) > 0 {
			p.flush()
		}
		p.cur.all = true
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

// forAll tells whether the sender can speak of everybody.
func (m *reading) forAll() bool { return m.c.Role == Treasurer || m.c.Role == Officer }

// same tells whether two payments of one person would be one entry.
func (p purpose) same(q purpose) bool { return p.kind == q.kind && p.purse == q.purse }

// default_ is the purpose where none is said at the amount.
func (p *pairing) purpose(said purpose) purpose {
	if said.kind != "" && said.weight > 1 {
		return said
	}
	if p.head.kind != "" && !said.ask {
		return p.head
	}
	if said.ask && p.m.has(tPay) || said.kind == "" {
		said.ask = said.ask && !p.m.has(tPay)
		said.kind, said.purse = ledger.Repayment, ""
	}
	return said
}
