package ledger

// Quality is the collectability report of a day, by group loan and by village, with
// the reserve by class, each by fund, and the ratios of all loans (S1, S12).
type Quality struct {
	Day      Date
	Scheme   Scheme
	Loans    []FundPart[QualityRow]
	Villages []FundPart[QualityRow]
	Reserves []FundPart[ReserveRow]
	// Ratios are over all funds, since the reserve held is kept for all of them.
	Ratios []Ratio
}

// QualityRow is a line of the collectability report: saldo, tunggakan, one column for
// each class (S1); its ByClass adds up to Balance.
type QualityRow struct {
	Place
	Count   int
	Balance Money   // saldo: principal left
	Overdue Amounts // tunggakan
	Months  int     // in arrears; of a sum nothing
	Class   Class   // of a sum nothing
	ByClass []Money // Balance in the column of its class, the best first
	Reserve Money   // to be set aside
	Risk    Percentage
}

func (q *QualityRow) where() Place { return q.Place }

func (q *QualityRow) add(o QualityRow) {
	q.Count += o.Count
	q.Balance += o.Balance
	q.Overdue = q.Overdue.plus(o.Overdue)
	q.Reserve += o.Reserve
	for len(q.ByClass) < len(o.ByClass) {
		q.ByClass = append(q.ByClass, 0)
	}
	for i, m := range o.ByClass {
		q.ByClass[i] += m
	}
	q.Risk = percentage(q.Overdue.Principal, q.Balance)
}

// ReserveRow is a line of the reserve (cadangan penyisihan): class, per cent, balance,
// reserve (S1). The reserve is the sum of the loans', each rounded by itself.
type ReserveRow struct {
	Fund    Fund
	Class   Class // of a sum nothing
	Count   int
	Balance Money
	Reserve Money
	Share   Percentage // of the fund's balance
}

func (q *ReserveRow) where() Place { return Place{Fund: q.Fund} }

func (q *ReserveRow) add(o ReserveRow) {
	q.Count += o.Count
	q.Balance += o.Balance
	q.Reserve += o.Reserve
	q.Share = percentage(q.Balance, q.Balance)
}

