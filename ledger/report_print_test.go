package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"bendahara/ledger"
)

// The reports as lines of cells, in the order that testdata/reports.txt explains.

func (p *reportPrinter) progress(got ledger.Progress) {
	row := func(name string, r ledger.ProgressRow) {
		p.line(name, r.Allocated, r.Target, r.Before, r.This, r.ToDate, r.Left, r.Realised, r.Overdue)
	}
	for i, part := range got.Loans {
		for _, r := range part.Rows {
			row(fmt.Sprint(r.Loan, " ", r.GroupName), r)
		}
		for _, r := range got.Villages[i].Rows {
			row("desa "+r.VillageName, r)
		}
		row("jumlah "+string(part.Fund), part.Total)
	}
}

func (p *reportPrinter) quality(got ledger.Quality) {
	for i, part := range got.Loans {
		for _, r := range part.Rows {
			p.line(fmt.Sprint(r.Loan, " ", r.GroupName), r.Balance, r.Overdue, r.Months, r.Class.Name, r.ByClass, r.Reserve, r.Risk)
		}
		for _, r := range got.Villages[i].Rows {
			p.line("desa "+r.VillageName, r.Balance, r.Overdue, r.ByClass, r.Reserve, r.Risk)
		}
		p.line("jumlah "+string(part.Fund), part.Total.Balance, part.Total.Overdue, part.Total.ByClass, part.Total.Reserve, part.Total.Risk)
		for _, r := range got.Reserves[i].Rows {
			p.line("cadangan "+r.Class.Name, r.Class.Percent, r.Count, r.Balance, r.Reserve, r.Share)
		}
	}
	for _, r := range got.Ratios {
		p.line(r.Name, r.Value, r.Known)
	}
}

func (p *reportPrinter) arrears(got ledger.ArrearsList) {
	for _, part := range got.Funds {
		for _, r := range part.Rows {
			p.line(fmt.Sprint(r.Loan, " ", r.GroupName), r.Name, r.Phone, r.Members, r.Disbursed, r.Ends, r.Allocated, r.Left, r.Overdue, r.Fine, r.Since, r.Days)
		}
		p.line("jumlah "+string(part.Fund), part.Total.Allocated, part.Total.Left, part.Total.Overdue, part.Total.Fine)
	}
}

func (p *reportPrinter) bills(got ledger.BillList) {
	for _, part := range got.Funds {
		for _, r := range part.Rows {
			p.line(fmt.Sprint(r.Loan, " ", r.GroupName), r.Name, r.Phone, r.Number, r.Due, r.Open, r.Overdue, r.Fine, r.Days)
		}
		p.line("jumlah "+string(part.Fund), part.Total.Open, part.Total.Overdue, part.Total.Fine)
	}
}

func (p *reportPrinter) card(got ledger.Card) {
	p.line(fmt.Sprint(got.Loan, " ", got.GroupName), got.VillageName, got.Name, got.Phone, got.Disbursed, got.Allocated)
	for _, l := range got.Plan {
		p.line("rencana", l.Number, l.Due, l.Principal, l.Interest)
	}
	p.line("jumlah", got.Total)
	if got.Standing.Fine > 0 {
		p.line("denda", got.Standing.Fine)
	}
	for _, r := range got.Paid {
		p.line("bayar", r.Number, r.Day, r.Paid, r.Left, r.Overdue)
	}
}

func (p *reportPrinter) incentives(got ledger.IncentiveList) {
	for _, part := range got.Funds {
		for _, r := range part.Rows {
			p.line(fmt.Sprint(r.Loan, " ", r.GroupName), r.Allocated, r.Got.Base, r.Got.Amount, r.Got.Reason, r.Paid)
			for _, m := range r.Got.Members {
				p.line("anggota "+string(m.Member), m.Principal, m.Interest, m.Amount)
			}
		}
		p.line("jumlah "+string(part.Fund), part.Total.Allocated, part.Total.Got.Base, part.Total.Got.Amount, part.Total.Paid)
	}
}

