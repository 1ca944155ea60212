package main

import (
	"fmt"
	"slices"

	"bendahara/bot/report"
	"bendahara/ledger"
	"bendahara/templates"
)

func cardTables(q question) ([]report.Table, error) {
	cards, err := q.cards()
	var tables []report.Table
	for _, c := range cards {
		lines := []string{
			fmt.Sprintf("Desa %s. Ketua: %s. Telpon/SMS: %s.", c.VillageName, c.Name, templates.PaperPhone(c.Phone)),
			fmt.Sprintf("Dana %s, cair %s, alokasi %s, %d angsuran.", c.Fund, templates.PaperDay(c.Disbursed), c.Allocated, len(c.Plan)),
		}
		if c.Standing.Fine > 0 {
			lines = append(lines, fmt.Sprintf("Denda %s.", c.Standing.Fine))
		}
		fund := c.Fund
		if c.Sharia {
			fund = ledger.FundBMT
		}
		plan := report.Table{Title: "Kartu angsuran " + string(c.Loan), Detail: []any{c.GroupName}, Lines: lines, Columns: forFund(fund, "No", "Tanggal", "Pokok", "Jasa")}
		for _, l := range c.Plan {
			plan.Add(l.Number, l.Due, l.Principal, l.Interest)
		}
		plan.Total(0, "", "JUMLAH", c.Total)
		paid := report.Table{Title: "Realisasi " + string(c.Loan), Below: true, Columns: forFund(fund,
			"No", "Tanggal", "Pokok", "Jasa", "Saldo P", "Saldo J", "Tunggakan P", "Tunggakan J",
		)}
		for _, r := range c.Paid {
			paid.Add(r.Number, r.Day, r.Paid, r.Left, r.Overdue)
		}
		tables = append(tables, plan, paid)
	}
	return tables, err
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

func incentiveTables(q question) ([]report.Table, error) {
	got, err := q.Incentives(ledger.IncentiveTime{From: q.first, To: q.day, AsOf: q.settled})
	var tables []report.Table
	for _, part := range got.Funds {
		t := report.Table{Title: "IPTW " + string(part.Fund), Detail: []any{q.month}, Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Alokasi", "Jasa tepat waktu", "IPTW", "Sudah dibayar", "Alasan",
		)}
		members := report.Table{Title: "Penerima IPTW " + string(part.Fund), Detail: []any{q.month}, Columns: forFund(part.Fund,
			"Dana", "Desa", "Kelompok", "Pinjaman", "Anggota", "Nama", "Alokasi", "Jasa tepat waktu", "IPTW", "Tanda tangan",
		)}
		var sum ledger.MemberIncentive
		for _, r := range part.Rows {
			t.Add(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Allocated, r.Got.Base, r.Got.Amount, r.Paid, incentiveReasons[r.Got.Reason])
			for _, m := range r.Got.Members {
				if m.Member != "" && m.Amount > 0 {
					members.Add(part.Fund, r.VillageName, r.GroupName, r.Loan, m.Member, q.memberName(m.Member), m.Principal, m.Interest, m.Amount,
						fmt.Sprintf("%d ....................", len(members.Rows)+1))
					sum.Principal, sum.Interest, sum.Amount = sum.Principal+m.Principal, sum.Interest+m.Interest, sum.Amount+m.Amount
				}
			}
		}
		t.Total(0, part.Fund, "JUMLAH", "", "", part.Total.Allocated, part.Total.Got.Base, part.Total.Got.Amount, part.Total.Paid, "")
		tables = append(tables, t)
		if len(members.Rows) > 0 {
			members.Total(0, part.Fund, "JUMLAH", "", "", "", "", sum.Principal, sum.Interest, sum.Amount, "")
			tables = append(tables, members)
		}
	}
	return tables, err
}

// memberName is how a member is called in the register.
func (q question) memberName(code ledger.MemberCode) string {
	i := slices.IndexFunc(q.books.Members, func(m ledger.Member) bool { return m.Code == code })
	if i < 0 {
		return ""
	}
	return q.books.Members[i].Name
}

func cashTables(q question) ([]report.Table, error) {
	got := q.HeldCash(q.now)
	t := report.Table{Title: "Kas di bendahara", Detail: []any{q.now}, Columns: []string{
		"Desa", "Kelompok", "Bendahara", "Telepon", "Jumlah", "Sejak", "Hari", "Akan disetor",
	}}
	for _, r := range got.Rows {
		t.Add(r.VillageName, r.GroupName, r.Name, r.Phone, r.Held, r.Since, r.Days, r.Offered)
	}
	t.Total(0, "JUMLAH", "", "", "", got.Total.Held, "", "", got.Total.Offered)
	return []report.Table{t}, nil
}

func ledgerTables(q question) ([]report.Table, error) {
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
	var tables []report.Table
	for _, a := range accounts {
		l := q.Ledger(a, q.first, q.day)
		t := report.Table{Title: "Buku besar " + a.String(), Detail: []any{a.Code.Name(), q.month}, Columns: []string{
			"Tanggal", "Nomor", "Jenis", "Rekening", "Lawan", "Debit", "Kredit", "Saldo",
		}}
		t.Add(q.first, "", "SALDO AWAL", "", "", "", "", l.Before)
		const debit, credit, balance = 5, 6, 7
		for i, r := range l.Rows {
			at := i + 1
			t.Add(r.Day, r.Reference, templates.PaperKind(r.Kind), r.Account, r.Against, r.Debit, r.Credit, report.Sum{Value: r.Balance, Of: []report.Span{
				{Column: balance, From: i, To: i}, {Column: debit, From: at, To: at}, {Column: credit, From: at, To: at, Minus: true},
			}})
		}
		last := len(t.Rows) - 1
		t.Total(1, q.day, "", "JUMLAH", "", "", l.Debit, l.Credit, report.Sum{Value: l.After, Of: []report.Span{{Column: balance, From: last, To: last}}})
		tables = append(tables, t)
	}
	return tables, nil
}

