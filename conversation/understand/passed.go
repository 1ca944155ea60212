package understand

// diedWords say that somebody has died. Elsewhere they are why somebody else did not pay.
var diedWords = []string{
	"meninggal", "meninggl", "meningal", "wafat", "berpulang", "tutup_usia", "sedo", "seda", "kapundut", "tilar", "pupus", "maot",
	"died", "passed_away",
}

// relatives stand before or behind a name whose own death is not meant: "suami siti".
var relatives = []string{
	"suami", "suaminya", "anak", "anaknya", "istri", "istrinya", "ibu", "ibunya", "bapak", "bapaknya", "adik", "adiknya", "kakak", "kakaknya", "mertua", "mertuanya",
	"menantu", "menantunya", "cucu", "cucunya", "orang", "orangtua", "ortu", "mbah", "simbah", "mbahnya", "bojone", "anake", "ibune", "bapake", "salaki", "budak",
}

// died reads "siti meninggal kemarin": a share whose bearer only the office can settle,
// with a letter. It is told to the office, and nothing is recorded.
func (m *reading) died(out *Meaning) bool {
	if m.c.Role == Unknown || m.count(anAmount) > 0 || m.people() != 1 || m.has(tPay|tNotYet|tCannot|tNo|tWish) || m.hasText(whoWords...) || m.hasText("kapan", "apakah", "benarkah") {
		return false
	}
	if m.firstText(diedWords...) < 0 {
		return false
	}
	for i, t := range m.said {
		switch {
		case t.kind == aName && t.who.me, t.kind == aWord && (isRelative(t.text) && !(t.is(tTitle) && i+1 < len(m.said) && m.said[i+1].kind == aName)):
			return false // of whom, or a message about more
		}
	}
	*out = m.about(Human)
	out.Topic, out.Asks = OfDeath, nil
	return true
}

// needsOffice reads what no message can do, but a person at the UPK: "ada anggota baru",
// and a member who says that she collects for the treasurer.
func (m *reading) needsOffice() bool {
	if m.count(anAmount) > 0 || m.isQuestion() || m.c.Role == Unknown || m.c.Role == Officer {
		return false
	}
	if m.saidText("anggota_baru", "warga_baru") {
		return true
	}
	if m.saidText("keluar", "metu", "mundur", "mengundurkan") && m.saidText("kelompok", "anggota", "keanggotaan") && m.saidText("mau", "ingin", "pengen", "pengin", "arep", "badhe", "minta", "mengundurkan") {
		return true // "sri lestari mau keluar dari kelompok"
	}
	me := false
	for _, t := range m.said {
		me = me || t.kind == aName && t.who.me
	}
	return me && !m.forAll() && m.saidText("sementara", "smntr", "gantikan", "gantiin", "menggantikan", "nggantiin", "nggentosi") && m.saidText("narik", "nagih", "pegang", "megang", "nyatat", "nyatet", "catat", "ngumpulin", "nampung")
}

// wantsCall reads "aku ra iso ngetik, tulung wong upk telpon aku" and "ditelpon mawon nggih".
func (m *reading) wantsCall() bool {
	if m.count(anAmount) > 0 || m.others() > 0 || m.c.Role == Unknown || m.c.Role == Officer || m.has(tPay|tBring|tSave|tStop|tDraw|tLoan|tDebt) {
		return false
	}
	if m.has(tCannot) && m.saidText("moco", "maca", "mbaca", "baca", "membaca", "maos", "ngetik", "nulis", "sms", "smsan", "ngerti") && !m.has(tMeeting) {
		return true // "mbah ora iso moco"
	}
	return m.saidText("ditelpon", "ditelepon", "ditelp", "ditelpun", "ditelfon", "telponen") || m.has(tHelp) && m.saidText("telpon", "telepon", "telp", "tlp", "nelpon", "hubungi")
}

func isRelative(word string) bool {
	for _, r := range relatives {
		if r == word {
			return true
		}
	}
	return false
}
