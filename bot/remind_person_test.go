package bot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/ledger"
	"bendahara/store"
)

// inBoth makes Siti a member of Mawar, too, with a loan there of a day.
func inBoth(w *world, paidOut ledger.Date) {
	w.write(func(tx *store.Tx) error {
		m, err := tx.Member("A01-03")
		m.Code, m.Group = "B01-03", "B01"
		return errors.Join(err, tx.PutMember(m), lendOn(tx, "B01-L3", "B01", paidOut, m.Code))
	})
}

// TestOfTwoGroupsOneWasPaid while the reminder of both waited: the other is told.
func TestOfTwoGroupsOneWasPaid(t *testing.T) {
	for keeper, want := range map[ledger.Phone]string{ani: "18 Mar", ratna: "15 Mar", nobody: "Melati 15 Mar 2026 Rp275.000, Mawar 18 Mar 2026 Rp275.000"} {
		onEach(t, func(w *world) {
			inBoth(w, ledger.NewDate(2026, 2, 18))
			w.now = at("03-16 08:00")
			w.remind()
			w.net.fails(&bot.SendError{Outcome: bot.Later})
			w.send()
			w.net.works()
			if keeper != nobody {
				w.says(keeper, "bayar siti 275rb", "ya")
			}
			w.now = w.now.Add(time.Hour)
			w.send()
			got := slices.DeleteFunc(w.net.texts(siti), func(s string) bool { return !strings.Contains(s, "BERHENTI") })
			if len(got) != 1 || !strings.Contains(got[0], want) || keeper != nobody && strings.Contains(got[0], "Melati") {
				w.Errorf("she got %q, want one of %s", got, want)
			}
		})
	}
}

// TestASecondReminderOfADay waits for the next.
func TestASecondReminderOfADay(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("03-16 08:00")
		w.remind()
		w.send()
		w.now = at("03-16 12:00")
		inBoth(w, ledger.NewDate(2026, 2, 18))
		w.remind()
		w.send()
		if got := w.net.texts(siti); len(got) != 1 {
			w.Errorf("on one day she got %q", got)
		}
		w.now = at("03-17 08:00")
		w.remind()
		w.send()
		if got := w.net.texts(siti); len(got) != 2 || !strings.Contains(got[1], "Mawar 18 Mar 2026") {
			w.Errorf("by the next day she got %q", got)
		}
	})
}

// TestKnownByTwoNumbers: she is in one group by one of her numbers, and in another by the
// other; a third has both. What is decided for two of them at once is one reminder a day.
func TestKnownByTwoNumbers(t *testing.T) {
	const one, other ledger.Phone = "+6281390000301", "+6281390000302"
	onEach(t, func(w *world) {
		w.write(func(tx *store.Tx) error {
			rini := ledger.Member{Name: "Rini Astuti", Title: "Bu", Office: ledger.Ordinary, Status: ledger.Active, Consent: true}
			in := func(code ledger.MemberCode, g ledger.GroupCode, phone, second ledger.Phone) error {
				rini.Code, rini.Group, rini.Phone, rini.Phone2 = code, g, phone, second
				return tx.PutMember(rini)
			}
			return errors.Join(
				tx.PutGroup(ledger.Group{Code: "C01", Name: "Kenanga", Type: ledger.SPP}),
				in("A01-09", "A01", one, other), in("B01-09", "B01", one, ""), in("C01-09", "C01", other, ""),
				lend(tx, "B01-L9", "B01", "B01-09"), lend(tx, "C01-L9", "C01", "C01-09"))
		})
		got := func() int { return len(w.net.texts(one)) + len(w.net.texts(other)) }
		for i, day := range []string{"03-12 08:00", "03-12 12:00", "03-13 08:00"} {
			w.now = at(day)
			w.remind()
			w.send()
			if want := []int{1, 1, 2}[i]; got() != want {
				w.Errorf("by %s she got %q and %q, want %d", day, w.net.texts(one), w.net.texts(other), want)
			}
		}
	})
}

// TestToNobodyIsNoReminder: that there is nothing to send to her as a member of one group
// does not put off what she is told as one of another.
func TestToNobodyIsNoReminder(t *testing.T) {
	onEach(t, func(w *world) {
		inBoth(w, ledger.NewDate(2026, 2, 15))
		w.write(func(tx *store.Tx) error {
			m, err := tx.Member("A01-03")
			m.Consent = false
			return errors.Join(err, tx.PutMember(m))
		})
		w.now = at("03-12 08:00")
		w.remind()
		w.send()
		if got := w.net.texts(siti); len(got) != 1 {
			w.Errorf("she got %q", got)
		}
	})
}
