package android

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

// A probe is an SMS that the phone sends to itself: out by the SIM, back by the network,
// the app and our webhook. It bears its time and our signature over that, so it is known
// for what it is whenever it comes back, and is nobody's message.

const (
	probeWords  = "Uji HP kantor Bendahara "
	probePrefix = "uji-"          // of its id, where a message of the bot's has the bot's
	probeLife   = 5 * time.Minute // that the app may keep it
)

// sign is a probe's mark.
func (g *Gateway) sign(stamp string) string {
	mac := hmac.New(sha256.New, []byte(g.config.SigningKey))
	mac.Write([]byte(probeWords + stamp))
	return fmt.Sprintf("%s-%x", stamp, mac.Sum(nil)[:6])
}

// probeOf is the mark of a probe that has come back; false for what a person wrote.
func (g *Gateway) probeOf(text string) (mark string, is bool) {
	mark, is = strings.CutPrefix(strings.TrimSpace(text), probeWords)
	stamp, _, _ := strings.Cut(mark, "-")
	return mark, is && hmac.Equal([]byte(mark), []byte(g.sign(stamp)))
}

// Probe has the phone send an SMS to its own number, and waits until it is back or the
// context ends. It costs one SMS, and needs our webhooks to be served.
func (g *Gateway) Probe(ctx context.Context, number ledger.Phone, now time.Time) bot.Finding {
	f := bot.Finding{About: "phone's SMS to itself"}
	if !e164.MatchString(string(number)) {
		f.Says = "no number to send to; give that of the phone's own SIM, such as +6281100000001"
		return f
	}
	mark := g.sign(strconv.FormatInt(now.UnixNano(), 36))
	news := make(chan news, 8)
	g.probes.Store(mark, news)
	defer g.probes.Delete(mark)
	g.caps.take(now, true)
	err := g.post(ctx, sending{
		ID: probePrefix + mark, Text: text{probeWords + mark}, PhoneNumbers: []string{string(number)}, SIM: g.config.SIM,
		TTL: int64(probeLife.Seconds()), Report: true, Priority: priorities[conversation.Reply],
	})
	if err != nil {
		f.Says = fmt.Sprintf("the phone did not take it (%v)", cause(err))
		return f
	}
	sent := false
	for {
		select {
		case n := <-news:
			switch {
			case n.back:
				f.OK, f.Says = true, fmt.Sprintf("it came back after %v", time.Since(now).Round(time.Second))
				return f
			case n.failed != "":
				f.Says = "the SIM did not send it: " + failing(n.failed)
				return f
			}
			sent = true
		case <-ctx.Done():
			f.Says = "the phone took it and then told us nothing; " + why(g.Health())
			if sent {
				f.Says = "it went out and did not come back; see that the number is this SIM's own, that RCS is off (Google Messages, RCS chats), " +
					"that the app has the SMS permission, and that battery saving does not stop it"
			}
			return f
		}
	}
}

// why is what is known to be wrong, or else what to look at.
func why(h bot.Health) string {
	if h.Problem != "" {
		return h.Problem
	}
	return "see that the phone reaches us (adb reverse, or the certificate), and that its signing key is ours"
}

// news is what is heard of a probe.
type news struct {
	back   bool
	failed string
}

// probed takes what is about a probe; false for what is not.
func (g *Gateway) probed(w http.ResponseWriter, e event) bool {
	var n news
	mark, is := strings.CutPrefix(e.Payload.MessageID, probePrefix)
	if delivery := reports[e.Event]; is && delivery != 0 {
		if delivery == conversation.Failed {
			n.failed = reason(e.Payload.Reason)
		}
		g.tally(delivery, n.failed)
	} else if mark, is = g.probeOf(e.Payload.Message); is && e.Event == "sms:received" {
		n.back = true
	} else {
		return false
	}
	if waits, ok := g.probes.Load(mark); ok {
		select {
		case waits.(chan news) <- n:
		default: // it has heard enough
		}
	}
	w.WriteHeader(http.StatusNoContent)
	return true
}

// failing says what a failed sending's code means, and what to do.
func failing(code string) string {
	switch code {
	case "RESULT_ERROR_LIMIT_EXCEEDED":
		return "Android lets one app send only so many SMS (" + code + "); confirm what the phone asks, and raise the limit by cable (the guide, 4)"
	case "RESULT_ERROR_RADIO_OFF":
		return "the phone is in flight mode (" + code + ")"
	case "RESULT_ERROR_NO_SERVICE":
		return "there is no signal, or the SIM's validity is over (" + code + ")"
	case "NO_SIM":
		return "the app sees no SIM; look at the slot and at the app's Phone permission"
	}
	return "the SIM's credit or validity may be gone, or there is no signal (" + code + ")"
}
