package understand

import (
	"strconv"
	"strings"
	"time"

	"bendahara/ledger"
)

// day is a day that was named.
type day struct {
	past  ledger.Date // as a day on which something happened
	next  ledger.Date // as a day to come, for promises
	ahead bool        // it can only be a day to come
	ask   bool        // it must be asked
	bare  bool        // a weekday alone: past or coming
}

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
	"hari_ini": 0, "hr_ini": 0, "hari_iki": 0, "dinten_niki": 0, "dina_iki": 0, "sekarang": 0, "skrg": 0, "skg": 0, "saiki": 0, "samenika": 0, "ayeuna": 0, "today": 0, "poe_ieu": 0,
	"kemarin": -1, "kmrn": -1, "kmren": -1, "kemaren": -1, "kmaren": -1, "kmarin": -1, "kemrin": -1, "wingi": -1, "kolowingi": -1, "kala_wingi": -1, "kamari": -1, "yesterday": -1,
	"kemarin_sore": -1, "kmrn_sore": -1, "kemarin_malam": -1, "semalam": -1, "tadi_malam": -1, "td_malam": -1, "td_mlm": -1, "smlm": -1, "semlm": -1, "tdmlm": -1, "mlm_tadi": -1, "malam_tadi": -1, "mau_bengi": -1, "tadi_mlm": -1, "wingi_sore": -1,
	"kemarin_lusa": -2, "kmrn_lusa": -2, "kemaren_lusa": -2, "kemarin_dulu": -2, "wingi_uni": -2, "mangkukna": -2, "kmrin_dulu": -2,
	"besok": 1, "bsk": 1, "besuk": 1, "sesuk": 1, "isuk": 1, "isukan": 1, "enjing": 1, "wau_enjing": 0, "mau_esuk": 0, "mbenjing": 1, "benjing": 1, "tomorrow": 1, "lusa": 2, "besok_lusa": 2, "sesuk_emben": 2,
}

// calendar reads days against the day of sending.
type calendar struct {
	today ledger.Date
	late  bool // sent in the evening: "tadi malam" may be tonight or last night
}

// findDays makes days of the words and numbers that name one.
func findDays(tokens []token, sent time.Time) []token {
	c := calendar{today: ledger.DateOf(sent), late: sent.Hour() >= 18}
	out := make([]token, 0, len(tokens))
	for i := 0; i < len(tokens); {
		t := tokens[i]
		n, d := c.dayAt(tokens[i:])
		if n == 1 && t.is(tCount) && i > 0 && tokens[i-1].kind != aWord {
			n = 0 // "2 minggu"
		}
		if n == 0 {
			out = append(out, t)
			i++
			continue
		}
		if next := i + n; next < len(tokens) && t.text != tokens[next].text && d.past < c.today && isPastWord(tokens[next].text) &&
			(t.kind == aNumber || strings.HasPrefix(t.text, "t")) {
			n++ // "tgl 8 kemarin"
		}
		if i > 0 && besideDay[tokens[i-1].text] { // "sebelum kemarin"
			d.ask = true
		}
		t.end = tokens[i+n-1].end
		t.kind, t.day = aDay, d
		out = append(out, t)
		i += n
	}
	return out
}

// besideDay are words that say that another day is meant than the one behind them.
var besideDay = map[string]bool{
	"sebelum": true, "sblm": true, "sblum": true, "sebelumnya": true, "sakdurunge": true, "saderengipun": true, "samemeh": true, "before": true,
	"sesudah": true, "ssdh": true, "setelah": true, "stlh": true, "sawise": true, "saparantos": true, "after": true, "antara": true,
}

func isPastWord(word string) bool {
	switch word {
	case "lalu", "kemarin", "kmrn", "kemaren", "wingi", "kamari", "kepungkur", "kapengker", "lampau":
		return true
	}
	return false
}