func (p *reportPrinter) cash(got ledger.HeldCash) {
	for _, r := range got.Rows {
		p.line(r.Group, r.GroupName, r.Name, r.Held, r.Since, r.Days, r.Offered)
		for _, l := range r.Layers {
			p.line("sejak", l.Since, l.Amount)
		}
	}
	p.line("jumlah", got.Total.Held, got.Total.Offered)
}

func (p *reportPrinter) ledger(got ledger.AccountLedger) {
	p.line("sebelum", got.Before)
	for _, r := range got.Rows {
		p.line(r.Day, r.Reference, r.Kind, r.Against, r.Debit, r.Credit, r.Balance)
	}
	p.line("sesudah", got.Debit, got.Credit, got.After)
}

func (p *reportPrinter) trial(got ledger.TrialBalance) {
	row := func(name string, r ledger.TrialRow) {
		p.line(name, r.BeforeDebit, r.BeforeCredit, r.Debit, r.Credit, r.AfterDebit, r.AfterCredit)
	}
	for _, r := range got.Rows {
		row(fmt.Sprint(r.Code, " ", r.FundAccount.Name()), r)
	}
	row("jumlah", got.Total)
}

func (p *reportPrinter) balance(got ledger.BalanceSheet) {
	for _, s := range []struct {
		name string
		ledger.Statement
	}{{"aset", got.Assets}, {"kewajiban", got.Liabilities}, {"ekuitas", got.Equity}} {
		for _, r := range s.Rows {
			p.line(r.Title, r.Amount)
		}
		p.line("jumlah "+s.name, s.Total)
	}
}

func (p *reportPrinter) entries(got []ledger.Entry, err error) {
	if err != nil {
		p.line("error", err)
	}
	for _, e := range got {
		for _, post := range e.Postings {
			p.line(e.Day, e.Kind, post.Debit, post.Credit, post.Amount)
		}
	}
}

func (p *reportPrinter) income(got ledger.IncomeStatement) {
	row := func(name string, r ledger.IncomeRow) { p.line(name, r.Before, r.This, r.ToDate) }
	for _, r := range got.Income {
		row(r.Name(), r)
	}
	row("jumlah pendapatan", got.TotalIncome)
	for _, r := range got.Expenses {
		row(r.Name(), r)
	}
	row("jumlah beban", got.TotalExpenses)
	row("surplus", got.Result)
}

// reportPrinter gathers lines.
type reportPrinter []string

func (p *reportPrinter) check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// line adds a line of cells: amounts without Rp, nothing as 0.
func (p *reportPrinter) line(cells ...any) {
	var texts []string
	for _, c := range cells {
		switch c := c.(type) {
		case ledger.Money:
			texts = append(texts, c.Digits())
		case ledger.Amounts:
			texts = append(texts, c.Principal.Digits()+" "+c.Interest.Digits())
		case []ledger.Money:
			var columns []string
			for _, m := range c {
				columns = append(columns, m.Digits())
			}
			texts = append(texts, strings.Join(columns, " "))
		case ledger.Date:
			if c.IsZero() {
				texts = append(texts, "-")
			} else {
				texts = append(texts, c.String())
			}
		default:
			texts = append(texts, fmt.Sprint(c))
		}
	}
	*p = append(*p, "| "+strings.Join(texts, " | "))
}

func (p *reportPrinter) assessments(got ledger.AssessmentList) {
	for _, r := range got.Rows {
		a := r.Assessment
		p.line(r.Group, r.GroupName, a.Answer, a.Reason, a.Loan, a.Have, a.Need, a.Overdue, a.Since, a.Left)
		for _, rec := range r.Records {
			p.line(rec.Loan, rec.Status, fmt.Sprintf("%d/%d", rec.InTime, rec.Judged), rec.WorstClass.Name, rec.Longest, rec.Overdue, rec.Left)
		}
		for _, q := range r.Requests {
			p.line("minta "+string(q.Loan), q.Status, q.Before, q.Previous, q.Requested, q.Allowed)
			for _, m := range q.Members {
				p.line(m.Member, m.Previous, m.Requested, m.Change)
			}
		}
	}
}

