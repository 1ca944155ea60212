package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// The office of the two groups.
const (
	head    ledger.Phone = "+6281390000901"
	cashier ledger.Phone = "+6281390000902"
	officer ledger.Phone = "+6281390000903"
)

func withOffice(w *world) {
	w.write(func(tx *store.Tx) error {
		for _, o := range []ledger.Officer{
			{Code: "P01", Name: "Bambang Susilo", Phone: head, Role: ledger.Head},
			{Code: "P02", Name: "Endang Purwanti", Phone: cashier, Role: ledger.Cashier},
			{Code: "P03", Name: "Joko Santoso", Phone: officer, Role: ledger.Facilitator, Villages: []ledger.VillageCode{""}},
		} {
			if err := tx.PutOfficer(o); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestClaimsOfAnyLife is a random life of two members who say that they have paid and
// of their treasurer. Whatever she answers and in whatever order: no word of a member
// is booked without a yes to it, none twice, and none is lost.
func TestClaimsOfAnyLife(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, memory.New())
		withOffice(w)
		type step struct {
			from  ledger.Phone
			texts []string
		}
		steps := []step{
			{siti, []string{"saya sudah bayar 100rb"}},
			{siti, []string{"saya sudah bayar 100rb"}},
			{siti, []string{"sudah bayar 100", "ya"}},
			{wati, []string{"sudah nabung 20rb"}},
			{cashier, []string{"bayar siti 100rb", "ya"}},
			{ani, []string{"bayar siti 100rb", "ya"}},
		}
		for _, text := range []string{"ya", "ya", "tidak", "lanjut", "bantuan", "saldo siti", "ya tapi 90rb", "makasih"} {
			steps = append(steps, step{ani, []string{text}})
		}
		yes := 0
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			s := rapid.SampledFrom(steps).Draw(r, "step")
			for _, text := range s.texts {
				before, claim := len(repayments(w)), ofAClaim(w, s.from)
				teller := s.from == ani || s.from == cashier
				if teller && text == "ya" {
					yes++
				}
				m := w.message(s.from, text)
				if s.from == cashier { // by SMS she records nothing
					m.Channel = conversation.WhatsApp
				}
				w.must(w.bot.Receive(t.Context(), m))
				if n := len(repayments(w)) - before; n > 1 || n == 1 && (!teller || text != "ya") {
					r.Fatalf("%s's %q booked %d", s.from, text, n)
				} else if n == 1 && claim && isTwin(repayments(w)) {
					r.Fatalf("%s said yes to a claim, and it was booked once more", s.from)
				}
			}
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 30).Draw(r, "minutes")) * 6 * time.Minute)
			if rapid.IntRange(0, 5).Draw(r, "die") == 0 {
				w.start()
			}
		}
		if len(w.parked()) > 0 {
			r.Fatalf("parked: %+v", w.parked())
		}
		w.must(w.db.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Verify(); return err }))
		checkClaims(r, w, yes)
	})
}

// ofAClaim tells whether a talk waits for the answer to a claim, without having said
// that the same is in the books.
func ofAClaim(w *world, p ledger.Phone) bool {
	state := ask(w, func(tx *store.Tx) (conversation.State, error) { return tx.Talk(p) })
	return state.Offer != nil && len(state.Offer.Lines) == 1 && state.Offer.Lines[0].Claim != 0 && !state.Offer.Lines[0].Repeated
}

// isTwin tells whether the newest entry is there once more.
func isTwin(newestFirst []ledger.Entry) bool {
	e := newestFirst[0]
	return slices.ContainsFunc(newestFirst[1:], func(o ledger.Entry) bool {
		return o.Member == e.Member && o.Kind == e.Kind && o.Amount == e.Amount && o.Day == e.Day
	})
}

// repayments are what was recorded in the group.
func repayments(w *world) []ledger.Entry {
	return ask(w, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.Recent("A01", at("03-01 00:00"), 1000) })
}

// checkClaims holds each claim to what came of it.
func checkClaims(r *rapid.T, w *world, yes int) {
	made := map[ledger.EntryNumber]bool{}
	disputes := ask(w, func(tx *store.Tx) ([]conversation.Case, error) { return tx.Cases(conversation.DisputeCase) })
	refused := 0
	for _, c := range ask(w, func(tx *store.Tx) ([]conversation.Case, error) { return tx.Cases(conversation.ClaimCase) }) {
		switch c.Outcome {
		case conversation.Accepted:
			e := ask(w, func(tx *store.Tx) (ledger.Entry, error) { return tx.Entry("A01", c.Made) })
			if made[c.Made] || e.Member != c.Member || e.Kind != c.Claim.Kind {
				r.Errorf("%s made %+v", c.Reference(), e)
			}
			made[c.Made] = true
		case conversation.Refused:
			refused++
		case "":
			if c.Made != 0 {
				r.Errorf("%s waits, but made %d", c.Reference(), c.Made)
			}
		}
	}
	denied := 0
	for _, d := range disputes {
		if d.Claim != nil {
			denied++
		}
	}
	if denied != refused {
		r.Errorf("%d claims were refused, but %d became disputes", refused, denied)
	}
	if n := len(repayments(w)); n > yes {
		r.Errorf("%d entries of %d times yes", n, yes)
	}
}

// A reminder of a late case that waited is not sent when the case was closed
// meanwhile, and Due agrees with Remind about those that are due.
func TestALateCaseThatWasAnswered(t *testing.T) {
	onEach(t, func(w *world) {
		withOffice(w)
		w.says(siti, "pengaduan kursi kurang")
		w.send()
		w.write(func(tx *store.Tx) error { return tx.PutSetting("pengingat", "tidak") })
		w.now = at("03-17 09:00")
		if n := w.remind(); n != 0 {
			w.Fatalf("%d reminders on the last day", n)
		}
		w.now = at("03-18 09:00")
		due, err := w.bot.Due(w.Context(), w.now)
		w.must(err)
		if n := w.remind(); n != 2 || len(due) != 2 || due[0].Cause != "remind/case/P1/P01" || due[1].Cause != "remind/case/P1/P03" {
			w.Fatalf("%d reminders, listed %+v", n, due)
		}
		if n := w.remind(); n != 0 {
			w.Fatalf("%d reminders again", n)
		}
		w.says(officer, "selesai P1 sudah ditambah")
		w.send()
		for _, o := range w.outbox() {
			if late := o.Kind == (conversation.CaseLate{}).Kind(); late && o.Delivery == conversation.Taken {
				w.Errorf("sent after it was closed: %+v", o)
			}
		}
		if got := w.net.texts(siti); !strings.Contains(got[len(got)-1], "sudah ditambah") {
			w.Errorf("Siti reads %q", got)
		}
	})
}
