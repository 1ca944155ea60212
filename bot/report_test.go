package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

func TestReportsOnlyGoForward(t *testing.T) {
	const taken, sentOn, uncertain = conversation.Taken, conversation.SentOn, conversation.Uncertain
	const failed, delivered, read = conversation.Failed, conversation.Delivered, conversation.Read
	for _, c := range []struct {
		reports []conversation.Delivery
		want    conversation.Delivery
	}{
		{nil, taken},
		{[]conversation.Delivery{taken, sentOn, delivered, read}, read},
		{[]conversation.Delivery{read, delivered, sentOn, taken}, read},
		{[]conversation.Delivery{delivered, sentOn}, delivered},
		{[]conversation.Delivery{failed, sentOn}, failed},
		{[]conversation.Delivery{failed, delivered}, delivered}, // a failure reported too soon
		{[]conversation.Delivery{delivered, failed}, delivered},
		{[]conversation.Delivery{uncertain, sentOn, conversation.Queued, 0}, uncertain},
	} {
		onEach(t, func(w *world) {
			w.queue(siti, conversation.Reply, "a")
			w.send()
			first := w.now
			for _, d := range c.reports {
				w.now = w.now.AddDate(0, 0, 1)
				w.must(w.bot.Report(w.Context(), bot.Report{ID: w.out("a").ID, Provider: w.out("a").Provider, Delivery: d, At: w.now}))
				w.must(w.bot.Report(w.Context(), bot.Report{ID: w.out("a").ID, Provider: w.out("a").Provider, Delivery: d, At: w.now.AddDate(0, 0, 1)}))
			}
			o := w.out("a")
			if o.Delivery != c.want || o.Changed.Before(first) || o.Changed.After(w.now) {
				w.Errorf("after %v: delivery %d changed %v, want %d", c.reports, o.Delivery, o.Changed, c.want)
			}
			w.send()
			if w.net.tries != 1 {
				w.Errorf("after %v: sent %d times", c.reports, w.net.tries)
			}
		})
	}
}

// TestAReportThatOvertakes the provider's own answer to the sending.
func TestAReportThatOvertakes(t *testing.T) {
	for _, answer := range []error{nil, context.DeadlineExceeded, &bot.SendError{Outcome: bot.Later}} {
		onEach(t, func(w *world) {
			w.queue(siti, conversation.Reply, "a")
			w.queue(dewi, conversation.Reminder, "b")
			w.net.does = func(ctx context.Context, m bot.Outgoing) (bool, error) {
				return true, errors.Join(answer, w.bot.Report(ctx, bot.Report{ID: m.ID, Delivery: conversation.Delivered, At: w.now}))
			}
			w.send()
			w.now = w.now.AddDate(0, 0, 1)
			w.send()
			if a, b := w.out("a"), w.out("b"); a.Delivery != conversation.Delivered || b.Delivery != conversation.Delivered || w.net.tries != 2 {
				w.Errorf("answer %v: %d tries\n%+v\n%+v", answer, w.net.tries, a, b)
			}
		})
	}
}

// TestAReportEndsTheDoubt: a reply that timed out, and arrived, does not go again.
func TestAReportEndsTheDoubt(t *testing.T) {
	onEach(t, func(w *world) {
		w.queue(siti, conversation.Reply, "a")
		w.queue(dewi, conversation.Reminder, "b")
		w.net.does = func(context.Context, bot.Outgoing) (bool, error) { return true, context.DeadlineExceeded }
		w.send()
		for cause, d := range map[string]conversation.Delivery{"a": conversation.SentOn, "b": conversation.Failed} {
			w.must(w.bot.Report(w.Context(), bot.Report{ID: w.out(cause).ID, Delivery: d, Code: "30003", At: w.now}))
		}
		w.now = w.now.AddDate(0, 0, 1)
		w.send()
		a, b := w.out("a"), w.out("b")
		if a.Delivery != conversation.SentOn || b.Delivery != conversation.Failed || b.Code != "30003" || w.net.tries != 2 {
			w.Errorf("%d tries\n%+v\n%+v", w.net.tries, a, b)
		}
	})
}

func TestAReportOnWhatIsNotOurs(t *testing.T) {
	onEach(t, func(w *world) {
		w.says(siti, "saldo")
		before := w.bytes()
		for _, id := range []string{"", "o", "o99", "i1", "x1", "o-2", "SM0123", strings.Repeat("9", 400)} {
			w.must(w.bot.Report(w.Context(), bot.Report{ID: id, Delivery: conversation.Delivered, At: w.now}))
		}
		if w.bytes() != before {
			w.Error("it changed the store")
		}
	})
}

// TestAReportThatIsNotWritten must come again.
func TestAReportThatIsNotWritten(t *testing.T) {
	w := newWorld(t, memory.New())
	w.queue(siti, conversation.Reply, "a")
	w.send()
	report := bot.Report{ID: w.out("a").ID, Delivery: conversation.Delivered, At: w.now}
	for _, fault := range []storetest.Fault{storetest.Lost, storetest.Unknown} {
		w.fail(fault)
		if err := w.bot.Report(t.Context(), report); !errors.Is(err, storetest.ErrInjected) {
			t.Errorf("Report returned %v", err)
		}
	}
	w.must(w.bot.Report(t.Context(), report))
	if o := w.out("a"); o.Delivery != conversation.Delivered {
		t.Errorf("%+v", o)
	}
}
