package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bendahara/ledger"
)

// entries turns the journal into rows.
func (x *exporter) entries() error {
	chains := map[ledger.GroupCode][]ledger.Entry{}
	for e, err := range x.tx.Journal() {
		if err != nil {
			return err
		}
		if e.Kind == ledger.Reversal {
			continue
		}
		gone, err := x.tx.Reversed(e.Group, e.Number)
		if err != nil {
			return err
		}
		if !gone {
			chains[e.Group] = append(chains[e.Group], e)
		}
	}
	for _, g := range sortedKeys(chains) {
		for i := 0; i < len(chains[g]); {
			i += x.next(chains[g][i:])
		}
	}
	x.number()
	return nil
}

// next writes the first of the entries, and those after it that came with it; it
// returns how many.
func (x *exporter) next(list []ledger.Entry) int {
	e := list[0]
	switch e.Kind {
	case ledger.Disbursement:
		return 1 // which pinjaman says
	case ledger.Opening:
		x.opening(e)
	case ledger.Repayment:
		return x.repayments(list)
	case ledger.DepositReceived:
		x.stand("setoran", e, map[string]string{
			"kelompok": string(e.Group), "tanggal": e.Day.String(), "jumlah": rupiah(e.Amount), "cara": wayOf(e),
		})
	case ledger.SavingsDeposit, ledger.SavingsWithdrawal:
		amount := e.Amount
		if e.Kind == ledger.SavingsWithdrawal {
			amount = -amount
		}
		x.stand("simpanan", e, map[string]string{
			"anggota": string(e.Member), "jenis": string(e.Purse), "tanggal": e.Day.String(), "jumlah": rupiah(amount),
		})
	default:
		x.general(e)
	}
	return 1
}

// stand adds the row that stands for an entry.
func (x *exporter) stand(sheet string, e ledger.Entry, cells map[string]string) {
	cells["nomor"] = e.Reference()
	x.add(sheet, cells)
	x.ofRow[sheet+":"+e.Reference()] = e
}

func (x *exporter) opening(e ledger.Entry) {
	switch {
	case e.Loan != "":
		return // which saldo_awal says
	case e.Group != "":
		x.add("kas_awal", map[string]string{"kelompok": string(e.Group), "per_tanggal": e.Day.String(), "jumlah": rupiah(e.Amount)})
		return
	}
	p := e.Postings[0]
	a, amount := p.Debit, e.Amount
	if a.Code == ledger.OpeningEquity {
		a, amount = p.Credit, -amount
	}
	line, _ := accountOf(a.Code)
	x.add("saldo_akun", map[string]string{"akun": a.String(), "per_tanggal": e.Day.String(), "jumlah": rupiah(amount * line.usualSide())})
}

// repayments writes the repayments that one cause made. Where the UPK's receipt
// of the same money follows them, they reached the UPK, and it has no row of its own.
func (x *exporter) repayments(list []ledger.Entry) int {
	first, n := list[0], 1
	for n < len(list) && list[n].Kind == ledger.Repayment && together(first, list[n]) {
		n++
	}
	stage, way, took := "kelompok", "", n
	if n < len(list) && list[n].Kind == ledger.DepositReceived && together(first, list[n]) && sameMoney(list[:n], list[n]) {
		stage, way, took = "upk", wayOf(list[n]), n+1
	}
	for _, e := range list[:n] {
		paid, ok := paidOf(e)
		if !ok {
			x.general(e)
			continue
		}
		x.stand("angsuran", e, map[string]string{
			"pinjaman": string(e.Loan), "anggota": string(e.Member), "tanggal": e.Day.String(), "jumlah": rupiah(e.Amount),
			"pokok": rupiah(paid.Principal), "jasa": rupiah(paid.Interest), "tahap": stage, "cara": way,
		})
	}
	return took
}

func together(a, b ledger.Entry) bool {
	return a.Cause == b.Cause && a.Loan == b.Loan && a.Day == b.Day && a.Cause != ""
}

// sameMoney tells whether the UPK took from the repayments just what they were.
func sameMoney(list []ledger.Entry, deposit ledger.Entry) bool {
	var sum, upk ledger.Amounts
	for _, e := range list {
		paid, ok := paidOf(e)
		if !ok {
			return false
		}
		sum.Principal += paid.Principal
		sum.Interest += paid.Interest
	}
	for _, p := range deposit.Postings {
		switch {
		case p.Credit.Code == ledger.LoanPrincipal:
			upk.Principal += p.Amount
		case p.Credit.Code == ledger.InterestIncome:
			upk.Interest += p.Amount
		case p.Debit.Code != ledger.GroupPrincipal && p.Debit.Code != ledger.InterestRemitted:
			return false
		}
	}
	return sum == upk
}

// paidOf is a repayment's principal and interest; false where it has more to it.
func paidOf(e ledger.Entry) (paid ledger.Amounts, ok bool) {
	for _, p := range e.Postings {
		switch {
		case p.Debit.Code != ledger.TreasurerCash:
			return paid, false
		case p.Credit.Code == ledger.MemberPrincipal:
			paid.Principal += p.Amount
		case p.Credit.Code == ledger.InterestCollected:
			paid.Interest += p.Amount
		default:
			return paid, false
		}
	}
	return paid, true
}

// wayOf is how money came to the UPK, by the account that it went into.
func wayOf(e ledger.Entry) string {
	if slices.ContainsFunc(e.Postings, func(p ledger.Posting) bool { return p.Debit.Code == ledger.UPKBank }) {
		return "transfer"
	}
	return "tunai"
}

// general writes an entry into jurnal, a row a posting.
func (x *exporter) general(e ledger.Entry) {
	identity, _ := strings.CutPrefix(e.Cause, "jurnal:") // or a proposal
	words := x.words[identity]
	if words == "" {
		words = string(e.Kind)
	}
	for i, p := range e.Postings {
		number := e.Reference()
		if len(e.Postings) > 1 {
			number = fmt.Sprintf("%s-%d", number, i+1)
		}
		x.add("jurnal", map[string]string{
			"nomor": number, "tanggal": e.Day.String(), "debit": p.Debit.String(), "kredit": p.Credit.String(),
			"jumlah": rupiah(p.Amount), "uraian": words,
		})
	}
}

// intoJournal takes rows out of their sheets and puts what they stand for into
// jurnal.
func (x *exporter) intoJournal(causes map[string]bool) {
	for _, sheet := range []string{"angsuran", "setoran", "simpanan"} {
		x.book.rows[sheet] = slices.DeleteFunc(x.book.rows[sheet], func(r row) bool { return causes[sheet+":"+r.get("nomor")] })
	}
	for _, cause := range sortedKeys(causes) {
		e := x.ofRow[cause]
		delete(x.ofRow, cause)
		x.general(e)
	}
	x.number()
}

// number orders the rows of money by day, and gives each row the number that it
// will have in its sheet.
func (x *exporter) number() {
	for _, sheet := range []string{"angsuran", "setoran", "simpanan", "jurnal"} {
		slices.SortStableFunc(x.book.rows[sheet], func(a, b row) int { return cmp.Compare(a.get("tanggal"), b.get("tanggal")) })
	}
	for _, rows := range x.book.rows {
		for i := range rows {
			rows[i].number = i + 2
		}
	}
}
