package main

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// namedReport is a report by its name.
type namedReport struct {
	name, title string
	make        func(question) ([]reportTable, error)
}

// reportList are the reports, in the order in which they are listed.
var reportList = []namedReport{
	{"lpp", "Laporan perkembangan pinjaman, kelompok dan desa", progressTables},
	{"kolektibilitas", "Kolektibilitas dan cadangan penyisihan", qualityTables},
	{"tunggakan", "Daftar tunggakan", arrearsTables},
	{"tagihan", "Daftar tagihan hari ini dan 7 hari ke depan, atau sebulan", billTables},
	{"kartu", "Kartu angsuran kelompok", cardTables},
	{"iptw", "Daftar IPTW", incentiveTables},
	{"kas", "Kas di bendahara kelompok dan umurnya", cashTables},
	{"bukubesar", "Buku besar", ledgerTables},
	{"neracasaldo", "Neraca saldo", trialTables},
	{"neraca", "Neraca", balanceTables},
	{"labarugi", "Laba rugi", incomeTables},
	{"aruskas", "Arus kas", cashFlowTables},
	{"modal", "Perubahan modal", equityTables},
	{"penilaian", "Penilaian kelompok yang selesai atau meminta lagi", assessmentTables},
	{"talangan", "Talangan dan tanggungan anggota (tanggung renteng)", coverTables},
	{"simpanan", "Simpanan anggota menurut jenis, dan harian KSM", savingsTables},
	{"sidik", "Sidik pembukuan: kode untuk seluruh catatan, dibacakan atau dicetak", digestTables},
}

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

func progressTables(q question) ([]reportTable, error) {
	got, err := q.Progress(q.month)
	if err != nil {
		return nil, err
	}
	var tables []reportTable
	add := func(title, total string, part ledger.FundPart[ledger.ProgressRow]) {
		t := reportTable{Title: title + " " + string(part.Fund) + " " + q.month.String(), Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Tempo", "Alokasi", "Target P", "Target J", "s.d. bulan lalu P", "s.d. bulan lalu J",
			"Bulan ini P", "Bulan ini J", "s.d. bulan ini P", "s.d. bulan ini J", "Saldo P", "Saldo J", "%", "Tunggakan P", "Tunggakan J",
		)}
		row := func(village string, r ledger.ProgressRow) {
			t.row(part.Fund, village, r.GroupName, r.Loan, r.Ends, r.Allocated, r.Target, r.Before, r.This, r.ToDate, r.Left, r.Realised, r.Overdue)
		}
		for _, r := range part.Rows {
			row(r.VillageName, r)
		}
		row(total, part.Total)
		tables = append(tables, t)
	}
	for i, part := range got.Loans {
		add("LPP kelompok", "JUMLAH", part)
		add("LPP desa", "JUMLAH", got.Villages[i])
	}
	return tables, nil
}

func qualityTables(q question) ([]reportTable, error) {
	got, err := q.Quality(q.day)
	if err != nil {
		return nil, err
	}
	columns := []string{"Dana", "Desa", "Kelompok", "Pinjaman", "Saldo", "Tunggakan P", "Tunggakan J"}
	for _, c := range got.Scheme.Classes {
		columns = append(columns, c.Name)
	}
	columns = append(columns, "Cadangan", "Risiko %")
	var tables []reportTable
	add := func(title string, part ledger.FundPart[ledger.QualityRow]) {
		t := reportTable{Title: title + " " + string(part.Fund) + " " + q.day.String(), Columns: forFund(part.Fund, slices.Clone(columns)...)}
		row := func(village string, r ledger.QualityRow) {
			t.row(part.Fund, village, r.GroupName, r.Loan, r.Balance, r.Overdue, r.ByClass, r.Reserve, r.Risk)
		}
		for _, r := range part.Rows {
			row(r.VillageName, r)
		}
		row("JUMLAH", part.Total)
		tables = append(tables, t)
	}
	for i, part := range got.Loans {
		add("Kolektibilitas kelompok", part)
		add("Kolektibilitas desa", got.Villages[i])
		t := reportTable{Title: "Cadangan " + string(part.Fund), Columns: []string{"Dana", "Kelas", "%", "Pinjaman", "Saldo", "Cadangan", "% saldo"}}
		for _, r := range got.Reserves[i].Rows {
			t.row(r.Fund, r.Class.Name, r.Class.Percent, r.Count, r.Balance, r.Reserve, r.Share)
		}
		sum := got.Reserves[i].Total
		t.row(part.Fund, "JUMLAH", "", sum.Count, sum.Balance, sum.Reserve, sum.Share)
		tables = append(tables, t)
	}
	ratios := reportTable{Title: "Rasio", Columns: []string{"Rasio", "%", "Nilai", "Rumus"}}
	for _, r := range got.Ratios {
		value := "-"
		if r.Known {
			value = r.Value.StringFixed(2)
		}
		ratios.row(r.Name, value, r.Band, r.Formula)
	}
	return append(tables, ratios), nil
}

func arrearsTables(q question) ([]reportTable, error) {
	got, err := q.ArrearsList(q.day)
	var tables []reportTable
	for _, part := range got.Funds {
		t := reportTable{Title: "Daftar tunggakan " + string(part.Fund) + " " + q.day.String(), Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Ketua", "Telepon", "Anggota", "Tgl cair", "Tempo", "Alokasi", "Saldo P", "Saldo J",
			"Tunggakan P", "Tunggakan J", "Denda", "Sejak", "Hari",
		)}
		for _, r := range part.Rows {
			t.row(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Name, r.Phone, r.Members, r.Disbursed, r.Ends, r.Allocated,
				r.Left, r.Overdue, r.Fine, since(r.Since), r.Days)
		}
		sum := part.Total
		t.row(part.Fund, "JUMLAH", "", "", "", "", sum.Members, "", "", sum.Allocated, sum.Left, sum.Overdue, sum.Fine, "", "")
		tables = append(tables, t)
	}
	return tables, err
}

// since is a day, or nothing where there is none.
func since(d ledger.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func billTables(q question) ([]reportTable, error) {
	got, err := q.Bills(q.from, q.to)
	var tables []reportTable
	for _, part := range got.Funds {
		t := reportTable{Title: "Daftar tagihan " + string(part.Fund) + " " + q.from.String() + " s.d. " + q.to.String(), Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Ketua", "Alamat", "Telepon", "Angsuran ke", "Jatuh tempo", "Hari lagi",
			"Pokok", "Jasa", "Tunggakan P", "Tunggakan J", "Denda",
		)}
		for _, r := range part.Rows {
			t.row(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Name, r.Address, r.Phone, r.Number, r.Due, r.Days, r.Open, r.Overdue, r.Fine)
		}
		t.row(part.Fund, "JUMLAH", "", "", "", "", "", "", "", "", part.Total.Open, part.Total.Overdue, part.Total.Fine)
		tables = append(tables, t)
	}
	return tables, err
}
