package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// year is a random year of the villages, with what must be true of it worked out
// from the calendar and the payments alone.
type year struct {
	*world
	dice *rand.Rand
	last map[ledger.Phone]ledger.Date // when she last paid
	told map[string]int               // reminders that arrived, by whom and which step
	seen int                          // arrivals that were looked at
}

var borrowers = map[ledger.Phone]struct {
	name      string
	code      ledger.MemberCode
	treasurer ledger.Phone
}{siti: {"siti", "A01-03", ani}, wati: {"wati", "A01-04", ani}, dewi: {"dewi", "B01-02", ratna}}

// holidays are two days on which a step would fall.
var holidays = []ledger.Date{ledger.NewDate(2026, 5, 12), ledger.NewDate(2026, 8, 18)}

// due is the day of the n-th instalment.
func due(n int) ledger.Date { return ledger.NewDate(2026, time.Month(2+n), 15) }

func closed(d ledger.Date) bool { return d.Weekday() == time.Sunday || slices.Contains(holidays, d) }

// openBefore is the day, or the last open one before it.
func openBefore(d ledger.Date) ledger.Date {
	for closed(d) {
		d--
	}
	return d
}

// TestAYear of random payments, outages, faults and restarts: nobody is reminded
// twice for one step, nor who has paid, nor at night, on a Sunday or a holiday.
func TestAYear(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			y := &year{
				world: newWorld(t, memory.New()), dice: rand.New(rand.NewPCG(seed, 0)),
				last: map[ledger.Phone]ledger.Date{}, told: map[string]int{},
			}
			y.write(func(tx *store.Tx) error {
				for _, d := range holidays {
					if err := tx.PutHoliday(d, "libur"); err != nil {
						return err
					}
				}
				return nil
			})
			for end := y.now.AddDate(1, 0, 0); y.now.Before(end); {
				y.now = y.now.Add(time.Duration(1+y.dice.IntN(22*60)) * time.Minute)
				y.moment()
				y.look()
			}
			t.Logf("%d reminders of %d messages", len(y.told), y.seen)
			if n := len(y.told); n < 40 {
				t.Errorf("only %d steps of 120 were told", n)
			}
		})
	}
}

func (y *year) chance(percent int) bool { return y.dice.IntN(100) < percent }

// moment is one in which anything may happen.
func (y *year) moment() {
	y.network()
	if y.chance(40) {
		_, _ = y.bot.Remind(y.Context(), y.now)
	}
	for _, who := range []ledger.Phone{siti, wati, dewi} {
		if y.dice.IntN(1000) < 9 {
			y.pay(who)
		}
	}
	faults := []storetest.Fault{storetest.Works, storetest.Lost, storetest.Works, storetest.Unknown, storetest.Works, storetest.Works}
	if y.chance(20) {
		y.fail(faults[y.dice.IntN(3):][:1+y.dice.IntN(3)]...)
	}
	_, _ = y.bot.Remind(y.Context(), y.now)
	_, _ = y.bot.SendDue(y.Context(), y.now)
	y.fail()
	if y.chance(10) {
		y.start() // whatever the last one knew is gone
	}
}

// network decides how the provider is for now.
func (y *year) network() {
	taken, err := true, error(nil)
	switch y.dice.IntN(6) {
	case 0:
		taken, err = false, &bot.SendError{Outcome: bot.Later}
	case 1:
		taken, err = y.chance(50), context.DeadlineExceeded
	}
	y.net.does = func(context.Context, bot.Outgoing) (bool, error) { return taken, err }
}

// pay brings some of what is due, but not twice on a day, which our bot asks
// about.
func (y *year) pay(who ledger.Phone) {
	today := ledger.DateOf(y.now.In(wib))
	current := 1
	for current < 10 && due(current) < today {
		current++
	}
	principal, interest := y.brought(who)
	most := int(ledger.Money(current)*instalment-principal-interest) / 25_000
	if most == 0 || y.last[who] == today {
		return
	}
	if y.chance(30) {
		most = 1 + y.dice.IntN(most)
	}
	y.says(borrowers[who].treasurer, fmt.Sprintf("bayar %s %d", borrowers[who].name, most*25_000), "ya")
	after, also := y.brought(who)
	if got := after + also - principal - interest; got != ledger.Money(most)*25_000 {
		y.Fatalf("%v: %s paid %d, and %v was booked", y.now, borrowers[who].name, most*25_000, got)
	}
	y.last[who] = today
}

// brought is what she has paid so far, by the books.
func (y *year) brought(who ledger.Phone) (principal, interest ledger.Money) {
	y.Helper()
	balances := ask(y.world, (*store.Tx).Balances)
	principal = 2_500_000
	for account, balance := range balances {
		if account.Member != borrowers[who].code {
			continue
		}
		switch account.Code {
		case ledger.MemberPrincipal:
			principal -= balance
		case ledger.InterestCollected:
			interest -= balance
		}
	}
	return principal, interest
}

// look judges what has arrived since the last look.
func (y *year) look() {
	y.Helper()
	if len(y.net.taken) == y.seen {
		return
	}
	class := map[string]conversation.Class{}
	for _, o := range y.outbox() {
		class[o.ID] = o.Class
	}
	for _, a := range y.net.taken[y.seen:] {
		if class[a.ID] == conversation.Reminder {
			y.judge(a)
		}
	}
	y.seen = len(y.net.taken)
}

func (y *year) judge(a arrival) {
	y.Helper()
	local := a.At.In(wib)
	day := ledger.DateOf(local)
	if local.Hour() < 8 || local.Hour() >= 20 || closed(day) {
		y.Errorf("%s was reminded at %v", a.To, local)
	}
	if _, borrows := borrowers[a.To]; !borrows {
		return // a treasurer's list
	}
	newest := 0
	for n := 1; n <= 10 && due(n)-3 <= day || openBefore(due(n)) <= day; n++ {
		newest = n
	}
	principal, interest := y.brought(a.To)
	if n := ledger.Money(newest); principal >= n*250_000 && interest >= n*25_000 {
		y.Errorf("%v: %s has paid %v and %v and got %q", local, a.To, principal, interest, a.Text)
	}
	offset := -3
	if openBefore(due(newest)) <= day {
		offset = 0
	}
	for _, days := range []ledger.Date{3, 7} {
		if due(newest)+days <= day {
			offset = int(days)
		}
	}
	step := fmt.Sprint(a.To, " ", newest, " ", offset)
	if y.told[step]++; y.told[step] > 1 {
		y.Errorf("%v: %s was told %d times: %q", local, step, y.told[step], a.Text)
	}
}
