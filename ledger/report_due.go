package ledger

// BillList is what falls due in a time (daftar tagihan), by fund (S1, S2).
type BillList struct {
	From, To Date
	Funds    []FundPart[BillRow]
}

// BillRow is a line of it: group, chair, address, phone, amounts, days left (S1, S2).
type BillRow struct {
	Place
	Contact
	Number  int  // of the instalment
	Due     Date // its due day
	Open    Amounts
	Overdue Amounts // what was late before; in a loan's first line only
	Fine    Money   // what is due of a fine; in a loan's first line only
	Days    int     // until the due day
}

func (b *BillRow) where() Place { return b.Place }

func (b *BillRow) add(o BillRow) {
	b.Open = b.Open.plus(o.Open)
	b.Overdue = b.Overdue.plus(o.Overdue)
	b.Fine += o.Fine
}

// Bills are the instalments that fall due from one day to another, both included, and
// are not paid on the evening before the first: of today with the same day twice, of
// the next seven days with today and the day six days on. What a loan has
// overdue, and a fine, stand in its first line; one that is only late is in [Reports.ArrearsList].
// The error is that of [Loan.ScheduleAfter].
func (r *Reports) Bills(from, to Date) (BillList, error) {
	var rows []BillRow
	err := r.running(from, func(s loanState) error {
		overdue, fine := s.overdue(), r.fine(&s)
		for _, line := range s.plan.Unpaid(s.paid) {
			if line.Due < from || line.Due > to {
				continue
			}
			rows = append(rows, BillRow{
				Place: s.place, Contact: r.contact(s.loan.Group), Number: line.Number, Due: line.Due,
				Open: Amounts{line.Principal, line.Interest}, Overdue: overdue, Fine: fine, Days: int(line.Due - from),
			})
			overdue, fine = Amounts{}, 0
		}
		return nil
	})
	return BillList{From: from, To: to, Funds: byFund(rows)}, err
}

// Card is the group card (kartu angsuran) of a loan on a day (S1): its schedule, and
// what was realised. The phone stands in its head, as in the printed one.
type Card struct {
	Place
	Contact
	Day       Date
	Status    LoanStatus
	Sharia    bool // its words are margin and bagi hasil
	Disbursed Date
	Allocated Money
	Plan      Schedule // no, date, P, J; without what was closed or let go
	Total     Amounts  // of Plan
	Paid      []CardRow
	Standing  Standing // with the fine
}

// CardRow is a payment that the UPK received: no, date, P, J, saldo, overdue (S1). A zero Day
// is what was paid before the books began, for which no arrears are known.
type CardRow struct {
	Number  int
	Day     Date
	Paid    Amounts
	Left    Amounts
	Overdue Amounts
}

// Card is the card of the loan on the evening of the day; false where there is no such
// loan in the books on that day. The error is that of [Loan.ScheduleAfter].
func (r *Reports) Card(code LoanCode, day Date) (Card, bool, error) {
	lb, ok := r.byCode[code]
	if !ok {
		return Card{}, false, nil
	}
	s, ok, err := lb.at(day)
	if err != nil || !ok {
		return Card{}, false, err
	}
	c := Card{
		Place: lb.place, Contact: r.contact(lb.loan.Group), Day: day, Status: lb.loan.Status, Sharia: lb.loan.Sharia(),
		Disbursed: lb.loan.Terms.Disbursed, Allocated: lb.loan.Terms.Principal,
		Plan: s.plan, Total: s.plan.Total(), Standing: s.standing,
	}
	c.Standing.Fine = r.fine(&s)
	var sum Amounts
	for i, p := range until(day, s.receipts.Paid) {
		sum = sum.plus(p.Paid)
		then := s.plan.On(p.Day, sum)
		row := CardRow{Number: i + 1, Day: p.Day, Paid: p.Paid, Left: Amounts{then.PrincipalLeft, then.InterestLeft}}
		if !p.Day.IsZero() {
			row.Overdue = Amounts{then.OverduePrincipal, then.OverdueInterest}
		}
		c.Paid = append(c.Paid, row)
	}
	return c, true, nil
}

// Cards are the codes of the loans that have a card on the day and something left on it, or a fine due.
func (r *Reports) Cards(day Date) ([]LoanCode, error) {
	var codes []LoanCode
	err := r.running(day, func(s loanState) error {
		if s.left() != (Amounts{}) || r.fine(&s) > 0 {
			codes = append(codes, s.loan.Code)
		}
		return nil
	})
	return codes, err
}
