package bot_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// line is a network with a name and channels of its own, and a health.
type line struct {
	*network
	name     string
	channels []conversation.Channel
	sick     bool
}

func (l *line) Name() string                     { return l.name }
func (l *line) Channels() []conversation.Channel { return l.channels }
func (l *line) Health() bot.Health               { return bot.Health{Name: l.name, OK: !l.sick} }

const wa, sms = conversation.WhatsApp, conversation.SMS

// lines gives the bot gateways as "twilio:wa,sms android:sms".
func (w *world) lines(described string) map[string]*line {
	w.bot = bot.New(w.db, w.logger())
	all := map[string]*line{}
	for d := range strings.FieldsSeq(described) {
		name, channels, _ := strings.Cut(d, ":")
		l := &line{network: &network{now: func() time.Time { return w.now }}, name: name}
		for c := range strings.SplitSeq(channels, ",") {
			l.channels = append(l.channels, conversation.Channel(c))
		}
		all[name] = l
		w.bot.Add(l)
	}
	return all
}

// writes has a phone write by a gateway, so that the bot answers.
func (w *world) writes(from ledger.Phone, gateway string, c conversation.Channel) {
	w.Helper()
	m := w.message(from, "saldo")
	m.Gateway, m.Channel = gateway, c
	w.must(w.bot.Receive(w.Context(), m))
}

// goes tells where all that was sent went, in order of the gateways: "twilio:wa".
func goes(lines map[string]*line, names ...string) string {
	var all []string
	for _, name := range names {
		for _, a := range lines[name].taken {
			all = append(all, fmt.Sprintf("%s:%s", name, a.Channel))
		}
	}
	return strings.Join(all, " ")
}

// TestNextWay has each way to fail, for a reply to somebody who wrote by WhatsApp, a
// receipt and a reminder.
func TestNextWay(t *testing.T) {
	bySMS := "android:sms android:sms android:sms"
	for name, c := range map[string]struct {
		err     error
		waits   time.Duration
		want    string // where reply, receipt and reminder went
		stops   bool
		bad     bool
		deliver conversation.Delivery // of the reminder, which waits for the reply before it
	}{
		"bad address":      {&bot.SendError{Outcome: bot.BadAddress, Code: "63003"}, 0, bySMS, false, true, conversation.Taken},
		"content refused":  {&bot.SendError{Outcome: bot.Refused, Code: "63013"}, 0, bySMS, false, false, conversation.Taken},
		"no free text now": {&bot.SendError{Outcome: bot.Closed, Code: "63016"}, 0, bySMS, false, false, conversation.Taken},
		"stopped":          {&bot.SendError{Outcome: bot.Stopped, Code: "63033"}, 0, "android:sms android:sms", true, false, conversation.Failed},
		"settings wrong":   {&bot.SendError{Outcome: bot.Misconfigured, Code: "20003"}, 0, bySMS, false, false, conversation.Taken},
		"a short outage":   {&bot.SendError{Outcome: bot.Later}, 3 * time.Minute, "", false, false, conversation.Queued},
		"a long outage":    {&bot.SendError{Outcome: bot.Later}, 10 * time.Minute, bySMS, false, false, conversation.Taken},
		"a long outage, by its caps": {
			&bot.SendError{Outcome: bot.Later, Code: "cap"}, 10 * time.Minute, "android:sms android:sms", false, false, conversation.Queued,
		},
		"nobody knows":       {context.DeadlineExceeded, 0, "", false, false, conversation.Queued},
		"nobody knows, long": {context.DeadlineExceeded, 10 * time.Minute, "", false, false, conversation.Queued},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(w *world) {
				lines := w.lines("twilio:wa android:sms")
				lines["twilio"].fails(c.err)
				lines["twilio"].sick = name == "a long outage"
				w.writes(siti, "twilio", wa)
				w.add(store.Outbound{To: siti, Channel: wa, Class: conversation.Receipt, Text: "kuitansi", Cause: "receipt"})
				w.add(store.Outbound{To: siti, Channel: wa, Class: conversation.Reminder, Text: "pengingat", Cause: "reminder"})
				for until := w.now.Add(c.waits); ; w.now = w.now.Add(15 * time.Second) {
					w.send()
					if !w.now.Before(until) {
						break
					}
				}
				if got := goes(lines, "android"); got != c.want {
					w.Errorf("by SMS went %q, want %q", got, c.want)
				}
				if o := w.out("reminder"); o.Delivery != c.deliver {
					w.Errorf("the reminder is %+v", o)
				}
				if got := ask(w, func(tx *store.Tx) (bool, error) { return tx.Stopped(siti) }); got != c.stops {
					w.Errorf("stopped: %t", got)
				}
				contact := ask(w, func(tx *store.Tx) (store.Contact, error) { return tx.Contact(siti) })
				if contact.IsBad(wa) != c.bad || contact.IsBad(sms) {
					w.Errorf("bad: %+v", contact.Bad)
				}
				for _, o := range w.outbox() {
					if o.Delivery == conversation.Taken && (len(o.Tried) != 1 || o.Tried[0].Channel != wa || o.Tried[0].Gateway != "twilio") {
						w.Errorf("it does not say which way failed: %+v", o)
					}
				}
			})
		})
	}
}

