package bot_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/storetest"
)

// TestDoubtStaysWithItsGateway: what may have gone by one gateway goes again by the same,
// also where she has written by another meanwhile, and where the program died while it
// was sending: only that gateway knows the message again.
func TestDoubtStaysWithItsGateway(t *testing.T) {
	for name, dies := range map[string]bool{"no answer": false, "killed": true} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(w *world) {
				lines := w.lines("android:sms twilio:sms")
				w.add(store.Outbound{To: siti, Channel: sms, Class: conversation.Receipt, Text: "kuitansi", Cause: "receipt"})
				dead, under, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
				lines["android"].does = func(context.Context, bot.Outgoing) (bool, error) {
					if dies {
						close(under)
						<-dead
					}
					return true, context.DeadlineExceeded
				}
				old := w.bot
				go func() {
					defer close(ended)
					_, _ = old.SendDue(context.Background(), w.now)
				}()
				if dies {
					<-under
					defer func() { close(dead); <-ended }()
					lines = w.lines("android:sms twilio:sms")
					w.must(w.bot.Open(w.Context(), w.now))
				} else {
					<-ended
				}
				lines["android"].works()
				w.writes(siti, "twilio", sms)
				w.now = w.now.Add(time.Minute)
				w.send()
				if got := goes(lines, "twilio"); got != "twilio:sms" { // the answer alone
					w.Errorf("by Twilio went %q", got)
				}
				if o := w.out("receipt"); o.Gateway != "android" || o.Delivery != conversation.Taken || !o.Doubtful {
					w.Errorf("%+v", o)
				}
			})
		})
	}
}

// wordy is a network that knows what it has taken by its words alone, as Twilio does.
type wordy struct{ *network }

func (n wordy) Find(_ context.Context, m bot.Outgoing) (bot.Sent, bool, error) {
	for _, a := range n.taken {
		if id := "P" + a.ID; a.To == m.To && a.Text == m.Text && !slices.Contains(m.Others, id) {
			return bot.Sent{ProviderID: id}, true, nil
		}
	}
	return bot.Sent{}, false, nil
}

// TestTheSameAnswerTwice: who asks for her balance twice gets two answers, also where the
// provider fails at the second: the first is not taken for it.
func TestTheSameAnswerTwice(t *testing.T) {
	onEach(t, func(w *world) {
		w.gateway = wordy{w.net}
		w.start()
		for _, cause := range []string{"first", "second"} {
			w.add(store.Outbound{To: siti, Channel: sms, Class: conversation.Reply, Text: "saldo Ibu", Cause: cause})
			w.send()
			w.net.fails(context.DeadlineExceeded)
		}
		w.net.works()
		w.now = w.now.Add(time.Minute)
		w.send()
		if got := w.net.texts(siti); len(got) != 2 {
			w.Errorf("she got %q", got)
		}
		if a, b := w.out("first"), w.out("second"); a.Provider == b.Provider || b.Delivery != conversation.Taken {
			w.Errorf("%+v\n%+v", a, b)
		}
	})
}

// TestTheProvidersIDByReport: where the answer to a sending was lost and a report says
// that it arrived, before or after the loss is known, the provider's id is that of this
// message: the next with the same words is not taken for it.
func TestTheProvidersIDByReport(t *testing.T) {
	for name, during := range map[string]bool{"during": true, "after": false} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(w *world) {
				w.gateway = wordy{w.net}
				w.start()
				arrived := func(id string) {
					w.must(w.bot.Report(w.Context(), bot.Report{ID: id, Provider: "P" + id, Delivery: conversation.Delivered, At: w.now}))
				}
				w.net.does = func(_ context.Context, m bot.Outgoing) (bool, error) {
					if during {
						arrived(m.ID)
					}
					return true, context.DeadlineExceeded
				}
				w.add(store.Outbound{To: siti, Channel: sms, Class: conversation.Reply, Text: "saldo Ibu", Cause: "first"})
				w.send()
				if !during {
					arrived(w.out("first").ID)
				}
				w.net.fails(context.DeadlineExceeded)
				w.add(store.Outbound{To: siti, Channel: sms, Class: conversation.Reply, Text: "saldo Ibu", Cause: "second"})
				w.send()
				w.net.works()
				w.now = w.now.Add(time.Minute)
				w.send()
				if got := w.net.texts(siti); len(got) != 2 {
					w.Errorf("she got %q; written are %+v and %+v", got, w.out("first"), w.out("second"))
				}
			})
		})
	}
}

// TestWordsAsTheyWent: a reminder goes with what is due now, and the outbox has these
// words also where the program died before it could write how the sending went.
func TestWordsAsTheyWent(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("03-12 08:00")
		w.remind()
		w.says(ani, "bayar siti 100rb", "ya")
		w.net.does = func(_ context.Context, m bot.Outgoing) (bool, error) {
			if m.To == siti && m.Class == conversation.Reminder {
				w.fail(storetest.Lost) // and so is how it went
			}
			return true, nil
		}
		if _, err := w.bot.SendDue(w.Context(), w.now); !errors.Is(err, storetest.ErrInjected) {
			w.Fatal(err)
		}
		w.fail()
		w.start()
		got := w.net.texts(siti)
		for _, o := range w.outbox() {
			if o.To != siti || o.Class != conversation.Reminder {
				continue
			}
			if o.Delivery != conversation.Uncertain || !slices.Contains(got, o.Text) {
				w.Errorf("she got %q, written is %+v", got, o)
			}
			return
		}
		w.Error("she was not reminded")
	})
}
