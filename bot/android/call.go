package android

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"bendahara/bot"
)

// answer is what the app or its server said.
type answer struct {
	status int
	body   []byte
	after  time.Duration // Retry-After
	date   time.Time     // by its clock; zero where it does not say
}

// call asks the app for something; in is sent as JSON unless nil. Where there is
// no answer, the error is a *bot.SendError that says whether the request may
// have come out.
func (g *Gateway) call(ctx context.Context, method string, in any, path ...string) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	var begun atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// The transport asks for a second connection only where nothing went
		// through the first.
		GetConn: func(string) { begun.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { begun.Store(true) },
	})
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return answer{}, refuse(bot.Refused, err.Error())
		}
		body = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, method, g.base.JoinPath(path...).String(), body)
	if err != nil {
		return answer{}, refuse(bot.Misconfigured, "android: the request cannot be made")
	}
	r.SetBasicAuth(g.config.User, g.config.Password)
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := g.client.Do(r)
	if err != nil {
		outcome := bot.Later
		if begun.Load() {
			outcome = bot.UnknownOutcome
		}
		var wrapper *url.Error // its text has the URL
		if errors.As(err, &wrapper) {
			err = wrapper.Err
		}
		return answer{}, &bot.SendError{Outcome: outcome, Err: fmt.Errorf("android: no answer: %w", err)}
	}
	defer response.Body.Close()
	a := answer{status: response.StatusCode, after: retryAfter(response.Header)}
	a.date, _ = http.ParseTime(response.Header.Get("Date"))
	a.body, err = io.ReadAll(http.MaxBytesReader(nil, response.Body, answerLimit))
	if err != nil && a.status < 300 { // what is refused is refused, whatever else it says
		return answer{}, &bot.SendError{Outcome: bot.UnknownOutcome, Err: errors.New("android: the answer broke off")}
	}
	return a, nil
}

// outcome says what an answer that is not "taken" means for a message.
func (a answer) outcome() bot.Outcome {
	switch {
	case a.status == http.StatusTooManyRequests:
		return bot.Later
	case a.status == http.StatusServiceUnavailable: // the server's queue for the phone is full: not taken
		return bot.Later
	case a.status >= 500 || a.status == http.StatusRequestTimeout || a.status < 300:
		return bot.UnknownOutcome
	case a.status == http.StatusBadRequest || a.status == http.StatusRequestEntityTooLarge || a.status == http.StatusUnprocessableEntity:
		return bot.Refused
	}
	return bot.Misconfigured // it does not know us, or something else than the app answered
}

func (a answer) failure() *bot.SendError {
	return &bot.SendError{
		Outcome: a.outcome(), After: a.after, Code: strconv.Itoa(a.status), Err: fmt.Errorf("android: answered %d", a.status),
	}
}

func (a answer) ok() bool { return a.status >= 200 && a.status < 300 }

// retryAfter is how long an answer asks us to wait.
func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.ParseInt(header.Get("Retry-After"), 10, 32)
	if err != nil {
		return 0
	}
	return min(max(time.Duration(seconds)*time.Second, 0), retryAfterLimit)
}

func refuse(outcome bot.Outcome, why string) *bot.SendError {
	return &bot.SendError{Outcome: outcome, Err: errors.New(why)}
}
