package conversation

import "bendahara/ledger"

// The words of a cash count.
type (
	// Count is a count of a treasurer's cash: what was there and what the books say.
	Count struct {
		Group          string
		Day            ledger.Date
		Counted, Books ledger.Money
		Short, Over    ledger.Money // the difference, one way or the other
	}
	// CountEcho reads a count back.
	CountEcho struct {
		Count
		Unsure bool
		Code   string // as in Echo
	}
	// CountRecorded tells the officer that it is in the books; without a Reference
	// there was nothing to record.
	CountRecorded struct {
		Count
		Reference string
	}
	// CountNotice tells the treasurer and the chair.
	CountNotice struct {
		Count
		Officer   string
		Reference string
	}
	// CountByOffice says that the UPK counts, not the treasurer.
	CountByOffice struct{ UPK string }
)

// Kind names the template of each.
func (CountEcho) Kind() string     { return "count_echo" }
func (CountRecorded) Kind() string { return "count_recorded" }
func (CountNotice) Kind() string   { return "count_notice" }
func (CountByOffice) Kind() string { return "count_by_office" }
