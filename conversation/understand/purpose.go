package understand

import (
	"slices"

	"bendahara/ledger"
)

// purpose is what money is for.
type purpose struct {
	kind   ledger.EntryKind // empty: not said
	purse  ledger.Purse
	weight int  // a stronger word decides: "bayar simpanan wajib" is savings
	ask    bool // the words do not agree: "pokok" of the loan or of the savings
}

// drawWeight is the weight of a word such as "ambil"; with one for savings
// beside it, it weighs more.
const drawWeight = 4

var purses = map[string]ledger.Purse{
	"pokok": ledger.SavingsInitial, "wajib": ledger.SavingsMonthly, "sukarela": ledger.SavingsVoluntary, "harian": ledger.SavingsDaily,
	"tanggung_renteng": ledger.SavingsMutual, "renteng": ledger.SavingsMutual, "sosial": ledger.SavingsSocial, "dana_sosial": ledger.SavingsSocial,
	"membership": ledger.SavingsInitial, "compulsory": ledger.SavingsMonthly, "voluntary": ledger.SavingsVoluntary, "daily_savings": ledger.SavingsDaily,
	"group_guarantee": ledger.SavingsMutual, "social_savings": ledger.SavingsSocial,
}

// purposeOf is what one word says about the purpose.
func purposeOf(t token) (p purpose, ok bool) {
	switch {
	case t.is(tPurse) && t.text == "pokok":
		return purpose{purse: ledger.SavingsInitial, weight: 0, ask: true}, true
	case t.is(tPurse):
		return purpose{kind: ledger.SavingsDeposit, purse: purses[t.text], weight: 3}, true
	case t.is(tDraw):
		return purpose{kind: ledger.SavingsWithdrawal, weight: drawWeight}, true
	case t.is(tSave):
		return purpose{kind: ledger.SavingsDeposit, weight: 3}, true
	case t.is(tPay | tPaidOff):
		return purpose{kind: ledger.Repayment, weight: 2}, true
	case t.is(tBring | tReceive):
		return purpose{kind: ledger.Repayment, weight: 1}, true
	}
	return purpose{}, false
}

// purposeAt is what the word at i says about the purpose; a purpose that is
// denied ("tidak nabung", "tanpa tab", "tab belum") says nothing.
func purposeAt(tokens []token, i int) (purpose, bool) {
	p, ok := purposeOf(tokens[i])
	if !ok || !tokens[i].is(tSave|tPurse|tDraw) {
		return p, ok
	}
	before, behind := i-1, i+1
	for before >= 0 && tokens[before].is(tSave|tPurse) { // "belum simpanan wajib"
		before--
	}
	for behind < len(tokens) && tokens[behind].is(tSave|tPurse) {
		behind++
	}
	if before >= 0 && tokens[before].is(tNo|tNotYet|tExcept|tCannot) || behind < len(tokens) && tokens[behind].is(tNotYet|tCannot) {
		return purpose{}, false
	}
	return p, ok
}

// with joins what two words say.
func (p purpose) with(q purpose) purpose {
	strong, weak := p, q
	if q.weight > p.weight {
		strong, weak = q, p
	}
	if strong.kind == ledger.SavingsWithdrawal && weak.kind == ledger.Repayment && weak.weight == 2 {
		strong.ask, weak.ask = true, true
		if strong.weight == drawWeight { // "tarik angsuran wati": fetched from her, not out of a purse
			strong.kind = ledger.Repayment
		}
	}
	out := strong
	if strong.kind == ledger.SavingsWithdrawal && weak.kind == ledger.SavingsDeposit {
		out.weight = drawWeight + 1
	}
	if out.purse == "" {
		out.purse = weak.purse
	}
	if out.kind == ledger.Repayment || out.kind == "" {
		out.purse = ""
	}
	out.ask = strong.ask && weak.ask || strong.weight == 0
	if fromSavings := p.weight == 2 && q.weight == 3 && q.ask; fromSavings {
		out.ask = true
	}
	return out
}

