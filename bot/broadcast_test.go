package bot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// bambang and endang are officers of the villages.
const (
	bambang ledger.Phone = "+6281390000901"
	endang  ledger.Phone = "+6281390000902"
)

// withOfficers gives the villages a head and a cashier, and lets a broadcast to so many
// go without another's approval.
func withOfficers(w *world, alone int) {
	w.write(func(tx *store.Tx) error {
		return errors.Join(
			tx.PutOfficer(ledger.Officer{Code: "P01", Name: "Bambang", Phone: bambang, Role: ledger.Head}),
			tx.PutOfficer(ledger.Officer{Code: "P02", Name: "Endang", Phone: endang, Role: ledger.Cashier}),
			tx.PutSetting("siaran_persetujuan_di_atas", fmt.Sprint(alone)))
	})
}

// broadcast sends an announcement of the head's.
func (w *world) broadcast(a conversation.Announcement) conversation.BroadcastRun {
	w.Helper()
	run, p, err := w.bot.Broadcast(w.Context(), a, "P01", w.now)
	w.must(err)
	if run.Number == 0 || p.Number != 0 {
		w.Fatalf("broadcast %+v, proposal %+v", run, p)
	}
	return run
}

func (w *world) progress(run conversation.BroadcastRun) bot.Progress {
	w.Helper()
	p, err := w.bot.Progress(w.Context(), run.Number)
	w.must(err)
	return p
}

// TestBroadcastIsDecidedLate: who has paid, stopped or left by her turn gets nothing,
// and everybody else reads her own figures of that moment.
func TestBroadcastIsDecidedLate(t *testing.T) {
	onEach(t, func(w *world) {
		withOfficers(w, 50)
		w.now = at("03-20 09:00") // all are late since the 15th
		w.write(func(tx *store.Tx) error {
			return tx.PutSheetRows("harga", []store.SheetRow{{"gateway": "net", "kanal": "sms", "harga_per_segmen": "350"}})
		})
		a := conversation.Announcement{
			To: conversation.Audience{LateDays: 1}, Text: "{nama}, tagihan {tagihan}, sisa {sisa}", Begin: w.now.Add(time.Hour),
		}
		if to, without, err := w.bot.Preview(w.Context(), a, "P02", w.now); err != nil || len(to) != 3 || without != 0 || to[0].Cost != 350 || to[0].Segments != 1 {
			t.Errorf("preview %+v, %d, %v", to, without, err)
		}
		run := w.broadcast(a)
		w.send()
		if p := w.progress(run); p.ToCome != 3 || len(w.net.taken) != 0 {
			t.Errorf("before its time: %+v, %q", p, w.net.texts())
		}
		w.says(ani, "bayar siti 275rb", "ya", "bayar wati 100rb", "ya")
		w.send()
		before := len(w.net.texts(wati)) // her receipt
		w.now = w.now.Add(time.Hour)
		w.send()
		if got := w.net.texts(wati)[before:]; len(got) != 1 || !strings.Contains(got[0], "Bu Wati Ningsih, tagihan Rp175.000, sisa Rp2.650.000") {
			t.Errorf("Wati got %q", got)
		}
		if got := w.net.texts(dewi); len(got) != 1 || !strings.Contains(got[0], "Bu Dewi Sartika, tagihan Rp275.000, sisa Rp2.750.000") {
			t.Errorf("Dewi got %q", got)
		}
		if got := w.net.texts(siti); len(got) != 1 {
			t.Errorf("Siti, who has paid, got %q", got)
		}
		w.now = w.now.Add(time.Minute)
		w.says(dewi, "ok")
		p := w.progress(run)
		if p.Run.State != conversation.Done || p.LeftOut[conversation.NotMeant] != 1 || p.Unconfirmed != 2 || p.Replied != 1 || p.Segments != 2 || p.Cost != 700 {
			t.Errorf("%+v", p)
		}
	})
}

