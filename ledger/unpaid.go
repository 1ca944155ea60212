package ledger

// Unpaid is the part of the schedule that is still to be paid by one who has
// paid so much, ever; instalments that are paid in full are left out.
func (s Schedule) Unpaid(paid Amounts) Schedule {
	var open Schedule
	for _, line := range s {
		unpaid := line.payOff(&paid)
		if unpaid.Total() > 0 {
			line.Principal, line.Interest = unpaid.Principal, unpaid.Interest
			open = append(open, line)
		}
	}
	return open
}
