// Package android carries SMS by a phone in the office: the SMS Gateway for
// Android app, in its local mode (its server is the phone itself) or its cloud
// and private mode (a server between us and the phone).
//
// It promises: a message is handed to the bot only if the phone signed it a
// short while ago, and acknowledged only after the bot has it on disk; the same
// SMS under another id of the app's is the same to the bot; a sending that
// failed says whether the app may have taken the message, and what it took is
// found again by our own id. Nothing is kept here but what health and caps need.
//
// Numbers are E.164. Sent is the network's time of an SMS, which dates a payment.
// Neither errors nor answers hold a phone number or what was written.
//
// What the app answers and posts is told at docs.sms-gate.app, and by its source.
package android

import (
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

// The limits.
const (
	bodyLimit       = 256 << 10            // bytes of a webhook; the app's longest SMS is far below
	idLimit         = 200                  // characters of an event's id or a sender
	staleAfter      = 5 * time.Minute      // how old or new a signature may be; the app signs each try anew
	oldestSent      = 366 * 24 * time.Hour // an SMS that claims to be older has lost its time on the way; the day is read back
	receiveTimeout  = 30 * time.Second     // for the bot to put a message on disk; the app waits as long
	sendTimeout     = 15 * time.Second     // of one call of the app's
	answerLimit     = 1 << 20              // bytes of an answer
	retryAfterLimit = time.Hour            // the longest Retry-After that we believe
	longestLife     = 48 * time.Hour       // how long the app may keep a message that never ages
	shortestLife    = 5 * time.Second      // the app's server takes no shorter one
	setUpEvery      = time.Hour            // how often our webhooks are registered again
	setUpRetry      = 30 * time.Second     // after a failure; doubled at each
	setUpSlowest    = 10 * time.Minute     // but no slower than this
	catchUpMargin   = 24 * time.Hour       // how late the network may bring an SMS
	catchUpFirst    = 10 * time.Minute     // before we began: an SMS that nobody posted may have been the first
	catchUpGap      = 6 * time.Hour        // without a word of the phone's; its retries last two days, unless somebody set fewer
	catchUpLimit    = 14 * 24 * time.Hour  // how far back the inbox is asked for
	silentAfter     = 30 * time.Minute     // without a webhook or pulse the phone counts as lost
	failuresInARow  = 5                    // so many failed sendings mean that the SIM does not send
	deviceLimit     = 10                   // phones of one account whose inbox is asked for
)

// Gateway is a bot.Gateway, bot.Finder, bot.Healthy and bot.Examined. Its methods may be
// called from several goroutines at once.
type Gateway struct {
	config  Config
	events  bot.Events
	client  *http.Client
	base    *url.URL
	plural  atomic.Bool // the app knows "messages" only, no "message"
	caps    *caps
	started time.Time
	behind  behind
	missed  chan struct{} // something is to be caught up with

	heard    atomic.Int64           // unix nanoseconds of the last signed webhook
	forged   atomic.Int64           // and of the last whose signature did not hold
	failures atomic.Int64           // failed sendings since the last that went
	failed   atomic.Pointer[string] // the last one's code
	probes   sync.Map               // marks of the probes that are waited for; the channel of their news
	skewed   atomic.Int64           // nanoseconds by which the phone's clock was off in the last stale webhook; 0 fine
	setUp    atomic.Pointer[error]  // why the set-up failed last
	vitals   atomic.Pointer[vitals] // of the last pulse
}

var (
	_ bot.Gateway = (*Gateway)(nil)
	_ bot.Finder  = (*Gateway)(nil)
	_ bot.Healthy = (*Gateway)(nil)

	_ bot.Examined = (*Gateway)(nil)
)

// New returns a gateway that hands what it hears to events; the error is that
// of Config.Check.
func New(config Config, events bot.Events) (*Gateway, error) {
	if err := config.Check(); err != nil {
		return nil, err
	}
	if events.Receive == nil || events.Report == nil {
		return nil, errors.New("android: events need Receive and Report")
	}
	base, err := url.Parse(config.url())
	if err != nil {
		return nil, err
	}
	now := time.Now()
	return &Gateway{
		behind: behind{since: config.Last, is: true, asked: now},
		missed: make(chan struct{}, 1),
		config: config,
		events: events,
		client: &http.Client{
			Transport:     http.DefaultTransport.(*http.Transport).Clone(),
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		base:    base,
		caps:    newCaps(config.PerHour, config.PerDay, config.Sent),
		started: now,
	}, nil
}

// Name is "android".
func (g *Gateway) Name() string { return "android" }

// Channels is SMS.
func (g *Gateway) Channels() []conversation.Channel { return []conversation.Channel{conversation.SMS} }
