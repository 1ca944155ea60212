package twilio

import (
	"context"
	"fmt"
	"net/http"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"bendahara/bot"
	"bendahara/conversation"
)

// Examine asks Twilio whether it knows us, whether its clock and ours agree, whether the
// numbers post to our webhook and the templates are approved; and whether our public URL
// answers.
func (g *Gateway) Examine(ctx context.Context, now time.Time) []bot.Finding {
	found := []bot.Finding{g.examineAccount(ctx, now)}
	if !found[0].OK {
		return found // what else is wrong cannot be seen
	}
	if g.config.SMSFrom != "" {
		found = append(found, g.examineNumber(ctx))
	}
	if g.config.WhatsAppFrom != "" {
		found = append(found, g.examineSender(ctx))
		found = append(found, g.examineApprovals(ctx)...)
	}
	return append(found, g.examineURL(ctx))
}

// clockLimit is how far our clock may be from Twilio's: payments are dated by it.
const clockLimit = 5 * time.Minute

// examineAccount lists one message: no smaller call tells that the token is good.
func (g *Gateway) examineAccount(ctx context.Context, now time.Time) bot.Finding {
	f := bot.Finding{About: "twilio"}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	api, call := g.twilio(ctx)
	params := &openapi.ListMessageParams{}
	params.SetPageSize(1)
	if _, err := api.PageMessage(params, "", ""); err != nil {
		failed := g.failure(call, err)
		f.Says = fmt.Sprintf("Twilio does not answer (%v); look at the internet connection and at status.twilio.com", failed.Err)
		if failed.Outcome == bot.Misconfigured {
			f.Says = fmt.Sprintf("Twilio refuses us (code %s): copy the Account SID and the Auth Token from its console again, and see that the account is active",
				code(failed))
		}
		return f
	}
	g.answered()
	if !call.date.IsZero() {
		if off := now.Sub(call.date); off.Abs() > clockLimit {
			f.About = "clock"
			f.Says = fmt.Sprintf("this machine's clock is %v away from Twilio's, and payments are dated by it; let it be set by the network (timedatectl set-ntp true)",
				off.Round(time.Minute))
			return f
		}
	}
	f.OK, f.Says = true, "the account answers, and its clock is ours"
	api, _ = g.twilio(ctx)
	account, err := api.FetchAccount(g.config.AccountSID)
	switch { // a key of narrow rights may not ask
	case err == nil && text(account.Type) == "Trial":
		f.OK, f.Says = false, "the account is a trial, which sends to verified numbers only; upgrade it in Twilio's console"
	case err == nil && text(account.Status) != "" && text(account.Status) != "active":
		f.OK, f.Says = false, "the account is "+text(account.Status)+"; see in Twilio's console why"
	}
	return f
}

// examineNumber compares where the SMS number posts with where we listen. What is not a
// number of Twilio's, a registered name for one, has no webhook and receives nothing.
func (g *Gateway) examineNumber(ctx context.Context) bot.Finding {
	f := bot.Finding{About: "twilio sms"}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	api, call := g.twilio(ctx)
	params := &openapi.ListIncomingPhoneNumberParams{}
	params.SetPhoneNumber(string(g.config.from(conversation.SMS)))
	list, err := api.PageIncomingPhoneNumber(params, "", "")
	if err != nil {
		f.Says = fmt.Sprintf("the number's settings could not be read (%v); try again", g.failure(call, err).Err)
		return f
	}
	want := g.public + messagePath
	for _, number := range list.IncomingPhoneNumbers {
		if text(number.PhoneNumber) != g.config.SMSFrom {
			continue
		}
		switch {
		case text(number.SmsUrl) == want && text(number.SmsMethod) == http.MethodPost:
			f.OK, f.Says = true, "the number posts to our webhook"
		case text(number.SmsUrl) == want:
			f.Says = "the number calls our webhook by " + text(number.SmsMethod) + "; in Twilio's console choose HTTP POST under A message comes in"
		default:
			f.Says = "the number does not post to us; in Twilio's console, under A message comes in, choose Webhook, " + want + ", HTTP POST"
		}
		return f
	}
	f.Says = "BENDAHARA_TWILIO_SMS_FROM is no number of this account; choose one under Phone Numbers in Twilio's console"
	return f
}

// examineURL looks whether the public URL leads to a Bendahara. A network that does not
// let this machine see itself from outside makes it fail for nothing.
func (g *Gateway) examineURL(ctx context.Context) bot.Finding {
	f := bot.Finding{About: "public url"}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, g.public+statusPath, nil)
	if err != nil {
		f.Says = "BENDAHARA_PUBLIC_URL cannot be used"
		return f
	}
	answer, err := (&http.Client{Transport: g.transport}).Do(r)
	if err != nil {
		f.Says = fmt.Sprintf("nothing answers at BENDAHARA_PUBLIC_URL; see that serve runs, that the tunnel or proxy leads to it, and that its certificate is good: %v", bare(err))
		return f
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest { // it wants a form
		f.Says = fmt.Sprintf("something else answers at BENDAHARA_PUBLIC_URL (%d); see that the tunnel or proxy hands on %s with its whole path", answer.StatusCode, statusPath)
		return f
	}
	f.OK, f.Says = true, "our webhooks answer there"
	return f
}