// TestBroadcastToAClass of collectability goes to whose worst loan is in it, and who pays
// her way out of it meanwhile gets none.
func TestBroadcastToAClass(t *testing.T) {
	onEach(t, func(w *world) {
		withOfficers(w, 50)
		w.now = at("06-20 09:00")
		w.says(ani, "bayar siti 1100rb", "ya") // the four that have fallen due
		w.send()
		for class, want := range []int{1: 1, 2: 0, 3: 2} {
			a := conversation.Announcement{Text: "rapat", To: conversation.Audience{Classes: []int{class}}}
			to, _, err := w.bot.Preview(w.Context(), a, "P01", w.now)
			if class > 0 && (len(to) != want || (want == 0) != errors.Is(err, conversation.ErrNobody)) {
				t.Errorf("class %d: %d people, %v; want %d", class, len(to), err, want)
			}
		}
		run := w.broadcast(conversation.Announcement{
			Text: "datang ke kantor", To: conversation.Audience{Classes: []int{3}}, Begin: w.now.Add(time.Hour),
		})
		w.says(ani, "bayar wati 1100rb", "ya")
		w.now = w.now.Add(2 * time.Hour)
		w.send()
		if got := w.net.texts(dewi); len(got) != 1 || !strings.Contains(got[0], "datang ke kantor") {
			t.Errorf("Dewi got %q", got)
		}
		w.now = w.now.Add(4 * 24 * time.Hour)
		w.says(dewi, "saldo") // of something else by now
		if p := w.progress(run); p.LeftOut[conversation.NotMeant] != 1 || p.Unconfirmed != 1 || p.Replied != 0 {
			t.Errorf("%+v", p)
		}
	})
}

// TestAReplyIsNotForgotten when the same person writes again, days later.
func TestAReplyIsNotForgotten(t *testing.T) {
	onEach(t, func(w *world) {
		withOfficers(w, 50)
		w.says(siti, "saldo") // before
		w.now = w.now.Add(time.Minute)
		run := w.broadcast(conversation.Announcement{Text: "rapat"})
		w.send()
		w.now = w.now.Add(time.Hour)
		w.says(wati, "baik")
		w.now = w.now.Add(20 * 24 * time.Hour)
		w.says(wati, "saldo")
		w.says(dewi, "saldo")
		if p := w.progress(run); p.Replied != 1 {
			t.Errorf("%d replied, want Wati alone", p.Replied)
		}
	})
}

// TestBroadcastWaits for the morning, and while it is paused; cancelled, it ends. What
// waits in the outbox meanwhile does not go either.
func TestBroadcastWaits(t *testing.T) {
	onEach(t, func(w *world) {
		withOfficers(w, 50)
		w.net.fails(&bot.SendError{Outcome: bot.Later})
		w.now = at("03-14 19:59") // a Saturday
		run := w.broadcast(conversation.Announcement{Text: "rapat"})
		w.send()
		w.net.works()
		moves := func(to conversation.BroadcastState) {
			t.Helper()
			_, err := w.bot.MoveBroadcast(w.Context(), run.Number, to, "P02", w.now)
			w.must(err)
		}
		for _, when := range []string{"03-14 20:01", "03-15 10:00", "03-16 07:59"} {
			w.now = at(when)
			w.send()
		}
		if len(w.net.taken) != 0 {
			t.Fatalf("at night and on a Sunday: %q", w.net.texts())
		}
		moves(conversation.Paused)
		w.now = at("03-16 08:01")
		w.send()
		if len(w.net.taken) != 0 {
			t.Fatalf("while paused: %q", w.net.texts())
		}
		moves(conversation.Running)
		w.write(func(tx *store.Tx) error { return tx.SetStopped(dewi, true, w.now) })
		w.now = at("03-16 08:05")
		w.send()
		if got := len(w.net.texts()); got != 4 || len(w.net.texts(dewi)) != 0 {
			t.Errorf("%q, dewi %q", w.net.texts(), w.net.texts(dewi))
		}
		if p := w.progress(run); p.LeftOut[conversation.WithoutConsent] != 1 || p.Run.State != conversation.Done {
			t.Errorf("%+v", p)
		}
		if _, err := w.bot.MoveBroadcast(w.Context(), run.Number, conversation.Paused, "P01", w.now); !errors.Is(err, conversation.ErrBroadcast) {
			t.Errorf("one that has ended is paused: %v", err)
		}
		run = w.broadcast(conversation.Announcement{Text: "batal", Over: 4 * time.Hour})
		w.now = w.now.Add(time.Hour)
		w.send() // a quarter of four
		moves(conversation.Cancelled)
		w.now = w.now.Add(time.Hour)
		w.send()
		if p := w.progress(run); p.Unconfirmed != 1 || p.ToCome != 3 {
			t.Errorf("%+v", p)
		}
	})
}

