package workbook

import (
	"errors"
	"fmt"
	"strings"

	"bendahara/ledger"
)

// movements plans the sheets of money that moved: angsuran, setoran, simpanan and
// jurnal.
func (im *importer) movements() error {
	if err := errors.Join(im.knownRows(), im.proposedRows()); err != nil {
		return err
	}
	for _, s := range []struct {
		name string
		rank int
		do   func(r row) func(cause string) error // nil where the row has a fault
	}{
		{"angsuran", rankRepay, im.repayment},
		{"setoran", rankDeposit, im.deposit},
		{"simpanan", rankSave, im.saving},
		{"jurnal", rankGeneral, im.general},
	} {
		for _, r := range im.book.rows[s.name] {
			if r.faulty || !im.likely(r) {
				continue
			}
			do := s.do(r)
			if do == nil {
				continue
			}
			identity, isNew, err := im.fresh(r)
			if err != nil {
				return err
			}
			if !isNew {
				continue
			}
			rank := s.rank
			if s.name == "simpanan" && r.money("jumlah") < 0 {
				rank = rankWithdraw
			}
			switch {
			case s.name != "jurnal":
			case im.living: // the proposal remembers the row
				im.marks = im.marks[:len(im.marks)-1]
			default:
				im.generalRows = append(im.generalRows, newRow("jurnal", map[string]string{"nomor": identity, "uraian": r.get("uraian")}))
			}
			im.later(r.date("tanggal"), rank, func() error { return do(s.name + ":" + identity) })
		}
	}
	return nil
}

// likely refuses days that are surely slips of the pen, and movements of nothing.
func (im *importer) likely(r row) bool {
	if !im.now.IsZero() && r.date("tanggal") > ledger.DateOf(im.now)+366 {
		im.fault(r, "tanggal", "%s is more than a year from now: correct the year.", r.date("tanggal"))
		return false
	}
	nothing := r.money("jumlah") == 0
	if r.sheet.name == "angsuran" {
		nothing = nothing && r.money("pokok")+r.money("jasa") == 0
	}
	if nothing {
		im.fault(r, "jumlah", "No amount is given: write how much it was.")
	}
	return !nothing
}

// repayment is a row of angsuran.
func (im *importer) repayment(r row) func(string) error {
	code, member, day := ledger.LoanCode(r.get("pinjaman")), ledger.MemberCode(r.get("anggota")), r.date("tanggal")
	l, ok := im.loans[code]
	if !ok {
		im.fault(r, "pinjaman", "There is no loan %s: add it to sheet pinjaman, or write the code of one that is there.", code)
		return nil
	}
	if l.faulty {
		return nil
	}
	_, share := l.each[member]
	given := ledger.Amounts{Principal: r.money("pokok"), Interest: r.money("jasa")}
	switch {
	case !running(l.Status):
		im.fault(r, "pinjaman", "%s is not paid out: write cair as its status, or leave this row out.", code)
	case member != "" && !share:
		im.fault(r, "anggota", "%s has no share of %s: write a member who is in sheet pemanfaat.", member, code)
	case day < l.Terms.Disbursed:
		im.fault(r, "tanggal", "%s was paid out only on %s: write a day from then on.", code, l.Terms.Disbursed)
	case day < l.opened:
		im.fault(r, "tanggal", "The opening balance of %s on %s has this already: leave the row out.", code, l.opened)
	case r.get("jumlah") != "" && given.Total() != 0 && given.Total() != r.money("jumlah"):
		im.fault(r, "jumlah", "pokok and jasa add up to %d: write that, or leave pokok and jasa empty.", int64(given.Total()))
	default:
		return func(cause string) error { return im.repay(r, l, member, day, given, cause) }
	}
	return nil
}

// repay posts a repayment for each member that it is for, and with tahap upk the
// UPK's receipt of it.
func (im *importer) repay(r row, l *openLoan, member ledger.MemberCode, day ledger.Date, given ledger.Amounts, cause string) error {
	payers := []ledger.MemberCode{member}
	if member == "" && len(l.Shares) > 0 {
		payers = nil
		for _, s := range l.Shares {
			payers = append(payers, s.Member)
		}
	}
	var total ledger.Dues
	parts, over := im.shareOut(l, payers, day, given, r.money("jumlah"))
	if over {
		im.fault(r, "jumlah", "This is more than %s has left to pay: write what was paid on this loan, and the rest elsewhere.", l.Code)
		return nil
	}
	for i, m := range payers {
		total.Principal += parts[i].Principal
		total.Interest += parts[i].Interest
		total.Fine += parts[i].Fine
		if err := im.enter(ledger.RepayFineEntry(l.Loan, m, parts[i], day), cause); err != nil {
			return err
		}
	}
	if r.get("tahap") == "kelompok" {
		return nil
	}
	paid, held := im.withinGroup(l, day, total.Amounts)
	e := ledger.DepositEntry(l.Group, []ledger.DepositPart{{Loan: l.Loan, Paid: paid, Fine: total.Fine}}, held, day)
	return im.enter(byWay(e, r.get("cara")), cause)
}