// dayAt is the day that tokens begin with: how many tokens it takes, 0 for none.
func (c calendar) dayAt(tokens []token) (n int, d day) {
	t := tokens[0]
	if t.kind == aNumber {
		if n, d = c.counted(tokens); n > 0 {
			return n, d
		}
		return c.numeric(tokens, false)
	}
	if t.kind != aWord {
		return 0, day{}
	}
	if w := numberWords[t.text]; t.is(tNumber) && w.value > 0 {
		return c.counted(append([]token{{kind: aNumber, text: strconv.FormatInt(w.value, 10)}}, tokens[1:min(len(tokens), 5)]...))
	}
	switch t.text {
	case "tgl", "tanggal", "tggl", "tnggl", "tangal", "tg", "tgal", "tanggl", "tglnya", "titimangsa":
		skip := 1
		if len(tokens) > 1 && tokens[1].sign(".:") {
			skip = 2
		}
		if n, d = c.numeric(tokens[skip:], true); n > 0 {
			return n + skip, d
		}
		if n, d = c.spelled(tokens[skip:]); n > 0 {
			return n + skip, d
		}
		return 0, day{}
	case "seminggu":
		return c.relative(tokens, 7)
	case "minggu", "mggu", "bulan", "bln", "tahun", "thn", "th":
		if n, d = c.lastPeriod(tokens); n > 0 {
			return n, d
		}
	case "hari", "hr", "dina", "dinten", "poe", "malam", "mlm", "malem", "pas", "pasaran":
		if n, d = c.weekday(tokens[1:], t.text); n > 0 {
			return n + 1, d
		}
		return 0, day{}
	}
	if shift, ok := relativeDays[t.text]; ok && t.tags&tDay != 0 {
		date := c.today + ledger.Date(shift)
		last := strings.Contains(t.text, "malam") || strings.Contains(t.text, "mlm") || t.text == "mau_bengi"
		return 1, day{past: date, next: date, ahead: shift > 0, ask: last && c.late}
	}
	return c.weekday(tokens, "")
}

// counted reads "3 hari lalu" and "3 hari lagi".
func (c calendar) counted(tokens []token) (int, day) {
	count, err := strconv.Atoi(tokens[0].text)
	if err != nil || count < 1 || count > 60 || len(tokens) < 3 || tokens[1].kind != aWord {
		return 0, day{}
	}
	switch tokens[1].text {
	case "hari", "hr", "dina", "dinten", "poe", "days", "day":
	case "minggu", "mggu", "weeks", "week":
		count *= 7
	default:
		return 0, day{}
	}
	n, d := c.relative(tokens[1:], count)
	if n > 0 {
		n++
	}
	return n, d
}

// relative reads the word behind "3 hari" or "seminggu": lalu, lagi.
func (c calendar) relative(tokens []token, days int) (int, day) {
	n := 1
	if n < len(tokens) && (tokens[n].text == "yang" || tokens[n].text == "yg") {
		n++
	}
	if n >= len(tokens) || tokens[n].kind != aWord {
		return 0, day{}
	}
	switch tokens[n].text {
	case "lalu", "kemarin", "kmrn", "kemaren", "kepungkur", "kapengker", "ago", "wingi", "kamari", "lampau":
		return n + 1, day{past: c.today - ledger.Date(days)}
	case "lagi", "lg", "depan", "maning", "meneh", "deui":
		return n + 1, day{next: c.today + ledger.Date(days), past: c.today + ledger.Date(days), ahead: true}
	}
	return 0, day{}
}

// lastPeriod reads "minggu lalu", which may be last week or last Sunday, and
// "bulan lalu": both are asked.
func (c calendar) lastPeriod(tokens []token) (int, day) {
	n, d := c.relative(tokens, 7)
	if n == 0 {
		return 0, day{}
	}
	if t := tokens[0].text; t != "minggu" && t != "mggu" {
		back := 1
		if t != "bulan" && t != "bln" {
			back = 12
		}
		_, _, wanted := c.today.Civil()
		d.past = c.today.AddMonths(-back, wanted)
		if d.ahead {
			d.next = c.today.AddMonths(back, wanted)
			d.past = d.next
		}
	}
	d.ask = !d.ahead
	return n, d
}

