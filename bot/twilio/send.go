package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"bendahara/bot"
	"bendahara/conversation"
)

// Send hands one message to Twilio. Every error is a *bot.SendError; its After
// is Twilio's Retry-After.
func (g *Gateway) Send(ctx context.Context, m bot.Outgoing) (bot.Sent, error) {
	from := g.config.from(m.Channel)
	switch {
	case from == "":
		return bot.Sent{}, refuse(bot.Refused, "twilio: no number to send from on channel "+string(m.Channel))
	case m.To == "":
		return bot.Sent{}, refuse(bot.BadAddress, "twilio: nobody to send to")
	case m.Text == "":
		return bot.Sent{}, refuse(bot.Refused, "twilio: nothing to send")
	}

	params := &openapi.CreateMessageParams{}
	params.SetTo(address(m.Channel, m.To))
	params.SetFrom(address(m.Channel, from))
	params.SetStatusCallback(g.public + statusPath + "?id=" + url.QueryEscape(m.ID))
	template := ""
	switch {
	case m.Channel == conversation.SMS:
		params.SetBody(m.Text)
		params.SetValidityPeriod(validity(m, time.Now()))
	case time.Since(m.Heard) < window:
		params.SetBody(m.Text)
	case g.templates[m.Template] == "":
		return bot.Sent{}, refuse(bot.Closed, "twilio: she has not written by WhatsApp for a day, and there is no approved template")
	default:
		template = m.Template
		params.SetContentSid(g.templates[template])
		params.SetContentVariables(variables(m))
	}

	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	api, call := g.twilio(ctx)
	taken, err := api.CreateMessage(params)
	if err != nil {
		return bot.Sent{}, g.failure(call, err)
	}
	if taken.Sid == nil || *taken.Sid == "" {
		return bot.Sent{}, g.failure(call, errors.New("the answer has no sid"))
	}
	g.answered()
	was := sent(taken)
	was.Template = template
	return was, nil
}

// validity is for how many seconds the network may try to deliver an SMS: not past
// its use.
func validity(m bot.Outgoing, now time.Time) int {
	left := smsValidity
	if !m.NotAfter.IsZero() {
		left = min(left, m.NotAfter.Sub(now))
	}
	return max(int(left.Seconds()), 1)
}

// variables are a template's: the UPK's name and the message.
func variables(m bot.Outgoing) string {
	b, _ := json.Marshal(map[string]string{"1": oneLine(m.UPK), "2": oneLine(m.Text)}) // strings always marshal
	return string(b)
}

// oneLine is a text without line breaks, tabs and rows of spaces: WhatsApp takes none of
// them in a template's variable.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func refuse(outcome bot.Outcome, why string) *bot.SendError {
	return &bot.SendError{Outcome: outcome, Err: errors.New(why)}
}

func sent(m *openapi.ApiV2010Message) bot.Sent {
	segments, err := strconv.Atoi(text(m.NumSegments))
	if err != nil || segments < 0 {
		segments = 0
	}
	return bot.Sent{ProviderID: text(m.Sid), Segments: segments}
}

// text is what a field of Twilio's says; one that is left out says nothing.
func text(field *string) string {
	if field == nil {
		return ""
	}
	return *field
}
