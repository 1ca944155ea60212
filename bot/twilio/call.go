package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"

	"bendahara/bot"
)

// call is one call through the SDK: it brings the context and the address in,
// and status, Retry-After and how far the request came out.
type call struct {
	ctx  context.Context // the SDK takes none
	api  *url.URL
	next http.RoundTripper

	begun  atomic.Bool // there was a connection, so bytes may have left
	status int         // of the last answer; 0 without one
	after  time.Duration
	date   time.Time // by Twilio's clock; zero where it does not say
}

// RoundTrip is http.RoundTripper's.
func (c *call) RoundTrip(r *http.Request) (*http.Response, error) {
	c.status, c.after = 0, 0
	r = r.Clone(httptrace.WithClientTrace(c.ctx, &httptrace.ClientTrace{
		// The transport asks for a second connection only where nothing went
		// through the first.
		GetConn: func(string) { c.begun.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { c.begun.Store(true) },
	}))
	if c.api != nil { // each of Twilio's services has a host of its own
		r.URL.Scheme, r.URL.Host, r.Host = c.api.Scheme, c.api.Host, c.api.Host
	}
	answer, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	c.status, c.after = answer.StatusCode, retryAfter(answer.Header)
	c.date, _ = http.ParseTime(answer.Header.Get("Date"))
	answer.Body = http.MaxBytesReader(nil, answer.Body, answerLimit)
	return answer, nil
}

// failure says what an error of the SDK's means for the message. Twilio's own
// words are left out: they quote phone numbers.
func (c *call) failure(err error) *bot.SendError {
	failed := &bot.SendError{After: c.after}
	code := 0
	var rest *client.TwilioRestError
	if c.status != 0 && errors.As(err, &rest) {
		code = rest.Code
	}
	if code != 0 {
		failed.Code = strconv.Itoa(code)
	}
	if c.status == 0 {
		failed.Outcome = bot.Later
		if c.begun.Load() {
			failed.Outcome = bot.UnknownOutcome
		}
		failed.Err = fmt.Errorf("twilio: no answer: %w", bare(err))
		return failed
	}
	failed.Outcome = outcomeOf(c.status, code)
	failed.Err = fmt.Errorf("twilio: answered %d", c.status)
	if rest == nil {
		failed.Err = fmt.Errorf("twilio: answered %d, not as Twilio does: %w", c.status, err)
	}
	return failed
}

// bare is an error without the URL that it is about, which may hold a number.
func bare(err error) error {
	var wrapper *url.Error
	if errors.As(err, &wrapper) {
		return wrapper.Err
	}
	return err
}

// retryAfter is how long an answer asks us to wait, in seconds or until a time
// by the answer's own clock.
func retryAfter(header http.Header) time.Duration {
	value := header.Get("Retry-After")
	var wait time.Duration
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if until, err := http.ParseTime(value); err == nil {
		now, err := http.ParseTime(header.Get("Date"))
		if err != nil {
			now = time.Now()
		}
		wait = until.Sub(now)
	}
	return min(max(wait, 0), retryAfterLimit)
}
