package understand

import (
	"slices"
	"strings"
)

// markReceivers marks names behind "ke": those got the money.
func (m *reading) markReceivers() {
	to, paid := false, false
	for i := range m.tokens {
		t := &m.tokens[i]
		paid = paid || t.kind == anAmount
		if !m.forAll() && slices.Contains(giveWords, t.text) || m.c.Role == Treasurer && m.givesMe(i) { // "wis tak wenehke ani"; a treasurer's "wati ksh saya 275rb"
			to = true
			continue
		}
		switch {
		case !m.forAll() && paid && m.atHers(i): // a member's "20rb di bu ani"
			to = true
		case !m.forAll() && slices.Contains(entrustWords, t.text), t.text == "dititipkan", t.text == "dititipke", t.text == "dititipne": // "titip bu sri"
			to = true
		case !m.forAll() && (t.is(tReceive) || paid && m.agentBehind(i)) && strings.HasPrefix(t.text, "di"): // "diterima bu sri", "275rb diambil bu sri"
			to, t.tags = true, t.tags&^tDraw
		case t.is(tTo), !m.forAll() && (t.text == "dateng" || t.text == "dugi" || t.text == "marang" || t.text == "neng" || t.text == "nang" || t.text == "ning" || t.text == "wonten" || homeWords[t.text]): // to a member, else "came"
			to, t.tags = true, t.tags|tTo
		case t.kind == aName:
			again := !m.forAll() && m.furtherName(i)
			t.who.to, to = to || again || m.isKeeper(i) || paid && m.tookHers(i), false
		case !t.is(tTitle | tFill | tLabel):
			to = false
		}
	}
	m.joinSelf()
	m.joinMe()
	m.settleMe()
	m.settleFor()
}

// givesMe tells whether who is named before the verb at i gave to the sender, who stands
// right behind it.
func (m *reading) givesMe(i int) bool {
	return i > 0 && i+1 < len(m.tokens) && slices.Contains(giverWords, m.tokens[i].text) && m.tokens[i+1].kind == aName && m.tokens[i+1].who.me &&
		slices.ContainsFunc(m.tokens[:i], func(t token) bool { return t.kind == aName && !t.who.me })
}

// furtherName tells whether the name at i only goes on with that of who got the money: "ke bu
// sri dewi".
func (m *reading) furtherName(i int) bool {
	for i--; i > 0 && m.tokens[i].kind == aWord && m.tokens[i].tags == 0; i-- {
	}
	return i >= 0 && m.tokens[i].kind == aName && m.tokens[i].who.to
}

// agentBehind tells whether the passive word at i has behind it who did with the money what
// it says, and this was not to pay it.
func (m *reading) agentBehind(i int) bool {
	behind := i + 1
	for behind < len(m.tokens) && m.tokens[behind].is(tTitle) {
		behind++
	}
	return m.tokens[i].kind == aWord && len(m.tokens[i].text) > len("dimana")-2 && !m.tokens[i].is(tPay|tDebt|tUndo|tWrong|tPuzzled|tOut|tPaidOff) && behind > i+1 && behind < len(m.tokens) && m.tokens[behind].kind == aName && !m.tokens[behind].who.me
}

// tookHers tells whether the name at i, which stands behind a member's own payment, can only
// be who took it or carried it: "bayar 275rb td bu wati". Whose money it was would be said
// before the amount, or by a word for that.
func (m *reading) tookHers(i int) bool {
	if m.c.Role != Member || m.isFor(i) || m.count(anAmount) != 1 || !m.tokens[i].who.hail || m.tokens[i].who.me {
		return false
	}
	pays := false
	for _, t := range m.tokens[:i] {
		if t.kind == aName && !t.who.me && !t.onlyGroup() || t.sign(";\n") || t.is(tFrom|tAnd|tSave|tDraw) || t.kind == aWord && slices.Contains(belongWords, t.text) {
			return false
		}
		pays = pays || t.is(tPay|tAlready) && !slices.Contains(instalmentNouns, t.text)
	}
	k := i - 1
	for k > 0 && m.tokens[k].is(tTitle|tFill) {
		k--
	}
	return pays && !slices.Contains(instalmentNouns, m.tokens[k].text)
}

// belongWords say that what stands before them is hers who is named behind.
var belongWords = []string{"punya", "punyane", "pny", "milik", "nggone", "gone", "duweke", "kagungane", "kagunganipun", "gaduhna", "atas_nama", "an", "a_n"}

