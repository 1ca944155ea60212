package bot_test

import (
	"context"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/store"
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
