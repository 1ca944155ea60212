package workbook

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
	"bendahara/store"
)

// savers is how many members the groups have that save.
const savers = 9

// anchor is a day from two weeks ago to two weeks ahead on which an instalment of
// the group falls due: by the group's code, so that they are spread over the month.
func (d *demo) anchor(g ledger.Group) ledger.Date {
	if g.Code == d.hero.Code {
		return d.today + 2
	}
	h := fnv.New32a()
	h.Write([]byte(g.Code))
	return d.today + ledger.Date(h.Sum32()%28) - 13
}

// habit is how a group pays.
type habit int

const (
	onTime  habit = iota
	uneven        // one or two members miss a month and pay double in the next
	trouble       // some have stopped paying
)

// history lends to a group and lets it pay until yesterday.
func (d *demo) history(g ledger.Group, i int) error {
	h := onTime
	switch roll := d.dice.below(100); {
	case g.Code == d.hero.Code:
	case roll >= 94:
		h = trouble
	case roll >= 80:
		h = uneven
	}
	earlier := d.earlier
	if i%9 == 4 && g.Code != d.hero.Code { // an earlier loan, paid off
		earlier = max(earlier, 1)
	}
	for years := earlier; years > 0; years-- {
		before := d.loan(g, earlier-years+1, 12)
		before.Terms.Disbursed = before.Terms.Disbursed.AddMonths(1-12*years, dayOf(before.Terms.Disbursed))
		before.Status = ledger.PaidOff
		if err := d.live(before, onTime); err != nil {
			return err
		}
	}
	l := d.loan(g, earlier+1, 0)
	if i%35 == 20 && g.Code != d.hero.Code { // not paid out yet
		l.Status = []ledger.LoanStatus{ledger.Proposed, ledger.Verified, ledger.Approved}[i/35%3]
		l.Terms.Disbursed = d.today + ledger.Date(7+d.dice.below(20))
		return d.tx.PutLoan(l)
	}
	if g.Code == d.hero.Code {
		d.heroine = l
	}
	return d.live(l, h)
}

// loan is a loan to the group, with shares that give whole instalments. Its age is
// so chosen that an instalment falls due on the group's anchor.
func (d *demo) loan(g ledger.Group, number, age int) ledger.Loan {
	l := ledger.Loan{
		Code: ledger.LoanCode(fmt.Sprintf("%s-L%d", g.Code, number)), Group: g.Code, Fund: ledger.Fund(g.Type),
		Status: ledger.Disbursed, Decision: "MAD", ApprovedBy: "P01",
	}
	t := ledger.Terms{
		Rate: decimal.New(15, -1), RatePer: ledger.PerMonth, Method: ledger.Flat, Instalments: 10, Every: ledger.Monthly,
	}
	step, most := ledger.Money(500_000), 3
	if g.Type == ledger.UEP {
		t.Instalments, step, most = 12, 1_200_000, 2
		if d.dice.chance(20) { // by the harvest
			t.Instalments, t.Every = 4, ledger.Interval{N: 3, Unit: ledger.Month}
		}
	}
	base := ledger.Money(2+d.dice.below(most)) * step
	for _, m := range d.members[g.Code] {
		share := base
		if d.dice.chance(30) {
			share += step
		}
		if g.Code == d.hero.Code {
			share = 2_000_000
		}
		l.Shares = append(l.Shares, ledger.Share{Member: m.Code, Principal: share})
		t.Principal += share
	}
	due := 1 + d.dice.below(t.Instalments-1)
	if g.Code == d.hero.Code {
		due = 4
	}
	if age == 0 {
		age = due * t.Every.N
	}
	anchor := d.anchor(g)
	t.Disbursed = anchor.AddMonths(-age, dayOf(anchor))
	l.Terms = t
	return l
}

