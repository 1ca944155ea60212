package bot_test

import (
	"strings"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// TestChoice: by which way a message goes first - by what she prefers, WhatsApp's window,
// cost and health, in this order.
func TestChoice(t *testing.T) {
	const all = "linked:wa android:sms twilio:sms,wa"
	long := 30 * time.Hour
	for name, c := range map[string]struct {
		lines  string
		wrote  string        // where she wrote, oldest first: "twilio:wa android:sms"
		ago    time.Duration // that she last did
		class  conversation.Class
		prices string // "twilio:sms=412 android:sms=50"
		sick   string
		want   string
	}{
		"never wrote":                                      {all, "", 0, conversation.Reminder, "", "", "android:sms"},
		"where she wrote last: SMS":                        {all, "twilio:wa android:sms", long, conversation.Reminder, "", "", "android:sms"},
		"where she wrote last: WhatsApp":                   {all, "android:sms twilio:wa", long, conversation.Reminder, "", "", "twilio:wa"},
		"of two numbers the one she wrote to":              {all, "linked:wa twilio:wa", time.Hour, conversation.Reminder, "", "", "twilio:wa"},
		"of two phones the one she wrote to, though dear":  {all, "twilio:sms", long, conversation.Reminder, "twilio:sms=412 android:sms=50", "", "twilio:sms"},
		"of two that are new to her the cheaper":           {"twilio:sms android:sms", "", 0, conversation.Reminder, "twilio:sms=412 android:sms=50", "", "android:sms"},
		"of two that are new to her the first":             {"twilio:sms android:sms", "", 0, conversation.Reminder, "android:sms=50", "", "twilio:sms"},
		"the cheaper, unless it is not well":               {"twilio:sms android:sms", "", 0, conversation.Reminder, "twilio:sms=412 android:sms=50", "android", "twilio:sms"},
		"the window is shut and a template dearer":         {all, "android:sms twilio:wa", long, conversation.Reminder, "twilio:wa_templat=390 android:sms=50", "", "android:sms"},
		"and dearer than SMS by Twilio, where it is alone": {"twilio:sms,wa", "twilio:wa", long, conversation.Reminder, "twilio:wa_templat=390 twilio:sms=50", "", "twilio:sms"},
		"a template is cheaper":                            {all, "android:sms twilio:wa", long, conversation.Reminder, "twilio:wa_templat=390 android:sms=600", "", "twilio:wa"},
		"nobody knows what SMS costs":                      {all, "android:sms twilio:wa", long, conversation.Reminder, "twilio:wa_templat=390", "", "twilio:wa"},
		"the window is open":                               {all, "android:sms twilio:wa", time.Hour, conversation.Reminder, "twilio:wa_templat=390 android:sms=50", "", "twilio:wa"},
		"a receipt goes where she reads":                   {all, "android:sms twilio:wa", long, conversation.Receipt, "twilio:wa_templat=390 android:sms=50", "", "twilio:wa"},
		"the phone is not well":                            {"android:sms twilio:wa", "android:sms twilio:wa", long, conversation.Reminder, "twilio:wa_templat=390 android:sms=50", "android", "twilio:wa"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, memory.New())
			lines := w.lines(c.lines)
			var rows []store.SheetRow
			for p := range strings.FieldsSeq(c.prices) {
				way, each, _ := strings.Cut(p, "=")
				gateway, channel, _ := strings.Cut(way, ":")
				rows = append(rows, store.SheetRow{"gateway": gateway, "kanal": channel, "harga_per_segmen": each})
			}
			w.write(func(tx *store.Tx) error { return tx.PutSheetRows("harga", rows) })
			channel := sms
			for way := range strings.FieldsSeq(c.wrote) {
				gateway, by, _ := strings.Cut(way, ":")
				channel = conversation.Channel(by)
				w.writes(siti, gateway, channel)
				w.now = w.now.Add(time.Minute)
				w.send()
			}
			for _, l := range lines {
				l.taken = nil
				l.sick = l.name == c.sick
			}
			w.now = w.now.Add(c.ago)
			w.write(func(tx *store.Tx) error {
				_, err := tx.Enqueue(store.Outbound{
					To: siti, Channel: channel, Class: c.class, Kind: "test", Text: "k", Segments: 1, Cause: "x", Written: w.now.UTC(),
				}, ledger.DateOf(w.now).Period())
				return err
			})
			w.send()
			var names []string
			for l := range strings.FieldsSeq(c.lines) {
				name, _, _ := strings.Cut(l, ":")
				names = append(names, name)
			}
			if got := goes(lines, names...); got != c.want {
				t.Errorf("it went %q, want %q", got, c.want)
			}
		})
	}
}