// weekday reads "Senin", "Senin lalu", "Sabtu Pahing" and, after "malam", the
// evening before: the Javanese day begins at sunset (S57).
func (c calendar) weekday(tokens []token, before string) (int, day) {
	if len(tokens) == 0 || tokens[0].kind != aWord {
		return 0, day{}
	}
	n := 1
	week, ok := weekdays[tokens[0].text]
	market, marketOK := marketDays[tokens[0].text]
	switch {
	case ok:
		market, marketOK = 0, false
		if len(tokens) > 1 && tokens[1].kind == aWord {
			if market, marketOK = marketDays[tokens[1].text]; marketOK {
				n = 2
			}
		}
	case !marketOK || before == "":
		return 0, day{}
	}
	if sunday := tokens[0].text == "minggu" || tokens[0].text == "mggu"; sunday && !marketOK && before == "" &&
		len(tokens) > 1 && tokens[1].kind != aSign {
		return 0, day{} // a week: "minggu ini"
	}
	matches := func(d ledger.Date) bool {
		return (!ok || int(d.Weekday()) == week) && (!marketOK || int(d.Pasaran()) == market)
	}
	d := day{past: c.today, next: c.today + 1, bare: ok && !marketOK, ask: !ok}
	for !matches(d.past) {
		d.past--
	}
	for !matches(d.next) {
		d.next++
	}
	if extra, behind := c.whichWeek(tokens[n:], &d); extra > 0 {
		n += extra
		if behind && d.past == c.today {
			d.past -= map[bool]ledger.Date{true: ledger.Selapan, false: 7}[marketOK && ok]
		}
	}
	if before == "malam" || before == "mlm" || before == "malem" {
		d.past, d.next, d.ask, d.bare = d.past-1, d.next-1, true, false
	}
	return n, d
}

// whichWeek reads "lalu", "kemarin" or "depan" behind a weekday; behind says
// that the day is past.
func (c calendar) whichWeek(rest []token, d *day) (n int, behind bool) {
	for n < len(rest) && (rest[n].text == "yang" || rest[n].text == "yg" || rest[n].text == "minggu") {
		n++
	}
	if n >= len(rest) || rest[n].kind != aWord {
		return 0, false
	}
	switch rest[n].text {
	case "lalu", "kemarin", "kmrn", "kemaren", "wingi", "kamari", "kepungkur", "kapengker", "tadi", "td":
		d.bare = false
		return n + 1, rest[n].text != "tadi" && rest[n].text != "td"
	case "depan", "ngarep", "besok", "bsk", "mendatang", "hareup", "nanti":
		d.ahead, d.bare, d.past = true, false, d.next
		return n + 1, false
	case "malam", "mlm", "sore", "pagi", "siang", "ini":
		return n + 1, false
	}
	return 0, false
}

// numeric reads "5", "5 maret", "5/3", "5-3-2026" and "05.03.2026"; a day alone,
// or with a dash, counts only after "tgl".
func (c calendar) numeric(tokens []token, named bool) (int, day) {
	if len(tokens) == 0 || tokens[0].kind != aNumber {
		return 0, day{}
	}
	if parts := strings.Split(tokens[0].text, "."); len(parts) == 3 && len(parts[1]) <= 2 {
		return c.civil(1, parts[0], parts[1], parts[2], named)
	}
	if len(tokens) > 1 && tokens[1].kind == aWord && months[tokens[1].text] > 0 {
		month := strconv.Itoa(months[tokens[1].text])
		if len(tokens) > 2 && tokens[2].kind == aNumber && isYear(tokens[2].text) {
			return c.civil(3, tokens[0].text, month, tokens[2].text, named)
		}
		return c.civil(2, tokens[0].text, month, "", named)
	}
	if len(tokens) > 2 && tokens[1].sign("/-") && tokens[2].kind == aNumber && tokens[2].glued {
		if len(tokens) > 3 && tokens[0].text == "1" && tokens[3].is(tFrom) { // "1/2 dari 275rb"
			return 0, day{}
		}
		slash := tokens[1].text
		if len(tokens) > 4 && tokens[3].sign(slash) && tokens[4].kind == aNumber && tokens[4].glued {
			return c.civil(5, tokens[0].text, tokens[2].text, tokens[4].text, named)
		}
		unit := len(tokens) > 3 && tokens[3].is(tNumber)
		if (slash == "/" || named) && !unit {
			return c.civil(3, tokens[0].text, tokens[2].text, "", named)
		}
	}
	if named && !(len(tokens) > 1 && tokens[1].is(tNumber)) {
		return c.civil(1, tokens[0].text, "", "", named)
	}
	return 0, day{}
}