// live pays the loan out and goes through its instalments until yesterday.
func (d *demo) live(l ledger.Loan, h habit) error {
	if err := d.tx.PutLoan(l); err != nil {
		return err
	}
	open := &openLoan{Loan: l}
	if err := open.schedules(); err != nil {
		return err
	}
	d.books.loans[l.Code] = open
	d.books.byGroup = nil
	d.enter(ledger.DisburseEntry(l), "P04", "pinjaman:"+string(l.Code), 9)
	stopped := 1 + d.dice.below(4) // members in trouble
	for _, line := range open.group {
		if line.Due >= d.today {
			break
		}
		collected := ledger.Money(0)
		cause := fmt.Sprintf("demo:%s:%d", l.Code, line.Number)
		for i, s := range l.Shares {
			if h == uneven && (i+line.Number)%7 == 3 && i < 9 || h == trouble && i >= len(l.Shares)-stopped && line.Number > 2 {
				continue
			}
			st := d.books.standing(open, s.Member, line.Due)
			paid, _ := use(st, st.Bill(), nil)
			collected += paid.Total()
			d.enter(ledger.RepayEntry(l, s.Member, paid.Amounts, line.Due), d.treasurer(l), cause, 10)
		}
		d.save(l, line)
		if err := d.bring(open, line, collected, cause); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) treasurer(l ledger.Loan) string { return string(d.members[l.Group][0].Code) }

// save lets some groups save at their last meetings.
func (d *demo) save(l ledger.Loan, line ledger.Instalment) {
	list := d.members[l.Group]
	if len(list) != savers || line.Due < d.today-100 {
		return
	}
	for i, m := range list {
		purse, amount := ledger.SavingsMonthly, ledger.Money(10_000)
		if i%5 == 3 {
			purse, amount = ledger.SavingsVoluntary, 25_000
		}
		d.enter(ledger.SaveEntry(m, purse, amount, line.Due), string(list[0].Code), fmt.Sprintf("demo:%s:s%d", l.Code, line.Number), 10)
	}
}

// bring takes what was collected to the UPK: on the same day, or not yet where
// the meeting was only a few days ago.
func (d *demo) bring(l *openLoan, line ledger.Instalment, collected ledger.Money, cause string) error {
	if collected == 0 || line.Due >= d.today-5 && d.dice.chance(45) && l.Group != d.hero.Code {
		return nil
	}
	parts, held, err := d.books.allocateDeposit(l.Group, collected, line.Due)
	if err != nil {
		return err
	}
	d.enter(ledger.DepositEntry(l.Group, parts, held, line.Due), "P04", cause, 14)
	return nil
}

// enter adds an entry to its chain, as heard on its day at the given hour.
func (d *demo) enter(e ledger.Entry, teller, cause string, hour int) {
	year, month, day := e.Day.Civil()
	chain := d.chains[e.Group]
	e.Heard = time.Date(year, month, day, hour, 0, len(chain)%60, 0, d.zone)
	if n := len(chain); n > 0 && e.Heard.Before(chain[n-1].Heard) {
		e.Heard = chain[n-1].Heard
	}
	e.Teller, e.Cause = teller, cause
	d.books.balances.Add(e)
	d.chains[e.Group] = append(chain, e)
}

// The cash that the office keeps, and the sums that it moves to and from the bank.
const (
	cashUsual = ledger.Money(20_000_000)
	cashMost  = ledger.Money(60_000_000)
	cashStep  = ledger.Money(1_000_000)
)

// ownBooks is the UPK's own chain: its opening balance, and day by day what goes
// between cash and bank, with salaries and the bank's interest each month. The
// bank's opening balance is what makes the assets the published figure.
func (d *demo) ownBooks() error {
	moved := map[ledger.Date]ledger.Money{} // cash, by day
	first := d.today
	for _, chain := range d.chains {
		for _, e := range chain {
			first = min(first, e.Day)
			for _, p := range e.Postings {
				if p.Debit.Code == ledger.UPKCash {
					moved[e.Day] += p.Amount
				}
				if p.Credit.Code == ledger.UPKCash {
					moved[e.Day] -= p.Amount
				}
			}
		}
	}
	begin := first - 1
	own := d.transfers(moved, begin)
	assets := ledger.Money(0)
	for a, m := range d.books.balances {
		if a.Code == ledger.UPKCash || a.Code == ledger.UPKBank || a.Code == ledger.LoanPrincipal {
			assets += m
		}
	}
	for _, e := range own {
		assets += ownAssets(e)
	}
	bank := demoAssets - assets - cashUsual
	var words []store.SheetRow
	for _, o := range []struct {
		code   ledger.AccountCode
		amount ledger.Money
	}{{ledger.UPKCash, cashUsual}, {ledger.UPKBank, bank}, {ledger.Capital, cashUsual + bank}} {
		line, _ := accountOf(o.code)
		e := ledger.OpenAccountEntry(ledger.Account{Code: o.code}, o.amount*line.usualSide(), begin)
		r := newRow("saldo_akun", map[string]string{"akun": string(o.code), "per_tanggal": begin.String(), "jumlah": rupiah(o.amount)})
		if err := d.tx.MarkImported("saldo_akun", string(o.code), digest(r.content())); err != nil {
			return err
		}
		d.enter(e, "P03", "saldo_akun:"+string(o.code), 8)
	}
	for i, e := range own {
		id := fmt.Sprintf("demo-%d", i+1)
		words = append(words, store.SheetRow{"nomor": id, "uraian": e.Cause})
		d.enter(e, "P03", "jurnal:"+id, 15)
	}
	return d.tx.PutSheetRows("jurnal", words)
}

func ownAssets(e ledger.Entry) (sum ledger.Money) {
	for _, p := range e.Postings {
		if p.Debit.Code == ledger.UPKCash || p.Debit.Code == ledger.UPKBank {
			sum += p.Amount
		}
		if p.Credit.Code == ledger.UPKCash || p.Credit.Code == ledger.UPKBank {
			sum -= p.Amount
		}
	}
	return sum
}

// transfers are the UPK's own entries from begin until yesterday, with their words
// as the cause. moved is what comes into and goes out of the cash otherwise.
func (d *demo) transfers(moved map[ledger.Date]ledger.Money, begin ledger.Date) (own []ledger.Entry) {
	cash, bank := ledger.Account{Code: ledger.UPKCash}, ledger.Account{Code: ledger.UPKBank}
	left := cashUsual
	add := func(day ledger.Date, words string, debit, credit ledger.Account, amount ledger.Money) {
		own = append(own, ledger.Entry{
			Kind: ledger.General, Amount: amount, Day: day, Cause: words,
			Postings: []ledger.Posting{{Debit: debit, Credit: credit, Amount: amount}},
		})
	}
	for day := begin + 1; day < d.today; day++ {
		left += moved[day]
		if day == day.MonthEnd() {
			add(day, "Honor pengurus", ledger.Account{Code: ledger.Expense}, cash, 7_500_000)
			add(day, "Bunga bank", bank, ledger.Account{Code: ledger.OtherIncome}, 412_500)
			left -= 7_500_000
		}
		switch short := cashUsual - left; {
		case left < 0:
			short = (short + cashStep - 1) / cashStep * cashStep
			add(day, "Tarik dari bank", cash, bank, short)
			left += short
		case left > cashMost:
			over := -short / cashStep * cashStep
			add(day, "Setor ke bank", bank, cash, over)
			left -= over
		}
	}
	slices.SortStableFunc(own, func(a, b ledger.Entry) int { return cmp.Compare(a.Day, b.Day) })
	return own
}

// guide tells whom to be.
func (d *demo) guide() Guide {
	list := d.members[d.hero.Code]
	village := "Krikilan"
	open := d.books.loans[d.heroine.Code]
	bill := d.books.standing(open, list[3].Code, d.today).Bill()
	where := fmt.Sprintf("%s (%s), %s", d.hero.Name, d.hero.Code, village)
	return Guide{UPK: "UPK Kalijambe", People: []GuidePerson{
		{list[0].Name, list[0].Phone, "bendahara " + where, []string{
			fmt.Sprintf("bayar Siti %d", int64(bill)), "ya", "bayar Sri 230rb", "saldo Siti", "tunggakan", "bantuan",
		}},
		{list[3].Name, list[3].Phone, "anggota " + where, []string{"saldo", "jadwal", "bantuan"}},
	}}
}
