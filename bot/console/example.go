package console

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
)

// effect is one thing that the settings make of the example.
type effect struct {
	Label     text
	Now, Then string
	Changed   bool
}

// The example is a loan of 9.5 million at 1.5 per cent a month flat, over ten months from
// 31 January 2026 (domain.md, G1). Its first instalment came in time, its second 20 days
// late, and then none.
const (
	examplePrincipal = 9_500_000
	exampleTimes     = 10
	exampleUneven    = 7 // of which the principal is no whole rupiah
)

// effects are what the settings make of the example, as they are and as they would be. The
// words are those of the pages.
func (l language) effects(now, then ledger.Settings, holidays map[ledger.Date]string) ([]effect, error) {
	a, err := l.exampleOf(now, holidays)
	if err != nil {
		return nil, err
	}
	b, err := l.exampleOf(then, holidays)
	if err != nil {
		return nil, err
	}
	for i := range a {
		a[i].Then = b[i].Now
		a[i].Changed = a[i].Now != a[i].Then
	}
	return a, nil
}

// exampleOf works the example out by the functions that the books use.
func (l language) exampleOf(s ledger.Settings, holidays map[ledger.Date]string) (list []effect, err error) {
	add := func(label text, value string) { list = append(list, effect{Label: label, Now: value}) }
	loan := ledger.Loan{Code: "X", Group: "X", Fund: "SPP", Status: ledger.Disbursed, Terms: ledger.Terms{
		Principal: examplePrincipal, Rate: decimal.New(15, -1), RatePer: ledger.PerMonth, Method: ledger.Flat, Instalments: exampleTimes,
		Every: ledger.Monthly, Disbursed: ledger.NewDate(2026, 1, 31), Round: ledger.Money(s.Int("pembulatan")), RoundMode: ledger.RoundMode(s.Get("pembulatan_cara")),
	}}
	plan, err := ledger.NewSchedule(loan.Terms)
	if err != nil {
		return nil, err
	}
	first, second, last := plan[0], plan[1], plan[len(plan)-1]
	add("Angsuran pertama", l.say("%s: pokok %s, jasa %s", first.Total(), first.Principal, first.Interest))
	add("Angsuran terakhir", l.say("%s: pokok %s, jasa %s", last.Total(), last.Principal, last.Interest))

	uneven := loan.Terms
	uneven.Instalments = exampleUneven
	unevenPlan, err := ledger.NewSchedule(uneven)
	if err != nil {
		return nil, err
	}
	add("Angsuran pertama kalau tujuh kali", l.say("%s: pokok %s, jasa %s", unevenPlan[0].Total(), unevenPlan[0].Principal, unevenPlan[0].Interest))

	closed := func(d ledger.Date) bool { return d == second.Due || holidays[d] != "" }
	add("Jatuh tempo kedua kalau hari itu libur", l.day(plan.OffHolidays(s.Shift(), closed, loan.Terms.Disbursed)[1].Due))

	fine, err := s.FineRule()
	if err != nil {
		return nil, err
	}
	paid := []ledger.Payment{{Day: first.Due, Paid: amountsOf(first)}, {Day: second.Due + 20, Paid: amountsOf(second)}}
	day := second.Due + 20
	add("Denda angsuran kedua yang terlambat 20 hari", plan.FineOn(day, paid[:1], fine).String())

	standing := plan.On(day, amountsOf(first))
	standing.Fine = plan.FineOn(day, paid[:1], fine)
	used, err := standing.Allocate(1_000_000, s.Order())
	if err != nil {
		return nil, err
	}
	add("Rp1.000.000 pada hari itu dipakai untuk", l.say("denda %s, jasa %s, pokok menunggak %s, angsuran bulan ini %s", used.Fine, used.Interest+used.Ahead, used.Overdue, used.Current))

	half := amountsOf(first)
	for range 4 {
		half.Principal, half.Interest = half.Principal+first.Principal, half.Interest+first.Interest
	}
	off := plan.Payoff(plan[5].Due, half, 0, s.PayoffRule(loan))
	add("Melunasi sesudah lima angsuran", l.say("%s, tidak perlu dibayar %s", off.Pay.Principal+off.Pay.Interest, off.Waived))

	incentive, err := s.IncentiveRule()
	if err != nil {
		return nil, err
	}
	for _, one := range []struct {
		label text
		late  ledger.Date
	}{{"IPTW kalau semua tepat waktu", 0}, {"IPTW kalau satu angsuran terlambat 20 hari", 20}} {
		var in []ledger.Payment
		for i, line := range plan {
			p := ledger.Payment{Day: line.Due, Paid: amountsOf(line)}
			if i == 1 {
				p.Day += one.late
			}
			in = append(in, p)
		}
		got, err := loan.Incentive(incentive, ledger.Receipts{Paid: in}, ledger.IncentiveTime{AsOf: last.Due + 400})
		if err != nil {
			return nil, err
		}
		add(one.label, got.Amount.String())
	}

	scheme, err := s.Scheme()
	if err != nil {
		return nil, err
	}
	rated := scheme.Rate(plan, ledger.Monthly, plan[4].Due+10, amountsOf(first))
	add("Golongan kalau empat angsuran tidak dibayar", l.say("%s, cadangan %s", rated.Class.Name, rated.Reserve))

	add("Pengingat untuk jatuh tempo kedua", l.reminders(s, second.Due, holidays))
	return list, nil
}

func amountsOf(i ledger.Instalment) ledger.Amounts {
	return ledger.Amounts{Principal: i.Principal, Interest: i.Interest}
}

// reminders are the days and the hour at which reminders of a due day go out.
func (l language) reminders(s ledger.Settings, due ledger.Date, holidays map[ledger.Date]string) string {
	if s.Get("pengingat") != "ya" {
		return l.say("tidak ada")
	}
	var days []string
	for _, n := range s.ReminderDays("SPP") {
		day := s.OpenDayBefore(due+ledger.Date(n), func(d ledger.Date) bool { return holidays[d] != "" })
		year, month, of := day.Civil()
		goes, ok := s.SendingBegins(time.Date(year, time.Month(month), of, 0, 0, 0, 0, s.Zone()), func(d ledger.Date) bool { return holidays[d] != "" })
		if ok {
			days = append(days, l.clock(goes))
		}
	}
	return strings.Join(days, "; ")
}
