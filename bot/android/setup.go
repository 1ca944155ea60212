package android

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"bendahara/bot"
)

// hook is a webhook as the app registers it. One with the same id is replaced.
type hook struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Event string `json:"event"`
}

// hooks are what we want to hear; the app of old does not know all of them.
var hooks = []struct {
	event string
	id    string
	since bool // it came with a later version of the app: may be refused
}{
	{"sms:received", "bendahara-sms-received", false},
	{"sms:sent", "bendahara-sms-sent", false},
	{"sms:delivered", "bendahara-sms-delivered", false},
	{"sms:failed", "bendahara-sms-failed", false},
	{"system:ping", "bendahara-system-ping", false},
	{"sms:cancelled", "bendahara-sms-cancelled", true},
	{"mms:received", "bendahara-mms-received", true},
}

// Run keeps the phone set up until the context ends: it registers our webhooks,
// asks for what came while we were down or the phone did not reach us, and tells the log
// when something is wrong or well again. What fails is tried again.
func (g *Gateway) Run(ctx context.Context, log *slog.Logger) {
	retry, problem := setUpRetry, ""
	for ctx.Err() == nil {
		wait := setUpEvery
		err := g.SetUp(ctx)
		if err == nil {
			err = g.CatchUp(ctx, time.Now())
		}
		if err == nil {
			g.setUp.Store(nil)
			retry = setUpRetry
		} else {
			g.setUp.Store(&err)
			wait, retry = retry, min(retry*2, setUpSlowest)
		}
		missed := false
		for until := time.Now().Add(wait); ctx.Err() == nil && !missed && time.Now().Before(until); {
			if now := g.Health().Problem; now != problem && ctx.Err() == nil {
				if problem = now; problem == "" {
					log.Info("the Android gateway is well again")
				} else {
					log.Warn("the Android gateway", "problem", problem)
				}
			}
			select {
			case <-ctx.Done():
			case <-g.missed:
				missed = true
			case <-time.After(min(time.Until(until), time.Minute)):
			}
		}
	}
}

// SetUp registers our webhooks. The error is one sentence that says what to do.
func (g *Gateway) SetUp(ctx context.Context) error {
	url := g.config.Webhook()
	if url == "" {
		if g.heard.Load() != 0 { // somebody has registered them by hand
			return nil
		}
		return errors.New(noWay)
	}
	for _, h := range hooks {
		a, err := g.call(ctx, http.MethodPost, hook{h.id, url, h.event}, "webhooks")
		switch {
		case err != nil:
			return fmt.Errorf("the phone or its server does not answer at BENDAHARA_ANDROID_URL (%w)", cause(err))
		case a.status == http.StatusUnauthorized:
			return errors.New(notTaken)
		case !a.ok() && !(h.since && a.outcome() == bot.Refused):
			return fmt.Errorf("the phone does not take the webhook %s to %s (answered %d)", h.event, url, a.status)
		}
	}
	return nil
}

// What to do, wherever it is found.
const (
	notTaken = "the phone does not take BENDAHARA_ANDROID_USER and _PASSWORD; they stand on the app's first page"
	noWay    = "the phone posts only to https or to itself: set BENDAHARA_PUBLIC_URL to our https address, " +
		"or BENDAHARA_ANDROID_PUBLIC_URL to http://127.0.0.1:8080 and run adb reverse tcp:8080 tcp:8080"
)

// period is what the app is asked to post again.
type period struct {
	DeviceID string `json:"deviceId,omitempty"` // a server with many phones wants to know which
	Since    string `json:"since"`
	Until    string `json:"until"`
	// Of the newer way to ask.
	Trigger  bool   `json:"triggerWebhooks,omitempty"`
	Delivery string `json:"webhookDelivery,omitempty"`
}

// stamp is the app's way to write a time.
const stamp = "2006-01-02T15:04:05.000Z07:00"

// behind is since when messages may lie on the phone that it did not post to us.
type behind struct {
	mu    sync.Mutex
	since time.Time
	is    bool      // they are still to be asked for
	asked time.Time // when we last did
}

// reached notes that the phone has reached us, the time before that at was. After a long
// while it may have given up messages: its own retries end.
func (g *Gateway) reached(before, now time.Time) {
	b := &g.behind
	b.mu.Lock()
	defer b.mu.Unlock()
	since := before
	if before.IsZero() { // it did not since we started, so what was posted again may not have come either
		since, before = b.since, b.asked
	}
	if now.Sub(before) < catchUpGap || b.is {
		return
	}
	b.since, b.is = since, true
	select {
	case g.missed <- struct{}{}:
	default:
	}
}

// CatchUp asks the app to post again what came since shortly before the last
// message that we heard, or the last word of the phone before a long silence: what we know
// already, the bot knows. Where there is nothing to catch up with it asks for nothing; what
// lies in the inbox from long before our first message, or in a new office before we
// started, somebody has dealt with.
func (g *Gateway) CatchUp(ctx context.Context, now time.Time) error {
	g.behind.mu.Lock()
	is, since := g.behind.is, g.behind.since
	g.behind.mu.Unlock()
	if !is {
		return nil
	}
	first := cmp.Or(g.config.First, g.started).Add(-catchUpFirst)
	since = latest(first, since.Add(-catchUpMargin), now.Add(-catchUpLimit))
	p := period{Since: since.UTC().Format(stamp), Until: now.UTC().Format(stamp)}
	a, err := g.export(ctx, p)
	if err == nil && a.status == http.StatusBadRequest {
		a, err = g.exportEach(ctx, p)
	}
	if err != nil {
		return fmt.Errorf("the phone was not asked for what came while we were down (%w)", cause(err))
	}
	if !a.ok() {
		return fmt.Errorf("the phone does not post again what came while we were down (answered %d)", a.status)
	}
	g.behind.mu.Lock()
	g.behind.is, g.behind.asked = false, now
	g.behind.mu.Unlock()
	return nil
}

// export asks in the way of old, and where that is gone in the new one.
func (g *Gateway) export(ctx context.Context, p period) (answer, error) {
	a, err := g.call(ctx, http.MethodPost, p, "messages", "inbox", "export")
	if err == nil && (a.status == http.StatusNotFound || a.status == http.StatusMethodNotAllowed || a.status == http.StatusGone) {
		p.Trigger, p.Delivery = true, "Individual"
		return g.call(ctx, http.MethodPost, p, "inbox", "refresh")
	}
	return a, err
}

// exportEach asks each phone of an account.
func (g *Gateway) exportEach(ctx context.Context, p period) (answer, error) {
	devices, a, err := g.devices(ctx)
	if err != nil || !a.ok() {
		return a, err
	}
	if len(devices) == 0 {
		return answer{status: http.StatusBadRequest}, nil
	}
	for _, device := range devices[:min(len(devices), deviceLimit)] {
		p.DeviceID = device.ID
		if a, err = g.export(ctx, p); err != nil || !a.ok() {
			return a, err
		}
	}
	return a, nil
}

// cause is why a call failed, without what that means for a message.
func cause(err error) error {
	var send *bot.SendError
	if errors.As(err, &send) {
		return send.Err
	}
	return err
}

func latest(times ...time.Time) (t time.Time) {
	for _, other := range times {
		if other.After(t) {
			t = other
		}
	}
	return t
}