func trialTables(q question) ([]report.Table, error) {
	got := q.TrialBalance(q.month)
	t := report.Table{Title: "Neraca saldo", Detail: []any{q.month}, Columns: []string{
		"Kode", "Rekening", "Awal D", "Awal K", "Mutasi D", "Mutasi K", "Akhir D", "Akhir K",
	}}
	cells := func(name string, r ledger.TrialRow) []any {
		return []any{r.Code, name, r.BeforeDebit, r.BeforeCredit, r.Debit, r.Credit, r.AfterDebit, r.AfterCredit}
	}
	for _, r := range got.Rows {
		t.Add(cells(r.Name(), r)...)
	}
	t.Total(0, cells("JUMLAH", got.Total)...)
	return []report.Table{t}, nil
}

func balanceTables(q question) ([]report.Table, error) {
	got := q.BalanceSheet(q.day)
	t := report.Table{Title: "Neraca", Detail: []any{q.day}, Columns: []string{"Kode", "Rekening", "Jumlah"}}
	var sums []int
	for _, s := range []struct {
		name string
		ledger.Statement
	}{{"JUMLAH ASET", got.Assets}, {"JUMLAH KEWAJIBAN", got.Liabilities}, {"JUMLAH EKUITAS", got.Equity}} {
		first := len(t.Rows)
		for _, r := range s.Rows {
			t.Add(r.Code, r.Title, r.Amount)
		}
		sums = append(sums, len(t.Rows))
		t.Total(first, "", s.name, s.Total)
	}
	t.TotalOf(sums[1:], "", "JUMLAH KEWAJIBAN DAN EKUITAS", got.Liabilities.Total+got.Equity.Total)
	return []report.Table{t}, nil
}

func incomeTables(q question) ([]report.Table, error) {
	got := q.IncomeStatement(q.month)
	t := report.Table{Title: "Laba rugi", Detail: []any{q.month}, Columns: []string{
		"Kode", "Rekening", "s.d. bulan lalu", "Bulan ini", "s.d. bulan ini",
	}}
	cells := func(name string, r ledger.IncomeRow) []any { return []any{r.Code, name, r.Before, r.This, r.ToDate} }
	for _, r := range got.Income {
		t.Add(cells(r.Name(), r)...)
	}
	income := len(t.Rows)
	t.Total(0, cells("JUMLAH PENDAPATAN", got.TotalIncome)...)
	for _, r := range got.Expenses {
		t.Add(cells(r.Name(), r)...)
	}
	expenses := len(t.Rows)
	t.Total(income+1, cells("JUMLAH BEBAN", got.TotalExpenses)...)
	t.TotalOf([]int{income, ^expenses}, cells("SURPLUS", got.Result)...)
	return []report.Table{t}, nil
}

// cashParts are the parts of the cash flow statement, as reports name them.
var cashParts = map[ledger.CashPart]string{
	ledger.CashOperating: "Kegiatan operasi",
	ledger.CashLending:   "Perguliran pinjaman",
	ledger.CashFinancing: "Modal, dana dan titipan",
}

func cashFlowTables(q question) ([]report.Table, error) {
	got := q.CashFlow(q.month)
	t := report.Table{Title: "Arus kas", Detail: []any{q.month}, Columns: []string{"Bagian", "Kode", "Rekening", "Masuk", "Keluar", "Saldo"}}
	t.Add("", "", "SALDO AWAL", "", "", got.Before)
	var sums []int
	for _, part := range got.Parts {
		name, first := cashParts[part.Part], len(t.Rows)
		for _, r := range part.Rows {
			t.Add(name, r.Code, r.Name(), r.In, r.Out, "")
		}
		sums = append(sums, len(t.Rows))
		t.Total(first, name, "", "JUMLAH", part.Total.In, part.Total.Out, "")
	}
	const in, out, balance = 3, 4, 5
	last := len(t.Rows)
	t.TotalOf(sums, "", "", "SALDO AKHIR", got.Total.In, got.Total.Out, report.Sum{Value: got.After, Of: []report.Span{
		{Column: balance}, {Column: in, From: last, To: last}, {Column: out, From: last, To: last, Minus: true},
	}})
	return []report.Table{t}, nil
}

func equityTables(q question) ([]report.Table, error) {
	got := q.EquityChange(q.month)
	t := report.Table{Title: "Perubahan modal", Detail: []any{"s.d.", q.month}, Columns: []string{"Kode", "Rekening", "Awal tahun", "Bertambah", "Berkurang", "Akhir"}}
	for _, r := range got.Rows {
		t.Add(r.Code, r.Title, r.Before, r.Added, r.Taken, r.After)
	}
	sum := got.Total
	t.Total(0, "", "JUMLAH", sum.Before, sum.Added, sum.Taken, sum.After)
	return []report.Table{t}, nil
}
