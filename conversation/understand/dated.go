package understand

import (
	"slices"

	"bendahara/ledger"
)

// datePayments gives each amount the day that is named for it, where several days are, and
// takes those days out: "siti tgl 5 150rb, hari ini 125rb", "senin wati 275rb ani 200rb,
// selasa siti 275rb", "700rb tgl 6, 675rb kemarin", "137.500 dua kali, kemarin dan tadi pagi".
// Where it is not certain which day belongs to which amount, nothing is changed, so that the
// day is asked; past says that a weekday behind an amount is one that is over.
func datePayments(tokens []token, today ledger.Date, past bool) []token {
	marks, ok := paymentMarks(tokens, today, past)
	if !ok {
		return tokens
	}
	if slices.ContainsFunc(marks, func(k paymentMark) bool { return k.amount && tokens[k.at].amount.times > 0 }) {
		return repeatPayment(tokens, marks)
	}
	days := make([]ledger.Date, len(tokens)) // of each amount
	if !alternate(marks) {
		marks = withoutIdle(tokens, marks)
	}
	switch {
	case len(marks) == 0:
		return tokens
	case dayInEachClause(marks):
		for _, k := range marks {
			if k.amount {
				i := slices.IndexFunc(marks, func(d paymentMark) bool { return !d.amount && d.clause == k.clause })
				days[k.at] = marks[i].day
			}
		}
	case !marks[0].amount && marks[len(marks)-1].amount && !soft(tokens, marks[0]) && !dayTrails(marks): // each day leads
		var day ledger.Date
		for i, k := range marks {
			switch {
			case k.amount:
				days[k.at] = day
			case !marks[i+1].amount && marks[i+1].day != k.day:
				return tokens // of which of the two?
			default:
				day = k.day
			}
		}
	case alternate(marks): // each day follows
		for i := 0; i < len(marks); i += 2 {
			days[marks[i].at] = marks[i+1].day
		}
	default:
		return tokens
	}
	out := make([]token, 0, len(tokens))
	for i, t := range tokens {
		if t.kind == aDay {
			continue
		}
		if t.kind == anAmount {
			t.day.past = days[i]
		}
		out = append(out, t)
	}
	return out
}

// paymentMark is an amount or a day in a message, and in which clause it stands.
type paymentMark struct {
	at     int
	amount bool
	day    ledger.Date
	clause int
}

// paymentMarks are the amounts and days of a message in their order, if there are several days,
// each of them certain.
func paymentMarks(tokens []token, today ledger.Date, past bool) (marks []paymentMark, ok bool) {
	clause, days := 0, map[ledger.Date]bool{}
	for i, t := range tokens {
		switch {
		case t.sign(",\n;&+") || t.is(tAnd) || t.sign(".") && i+1 < len(tokens) && !tokens[i+1].glued:
			clause++
		case t.kind == anAmount && t.amount.short:
		case t.kind == anAmount:
			if t.amount.value <= 0 && t.amount.times <= 0 {
				return nil, false
			}
			marks = append(marks, paymentMark{at: i, amount: true, clause: clause})
		case t.kind == aDay:
			behind := len(marks) > 0 && marks[len(marks)-1].amount && marks[len(marks)-1].clause == clause
			if t.day.ask || t.day.ahead || t.day.bare && behind && !past && t.day.past != today {
				return nil, false
			}
			marks, days[t.day.past] = append(marks, paymentMark{at: i, day: t.day.past, clause: clause}), true
		case t.kind == aWord && (softWords[t.text] || earlierToday[t.text] && t.text != "tadi_peuting"):
			marks, days[today] = append(marks, paymentMark{at: i, day: today, clause: clause}), true
		}
	}
	return marks, len(days) > 1
}

// dropIdle leaves out the days of which a list says that nothing was paid: "..., tgl 9 libur".
func dropIdle(tokens []token) (out []token) {
	if !slices.ContainsFunc(tokens, func(t token) bool { return t.kind == aWord && idleWords[t.text] }) || !hasAmount(tokens) {
		return tokens
	}
	for _, c := range clausesWithSigns(tokens) {
		day, idle, more := false, false, false
		for _, t := range c {
			day = day || t.kind == aDay
			idle = idle || t.kind == aWord && idleWords[t.text]
			more = more || t.kind == anAmount || t.kind == aName || t.is(tRecord)
		}
		if !day || !idle || more {
			out = append(out, c...)
		}
	}
	return out
}

// idleWords say that on a day nothing was paid.
var idleWords = map[string]bool{"libur": true, "prei": true, "kosong": true, "nihil": true, "absen": true, "tutup": true, "bolong": true, "off": true}

// softWords say "just now", or nothing at all.
var softWords = map[string]bool{"tadi": true, "td": true, "barusan": true, "barusan_saja": true, "brusan": true}

// soft tells whether the mark is such a word.
func soft(tokens []token, k paymentMark) bool { return softWords[tokens[k.at].text] }

// withoutIdle leaves out a "tadi" that stands beside a day: "tadi kamis", "kemarin tadi".
func withoutIdle(tokens []token, marks []paymentMark) (out []paymentMark) {
	for _, k := range marks {
		beside := func(o paymentMark) bool { return !o.amount && !soft(tokens, o) && o.clause == k.clause }
		if soft(tokens, k) && slices.ContainsFunc(marks, beside) {
			continue
		}
		out = append(out, k)
	}
	return out
}

// repeatPayment reads an amount that was paid several times, on as many days.
func repeatPayment(tokens []token, marks []paymentMark) []token {
	n := slices.IndexFunc(marks, func(k paymentMark) bool { return k.amount })
	days := slices.Delete(slices.Clone(marks), n, n+1)
	i, times := marks[n].at, slices.IndexFunc(tokens, isTimes)
	if slices.ContainsFunc(days, func(k paymentMark) bool { return k.amount }) || times < 1 || len(days) != timesSaid(tokens[times-1]) {
		return tokens
	}
	var out []token
	for k, t := range tokens {
		switch {
		case k == i:
			for _, d := range days {
				t.amount = amount{value: tokens[i].amount.times, unsure: tokens[i].amount.unsure}
				t.day.past = d.day
				out = append(out, t)
			}
		case t.kind == aDay, k == times, k == times-1:
		default:
			out = append(out, t)
		}
	}
	return out
}

// dayInEachClause tells whether each clause with an amount has one day and none has a
// day alone.
func dayInEachClause(marks []paymentMark) bool {
	for _, k := range marks {
		amounts, days := 0, map[ledger.Date]bool{}
		for _, o := range marks {
			switch {
			case o.clause != k.clause:
			case o.amount:
				amounts++
			default:
				days[o.day] = true
			}
		}
		if amounts == 0 || len(days) != 1 {
			return false
		}
	}
	return true
}

// dayTrails tells whether a clause begins with an amount and has a day behind it: "ani 125rb
// hari ini".
func dayTrails(marks []paymentMark) bool {
	for i, k := range marks {
		first := i == 0 || marks[i-1].clause != k.clause
		if first && k.amount && slices.ContainsFunc(marks[i:], func(o paymentMark) bool { return !o.amount && o.clause == k.clause }) {
			return true
		}
	}
	return false
}

// alternate tells whether a day stands behind each amount.
func alternate(marks []paymentMark) bool {
	for i, k := range marks {
		if k.amount != (i%2 == 0) {
			return false
		}
	}
	return len(marks)%2 == 0
}
