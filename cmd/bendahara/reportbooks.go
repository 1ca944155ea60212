package main

import (
	"fmt"

	"bendahara/ledger"
)

func cardTables(q question) ([]reportTable, error) {
	codes := []ledger.LoanCode{ledger.LoanCode(q.of)}
	if q.of == "" {
		var err error
		if codes, err = q.Cards(q.day); err != nil {
			return nil, err
		}
	}
	var tables []reportTable
	for _, code := range codes {
		c, ok, err := q.Card(code, q.day)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("there is no loan %s that was paid out by %s", code, q.day)
		}
		head := fmt.Sprintf("Kartu angsuran %s %s, %s, %s, Telpon/SMS %s, cair %s, alokasi %s",
			c.Loan, c.GroupName, c.VillageName, c.Name, c.Phone, c.Disbursed, c.Allocated)
		if c.Standing.Fine > 0 {
			head += fmt.Sprintf(", denda %s", c.Standing.Fine)
		}
		fund := c.Fund
		if c.Sharia {
			fund = ledger.FundBMT
		}
		plan := reportTable{Title: head, Columns: forFund(fund, "No", "Tanggal", "Pokok", "Jasa")}
		for _, l := range c.Plan {
			plan.row(l.Number, l.Due, l.Principal, l.Interest)
		}
		plan.row("", "JUMLAH", c.Total)
		paid := reportTable{Title: "Realisasi " + string(c.Loan), Columns: forFund(fund,
			"No", "Tanggal", "Pokok", "Jasa", "Saldo P", "Saldo J", "Tunggakan P", "Tunggakan J",
		)}
		for _, r := range c.Paid {
			paid.row(r.Number, since(r.Day), r.Paid, r.Left, r.Overdue)
		}
		tables = append(tables, plan, paid)
	}
	return tables, nil
}

// incentiveReasons say why a group gets IPTW or not.
var incentiveReasons = map[ledger.IncentiveReason]string{
	ledger.IncentiveLate:    "terlambat",
	ledger.IncentiveWaiting: "menunggu angsuran lain",
	ledger.IncentiveNothing: "belum ada yang dibayar tepat waktu",
	ledger.IncentiveEarned:  "tepat waktu",
	ledger.IncentiveZero:    "di bawah satu rupiah",
	ledger.IncentivePart:    "sebagian tepat waktu",
}

func incentiveTables(q question) ([]reportTable, error) {
	got, err := q.Incentives(ledger.IncentiveTime{From: q.first, To: q.day, AsOf: q.settled})
	var tables []reportTable
	for _, part := range got.Funds {
		t := reportTable{Title: "IPTW " + string(part.Fund) + " " + q.month.String(), Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Anggota", "Alokasi", "Jasa tepat waktu", "IPTW", "Sudah dibayar", "Alasan",
		)}
		for _, r := range part.Rows {
			t.row(part.Fund, r.VillageName, r.GroupName, r.Loan, "", r.Allocated, r.Got.Base, r.Got.Amount, r.Paid, incentiveReasons[r.Got.Reason])
			for _, m := range r.Got.Members {
				if m.Member != "" && m.Amount > 0 {
					t.row(part.Fund, r.VillageName, r.GroupName, r.Loan, m.Member, m.Principal, m.Interest, m.Amount, "", "")
				}
			}
		}
		t.row(part.Fund, "JUMLAH", "", "", "", part.Total.Allocated, part.Total.Got.Base, part.Total.Got.Amount, part.Total.Paid, "")
		tables = append(tables, t)
	}
	return tables, err
}

func cashTables(q question) ([]reportTable, error) {
	got := q.HeldCash(q.now)
	t := reportTable{Title: "Kas di bendahara " + q.now.String(), Columns: []string{
		"Desa", "Kelompok", "Bendahara", "Telepon", "Jumlah", "Sejak", "Hari", "Akan disetor",
	}}
	for _, r := range got.Rows {
		t.row(r.VillageName, r.GroupName, r.Name, r.Phone, r.Held, since(r.Since), r.Days, r.Offered)
	}
	t.row("JUMLAH", "", "", "", got.Total.Held, "", "", got.Total.Offered)
	return []reportTable{t}, nil
}

