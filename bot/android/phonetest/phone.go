// Package phonetest is a phone in the office for tests: it speaks the HTTP API of
// the SMS Gateway for Android app over a real connection, in its local or its
// cloud mode, and posts and signs webhooks as the app does. What the network and
// the app do wrong is up to the test.
package phonetest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What the phone wants of who calls it, and signs with.
const (
	User     = "sms"
	Password = "tiga-kata-sandi"
	Key      = "kunci-tanda-tangan-uji"
	Device   = "Ey6ECgOkVVFjz3CL48B8C" // the id of this phone at its server
)

// Phone is a phone with a SIM. Its methods may be called from several goroutines.
type Phone struct {
	// URL is what BENDAHARA_ANDROID_URL is set to.
	URL string
	// NewExport is an app that has put the old way to ask for its inbox away.
	NewExport bool
	// Now is the phone's clock.
	Now func() time.Time
	// Number is the SIM's own: an SMS to it comes back. Empty: nothing does.
	Number string
	// Settings are the app's, SIMs its cards, Battery how full it is and Charging
	// by what it is charged; as a phone should be, unless a test says otherwise. An
	// app of old tells none of it.
	Settings map[string]any
	SIMs     []map[string]any
	Battery  int
	Charging int
	Old      bool

	server *httptest.Server
	cloud  bool
	posts  sync.WaitGroup

	mu    sync.Mutex
	fault func(r *http.Request) *Fault
	hooks map[string]Hook // by id
	taken []Message
	inbox []Event
	asked int // exports
	next  int // event ids
}

// Hook is a registered webhook.
type Hook struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Event string `json:"event"`
}

// Message is one that the app took.
type Message struct {
	ID           string                `json:"id"`
	Text         struct{ Text string } `json:"textMessage"`
	PhoneNumbers []string              `json:"phoneNumbers"`
	SIM          int                   `json:"simNumber"`
	TTL          int64                 `json:"ttl"`
	Report       bool                  `json:"withDeliveryReport"`
	Priority     int                   `json:"priority"`
	State        string                `json:"-"`
	Error        string                `json:"-"`
}

// Event is a webhook's body.
type Event struct {
	ID        string         `json:"id"`
	DeviceID  string         `json:"deviceId"`
	WebhookID string         `json:"webhookId"`
	Event     string         `json:"event"`
	Payload   map[string]any `json:"payload"`
}

// Fault is what goes wrong with one call.
type Fault struct {
	Take   bool // the app takes the message all the same
	Status int  // what is answered; 0 breaks the connection off
	Header http.Header
	Body   string
}

// New is a phone whose local server is open, or with cloud one behind a server
// that knows the newest paths only.
func New(cloud bool) *Phone {
	p := &Phone{
		cloud: cloud, hooks: map[string]Hook{}, Now: time.Now, Battery: 87, Charging: 2,
		Settings: map[string]any{
			"ping":     map[string]any{"interval_seconds": 300},
			"webhooks": map[string]any{"internet_required": false, "retry_count": 15},
			"messages": map[string]any{"processing_order": "FIFO", "limit_period": "Disabled", "limit_value": 0, "send_interval_min": 0},
		},
		SIMs: []map[string]any{{"slotIndex": 0, "simNumber": 1, "carrierName": "Telkomsel"}},
	}
	mux := http.NewServeMux()
	for _, messages := range []string{"/message", "/messages"} {
		if cloud && messages == "/message" {
			continue
		}
		mux.HandleFunc("POST "+messages, p.post)
		mux.HandleFunc("GET "+messages+"/{id}", p.get)
		mux.HandleFunc("POST "+messages+"/inbox/export", p.export)
	}
	mux.HandleFunc("POST /inbox/refresh", p.export)
	mux.HandleFunc("POST /webhooks", p.register)
	mux.HandleFunc("GET /webhooks", func(w http.ResponseWriter, _ *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		reply(w, http.StatusOK, slices.AppendSeq([]Hook{}, maps.Values(p.hooks)))
	})
	mux.HandleFunc("GET /settings", p.told(func() any { return p.Settings }))
	mux.HandleFunc("GET /health", p.told(p.Vitals))
	devices := "GET /device"
	if cloud {
		devices += "s"
	}
	mux.HandleFunc(devices, p.devices)
	prefix := ""
	if cloud {
		prefix = "/3rdparty/v1"
	}
	p.server = httptest.NewServer(http.StripPrefix(prefix, p.guarded(mux)))
	p.URL = p.server.URL + prefix
	return p
}

// Break has a fault asked for at each call of the API; nil, also its answer, is the
// app as it should be.
func (p *Phone) Break(fault func(r *http.Request) *Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = fault
}

// Wait waits for what is being posted.
func (p *Phone) Wait() { p.posts.Wait() }

// Close waits for what is being posted, and ends the phone's server.
func (p *Phone) Close() {
	p.posts.Wait()
	p.server.Close()
}