// TestEachWayOnce: where all ways fail the message fails, each way taken once.
func TestEachWayOnce(t *testing.T) {
	onEach(t, func(w *world) {
		lines := w.lines("twilio:wa,sms android:sms linked:wa")
		for _, l := range lines {
			l.fails(&bot.SendError{Outcome: bot.Refused, Code: "no " + l.name})
		}
		w.writes(siti, "linked", wa)
		w.writes(siti, "twilio", wa)
		w.send()
		var ways []string
		o := w.outbox()[1]
		for _, way := range o.Tried {
			ways = append(ways, fmt.Sprint(way.Gateway, ":", way.Channel))
		}
		if got := strings.Join(ways, " "); got != "twilio:wa linked:wa twilio:sms" || o.Gateway != "android" || o.Delivery != conversation.Failed {
			w.Errorf("tried %s, and then %+v", got, o)
		}
		w.now = w.now.AddDate(0, 0, 1)
		w.send()
		if tries := lines["twilio"].tries + lines["android"].tries + lines["linked"].tries; tries != 8 {
			w.Errorf("%d tries of two replies by four ways", tries)
		}
	})
}

// TestWhoNeverWroteIsNotSurprised: WhatsApp is no second way to somebody who never
// wrote by it.
func TestWhoNeverWroteIsNotSurprised(t *testing.T) {
	w := newWorld(t, memory.New())
	lines := w.lines("android:sms linked:wa")
	lines["android"].fails(&bot.SendError{Outcome: bot.BadAddress, Code: "21614"})
	w.writes(siti, "android", sms)
	w.send()
	if got := goes(lines, "linked"); got != "" || w.outbox()[0].Delivery != conversation.Failed {
		t.Errorf("by WhatsApp went %q; %+v", got, w.outbox()[0])
	}
}

// TestWhereTheQuestionCameFrom: of two gateways for a channel the one that she wrote
// to answers; of what she did not ask for, too, and else one that is well.
func TestWhereTheQuestionCameFrom(t *testing.T) {
	w := newWorld(t, memory.New())
	lines := w.lines("twilio:wa,sms linked:wa android:sms")
	w.writes(siti, "android", sms)
	w.writes(siti, "linked", wa)
	w.send()
	if got := goes(lines, "twilio", "linked", "android"); got != "linked:wa android:sms" {
		t.Errorf("answers went %q", got)
	}
	lines["twilio"].sick = true
	w.add(store.Outbound{To: siti, Channel: wa, Class: conversation.Receipt, Text: "k", Cause: "to linked"})
	w.add(store.Outbound{To: dewi, Channel: sms, Class: conversation.Receipt, Text: "k", Cause: "to one that is well"})
	w.send()
	if got := goes(lines, "twilio", "linked", "android"); got != "linked:wa linked:wa android:sms android:sms" {
		t.Errorf("receipts went %q", got)
	}
}

