package ledger_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"bendahara/ledger"
)

// reportBooks are the books of a case of reports.txt.
type reportBooks struct {
	ledger.Books
	heads map[ledger.GroupCode]ledger.ChainHead
}

func (b *reportBooks) loan(t testing.TB, code string) *ledger.Loan {
	t.Helper()
	i := slices.IndexFunc(b.Loans, func(l ledger.Loan) bool { return string(l.Code) == code })
	if i < 0 {
		t.Fatalf("there is no loan %q", code)
	}
	return &b.Loans[i]
}

func (b *reportBooks) post(t testing.TB, e ledger.Entry) {
	t.Helper()
	if err := e.Check(); err != nil {
		t.Fatalf("%s on %s: %v", e.Kind, e.Day, err)
	}
	e.Booked = b.Settings.BookOn(e.Day)
	if err := b.Settings.CheckOpen(e); err != nil {
		t.Fatal(err)
	}
	e = e.Seal(b.heads[e.Group])
	b.heads[e.Group] = e.Head()
	b.Entries = append(b.Entries, e)
}

// register reads a line of the registers; false for any other.
func (b *reportBooks) register(t testing.TB, line string) bool {
	t.Helper()
	words := strings.Fields(line)
	switch words[0] {
	case "set":
		b.Settings[words[1]] = strings.Join(words[2:], " ")
	case "holiday":
		for _, d := range words[1:] {
			b.Holidays[day(t, d)] = "libur"
		}
	case "village":
		b.Villages = append(b.Villages, ledger.Village{Code: ledger.VillageCode(words[1]), Name: words[2]})
	case "group":
		b.Groups = append(b.Groups, ledger.Group{
			Code: ledger.GroupCode(words[1]), Name: words[2], Village: ledger.VillageCode(words[3]), Type: ledger.GroupType(words[4]),
		})
	case "member":
		b.Members = append(b.Members, ledger.Member{
			Code: ledger.MemberCode(words[1]), Group: ledger.GroupCode(words[2]), Office: ledger.Office(words[3]),
			Name: words[4], Phone: ledger.Phone(words[5]), Status: ledger.Active,
		})
	case "loan":
		head, terms, _ := strings.Cut(line, ": ")
		words = strings.Fields(head)
		l := ledger.Loan{
			Code: ledger.LoanCode(words[1]), Group: ledger.GroupCode(words[2]), Fund: ledger.Fund(words[3]),
			Terms: parseTerms(t, terms), Status: ledger.Disbursed,
		}
		if len(words) > 4 {
			l.Status = ledger.LoanStatus(words[4])
		}
		b.Loans = append(b.Loans, l)
	case "share":
		l := b.loan(t, words[1])
		l.Shares = append(l.Shares, ledger.Share{Member: ledger.MemberCode(words[2]), Principal: money(t, words[3])})
	default:
		return false
	}
	return true
}

