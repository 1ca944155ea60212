package bot_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/memory"
)

// TestOutcomes has each answer of a gateway for each class of message.
func TestOutcomes(t *testing.T) {
	const again, never = conversation.Queued, conversation.Failed
	kinds := []conversation.Class{conversation.Reply, conversation.Receipt, conversation.Reminder, conversation.Broadcast}
	all := func(d conversation.Delivery) [4]conversation.Delivery { return [4]conversation.Delivery{d, d, d, d} }
	doubt := [4]conversation.Delivery{again, again, conversation.Uncertain, conversation.Uncertain}
	for name, c := range map[string]struct {
		err      error
		want     [4]conversation.Delivery // of reply, receipt, reminder, broadcast
		code     string
		doubtful bool
		stops    bool
	}{
		"taken":                {nil, all(conversation.Taken), "", false, false},
		"refused":              {&bot.SendError{Outcome: bot.Refused, Code: "21617"}, all(never), "21617", false, false},
		"refused without code": {&bot.SendError{Outcome: bot.Refused}, all(never), "refused", false, false},
		"bad address":          {&bot.SendError{Outcome: bot.BadAddress, Code: "21211"}, all(never), "21211", false, false},
		"stopped":              {&bot.SendError{Outcome: bot.Stopped, Code: "21610"}, all(never), "stopped", false, true},
		"misconfigured":        {&bot.SendError{Outcome: bot.Misconfigured, Code: "20003"}, all(again), "20003", false, false},
		"later":                {&bot.SendError{Outcome: bot.Later, Code: "429"}, all(again), "429", false, false},
		"unknown":              {&bot.SendError{Outcome: bot.UnknownOutcome, Code: "500"}, doubt, "500", true, false},
		"an error of its own":  {errors.New("broken pipe"), doubt, "", true, false},
		"an outcome of none":   {&bot.SendError{Outcome: "new"}, all(again), "", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(w *world) {
				w.net.fails(c.err)
				for i, class := range kinds {
					w.queue(phone(i), class, string(rune('a'+i)))
				}
				n, err := w.bot.SendDue(w.Context(), w.now)
				w.must(err)
				if want := map[bool]int{true: 4}[c.err == nil]; n != want {
					w.Errorf("SendDue counted %d, want %d", n, want)
				}
				for i, class := range kinds {
					o := w.out(string(rune('a' + i)))
					if o.Delivery != c.want[i] || o.Code != c.code || o.Doubtful != c.doubtful || o.Gateway != "net" || !o.Changed.Equal(w.now) {
						w.Errorf("class %d: %+v, want delivery %d, code %q, doubtful %t", class, o, c.want[i], c.code, c.doubtful)
					}
					if provider := "P" + o.ID; c.err == nil && o.Provider != provider {
						w.Errorf("class %d: provider's id %q, want %q", class, o.Provider, provider)
					}
					if got := ask(w, func(tx *store.Tx) (bool, error) { return tx.Stopped(o.To) }); got != c.stops {
						w.Errorf("class %d: reminders stopped: %t", class, got)
					}
				}
				tries := w.net.tries
				w.now = w.now.AddDate(0, 1, 0)
				w.send()
				waiting := 0
				for _, d := range c.want {
					if d == again {
						waiting++
					}
				}
				if w.net.tries != tries+waiting {
					w.Errorf("%d tries a month later, want %d", w.net.tries-tries, waiting)
				}
			})
		})
	}
}

// TestStoppedAtTheProviderStopsReminders: she told the provider, not us.
func TestStoppedAtTheProviderStopsReminders(t *testing.T) {
	onEach(t, func(w *world) {
		w.net.fails(&bot.SendError{Outcome: bot.Stopped, Code: "21610"})
		w.says(siti, "saldo")
		w.send()
		w.net.works()
		w.now = at("03-12 08:00")
		if n := w.remind(); n != 4 {
			w.Errorf("%d reminders, want all but Siti's", n)
		}
		w.send()
		w.says(ani, "bayar siti 275rb", "ya")
		w.send()
		if got := w.net.texts(siti); len(got) != 1 {
			w.Errorf("she got %q, want only the receipt", got)
		}
	})
}

// TestAfterDoubt: a reply goes again with the same id and words, though the
// first may have arrived; a reminder does not.
func TestAfterDoubt(t *testing.T) {
	onEach(t, func(w *world) {
		w.net.does = func(context.Context, bot.Outgoing) (bool, error) { return true, context.DeadlineExceeded }
		w.says(siti, "saldo")
		w.queue(dewi, conversation.Reminder, "pengingat")
		w.send()
		w.net.works()
		w.now = w.now.AddDate(0, 0, 1)
		w.send()
		var hers []arrival
		for _, a := range w.net.taken {
			if a.To == siti {
				hers = append(hers, a)
			}
		}
		if len(hers) != 2 || !reflect.DeepEqual(hers[0].Outgoing, hers[1].Outgoing) {
			w.Errorf("the reply went as %+v, want twice the same", hers)
		}
		if got := w.net.texts(dewi); len(got) != 1 {
			w.Errorf("Dewi got %q, want the reminder once", got)
		}
	})
}

// listing is a network that can tell what it has taken.
type listing struct {
	*network
	broken bool
	asked  int
}

func (l *listing) Find(_ context.Context, m bot.Outgoing) (bot.Sent, bool, error) {
	l.asked++
	if l.broken {
		return bot.Sent{}, false, errors.New("the list is not to be had")
	}
	i := slices.IndexFunc(l.taken, func(a arrival) bool { return a.ID == m.ID })
	return bot.Sent{ProviderID: "found", Segments: 3}, i >= 0, nil
}

func TestWhatTheProviderHasIsNotSentAgain(t *testing.T) {
	for name, c := range map[string]struct {
		taken, broken bool
		tries         int
		provider      string
	}{
		"it was taken":         {true, false, 1, "found"},
		"it was not taken":     {false, false, 2, "Po1"},
		"nobody can tell that": {true, true, 2, "Po1"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, memory.New())
			list := &listing{network: w.net, broken: c.broken}
			w.gateway = list
			w.start()
			w.queue(siti, conversation.Reply, "a")
			w.net.does = func(context.Context, bot.Outgoing) (bool, error) {
				return c.taken, &bot.SendError{Outcome: bot.UnknownOutcome, Code: "504"}
			}
			w.send()
			if list.asked != 0 {
				t.Error("asked about a message that it never had")
			}
			w.net.works()
			w.now = w.now.AddDate(0, 0, 1)
			w.send()
			o := w.out("a")
			if list.asked != 1 || w.net.tries != c.tries {
				t.Errorf("asked %d times and tried %d, want 1 and %d", list.asked, w.net.tries, c.tries)
			}
			if o.Delivery != conversation.Taken || o.Provider != c.provider || o.Code != "" {
				t.Errorf("%+v, want it taken as %s", o, c.provider)
			}
		})
	}
}

// TestNoGateway: a message waits for one that carries its channel.
func TestNoGateway(t *testing.T) {
	w := newWorld(t, memory.New())
	w.bot = bot.New(w.db, w.logger())
	w.says(siti, "saldo")
	w.send()
	if o := w.outbox()[0]; o.Delivery != conversation.Queued || o.Tries != 1 {
		t.Errorf("%+v, want it to wait", o)
	}
	w.bot.Add(w.gateway)
	w.now = w.now.AddDate(0, 0, 1)
	w.send()
	if got := w.net.texts(siti); len(got) != 1 {
		t.Errorf("she got %q", got)
	}
}