// spelled reads the day in "tanggal lima belas".
func (c calendar) spelled(tokens []token) (int, day) {
	if len(tokens) == 0 || !tokens[0].is(tNumber) {
		return 0, day{}
	}
	n, a, ok := readNumber(tokens)
	if !ok || !a.unsure || a.value%1000 != 0 || a.value/1000 > 31 {
		return 0, day{}
	}
	return c.civil(n, strconv.FormatInt(int64(a.value/1000), 10), "", "", true)
}

func isYear(s string) bool { return len(s) == 4 && s[:2] == "20" }

// civil is the day with the given numbers; without a month or year it is the
// latest such day, and asked where that is far back. A day that there is not is
// asked, and none; named says that "tgl" stood before it.
func (c calendar) civil(n int, dayText, monthText, yearText string, named bool) (int, day) {
	const longAgo, quiteAgo = 180, 14
	dd, err := strconv.Atoi(dayText)
	mm, monthErr := strconv.Atoi(monthText)
	if err != nil || monthText != "" && monthErr != nil || yearText != "" && len(yearText) != 2 && len(yearText) != 4 {
		return 0, day{}
	}
	if dd < 1 || dd > 31 || monthText != "" && (mm < 1 || mm > 12) {
		if len(dayText) > 2 || len(monthText) > 2 || !named && !almostDay(dd, mm) {
			return 0, day{}
		}
		return n, day{ask: true} // "32/1"
	}
	year, month, _ := c.today.Civil()
	switch {
	case yearText != "":
		yy, err := strconv.Atoi(yearText)
		if err != nil {
			return 0, day{}
		}
		if yy < 100 {
			yy += 2000
		}
		date, ok := exact(yy, mm, dd)
		if !ok {
			return n, day{ask: true}
		}
		return n, day{past: date, next: date, ask: date > c.today || c.today-date > 2*365}
	case monthText != "":
		this, ok := exact(year, mm, dd)
		if !ok {
			return n, day{ask: true} // "30/2": there is no such day
		}
		d := day{past: this, next: this}
		if this > c.today {
			d.past, ok = exact(year-1, mm, dd)
		} else if d.next, ok = exact(year+1, mm, dd); !ok {
			d.next, ok = 0, true
		}
		d.ask = !ok || c.today-d.past > longAgo
		if d.ask { // never shifted in silence by a year
			d.past = this
		}
		return n, d
	}
	d := day{}
	for back := 0; back < 12 && d.past == 0; back++ {
		if date, ok := exact(year, int(month)-back, dd); ok && date <= c.today {
			d.past = date
		}
	}
	for on := 0; on < 12 && d.next == 0; on++ {
		if date, ok := exact(year, int(month)+on, dd); ok && date > c.today {
			d.next = date
		}
	}
	d.ask = c.today-d.past > quiteAgo && d.past.Period() != c.today.Period()
	return n, d
}

// exact is the day, and whether there is such a day: not 31 April.
func exact(year, month, dd int) (ledger.Date, bool) {
	date := ledger.NewDate(year, time.Month(month), dd)
	_, _, got := date.Civil()
	return date, got == dd
}

// almostDay tells whether numbers that are no day were surely meant for one:
// 32/1, 3/15.
func almostDay(dd, mm int) bool {
	return dd > 31 && dd < 40 && mm >= 1 && mm <= 12 || dd >= 1 && dd <= 12 && mm > 12 && mm <= 31
}
