package twilio

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"

	content "github.com/twilio/twilio-go/rest/content/v1"
	messaging "github.com/twilio/twilio-go/rest/messaging/v2"

	"bendahara/bot"
	"bendahara/conversation"
)

// examineSender looks whether the WhatsApp number is an online sender of the account's
// that posts to our webhook.
func (g *Gateway) examineSender(ctx context.Context) bot.Finding {
	f := bot.Finding{About: "twilio whatsapp"}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	handler, call := g.handler(ctx)
	params := &messaging.ListChannelsSenderParams{}
	params.SetChannel("whatsapp")
	params.SetPageSize(findPage)
	list, err := messaging.NewApiService(handler).PageChannelsSender(params, "", "")
	switch {
	case err != nil && (call.status == http.StatusNotFound || call.status == http.StatusForbidden):
		f.OK, f.Says = true, "Twilio does not tell how the sender is set up; compare it with the guide (docs/panduan-twilio.md, 3)"
		return f
	case err != nil:
		f.Says = fmt.Sprintf("the sender's settings could not be read (%v); try again", call.failure(err).Err)
		return f
	}
	want := g.public + messagePath
	for _, sender := range list.Senders {
		if text(sender.SenderId) != address(conversation.WhatsApp, g.config.from(conversation.WhatsApp)) {
			continue
		}
		webhook := messaging.MessagingV2Webhook{}
		if sender.Webhook != nil {
			webhook = *sender.Webhook
		}
		switch status := text(sender.Status); {
		case status != "" && status != "ONLINE":
			f.Says = "the sender is " + status + " and not ONLINE; in Twilio's console, under WhatsApp senders, see what Meta still wants"
		case text(webhook.CallbackUrl) == want && text(webhook.CallbackMethod) == http.MethodGet:
			f.Says = "the sender calls our webhook by GET; in Twilio's console choose HTTP POST under Webhook URL for incoming messages"
		case text(webhook.CallbackUrl) == want:
			f.OK, f.Says = true, "the sender is online and posts to our webhook"
		default:
			f.Says = "the sender does not post to us; in Twilio's console, under Webhook URL for incoming messages, put " + want + ", HTTP POST"
		}
		return f
	}
	f.Says = "BENDAHARA_TWILIO_WHATSAPP_FROM is no WhatsApp sender of this account; see Messaging, Senders, WhatsApp senders in Twilio's console"
	return f
}

// examineApprovals asks for each template whether WhatsApp has approved it.
func (g *Gateway) examineApprovals(ctx context.Context) (found []bot.Finding) {
	for _, name := range slices.Sorted(maps.Keys(g.templates)) {
		found = append(found, g.examineApproval(ctx, name))
	}
	return found
}

func (g *Gateway) examineApproval(ctx context.Context, name string) bot.Finding {
	f := bot.Finding{About: "twilio template " + name}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	handler, call := g.handler(ctx)
	approval, err := content.NewApiService(handler).FetchApprovalFetch(g.templates[name])
	switch {
	case err != nil && call.status == http.StatusNotFound:
		f.Says = "its ContentSid is of no template in this account; copy it again from the Content Template Builder"
		return f
	case err != nil:
		f.Says = fmt.Sprintf("whether it is approved could not be read (%v); try again", call.failure(err).Err)
		return f
	}
	status := "unsubmitted"
	if approval.Whatsapp != nil {
		if says, ok := (*approval.Whatsapp)["status"].(string); ok {
			status = says
		}
	}
	f.OK, f.Says = status == "approved", "approved"
	if !f.OK {
		f.Says = "it is " + status + " and not approved, so nothing goes by it; submit it for WhatsApp approval, or mend what Meta refused"
	}
	return f
}
