package twilio

import (
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

const (
	messagePath = "/webhooks/twilio/message"
	statusPath  = "/webhooks/twilio/status"
)

// Handler serves Twilio's webhooks. It answers 2xx only after the bot has taken
// what came, 503 where the bot could not, 403 where the signature does not hold
// over the public URL and all fields, 413 and 400 for what Twilio never sends.
func (g *Gateway) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+messagePath, g.signed(g.message))
	mux.HandleFunc("POST "+statusPath, g.signed(g.status))
	return mux
}

// form is a webhook's fields, each by its first value: that is what is signed.
type form map[string]string

// signed lets through only what Twilio has signed.
func (g *Gateway) signed(next func(http.ResponseWriter, *http.Request, form)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || media != "application/x-www-form-urlencoded" {
			http.Error(w, "want a form", http.StatusBadRequest)
			return
		}
		body, ok := bot.ReadBody(w, r, bodyLimit)
		if !ok {
			return
		}
		values, err := url.ParseQuery(string(body))
		if err != nil {
			http.Error(w, "not a form", http.StatusBadRequest)
			return
		}
		fields := make(form, len(values))
		for key := range values {
			fields[key] = values.Get(key)
		}
		if !g.holds(r, fields) {
			http.Error(w, "signature does not hold", http.StatusForbidden)
			return
		}
		next(w, r, fields)
	}
}

// holds reports whether one of our tokens made the request's signature. The
// host is the configured one: what a request says of itself proves nothing.
func (g *Gateway) holds(r *http.Request, fields form) bool {
	target := g.public + r.URL.EscapedPath()
	if r.URL.RawQuery != "" || r.URL.ForceQuery {
		target += "?" + r.URL.RawQuery
	}
	signature := r.Header.Get("X-Twilio-Signature")
	for _, validator := range g.validators {
		if validator.Validate(target, fields, signature) {
			return true
		}
	}
	return false
}

func (g *Gateway) message(w http.ResponseWriter, r *http.Request, f form) {
	now := time.Now()
	channel, from := f.sender()
	m := conversation.Message{
		Gateway: g.Name(), Foreign: f["MessageSid"], Channel: channel, From: from,
		Text: f.text(), Media: f.media(), Slip: f.pictures(), Sent: now, Received: now,
	}
	if user := valid(f["ExternalUserId"]); user != "" && channel == conversation.WhatsApp && strings.HasPrefix(string(from), "+") && len(user) <= idLimit {
		m.Also = ledger.Phone(bsuidPrefix + user)
	}
	g.pulse.beat(now)
	if m.Foreign == "" || m.From == "" || len(m.Foreign) > idLimit || len(m.From) > idLimit {
		http.Error(w, "want a MessageSid and a From", http.StatusBadRequest)
		return
	}
	ctx, cancel := patient(r)
	defer cancel()
	if err := g.events.Receive(ctx, m); err != nil {
		http.Error(w, "not taken", http.StatusServiceUnavailable)
		return
	}
	g.caught.know(m.Foreign)
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?><Response/>`) // nothing to say here: replies go by Send
}

func (g *Gateway) status(w http.ResponseWriter, r *http.Request, f form) {
	report := bot.Report{
		ID:       r.URL.Query().Get("id"),
		Provider: f["MessageSid"],
		Delivery: deliveries[f["MessageStatus"]],
		Code:     f["ErrorCode"],
		At:       time.Now(),
	}
	if report.Code == "0" {
		report.Code = ""
	}
	if code, err := strconv.Atoi(report.Code); err == nil {
		report.Outcome = outcomes[code]
	}
	g.pulse.beat(report.At)
	// Not ours, or a status that is yet to be invented: Twilio did nothing wrong.
	if report.ID == "" || len(report.ID) > idLimit || report.Delivery == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	ctx, cancel := patient(r)
	defer cancel()
	if err := g.events.Report(ctx, report); err != nil {
		http.Error(w, "not taken", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// patient is a request's context that lives on when Twilio hangs up: Twilio may
// never send an SMS again, so what has arrived is put on disk all the same.
func patient(r *http.Request) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(r.Context()), receiveTimeout)
}

// deliveries are Twilio's message statuses; those of inbound messages are left
// out. partially_delivered proves nothing about the whole.
var deliveries = map[string]conversation.Delivery{
	"accepted":            conversation.Taken,
	"scheduled":           conversation.Taken,
	"queued":              conversation.Taken,
	"sending":             conversation.Taken,
	"sent":                conversation.SentOn,
	"partially_delivered": conversation.SentOn,
	"undelivered":         conversation.Failed,
	"failed":              conversation.Failed,
	"canceled":            conversation.Failed,
	"delivered":           conversation.Delivered,
	"read":                conversation.Read,
}

// sender is the channel that a message came by and who sent it. A WhatsApp user
// who hides her number has a user id ("ID.8Xk2...") in its place, or beside an empty
// one; an SMS may come from a name, kept as given, for the bot to find nobody under.
func (f form) sender() (conversation.Channel, ledger.Phone) {
	return sender(valid(f["From"]), f["To"], valid(f["ExternalUserId"]))
}

const bsuidPrefix = "bsuid:" // conversation.IsAddress

func sender(from, to, user string) (conversation.Channel, ledger.Phone) {
	from, prefixed := strings.CutPrefix(from, whatsappPrefix)
	if !prefixed && !strings.HasPrefix(to, whatsappPrefix) {
		return conversation.SMS, ledger.Phone(from)
	}
	if from == "" {
		from = user
	}
	if from != "" && !strings.HasPrefix(from, "+") {
		from = bsuidPrefix + from
	}
	return conversation.WhatsApp, ledger.Phone(from)
}

// text is what the person wrote, or what stands on the button that she pressed.
func (f form) text() string {
	if f["Body"] == "" {
		return valid(f["ButtonText"])
	}
	return valid(f["Body"])
}

func (f form) media() int { return media(f["NumMedia"]) }

// pictures are where Twilio keeps the pictures of the message; it asks for our token.
func (f form) pictures() string {
	var all []string
	for i := range min(f.media(), maxPictures) {
		n := strconv.Itoa(i)
		at := f["MediaUrl"+n]
		if strings.HasPrefix(f["MediaContentType"+n], "image/") && strings.HasPrefix(at, "https://") && len(at) <= maxPictureURL && !strings.ContainsAny(at, " \r\n") {
			all = append(all, at)
		}
	}
	return strings.Join(all, " ")
}

func media(count string) int {
	n, err := strconv.Atoi(count)
	if err != nil {
		return 0
	}
	return min(max(n, 0), mediaLimit)
}

func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
