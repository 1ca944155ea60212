package conversation

import (
	"fmt"
	"time"

	"bendahara/ledger"
)

// SIMEnds tells the office that the SIM in its phone is about to end: a number that has
// ended can be sold to somebody else.
type SIMEnds struct {
	UPK  string
	Day  ledger.Date
	Days int // until then; negative: it has ended
}

// Kind names the template.
func (SIMEnds) Kind() string { return "sim_ends" }

// SIMWarning is how many days before the end of the SIM the office is told first.
const SIMWarning = 14

// simDays are the days before the end on which the office is told.
var simDays = []int{SIMWarning, 7, 3, 1, 0}

// EndingSIM tells those who decide at the UPK, at each step once, that the SIM of the
// setting kartu_sampai is about to end.
func EndingSIM(f Facts, now time.Time) ([]Reminding, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, err
	}
	end, ok := t.settings.SIMEnds()
	left := int(end - t.day)
	if !ok || left > simDays[0] {
		return nil, nil
	}
	step := simDays[0]
	for _, days := range simDays {
		if left <= days {
			step = days
		}
	}
	officers, err := f.Officers()
	if err != nil {
		return nil, err
	}
	var list []Reminding
	for _, o := range officers {
		if o.Phone == "" || !decides(o.Role) {
			continue
		}
		list = append(list, Reminding{
			Say:   Say{To: o.Phone, Class: Reminder, Words: SIMEnds{UPK: t.upk.Name, Day: end, Days: left}},
			Steps: []Step{{Key: fmt.Sprintf("%ssim/%s/%d/%s", DigestStep, end, step, o.Code), Month: end.Period()}},
		})
	}
	return list, nil
}
