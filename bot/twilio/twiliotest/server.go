// Package twiliotest is a small Twilio on this machine for tests: it takes messages,
// lists them newest first and page by page, signs what it posts, and answers what a
// test tells it to.
package twiliotest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Record is a message in the list, by the names of Twilio's fields.
type Record = map[string]any

// Script answers one request to send in the place of the server; take is the server's
// taking the message all the same.
type Script func(w http.ResponseWriter, r *http.Request, take func() Record)

// Server is an account at Twilio. While its program runs, only its methods may be used.
type Server struct {
	*httptest.Server
	Account, Token string

	Taken  []Record       // both ways, oldest first
	Asked  []url.Values   // the forms and queries that came
	Listed int            // pages
	Page   int            // messages of a page, at most
	Number map[string]any // the account's only number
	Clock  time.Duration  // how far the clock is ahead

	t      testing.TB
	mu     sync.Mutex // of all above
	script Script
}

// New starts a Twilio with one account, until the test ends.
func New(t testing.TB, account, token string) *Server {
	s := &Server{Account: account, Token: token, Page: 1000, t: t}
	s.Server = httptest.NewServer(s)
	t.Cleanup(func() {
		s.CloseClientConnections() // of a script that hangs
		s.Close()
	})
	return s
}

// Answer has a script answer each request to send; nil takes them.
func (s *Server) Answer(script Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = script
}

// ServeHTTP is Twilio's API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ours := "/2010-04-01/Accounts/" + s.Account
	user, password, _ := r.BasicAuth()
	known := user == s.Account && password == s.Token
	s.mu.Lock()
	clock, number, script := s.Clock, s.Number, s.script
	s.mu.Unlock()
	w.Header().Set("Date", time.Now().Add(clock).UTC().Format(http.TimeFormat))
	switch {
	case known && r.URL.Path == ours+"/IncomingPhoneNumbers.json":
		Reply(w, http.StatusOK, map[string]any{"incoming_phone_numbers": []any{number}})
		return
	case !known || r.URL.Path != ours+"/Messages.json":
		Problem(w, http.StatusUnauthorized, 20003)
		return
	}
	if err := r.ParseForm(); err != nil {
		s.t.Error(err)
	}
	s.mu.Lock()
	s.Asked = append(s.Asked, r.Form)
	s.mu.Unlock()
	switch {
	case r.Method == http.MethodGet:
		s.list(w, r.Form)
	case script != nil:
		script(w, r, func() Record { return s.take(r.Form) })
	default:
		Reply(w, http.StatusCreated, s.take(r.Form))
	}
}

func (s *Server) take(form url.Values) Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.record(form.Get("To"), form.Get("From"), form.Get("Body"), time.Now())
	m["callback"] = form.Get("StatusCallback")
	return maps.Clone(m)
}

// Record puts a message of ours into the list.
func (s *Server) Record(to, from, body string, made time.Time) Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.record(to, from, body, made)
}

// Texted puts a message from a person into the list, and returns its SID.
func (s *Server) Texted(from, to, body string, at time.Time) (sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.record(to, from, body, at)
	m["direction"], m["status"] = "inbound", "received"
	return m["sid"].(string)
}

func (s *Server) record(to, from, body string, made time.Time) Record {
	m := Record{
		"sid": fmt.Sprintf("SM%032d", len(s.Taken)+1), "account_sid": s.Account, "api_version": "2010-04-01",
		"to": to, "from": from, "body": body, "direction": "outbound-api", "status": "queued",
		"num_segments": "2", "num_media": "0", "date_created": made.UTC().Format(time.RFC1123Z),
		"date_sent": nil, "error_code": nil, "price": nil,
	}
	s.Taken = append(s.Taken, m)
	return m
}

// Sent lists the bodies of what was sent to a number, oldest first.
func (s *Server) Sent(to string) (bodies []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.Taken {
		if m["to"] == to && m["direction"] != "inbound" {
			bodies = append(bodies, m["body"].(string))
		}
	}
	return bodies
}

// Outgoing lists the messages of ours from the n-th record on, and how many records
// there are.
func (s *Server) Outgoing(n int) (list []Record, records int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.Taken[n:] {
		if m["direction"] != "inbound" {
			list = append(list, maps.Clone(m))
		}
	}
	return list, len(s.Taken)
}

func (s *Server) list(w http.ResponseWriter, query url.Values) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Listed++
	var found []Record
	for _, m := range slices.Backward(s.Taken) {
		if to, from := query.Get("To"), query.Get("From"); (to == "" || m["to"] == to) && (from == "" || m["from"] == from) {
			found = append(found, m)
		}
	}
	size, _ := strconv.Atoi(query.Get("PageSize"))
	size = min(size, s.Page)
	page, _ := strconv.Atoi(query.Get("Page"))
	if page > 0 && query.Get("PageToken") != "PA"+strconv.Itoa(page) {
		Problem(w, http.StatusBadRequest, 20001)
		return
	}
	rest := found[min(page*size, len(found)):]
	var next any
	if len(rest) > size {
		after := maps.Clone(query)
		after.Set("Page", strconv.Itoa(page+1))
		after.Set("PageToken", "PA"+strconv.Itoa(page+1))
		next = "/2010-04-01/Accounts/" + s.Account + "/Messages.json?" + after.Encode()
		rest = rest[:size]
	}
	Reply(w, http.StatusOK, map[string]any{"messages": rest, "page": page, "page_size": size, "next_page_uri": next})
}

// Reply answers in JSON.
func Reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// Problem is an error as Twilio answers it; its words quote a number.
func Problem(w http.ResponseWriter, status, code int) {
	Reply(w, status, map[string]any{
		"code": code, "status": status, "message": "The number +6281390000101 does not do",
		"more_info": fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code),
	})
}
