package understand

import (
	"time"

	"bendahara/ledger"
)

// Day reads an answer that is a day that has been, such as "kemarin", "tgl 5" or
// "5/3", and nothing else. It returns false for any other text.
func Day(text string, sent time.Time) (ledger.Date, bool) {
	plain, _ := clean(text)
	var found []day
	for _, t := range findDays(tokenize(plain), sent) {
		switch {
		case t.kind == aDay:
			found = append(found, t.day)
		case t.kind == aSign && !t.sign("?"), t.is(tFill | tTitle | tYes):
		default:
			return 0, false
		}
	}
	if len(found) != 1 || found[0].ask || found[0].ahead {
		return 0, false
	}
	return found[0].past, true
}
