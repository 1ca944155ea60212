package twilio

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"bendahara/bot"
	"bendahara/conversation"
)

// caught is how far we have caught up.
type caught struct {
	mu    sync.Mutex
	known map[string]bool // messages that the bot has, by SID
	upTo  time.Time       // all that Twilio got before it is with the bot
}

func (c *caught) know(sid string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= knownLimit { // what is forgotten the bot knows
		c.known = map[string]bool{}
	}
	c.known[strings.Clone(sid)] = true // it is a part of the whole body that it came in
}

func (c *caught) knows(sid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known[sid]
}

// Run catches up at once and then every few minutes, until the context ends.
func (g *Gateway) Run(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(catchUpEvery)
	defer tick.Stop()
	for {
		n, err := g.CatchUp(ctx, time.Now())
		if n > 0 {
			log.Info("messages that no webhook brought", "gateway", g.Name(), "messages", n)
		}
		if err != nil && ctx.Err() == nil {
			log.Error("Twilio's list could not be caught up with", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// CatchUp hands on what reached Twilio and not us, the oldest first, and returns how
// many messages that were. It looks back to the last time that it did, or as far as
// Begin found. After an error the next call looks as far back again.
func (g *Gateway) CatchUp(ctx context.Context, now time.Time) (n int, err error) {
	since := g.caught.since(now)
	var missed []openapi.ApiV2010Message
	for _, channel := range g.Channels() {
		list, err := g.inbound(ctx, channel, since)
		if err != nil {
			return 0, err
		}
		missed = append(missed, list...)
	}
	slices.SortStableFunc(missed, func(a, b openapi.ApiV2010Message) int { return made(&a, now).Compare(made(&b, now)) })
	upTo := now.Add(-catchUpAge)
	for i := range missed {
		record := &missed[i]
		sid := text(record.Sid)
		if made(record, now).After(upTo) || g.caught.knows(sid) {
			continue
		}
		fresh, err := g.hand(ctx, record, now)
		if err != nil {
			return n, err
		}
		g.caught.know(sid)
		if fresh {
			n++
		}
	}
	g.caught.mu.Lock()
	defer g.caught.mu.Unlock()
	g.caught.upTo = upTo
	return n, nil
}

// Begin finds out how far back to catch up: to the last message that the bot ever
// heard from here, and a day at least. Call it before the first webhook is served.
func (g *Gateway) Begin(ctx context.Context, now time.Time) error {
	upTo := now.Add(-catchUpFirst)
	last, err := g.events.LastHeard(ctx, g.Name())
	if err != nil {
		return fmt.Errorf("twilio: the last message: %w", err)
	}
	if !last.IsZero() && last.Before(upTo) {
		upTo = last
	}
	g.caught.mu.Lock()
	defer g.caught.mu.Unlock()
	g.caught.upTo = upTo
	return nil
}

// since is how far back to look.
func (c *caught) since(now time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	since, oldest := c.upTo.Add(-catchUpAgain), now.Add(-catchUpMost)
	if since.Before(oldest) {
		return oldest
	}
	return since
}

// inbound lists the messages to one of our numbers since a time, the newest first.
func (g *Gateway) inbound(ctx context.Context, channel conversation.Channel, since time.Time) ([]openapi.ApiV2010Message, error) {
	ctx, cancel := context.WithTimeout(ctx, catchUpTimeout)
	defer cancel()
	params := &openapi.ListMessageParams{}
	ours := address(channel, g.config.from(channel))
	params.SetTo(ours)
	params.SetDateSentAfter(since.UTC().Add(-findBack)) // Twilio filters by the day
	params.SetPageSize(catchUpPage)
	var found []openapi.ApiV2010Message
	whole, err := g.list(ctx, params, catchUpPages, func(page []openapi.ApiV2010Message) bool {
		older := false
		for _, record := range page {
			at := made(&record, since)
			older = older || at.Before(since)
			if text(record.Direction) == "inbound" && text(record.To) == ours && text(record.Sid) != "" && !at.Before(since) {
				found = append(found, record)
			}
		}
		return !older
	})
	if err == nil && !whole {
		err = fmt.Errorf("twilio: more than %d messages since %s: too many to catch up with", catchUpPage*catchUpPages, since.Format(time.DateTime))
	}
	return found, err
}

// made is when Twilio got a message; where it does not say, as given.
func made(record *openapi.ApiV2010Message, otherwise time.Time) time.Time {
	for _, field := range []*string{record.DateCreated, record.DateSent} {
		if at, err := time.Parse(time.RFC1123Z, text(field)); err == nil {
			return at
		}
	}
	return otherwise
}

// hand hands one message of the list to the bot, unless it has it: the list may write
// its words otherwise than the webhook did.
func (g *Gateway) hand(ctx context.Context, record *openapi.ApiV2010Message, now time.Time) (fresh bool, err error) {
	if known, err := g.events.Heard(ctx, g.Name(), text(record.Sid), now); err != nil || known {
		return false, err
	}
	channel, from := sender(valid(text(record.From)), text(record.To), "")
	m := conversation.Message{
		Gateway: g.Name(), Foreign: text(record.Sid), Channel: channel, From: from, Text: strings.ToValidUTF8(text(record.Body), "\uFFFD"),
		Media: media(text(record.NumMedia)), Sent: made(record, now), Received: now,
	}
	if m.From == "" || len(m.From) > idLimit || len(m.Foreign) > idLimit {
		return false, nil // from nobody, so there is nobody to answer
	}
	if m.Slip, err = g.pictures(ctx, record); err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, receiveTimeout)
	defer cancel()
	return true, g.events.Receive(ctx, m)
}

// failure says what an error means, and keeps it for Health.
func (g *Gateway) failure(c *call, err error) *bot.SendError {
	failed := c.failure(err)
	g.pulse.called(failed, c.status != 0)
	return failed
}

func (g *Gateway) answered() { g.pulse.called(nil, true) }
