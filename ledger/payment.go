package ledger

// Payment is what was paid on a schedule on one day, in rupiah: of a group's loan the
// day on which the UPK received it, of a member's share the day on which her
// treasurer did. A zero Day is a payment from before the books began, on a day
// that nobody wrote down.
type Payment struct {
	Day  Date
	Paid Amounts
}
