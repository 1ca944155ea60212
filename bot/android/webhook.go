package android

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

// Path is where the app posts its events.
const Path = "/webhooks/android"

// event is a webhook of the app's.
type event struct {
	ID      string  `json:"id"`
	Event   string  `json:"event"`
	Payload payload `json:"payload"`
}

// payload are the fields of all events that we take; which of them there are goes
// by the event and the app's age.
type payload struct {
	MessageID   string `json:"messageId"`
	Sender      string `json:"sender"`
	PhoneNumber string `json:"phoneNumber"` // of old, the sender too
	Message     string `json:"message"`
	Subject     string `json:"subject"`    // of an MMS
	ReceivedAt  string `json:"receivedAt"` // the network's time of the SMS, with its zone
	Reason      string `json:"reason"`
}

// pulse is a system:ping's: the phone's health, by the app's age within "health" or not.
type pulse struct {
	Payload struct {
		Checks vitals `json:"checks"`
		Health struct {
			Checks vitals `json:"checks"`
		} `json:"health"`
	} `json:"payload"`
}

// Handler serves the app's webhooks. It answers 2xx only after the bot has taken
// what came, 503 where the bot could not, 403 where the signature does not hold
// or is not of these minutes, 413 and 400 for what the app never sends. The app
// tries again after anything but 2xx, for two days, and signs each try anew.
func (g *Gateway) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+Path, g.webhook)
	return mux
}

func (g *Gateway) webhook(w http.ResponseWriter, r *http.Request) {
	body, ok := bot.ReadBody(w, r, bodyLimit)
	if !ok {
		return
	}
	now := time.Now()
	stamp := r.Header.Get("X-Timestamp")
	if !g.holds(body, stamp, r.Header.Get("X-Signature")) {
		g.forged.Store(now.UnixNano())
		http.Error(w, "signature does not hold", http.StatusForbidden)
		return
	}
	if !g.fresh(stamp, now) {
		http.Error(w, "the signature is not of these minutes", http.StatusForbidden)
		return
	}
	before := g.heard.Swap(now.UnixNano())
	g.reached(unixOrZero(before), now)
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		http.Error(w, "not an event", http.StatusBadRequest)
		return
	}
	// What has arrived is put on disk also when the phone hangs up.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), receiveTimeout)
	defer cancel()
	if e.Event == "system:ping" {
		var p pulse
		if json.Unmarshal(body, &p) == nil { // what it tells more is not needed
			checks := p.Payload.Checks
			if checks == nil {
				checks = p.Payload.Health.Checks
			}
			g.vitals.Store(&checks)
		}
	}
	if g.probed(w, e) {
		return
	}
	g.take(ctx, w, e, now)
}

func unixOrZero(nanoseconds int64) (t time.Time) {
	if nanoseconds != 0 {
		t = time.Unix(0, nanoseconds)
	}
	return t
}

// holds reports whether our key signed a body and its time stamp.
func (g *Gateway) holds(body []byte, stamp, signature string) bool {
	signed, err := hex.DecodeString(signature)
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, []byte(g.config.SigningKey))
	mac.Write(body)
	mac.Write([]byte(stamp))
	return hmac.Equal(mac.Sum(nil), signed)
}

// fresh reports whether a signed time stamp is of these minutes. One that is not
// is a replay, or the phone's clock is wrong: the office must hear of that.
func (g *Gateway) fresh(stamp string, now time.Time) bool {
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	off := time.Unix(seconds, 0).Sub(now)
	if off.Abs() > staleAfter {
		g.skewed.Store(int64(off))
		return false
	}
	g.skewed.Store(0)
	return true
}

// take hands an event to the bot and answers.
func (g *Gateway) take(ctx context.Context, w http.ResponseWriter, e event, now time.Time) {
	var err error
	switch e.Event {
	case "sms:received", "mms:received":
		m := g.message(e, now)
		if m.Foreign == "" || m.From == "" || len(m.Foreign) > idLimit || len(m.From) > idLimit {
			http.Error(w, "want an id and a sender", http.StatusBadRequest)
			return
		}
		err = g.events.Receive(ctx, m)
	default:
		delivery := reports[e.Event]
		if delivery == 0 || e.Payload.MessageID == "" || len(e.Payload.MessageID) > idLimit {
			break // a pulse, or of no use to us: the app did nothing wrong
		}
		report := bot.Report{ID: ourID(e.Payload.MessageID), Provider: e.Payload.MessageID, Delivery: delivery, At: now}
		if delivery == conversation.Failed {
			report.Code = reason(e.Payload.Reason)
		}
		if err = g.events.Report(ctx, report); err == nil {
			g.tally(delivery, report.Code)
		}
	}
	if err != nil {
		http.Error(w, "not taken", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// reports are the events that tell of a message of ours.
var reports = map[string]conversation.Delivery{
	"sms:sent":      conversation.SentOn,
	"sms:delivered": conversation.Delivered,
	"sms:failed":    conversation.Failed,
	"sms:cancelled": conversation.Failed,
}

// message is what a person sent. The id of an event is the app's own for one
// posting; of an SMS it knows no id, so its sender, time and words are that.
func (g *Gateway) message(e event, now time.Time) conversation.Message {
	from := e.Payload.Sender
	if from == "" {
		from = e.Payload.PhoneNumber
	}
	m := conversation.Message{
		Gateway: g.Name(), Foreign: e.ID, Channel: conversation.SMS, From: number(from),
		Text: strings.ToValidUTF8(e.Payload.Message, "\uFFFD"), Sent: now, Received: now,
	}
	if e.Event == "mms:received" {
		m.Text, m.Media = strings.ToValidUTF8(e.Payload.Subject, "\uFFFD"), 1
	}
	sent, err := time.Parse(time.RFC3339, e.Payload.ReceivedAt)
	if err != nil || sent.Year() < 2000 { // phones that know no time say 1970
		return m
	}
	m.Twin = sent.UTC().Format(time.RFC3339Nano)
	if sent.Before(now) && now.Sub(sent) < oldestSent {
		m.Sent = sent
	}
	return m
}

// number is a sender as E.164; what is none (a name, a short code) as it is, for
// the bot to find nobody under.
func number(raw string) ledger.Phone {
	raw = strings.ToValidUTF8(strings.TrimSpace(raw), "\uFFFD")
	digits := strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "").Replace(raw)
	switch {
	case strings.HasPrefix(digits, "00"):
		digits = "+" + digits[2:]
	case strings.HasPrefix(digits, "08"):
		digits = "+62" + digits[1:]
	case strings.HasPrefix(digits, "628"):
		digits = "+" + digits
	}
	if e164.MatchString(digits) {
		return ledger.Phone(digits)
	}
	return ledger.Phone(raw)
}

var (
	result    = regexp.MustCompile(`RESULT_[A-Z_]{1,60}`)
	delivered = regexp.MustCompile(`^Delivery result.*: (\d{1,5})$`)
)

// reason is a failure's code: the app's own words may hold a phone number.
func reason(words string) string {
	if code := result.FindString(words); code != "" {
		return code
	}
	if code := delivered.FindStringSubmatch(words); code != nil {
		return "SMSC_" + code[1]
	}
	switch {
	case strings.Contains(words, "TTL expired"):
		return "TTL_EXPIRED"
	case strings.Contains(words, "No SIMs found"):
		return "NO_SIM"
	}
	return "OTHER"
}
