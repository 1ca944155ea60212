package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// TestWhenToRemind asks once, after weeks in the dark, at each of these moments.
// The first instalment is due on Sunday 15 March, the second on Wednesday 15
// April; each of three borrowers is reminded, and two treasurers get a list. A
// due day that is closed is told on the open day before it; other steps wait.
func TestWhenToRemind(t *testing.T) {
	for _, c := range []struct {
		now      string
		settings []string // key, value
		want     int
		step     string // that is told: number of the instalment, days after it
	}{
		{"03-11 12:00", nil, 0, ""},
		{"03-12 07:59", nil, 0, ""},
		{"03-12 08:00", nil, 5, "1/-3"},
		{"03-12 19:59", nil, 5, "1/-3"},
		{"03-12 20:00", nil, 0, ""},
		{"03-13 09:00", nil, 5, "1/-3"},
		{"03-14 09:00", nil, 5, "1/0"}, // for Sunday
		{"03-15 09:00", nil, 0, ""},
		{"03-16 09:00", nil, 5, "1/0"},
		{"03-17 09:00", nil, 5, "1/0"},
		{"03-18 09:00", nil, 5, "1/3"},
		{"03-23 09:00", nil, 5, "1/7"},
		{"04-11 09:00", nil, 5, "1/7"},  // 12 April is a Sunday
		{"04-13 09:00", nil, 5, "2/-3"}, // also of what is overdue
		{"12-31 09:00", nil, 5, "10/7"},
		{"03-14 09:00", []string{"pengingat_hari", "-1,10"}, 5, "1/-1"},
		{"03-13 09:00", []string{"pengingat_hari", "-1,10"}, 0, ""},
		{"03-24 09:00", []string{"pengingat_hari", "-1,10"}, 5, "1/-1"},
		{"03-25 09:00", []string{"pengingat_hari", "-1,10"}, 5, "1/10"},
		{"03-12 09:00", []string{"pengingat", "tidak"}, 0, ""},
		{"03-12 09:00", []string{"jam_kirim", "10:00-11:00"}, 0, ""},
		{"03-12 10:30", []string{"jam_kirim", "10:00-11:00"}, 5, "1/-3"},
		{"03-15 09:00", []string{"hari_kirim", "Minggu"}, 5, "1/0"},
		{"03-16 09:00", []string{"hari_kirim", "Minggu"}, 0, ""},
		{"03-12 06:00", []string{"zona", "WIT"}, 5, "1/-3"},
		{"03-12 18:00", []string{"zona", "WIT"}, 0, ""},
		{"03-20 09:00", nil, 0, ""}, // a holiday
	} {
		onEach(t, func(w *world) {
			w.write(func(tx *store.Tx) error { return tx.PutHoliday(ledger.NewDate(2026, 3, 20), "Idulfitri") })
			if c.settings != nil {
				w.write(func(tx *store.Tx) error { return tx.PutSetting(c.settings[0], c.settings[1]) })
			}
			w.now = at(c.now)
			if n := w.remind(); n != c.want {
				w.Errorf("%s %v: %d reminders, want %d", c.now, c.settings, n, c.want)
			}
			if c.want > 0 {
				for _, cause := range []string{"A01-L1/A01-03", "A01-L1/A01-04", "B01-L1/B01-02", "A01-L1/A01-03"} {
					w.out("remind/" + cause + "/" + c.step)
				}
				w.out("remind/A01-L1/A01-03/" + c.step + "/list")
			}
			if n := w.remind(); n != 0 {
				w.Errorf("%s %v: %d more at once", c.now, c.settings, n)
			}
		})
	}
}

// TestOnceEach asks for six weeks, over and over, across restarts and with
// commits that fail.
func TestOnceEach(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("03-10 08:00")
		for i := 0; w.now.Before(at("04-21 00:00")); i++ {
			if i%7 == 3 {
				w.fail([]storetest.Fault{storetest.Lost, storetest.Unknown}[i/7%2])
			}
			_, _ = w.bot.Remind(w.Context(), w.now)
			w.fail()
			if i%11 == 0 {
				w.start()
			}
			w.remind()
			w.send()
			w.now = w.now.Add(4 * time.Hour)
		}
		want := "03-12 08:00, 03-14 08:00, 03-18 08:00, 03-23 08:00, 04-13 08:00, 04-15 08:00, 04-18 08:00"
		for _, who := range []ledger.Phone{siti, wati, dewi, ani, ratna} {
			if got := w.net.times(who); got != want {
				w.Errorf("%s was reminded at\n%s, want\n%s", who, got, want)
			}
		}
		second := w.out("remind/A01-L1/A01-03/2/-3").Text
		if !strings.Contains(second, "Rp275.000") || !strings.Contains(second, "15 Apr") {
			w.Errorf("the second begins %q", second)
		}
	})
}

func TestWhoPaidIsNotReminded(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("03-13 10:00")
		w.says(ani, "bayar siti 275rb", "ya", "bayar wati 200rb", "ya")
		w.send()
		w.now = at("03-16 08:00")
		if n := w.remind(); n != 4 {
			w.Errorf("%d reminders, want Wati's, Dewi's and two lists", n)
		}
		w.send()
		if got := w.net.texts(siti); len(got) != 1 { // the receipt
			w.Errorf("Siti got %q", got)
		}
		if got := w.net.texts(wati)[1:]; len(got) != 1 || !strings.Contains(got[0], "Rp75.000") {
			w.Errorf("Wati got %q, want a reminder of the rest", got)
		}
		if list := w.net.texts(ani); strings.Contains(list[len(list)-1], "Siti") {
			w.Errorf("the list is %q", list[len(list)-1])
		}
	})
}

