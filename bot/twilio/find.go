package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"bendahara/bot"
	"bendahara/conversation"
)

// Find looks for m in Twilio's list of messages to the same number. It returns
// false only where the list was read to its end; where it could not be, an error
// whose outcome is that of Send. Our id is not in the list, so of messages with
// the same text that are not known to be others it takes the first that was made
// after m was written, or else the last one shortly before, lest our clock be fast.
func (g *Gateway) Find(ctx context.Context, m bot.Outgoing) (bot.Sent, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, findTimeout)
	defer cancel()
	params := &openapi.ListMessageParams{}
	if to := address(m.Channel, m.To); !strings.Contains(to, ".") {
		params.SetTo(to)
	} else { // a WhatsApp user id: the SDK drops ".1" from a query
		params.SetFrom(address(m.Channel, g.config.from(m.Channel)))
	}
	params.SetDateSentAfter(m.Written.UTC().Add(-findBack))
	params.SetPageSize(findPage)

	search := search{from: address(m.Channel, g.config.from(m.Channel)), m: m}
	whole, err := g.list(ctx, params, findPages, func(page []openapi.ApiV2010Message) bool {
		for i := range page {
			search.look(&page[i])
		}
		return true
	})
	if err != nil {
		return bot.Sent{}, false, err
	}
	if search.best == nil && !whole {
		return bot.Sent{}, false, fmt.Errorf("twilio: message %s is not among the newest %d to this number", m.ID, findPage*findPages)
	}
	return search.result()
}

// list hands on the messages that Twilio lists, page by page and the newest first, until
// they end, more says no, or so many pages are read: then not the whole. An error has the
// outcome of Send's.
func (g *Gateway) list(ctx context.Context, params *openapi.ListMessageParams, pages int,
	more func([]openapi.ApiV2010Message) bool,
) (whole bool, err error) {
	api, call := g.twilio(ctx)
	token, page := "", ""
	for range pages {
		list, err := api.PageMessage(params, token, page)
		if err != nil {
			return false, g.failure(call, err)
		}
		g.answered()
		if !more(list.Messages) || text(list.NextPageUri) == "" {
			return true, nil
		}
		next, err := url.Parse(*list.NextPageUri)
		if err != nil {
			return false, errors.New("twilio: the list's next page has no address")
		}
		token, page = next.Query().Get("PageToken"), next.Query().Get("Page")
	}
	return false, nil
}

// search is the likeliest record so far of the message m.
type search struct {
	m    bot.Outgoing
	from string
	best *openapi.ApiV2010Message
	made time.Time // when best was
}

func (s *search) look(record *openapi.ApiV2010Message) {
	if !strings.HasPrefix(text(record.Direction), "outbound") || text(record.Sid) == "" ||
		slices.Contains(s.m.Others, text(record.Sid)) || text(record.From) != s.from || text(record.To) != address(s.m.Channel, s.m.To) || !says(text(record.Body), s.m) {
		return
	}
	written := s.m.Written.Truncate(time.Second) // Twilio's times have no fraction
	made, err := time.Parse(time.RFC1123Z, text(record.DateCreated))
	if err != nil {
		made = written
	}
	if made.Before(written.Add(-findSkew)) {
		return // an earlier one with the same words
	}
	if s.best == nil || likelier(made, s.made, written) {
		s.best, s.made = record, made
	}
}

// says reports whether a message in the list has the words of m, alone or in an
// approved template.
func says(body string, m bot.Outgoing) bool {
	if strings.TrimSpace(body) == strings.TrimSpace(m.Text) {
		return true
	}
	return m.Channel == conversation.WhatsApp && m.Template != "" && strings.Contains(body, oneLine(m.Text))
}

// likelier reports whether a message made at a is more likely than one made at b
// to be the one that was written at that time.
func likelier(a, b, written time.Time) bool {
	afterA, afterB := !a.Before(written), !b.Before(written)
	if afterA != afterB {
		return afterA
	}
	if afterA {
		return a.Before(b)
	}
	return a.After(b)
}

func (s *search) result() (bot.Sent, bool, error) {
	if s.best == nil {
		return bot.Sent{}, false, nil
	}
	return sent(s.best), true, nil
}
