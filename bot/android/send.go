package android

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

// sending is a message as the app takes it.
type sending struct {
	ID           string   `json:"id"`
	Text         text     `json:"textMessage"`
	PhoneNumbers []string `json:"phoneNumbers"`
	SIM          int      `json:"simNumber,omitempty"`
	TTL          int64    `json:"ttl"` // seconds; by the phone's own clock
	Report       bool     `json:"withDeliveryReport"`
	Priority     int      `json:"priority"`
}

type text struct {
	Text string `json:"text"`
}

// taken is what the app says of a message.
type taken struct {
	ID         string `json:"id"`
	State      string `json:"state"`
	Recipients []struct {
		Error string `json:"error"`
	} `json:"recipients"`
}

// priorities are the app's; from 100 on its own limits and delays are passed by.
var priorities = map[conversation.Class]int{
	conversation.Reply: 110, conversation.Receipt: 100, conversation.Reminder: 0, conversation.Broadcast: -10,
}

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// Send hands one message to the app. Every error is a *bot.SendError. Over its
// cap the SIM sends only replies; the rest waits.
func (g *Gateway) Send(ctx context.Context, m bot.Outgoing) (bot.Sent, error) {
	now := time.Now()
	switch {
	case m.Channel != conversation.SMS:
		return bot.Sent{}, refuse(bot.Refused, "android: carries no "+string(m.Channel))
	case !e164.MatchString(string(m.To)):
		return bot.Sent{}, refuse(bot.BadAddress, "android: no number to send to")
	case m.Text == "":
		return bot.Sent{}, refuse(bot.Refused, "android: nothing to send")
	}
	life := longestLife
	if !m.NotAfter.IsZero() {
		life = max(min(m.NotAfter.Sub(now), longestLife), shortestLife)
	}
	if wait := g.caps.take(now, m.Class == conversation.Reply); wait > 0 {
		return bot.Sent{}, &bot.SendError{Outcome: bot.Later, After: wait, Code: "cap", Err: errors.New("android: the SIM has sent as much as it may")}
	}
	out := sending{
		ID: wireID(m), Text: text{m.Text}, PhoneNumbers: []string{string(m.To)}, SIM: g.config.SIM,
		TTL: int64(life.Seconds()), Report: true, Priority: priorities[m.Class],
	}
	if err := g.post(ctx, out); err != nil {
		if bot.OutcomeOf(err) != bot.UnknownOutcome {
			g.caps.giveBack(now)
		}
		return bot.Sent{}, err
	}
	return bot.Sent{ProviderID: out.ID}, nil
}

// post has the app take a message.
func (g *Gateway) post(ctx context.Context, out sending) error {
	a, err := g.messages(ctx, http.MethodPost, out)
	switch {
	case err != nil:
		return err
	case a.status == http.StatusConflict: // an earlier try of this very message
		return nil
	case !a.ok():
		return a.failure()
	}
	// "Accepted" is the app's; another 2xx may be a portal's page.
	var t taken
	err = json.Unmarshal(a.body, &t)
	if err != nil && a.status != http.StatusAccepted || t.ID != "" && t.ID != out.ID {
		failed := a.failure()
		failed.Err = errors.New("android: the answer does not say that our message was taken")
		return failed
	}
	return nil
}

// Find asks the app for a message by our id. It returns false only where the app
// has not heard of it.
func (g *Gateway) Find(ctx context.Context, m bot.Outgoing) (bot.Sent, bool, error) {
	id := wireID(m)
	a, err := g.messages(ctx, http.MethodGet, nil, id)
	switch {
	case err != nil:
		return bot.Sent{}, false, err
	case a.status == http.StatusNotFound:
		return bot.Sent{}, false, nil
	case !a.ok():
		return bot.Sent{}, false, a.failure()
	}
	var t taken
	if err := json.Unmarshal(a.body, &t); err != nil || t.ID != id {
		return bot.Sent{}, false, refuse(bot.UnknownOutcome, "android: the answer is about another message")
	}
	// Its webhook may have been lost with our answer.
	if delivery := states[t.State]; delivery > conversation.Taken {
		report := bot.Report{ID: m.ID, Provider: id, Delivery: delivery, At: time.Now()}
		if delivery == conversation.Failed && len(t.Recipients) > 0 {
			report.Code = reason(t.Recipients[0].Error)
		}
		if err := g.events.Report(ctx, report); err != nil {
			return bot.Sent{}, false, err
		}
	}
	return bot.Sent{ProviderID: id}, true, nil
}

// states are how far a message has come, as the app names it.
var states = map[string]conversation.Delivery{
	"Pending": conversation.Taken, "Processed": conversation.Taken, "Sent": conversation.SentOn,
	"Delivered": conversation.Delivered, "Failed": conversation.Failed, "Cancelled": conversation.Failed,
}

// messages calls the app's messages. They are at "message" of old; a server that
// has put that away knows them at "messages", and has taken nothing then.
func (g *Gateway) messages(ctx context.Context, method string, in any, id ...string) (a answer, err error) {
	for _, name := range []string{"message", "messages"} {
		if name == "message" && g.plural.Load() {
			continue
		}
		a, err = g.call(ctx, method, in, append([]string{name}, id...)...)
		if err != nil || a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
			if err == nil && a.ok() {
				g.plural.Store(name == "messages")
			}
			return a, err
		}
	}
	return a, nil
}

// wireID is the id under which the app knows a message: ours, and what tells it
// from one of the same number that books begun anew have sent. At most 33
// characters; the app takes 36.
func wireID(m bot.Outgoing) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{m.ID, string(m.To), m.Text, m.Written.UTC().Format(time.RFC3339Nano)}, "\x00")))
	return fmt.Sprintf("%s-%x", m.ID, sum[:6])
}

// ourID is the bot's id of a message that the app names.
func ourID(wire string) string {
	id, _, _ := strings.Cut(wire, "-")
	return id
}
