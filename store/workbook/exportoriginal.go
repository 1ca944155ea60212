package workbook

import (
	"iter"
	"slices"
	"strings"

	"bendahara/ledger"
)

// original writes the first of the entries, and those after it that came with it, as
// the row that brought them, so that its file changes nothing when it comes again,
// here or where this export goes. It returns how many they are: none where no row
// did, or where the row cannot be told any more.
func (x *exporter) original(list []ledger.Entry) int {
	cause := list[0].Cause
	content, ok := x.content[cause]
	sheet, identity, _ := strings.Cut(cause, ":")
	if !ok {
		return 0
	}
	n := 1
	for n < len(list) && list[n].Cause == cause {
		n++
	}
	for cells := range x.candidates(sheet, identity, list[:n]) {
		if !strings.HasPrefix(identity, unnumbered) {
			cells["nomor"] = identity
		}
		if digest(newRow(sheet, cells).content()) == content {
			x.addRow(sheet, cells, &origin{entries: list[:n], asCame: true})
			return n
		}
	}
	return 0
}

// candidates are the rows that can have brought the entries. A row is kept as the
// fingerprint of its content alone, which tells which of them it was.
func (x *exporter) candidates(sheet, identity string, list []ledger.Entry) iter.Seq[map[string]string] {
	e := list[0]
	only := func(cells map[string]string) iter.Seq[map[string]string] {
		return slices.Values([]map[string]string{cells})
	}
	switch {
	case sheet == "angsuran":
		return repaymentCells(list)
	case len(list) > 1:
	case sheet == "setoran":
		return only(depositCells(e))
	case sheet == "simpanan":
		return only(savingCells(e))
	case sheet == "jurnal" && len(e.Postings) == 1:
		p := e.Postings[0]
		return only(map[string]string{
			"tanggal": e.Day.String(), "debit": p.Debit.String(), "kredit": p.Credit.String(), "jumlah": rupiah(p.Amount), "uraian": x.words[identity],
		})
	}
	return func(func(map[string]string) bool) {}
}

// repaymentCells are the ways to write a row of angsuran, the usual first: for a member
// or for the whole group; with jumlah, or with pokok and jasa, or with both.
func repaymentCells(list []ledger.Entry) iter.Seq[map[string]string] {
	stage, ways := "kelompok", []string{"tunai", "transfer"}
	if last := len(list) - 1; list[last].Kind == ledger.DepositReceived {
		stage, ways, list = "upk", []string{wayOf(list[last])}, list[:last]
	}
	var sum ledger.Amounts
	var total ledger.Money
	payers := []string{""}
	for _, e := range list {
		paid, _ := paidOf(e)
		sum.Principal += paid.Principal
		sum.Interest += paid.Interest
		total += e.Amount
	}
	if len(list) == 1 {
		payers = []string{string(list[0].Member), ""}
	}
	splits := [][2]string{{"", ""}}
	for _, principal := range written(sum.Principal) {
		for _, interest := range written(sum.Interest) {
			splits = append(splits, [2]string{principal, interest})
		}
	}
	return func(yield func(map[string]string) bool) {
		for i := range len(payers) * 2 * len(splits) * len(ways) {
			way, i := ways[i%len(ways)], i/len(ways)
			split, i := splits[i%len(splits)], i/len(splits)
			amount, payer := []string{rupiah(total), ""}[i%2], payers[i/2]
			if len(list) == 0 || !yield(map[string]string{
				"pinjaman": string(list[0].Loan), "anggota": payer, "tanggal": list[0].Day.String(), "jumlah": amount,
				"pokok": split[0], "jasa": split[1], "tahap": stage, "cara": way,
			}) {
				return
			}
		}
	}
}

// written are the ways to write an amount: nothing may be left out.
func written(m ledger.Money) []string {
	if m == 0 {
		return []string{"", "0"}
	}
	return []string{rupiah(m)}
}