// TestTwoWhatsApps: a hidden address is answered by the gateway whose it is, whichever she
// wrote to last; where that carries nothing any more the other is taken by who wrote there,
// and else SMS.
func TestTwoWhatsApps(t *testing.T) {
	const lid, bsuid = ledger.Phone("lid:77"), ledger.Phone("bsuid:ID.8Xk2")
	onEach(t, func(w *world) {
		lines := w.lines("linked:wa twilio:wa android:sms")
		w.write(func(tx *store.Tx) error {
			return errors.Join(tx.BindAddress(conversation.BindAddress{Address: lid, Phone: siti}), tx.BindAddress(conversation.BindAddress{Address: bsuid, Phone: siti}))
		})
		to := func(name string) string {
			var all []string
			for _, m := range lines[name].taken {
				all = append(all, string(m.To))
			}
			return strings.Join(all, " ")
		}
		w.writes(lid, "linked", wa)
		w.now = w.now.Add(time.Minute)
		w.writes(bsuid, "twilio", wa)
		w.send()
		if to("linked") != "lid:77" || to("twilio") != "bsuid:ID.8Xk2" {
			w.Errorf("answered at %q and %q", to("linked"), to("twilio"))
		}
		w.add(store.Outbound{To: siti, Address: lid, Channel: wa, Class: conversation.Reply, Text: "k", Cause: "late"})
		w.send()
		if to("linked") != "lid:77 lid:77" {
			w.Errorf("a late answer: %q and %q", to("linked"), to("twilio"))
		}
		lines["linked"].channels = nil // logged out
		w.add(store.Outbound{To: siti, Address: lid, Channel: wa, Class: conversation.Reply, Text: "k", Cause: "later"})
		w.send()
		if to("twilio") != "bsuid:ID.8Xk2 bsuid:ID.8Xk2" {
			w.Errorf("logged out: %q and %q", to("linked"), to("twilio"))
		}
		lines["twilio"].channels = nil
		w.add(store.Outbound{To: siti, Address: lid, Channel: wa, Class: conversation.Reply, Text: "k", Cause: "latest"})
		w.send()
		w.send()
		if to("android") != string(siti) {
			w.Errorf("both gone: %q by SMS", to("android"))
		}
	})
	t.Run("never wrote to the other", func(t *testing.T) {
		w := newWorld(t, memory.New())
		lines := w.lines("linked:wa twilio:wa android:sms")
		w.write(func(tx *store.Tx) error { return tx.BindAddress(conversation.BindAddress{Address: lid, Phone: siti}) })
		w.writes(lid, "linked", wa)
		lines["linked"].channels = nil
		w.send()
		w.send()
		if got := goes(lines, "twilio", "android"); got != "android:sms" {
			t.Errorf("it went %q", got)
		}
	})
}

// TestReportedFailure: what a provider took and then did not deliver goes by the next
// way, once, however often and in what order its reports come.
func TestReportedFailure(t *testing.T) {
	failed := func(o store.Outbound, provider string) bot.Report {
		return bot.Report{ID: o.ID, Provider: provider, Delivery: conversation.Failed, Code: "63016", Outcome: bot.Closed, At: o.Changed}
	}
	onEach(t, func(w *world) {
		lines := w.lines("twilio:wa android:sms")
		w.writes(siti, "twilio", wa)
		w.send()
		o := w.outbox()[0]
		for range 2 {
			w.must(w.bot.Report(w.Context(), failed(o, o.Provider)))
			w.send()
			w.must(w.bot.Report(w.Context(), bot.Report{ID: o.ID, Provider: o.Provider, Delivery: conversation.SentOn, At: w.now}))
		}
		if got := goes(lines, "twilio", "android"); got != "twilio:wa android:sms" {
			w.Errorf("it went %q", got)
		}
		if a, b := lines["twilio"].taken[0], lines["android"].taken[0]; a.ID != b.ID || a.Text != b.Text {
			w.Errorf("another message: %+v, %+v", a, b)
		}
		if o = w.outbox()[0]; o.Delivery != conversation.Taken || o.Channel != sms {
			w.Errorf("%+v", o)
		}
	})
	t.Run("overtakes the answer", func(t *testing.T) {
		w := newWorld(t, memory.New())
		lines := w.lines("twilio:wa android:sms")
		lines["twilio"].does = func(ctx context.Context, m bot.Outgoing) (bool, error) {
			return true, w.bot.Report(ctx, failed(store.Outbound{ID: m.ID, Changed: w.now}, "P"+m.ID))
		}
		w.writes(siti, "twilio", wa)
		w.send()
		if got := goes(lines, "twilio", "android"); got != "twilio:wa android:sms" {
			t.Errorf("it went %q", got)
		}
	})
	t.Run("delivered all the same", func(t *testing.T) {
		w := newWorld(t, memory.New())
		lines := w.lines("twilio:wa android:sms")
		w.writes(siti, "twilio", wa)
		w.send()
		o := w.outbox()[0]
		w.must(w.bot.Report(w.Context(), failed(o, o.Provider)))
		w.must(w.bot.Report(w.Context(), bot.Report{ID: o.ID, Provider: o.Provider, Delivery: conversation.Delivered, At: w.now}))
		w.send()
		if got := goes(lines, "twilio", "android"); got != "twilio:wa" || w.outbox()[0].Delivery != conversation.Delivered {
			t.Errorf("it went %q; %+v", got, w.outbox()[0])
		}
	})
}