// isKeeper tells whether a member names her treasurer, with her title: it is she who got
// the money, or who is spoken to.
func (m *reading) isKeeper(i int) bool {
	w := m.tokens[i].who
	if m.c.Role == Head && m.others() > 1 {
		for i++; i < len(m.tokens) && m.tokens[i].is(tTitle|tFill|tAlready|tPay|tEach); i++ {
		}
		if i < len(m.tokens) && m.tokens[i].kind == anAmount {
			return false // what the treasurer paid herself, in a list
		}
		w.hail = true
	}
	if m.c.Role != Member && m.c.Role != Head || !w.hail || len(w.people) != 1 || m.c.People == nil {
		return false
	}
	p := m.c.People.people[w.people[0]]
	return p.Keeps && p.Member != m.c.Self && m.count(anAmount) > 0 && !m.has(tDebt)
}

// homeWords say at whose house something was: a member who paid "di rumah bu dewi" paid
// her.
var homeWords = map[string]bool{
	"di_rumah": true, "di_rumahnya": true, "rumahnya": true, "omahe": true, "griyane": true, "griyanipun": true, "daleme": true, "dalemipun": true, "wonten_griyane": true,
}

// gaveKeeper tells whether a member's money went to who keeps the group, and right beside the
// amount stands no word that could say for what else: "118rb cash ke bu sri barusan".
func (m *reading) gaveKeeper() bool {
	if m.forAll() || m.c.Role == Unknown || m.count(anAmount) != 1 || m.has(tDebt|tOdd|tSave|tPurse|tDraw|tNo|tNotYet|tWish) || !m.keeperReceives() && !m.toTreasurer() {
		return false
	}
	at := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == anAmount })
	for _, i := range []int{at - 1, at + 1} {
		if i >= 0 && i < len(m.tokens) && m.tokens[i].kind == aWord && m.tokens[i].tags == 0 {
			return false
		}
	}
	return true
}

// toTreasurer tells whether the money went to the treasurer, named by what she is.
func (m *reading) toTreasurer() bool {
	for i, t := range m.tokens {
		if t.kind == aWord && slices.Contains(treasurerWords, t.text) && i > 0 && (m.tokens[i-1].is(tTo) || m.tokens[i-1].kind == aName && m.tokens[i-1].who.to || i > 1 && m.tokens[i-1].is(tTitle) && m.tokens[i-2].is(tTo)) {
			return true
		}
	}
	return false
}

// joinSelf drops the "saya" that a treasurer sets beside her own name: "partini (saya sendiri)
// 590rb", "yanti (aku)".
func (m *reading) joinSelf() {
	self, known := m.selfAt()
	if !known || !m.forAll() {
		return
	}
	hers := func(i int) bool {
		return i >= 0 && i < len(m.tokens) && m.tokens[i].kind == aName && slices.Equal(m.tokens[i].who.people, []int{self})
	}
	for i := range m.tokens {
		if t := m.tokens[i]; t.kind != aName || !t.who.me || i == 0 || !m.tokens[i-1].sign("(") {
			continue
		}
		to := i + 1
		for to < len(m.tokens) && (m.tokens[to].kind == aName && m.tokens[to].who.me || m.tokens[to].is(tFill)) {
			to++
		}
		if to < len(m.tokens) && m.tokens[to].sign(")") && slices.ContainsFunc(m.tokens[:i], func(t token) bool { return t.kind == aName && slices.Equal(t.who.people, []int{self}) }) {
			to++
			if hers(i-2) || hasAmount(m.tokens[:i]) {
				m.tokens = slices.Delete(slices.Clone(m.tokens), i-1, to)
				return
			}
		}
	}
}

// joinMe drops the "sendiri" that only says again who: "saya bayar angsuran sendiri".
func (m *reading) joinMe() {
	me, other := false, false
	m.tokens = slices.DeleteFunc(m.tokens, func(t token) bool {
		switch {
		case t.kind == aName && t.who.me:
			again := me && !t.who.to || (me || other) && (t.text == "sendiri" || strings.HasSuffix(t.text, "piyambak"))
			me = true
			return again
		case t.kind == aName && !t.who.to && !t.onlyGroup():
			me, other = false, m.forAll() // "bu tukinem datang sendiri"
		case t.kind != aWord:
			me, other = false, false
		}
		return false
	})
}

// atHers tells whether the word at i says with whom the money is: "di", and "sama" with
// no amount behind, where it could be another payment.
func (m *reading) atHers(i int) bool {
	switch m.tokens[i].text {
	case "di", "pada":
		return true
	case "sama", "sm":
		for _, t := range m.tokens[i:] {
			if t.is(tRest) {
				break
			}
			if t.kind == anAmount {
				return false
			}
		}
		return true
	}
	return false
}

