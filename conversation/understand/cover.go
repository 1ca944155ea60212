package understand

import (
	"slices"

	"bendahara/ledger"
)

// Words of joint liability. Who pays for another stands before the first ones, and
// behind the second: "ani nanggung siti", "siti ditanggung ani".
var (
	covers  = []string{"nanggung", "menanggung", "nanggungin", "nalangi", "nalangin", "menalangi", "talangi", "talangin"}
	covered = []string{"ditanggung", "ditanggungi", "ditalangi", "ditalangin"}
	// owedBack is what she who was covered owes to the others.
	owedBack = []string{"talangan", "talangannya"}
)

// minName is the shortest unknown word that is taken for a name.
const minName = 3

// aboutCovers tells whether the message is about who paid for whom.
func (m *reading) aboutCovers() bool {
	return m.hasText(covers...) || m.hasText(covered...) || m.hasText(owedBack...)
}

// cover reads that members paid what another did not, and that she brings it back.
// What says so and is neither sure is asked: its amounts must never become
// payments of their own.
func (m *reading) cover(out *Meaning) bool {
	if m.c.Role == Unknown || m.isPlan() || m.has(tNo|tNotYet|tCannot|tSoon|tUndo|tWrong) {
		return false
	}
	s := Slot{Kind: ledger.Cover, Cover: &Covering{}, Date: m.dayOr(out)}
	if m.dayApart() {
		out.ask(AskDate)
	}
	switch {
	case m.hasText(owedBack...) && m.handedOver():
		s.Cover.Return = true
		m.whoseCover(&s)
		if s.Due = m.count(anAmount) == 0; !s.Due {
			s.Amount, s.Unsure = m.oneAmount(out)
		}
	case m.hasText(owedBack...) && (m.count(anAmount) > 0 || m.has(tPay|tBring|tPaidOff)):
		s.Cover.Back = true
		m.whoseCover(&s)
		s.Amount, s.Unsure = m.oneAmount(out)
	case m.hasText(covered...):
		m.coverParts(&s, m.firstText(covered...), true)
	case m.hasText(covers...) && m.agentOf(m.firstText(covers...)) >= 0:
		m.coveredBy(&s, m.firstText(covers...))
	case m.hasText(covers...) && m.people() > 0:
		m.coverParts(&s, m.firstText(covers...), false)
	case m.paysHers():
		m.coverParts(&s, m.firstText(paysForWords...), false)
	case m.jointly():
		m.whoseCover(&s)
		s.Due = true
	default:
		return false
	}
	out.Intent = Repayment
	if s.Due && m.count(anAmount) > 0 || !s.Due && s.Amount == 0 { // "siti bawa 200rb, kurangnya 75rb ditalangi wati"
		s.Due = false
		out.ask(AskAmount)
	}
	if len(s.Members) != 1 || s.Guessed {
		out.ask(AskMember)
	}
	for _, by := range s.Cover.By {
		if len(by.Members) != 1 || by.Guessed {
			out.ask(AskMember)
		}
		if by.Unsure {
			out.ask(AskUnit)
		}
	}
	out.Slots, out.Unread = []Slot{s}, m.unread()
	return true
}

// paysForWords say, between two names, that the first paid the instalment of the second.
var paysForWords = []string{"nutup", "nutupi", "nutupin", "menutupi", "nombok", "nomboki", "nombokin", "nambal", "nambali", "nambalin"}

// paysHers reads "wati nutup dulu angsurannya sri 275rb".
func (m *reading) paysHers() bool {
	verb := m.firstText(paysForWords...)
	if verb <= 0 || m.others() != 2 || m.count(anAmount) > 1 {
		return false
	}
	before := reading{tokens: m.tokens[:verb]}
	return before.others() == 1
}

// agentOf is where who bears it stands right before the verb, with her for whom she does
// before that: "mbah yem 590rb sy talangi dulu"; -1 where it does not.
func (m *reading) agentOf(verb int) int {
	agent := verb - 1
	for agent > 0 && m.tokens[agent].is(tAlready|tFill) {
		agent--
	}
	if agent <= 0 || m.tokens[agent].kind != aName {
		return -1
	}
	for i := agent - 1; i >= 0 && !m.tokens[i].sign(";\n,"); i-- {
		if m.tokens[i].is(tAnd) {
			return -1
		}
		if t := m.tokens[i]; t.kind == aName && !t.onlyGroup() && (m.tokens[i+1].kind == anAmount || m.tokens[agent].who.me) {
			return agent
		}
	}
	return -1
}

