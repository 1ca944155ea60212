package understand

// asksStanding reads what is asked of how things stand with the sender or the office,
// and a member's plea for time.
func (m *reading) asksStanding(out *Meaning) bool {
	switch {
	case m.count(anAmount) == 0 && (m.has(tUPK) && m.hasText("buka", "tutup", "libur") || m.hasText("rekening", "rekeningnya", "rek", "norek", "no_rek")) && !m.has(tAlready|tSchedule):
		*out = Meaning{Intent: Human} // "upk buka jam berapa"
	case m.asksPaid():
		*out = m.about(Balance)
	case (m.forAll() || m.c.Role == Auditor) && m.has(tReport|tArrears) && m.has(tAdvice) && !m.has(tPay|tSave|tBring) && m.hasText(howWords...):
		*out = m.query() // "kolektibilitas per kelompok skrg gimana"
	case !m.forAll() && m.hasText(respiteWords...) && m.count(anAmount) == 0:
		*out = m.plan() // "panen gagal, minta waktu sampai bulan depan boleh?"
	case m.c.Role == Treasurer && m.has(tUPK) && m.has(tBring|tPay) && m.hasText(muchWords...) && m.count(anAmount) == 0 && m.others() == 0 && !m.has(tAlready):
		*out = m.withGroup(Meaning{Intent: ScheduleOf}) // "berapa yg harus saya setor ke upk bulan ini"
	case m.movesDay():
		*out = Meaning{Intent: ScheduleOf}
	default:
		return false
	}
	return true
}

// looksUp reads "cek angsuran bu tukinem jan-jun": a card is wanted.
func (m *reading) looksUp() bool {
	return (m.forAll() || m.c.Role == Auditor || m.c.Role == Head) && m.count(anAmount) == 0 && m.others() == 1 && m.saidFirst("cek", "lihat", "liat", "tampilkan") && m.has(tPay) && !m.has(tAlready|tNotYet|tArrears|tBalance|tReport|tCash)
}

// asksHow reads questions about what somebody may do, and whether what somebody paid is
// in the books.
func (m *reading) asksHow(out *Meaning) bool {
	amounts := m.count(anAmount)
	switch {
	case m.c.Role == Unknown && amounts == 0 && m.hasText("gabung", "ikut", "masuk", "bergabung", "jadi_anggota") && m.saidText("kelompok", "anggota", "syarat", "syaratnya"):
		*out = Meaning{Intent: Help} // "mau gabung kelompok syaratnya apa"
	case m.c.Role == Unknown && amounts > 0 && m.has(tPay) && m.has(tWish|tSoon):
		*out = Meaning{Intent: Help} // "saya adiknya bu siti, mau bayarin angsurannya 275rb ke siapa"
	case !m.forAll() && amounts == 0 && m.has(tPaidOff) && m.hasText("kan", "ya") && m.others() == 0 && !m.has(tNotYet):
		*out = m.about(Balance) // "sudah lunas kan bulan kemarin?"
	case m.hasText("selisih", "slisih", "selisihnya", "beda") && amounts > 0 && m.forAll() && m.others() == 0:
		*out = Meaning{Intent: Human} // "catatan saya selisih 28rb, siapa yang bisa bantu"
	case amounts == 0 && m.has(tAdvice) && m.others() == 1 && m.forAll() && m.has(tAlready) && m.has(tNotYet) && m.has(tPay|tBring):
		*out = m.about(Arrears) // "siti gmn tuh, udh byr blm"
	case m.c.Role == Treasurer && amounts == 0 && m.has(tUPK) && m.has(tNotYet) && m.hasText(muchWords...):
		*out = m.about(CashHeld) // "uang yg blm ke upk brp"
	case m.c.Role == Head && amounts == 0 && m.saidText(treasurerWords...) && m.hasText(muchWords...) && m.saidText("uang", "uangnya", "duit", "duitnya", "dana", "kas", "setoran") && !m.has(tPay|tSave):
		*out = m.about(CashHeld) // "uang yg msh di bendahara brp"
	case (m.c.Role == Treasurer || m.c.Role == Head) && amounts == 0 && m.has(tUPK) && m.has(tBring) && m.has(tAlready) && m.has(tNotYet):
		*out = m.withGroup(Meaning{Intent: CashHeld}) // "uang mawar sudah disetor ke upk belum"
	case !m.forAll() && amounts == 0 && m.has(tPaidOff) && m.has(tAlready) && m.has(tNotYet) && m.others() == 0 && m.group == "":
		*out = m.about(Balance) // "sy bln ini udh lunas blm"
	case m.c.Role == Officer && m.hasText(muchWords...) && m.hasText("catatan", "buku", "tercatat") && m.has(tBring|tReceive):
		*out = m.about(CashHeld) // "setoran dr bu ani cuma 1.350.000, di catatan brp"
	case m.has(tSoon|tWish) && m.hasText("minta_keringanan", "minta_kelonggaran", "minta_penundaan", "minta_kebijaksanaan", "minta_perpanjangan"):
		*out = Meaning{Intent: Human}
	case !m.forAll() && m.has(tDraw) && amounts == 0 && m.has(tSave) && m.hasText("kapan", "kpn", "bisa", "boleh", "iraha", "saged", "iso"):
		*out = Meaning{Intent: Human} // "mau ambil tabungan bisa kapan"
	case amounts == 0 && m.has(tPay|tBring) && m.hasText("lewat", "lwt", "via", "kemana", "kmana", "di_mana", "dimana", "ke", "nang_endi", "nengdi") && m.hasText("apa", "mana", "kemana", "kmana", "dimana", "endi", "siapa", "sopo", "sapa") && !m.has(tAlready|tNotYet|tDecide):
		*out = Meaning{Intent: Help} // "kalau mau bayar lewat apa"
	case amounts == 0 && m.has(tAlready) && m.has(tNotYet) && m.has(tPay|tBring) && m.group == "" && m.others() == m.receivers() && (m.c.Role == Member || m.c.Role == Head):
		*out = m.about(Balance) // "aku wingi wis mbayar opo durung yo"
	case m.c.Role == Treasurer && m.others() == 1 && m.has(tAlready) && m.has(tNotYet|tNo) && m.hasText(enteredWords...):
		*out = m.about(Balance) // "yg siti 275rb tadi sore udah masuk blm"
	case !m.forAll() && amounts == 0 && m.has(tPay) && m.hasText(muchWords...) && m.hasText("lagi", "lg", "maning", "meneh", "deui") && m.hasText("harus", "hrs", "kudu", "mesti", "musti"):
		*out = m.about(Balance) // "berapa lg sy hrs bayar"
	case m.people() > 0 && amounts == 0 && m.hasText(muchWords...) && (m.saidText(lackWords...) || m.others() == 1 && m.onlyNames(tFill|tTitle|tAskWord|tGreet|tYes)):
		*out = m.about(Balance)
	default:
		return false
	}
	return true
}