func ledgerTables(q question) ([]reportTable, error) {
	var accounts []ledger.Account
	if q.of != "" {
		a, ok := ledger.ParseAccount(q.of)
		if !ok {
			return nil, fmt.Errorf("%q is not an account; write it such as 1110 or 1210/A01", q.of)
		}
		accounts = append(accounts, a)
	} else {
		var before ledger.AccountCode
		for _, r := range q.TrialBalance(q.month).Rows {
			if r.Code != before {
				accounts = append(accounts, ledger.Account{Code: r.Code})
				before = r.Code
			}
		}
	}
	var tables []reportTable
	for _, a := range accounts {
		l := q.Ledger(a, q.first, q.day)
		t := reportTable{Title: fmt.Sprintf("Buku besar %s %s %s", a, a.Code.Name(), q.month), Columns: []string{
			"Tanggal", "Nomor", "Jenis", "Rekening", "Lawan", "Debit", "Kredit", "Saldo",
		}}
		t.row(q.first, "", "SALDO AWAL", "", "", "", "", l.Before)
		for _, r := range l.Rows {
			t.row(r.Day, r.Reference, r.Kind, r.Account, r.Against, r.Debit, r.Credit, r.Balance)
		}
		t.row(q.day, "", "JUMLAH", "", "", l.Debit, l.Credit, l.After)
		tables = append(tables, t)
	}
	return tables, nil
}

func trialTables(q question) ([]reportTable, error) {
	got := q.TrialBalance(q.month)
	t := reportTable{Title: "Neraca saldo " + q.month.String(), Columns: []string{
		"Kode", "Rekening", "Awal D", "Awal K", "Mutasi D", "Mutasi K", "Akhir D", "Akhir K",
	}}
	row := func(name string, r ledger.TrialRow) {
		t.row(r.Code, name, r.BeforeDebit, r.BeforeCredit, r.Debit, r.Credit, r.AfterDebit, r.AfterCredit)
	}
	for _, r := range got.Rows {
		row(r.Name(), r)
	}
	row("JUMLAH", got.Total)
	return []reportTable{t}, nil
}

func balanceTables(q question) ([]reportTable, error) {
	got := q.BalanceSheet(q.day)
	t := reportTable{Title: "Neraca " + q.day.String(), Columns: []string{"Kode", "Rekening", "Jumlah"}}
	for _, s := range []struct {
		name string
		ledger.Statement
	}{{"JUMLAH ASET", got.Assets}, {"JUMLAH KEWAJIBAN", got.Liabilities}, {"JUMLAH EKUITAS", got.Equity}} {
		for _, r := range s.Rows {
			t.row(r.Code, r.Title, r.Amount)
		}
		t.row("", s.name, s.Total)
	}
	t.row("", "JUMLAH KEWAJIBAN DAN EKUITAS", got.Liabilities.Total+got.Equity.Total)
	return []reportTable{t}, nil
}

func incomeTables(q question) ([]reportTable, error) {
	got := q.IncomeStatement(q.month)
	t := reportTable{Title: "Laba rugi " + q.month.String(), Columns: []string{
		"Kode", "Rekening", "s.d. bulan lalu", "Bulan ini", "s.d. bulan ini",
	}}
	row := func(name string, r ledger.IncomeRow) { t.row(r.Code, name, r.Before, r.This, r.ToDate) }
	for _, r := range got.Income {
		row(r.Name(), r)
	}
	row("JUMLAH PENDAPATAN", got.TotalIncome)
	for _, r := range got.Expenses {
		row(r.Name(), r)
	}
	row("JUMLAH BEBAN", got.TotalExpenses)
	row("SURPLUS", got.Result)
	return []reportTable{t}, nil
}

// cashParts are the parts of the cash flow statement, as reports name them.
var cashParts = map[ledger.CashPart]string{
	ledger.CashOperating: "Kegiatan operasi",
	ledger.CashLending:   "Perguliran pinjaman",
	ledger.CashFinancing: "Modal, dana dan titipan",
}

func cashFlowTables(q question) ([]reportTable, error) {
	got := q.CashFlow(q.month)
	t := reportTable{Title: "Arus kas " + q.month.String(), Columns: []string{"Bagian", "Kode", "Rekening", "Masuk", "Keluar", "Saldo"}}
	t.row("", "", "SALDO AWAL", "", "", got.Before)
	for _, part := range got.Parts {
		name := cashParts[part.Part]
		for _, r := range part.Rows {
			t.row(name, r.Code, r.Name(), r.In, r.Out, "")
		}
		t.row(name, "", "JUMLAH", part.Total.In, part.Total.Out, "")
	}
	t.row("", "", "SALDO AKHIR", got.Total.In, got.Total.Out, got.After)
	return []reportTable{t}, nil
}

func equityTables(q question) ([]reportTable, error) {
	got := q.EquityChange(q.month)
	t := reportTable{Title: "Perubahan modal s.d. " + q.month.String(), Columns: []string{"Kode", "Rekening", "Awal tahun", "Bertambah", "Berkurang", "Akhir"}}
	for _, r := range got.Rows {
		t.row(r.Code, r.Title, r.Before, r.Added, r.Taken, r.After)
	}
	sum := got.Total
	t.row("", "JUMLAH", sum.Before, sum.Added, sum.Taken, sum.After)
	return []reportTable{t}, nil
}