// coveredBy reads who is covered by who stands right before the verb.
func (m *reading) coveredBy(s *Slot, verb int) {
	p, agent := pairing{m: m}, m.agentOf(verb)
	by := p.slotFor(m.tokens[agent].who)
	n := 0
	for i, t := range m.tokens {
		switch {
		case t.kind == aName && !t.onlyGroup() && i < agent:
			s.fillWho(p.slotFor(t.who))
		case t.kind == anAmount:
			n++
			by.take(t.amount)
		}
	}
	if n > 1 {
		by.Amount = 0
	}
	s.Cover.By, s.Amount, s.Unsure, s.Due = []Slot{by}, by.Amount, by.Unsure, n == 0
}

// coverBeside reads a cover that stands in a part of its own beside payments: "saya bayar
// 590rb, mbah yem 590rb sy talangi".
func (m *reading) coverBeside(out *Meaning) bool {
	if m.part || m.count(anAmount) < 2 {
		return false
	}
	verb := m.firstText(append(slices.Clone(covers), covered...)...)
	if verb < 0 {
		return false
	}
	from, to := verb, verb
	for from > 0 && !m.tokens[from-1].sign(",;.\n") {
		from--
	}
	for to < len(m.tokens) && !m.tokens[to].sign(",;.\n") {
		to++
	}
	inside := m.tokens[from:to]
	outside := append(slices.Clone(m.tokens[:from]), m.tokens[to:]...)
	if !hasAmount(inside) || !hasAmount(outside) || slices.ContainsFunc(outside, func(t token) bool { return t.is(tDebt | tRest) }) {
		return false
	}
	cover, paid := m.sentence(inside), m.sentence(outside)
	if !cover.records() || cover.Slots[0].Cover == nil || len(cover.Slots[0].Cover.By) != 1 || !paid.records() {
		return false
	}
	*out = paid
	out.Slots = append(out.Slots, cover.Slots...)
	for _, a := range cover.Asks {
		out.ask(a)
	}
	out.Unread = append(out.Unread, cover.Unread...)
	return true
}

// handedOver reads "wati ambil talangan 20rb" and "serahkan talangan ke wati": the
// treasurer hands out what was brought back for her.
func (m *reading) handedOver() bool {
	to := false
	for _, t := range m.tokens {
		to = to || t.kind == aName && t.who.to && !t.who.me
	}
	return m.forAll() && m.people() == 1 && (to || m.has(tDraw|tReceive) || m.hasText("serahkan", "diserahkan", "menyerahkan"))
}

// jointly reads "tanggung renteng siti", which is also the name of a purse.
func (m *reading) jointly() bool {
	return m.hasText("tanggung_renteng", "renteng") && m.people() == 1 && m.count(anAmount) == 0 &&
		!m.has(tPay|tSave|tDraw|tBring|tReceive|tBalance|tAll|tSchedule|tReport)
}

// people is how many persons are named.
func (m *reading) people() (n int) {
	for _, t := range m.tokens {
		if t.kind == aName && !t.onlyGroup() {
			n++
		}
	}
	return n
}

// firstText is where the first of the words stands.
func (m *reading) firstText(texts ...string) int {
	for i, t := range m.tokens {
		for _, text := range texts {
			if t.kind == aWord && t.text == text {
				return i
			}
		}
	}
	return -1
}

// whoseCover fills in the one person named; a member means herself.
func (m *reading) whoseCover(s *Slot) {
	p := pairing{m: m}
	for _, t := range m.tokens {
		if t.kind == aName && (!t.who.to || s.Cover.Return) && !t.onlyGroup() {
			s.fillWho(p.slotFor(t.who))
			return
		}
	}
	s.fillWho(p.slotFor(p.nobody()))
}