// settleFor makes one of "wati bayar 250rb untuk ani": which of the two must be
// asked.
func (m *reading) settleFor() {
	payer := -1
	for i := range m.tokens {
		t := &m.tokens[i]
		switch {
		case t.sign(",;\n&") || t.is(tAnd):
			payer = -1
		case t.kind != aName || t.who.to:
		case payer >= 0 && m.isFor(i):
			who := &m.tokens[payer].who
			if p, ok := m.selfAt(); ok && who.me {
				who.me, who.people = false, []int{p}
			}
			who.people = append(append([]int{}, t.who.people...), who.people...)
			who.guessed, who.text = true, t.who.text
			m.tokens = append(m.tokens[:i:i], m.tokens[i+1:]...)
			return
		default:
			payer = i
		}
	}
}

// forWords say for whom or what money is.
var forWords = map[string]bool{
	"untuk": true, "utk": true, "tuk": true, "buat": true, "bwt": true, "kanggo": true, "kangge": true, "kagem": true,
}

// selfAt is where the sender stands in the roster.
func (m *reading) selfAt() (int, bool) {
	if m.c.People == nil || m.c.Self == "" {
		return 0, false
	}
	p, ok := m.c.People.codes[strings.ToLower(string(m.c.Self))]
	return p, ok
}

// isFor tells whether "untuk" stands before the name at i.
func (m *reading) isFor(i int) bool {
	for k := i - 1; k >= 0 && m.tokens[k].is(tTitle|tFill|tPay); k-- {
		if forWords[m.tokens[k].text] {
			return true
		}
		switch m.tokens[k].text {
		case "bayarin", "bayari", "byrin", "byrkan", "bayarkan", "mbayari", "punya", "pny", "milik", "nggone", "gone", "duweke":
			return true
		}
	}
	return false
}

// settleMe decides what "saya" means beside other names.
func (m *reading) settleMe() {
	me, others := 0, 0
	for _, t := range m.tokens {
		if t.kind == aName && !t.who.to {
			if t.who.me {
				me++
			} else {
				others++
			}
		}
	}
	if me == 0 || others == 0 && (me == 1 || !m.forAll()) {
		return
	}
	out := m.tokens[:0]
	for i, t := range m.tokens {
		drop := false
		if t.kind == aName && !t.who.to {
			if t.who.me {
				drop = m.has(tReceive) || m.tellsOnly(i) || m.onlyHers(i) || m.meBeside(i) || i+1 < len(m.tokens) && m.tokens[i+1].text == "pegang"
			} else if m.c.Role != Treasurer && t.who.hail && i <= 2 && !m.has(tDebt) && !(m.c.Role == Head && m.doesFirst(i)) {
				drop = true // "bu Siti, saya sudah bayar": spoken to
			}
		}
		if !drop {
			out = append(out, t)
		}
	}
	m.tokens = out
}

// doesFirst tells whether the name at i has right behind it what she did: "pak widodo tadi
// bayar 590rb, sudah saya serahkan".
func (m *reading) doesFirst(i int) bool {
	for i++; i < len(m.tokens) && (m.tokens[i].is(tAlready|tTo) || m.tokens[i].kind == aWord && goneTo[m.tokens[i].text] || m.tokens[i].sign(",")); i++ {
		if m.tokens[i].sign(",") && m.tokens[i-1].kind == aName {
			return false // spoken to
		}
	}
	return i < len(m.tokens) && m.tokens[i].is(tPay|tBring)
}

// goneTo is where somebody came to bring money.
var goneTo = map[string]bool{"rumah": true, "rmh": true, "omah": true, "griya": true, "mrene": true, "kesini": true, "kemari": true, "datang": true, "dtg": true, "mampir": true}

