package understand

import "slices"

// entrustWords say that money was given to somebody to bring.
var entrustWords = []string{
	"titip", "nitip", "titipan", "titipkan", "nitipin", "titipin", "tititipke", "titipke", "nitipke", "nitipne", "tak_titipke", "menitipkan", "dititip", "dititipkan", "dibawa", "dibawain", "dibawakan", "dijemput", "kutitip", "kutitipkan",
}

// sentWords say that money was sent.
var sentWords = []string{"transfer", "tf", "trf", "ditransfer", "kirim", "krm", "dikirim", "kirimkan"}

// kinWords are those of her house by whom somebody sends her money.
var kinWords = []string{
	"anak", "anake", "anakku", "anaknya", "bojo", "bojoku", "suami", "suaminya", "istri", "istriku", "adik", "adikku", "adiknya", "kakak", "kakakku", "kakaknya", "ibuk", "ibunya", "bapaknya",
	"menantu", "menantunya", "mantu", "cucu", "putu", "putuku", "tetangga", "tonggo", "ponakan", "keponakan",
}

// entrusts reads a member's "titip 275rb ke bu ani", "angsuran saya titip anak 275rb" and
// "sdh transfer 275rb": money that is on its way.
func (m *reading) entrusts() bool {
	if m.forAll() || m.c.Role == Unknown {
		return false
	}
	sent := m.hasText(sentWords...)
	if !sent && !m.hasText(entrustWords...) {
		return false
	}
	to := m.has(tAlready) || m.hasText(kinWords...)
	for _, t := range m.tokens {
		to = to || t.kind == aName && t.who.to
	}
	return to
}

// saysDone reads a member's "275.000 sdh" and "sudah ya bu, 275rb lewat bu wati": where
// nothing else is told of, what is done is her instalment.
func (m *reading) saysDone() bool {
	return m.paysPart() || (m.c.Role == Member || m.c.Role == Head) && m.has(tAlready) && m.count(anAmount) == 1 && m.sure() && m.others() == m.receivers() &&
		!m.has(tNo|tNotYet|tOut|tDebt|tLoan|tOdd|tWish|tSoon|tUPK|tPuzzled) && !m.doubtful()
}

// paysPart reads a member's "250rb dulu ya bu, kurangnya besok".
func (m *reading) paysPart() bool {
	return (m.c.Role == Member || m.c.Role == Head) && m.has(tRest) && m.onePaid() && m.hasText("dulu", "dl", "dlu", "dhisik", "disik", "sik", "riyin", "rumiyin", "heula") && m.others() == m.receivers() &&
		!m.has(tNo|tNotYet|tCannot|tOut|tDebt|tLoan|tOdd|tWish|tUPK|tPuzzled|tSave|tDraw) && !m.saidText("ada", "ana", "wonten", "aya", "punya") && m.first(tRest) > 1
}

// handed tells whether a treasurer says that somebody sent or entrusted the money to her,
// and not a thing: "siti nitip 275rb", "wati trf ke rek saya 275rb".
func (m *reading) handed() bool {
	if !m.forAll() || m.count(aName) == 0 {
		return false
	}
	for i, t := range m.tokens {
		if t.kind != aWord || !slices.Contains(entrustWords, t.text) && !slices.Contains(sentWords, t.text) {
			continue
		}
		return i+1 == len(m.tokens) || m.tokens[i+1].kind != aWord || m.tokens[i+1].tags != 0
	}
	return false
}

// markHerOwn reads "wati nganter angsuran siti 275rb sama punya dia 275rb": what is her own is
// of who was named first and brought the other's.
func (m *reading) markHerOwn() {
	if !m.forAll() {
		return
	}
	for i := 1; i < len(m.tokens); i++ {
		if !slices.Contains(belongWords, m.tokens[i-1].text) || !theyWords[m.tokens[i].text] {
			continue
		}
		first := slices.IndexFunc(m.tokens[:i], func(t token) bool { return t.kind == aName })
		if first < 0 || m.tokens[first].who.me || m.tokens[first].who.to || !slices.ContainsFunc(m.tokens[first+1:i], func(t token) bool { return t.kind == aName }) || hasAmount(m.tokens[:first]) {
			return
		}
		brings := slices.ContainsFunc(m.tokens[first+1:i], func(t token) bool { return slices.Contains(bringerWords, t.text) })
		if !brings {
			return
		}
		m.tokens = slices.Clone(m.tokens)
		m.tokens[i] = m.tokens[first]
		m.tokens = slices.Delete(m.tokens, first, first+1)
		return
	}
}

// bringerWords say that somebody brought money, maybe another's.
var bringerWords = []string{"nganter", "antar", "nganterin", "anter", "ngeterke", "bawa", "bawain", "nggawa", "nggowo", "gowo", "ngasta", "titip", "nitip", "nitipin", "bayarin", "mbayarke", "bayarkan", "setor", "nyetor"}