func (p *reportPrinter) covers(got ledger.CoverList) {
	for _, part := range got.Debts {
		for _, r := range part.Rows {
			p.line(r.Loan, r.GroupName, r.Defaulter, r.DefaulterName, r.Coverer, r.CovererName, r.Owed)
		}
		p.line("jumlah "+string(part.Fund), part.Total.Owed)
	}
	for _, part := range got.Due {
		for _, r := range part.Rows {
			p.line("penalang "+string(r.Loan), r.Member, r.Name, r.Due, r.Returnable)
		}
	}
	for _, part := range got.TakenOver {
		for _, r := range part.Rows {
			p.line("tanggungan "+string(r.Loan), r.Member, r.Name, r.Due)
		}
	}
}

func (p *reportPrinter) savings(got ledger.SavingsList) {
	for _, g := range got.Groups {
		for _, r := range g.Rows {
			p.line(r.Member, r.Name, r.Purses, r.Total)
			if r.Daily != nil {
				p.line("harian", r.Daily.Start, r.Daily.PaidThrough, r.Daily.Part, r.Daily.DaysBehind, r.Daily.Behind, r.Daily.DaysAhead)
			}
		}
		p.line("jumlah "+g.GroupName, g.Total.Purses, g.Total.Total)
	}
	p.line("jumlah", got.Total.Purses, got.Total.Total)
}

func (p *reportPrinter) cashFlow(got ledger.CashFlow) {
	p.line("awal", got.Before)
	for _, part := range got.Parts {
		for _, r := range part.Rows {
			p.line(part.Part, r.Name(), r.In, r.Out)
		}
		p.line("jumlah "+string(part.Part), part.Total.In, part.Total.Out)
	}
	p.line("akhir", got.After)
}

func (p *reportPrinter) equity(got ledger.EquityChange) {
	for _, r := range append(got.Rows, got.Total) {
		p.line(r.Title, r.Before, r.Added, r.Taken, r.After)
	}
}

func (p *reportPrinter) plan(got ledger.Plan) {
	row := func(name string, r ledger.PlanRow) { p.line(name, r.Planned, r.Received, r.More, r.Realised) }
	for _, part := range got.Months {
		for _, r := range part.Rows {
			row(fmt.Sprint(r.Month, " ", r.Fund), r)
		}
		row("jumlah "+string(part.Fund), part.Total)
	}
	for i, part := range got.Loans {
		for _, r := range part.Rows {
			row(fmt.Sprint(r.Loan, " ", r.GroupName), r)
		}
		for _, r := range got.Villages[i].Rows {
			row("desa "+r.VillageName, r)
		}
	}
}

func (p *reportPrinter) beneficiaries(got ledger.Beneficiaries) {
	for _, part := range got.Funds {
		for _, r := range part.Rows {
			p.line(fmt.Sprint(r.Loan, " ", r.GroupName), r.Member, r.Name, r.Disbursed, r.Ends, r.Allocated, r.Left)
		}
		p.line("jumlah "+string(part.Fund), part.Total.Allocated, part.Total.Left)
	}
}

func (p *reportPrinter) groupBook(got ledger.GroupBook) {
	p.line("kas awal", got.Before)
	for _, r := range got.Rows {
		p.line(r.Day, r.Reference, r.Kind, r.Name, r.In, r.Out, r.Cash)
	}
	p.line("kas akhir", got.In, got.Out, got.After)
	for _, m := range got.Members {
		p.line(m.Member.Name, m.Allocated, m.Left, m.InterestPaid, m.Saved)
	}
	p.line("jumlah", got.Total.Allocated, got.Total.Left, got.Total.InterestPaid, got.Total.Saved)
}