// event posts the entry of a line: a day, what happened, and to what.
func (b *reportBooks) event(t testing.TB, words []string) {
	t.Helper()
	on, what := day(t, words[0]), words[2]
	amount := func(i int) ledger.Money { return money(t, words[i]) }
	group := ledger.GroupCode(what)
	switch words[1] {
	case "disburse":
		b.post(t, ledger.DisburseEntry(*b.loan(t, what)))
	case "repay":
		b.post(t, ledger.RepayEntry(*b.loan(t, what), "", ledger.Amounts{Principal: amount(3), Interest: amount(4)}, on))
	case "deposit":
		l := *b.loan(t, what)
		part := ledger.DepositPart{Loan: l, Paid: ledger.Amounts{Principal: amount(3), Interest: amount(4)}}
		if len(words) > 5 {
			part.Fine = amount(5)
		}
		b.post(t, ledger.DepositEntry(l.Group, []ledger.DepositPart{part}, 0, on))
	case "open":
		left := ledger.Amounts{Principal: amount(3), Interest: amount(4)}
		o := ledger.LoanOpening{Day: on, Group: left, Members: map[ledger.MemberCode]ledger.Amounts{"": left}}
		e, err := ledger.OpenLoanEntry(*b.loan(t, what), o)
		if err != nil {
			t.Fatal(err)
		}
		b.post(t, e)
	case "account":
		b.post(t, ledger.OpenAccountEntry(ledger.Account{Code: ledger.AccountCode(what)}, amount(3), on))
	case "cash":
		b.post(t, ledger.OpenCashEntry(group, amount(3), on))
	case "offer":
		b.post(t, ledger.OfferDepositEntry(group, amount(3), on))
	case "forgive":
		var fine ledger.Money
		if len(words) > 4 {
			fine = amount(4)
		}
		b.post(t, ledger.ForgiveEntry(*b.loan(t, what), "", amount(3), fine, on))
	case "writeoff":
		left := ledger.Amounts{Principal: amount(3), Interest: amount(4)}
		b.post(t, ledger.WriteOffEntry(*b.loan(t, what), ledger.Remainder{
			Day: on, Group: left, Members: map[ledger.MemberCode]ledger.Amounts{"": left}, Reserve: amount(5),
		}))
	case "reschedule":
		left := ledger.Amounts{Principal: amount(4), Interest: amount(5)}
		e, err := ledger.RescheduleLoanEntry(*b.loan(t, what), *b.loan(t, words[3]), ledger.Remainder{
			Day: on, Group: left, Members: map[ledger.MemberCode]ledger.Amounts{"": left},
		})
		if err != nil {
			t.Fatal(err)
		}
		b.post(t, e)
	case "journal":
		debit, credit := ledger.Account{Code: ledger.AccountCode(what)}, ledger.Account{Code: ledger.AccountCode(words[3])}
		b.post(t, ledger.Entry{Kind: ledger.General, Day: on, Amount: amount(4), Postings: []ledger.Posting{{Debit: debit, Credit: credit, Amount: amount(4)}}})
	case "book":
		entries, err := b.asked(t, words[2:], on)
		if err != nil || len(entries) == 0 {
			t.Fatalf("%q: %v", words, err)
		}
		for _, e := range entries {
			b.post(t, e)
		}
	case "reverse":
		i := slices.IndexFunc(b.Entries, func(e ledger.Entry) bool { return e.Reference() == what })
		r, err := ledger.Reverse(b.Entries[i], on, b.Entries[i].Heard, "", "")
		if err != nil {
			t.Fatal(err)
		}
		b.post(t, r)
	default:
		b.groupEvent(t, words, on)
	}
}

// groupEvent posts what happens between members of a group.
func (b *reportBooks) groupEvent(t testing.TB, words []string, on ledger.Date) {
	t.Helper()
	must := func(e ledger.Entry, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		b.post(t, e)
	}
	amount := func(i int) ledger.Money { return money(t, words[i]) }
	member := ledger.MemberCode(words[3])
	others := func(from int) (list []ledger.MemberCode) {
		for _, w := range words[from:] {
			list = append(list, ledger.MemberCode(w))
		}
		return list
	}
	switch words[1] {
	case "save":
		i := slices.IndexFunc(b.Members, func(m ledger.Member) bool { return string(m.Code) == words[2] })
		must(ledger.SaveEntry(b.Members[i], ledger.Purse(words[3]), amount(4), on), nil)
	case "cover":
		due := ledger.Dues{Amounts: ledger.Amounts{Principal: amount(4), Interest: amount(5)}}
		s := ledger.Shortfall{Member: member, Due: due, Coverers: others(6)}
		plan, err := s.Plan()
		if err != nil {
			t.Fatal(err)
		}
		must(ledger.CoverEntry(*b.loan(t, words[2]), s, plan, on))
	case "coverback", "coverout", "survivor":
		l, sums := *b.loan(t, words[2]), ledger.Balances{}
		for _, e := range b.Entries {
			sums.Add(e)
		}
		switch words[1] {
		case "coverback":
			must(ledger.RepayCoverEntry(l, member, sums.CoverDebts(), amount(4), on))
		case "coverout":
			must(ledger.ReturnCoverEntry(l, member, amount(4), sums.CoverReturnable(l, member), on))
		default:
			must(ledger.TakenOverEntry(l, member, amount(4), sums[l.TakenOver(member)], "", on))
		}
	case "death":
		d := ledger.Death{Member: member, Day: on, Left: ledger.Dues{Amounts: ledger.Amounts{Principal: amount(4), Interest: amount(5)}}, Survivors: others(6)}
		must(ledger.DeathEntry(*b.loan(t, words[2]), d, ledger.DeathGroup))
	default:
		t.Fatalf("%q is no event", words)
	}
}

func TestReports(t *testing.T) {
	cases := readCases(t, "testdata/reports.txt")
	for _, file := range []string{"report_dues", "report_groups", "yearend"} {
		maps.Copy(cases, readCases(t, "testdata/"+file+".txt"))
	}
	for name, lines := range cases {
		t.Run(name, func(t *testing.T) {
			b := reportBooks{Books: ledger.Books{Settings: ledger.Settings{}, Holidays: map[ledger.Date]string{}}, heads: map[ledger.GroupCode]ledger.ChainHead{}}
			for i := 0; i < len(lines); i++ {
				report, asked := strings.CutPrefix(lines[i], "? ")
				switch {
				case !asked && b.register(t, lines[i]):
				case !asked:
					b.event(t, strings.Fields(lines[i]))
				default:
					end := i + 1
					for end < len(lines) && strings.HasPrefix(lines[end], "| ") {
						end++
					}
					want := strings.Join(lines[i+1:end], "\n")
					if got := b.report(t, strings.Fields(report)); got != want {
						t.Errorf("%s:\n%s\nwant\n%s", report, got, want)
					}
					i = end - 1
				}
			}
		})
	}
}