// markAbsent takes "gak bisa kumpulan" for what it is beside money that she sends: she
// stays away, and pays all the same.
func (m *reading) markAbsent() {
	m.markPresence()
	if m.count(anAmount) == 0 || !m.hasText(entrustWords...) && !m.has(tTo) {
		return
	}
	for i := 0; i+1 < len(m.tokens); i++ {
		if m.tokens[i].text == "absen" && m.people() > 0 && m.count(anAmount) == 1 {
			m.tokens[i].tags = tFill
		}
		if m.tokens[i].is(tCannot|tNotYet|tNo) && slices.Contains(comeWords, m.tokens[i+1].text) {
			m.tokens[i].tags, m.tokens[i+1].tags = tFill, tFill
		}
	}
}

// markPresence takes the words for who came out of a treasurer's list of a meeting, "ani hadir
// bayar 275", and makes "not yet" of who stayed away on a line without an amount.
func (m *reading) markPresence() {
	if m.c.Role != Treasurer || m.count(anAmount) < 2 {
		return
	}
	from := 0
	for i := 0; i <= len(m.tokens); i++ {
		if i < len(m.tokens) && !m.tokens[i].sign("\n;,") {
			continue
		}
		line := m.tokens[from:i]
		from = i + 1
		for k := 1; k < len(line); k++ {
			t := &line[k]
			switch {
			case !presentWords[t.text]:
			case line[k-1].is(tNo|tNotYet|tCannot) && !hasAmount(line):
				line[k-1].tags, t.tags, t.text = tNotYet, tFill, "tidak_hadir"
			case line[k-1].kind == aName:
				t.tags = tFill
			}
		}
	}
}

// presentWords say who came, and who asked leave.
var presentWords = map[string]bool{"hadir": true, "datang": true, "dtg": true, "ijin": true, "izin": true, "rawuh": true, "teka": true, "teko": true, "sumping": true}

// staysAway reads a member's "besok saya ga bisa kumpulan": it is not about money.
func (m *reading) staysAway() bool {
	if m.c.Role != Member && m.c.Role != Head || m.count(anAmount)+m.others() > 0 || m.has(tPay|tBring|tSave|tDebt|tArrears|tHuman) || m.isQuestion() {
		return false
	}
	for i := 0; i+1 < len(m.tokens); i++ {
		if m.tokens[i].is(tCannot|tNotYet|tNo) && slices.Contains(comeWords, m.tokens[i+1].text) {
			return true
		}
	}
	return false
}

// comeWords say that somebody comes to a gathering.
var comeWords = []string{
	"kumpulan", "kumpul", "datang", "dtg", "dateng", "hadir", "rapat", "ikut", "berangkat", "mangkat", "dugi", "rawuh", "sumping", "teko", "teka", "pertemuan", "arisan", "melu", "kesana", "kesitu",
}

// markTheirs takes the wish out of "saya titipkan ke bu tini, beliau mau ke rumah bendahara":
// it is of who carries the money. Nor is "belum ada kabar" of who has not paid.
func (m *reading) markTheirs() {
	if m.forAll() || m.count(anAmount) == 0 {
		return
	}
	for i := 0; i+1 < len(m.tokens); i++ { // "kulo pun mbayar kok dereng wonten kabar": no word of it has come
		k := i + 1
		for k+1 < len(m.tokens) && m.tokens[k].is(tFill) {
			k++
		}
		if t := &m.tokens[i]; t.is(tNotYet) && m.tokens[k].text == "kabar" {
			t.tags = tPuzzled
		}
	}
	if !m.has(tAlready) {
		return
	}
	for i := 1; i < len(m.tokens); i++ {
		if t := &m.tokens[i]; t.is(tWish) && goingWords[t.text] && theyWords[m.tokens[i-1].text] {
			t.tags = tFill
		}
	}
}

// theyWords are who is neither the sender nor spoken to.
var theyWords = map[string]bool{"beliau": true, "dia": true, "dee": true, "deweke": true, "orangnya": true, "piyambakipun": true, "panjenenganipun": true, "manehna": true}

// dropIfLate takes off a member's "kalau belum sampai tolong kabari" behind what she gave.
func (m *reading) dropIfLate() {
	if m.forAll() || m.count(anAmount) != 1 || !m.has(tAlready) && !m.hasText(entrustWords...) {
		return
	}
	paid := false
	for i := 0; i+2 < len(m.tokens); i++ {
		t := m.tokens[i]
		paid = paid || t.kind == anAmount
		if paid && t.sign(".!\n;,") && ifWords[m.tokens[i+1].text] && m.tokens[i+2].is(tNotYet) {
			m.tokens = m.tokens[:i:i]
			return
		}
	}
}

// ifWords begin a condition.
var ifWords = map[string]bool{"kalau": true, "kalo": true, "klo": true, "kl": true, "klw": true, "nek": true, "yen": true, "menawi": true, "lamun": true, "mun": true, "bila": true, "jika": true}