// TestReportOfAnotherId: a provider's id that is not the message's moves nothing, unless
// it may be that of an earlier try or way, and says that the message has arrived.
func TestReportOfAnotherId(t *testing.T) {
	const taken, failed, delivered = conversation.Taken, conversation.Failed, conversation.Delivered
	for name, c := range map[string]struct {
		first    error // of the first way
		provider string
		says     conversation.Delivery
		want     conversation.Delivery
		ways     string
	}{
		"its own failed":                        {nil, "", failed, taken, "twilio:wa android:sms"}, // and goes by the next way
		"its own arrived":                       {nil, "", delivered, delivered, "twilio:wa"},
		"a stranger's failed":                   {nil, "SM-other", failed, taken, "twilio:wa"},
		"a stranger's arrived":                  {nil, "SM-other", delivered, taken, "twilio:wa"},
		"a stranger's, after another way":       {&bot.SendError{Outcome: bot.Closed}, "SM-other", delivered, taken, "android:sms"},
		"a stranger's failed, after another":    {&bot.SendError{Outcome: bot.Closed}, "SM-other", failed, taken, "android:sms"},
		"an earlier try's failed":               {context.DeadlineExceeded, "SM-other", failed, taken, "twilio:wa"},
		"an earlier try's arrived all the same": {context.DeadlineExceeded, "SM-other", delivered, delivered, "twilio:wa"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, memory.New())
			lines := w.lines("twilio:wa android:sms")
			if c.first != nil {
				lines["twilio"].fails(c.first)
			}
			w.writes(siti, "twilio", wa)
			w.send()
			lines["twilio"].does = nil
			w.now = w.now.Add(time.Minute)
			w.send()
			o := w.outbox()[0]
			w.must(w.bot.Report(w.Context(), bot.Report{ID: o.ID, Provider: cmp.Or(c.provider, o.Provider), Delivery: c.says, At: w.now}))
			w.send()
			if got := w.outbox()[0]; got.Delivery != c.want || len(w.outbox()) != 1 {
				t.Errorf("it is %+v", got)
			}
			if got := goes(lines, "twilio", "android"); got != c.ways {
				t.Errorf("it went %q, want %q", got, c.ways)
			}
		})
	}
}

// TestABadNumberIsAvoided: the next message takes the other way at once, until she
// writes by the first again.
func TestABadNumberIsAvoided(t *testing.T) {
	w := newWorld(t, memory.New())
	lines := w.lines("twilio:wa android:sms")
	w.writes(siti, "android", sms)
	w.writes(siti, "twilio", wa)
	w.send()
	lines["twilio"].fails(&bot.SendError{Outcome: bot.BadAddress, Code: "63003"})
	w.says(ani, "bayar siti 275rb", "ya")
	w.send()
	tries := lines["twilio"].tries
	w.says(ani, "siti nabung 20rb", "ya")
	w.send()
	if lines["twilio"].tries != tries {
		t.Errorf("tried the bad number again")
	}
	hers := 0
	for _, a := range lines["android"].taken {
		if a.To == siti {
			hers++
		}
	}
	if hers != 3 {
		t.Errorf("she got %d by SMS, want the answer and two receipts", hers)
	}
}

// add puts a message into the outbox.
func (w *world) add(o store.Outbound) {
	w.Helper()
	o.Kind, o.Segments, o.Written = "test", 1, w.now.UTC()
	w.write(func(tx *store.Tx) error {
		_, err := tx.Enqueue(o, ledger.DateOf(w.now).Period())
		return err
	})
}
