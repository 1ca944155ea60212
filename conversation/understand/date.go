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

// calendar reads days against the day of sending.
type calendar struct {
	today ledger.Date
	late  bool // sent in the evening: "tadi malam" may be tonight or last night
	early bool // sent before dawn: "tadi sore" is the day before
	// afternoon says that an evening spoken of as over may be today's.
	afternoon bool
}

// dawn is the hour at which people begin to call it morning, and dusk that before which
// no evening prayer of the day is over.
const (
	dawn = 4
	dusk = 17
)

// findDays makes days of the words and numbers that name one.
func findDays(tokens []token, sent time.Time) []token {
	c := calendar{today: ledger.DateOf(sent), late: sent.Hour() >= 18, early: sent.Hour() < dawn, afternoon: sent.Hour() >= dusk}
	out := make([]token, 0, len(tokens))
	for i := 0; i < len(tokens); {
		t := tokens[i]
		n, d := c.dayAt(tokens[i:])
		if n == 1 && t.is(tCount) && i > 0 && tokens[i-1].kind == aNumber {
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
		if k := len(out) - 1; k >= 0 && out[k].kind == aDay && isPastWord(out[k].text) && t.kind == aWord && d.bare { // "kemarin hari minggu"
			out[k].day, out[k].end = day{past: d.past, next: d.next}, tokens[i+n-1].end
			if d.past == c.today {
				out[k].day.past -= 7
			}
			i += n
			continue
		}
		if next := i + n; strings.HasPrefix(t.text, "t") && next+1 < len(tokens) && untilWords[tokens[next].text] && tokens[next+1].kind == aNumber && len(tokens[next+1].text) < 3 {
			n, d.ask = n+2, true // "tgl 17 sampai 27"
		}
		if i > 0 && besideDay[tokens[i-1].text] { // "sebelum kemarin"
			d.ask = true
		}
		if i > 0 && tokens[i-1].text == "per" && len(out) > 0 { // "per 10/3"
			out[len(out)-1].tags = tFill
		}
		t.end = tokens[i+n-1].end
		t.kind, t.day = aDay, d
		out = append(out, t)
		i += n
	}
	return out
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
	case "minggu", "mggu", "mgg", "bulan", "bln", "tahun", "thn", "th":
		if n, d = c.lastPeriod(tokens); n > 0 {
			return n, d
		}
	case "hari", "hr", "dina", "dinten", "poe", "malam", "mlm", "malem", "pas", "pasaran":
		if n, d = c.weekday(tokens[1:], t.text); n > 0 {
			return n + 1, d
		}
		return 0, day{}
	}
	if c.early && earlierToday[t.text] {
		return 1, day{past: c.today - 1, next: c.today - 1}
	}
	if n, evening := partBehind(tokens); n > 0 {
		date := c.today
		if c.early || evening && !c.afternoon {
			date--
		}
		return n, day{past: date, next: date}
	}
	if someDay[t.text] {
		return 1, day{past: c.today - 2, ask: true}
	}
	if shift, ok := relativeDays[t.text]; ok && t.tags&tDay != 0 {
		date := c.today + ledger.Date(shift)
		last := strings.Contains(t.text, "malam") || strings.Contains(t.text, "mlm") || strings.Contains(t.text, "malem") || t.text == "mau_bengi"
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
	case "lagi", "lg", "depan", "dpn", "ngarep", "ngajeng", "hareup", "mendatang", "maning", "meneh", "deui":
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
	if t := tokens[0].text; t != "minggu" && t != "mggu" && t != "mgg" {
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
		len(tokens) > 1 && tokens[1].kind != aSign && !(tokens[1].kind == aNumber && unitFollows(tokens[2:])) {
		return 0, day{} // a week: "minggu ini", not "minggu 5rb"
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
	case "depan", "dpn", "ngarep", "besok", "bsk", "mendatang", "hareup", "nanti":
		d.ahead, d.bare, d.past = true, false, d.next
		return n + 1, false
	case "malam", "mlm", "sore", "pagi", "siang", "ini":
		return n + 1, false
	}
	return 0, false
}
