package understand

import (
	"slices"
	"strings"
)

// joinedPurposes tells whether one amount is for two purposes: "simpanan wajib
// dan sukarela 10rb".
func (m *reading) joinedPurposes() bool {
	last, joined := purpose{}, false
	for _, t := range m.tokens {
		p, ok := purposeOf(t)
		switch {
		case t.kind == anAmount || t.kind == aName:
			last, joined = purpose{}, false
		case t.is(tAnd) || t.sign("&+,/"), t.text == "sama", t.text == "sm", t.text == "plus", t.text == "beserta", t.text == "sekalian", t.text == "sekaligus", t.text == "sambil":
			joined = true
		case ok && joined && last.weight > 1 && p.weight > 1 && !last.same(p):
			return true
		case ok:
			if p.purse == "" && last.kind == p.kind {
				p.purse = last.purse
			}
			last, joined = p, false
		}
	}
	return false
}

// implicit tells whether no word says that money was paid: "wati 250rb".
func (m *reading) implicit() bool { return !m.has(tRecord) }

// doubtful tells whether other words stand beside the names and amounts than
// such as say nothing.
func (m *reading) doubtful() bool {
	const harmless = tFill | tTitle | tGreet | tEach | tAll | tExcept | tAnd | tFrom | tAlready | tNotYet | tCannot | tReason |
		tYes | tNumber | tDay | tCount | tLabel | tTotal | tMeeting | tMe | tAbout | tGroup | tHelp | tRest | tBut | tTo | tKnown | tMore
	rest, handed, list := dropRemainder(m.tokens), m.handed(), m.count(anAmount) > 1
	for i, t := range rest {
		if t.kind == aWord && t.tags == 0 && (asideAt(rest, i) || handed && !(i > 0 && (rest[i-1].kind == anAmount || forWords[rest[i-1].text]))) {
			continue // where it was, and how: "nitip 275rb tadi di pasar"
		}
		lacks := slices.Contains(lackWords, t.text) && i+1 < len(rest) && rest[i+1].kind == anAmount // its amount is asked
		if list && t.is(tSoon) {                                                                     // who pays later, beside a list of who has
			continue
		}
		if t.kind == aWord && t.tags&harmless == 0 && !lacks && !(slices.Contains(giveWords, t.text) && m.gave()) && !(t.is(tOut) && slices.Contains(giverWords, t.text) && m.nameGives()) {
			return true
		}
	}
	return false
}

// asideAt tells whether the unknown word at i only says where or when it was, with others
// between: "habis zoom sekolah".
func asideAt(tokens []token, i int) bool {
	for i > 0 && tokens[i].kind == aWord && tokens[i].tags == 0 {
		i--
		if placeWords[tokens[i].text] || timeWords[tokens[i].text] {
			return true
		}
	}
	return false
}

// timeWords stand before what somebody came from, or was at.
var timeWords = map[string]bool{
	"habis": true, "abis": true, "sehabis": true, "hbs": true, "bar": true, "bubar": true, "bakda": true, "bada": true, "setelah": true, "stlh": true, "sepulang": true, "sebelum": true, "sblm": true,
	"pas": true, "waktu": true, "wkt": true, "saat": true, "wektu": true, "saderenge": true, "sawise": true, "saatos": true, "saparantos": true,
}

// placeWords stand before a place.
var placeWords = map[string]bool{"di": true, "ning": true, "nang": true, "neng": true, "wonten": true, "nong": true, "dalan": true, "masuk": true, "mlebu": true, "taruh": true, "tak_taruh": true}

// oddPurpose tells whether the money is for something else than an instalment
// or a purse, or was taken from a purse to pay with.
func (m *reading) oddPurpose() bool {
	for i, t := range m.tokens {
		switch {
		case i > 0 && t.is(tRecord) && m.tokens[i-1].kind == aWord && m.tokens[i-1].tags == 0 && !asideAt(m.tokens, i-1) && !slices.Contains(giveWords, m.tokens[i-1].text), t.text == "dibayar" && i > 0 && m.tokens[i-1].kind == aName:
			return true // "wati enggan bayar": paid, or not?
		case i > 0 && t.kind == aWord && t.tags == 0 && m.tokens[i-1].is(tPay|tDebt) && !mistypedNumber(t):
			return true // "siti bayar baju 50rb": to whom?
		case i > 0 && t.kind == aWord && t.tags == 0 && forWords[m.tokens[i-1].text] && !m.has(tDraw):
			return true // "siti bayar 50rb buat kain"
		case t.is(tShort) && strings.Contains(t.text, "potong") && m.has(tSave|tPurse), i > 0 && t.is(tPay) && forWords[m.tokens[i-1].text] && m.has(tSave|tPurse):
			return true // "potong tabungan siti 50rb buat angsuran"
		case t.is(tDebt) && m.owedTo(i):
			return true // "hutang sy ke bu wati 100rb sdh lunas"
		case isBilling(t), t.is(tOdd) && !(i > 0 && t.is(tMeeting) && atWords[m.tokens[i-1].text]), i > 0 && t.is(tSave) && m.tokens[i-1].is(tFrom) && !m.has(tDraw), t.is(tBring) && m.c.Role == Officer:
			return true
		case t.is(tArrears) && !strings.HasPrefix(t.text, "tung") && !m.ofInstalment(i): // "telat bayar": did she?
			return true
		}
	}
	return false
}

// ofInstalment tells whether the word at i is said of an instalment that an amount before it
// was for: "275rb untuk angsuran februari yg katanya nunggak".
func (m *reading) ofInstalment(i int) bool {
	paid, noun := false, false
	for _, t := range m.tokens[:i] {
		paid = paid || t.kind == anAmount && !t.amount.short
		noun = noun || paid && t.kind == aWord && slices.Contains(instalmentNouns, t.text)
	}
	return noun
}

// owedTo tells whether behind the debt at i stands to whom a member owes it.
func (m *reading) owedTo(i int) bool {
	if m.forAll() {
		return false
	}
	for _, t := range m.tokens[i+1:] {
		switch {
		case t.kind == aName && t.who.to && !t.who.me:
			return true
		case t.is(tTo | tTitle | tFill), t.kind == aName && t.who.me, t.text == "sama":
		default:
			return false
		}
	}
	return false
}

// atWords say that something happened at a gathering: "pas arisan".
var atWords = map[string]bool{"pas": true, "waktu": true, "wkt": true, "di": true, "saat": true, "wektu": true, "dalam": true, "sehabis": true}
