// Package twilio carries SMS and WhatsApp by Twilio.
//
// It promises: a message is handed to the bot only if Twilio signed it, and
// acknowledged only after the bot has it on disk; a sending that failed says
// whether Twilio may have taken the message, so that nothing goes twice unasked
// and nothing is lost; a delivery report brings back our own id, which rides in
// the callback's URL; what was texted while nobody listened is found in Twilio's list.
// Nothing that matters is kept here: the bot decides and remembers.
//
// Numbers are E.164, without Twilio's "whatsapp:" prefix, which comes and goes
// in here; a WhatsApp user who hides hers is "bsuid:" and her user id. Twilio does not say when a person sent a message, so Sent is when we
// heard it, or of one from the list when Twilio did. Neither errors nor answers hold a phone number or what was written.
package twilio

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

// The limits.
const (
	bodyLimit       = 256 << 10                     // bytes of a webhook; WhatsApp's 4096 characters make 50 kB at most
	idLimit         = 200                           // characters of a provider's id or a sender; a WhatsApp user id has up to 131
	mediaLimit      = 100                           // of one message
	maxPictures     = 10                            // of one message whose addresses are handed on
	maxPictureURL   = 300                           // characters
	receiveTimeout  = 30 * time.Second              // for the bot to put a message on disk
	sendTimeout     = 15 * time.Second              // of one sending
	findTimeout     = time.Minute                   // of one search, all its pages
	findPage        = 200                           // messages a page
	findPages       = 10                            // pages of one search
	findBack        = 24 * time.Hour                // Twilio filters by the day, and not by ours
	findSkew        = 10 * time.Minute              // how far our clock may be ahead of Twilio's
	answerLimit     = 4 << 20                       // bytes of an answer
	smsValidity     = 4 * time.Hour                 // how long the network may try to deliver an SMS
	retryAfterLimit = time.Hour                     // the longest Retry-After that we believe
	window          = 24*time.Hour - 30*time.Minute // after her message WhatsApp takes free text for a day; the rest is for clocks and queues
	catchUpEvery    = 5 * time.Minute
	catchUpAge      = 2 * time.Minute     // a younger message is still on its way here by webhook
	catchUpAgain    = 15 * time.Minute    // that each look goes back before the one before it
	catchUpFirst    = 24 * time.Hour      // back at least, after a start
	catchUpMost     = 28 * 24 * time.Hour // back at most: the bot knows a message again in this month and the last
	catchUpPage     = 500                 // messages a page
	catchUpPages    = 40                  // pages of one look
	catchUpTimeout  = 3 * time.Minute     // of one look, all its pages
	knownLimit      = 20_000              // messages that we remember to have handed on
)

// Gateway is a bot.Gateway and a bot.Finder. Its methods may be called from
// several goroutines at once.
type Gateway struct {
	config     Config
	public     string // without a slash at its end
	events     bot.Events
	api        *url.URL // scheme and host in place of Twilio's own; nil: its own
	transport  http.RoundTripper
	validators []client.RequestValidator // the token's, and the old one's while there is one
	templates  map[string]string         // ContentSids by name
	pulse      pulse
	caught     caught
}

var (
	_ bot.Gateway = (*Gateway)(nil)
	_ bot.Finder  = (*Gateway)(nil)
	_ bot.Healthy = (*Gateway)(nil)

	_ bot.Examined = (*Gateway)(nil)
	_ bot.Keeper   = (*Gateway)(nil)
)

// New returns a gateway that hands what it hears to events; the error is that
// of Config.Check.
func New(config Config, events bot.Events) (*Gateway, error) {
	if err := config.Check(); err != nil {
		return nil, err
	}
	if events.Receive == nil || events.Report == nil || events.LastHeard == nil || events.Heard == nil {
		return nil, errors.New("twilio: events must be whole")
	}
	var api *url.URL
	if config.APIURL != "" {
		var err error
		if api, err = url.Parse(config.apiURL()); err != nil {
			return nil, err
		}
	}
	templates, err := config.templates()
	if err != nil {
		return nil, err
	}
	g := &Gateway{
		templates: templates,
		config:    config,
		public:    config.publicURL(),
		events:    events,
		api:       api,
		transport: http.DefaultTransport.(*http.Transport).Clone(),
	}
	for _, token := range []string{config.AuthToken, config.AuthTokenOld} {
		if token != "" {
			g.validators = append(g.validators, client.NewRequestValidator(token))
		}
	}
	return g, nil
}

// Name is "twilio".
func (g *Gateway) Name() string { return "twilio" }

// Channels are those that have a number to send from.
func (g *Gateway) Channels() []conversation.Channel {
	var channels []conversation.Channel
	for _, channel := range []conversation.Channel{conversation.SMS, conversation.WhatsApp} {
		if g.config.from(channel) != "" {
			channels = append(channels, channel)
		}
	}
	return channels
}

// address is a phone as Twilio writes it on a channel.
func address(channel conversation.Channel, phone ledger.Phone) string {
	phone = ledger.Phone(strings.TrimPrefix(string(phone), bsuidPrefix))
	if channel == conversation.WhatsApp {
		return whatsappPrefix + string(phone)
	}
	return string(phone)
}

// twilio is the SDK's client for one call. The SDK takes no context and hands on
// neither status nor headers: the call does.
func (g *Gateway) twilio(ctx context.Context) (*openapi.ApiService, *call) {
	handler, c := g.handler(ctx)
	return openapi.NewApiService(handler), c
}

// handler is what the SDK's services of any kind call through.
func (g *Gateway) handler(ctx context.Context) (*client.RequestHandler, *call) {
	c := &call{ctx: ctx, api: g.api, next: g.transport}
	sdk := &client.Client{
		Credentials: client.NewCredentials(g.config.AccountSID, g.config.AuthToken),
		HTTPClient: &http.Client{
			Transport:     c,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	sdk.SetAccountSid(g.config.AccountSID)
	// Made here, the handler reads no TWILIO_EDGE or TWILIO_REGION.
	return &client.RequestHandler{Client: sdk}, c
}