// meBeside tells whether a treasurer's "saya" at i has no amount of its own, beside others
// who have one, and no word that she pays, too: "siti 275rb, sudah saya setor ke upk".
func (m *reading) meBeside(i int) bool {
	if !m.forAll() && m.c.Role != Head || i == 0 {
		return false
	}
	if i+1 < len(m.tokens) && m.tokens[i-1].is(tNotYet) && m.tokens[i+1].kind == aWord && m.tokens[i+1].tags == 0 && m.others() > 0 {
		return true // "siti titip angsuran, amplopnya belum saya buka"
	}
	if m.count(anAmount) == 0 {
		return false
	}
	before := m.tokens[i-1]
	if before.is(tAnd|tFrom) || forWords[before.text] || before.kind == anAmount || withWords[before.text] && !before.is(tTo) || before.sign("\n;&+") {
		return false
	}
	behind := i + 1
	for behind < len(m.tokens) && m.tokens[behind].is(tAlready|tFill) && !alsoSame[m.tokens[behind].text] {
		behind++
	}
	if behind == len(m.tokens) || m.tokens[behind].kind != aWord || m.tokens[behind].is(tNotYet|tCannot|tPaidOff|tAnd|tSave|tDraw|tWish) || m.tokens[behind].is(tPay) && !m.tokens[behind].is(tBring) || alsoSame[m.tokens[behind].text] {
		return false
	}
	for ; behind < len(m.tokens) && m.tokens[behind].kind != aName && !m.tokens[behind].sign(";\n"); behind++ {
		if m.tokens[behind].kind == anAmount {
			return false
		}
	}
	return slices.ContainsFunc(m.tokens[:i], func(t token) bool { return t.kind == anAmount })
}

// onlyHers tells whether a treasurer's "saya" at i only says whose something is or that she
// did something else than pay: "di rumah saya", "demikian saya ucapkan".
func (m *reading) onlyHers(i int) bool {
	if !m.forAll() {
		return false
	}
	if i > 0 && hersWords[m.tokens[i-1].text] {
		return true
	}
	if i > 1 && withWords[m.tokens[i-1].text] && m.tokens[i-2].is(tAlready|tAll) {
		return true // "selebihnya sdh sama saya"
	}
	next := i + 1
	if next < len(m.tokens) && strings.HasPrefix(m.tokens[next].text, "lupa") {
		return true
	}
	for next < len(m.tokens) && m.tokens[next].is(tFill|tAlready) && !deedWords[m.tokens[next].text] && !writes(m.tokens[next].text) {
		next++
	}
	return next < len(m.tokens) && m.tokens[next].kind == aWord && (deedWords[m.tokens[next].text] || writes(m.tokens[next].text) || strings.Contains(m.tokens[next].text, "lapor"))
}

// withWords say with whom something is.
var withWords = map[string]bool{"sama": true, "sm": true, "di": true, "nang": true, "ning": true, "neng": true, "wonten": true, "ke": true}

// hersWords are things and people that are somebody's.
var hersWords = map[string]bool{
	"rumah": true, "di_rumah": true, "rumahe": true, "omah": true, "omahe": true, "griya": true, "tempat": true, "warung": true, "toko": true, "tangan": true, "rek": true, "rekening": true, "hp": true, "wa": true, "nomor": true,
	"anak": true, "suami": true, "bojo": true, "kata": true, "catatan": true, "buku": true, "bumi": true, "laci": true, "dompet": true, "meja": true, "teras": true,
}

// deedWords are what a treasurer does beside paying.
var deedWords = map[string]bool{
	"ucapkan": true, "haturkan": true, "hormati": true, "sampaikan": true, "lampirkan": true, "kirimkan": true, "pegang": true, "simpan": true, "simpen": true, "taruh": true, "bawa": true, "kasihkan": true,
	"titipkan": true, "itung": true, "hitung": true, "tagih": true, "ingatkan": true, "balikin": true, "kembalikan": true, "tunggu": true, "jemput": true, "ambil_di": true, "datangi": true, "samperin": true, "lupa": true, "ingat": true, "inget": true, "eling": true, "kelingan": true, "emut": true,
}

// tellsOnly tells whether the "saya" at i only tells of others: "saya mau lapor
// wati bayar 115rb".
func (m *reading) tellsOnly(i int) bool {
	if !m.forAll() {
		return false
	}
	for i++; i < len(m.tokens); i++ {
		t := &m.tokens[i]
		if strings.Contains(t.text, "lapor") && !t.is(tComplain) {
			return true // "saya baru sempat lapor"
		}
		switch t.text {
		case "mau_lapor", "mau_laporan", "mau_setor_laporan", "catat", "catet", "mencatat", "nyatet", "input", "tulis", "kabari", "sampaikan":
			return true
		}
		switch {
		case t.is(tComplain):
			if m.count(anAmount) > 0 && !m.has(tNo|tWrong|tNotYet|tPuzzled) {
				t.tags = tFill
			}
			return true
		case !t.is(tFill | tTitle | tGreet | tAlready | tWish | tHelp | tYes):
			return false
		}
	}
	return false
}