// TestBroadcastIsRefused where it cannot be, and nothing is written then.
func TestBroadcastIsRefused(t *testing.T) {
	onEach(t, func(w *world) {
		withOfficers(w, 50)
		before := w.bytes()
		for _, c := range []struct {
			a    conversation.Announcement
			by   ledger.OfficerCode
			want error
		}{
			{conversation.Announcement{Text: " "}, "P01", conversation.ErrText},
			{conversation.Announcement{Text: strings.Repeat("a", 241)}, "P01", conversation.ErrText},
			{conversation.Announcement{Text: "halo {nma}"}, "P01", conversation.ErrField},
			{conversation.Announcement{Text: "halo {nama"}, "P01", conversation.ErrField},
			{conversation.Announcement{Text: "halo", Begin: w.now.Add(-time.Hour)}, "P01", conversation.ErrPast},
			{conversation.Announcement{Text: "halo", Over: 100 * time.Hour}, "P01", conversation.ErrSpread},
			{conversation.Announcement{Text: "halo", To: conversation.Audience{LateDays: 1}}, "P01", conversation.ErrNobody},
			{conversation.Announcement{Text: "halo"}, "P09", conversation.ErrOfficer},
		} {
			if _, _, err := w.bot.Broadcast(w.Context(), c.a, c.by, w.now); !errors.Is(err, c.want) {
				t.Errorf("%+v by %s: %v, want %v", c.a, c.by, err, c.want)
			}
		}
		if w.bytes() != before {
			t.Error("something was written")
		}
	})
}

// TestBroadcastIsApproved by the head or the clerk, where it is to many or of one who
// may only prepare it.
func TestBroadcastIsApproved(t *testing.T) {
	onEach(t, func(w *world) {
		withOfficers(w, 3)
		_, p, err := w.bot.Broadcast(w.Context(), conversation.Announcement{Text: "rapat", To: conversation.Audience{Groups: []ledger.GroupCode{"B01"}}}, "P02", w.now)
		w.must(err)
		w.send()
		if p.Number != 1 || len(w.net.texts(dewi)) != 0 || len(w.net.texts(bambang)) != 1 {
			t.Fatalf("proposal %+v, %q", p, w.net.texts())
		}
		_, err = w.bot.Confirm(w.Context(), 1, "P01", w.now)
		w.must(err)
		w.send()
		if got := w.net.texts(dewi); len(got) != 1 || !strings.Contains(got[0], "rapat") {
			t.Errorf("Dewi got %q", got)
		}
		if _, p, err = w.bot.Broadcast(w.Context(), conversation.Announcement{Text: "rapat"}, "P01", w.now); err != nil || p.Number != 2 {
			t.Errorf("to more than three: %+v, %v", p, err)
		}
	})
}

// many adds people who have agreed, twenty a group.
func many(w *world, n int) (phones []ledger.Phone) {
	w.write(func(tx *store.Tx) error {
		for i := range n {
			g := ledger.GroupCode(fmt.Sprintf("Z%03d", i/20))
			if i%20 == 0 {
				if err := tx.PutGroup(ledger.Group{Code: g, Name: string(g), Type: ledger.SPP}); err != nil {
					return err
				}
			}
			phones = append(phones, phone(1000+i))
			m := ledger.Member{
				Code: ledger.MemberCode(fmt.Sprintf("%s-%02d", g, i%20)), Group: g, Name: "Anggota", Phone: phone(1000 + i),
				Office: ledger.Ordinary, Status: ledger.Active, Consent: true,
			}
			if err := tx.PutMember(m); err != nil {
				return err
			}
		}
		return nil
	})
	return phones
}

