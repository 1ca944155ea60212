package main

import (
	"fmt"

	"bendahara/bot/report"
	"bendahara/ledger"
	"bendahara/templates"
)

// groupBookSections are the groups' own books, each signed by its own officers.
func groupBookSections(q question) (all []report.Section, err error) {
	codes := q.GroupCodes()
	for i, code := range codes {
		if err := q.step(fmt.Sprintf("Making the book of group %d of %d", i+1, len(codes))); err != nil {
			return nil, err
		}
		b, _ := q.GroupBook(code, q.month)
		all = append(all, report.Section{
			Title:  "Buku kelompok " + b.Group.Name,
			Tables: []report.Table{groupCashTable(b), groupMemberTable(b)},
			Signers: []report.Signer{
				{Role: templates.PaperGroupTreasurer, Name: b.Officers[ledger.Treasurer].Name},
				{Role: templates.PaperGroupChair, Name: b.Officers[ledger.Chair].Name},
			},
		})
	}
	return all, nil
}

func groupCashTable(b ledger.GroupBook) report.Table {
	t := report.Table{Title: "Buku kas " + string(b.Group.Code), Detail: []any{b.Group.Name + ", " + b.VillageName + ",", b.Month}, Columns: []string{
		"Tanggal", "Nomor", "Jenis", "Anggota", "Nama", "Masuk", "Keluar", "Kas",
	}}
	t.Add(b.Month.First(), "", "SALDO AWAL", "", "", "", "", b.Before)
	const in, out, cash = 5, 6, 7
	for i, r := range b.Rows {
		at := i + 1
		t.Add(r.Day, r.Reference, templates.PaperKind(r.Kind), r.Member, r.Name, r.In, r.Out, report.Sum{Value: r.Cash, Of: []report.Span{
			{Column: cash, From: i, To: i}, {Column: in, From: at, To: at}, {Column: out, From: at, To: at, Minus: true},
		}})
	}
	last := len(t.Rows) - 1
	t.Total(1, b.Month.First().MonthEnd(), "", "JUMLAH", "", "", b.In, b.Out,
		report.Sum{Value: b.After, Of: []report.Span{{Column: cash, From: last, To: last}}})
	return t
}

func groupMemberTable(b ledger.GroupBook) report.Table {
	t := report.Table{Title: "Anggota " + string(b.Group.Code), Detail: []any{b.Month.First().MonthEnd()}, Below: true, Columns: []string{
		"Kode", "Nama", "Jabatan", "Alokasi", "Sisa pokok", yieldOf(b.Group.Type) + " dibayar", "Simpanan",
	}}
	for _, m := range b.Members {
		t.Add(m.Member.Code, m.Member.Name, m.Member.Office, m.Allocated, m.Left, m.InterestPaid, m.Saved)
	}
	t.Total(0, "", "JUMLAH", "", b.Total.Allocated, b.Total.Left, b.Total.InterestPaid, b.Total.Saved)
	return t
}

// yieldOf is what a group of this type pays above the principal, in its word.
func yieldOf(g ledger.GroupType) string {
	if g == ledger.SPP || g == ledger.UEP {
		return "Jasa"
	}
	return shariaYield
}

func beneficiaryTables(q question) ([]report.Table, error) {
	got, err := q.Beneficiaries(q.day)
	var tables []report.Table
	for _, part := range got.Funds {
		t := report.Table{Title: "Pemanfaat " + string(part.Fund), Detail: []any{q.day}, Columns: []string{
			"Dana", "Desa", "Kelompok", "Pinjaman", "Anggota", "Nama", "NIK", "Alamat", "Tgl cair", "Tempo", "Alokasi", "Sisa pokok",
		}}
		for _, r := range part.Rows {
			t.Add(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Member, r.Name, r.NIK, r.Address, r.Disbursed, r.Ends, r.Allocated, r.Left)
		}
		t.Total(0, part.Fund, "JUMLAH", "", "", "", "", "", "", "", "", part.Total.Allocated, part.Total.Left)
		tables = append(tables, t)
	}
	return tables, err
}

func planTables(q question) ([]report.Table, error) {
	got, err := q.Plan(q.month)
	if err != nil {
		return nil, err
	}
	var tables []report.Table
	add := func(title string, part ledger.FundPart[ledger.PlanRow], first []string, of func(ledger.PlanRow) []any) {
		t := report.Table{Title: title + " " + string(part.Fund), Detail: []any{q.month}, Columns: forFund(part.Fund, append(first,
			"Rencana P", "Rencana J", "Realisasi P", "Realisasi J", "Lebih/kurang P", "Lebih/kurang J", "%")...)}
		cells := func(r ledger.PlanRow) []any { return []any{r.Planned, r.Received, r.More, r.Realised} }
		for _, r := range part.Rows {
			t.Add(append(of(r), cells(r)...)...)
		}
		label := make([]any, len(first))
		for i := range label {
			label[i] = ""
		}
		label[0], label[1] = part.Fund, "JUMLAH"
		t.Total(0, append(label, cells(part.Total)...)...)
		tables = append(tables, t)
	}
	for _, part := range got.Months {
		add("Rencana dan realisasi", part, []string{"Dana", "Bulan"}, func(r ledger.PlanRow) []any { return []any{r.Fund, r.Month} })
	}
	for i, part := range got.Loans {
		add("Rencana kelompok", part, []string{"Dana", "Desa", "Kelompok", "Pinjaman"},
			func(r ledger.PlanRow) []any { return []any{r.Fund, r.VillageName, r.GroupName, r.Loan} })
		if q.part == "" {
			add("Rencana desa", got.Villages[i], []string{"Dana", "Desa"},
				func(r ledger.PlanRow) []any { return []any{r.Fund, r.VillageName} })
		}
	}
	return tables, nil
}
