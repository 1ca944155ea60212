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
	chains, undone := map[ledger.GroupCode][]ledger.Entry{}, map[string]bool{}
	nth := map[string]int{} // of the entries of a proposal
	n := 0
	for e, err := range x.tx.Journal() {
		if n++; err == nil && n%often == 0 {
			err = goesOn(x.ctx, fmt.Sprintf("Reading the books: %d entries", n))
		}
		if err != nil {
			return err
		}
		if p, is := x.proposed[e.Cause]; is {
			x.behind[e.Reference()] = p.WordsOf(nth[e.Cause])
			nth[e.Cause]++
		}
		if e.Kind == ledger.Reversal {
			continue
		}
		gone, err := x.tx.Reversed(e.Group, e.Number)
		if err != nil {
			return err
		}
		if gone {
			undone[e.Cause] = true
			continue
		}
		chains[e.Group] = append(chains[e.Group], e)
	}
	for _, g := range sortedKeys(chains) {
		for i := 0; i < len(chains[g]); {
			list := chains[g][i:]
			n := 0
			if !undone[list[0].Cause] {
				n = x.original(list)
			}
			if n == 0 {
				n = x.next(list)
			}
			i += n
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
	case ledger.RescheduleEntry:
		if !x.replaced[e.Loan] { // or pinjaman says it
			x.general(e)
		}
	case ledger.Opening:
		x.opening(e)
	case ledger.Repayment, ledger.FineEntry:
		return x.repayments(list)
	case ledger.DepositReceived:
		x.stand("setoran", e, true, depositCells(e))
	case ledger.SavingsDeposit, ledger.SavingsWithdrawal:
		x.stand("simpanan", e, false, savingCells(e))
	default:
		x.general(e)
	}
	return 1
}

func depositCells(e ledger.Entry) map[string]string {
	return map[string]string{"kelompok": string(e.Group), "tanggal": e.Day.String(), "jumlah": rupiah(e.Amount), "cara": wayOf(e)}
}

func savingCells(e ledger.Entry) map[string]string {
	amount := e.Amount
	if e.Kind == ledger.SavingsWithdrawal {
		amount = -amount
	}
	return map[string]string{"anggota": string(e.Member), "jenis": string(e.Purse), "tanggal": e.Day.String(), "jumlah": rupiah(amount)}
}

// stand adds the row that stands for an entry, by its reference. Where the import
// works out what the row means, it must come to the same.
func (x *exporter) stand(sheet string, e ledger.Entry, same bool, cells map[string]string) {
	cells["nomor"] = e.Reference()
	x.addRow(sheet, cells, &origin{entries: []ledger.Entry{e}, same: same})
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
	for n < len(list) && (list[n].Kind == ledger.Repayment || list[n].Kind == ledger.FineEntry) && together(first, list[n]) {
		n++
	}
	stage, way, took := "kelompok", "", n
	if n < len(list) && list[n].Kind == ledger.DepositReceived && together(first, list[n]) && sameMoney(list[:n], list[n]) {
		stage, way, took = "upk", wayOf(list[n]), n+1
	}
	for _, e := range list[:n] {
		cells := map[string]string{
			"pinjaman": string(e.Loan), "anggota": string(e.Member), "tanggal": e.Day.String(), "jumlah": rupiah(e.Amount),
			"tahap": stage, "cara": way,
		}
		paid, plain := paidOf(e)
		if plain {
			cells["pokok"], cells["jasa"] = rupiah(paid.Principal), rupiah(paid.Interest)
		} // else there is a fine in it, which only the whole amount can tell
		x.stand("angsuran", e, !plain, cells)
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
	words := cmp.Or(x.words[strings.TrimPrefix(e.Cause, "jurnal:")], x.behind[e.Reference()], string(e.Kind))
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

// again takes rows out of their sheets and says what they stand for otherwise: what
// came in as that row is given by its entries, and an entry account by account in
// jurnal.
func (x *exporter) again(others map[*origin]bool) {
	var list []*origin
	for _, sheet := range movementSheets {
		x.book.rows[sheet] = slices.DeleteFunc(x.book.rows[sheet], func(r row) bool {
			if others[r.stands] {
				list = append(list, r.stands)
			}
			return others[r.stands]
		})
	}
	for _, o := range list {
		if !o.asCame {
			x.general(o.entries[0])
			continue
		}
		for i := 0; i < len(o.entries); {
			i += x.next(o.entries[i:])
		}
	}
	x.number()
}

// number orders the rows of money by day, gives each row the number that it will
// have in its sheet, and lists what came in as rows that are not there.
func (x *exporter) number() {
	x.stands = map[string]*origin{}
	places, here := map[string]int{}, map[string]bool{}
	for _, sheet := range movementSheets {
		rows := x.book.rows[sheet]
		slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.get("tanggal"), b.get("tanggal")) })
		for _, r := range rows {
			key := sheet + ":" + r.get("nomor")
			if r.get("nomor") == "" {
				content := digest(r.content())
				places[sheet+content]++
				key = sheet + ":" + placed(content, places[sheet+content])
			}
			here[key] = true
			if r.stands != nil {
				x.stands[key] = r.stands
			}
		}
	}
	delete(x.book.rows, knownSheet)
	for _, m := range x.marks {
		if slices.Contains(movementSheets, m.Sheet) && !here[m.Sheet+":"+m.Identity] {
			x.add(knownSheet, map[string]string{"lembar": m.Sheet, "nomor": m.Identity, "isi": m.Content})
		}
	}
	for _, rows := range x.book.rows {
		for i := range rows {
			rows[i].number = i + 2
		}
	}
}