// TestWhoIsNotReminded: she stays on her treasurer's list all the same.
func TestWhoIsNotReminded(t *testing.T) {
	change := func(code ledger.MemberCode, fn func(*ledger.Member)) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			m, err := tx.Member(code)
			if err != nil {
				return err
			}
			fn(&m)
			return tx.PutMember(m)
		}
	}
	for name, c := range map[string]struct {
		change func(*store.Tx) error
		silent ledger.Phone
		want   int
		listed bool
	}{
		"no consent":                    {change("A01-03", func(m *ledger.Member) { m.Consent = false }), siti, 4, true},
		"no phone":                      {change("A01-03", func(m *ledger.Member) { m.Phone = "" }), siti, 4, true},
		"stopped":                       {func(tx *store.Tx) error { return tx.SetStopped(siti, true, at("03-10 09:00")) }, siti, 4, true},
		"left":                          {change("A01-03", func(m *ledger.Member) { m.Status = ledger.Left }), siti, 4, false},
		"a treasurer who did not agree": {change("A01-01", func(m *ledger.Member) { m.Consent = false }), ani, 4, false},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(w *world) {
				w.write(c.change)
				w.now = at("03-12 08:00")
				if n := w.remind(); n != c.want {
					w.Errorf("%d reminders, want %d", n, c.want)
				}
				w.send()
				if got := w.net.texts(c.silent); len(got) != 0 {
					w.Errorf("%s got %q", c.silent, got)
				}
				if got := strings.Join(w.net.texts(ani), " "); strings.Contains(got, "Siti") != c.listed {
					w.Errorf("the list is %q", got)
				}
				// To agree today is not to be reminded of what is past.
				w.write(func(tx *store.Tx) error { return tx.SetStopped(siti, false, w.now) })
				if n := w.remind(); n != 0 {
					w.Errorf("%d more", n)
				}
			})
		})
	}
}

func TestBerhentiAndMulai(t *testing.T) {
	w := newWorld(t, memory.New())
	w.says(siti, "berhenti")
	w.now = at("03-12 08:00")
	w.remind()
	w.says(siti, "mulai")
	w.now = at("03-16 08:00")
	w.remind()
	for _, o := range w.outbox() {
		if o.To == siti && o.Class == conversation.Reminder && o.Cause != "remind/A01-L1/A01-03/1/0" {
			t.Errorf("she is reminded by %s", o.Cause)
		}
	}
	w.out("remind/A01-L1/A01-03/1/0")
}

// TestBerhentiStopsWhatWaits: a day's digest that was written before she stopped them does
// not go any more.
func TestBerhentiStopsWhatWaits(t *testing.T) {
	w := newWorld(t, memory.New())
	w.now = at("03-12 09:00")
	const cause = "remind/digest/2026-03-11/A01"
	w.add(store.Outbound{To: siti, Channel: conversation.SMS, Class: conversation.Reminder, Text: "Rekap", Cause: cause})
	w.says(siti, "berhenti")
	w.send()
	if o := w.out(cause); o.Delivery != conversation.Expired {
		t.Errorf("it is %v", o.Delivery)
	}
}

// duePaged is what is due, a group at a time.
func (w *world) duePaged() (all []store.Outbound) {
	for last, n := ledger.GroupCode(""), 0; ; n++ {
		part, err := w.bot.DueBehind(w.Context(), w.now, last, 1, 1)
		w.must(err)
		all = append(all, part.Reminders...)
		if last = part.Last; last == "" || n > 20 {
			return all
		}
	}
}

// TestDueAgreesWithRemind, and writes nothing; part by part it is the same.
func TestDueAgreesWithRemind(t *testing.T) {
	tell := func(list []store.Outbound) []string {
		var told []string
		for _, o := range list {
			told = append(told, fmt.Sprintln(o.To, o.Channel, o.Kind, o.Text, o.Cause, o.Written, o.NotAfter, o.Segments))
		}
		return told
	}
	onEach(t, func(w *world) {
		w.write(func(tx *store.Tx) error { return tx.SetStopped(wati, true, w.now) })
		inBoth(w, ledger.NewDate(2026, 2, 15))
		total := 0
		for _, now := range []string{"03-12 07:00", "03-12 08:00", "03-15 08:00", "03-16 08:00", "03-17 08:00", "04-30 08:00"} {
			w.now = at(now)
			before, written := w.bytes(), len(w.outbox())
			due, err := w.bot.Due(w.Context(), w.now)
			w.must(err)
			paged := w.duePaged()
			if w.bytes() != before {
				w.Fatalf("%s: Due wrote something", now)
			}
			if got, want := tell(paged), tell(due); !slices.Equal(got, want) {
				w.Errorf("%s: part by part\n%s, at once\n%s", now, got, want)
			}
			n := w.remind()
			if got, want := tell(w.outbox()[written:]), tell(due); n != len(due) || !slices.Equal(got, want) {
				w.Errorf("%s: Remind counted %d and queued\n%s, Due listed\n%s", now, n, got, want)
			}
			total += n
			if now == "03-12 08:00" {
				w.says(ani, "bayar siti 275rb", "ya")
			}
		}
		if total < 10 {
			w.Errorf("only %d reminders in all", total)
		}
	})
}

// TestAReminderOfADayToCome: a clock that was ahead has decided it, and it did not go. Set
// right, the day has its own reminder, and she gets one.
func TestAReminderOfADayToCome(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("04-13 09:00")
		w.remind()
		w.now = at("03-23 09:00")
		w.remind()
		w.send()
		if got := w.net.texts(siti); len(got) != 1 || !strings.Contains(got[0], "15 Mar 2026") {
			w.Errorf("she got %q", got)
		}
	})
}