func (s *Slot) fillWho(w Slot) {
	s.Members, s.NameText, s.Guessed = w.Members, w.NameText, w.Guessed
}

// coverParts reads who pays for whom and how much: names and amounts on the side of
// those who pay, in their order. One amount on the other side is the one payer's.
func (m *reading) coverParts(s *Slot, verb int, passive bool) {
	p := pairing{m: m}
	var hers []Slot
	var loose []amount
	for i, t := range m.tokens {
		payers := i > verb == passive
		switch {
		case t.kind == aName && !t.onlyGroup() && payers:
			s.Cover.By = append(s.Cover.By, p.slotFor(t.who))
		case t.kind == aWord && t.tags == 0 && len(t.text) >= minName && payers && !ordinaryWords()[t.text]: // nobody whom we know
			s.Cover.By = append(s.Cover.By, Slot{NameText: m.plain[t.start:t.end]})
		case t.kind == aName && !t.onlyGroup():
			hers = append(hers, p.slotFor(t.who))
		case t.kind == anAmount && payers && len(s.Cover.By) > 0 && s.Cover.By[len(s.Cover.By)-1].Amount == 0:
			s.Cover.By[len(s.Cover.By)-1].take(t.amount)
		case t.kind == anAmount:
			loose = append(loose, t.amount)
		}
	}
	if !passive && !m.forAll() && len(s.Cover.By) == 0 { // a member's "ikut nalangin bu tukinem 50rb, sudah saya kasih"
		s.Cover.By = []Slot{p.slotFor(who{me: true, text: "saya"})}
		hers = slices.DeleteFunc(hers, func(h Slot) bool { return len(h.Members) == 1 && h.Members[0] == m.c.Self })
	}
	if known := slices.DeleteFunc(slices.Clone(s.Cover.By), func(by Slot) bool { return len(by.Members) == 0 }); passive && len(hers) == 0 && len(known) == 1 && m.byGroup(verb) { // "ditalangi kas kelompok dulu angsuran siti 275rb"
		hers, s.Cover.By = known, nil
		s.Amount, s.Unsure, hers[0].Amount = hers[0].Amount, hers[0].Unsure, 0
		s.fillWho(hers[0])
		s.Due = s.Amount == 0
		return
	}
	if len(hers) == 1 {
		s.fillWho(hers[0])
	}
	if n := len(s.Cover.By); len(loose) == 1 && (n == 1 || n > 1 && m.has(tEach)) && s.Cover.By[0].Amount == 0 {
		for i := range s.Cover.By {
			s.Cover.By[i].take(loose[0])
		}
		loose = nil
	} else if len(loose) == 1 && n == 0 && passive { // "siti ditanggung 100rb": by whom?
		s.Amount, s.Unsure = loose[0].value, loose[0].unsure
		loose = nil
	}
	said := 0
	for _, by := range s.Cover.By {
		if by.Amount > 0 {
			said++
			s.Amount += by.Amount
			s.Unsure = s.Unsure || by.Unsure
		}
	}
	if len(loose) > 0 || said > 0 && said < len(s.Cover.By) { // who gave how much is not sure
		s.Amount, s.Unsure = 0, false
		for i := range s.Cover.By {
			s.Cover.By[i].Amount = 0
		}
		return
	}
	s.Due = s.Amount == 0
}

// dayApart tells whether the day stands apart from the amount, where it may be of something
// else: "ditalangi kas 275rb, kesepakatan semalam".
func (m *reading) dayApart() bool {
	paid, apart := false, false
	for _, t := range m.tokens {
		switch {
		case t.kind == anAmount:
			paid, apart = true, false
		case t.sign(",;.\n"):
			apart = paid
		case t.kind == aDay && apart:
			return true
		}
	}
	return false
}

// byGroup tells whether right behind the verb the group, or its cash, is who pays.
func (m *reading) byGroup(verb int) bool {
	return verb+1 < len(m.tokens) && (m.tokens[verb+1].is(tCash|tGroup) || m.tokens[verb+1].is(tFill) && verb+2 < len(m.tokens) && m.tokens[verb+2].is(tCash|tGroup))
}

func (s *Slot) take(a amount) { s.Amount, s.Unsure = max(a.value, 0), a.unsure }
