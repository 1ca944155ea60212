package twilio_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio"
	"bendahara/conversation"
)

// fake is a small Twilio: it takes messages, lists them newest first, page by
// page, and posts signed status callbacks. What it answers to the next message
// can be scripted.
type fake struct {
	t      *testing.T
	server *httptest.Server

	mu     sync.Mutex
	taken  []map[string]any
	asked  []url.Values // the forms and queries that came
	script func(w http.ResponseWriter, r *http.Request, take func() map[string]any)
	pages  int            // listed
	size   int            // of a page, at most
	number map[string]any // the account's only number
	clock  time.Duration  // how far its clock is ahead
}

func newFake(t *testing.T) *fake {
	f := &fake{t: t, size: 1000}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

// gateway is one that talks to the fake.
func (f *fake) gateway(d *desk) *twilio.Gateway {
	config := settings()
	config.APIURL = f.server.URL
	return gateway(f.t, config, d)
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	user, password, _ := r.BasicAuth()
	const ours = "/2010-04-01/Accounts/" + account
	w.Header().Set("Date", time.Now().Add(f.clock).UTC().Format(http.TimeFormat))
	if user == account && password == token && r.URL.Path == ours+"/IncomingPhoneNumbers.json" {
		answer(w, 200, map[string]any{"incoming_phone_numbers": []any{f.number}})
		return
	}
	if user != account || password != token || r.URL.Path != ours+"/Messages.json" {
		problem(w, 401, 20003)
		return
	}
	if err := r.ParseForm(); err != nil {
		f.t.Error(err)
	}
	f.asked = append(f.asked, r.Form)
	switch {
	case r.Method == "GET":
		f.list(w, r.Form)
	case f.script != nil:
		f.script(w, r, func() map[string]any { return f.take(r.Form) })
	default:
		answer(w, 201, f.take(r.Form))
	}
}

func (f *fake) take(form url.Values) map[string]any {
	m := f.record(form.Get("To"), form.Get("From"), form.Get("Body"), time.Now())
	m["callback"] = form.Get("StatusCallback")
	return m
}

// record puts a message into the list.
func (f *fake) record(to, from, body string, made time.Time) map[string]any {
	m := map[string]any{
		"sid": fmt.Sprintf("SM%032d", len(f.taken)+1), "account_sid": account, "api_version": "2010-04-01",
		"to": to, "from": from, "body": body, "direction": "outbound-api", "status": "queued",
		"num_segments": "2", "num_media": "0", "date_created": made.UTC().Format(time.RFC1123Z),
		"date_sent": nil, "error_code": nil, "price": nil,
	}
	f.taken = append(f.taken, m)
	return m
}

func (f *fake) list(w http.ResponseWriter, query url.Values) {
	f.pages++
	var found []map[string]any
	for _, m := range slices.Backward(f.taken) {
		if to, from := query.Get("To"), query.Get("From"); (to == "" || m["to"] == to) && (from == "" || m["from"] == from) {
			found = append(found, m)
		}
	}
	size, _ := strconv.Atoi(query.Get("PageSize"))
	size = min(size, f.size)
	page, _ := strconv.Atoi(query.Get("Page"))
	if page > 0 && query.Get("PageToken") != "PA"+strconv.Itoa(page) {
		problem(w, 400, 20001)
		return
	}
	rest := found[min(page*size, len(found)):]
	var next any
	if len(rest) > size {
		after := maps.Clone(query)
		after.Set("Page", strconv.Itoa(page+1))
		after.Set("PageToken", "PA"+strconv.Itoa(page+1))
		next = "/2010-04-01/Accounts/" + account + "/Messages.json?" + after.Encode()
		rest = rest[:size]
	}
	answer(w, 200, map[string]any{"messages": rest, "page": page, "page_size": size, "next_page_uri": next})
}

// report posts a status callback for a message to the URL that came with it.
func (f *fake) report(g *twilio.Gateway, sid, status, code string) int {
	f.t.Helper()
	f.mu.Lock()
	i := slices.IndexFunc(f.taken, func(m map[string]any) bool { return m["sid"] == sid })
	callback := fmt.Sprint(f.taken[i]["callback"])
	f.mu.Unlock()
	path, ours := strings.CutPrefix(callback, public)
	if !ours {
		f.t.Fatalf("callback to %s", callback)
	}
	fields := url.Values{"MessageSid": {sid}, "SmsSid": {sid}, "MessageStatus": {status}, "AccountSid": {account}}
	if code != "" {
		fields.Set("ErrorCode", code)
	}
	return serve(g, signed(f.t, token, path, fields.Encode())).Code
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// problem is an error as Twilio answers it; its words quote the number.
func problem(w http.ResponseWriter, status, code int) {
	answer(w, status, map[string]any{
		"code": code, "status": status, "message": "The number +6281390000101 does not do",
		"more_info": fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code),
	})
}

func outgoing(channel conversation.Channel) bot.Outgoing {
	return bot.Outgoing{
		ID: "m7Kq2", Channel: channel, To: "+6281390000101",
		Text: "Diterima Rp250.000 dari Siti, 21/11. Ref K12-0007. Salah? Balas BATAL & tunggu.", Written: time.Now(),
		Heard: time.Now().Add(-time.Hour),
	}
}
