package ledger

// Progress is the LPP (Laporan Perkembangan Pinjaman) of a month, by group loan and
// by village, each by fund (S1).
type Progress struct {
	Month    Period
	Loans    []FundPart[ProgressRow]
	Villages []FundPart[ProgressRow]
}

// ProgressRow is a line of the LPP: group loan, tempo, alokasi, target P/J, realised
// to last month P/J, this month P/J, to date P/J, saldo, per cent, tunggakan P/J (S1).
// A village's line is the sum of its groups', without a loan.
type ProgressRow struct {
	Place
	Count       int  // how many loans
	Ends        Date // tempo: the last due day
	Instalments int
	Allocated   Money   // alokasi
	Target      Amounts // due until the month's last day, with it
	Before      Amounts // received until the end of last month, or before the books began
	This        Amounts // received this month, less what was reversed in it
	ToDate      Amounts
	Left        Amounts // saldo; Left.Principal is the loan's balance of account 1210
	Realised    Percentage
	// Overdue is tunggakan: due before the month's last day and not paid.
	Overdue Amounts
}

func (p *ProgressRow) where() Place { return p.Place }

// add adds another line's figures; per cent is reckoned anew.
func (p *ProgressRow) add(o ProgressRow) {
	p.Count += o.Count
	p.Allocated += o.Allocated
	p.Target = p.Target.plus(o.Target)
	p.Before = p.Before.plus(o.Before)
	p.This = p.This.plus(o.This)
	p.ToDate = p.ToDate.plus(o.ToDate)
	p.Left = p.Left.plus(o.Left)
	p.Overdue = p.Overdue.plus(o.Overdue)
	p.Realised = percentage(p.ToDate.Principal, p.Target.Principal)
}

// Progress is the LPP of the month, by what the UPK received. Its loans are those
// with something left at the month's end, and those that moved in the month. The
// per cent is principal received to date of the principal target.
//
// A loan that was rescheduled or written off in the month keeps its target, so that it
// does not better the per cent, and has nothing left or overdue: that moved to
// another loan or was lost. The error is that of [Loan.ScheduleAfter].
func (r *Reports) Progress(month Period) (Progress, error) {
	first := month.First()
	last := first.MonthEnd()
	var rows []ProgressRow
	for _, lb := range r.loans {
		s, ok, err := lb.at(last)
		if err != nil {
			return Progress{}, err
		}
		this, moved := lb.receivedIn(first, last)
		if !ok || !moved && s.left() == (Amounts{}) {
			continue
		}
		row := ProgressRow{
			Place: lb.place, Count: 1, Ends: s.ends(), Instalments: len(s.plan), Allocated: lb.loan.Terms.Principal,
			Target: s.target(), Before: s.paid.minus(this), This: this, ToDate: s.paid, Left: s.left(), Overdue: s.overdue(),
		}
		row.Realised = percentage(row.ToDate.Principal, row.Target.Principal)
		rows = append(rows, row)
	}
	villages := byVillage(rows, func(p Place) ProgressRow { return ProgressRow{Place: p} })
	return Progress{Month: month, Loans: byFund(rows), Villages: byFund(villages)}, nil
}
