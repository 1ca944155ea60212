package understand

import (
	"strconv"
	"strings"
	"time"

	"bendahara/ledger"
)

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