// asksPaid reads a member's "yg sudah masuk berapa" and "apakah angsuran saya sudah
// tercatat": what the books have of her.
func (m *reading) asksPaid() bool {
	if m.c.Role != Member && m.c.Role != Head || !m.has(tAlready) || m.count(anAmount) > 0 || m.others() > m.receivers() || m.has(tSave|tPaidOff) {
		return false
	}
	return m.hasText(muchWords...) && (m.has(tPay|tBring) || m.hasText(enteredWords...)) && !m.has(tRest|tBalance|tDebt) || m.hasText(enteredWords...) && m.has(tPay|tBring)
}

// enteredWords say that money is in the books.
var enteredWords = []string{"masuk", "mlebet", "mlebu", "lebet", "asup", "tercatat", "dicatat", "kecatat", "kecatet", "terdata", "dibukukan", "ditulis", "tertulis"}

// howWords ask how something stands.
var howWords = []string{"gimana", "gmn", "gmana", "bgmn", "bagaimana", "piye", "pripun", "kumaha", "gimna", "kepiye"}

// respiteWords ask for time.
var respiteWords = []string{"minta_waktu", "minta_tempo", "minta_mundur", "njaluk_tempo", "njaluk_wektu", "njaluk_mundur", "nyuwun_tempo"}

// movesDay reads "tgl 20 lebaran, angsurannya maju apa mundur?".
func (m *reading) movesDay() bool {
	return m.count(anAmount) == 0 && m.has(tPay|tSchedule|tMeeting) && m.hasText("mundur", "maju", "digeser", "geser", "diundur", "dimajukan", "libur") && m.others() == 0
}

// asksUnpaid reads "minta daftar yang belum bayar": a list, and nobody did not pay by it.
func (m *reading) asksUnpaid(out *Meaning) bool {
	if m.people() > 0 || m.count(anAmount) > 0 || !m.has(tNotYet) || !m.has(tPay|tBring|tPaidOff) || !m.hasText("tau", "tahu", "daftar", "list", "daftarnya", "data", "datanya", "nama", "nama2") {
		return false
	}
	*out = m.about(Arrears)
	return true
}

// wishesDraw reads a member's "mau ambil tabungan 10rb bs ga", and what a treasurer asks about
// it for her: whether she may, a person says.
func (m *reading) wishesDraw() bool {
	if m.c.Role == Officer || m.c.Role == Unknown || !m.has(tDraw) || !m.has(tSave) || m.has(tAlready|tReport|tBalance) {
		return false
	}
	may := m.saidText("bisa", "bs", "boleh", "bole", "saged", "saget", "iso", "tiasa", "kapan", "kpn", "gimana", "pripun", "piye")
	if m.forAll() {
		return may && m.isQuestion() && m.others() > 0 && (m.has(tWish|tSoon) || m.count(aDay) > 0)
	}
	return may && (m.isQuestion() || m.has(tNo|tWish|tSoon)) || m.saidFirst("mau", "ingin", "pengen", "pengin", "pingin", "arep", "badhe", "hayang", "hoyong") && m.count(anAmount) < 2
}
