package understand

import (
	"slices"
	"strconv"
)

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
		if !t.is(tRest) || i == 0 || restPaid(tokens[i:]) {
			continue
		}
		for k := i; k < len(tokens)-1; k++ {
			if tokens[k].sign("\n;") || tokens[k].sign(".") && !tokens[k+1].glued {
				return append(append([]token{}, tokens[:i]...), tokens[k:]...)
			}
		}
		return tokens[:i]
	}
	return tokens
}

// restPaid tells whether what was left is said to be paid, too: "2jt lewat transfer, sisanya
// 2.484.000 tunai barusan".
func restPaid(tokens []token) bool {
	amount, paid := false, false
	for i, t := range tokens {
		switch {
		case t.sign("\n;") || t.sign(".") && i+1 < len(tokens) && !tokens[i+1].glued:
			return amount && paid
		case t.kind == anAmount:
			amount = true
		case t.is(tSoon|tNotYet|tCannot|tWish) || t.kind == aDay && t.day.ahead:
			return false
		case t.is(tAlready) || softWords[t.text] || t.text == "tunai" || t.text == "cash" || t.text == "kontan":
			paid = true
		}
	}
	return amount && paid
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

// only tells whether the clause has tokens of one kind alone.
func (c clause) only(k kind) bool {
	return !slices.ContainsFunc(c.tokens, func(t token) bool { return t.kind != k && t.kind != aSign })
}

// purposeLeads tells whether the purpose stands before the name and amount.
func (c clause) purposeLeads() bool {
	for i, t := range c.tokens {
		if t.kind == anAmount {
			return false
		}
		if _, ok := purposeAt(c.tokens, i); ok {
			return true
		}
		if t.kind == aName {
			return false
		}
	}
	return false
}

// tells says whether a word for paying stands behind the clause's names, and no
// amount: "wati lunas".
func (c clause) tells() bool {
	named, told := false, false
	for _, t := range c.tokens {
		switch {
		case t.kind == anAmount:
			return false
		case t.kind == aName:
			named, told = true, false
		case t.is(tPay | tPaidOff | tBring), t.is(tAlready) && doneWords[t.text]:
			told = named
		}
	}
	return told
}

// denies tells whether from token i on nothing is told but names and that they did
// not pay: "sri belum", "sri dan ani belum ya".
func (c clause) denies(i int) bool {
	denied := false
	for _, t := range c.tokens[i:] {
		switch {
		case t.is(tNotYet | tCannot):
			denied = true
		case t.kind == anAmount, t.is(tPay|tPaidOff|tBring) && !denied:
			return false
		}
	}
	return denied
}

// doneWords say by themselves that somebody has paid: "siti wati sudah, ani belum".
var doneWords = map[string]bool{"sudah": true, "sdh": true, "udah": true, "udh": true, "sampun": true, "wis": true, "wes": true, "parantos": true, "atos": true, "tos": true, "geus": true}

// unpaid tells whether the clause says that something was not paid.
func (c clause) unpaid() bool {
	return slices.ContainsFunc(c.tokens, func(t token) bool { return t.is(tNotYet | tCannot) })
}

// ofOthers tells whether the clause is about everybody who was not named.
func (c clause) ofOthers() bool {
	return slices.ContainsFunc(c.tokens, func(t token) bool { return t.kind == aWord && othersWords[t.text] })
}

// saysNoMore tells whether the "others" at i are only named: nothing in the clause says that
// they paid, or did not, "wati 50rb, liyane jare bapake". What is unsaid of many is never
// taken for paid.
func (c clause) saysNoMore(i int) bool {
	return othersWords[c.tokens[i].text] && !c.plans() && !slices.ContainsFunc(c.tokens[i+1:], func(t token) bool {
		return t.kind == anAmount || t.kind == aName || t.is(tRecord|tAlready|tNotYet|tCannot|tNo|tReason|tExcept)
	}) && !slices.ContainsFunc(c.tokens[:i], func(t token) bool { return t.is(tPay|tPaidOff|tAlready|tNotYet|tCannot) || t.kind == anAmount })
}

// plans tells whether the clause is about a day to come.
func (c clause) plans() bool {
	for _, t := range c.tokens {
		if t.is(tSoon) || t.kind == aDay && t.day.ahead {
			return true
		}
	}
	return false
}

// excuses tells whether the clause says why those whom it names did not pay, and no more:
// "pak widodo nunggu gabahe payu".
func (c clause) excuses() bool {
	why := false
	for _, t := range c.tokens {
		if t.is(tPay|tBring|tAlready|tPaidOff) || t.is(tAll) && !othersWords[t.text] {
			return false
		}
		why = why || t.is(tReason) || t.text == "lagi" || t.text == "lg" || t.text == "nembe" || t.text == "masih" || t.text == "msh" || t.text == "isih" || t.text == "tasih"
	}
	return why
}

func (c clause) everybody() bool {
	for _, t := range c.tokens {
		if t.is(tAll) {
			return true
		}
	}
	return false
}

// ofThings tells whether the "all" at i is of what was brought: "275rb, recehan semua".
func (c clause) ofThings(i int) bool {
	for _, t := range c.tokens {
		if t.kind == anAmount || t.kind == aName || t.is(tRecord|tNotYet|tCannot|tExcept|tAlready) {
			return false
		}
	}
	return i > 0 && c.tokens[i-1].kind == aWord && !c.tokens[i-1].is(tTitle|tAnd)
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
