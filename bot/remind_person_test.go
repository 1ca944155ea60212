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
