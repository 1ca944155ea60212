package bot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// Each of the three borrowers has this due on the 15th of 36 months from March 2026.
const (
	longPrincipal = 100_000
	longInterest  = 36_000
)

// years are three years of the villages, with what must be true of them worked out from the
// calendar and the payments alone.
type years struct {
	*world
	dice     *rand.Rand
	holidays []ledger.Date
	well     bool // the program, the disk and the gateway, all of this day
	paidOn   map[ledger.Phone]ledger.Date
	told     map[string]int  // what arrived: a step, a digest, a broadcast, by whom it is for
	excused  map[string]bool // written on a day that was not well
	seen     int
	runs     int
	last     ledger.Date // on which Sri was reminded
}

// sri is in both groups, and pays nothing back in ten months: each loan has its steps.
const sri ledger.Phone = "+6281390000105"

// twoLoans are the days of hers.
var twoLoans = []ledger.Date{ledger.NewDate(2026, 2, 15), ledger.NewDate(2026, 2, 18)}

// TestThreeYears of paydays, holidays, outages, faults, restarts, weeks in the dark,
// broadcasts and digests: nobody is reminded twice of one step, nor who has paid, nor at
// night, on a Sunday or a holiday; and on a day on which all was well nobody is missed.
func TestThreeYears(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at("03-01 07:00")))
		y := &years{
			world: newWorld(t, memory.New()), dice: rand.New(rand.NewPCG(3, 0)), paidOn: map[ledger.Phone]ledger.Date{},
			told: map[string]int{}, excused: map[string]bool{},
		}
		y.net.now = time.Now
		withOfficers(y.world, 50)
		y.write(y.settle)
		for day := ledger.NewDate(2026, 3, 2); day < ledger.NewDate(2029, 3, 1); day++ {
			if y.dice.IntN(200) == 0 {
				day += ledger.Date(7 + y.dice.IntN(7)) // in the dark
			}
			y.live(day)
			if t.Failed() {
				return
			}
		}
		counts := map[string]int{}
		for what := range y.told {
			counts[what[:4]]++
		}
		t.Logf("%d arrivals: %v", y.seen, counts)
		if counts["step"] < 150 || counts["mont"] < 60 || counts["meet"] < 10 || counts["book"]+counts["offi"] < 100 || counts["broa"] < 60 || counts["both"] < 40 {
			t.Error("too little was told to show anything")
		}
	})
}

