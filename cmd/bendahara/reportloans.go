package main

import (
	"slices"
	"strings"

	"bendahara/bot/report"
	"bendahara/ledger"
)

// forFund are the columns of loans of a fund: a sharia fund has no jasa (domain.md section 3).
func forFund(f ledger.Fund, columns ...string) []string {
	if f != ledger.FundBMT {
		return columns
	}
	for i, c := range columns {
		if head, ok := strings.CutSuffix(c, " J"); ok {
			c = head + " M/BH"
		}
		columns[i] = strings.Replace(c, "Jasa", shariaYield, 1)
	}
	return columns
}

// shariaYield is what a sharia loan brings in, in the place of jasa.
const shariaYield = "Margin/bagi hasil"

func progressTables(q question) ([]report.Table, error) {
	got, err := q.Progress(q.month)
	if err != nil {
		return nil, err
	}
	var tables []report.Table
	add := func(title string, part ledger.FundPart[ledger.ProgressRow]) {
		t := report.Table{Title: title + " " + string(part.Fund), Detail: []any{q.month}, Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Tempo", "Alokasi", "Target P", "Target J", "s.d. bulan lalu P", "s.d. bulan lalu J",
			"Bulan ini P", "Bulan ini J", "s.d. bulan ini P", "s.d. bulan ini J", "Saldo P", "Saldo J", "%", "Tunggakan P", "Tunggakan J",
		)}
		cells := func(village string, r ledger.ProgressRow) []any {
			return []any{part.Fund, village, r.GroupName, r.Loan, r.Ends, r.Allocated, r.Target, r.Before, r.This, r.ToDate, r.Left, r.Realised, r.Overdue}
		}
		for _, r := range part.Rows {
			t.Add(cells(r.VillageName, r)...)
		}
		t.Total(0, cells("JUMLAH", part.Total)...)
		tables = append(tables, t)
	}
	for i, part := range got.Loans {
		add("LPP kelompok", part)
		if q.part == "" {
			add("LPP desa", got.Villages[i])
		}
	}
	return tables, nil
}

func qualityTables(q question) ([]report.Table, error) {
	got, err := q.Quality(q.day)
	if err != nil {
		return nil, err
	}
	columns := []string{"Dana", "Desa", "Kelompok", "Pinjaman", "Saldo", "Tunggakan P", "Tunggakan J"}
	for _, c := range got.Scheme.Classes {
		columns = append(columns, c.Name)
	}
	columns = append(columns, "Cadangan", "Risiko %")
	var tables []report.Table
	add := func(title string, part ledger.FundPart[ledger.QualityRow]) {
		t := report.Table{Title: title + " " + string(part.Fund), Detail: []any{q.day}, Columns: forFund(part.Fund, slices.Clone(columns)...)}
		cells := func(village string, r ledger.QualityRow) []any {
			return []any{part.Fund, village, r.GroupName, r.Loan, r.Balance, r.Overdue, r.ByClass, r.Reserve, r.Risk}
		}
		for _, r := range part.Rows {
			t.Add(cells(r.VillageName, r)...)
		}
		t.Total(0, cells("JUMLAH", part.Total)...)
		tables = append(tables, t)
	}
	for i, part := range got.Loans {
		add("Kolektibilitas kelompok", part)
		if q.part == "" {
			add("Kolektibilitas desa", got.Villages[i])
		}
		t := report.Table{Title: "Cadangan " + string(part.Fund), Columns: []string{"Dana", "Kelas", "%", "Pinjaman", "Saldo", "Cadangan", "% saldo"}}
		for _, r := range got.Reserves[i].Rows {
			t.Add(r.Fund, r.Class.Name, r.Class.Percent, r.Count, r.Balance, r.Reserve, r.Share)
		}
		sum := got.Reserves[i].Total
		t.Total(0, part.Fund, "JUMLAH", "", sum.Count, sum.Balance, sum.Reserve, sum.Share)
		tables = append(tables, t)
	}
	if q.part != "" {
		return tables, nil // the ratios are the UPK's
	}
	ratios := report.Table{Title: "Rasio", Columns: []string{"Rasio", "%", "Nilai", "Rumus"}}
	for _, r := range got.Ratios {
		ratios.Add(r.Name, ledger.Percentage{Value: r.Value, Known: r.Known}, r.Band, r.Formula)
	}
	return append(tables, ratios), nil
}

func arrearsTables(q question) ([]report.Table, error) {
	got, err := q.ArrearsList(q.day)
	var tables []report.Table
	for _, part := range got.Funds {
		t := report.Table{Title: "Daftar tunggakan " + string(part.Fund), Detail: []any{q.day}, Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Ketua", "Telepon", "Anggota", "Tgl cair", "Tempo", "Alokasi", "Saldo P", "Saldo J",
			"Tunggakan P", "Tunggakan J", "Denda", "Sejak", "Hari",
		)}
		for _, r := range part.Rows {
			t.Add(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Name, r.Phone, r.Members, r.Disbursed, r.Ends, r.Allocated,
				r.Left, r.Overdue, r.Fine, r.Since, r.Days)
		}
		sum := part.Total
		t.Total(0, part.Fund, "JUMLAH", "", "", "", "", sum.Members, "", "", sum.Allocated, sum.Left, sum.Overdue, sum.Fine, "", "")
		tables = append(tables, t)
	}
	return tables, err
}

func billTables(q question) ([]report.Table, error) {
	got, err := q.Bills(q.from, q.to)
	var tables []report.Table
	for _, part := range got.Funds {
		t := report.Table{Title: "Daftar tagihan " + string(part.Fund), Detail: []any{q.from, "s.d.", q.to}, Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Ketua", "Alamat", "Telepon", "Angsuran ke", "Jatuh tempo", "Hari lagi",
			"Pokok", "Jasa", "Tunggakan P", "Tunggakan J", "Denda",
		)}
		for _, r := range part.Rows {
			t.Add(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Name, r.Address, r.Phone, r.Number, r.Due, r.Days, r.Open, r.Overdue, r.Fine)
		}
		t.Total(0, part.Fund, "JUMLAH", "", "", "", "", "", "", "", "", part.Total.Open, part.Total.Overdue, part.Total.Fine)
		tables = append(tables, t)
	}
	return tables, err
}
