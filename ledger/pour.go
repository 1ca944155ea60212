package ledger

// part is an amount on one side of an entry.
type part struct {
	account Account
	amount  Money
}

func sumOf(parts []part) (sum Money) {
	for _, p := range parts {
		sum += p.amount
	}
	return sum
}

// pour posts debits against credits in their order, each as far as it goes. Both
// sides must come to the same; amounts of nothing are passed over.
func (e *Entry) pour(debits, credits []part) {
	i, j := 0, 0
	var fromI, fromJ Money // what is used of the two at hand
	for i < len(debits) && j < len(credits) {
		d, c := debits[i], credits[j]
		amount := min(d.amount-fromI, c.amount-fromJ)
		e.post(d.account, c.account, amount)
		fromI += amount
		fromJ += amount
		if fromI == d.amount {
			i, fromI = i+1, 0
		}
		if fromJ == c.amount {
			j, fromJ = j+1, 0
		}
	}
}
