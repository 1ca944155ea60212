package understand

// daysLead tells whether several days are named, each before the payments of it: "tgl 5
// siti 275rb wati 200rb, tgl 7 ani 275rb". Every payment is then of the day before it;
// which is asked all the same, because the days could be read as those behind.
func daysLead(tokens []token) bool {
	days, differ, last, paid := 0, false, day{}, true
	for i, t := range tokens {
		switch {
		case t.kind == aDay:
			if !paid || !namesBehind(tokens[i+1:]) {
				return false
			}
			differ = differ || days > 0 && t.day.past != last.past
			days, last, paid = days+1, t.day, false
		case t.kind == aName && !t.who.to && days == 0:
			return false
		case t.kind == anAmount:
			paid = true
		}
	}
	return differ && paid
}

// namesBehind tells whether a payer is named before any amount or other day.
func namesBehind(tokens []token) bool {
	for _, t := range tokens {
		if t.kind == aName {
			return !t.who.to
		}
		if t.kind != aSign && !t.is(tTitle|tFill|tPay|tAlready) {
			return false
		}
	}
	return false
}