// Quality is the collectability of every loan with principal left on the evening of the
// day, by the scheme of the settings. Risk is overdue principal of the principal
// left. The error is that of [Loan.ScheduleAfter].
func (r *Reports) Quality(day Date) (Quality, error) {
	var rows []QualityRow
	var all Portfolio
	err := r.running(day, func(s loanState) error {
		c := r.scheme.Rate(s.plan, s.loan.Rhythm(), day, s.paid)
		if c.Balance <= 0 {
			return nil
		}
		all.Add(s.loan.Group, c)
		row := QualityRow{
			Place: s.place, Count: 1, Balance: c.Balance, Overdue: s.overdue(), Months: c.Arrears.Months, Class: c.Class,
			ByClass: make([]Money, len(r.scheme.Classes)), Reserve: c.Reserve, Risk: percentage(c.Overdue, c.Balance),
		}
		row.ByClass[c.Class.Number-1] = c.Balance
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return Quality{}, err
	}
	q := Quality{Day: day, Scheme: r.scheme, Loans: byFund(rows)}
	q.Villages = byFund(byVillage(rows, func(p Place) QualityRow { return QualityRow{Place: p} }))
	q.Reserves = byFund(r.reserves(q.Loans))
	q.Ratios = all.Ratios(-r.balanceOf(Reserve, day))
	return q, nil
}

// reserves are the lines of the reserve, every class of every fund.
func (r *Reports) reserves(loans []FundPart[QualityRow]) []ReserveRow {
	var rows []ReserveRow
	for _, part := range loans {
		first := len(rows)
		for _, class := range r.scheme.Classes {
			rows = append(rows, ReserveRow{Fund: part.Fund, Class: class})
		}
		for _, l := range part.Rows {
			rows[first+l.Class.Number-1].add(ReserveRow{Count: 1, Balance: l.Balance, Reserve: l.Reserve})
		}
		for i := range rows[first:] {
			row := &rows[first+i]
			row.Share = percentage(row.Balance, part.Total.Balance)
		}
	}
	return rows
}

// ArrearsList is the list of arrears (daftar tunggakan) of a day, by fund (S1).
type ArrearsList struct {
	Day   Date
	Funds []FundPart[ArrearsRow]
}

// ArrearsRow is a line of it: group, members, tgl cair, tempo, alokasi, saldo, overdue
// P and J (S1), and since when; whom to ask comes with it.
type ArrearsRow struct {
	Place
	Contact
	Members     int // who have a share
	Disbursed   Date
	Ends        Date
	Allocated   Money
	Left        Amounts
	Overdue     Amounts
	Fine        Money // what is due of it
	Since       Date  // the oldest unpaid due day
	Days        int
	Instalments int // how many are late
}

func (a *ArrearsRow) where() Place { return a.Place }

func (a *ArrearsRow) add(o ArrearsRow) {
	a.Members += o.Members
	a.Allocated += o.Allocated
	a.Left = a.Left.plus(o.Left)
	a.Overdue = a.Overdue.plus(o.Overdue)
	a.Fine += o.Fine
	a.Instalments += o.Instalments
}

// ArrearsList is every loan with something overdue, or a fine due, on the evening of the
// day; where only a fine is due, since no day. The error is
// that of [Loan.ScheduleAfter].
func (r *Reports) ArrearsList(day Date) (ArrearsList, error) {
	var rows []ArrearsRow
	err := r.running(day, func(s loanState) error {
		fine, days := r.fine(&s), 0
		switch {
		case s.standing.LateInstalments > 0:
			days = int(day - s.standing.LateSince)
		case fine == 0:
			return nil
		}
		rows = append(rows, ArrearsRow{
			Place: s.place, Contact: r.contact(s.loan.Group), Members: len(s.loan.Shares), Disbursed: s.loan.Terms.Disbursed,
			Ends: s.ends(), Allocated: s.loan.Terms.Principal, Left: s.left(), Overdue: s.overdue(), Fine: fine,
			Since: s.standing.LateSince, Days: days, Instalments: s.standing.LateInstalments,
		})
		return nil
	})
	return ArrearsList{Day: day, Funds: byFund(rows)}, err
}

// IncentiveList is the list of IPTW, by fund (S1, S7).
type IncentiveList struct {
	Time  IncentiveTime
	Rule  IncentiveRule
	Funds []FundPart[IncentiveRow]
}

// IncentiveRow is a line of it: alokasi, jasa paid in time, IPTW, and why (S1, S7); the
// members that sign are in it.
type IncentiveRow struct {
	Place
	Allocated Money
	Got       Incentive
	Paid      Money // of IPTW for the loan, ever, until the day AsOf
}

func (n *IncentiveRow) where() Place { return n.Place }

func (n *IncentiveRow) add(o IncentiveRow) {
	n.Allocated += o.Allocated
	n.Got.Base += o.Got.Base
	n.Got.Amount += o.Got.Amount
	n.Paid += o.Paid
}

// Incentives is the IPTW of the instalments that fall due in the time: a line for every
// loan that has one, also where it earns nothing. The errors are those of
// [Loan.Incentive].
func (r *Reports) Incentives(t IncentiveTime) (IncentiveList, error) {
	var rows []IncentiveRow
	paid := r.incentivePaid(t.AsOf)
	err := r.running(t.AsOf, func(s loanState) error {
		due := false
		for _, line := range s.plan {
			due = due || t.has(line.Due)
		}
		if !due {
			return nil
		}
		got, err := s.loan.Incentive(r.rule, s.receipts, t)
		if err != nil {
			return err
		}
		rows = append(rows, IncentiveRow{Place: s.place, Allocated: s.loan.Terms.Principal, Got: got, Paid: paid[s.loan.Code]})
		return nil
	})
	return IncentiveList{Time: t, Rule: r.rule, Funds: byFund(rows)}, err
}

// incentivePaid is the IPTW that was paid until the day, by loan.
func (r *Reports) incentivePaid(day Date) map[LoanCode]Money {
	paid := map[LoanCode]Money{}
	for b := range r.bookings(day) {
		if b.account.Code == IncentivePaid {
			paid[b.account.Loan] += b.amount
		}
	}
	return paid
}