// assign gives every amount of a clause its purpose; where nothing is said it
// has none. Purposes stand before their amounts ("tab 10"), or all behind
// ("250rb angsuran 10rb tabungan").
func assign(tokens []token) (of []purpose, head purpose) {
	firstAmount, lastPurpose, lastAmount := -1, -1, -1
	purposes, amounts := 0, 0
	for i, t := range tokens {
		if t.kind == anAmount {
			if firstAmount < 0 {
				firstAmount = i
			}
			lastAmount, amounts = i, amounts+1
		}
		if _, ok := purposeAt(tokens, i); ok && !t.is(tBring|tReceive) {
			if lastPurpose < 0 || i > lastPurpose+1 {
				purposes++
			}
			lastPurpose = i
		}
	}
	firstPurpose := -1
	for i := range tokens {
		if _, ok := purposeAt(tokens, i); ok {
			firstPurpose = i
			break
		}
	}
	behind := lastPurpose > lastAmount && firstAmount >= 0 && firstPurpose > firstAmount
	pending, has := purpose{}, false
	for i, t := range tokens {
		if t.kind == anAmount {
			of = append(of, pending)
			pending, has = purpose{}, false
			continue
		}
		p, ok := purposeAt(tokens, i)
		if !ok {
			continue
		}
		if i > 0 && tokens[i-1].is(tFrom) && t.is(tSave) {
			p.ask = true
		}
		if behind && len(of) > 0 {
			k := len(of) - 1
			if of[k].kind != "" || of[k].ask {
				p = of[k].with(p)
			}
			p.ask = p.ask || amounts > 1 && purposes > 1 && p.kind != ledger.Repayment && of[0].kind != ledger.Repayment
			of[k] = p
			continue
		}
		if has {
			p = pending.with(p)
		}
		pending, has = p, true
	}
	if len(of) == 0 {
		return nil, pending
	}
	if has && !behind { // a purpose behind the last amount, with another before the first
		k := len(of) - 1
		of[k] = of[k].with(pending)
	}
	return of, purpose{}
}

// markInto makes a deposit of "masuk" between a name and an amount where somebody else has
// drawn: "dewi narik 10rb, murni masuk 5rb".
func (m *reading) markInto() {
	if !m.has(tDraw) || m.has(tPay|tBring|tReceive) {
		return
	}
	for i := 1; i+1 < len(m.tokens); i++ {
		if t := &m.tokens[i]; (t.text == "masuk" || t.text == "mlebu" || t.text == "asup" || t.text == "lebet") && m.tokens[i-1].kind == aName && m.tokens[i+1].kind == anAmount {
			t.tags = tSave
		}
	}
}

// dropSource takes off where somebody had the money from: "275rb, dr gaji paud".
func (m *reading) dropSource() {
	for i := 1; i+1 < len(m.tokens); i++ {
		if !m.tokens[i].is(tFrom) || m.tokens[i+1].text != "gaji" && m.tokens[i+1].text != "gajian" && m.tokens[i+1].text != "honor" && m.tokens[i+1].text != "upah" && m.tokens[i+1].text != "hasil" || !hasAmount(m.tokens[:i]) {
			continue
		}
		end := i + 1
		for end < len(m.tokens) && m.tokens[end].kind == aWord && !m.tokens[end].is(tRecord|tAnd|tNotYet) {
			end++
		}
		m.tokens = slices.Delete(slices.Clone(m.tokens), i, end)
		return
	}
}

// two are the names of the two people whom one name fits.
func (t token) two() (one, other token) {
	one, other = t, t
	one.who.people, other.who.people = t.who.people[:1:1], t.who.people[1:]
	return one, other
}

// markTwo makes two of a name that fits two people, where they are said to be two: "dua slamet
// sudah bayar masing2 590rb".
func (m *reading) markTwo() {
	for i := 0; i+1 < len(m.tokens); i++ {
		t, name := m.tokens[i], m.tokens[i+1]
		if t.text != "2" && t.text != "dua" && t.text != "loro" && t.text != "kalih" || t.kind != anAmount && t.kind != aNumber && t.kind != aWord || name.kind != aName || len(name.who.people) != 2 || name.who.guessed || !m.has(tEach|tAll) {
			continue
		}
		one, two := name.two()
		m.tokens = slices.Replace(slices.Clone(m.tokens), i, i+2, one, token{kind: aSign, text: ",", start: name.start, end: name.start}, two)
		return
	}
}

// markBoth makes two names of one that fits two people and "dua duanya" behind it.
func (m *reading) markBoth() {
	for i := 1; i < len(m.tokens); i++ {
		t, before := m.tokens[i], m.tokens[i-1]
		if t.text != "dua_duanya" && t.text != "dua2nya" && t.text != "dua2ne" && t.text != "karone" && t.text != "keduanya" && t.text != "karo_karone" && t.text != "kalih_kalihipun" && t.text != "loro_lorone" || before.kind != aName || len(before.who.people) != 2 || before.who.guessed || before.who.to {
			continue
		}
		one, two := before.two()
		if i > 1 && m.tokens[i-2].kind == anAmount && m.tokens[i-2].text == "2" { // "2 slamet dua-duanya"
			m.tokens, i = slices.Delete(slices.Clone(m.tokens), i-2, i-1), i-1
		}
		m.tokens = slices.Replace(slices.Clone(m.tokens), i-1, i+1, one, token{kind: aSign, text: ",", start: t.start, end: t.start}, two)
		return
	}
}
