package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// TestTheOfficeHearsOfABadNumber once, though many messages fail, and not by the number
// itself.
func TestTheOfficeHearsOfABadNumber(t *testing.T) {
	onEach(t, func(w *world) {
		lines := w.lines("android:sms")
		w.write(func(tx *store.Tx) error {
			return tx.PutOfficer(ledger.Officer{Code: "K1", Name: "Bu Ratna", Phone: nobody, Role: ledger.Cashier})
		})
		lines["android"].does = badNumber(siti)
		w.says(ani, "bayar siti 275rb", "ya", "siti nabung 20rb", "ya")
		for range 3 {
			w.send()
		}
		var told []string
		for _, text := range lines["android"].texts(nobody) {
			if strings.Contains(text, "tidak sampai") {
				told = append(told, text)
			}
		}
		if len(told) != 1 || !strings.Contains(told[0], "Siti") || !strings.Contains(told[0], "SMS") {
			w.Errorf("the office heard %q", told)
		}
	})
}

// TestAlarm: the office is told of a gateway that is not well for a while, by another,
// once; and when it is well again.
func TestAlarm(t *testing.T) {
	w := newWorld(t, memory.New())
	lines := w.lines("linked:wa android:sms")
	w.write(func(tx *store.Tx) error {
		return tx.PutOfficer(ledger.Officer{Code: "K1", Name: "Bu Ratna", Phone: nobody, Role: ledger.Cashier})
	})
	heard := func() string {
		w.Helper()
		w.must(w.bot.Alarm(w.Context(), w.now))
		w.send()
		return strings.Join(lines["android"].texts(nobody), "|")
	}
	step := func(d time.Duration, want string) {
		t.Helper()
		w.now = w.now.Add(d)
		if got := heard(); got != want {
			t.Errorf("at %s the office has heard %q, want %q", w.now.In(wib).Format("15:04"), got, want)
		}
	}
	const fails, works = "UPK Kalijambe: pesan lewat linked macet. Jalan lain dipakai bila ada. Minta pengurus komputer menjalankan: bendahara doctor",
		"UPK Kalijambe: pesan lewat linked sudah jalan lagi."
	step(0, "")
	lines["linked"].sick = true
	step(time.Minute, "")
	step(5*time.Minute, "")
	lines["linked"].sick = false
	step(time.Minute, "") // a moment's trouble
	lines["linked"].sick = true
	step(time.Minute, "")
	step(11*time.Minute, fails)
	step(time.Hour, fails)
	lines["linked"].sick = false
	step(time.Minute, fails+"|"+works)
	step(time.Hour, fails+"|"+works)
	w.now = at("03-10 23:00") // nobody is woken
	lines["linked"].sick = true
	step(0, fails+"|"+works)
	step(time.Hour, fails+"|"+works)
	step(9*time.Hour, fails+"|"+works+"|"+fails)
	if got := lines["linked"].texts(); len(got) > 0 {
		t.Errorf("by the gateway itself went %q", got)
	}
}

// TestNoOtherWayToTell: a bot with one gateway keeps still.
func TestNoOtherWayToTell(t *testing.T) {
	w := newWorld(t, memory.New())
	lines := w.lines("twilio:sms,wa")
	w.write(func(tx *store.Tx) error {
		return tx.PutOfficer(ledger.Officer{Code: "K1", Name: "Bu Ratna", Phone: nobody, Role: ledger.Cashier})
	})
	lines["twilio"].sick = true
	for range 3 {
		w.now = w.now.Add(20 * time.Minute)
		w.must(w.bot.Alarm(w.Context(), w.now))
	}
	if got := w.outbox(); len(got) > 0 {
		t.Errorf("it wrote %+v", got)
	}
}

// badNumber is a network that takes everything but what goes to one number.
func badNumber(p ledger.Phone) func(context.Context, bot.Outgoing) (bool, error) {
	return func(_ context.Context, m bot.Outgoing) (bool, error) {
		if m.To == p {
			return false, &bot.SendError{Outcome: bot.BadAddress, Code: "21211"}
		}
		return true, nil
	}
}
