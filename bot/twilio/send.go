package twilio

import (
	"context"
	"errors"
	"net/url"
	"strconv"

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
	params.SetBody(m.Text)
	params.SetStatusCallback(g.public + statusPath + "?id=" + url.QueryEscape(m.ID))
	if m.Channel == conversation.SMS {
		params.SetValidityPeriod(int(smsValidity.Seconds()))
	}

	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	api, call := g.twilio(ctx)
	taken, err := api.CreateMessage(params)
	if err != nil {
		return bot.Sent{}, call.failure(err)
	}
	if taken.Sid == nil || *taken.Sid == "" {
		return bot.Sent{}, call.failure(errors.New("the answer has no sid"))
	}
	return sent(taken), nil
}

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