// report is a report's rows as text.
func (b *reportBooks) report(t testing.TB, words []string) string {
	t.Helper()
	r, err := ledger.NewReports(b.Books)
	if err != nil {
		t.Fatal(err)
	}
	var p reportPrinter
	switch words[0] {
	case "lpp":
		got, err := r.Progress(period(t, words[1]))
		p.check(t, err)
		p.progress(got)
	case "kolektibilitas":
		got, err := r.Quality(day(t, words[1]))
		p.check(t, err)
		p.quality(got)
	case "tunggakan":
		got, err := r.ArrearsList(day(t, words[1]))
		p.check(t, err)
		p.arrears(got)
	case "tagihan":
		got, err := r.Bills(day(t, words[1]), day(t, words[2]))
		p.check(t, err)
		p.bills(got)
	case "kartu":
		got, ok, err := r.Card(ledger.LoanCode(words[1]), day(t, words[2]))
		p.check(t, err)
		if ok {
			p.card(got)
		}
	case "iptw":
		got, err := r.Incentives(ledger.IncentiveTime{From: day(t, words[1]), To: day(t, words[2]), AsOf: day(t, words[3])})
		p.check(t, err)
		p.incentives(got)
	case "kas":
		p.cash(r.HeldCash(day(t, words[1])))
	case "bukubesar":
		a, _ := ledger.ParseAccount(words[1])
		p.ledger(r.Ledger(a, day(t, words[2]), day(t, words[3])))
	case "neracasaldo":
		p.trial(r.TrialBalance(period(t, words[1])))
	case "neraca":
		p.balance(r.BalanceSheet(day(t, words[1])))
	case "entri":
		entries, err := b.asked(t, words[1:len(words)-1], day(t, words[len(words)-1]))
		p.entries(entries, err)
	case "aruskas":
		p.cashFlow(r.CashFlow(period(t, words[1])))
	case "modal":
		p.equity(r.EquityChange(period(t, words[1])))
	case "sidik":
		got, err := r.Digest(day(t, words[1]))
		p.check(t, err)
		p.line(got.Day, got.Code, got.Chains, got.Entries, got.Total)
	case "penilaian":
		got, err := r.Assessments(day(t, words[1]))
		p.check(t, err)
		p.assessments(got)
	case "talangan":
		p.covers(r.Covers(day(t, words[1])))
	case "simpanan":
		p.savings(r.Savings(day(t, words[1])))
	case "rencana":
		got, err := r.Plan(period(t, words[1]))
		p.check(t, err)
		p.plan(got)
	case "pemanfaat":
		got, err := r.Beneficiaries(day(t, words[1]))
		p.check(t, err)
		p.beneficiaries(got)
	case "buku":
		if got, ok := r.GroupBook(ledger.GroupCode(words[1]), period(t, words[2])); ok {
			p.groupBook(got)
		}
	case "labarugi":
		p.income(r.IncomeStatement(period(t, words[1])))
	default:
		t.Fatalf("%q is no report", words)
	}
	return strings.Join(p, "\n")
}

// asked are the entries of a year's end that the books ask for.
func (b *reportBooks) asked(t testing.TB, words []string, on ledger.Date) ([]ledger.Entry, error) {
	t.Helper()
	r, err := ledger.NewReports(b.Books)
	if err != nil {
		t.Fatal(err)
	}
	var e ledger.Entry
	switch words[0] {
	case "reserve":
		e, err = r.ReserveEntry(on)
	case "iptw":
		return r.IncentiveEntries(ledger.IncentiveTime{From: day(t, words[1]), To: day(t, words[2]), AsOf: on})
	case "year":
		year, _, _ := day(t, words[1]+"-01-01").Civil()
		e, err = r.CloseYear(year)
	case "surplus":
		e, _, err = r.SurplusEntry(on)
	default:
		t.Fatalf("%q is no entry", words)
	}
	if err != nil {
		return nil, err
	}
	return []ledger.Entry{e}, nil
}

func period(t testing.TB, word string) ledger.Period {
	t.Helper()
	p, err := ledger.ParsePeriod(word)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