// TestBroadcastToThousands with outages, answers that come too late, commits that are
// lost and a process that dies again and again: each person exactly once, or uncertain
// since the process died or the provider did not answer.
func TestBroadcastToThousands(t *testing.T) {
	w := newWorld(t, memory.New())
	withOfficers(w, 50_000)
	phones := many(w, 5_000)
	dice := rand.New(rand.NewPCG(7, 0))
	run := w.broadcast(conversation.Announcement{Text: "rapat", To: conversation.Audience{Types: []ledger.GroupType{ledger.SPP}}})
	unsent := func() bool {
		now := ask(w, func(tx *store.Tx) (conversation.BroadcastRun, error) { return tx.Broadcast(run.Number) })
		return now.Open() || ask(w, (*store.Tx).Waiting) > 0
	}
	for steps := 0; unsent(); steps++ {
		if steps > 2_000 {
			t.Fatal("it does not end")
		}
		answers := make([]int, 16)
		for i := range answers {
			answers[i] = dice.IntN(12)
		}
		ctx, stop := context.WithCancel(t.Context())
		left := dice.IntN(200)
		w.net.does = func(_ context.Context, m bot.Outgoing) (bool, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if left--; left < 0 {
				stop() // what is under way ends, and nothing more begins
			}
			switch answers[len(m.To)%7+int(m.To[len(m.To)-1]-'0')%9] {
			case 0:
				return false, &bot.SendError{Outcome: bot.Later}
			case 1:
				return false, context.DeadlineExceeded
			case 2:
				return true, context.DeadlineExceeded
			}
			return true, nil
		}
		if dice.IntN(3) == 0 {
			w.fail(append(make([]storetest.Fault, dice.IntN(40)), storetest.Lost, storetest.Unknown)[dice.IntN(2):]...)
		}
		_, _ = w.bot.SendDue(ctx, w.now)
		stop()
		w.fail()
		if dice.IntN(3) == 0 {
			w.start()
		}
		w.now = w.now.Add(time.Duration(1+dice.IntN(20)) * time.Minute)
	}
	got := map[ledger.Phone]int{}
	for _, a := range w.net.taken {
		got[a.To]++
	}
	uncertain := map[ledger.Phone]bool{}
	for _, o := range w.outbox() {
		uncertain[o.To] = uncertain[o.To] || o.Doubtful || o.Delivery == conversation.Uncertain
	}
	none := 0
	for _, p := range append(phones, ani, siti, wati, ratna, dewi) {
		switch n := got[p]; {
		case n > 1:
			t.Errorf("%s got it %d times", p, n)
		case n == 0 && !uncertain[p]:
			t.Errorf("%s got nothing, and nobody knows", p)
		case n == 0:
			none++
		}
	}
	t.Logf("%d people, %d uncertain, of whom %d got nothing", len(got), len(slices.Collect(mapsTrue(uncertain))), none)
}

func mapsTrue(m map[ledger.Phone]bool) func(func(ledger.Phone) bool) {
	return func(yield func(ledger.Phone) bool) {
		for p, is := range m {
			if is && !yield(p) {
				return
			}
		}
	}
}

// TestRepliesGoBeforeBroadcasts: behind a broadcast to twenty thousand, at a gateway
// that takes one message a second, a reply is the next but those under way.
func TestRepliesGoBeforeBroadcasts(t *testing.T) {
	w := newWorld(t, memory.New())
	withOfficers(w, 50_000)
	many(w, 20_000)
	w.broadcast(conversation.Announcement{Text: "rapat"})
	w.net.does = func(context.Context, bot.Outgoing) (bool, error) { return true, nil }
	asked := 0
	for range 15 { // batches
		ctx, stop := context.WithCancel(t.Context())
		w.net.does = func(context.Context, bot.Outgoing) (bool, error) { stop(); return true, nil }
		before := len(w.net.taken)
		w.says(siti, "saldo")
		asked++
		_, _ = w.bot.SendDue(ctx, w.now)
		stop()
		first := slices.IndexFunc(w.net.taken[before:], func(a arrival) bool { return a.To == siti && a.Class == conversation.Reply })
		if first < 0 {
			t.Fatalf("reply %d was not in the next batch of %d", asked, len(w.net.taken)-before)
		}
		w.now = w.now.Add(time.Minute)
	}
	if waiting := ask(w, (*store.Tx).Waiting); waiting > 64 {
		t.Errorf("%d messages wait in the outbox", waiting)
	}
}