// byWay moves the UPK's side of an entry into the bank where the money came by
// transfer.
func byWay(e ledger.Entry, way string) ledger.Entry {
	if way != "transfer" {
		return e
	}
	return e.ByBank()
}

// deposit is a row of setoran.
func (im *importer) deposit(r row) func(string) error {
	group := ledger.GroupCode(r.get("kelompok"))
	if _, ok := im.groups[group]; !ok {
		im.fault(r, "kelompok", "There is no group %s: add it to sheet kelompok, or write the code of one that is there.", group)
		return nil
	}
	return func(cause string) error {
		day := r.date("tanggal")
		if cash := im.cashOn(group, day); im.keepsCash(group) && r.money("jumlah") > cash {
			im.fault(r, "jumlah", "The treasurer of %s held only %d on %s by the books: write what she brought, or what she had received before it (angsuran with tahap kelompok, simpanan, kas_awal).",
				group, int64(max(0, cash)), day)
			return nil
		}
		parts, held, err := im.allocateDeposit(group, r.money("jumlah"), day)
		if err != nil {
			return err
		}
		return im.enter(byWay(ledger.DepositEntry(group, parts, held, day), r.get("cara")), cause)
	}
}

// saving is a row of simpanan.
func (im *importer) saving(r row) func(string) error {
	m, ok := im.members[ledger.MemberCode(r.get("anggota"))]
	if !ok {
		im.fault(r, "anggota", "There is no member %s: add her to sheet anggota, or write the code of one who is there.", r.get("anggota"))
		return nil
	}
	return func(cause string) error {
		purse, amount := ledger.Purse(r.get("jenis")), r.money("jumlah")
		if has := -im.balances[ledger.PurseOf(m.Group, m.Code, purse)]; amount < 0 && has+amount < 0 {
			im.fault(r, "jumlah", "Only %d is in this purse on %s: write a smaller withdrawal, or the deposits before it.", int64(has), r.date("tanggal"))
			return nil
		} else if amount < 0 && !im.mayWithdraw(r, m, ledger.Withdrawal{Purse: purse, Amount: -amount, Held: has}) {
			return nil
		}
		return im.enter(ledger.SaveEntry(m, purse, amount, r.date("tanggal")), cause)
	}
}

// mayWithdraw looks at the purse's rules as a message would. What was paid out before
// today is paid out, whatever the rule was: refusing it would make the books wrong,
// so it is booked with a warning. From today on it is a fault, unless it is out of the
// export of other books.
func (im *importer) mayWithdraw(r row, m ledger.Member, w ledger.Withdrawal) bool {
	day := r.date("tanggal")
	for _, l := range im.openLoansOf(m.Group) {
		if _, hers := l.each[m.Code]; hers && l.Terms.Disbursed <= day {
			w.LoanLeft += im.standing(l, m.Code, day).Left()
		}
	}
	if w.Check() == nil {
		return true
	}
	why := "This purse is not paid out to one member"
	if w.LoanLeft > 0 && (w.Purse == ledger.SavingsInitial || w.Purse == ledger.SavingsMonthly) {
		why = fmt.Sprintf("This purse is paid out only when no loan is left, and she has %d", int64(w.LoanLeft))
	}
	past := im.now.IsZero() || day < ledger.DateOf(im.now.In(im.settings.Zone()))
	if past || reference.MatchString(r.get("nomor")) { // what other books had done already, by the office's decision

		im.warn(r, "jenis", "%s: it was booked since it was before today, so ask who allowed it.", why)
		return true
	}
	im.fault(r, "jenis", "%s: leave the row out, or write another purse.", why)
	return false
}

// general is a row of jurnal.
func (im *importer) general(r row) func(string) error {
	debit, _ := ledger.ParseAccount(r.get("debit"))
	credit, _ := ledger.ParseAccount(r.get("kredit"))
	if !im.knowsParts(r, "debit", debit) || !im.knowsParts(r, "kredit", credit) {
		return nil
	}
	if debit == credit {
		im.fault(r, "kredit", "Both sides are the same account: write where the money came from.")
		return nil
	}
	e := ledger.Entry{
		Kind: ledger.General, Amount: r.money("jumlah"), Day: r.date("tanggal"),
		Postings: []ledger.Posting{{Debit: debit, Credit: credit, Amount: r.money("jumlah")}},
	}
	return func(cause string) error {
		if im.living {
			im.proposed = append(im.proposed, proposedRow{r, strings.TrimPrefix(cause, "jurnal:"), e})
			return nil
		}
		return im.enter(e, cause)
	}
}
