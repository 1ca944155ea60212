package understand

var weekdays = map[string]int{
	"senin": 1, "senen": 1, "snin": 1, "selasa": 2, "slasa": 2, "salasa": 2, "rabu": 3, "rebo": 3, "kamis": 4, "kemis": 4, "kms": 4,
	"jumat": 5, "jemuwah": 5, "jumuah": 5, "jemuah": 5, "jumah": 5, "jumaat": 5, "sabtu": 6, "setu": 6, "saptu": 6, "sbtu": 6,
	"ahad": 0, "ngaat": 0, "ngahad": 0, "minggu": 0, "mggu": 0, "ngad": 0,
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 0,
}

var marketDays = map[string]int{
	"legi": 0, "manis": 0, "umanis": 0, "pahing": 1, "paing": 1, "pon": 2, "wage": 3, "wagi": 3, "kliwon": 4, "kaliwon": 4,
}

var months = map[string]int{
	"januari": 1, "jan": 1, "februari": 2, "pebruari": 2, "feb": 2, "peb": 2, "maret": 3, "mar": 3, "mrt": 3, "april": 4, "apr": 4, "mei": 5,
	"juni": 6, "jun": 6, "juli": 7, "jul": 7, "agustus": 8, "agt": 8, "agu": 8, "ags": 8, "agust": 8, "september": 9, "sept": 9, "sep": 9,
	"oktober": 10, "okt": 10, "november": 11, "nopember": 11, "nov": 11, "nop": 11, "desember": 12, "des": 12,
	"january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "august": 8, "october": 10, "oct": 10, "december": 12, "dec": 12,
}

// relativeDays are days counted from the day of sending.
var relativeDays = map[string]int{
	"hari_ini": 0, "hr_ini": 0, "hari_iki": 0, "dinten_niki": 0, "dina_iki": 0, "dino_iki": 0, "dinten_ieu": 0, "pagi_ini": 0, "sekarang": 0, "skrg": 0, "skg": 0, "saiki": 0, "samenika": 0, "ayeuna": 0, "today": 0, "poe_ieu": 0,
	"kemarin": -1, "kmrn": -1, "kmren": -1, "kemaren": -1, "kmaren": -1, "kmarin": -1, "kemrin": -1, "kmrin": -1, "wingi": -1, "kolowingi": -1, "kala_wingi": -1, "kamari": -1, "yesterday": -1,
	"kemarin_sore": -1, "kmrn_sore": -1, "kemarin_malam": -1, "semalam": -1, "semalem": -1, "smalem": -1, "smalam": -1, "tadi_malam": -1, "td_malam": -1, "td_mlm": -1, "smlm": -1, "td_malem": -1, "tadi_malem": -1, "mau_mbengi": -1, "wau_dalu": -1, "semlm": -1, "tdmlm": -1, "mlm_tadi": -1, "mlm_td": -1, "malam_td": -1, "malem_tadi": -1, "mlm_wau": -1, "malam_tadi": -1, "mau_bengi": -1, "tadi_mlm": -1, "wingi_sore": -1,
	"kemarin_lusa": -2, "kmrn_lusa": -2, "kemaren_lusa": -2, "kemarin_dulu": -2, "wingi_uni": -2, "mangkukna": -2, "kmrin_dulu": -2,
	"besok": 1, "bsk": 1, "bsok": 1, "besuk": 1, "sesuk": 1, "isuk": 1, "isukan": 1, "enjing": 1, "wau_enjing": 0, "tadi_enjing": 0, "tadi_isuk": 0, "td_isuk": 0, "tadi_esuk": 0, "td_esuk": 0, "mau_esuk": 0, "mau_isuk": 0, "mbenjing": 1, "benjing": 1, "tomorrow": 1, "lusa": 2, "besok_lusa": 2, "sesuk_emben": 2,
}

// someDay are words for a day not long ago, which must be asked.
var someDay = map[string]bool{
	"winginane": true, "wingenane": true, "wingi_kae": true, "wingi_nane": true, "kapan_hari": true, "tempo_hari": true, "kemarin2": true, "kmrn2": true, "tempo_dina": true, "kamari_ieu": true,
}

// earlierToday are parts of the day that is over; before dawn that is the day before.
var earlierToday = map[string]bool{
	"tadi_pagi": true, "td_pagi": true, "tadi_siang": true, "td_siang": true, "tadi_sore": true, "td_sore": true,
	"tadi_malam": true, "td_malem": true, "tadi_malem": true, "td_malam": true, "td_mlm": true, "tadi_mlm": true, "tdmlm": true, "malam_tadi": true, "mlm_tadi": true, "mlm_td": true, "malam_td": true, "malem_tadi": true,
	"mau_sore": true, "mau_awan": true, "mau_bengi": true, "wau_sonten": true, "wau_siang": true, "tadi_peuting": true,
}

// partBehind reads "td habis isya": how many tokens it is, and whether an evening's prayer
// or the like is meant. "tadi sore" is one token and read elsewhere.
func partBehind(tokens []token) (n int, evening bool) {
	if tokens[0].text != "tadi" && tokens[0].text != "td" && tokens[0].text != "wau" && tokens[0].text != "mau" {
		return 0, false
	}
	for i, t := range tokens[1:min(len(tokens), 4)] {
		switch t.text {
		case "isya", "isyak", "tarawih", "taraweh", "teraweh", "maghrib", "magrib", "malam", "mlm", "bengi", "peuting":
			return i + 2, true
		case "ashar", "asar", "dzuhur", "dhuhur", "zuhur", "luhur", "subuh", "sonten", "sore", "siang":
			return i + 2, false
		case "habis", "abis", "bakda", "bada", "sehabis", "setelah", "stlh", "bar", "sebelum", "sblm", "waktu", "wkt", "pas":
		default:
			return 0, false
		}
	}
	return 0, false
}

// besideDay are words that say that another day is meant than the one behind them.
var besideDay = map[string]bool{
	"sebelum": true, "sblm": true, "sblum": true, "sebelumnya": true, "sakdurunge": true, "saderengipun": true, "samemeh": true, "before": true,
	"sesudah": true, "ssdh": true, "setelah": true, "stlh": true, "sawise": true, "saparantos": true, "after": true, "antara": true,
}

func isPastWord(word string) bool {
	switch word {
	case "lalu", "kemarin", "kmrn", "kmrin", "kmren", "kemaren", "wingi", "kamari", "kepungkur", "kapengker", "lampau":
		return true
	}
	return false
}
