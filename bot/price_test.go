package bot_test

import (
	"context"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// harga is a price list with what a person may write in it.
var harga = []store.SheetRow{
	{"gateway": "android", "kanal": "sms", "harga_per_segmen": "350"},
	{"gateway": "android", "kanal": "sms", "awalan": "0813-9", "harga_per_segmen": "25"},
	{"gateway": "android", "kanal": "sms", "awalan": "+62813", "harga_per_segmen": "50"},
	{"gateway": "Twilio", "kanal": "SMS", "awalan": "+62", "harga_per_segmen": "412.5"},
	{"gateway": "twilio", "kanal": "wa", "harga_per_segmen": "80"},
	{"gateway": "twilio", "kanal": "wa_templat", "harga_per_segmen": "390.4"},
}

// TestCost: what each message cost is kept with it, by its way, its segments and the
// longest prefix of the number; also of a way that took it and then failed.
func TestCost(t *testing.T) {
	for name, c := range map[string]struct {
		lines    string
		to       ledger.Phone
		channel  conversation.Channel
		segments int
		template string
		want     ledger.Money
	}{
		"one segment":              {"twilio:sms", "+6281590000001", sms, 1, "", 413}, // half up
		"three segments":           {"twilio:sms", "+6281590000001", sms, 3, "", 1238},
		"abroad, without a price":  {"twilio:sms", "+15005550006", sms, 1, "", 0},
		"any number":               {"android:sms", "+6281590000001", sms, 2, "", 700},
		"a prefix":                 {"android:sms", "+6281290000001", sms, 2, "", 700},
		"the longest":              {"android:sms", "+6281390000001", sms, 2, "", 50},
		"a shorter":                {"android:sms", "+6281300000001", sms, 2, "", 100},
		"WhatsApp counts messages": {"twilio:wa", "+6281390000001", wa, 3, "", 80},
		"by a template":            {"twilio:wa", "+6281390000001", wa, 3, "bendahara_bukti", 390},
		"not on the list":          {"linked:wa", "+6281390000001", wa, 1, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, memory.New())
			w.write(func(tx *store.Tx) error { return tx.PutSheetRows("harga", harga) })
			lines := w.lines(c.lines)
			for _, l := range lines {
				l.template = c.template
			}
			w.write(func(tx *store.Tx) error {
				o := store.Outbound{To: c.to, Channel: c.channel, Class: conversation.Receipt, Text: "k", Cause: "a", Segments: c.segments, Written: w.now}
				_, err := tx.Enqueue(o, ledger.DateOf(w.now).Period())
				return err
			})
			w.send()
			w.write(func(tx *store.Tx) error { return tx.PutSheetRows("harga", nil) }) // what is kept stays
			if o := w.outbox()[0]; o.Cost != c.want || o.Delivery != conversation.Taken {
				t.Errorf("it cost %s: %+v", o.Cost, o)
			}
		})
	}
}

// TestCostOfWhatWasReportedFirst: a failure that is reported before the provider's answer
// has been written costs as any other.
func TestCostOfWhatWasReportedFirst(t *testing.T) {
	w := newWorld(t, memory.New())
	w.write(func(tx *store.Tx) error { return tx.PutSheetRows("harga", harga) })
	lines := w.lines("twilio:wa android:sms")
	lines["twilio"].does = func(ctx context.Context, m bot.Outgoing) (bool, error) {
		return true, w.bot.Report(ctx, bot.Report{ID: m.ID, Provider: "P" + m.ID, Delivery: conversation.Failed, Outcome: bot.Closed, At: w.now})
	}
	w.writes(siti, "twilio", wa)
	w.send()
	w.send()
	if o := w.outbox()[0]; len(o.Tried) != 1 || o.Tried[0].Cost != 80 || o.Cost != 25 {
		t.Errorf("it cost %s, and before %+v", o.Cost, o.Tried)
	}
}

// TestCostOfADay: the instruments add up what each gateway's messages cost today, the
// failed with the rest.
func TestCostOfADay(t *testing.T) {
	onEach(t, func(w *world) {
		w.write(func(tx *store.Tx) error { return tx.PutSheetRows("harga", harga) })
		w.lines("twilio:wa android:sms")
		w.writes(siti, "twilio", wa)
		w.send()
		o := w.outbox()[0]
		w.must(w.bot.Report(w.Context(), bot.Report{ID: o.ID, Provider: o.Provider, Delivery: conversation.Failed, Outcome: bot.Closed, At: w.now}))
		w.add(store.Outbound{To: siti, Channel: sms, Class: conversation.Receipt, Text: "k", Cause: "b"})
		w.send()
		w.send()
		costs := map[string]ledger.Money{}
		status := func() {
			s, err := w.bot.Status(w.Context(), w.now)
			w.must(err)
			for _, g := range s.Gateways {
				costs[g.Name] = g.Today.Cost
			}
		}
		status()
		if costs["twilio"] != 80 || costs["android"] != 50 { // two SMS of 25
			w.Errorf("today costs %v", costs)
		}
		w.now = w.now.Add(24 * time.Hour)
		status()
		if costs["twilio"] != 0 || costs["android"] != 0 {
			w.Errorf("tomorrow costs %v", costs)
		}
	})
}