// guarded asks for the password, and lets a fault happen.
func (p *Phone) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", p.Now().UTC().Format(http.TimeFormat))
		if user, password, _ := r.BasicAuth(); user != User || password != Password {
			reply(w, http.StatusUnauthorized, map[string]string{"message": "Unauthorized"})
			return
		}
		p.mu.Lock()
		fault := p.fault
		p.mu.Unlock()
		if fault != nil {
			if f := fault(r); f != nil {
				if f.Take {
					next.ServeHTTP(httptest.NewRecorder(), r)
				}
				if f.Status == 0 {
					panic(http.ErrAbortHandler)
				}
				for name, values := range f.Header {
					w.Header()[name] = values
				}
				w.WriteHeader(f.Status)
				io.WriteString(w, f.Body)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (p *Phone) post(w http.ResponseWriter, r *http.Request) {
	m := Message{State: "Pending"}
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil || m.Text.Text == "" || len(m.PhoneNumbers) == 0 || len(m.ID) > 36 || m.TTL < 5 {
		reply(w, http.StatusBadRequest, map[string]string{"message": "Invalid request"})
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if slices.ContainsFunc(p.taken, func(other Message) bool { return other.ID == m.ID }) {
		reply(w, http.StatusConflict, map[string]string{"message": "Message with the same ID already exists"})
		return
	}
	p.taken = append(p.taken, m)
	reply(w, http.StatusAccepted, m.says())
	if p.Number != "" && m.PhoneNumbers[0] == p.Number {
		p.posts.Go(func() { p.toItself(m) })
	}
}

// toItself brings an SMS to the SIM's own number back.
func (p *Phone) toItself(m Message) {
	for _, e := range []Event{
		p.Tell("sms:sent", map[string]any{"messageId": m.ID, "phoneNumber": p.Number}),
		p.Receive(p.Number, m.Text.Text, p.Now()),
	} {
		_, _ = p.Post(context.Background(), e)
	}
}

func (p *Phone) get(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.taken, func(m Message) bool { return m.ID == r.PathValue("id") })
	if i < 0 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	reply(w, http.StatusOK, p.taken[i].says())
}

// says is the app's word on a message.
func (m Message) says() any {
	return map[string]any{
		"id": m.ID, "deviceId": Device, "state": m.State, "isHashed": false, "isEncrypted": false,
		"recipients": []map[string]any{{"phoneNumber": m.PhoneNumbers[0], "state": m.State, "error": m.Error}},
		"states":     map[string]string{},
	}
}

// export posts what is in the inbox once more, under new ids and in no order.
func (p *Phone) export(w http.ResponseWriter, r *http.Request) {
	var period struct {
		DeviceID string    `json:"deviceId"`
		Since    time.Time `json:"since"`
		Until    time.Time `json:"until"`
		Trigger  bool      `json:"triggerWebhooks"`
		Delivery string    `json:"webhookDelivery"`
	}
	if old := strings.HasSuffix(r.URL.Path, "/export"); old == p.NewExport {
		http.NotFound(w, r)
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&period); err != nil || p.cloud && period.DeviceID != Device {
		reply(w, http.StatusBadRequest, map[string]string{"message": "Invalid request"})
		return
	}
	if p.NewExport && (!period.Trigger || period.Delivery != "Individual") {
		w.WriteHeader(http.StatusAccepted) // the inbox is read, and nothing posted
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	for _, i := range rand.Perm(len(p.inbox)) {
		at, _ := time.Parse(time.RFC3339, p.inbox[i].Payload["receivedAt"].(string))
		if !at.Before(period.Since) && !at.After(period.Until) {
			e := p.again(p.inbox[i])
			p.posts.Go(func() { _, _ = p.Post(context.Background(), e) })
		}
	}
	w.WriteHeader(http.StatusAccepted)
}

// Receive is an SMS that reaches the phone: the event is to be posted.
func (p *Phone) Receive(from, text string, at time.Time) Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.again(Event{Event: "sms:received", DeviceID: Device, WebhookID: "bendahara-sms-received", Payload: map[string]any{
		"messageId": "abc123", "message": text, "sender": from, "recipient": nil, "simNumber": 1, "phoneNumber": from,
		"receivedAt": at.Format("2006-01-02T15:04:05.000Z07:00"),
	}})
	p.inbox = append(p.inbox, e)
	return e
}

// Again is the same event as the app posts it another time: under another id.
func (p *Phone) Again(e Event) Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.again(e)
}

func (p *Phone) again(e Event) Event {
	p.next++
	e.ID = fmt.Sprintf("nanoid%015d", p.next)
	return e
}

// Tell is an event about a message that the app took, or of the phone itself.
func (p *Phone) Tell(event string, payload map[string]any) Event {
	return p.Again(Event{Event: event, DeviceID: Device, Payload: payload})
}

// Post posts an event to its webhook, signed now, and returns what was answered.
func (p *Phone) Post(ctx context.Context, e Event) (int, error) {
	p.mu.Lock()
	var target string
	for _, h := range p.hooks {
		if h.Event == e.Event {
			target = h.URL
		}
	}
	p.mu.Unlock()
	if target == "" {
		return 0, errors.New("no webhook is registered for " + e.Event)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	Sign(r, body, Key, p.Now())
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode, response.Body.Close()
}

// Sign puts the app's headers on a request.
func Sign(r *http.Request, body []byte, key string, now time.Time) {
	stamp := strconv.FormatInt(now.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write(append(slices.Clone(body), stamp...))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Timestamp", stamp)
	r.Header.Set("X-Signature", hex.EncodeToString(mac.Sum(nil)))
}

// Taken lists the messages that the app took, oldest first.
func (p *Phone) Taken() []Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.taken)
}

// Sent lists the texts that went to a number, oldest first.
func (p *Phone) Sent(number string) (texts []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.taken {
		if m.PhoneNumbers[0] == number {
			texts = append(texts, m.Text.Text)
		}
	}
	return texts
}

// State sets how far a message came.
func (p *Phone) State(id, state, failure string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.taken {
		if p.taken[i].ID == id {
			p.taken[i].State, p.taken[i].Error = state, failure
		}
	}
}

// Exports is how often the inbox was asked for.
func (p *Phone) Exports() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