// settle has the loans, digests and holidays of the three years.
func (y *years) settle(tx *store.Tx) error {
	for _, s := range [][2]string{{"rekap_bendahara", "ya"}, {"rekap_anggota", "bulanan"}, {"rekap_petugas", "18:00"}} {
		if err := tx.PutSetting(s[0], s[1]); err != nil {
			return err
		}
	}
	for year := 2026; year < 2029; year++ {
		y.holidays = append(y.holidays, ledger.NewDate(year, 5, 12), ledger.NewDate(year, 8, 17), ledger.NewDate(year, 12, 25))
		for d := range ledger.Date(9) { // with the due day in one of them, and a step in the others
			y.holidays = append(y.holidays, ledger.NewDate(year, time.Month(3+year-2026), 12)+d)
		}
	}
	for _, d := range y.holidays {
		if err := tx.PutHoliday(d, "libur"); err != nil {
			return err
		}
	}
	for i, g := range []ledger.GroupCode{"A01", "B01"} {
		m := ledger.Member{
			Code: ledger.MemberCode(g + "-05"), Group: g, Name: "Sri Utami", Title: "Bu", Phone: sri,
			Office: ledger.Ordinary, Status: ledger.Active, Consent: true,
		}
		if err := errors.Join(tx.PutMember(m), lendOn(tx, ledger.LoanCode(g+"-L5"), g, twoLoans[i], m.Code)); err != nil {
			return err
		}
	}
	for _, who := range borrowers {
		l, err := tx.Loan(ledger.LoanCode(who.code[:3] + "-L1"))
		if err != nil {
			return err
		}
		l.Status = ledger.PaidOff // those of ten months are of other tests
		long := ledger.Loan{
			Code: ledger.LoanCode(who.code + "-L"), Group: l.Group, Fund: "SPP", Status: ledger.Disbursed, Shares: []ledger.Share{{Member: who.code, Principal: 36 * longPrincipal}},
			Terms: ledger.Terms{
				Principal: 36 * longPrincipal, Rate: decimal.NewFromInt(1), RatePer: ledger.PerMonth, Method: ledger.Flat, Instalments: 36,
				Every: ledger.Monthly, Disbursed: ledger.NewDate(2026, 2, 15),
			},
		}
		head, err := tx.Head(l.Group)
		if err != nil {
			return err
		}
		e := ledger.DisburseEntry(long)
		e.Heard, e.Teller, e.Cause = at("02-15 10:00"), "import", "pinjaman:"+string(long.Code)
		for _, err := range []error{tx.PutLoan(l), tx.PutLoan(long), tx.Post(e.Seal(head))} {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (y *years) chance(percent int) bool { return y.dice.IntN(100) < percent }

func (y *years) open(d ledger.Date) bool {
	return d.Weekday() != time.Sunday && !slices.Contains(y.holidays, d)
}

// live is one day.
func (y *years) live(day ledger.Date) {
	y.well = y.chance(85)
	down, year, month, dom := !y.well && y.chance(30), 0, time.Month(0), 0
	year, month, dom = day.Civil()
	announced := conversation.BroadcastRun{}
	for i, clock := range []int{7*60 + 30, 8*60 + 10, 10 * 60, 13 * 60, 15*60 + 30, 17 * 60, 18*60 + 20, 19*60 + 30, 21 * 60} {
		time.Sleep(time.Until(time.Date(year, month, dom, clock/60, clock%60, y.dice.IntN(60), 0, wib)))
		y.now = time.Now()
		if y.net.works(); !y.well {
			y.troubles(down)
		}
		if i == 4 {
			y.payday(day)
		}
		if i == 2 && y.dice.IntN(40) == 0 {
			y.runs++
			announced = y.broadcast(conversation.Announcement{Text: fmt.Sprint("Rapat nomor ", y.runs)})
		}
		_, err := y.bot.Remind(y.Context(), y.now)
		if err == nil {
			_, err = y.bot.SendDue(y.Context(), y.now)
		}
		if err != nil && y.well {
			y.Fatal(err)
		}
		y.fail()
		y.look(day)
		if y.chance(5) {
			y.start()
		}
	}
	y.miss(day, announced)
}

// troubles are of a day on which not all is well.
func (y *years) troubles(down bool) {
	taken, err := true, error(nil)
	switch {
	case down || y.chance(30):
		taken, err = false, &bot.SendError{Outcome: bot.Later}
	case y.chance(30):
		taken, err = y.chance(50), context.DeadlineExceeded
	}
	y.net.does = func(context.Context, bot.Outgoing) (bool, error) { return taken, err }
	if y.chance(30) {
		y.start()
	}
	if y.chance(20) {
		y.fail([]storetest.Fault{storetest.Works, storetest.Lost, storetest.Unknown}[y.dice.IntN(3):]...)
	}
}

// payday: most pay about the due day what is due, some part of it, some late and all at once.
// In some months a group's treasurer writes it all down at a meeting.
func (y *years) payday(day ledger.Date) {
	y.fail() // what she says is heard
	_, _, dom := day.Civil()
	if dom == 14 && y.chance(60) {
		for _, purse := range []string{"siti", "wati", "siti", "wati", "siti"} {
			y.says(ani, fmt.Sprintf("tabungan %s %d", purse, 1_000*(1+y.dice.IntN(40))), "ya")
		}
	}
	for _, who := range []ledger.Phone{siti, wati, dewi} {
		if day-y.paidOn[who] < 4 || !y.chance(map[bool]int{true: 18, false: 3}[dom > 10 && dom < 20]) {
			continue
		}
		come := 0
		for come < 36 && longDue(come+1)-5 <= day {
			come++
		}
		most := come*(longPrincipal+longInterest) - y.brought(who)
		if most <= 0 {
			continue
		}
		if y.chance(20) {
			most = max(1, most/2000) * 1000
		}
		before := y.brought(who)
		y.says(keepers[who], fmt.Sprintf("bayar %s %d", borrowers[who].name, most), "ya")
		if got := y.brought(who) - before; got != most {
			y.Fatalf("%v: %s paid %d, booked was %d", y.now, borrowers[who].name, most, got)
		}
		y.paidOn[who] = day
	}
}

// longDue is the day of the n-th instalment.
func longDue(n int) ledger.Date { return ledger.NewDate(2026, 2, 15).AddMonths(n, 15) }

// brought is what she has paid of the long loan, by the books.
func (y *years) brought(who ledger.Phone) int {
	y.Helper()
	code := borrowers[who].code
	l := ask(y.world, func(tx *store.Tx) (ledger.Loan, error) { return tx.Loan(ledger.LoanCode(code + "-L")) })
	paid := ask(y.world, func(tx *store.Tx) (ledger.Amounts, error) { return l.PaidBy(code, tx.Balance) })
	return int(paid.Principal + paid.Interest)
}

// step is what she is to be reminded of on a day: the newest instalment that is not paid,
// of those of which a day of reminding has come, and which of the days it is.
func (y *years) step(who ledger.Phone, day ledger.Date) (n, offset int) {
	for i := y.brought(who)/(longPrincipal+longInterest) + 1; i <= 36; i++ {
		last := longDue(i)
		for !y.open(last) {
			last--
		}
		for days, on := range map[int]ledger.Date{-3: longDue(i) - 3, 0: last, 3: longDue(i) + 3, 7: longDue(i) + 7} {
			if on <= day && (i > n || days > offset) {
				n, offset = i, days
			}
		}
	}
	return n, offset
}

// lastStep is the last day by now on which a step of one of Sri's loans came.
func lastStep(day ledger.Date) (last ledger.Date) {
	for _, paidOut := range twoLoans {
		for n := range 10 {
			_, _, dom := paidOut.Civil()
			for _, days := range []ledger.Date{-3, 0, 3, 7} {
				if d := paidOut.AddMonths(n+1, dom) + days; d <= day {
					last = max(last, d)
				}
			}
		}
	}
	return last
}

func (y *years) key(who ledger.Phone, n, offset int) string {
	return fmt.Sprintf("step/%s-L/%s/%d/%d", borrowers[who].code, borrowers[who].code, n, offset)
}

// look judges what has arrived since the last look.
func (y *years) look(day ledger.Date) {
	y.Helper()
	for _, a := range y.net.taken[y.seen:] {
		o := ask(y.world, func(tx *store.Tx) (store.Outbound, error) { return tx.Outbound(a.ID) })
		if a.Class < conversation.Reminder {
			continue
		}
		if local := a.At.In(wib); local.Hour() < 8 || local.Hour() >= 20 || !y.open(day) {
			y.Errorf("%s came to %s at %v", o.Kind, a.To, local)
		}
		key := ""
		switch kind := o.Kind; {
		case a.To == sri && (kind == conversation.DueReminder{}.Kind() || kind == conversation.DueInGroups{}.Kind()):
			key = fmt.Sprint("both/", day)
			y.last = day
		case kind == conversation.DueReminder{}.Kind():
			n, offset := y.step(a.To, day)
			if key = y.key(a.To, n, offset); n == 0 {
				y.Errorf("%v: %s has paid and got %q", a.At, a.To, a.Text)
			}
		case kind == conversation.OwnMonth{}.Kind():
			key = fmt.Sprint("month/", a.To, "/", day.Period())
		case kind == conversation.MeetingDay{}.Kind():
			key = fmt.Sprint("meeting/", a.To, "/", day)
		case kind == conversation.OfficeDay{}.Kind(), kind == conversation.BooksDay{}.Kind():
			key = fmt.Sprint("office/", a.To, "/", day)
		case kind == conversation.AnnouncementWords{}.Kind():
			key = o.Cause
		default:
			continue
		}
		if y.told[key]++; y.told[key] > 1 {
			y.Errorf("%v: %s came %d times: %q", a.At, key, y.told[key], a.Text)
		}
	}
	y.seen = len(y.net.taken)
}

// miss looks in the evening for what should have come and has not.
func (y *years) miss(day ledger.Date, announced conversation.BroadcastRun) {
	y.Helper()
	if !y.open(day) {
		return
	}
	for who := range borrowers {
		n, offset := y.step(who, day)
		key := y.key(who, n, offset)
		if n == 0 || y.told[key] > 0 || y.excused[key] {
			continue
		}
		if y.excused[key] = !y.well; y.well && day > y.paidOn[who] { // who paid in the afternoon had the step of before
			y.Errorf("%s: %s did not come to %s", day, key, who)
		}
	}
	if step := lastStep(day); y.last < step && !y.excused[fmt.Sprint(step)] {
		if y.excused[fmt.Sprint(step)] = !y.well; y.well {
			y.Errorf("%s: what Sri has due since %s did not come to her; the last was of %s", day, step, y.last)
		}
	}
	if announced.Number == 0 || !y.well {
		return
	}
	for _, who := range []ledger.Phone{ani, siti, wati, ratna, dewi} {
		if n := y.told[announced.Cause(who)]; n != 1 {
			y.Errorf("%s: %s came %d times to %s", day, announced.Reference(), n, who)
		}
	}
}
