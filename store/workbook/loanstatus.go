package workbook

import (
	"slices"

	"bendahara/ledger"
)

// keepLoan writes the loan, unless it would change what the books rest on.
func (im *importer) keepLoan(r row, old, now *openLoan) error {
	if now.faulty {
		return nil
	}
	known := old != nil
	if known && im.moved(old.Loan) && !(im.sameMoney(r, old.Loan, now.Loan) && im.mayStep(r, old.Loan, now.Loan)) {
		now.faulty = true
		return nil
	}
	if now.Status == ledger.PaidOff && (!known || old.Status != ledger.PaidOff) {
		now.toSettle = &r
	}
	var before ledger.Loan
	if known {
		before = old.Loan
		im.loanChanges(r, old.Loan)
	}
	return im.keep("pinjaman", known, before, now.Loan, func() error { return im.tx.PutLoan(now.Loan) })
}

func (im *importer) sameMoney(r row, old, now ledger.Loan) bool {
	equal := func(a, b ledger.Share) bool { return a.Member == b.Member && a.Principal == b.Principal }
	column := ""
	switch {
	case old.Group != now.Group:
		column = "kelompok"
	case old.Terms.Principal != now.Terms.Principal || !slices.EqualFunc(old.Shares, now.Shares, equal):
		column = "pokok"
	case old.Terms.Disbursed != now.Terms.Disbursed:
		column = "tanggal_cair"
	case !running(now.Status):
		column = "status"
	default:
		return true
	}
	if r.sheet.index(column) < 0 {
		column = "pinjaman"
	}
	im.fault(r, column, "%s was paid out already, so this cannot change any more: write what is in the books.", now.Code)
	return false
}

// mayStep tells whether a loan whose money moved may be of another status by a
// workbook, and tells the fault. What the forum decides is done at the office,
// where it makes entries; lunas is looked at once the rows of money are in the
// books (see settled).
func (im *importer) mayStep(r row, old, now ledger.Loan) bool {
	from, to := old.Status, now.Status
	byOffice := func(s ledger.LoanStatus) bool { return s == ledger.Rescheduled || s == ledger.WrittenOff }
	switch {
	case from == to, to == ledger.PaidOff && from == ledger.Disbursed:
		return true
	case byOffice(from) || byOffice(to):
		im.fault(r, "status", "%s is %s in the books, and rescheduling or writing off is done at the office with the forum's decision: write %s here, and use bendahara office.", old.Code, from, from)
		return false
	}
	left := im.leftAtUPK(&openLoan{Loan: old})
	if _, err := old.Move(to, ledger.LoanBooks{Moved: true, Left: left}, ""); err != nil {
		im.fault(r, "status", "%s is %s in the books with %d left to pay: write %s.", old.Code, from, int64(left), from)
		return false
	}
	return true
}

// leftAtUPK is all that the group has left to pay to the UPK on a loan.
func (im *importer) leftAtUPK(l *openLoan) ledger.Money {
	if l.schedules() != nil {
		return 0 // which is a fault already
	}
	return im.owes(l, l.Terms.Disbursed).Left()
}

// settled tells a fault for each loan that the book calls lunas and that is not, now
// that all rows are in the books. What is left then is the ledger's rule for a loan that is
// paid off: all principal is paid, and the interest that had fallen due by the last
// payment (see ledger.Loan.Record); what was to fall due after it was let go (S17).
func (im *importer) settled() error {
	for _, code := range sortedKeys(im.loans) {
		l := im.loans[code]
		if l.toSettle == nil || l.faulty {
			continue
		}
		st := im.owes(l, im.moves.lastPaid[code]+1)
		left := st.PrincipalLeft
		if left == 0 {
			left = st.OverdueInterest
		}
		if left > 0 {
			im.fault(*l.toSettle, "status", "%s is called lunas, but %d is left by its payments until %s: write cair, or the payments that are missing.",
				l.Code, int64(left), max(im.moves.lastPaid[code], l.Terms.Disbursed))
		}
	}
	return nil
}

// begun is the row of saldo_awal that a loan stands for of whose life before the books
// nothing is known. One that is lunas, or that was rescheduled, has nothing left: as
// a disbursement it would take money out of the cash that came back long ago. And no
// money moved for the one that took the place of such a loan: all of it is left.
func (im *importer) begun(l *openLoan) []row {
	var left ledger.Amounts
	switch old := im.replaced(l); {
	case !running(l.Status) || im.moved(l.Loan):
		return nil
	case old != nil && !im.hasLife(old):
		left = l.group.Total()
	case l.Status != ledger.PaidOff && l.Status != ledger.Rescheduled || im.hasLife(l):
		return nil
	}
	return []row{newRow("saldo_awal", map[string]string{
		"pinjaman": string(l.Code), "per_tanggal": l.Terms.Disbursed.String(), "sisa_pokok": rupiah(left.Principal), "sisa_jasa": rupiah(left.Interest),
	})}
}

// replaced is the rescheduled loan whose place this one takes, or nil.
func (im *importer) replaced(l *openLoan) *openLoan {
	if old := im.loans[l.Replaces]; l.Replaces != "" && old != nil && old.Status == ledger.Rescheduled && old.Group == l.Group {
		return old
	}
	return nil
}

// hasLife tells whether the book or the store has the life of a loan: also where its
// whole principal went to the loan that took its place, since nothing was ever paid.
func (im *importer) hasLife(l *openLoan) bool {
	if im.moved(l.Loan) || len(im.left[l.Code]) > 0 || im.history(l) {
		return true
	}
	for _, now := range im.loans {
		if im.replaced(now) == l && now.Terms.Principal == l.Terms.Principal {
			return true
		}
	}
	return false
}

// takePlace moves what is left of a rescheduled loan to the one that replaces it; no
// money moves (S1).
func (im *importer) takePlace(old, l *openLoan) error {
	day := l.Terms.Disbursed
	group := im.owes(old, day)
	left := ledger.Remainder{
		Day: day, Group: ledger.Amounts{Principal: group.PrincipalLeft, Interest: group.InterestLeft}, Members: map[ledger.MemberCode]ledger.Amounts{},
	}
	for m := range old.each {
		hers := im.standing(old, m, day)
		left.Members[m] = ledger.Amounts{Principal: hers.PrincipalLeft, Interest: hers.InterestLeft}
	}
	e, err := ledger.RescheduleLoanEntry(old.Loan, l.Loan, left)
	if err != nil {
		im.fault(im.rowOf(l), "pokok", "%s takes the place of %s, of which %d is left on %s: write that, with each member's own remainder in pemanfaat, or the payments that are missing.",
			l.Code, old.Code, int64(group.PrincipalLeft), day)
		return nil
	}
	return im.enter(e, "pinjaman:"+string(l.Code))
}

// rowOf is a loan's row in the book.
func (im *importer) rowOf(l *openLoan) row {
	i := slices.IndexFunc(im.book.rows["pinjaman"], func(r row) bool { return r.get("kode") == string(l.Code) })
	if i < 0 {
		return row{sheet: findSheet("pinjaman")}
	}
	return im.book.rows["pinjaman"][i]
}

// history tells whether the book has anything of how a loan was paid: rows of its own,
// or deposits of its group while it ran.
func (im *importer) history(l *openLoan) bool {
	if im.told == nil {
		im.told, im.brought = map[ledger.LoanCode]bool{}, map[ledger.GroupCode][]ledger.Date{}
		for _, r := range im.book.rows["angsuran"] {
			im.told[ledger.LoanCode(r.get("pinjaman"))] = true
		}
		for _, r := range im.book.rows["jurnal"] {
			for _, side := range []string{"debit", "kredit"} {
				a, _ := ledger.ParseAccount(r.get(side))
				im.told[a.Loan] = true
			}
		}
		for _, r := range im.book.rows["setoran"] {
			group := ledger.GroupCode(r.get("kelompok"))
			im.brought[group] = append(im.brought[group], r.date("tanggal"))
		}
	}
	return im.told[l.Code] || slices.ContainsFunc(im.brought[l.Group], func(day ledger.Date) bool {
		return day >= l.Terms.Disbursed && !l.overBy(day)
	})
}
