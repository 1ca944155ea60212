package simulator_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bendahara/bot/simulator"
)

var guide = []simulator.Person{
	{Phone: ratna, Name: "Bu Ratna", Role: "bendahara SPP Melati", Try: []string{"bayar siti 250rb", "saldo kelompok"}},
	{Phone: siti, Name: "Siti Aminah", Role: "anggota SPP Melati", Try: []string{"saldo"}},
	{Phone: "+6281390000001", Name: "Pak <b>Joko</b>", Role: "kasir UPK", Try: []string{"tunggakan"}},
}

// ask sends a request to the handler without a network, from 127.0.0.1 for
// localhost where change does not say otherwise.
func ask(b *books, method, target, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr, r.Host = "127.0.0.1:40000", "localhost:8080"
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	b.gateway.Handler().ServeHTTP(w, r)
	return w
}

func TestOnlyLoopback(t *testing.T) {
	for _, c := range []struct {
		remote, host, header string
		want                 int
	}{
		{"127.0.0.1:40000", "localhost:8080", "", 200},
		{"127.0.0.1:40000", "LOCALHOST", "", 200},
		{"127.8.8.8:40000", "127.0.0.1:8080", "", 200},
		{"127.0.0.1:40000", "127.0.0.1", "", 200},
		{"[::1]:40000", "[::1]:8080", "", 200},
		{"[::1]:40000", "[::1]", "", 200},
		{"[::ffff:127.0.0.1]:40000", "localhost", "", 200},

		{"192.168.1.7:40000", "localhost:8080", "", 403},
		{"[2001:db8::1]:40000", "localhost:8080", "", 403},
		{"@", "localhost:8080", "", 403},
		{"127.0.0.1:40000", "evil.example:8080", "", 403},
		{"127.0.0.1:40000", "localhost.evil.example", "", 403},
		{"127.0.0.1:40000", "127.0.0.1.evil.example", "", 403},
		{"127.0.0.1:40000", "localhost:8080:evil", "", 403},
		{"127.0.0.1:40000", "192.168.1.2:8080", "", 403},
		{"127.0.0.1:40000", "[::ffff:192.168.1.2]:8080", "", 403},
		{"127.0.0.1:40000", "", "", 403},
		{"127.0.0.1:40000", "localhost:8080", "X-Forwarded-For", 403},
		{"127.0.0.1:40000", "localhost:8080", "Forwarded", 403},
		{"127.0.0.1:40000", "localhost:8080", "X-Real-IP", 403},
		{"127.0.0.1:40000", "localhost:8080", "Via", 403},
	} {
		b := newBooks(simulator.Options{Guide: guide})
		change := func(r *http.Request) {
			r.RemoteAddr, r.Host = c.remote, c.host
			if c.header != "" {
				r.Header.Set(c.header, "8.8.8.8")
			}
		}
		for _, path := range []string{"/simulator", "/simulator/page.js", "/simulator/page.css", "/simulator/icon.svg"} {
			if w := ask(b, "GET", path, "", change); w.Code != c.want {
				t.Errorf("%s from %s for %q with %q: %d, want %d", path, c.remote, c.host, c.header, w.Code, c.want)
			}
		}
		w := ask(b, "POST", "/simulator/messages", "phone=081390000101&channel=sms&text=x", change)
		if accepted := w.Code == http.StatusNoContent; accepted != (c.want == 200) || accepted != (len(b.received) == 1) {
			t.Errorf("message from %s for %q with %q: %d, %d received", c.remote, c.host, c.header, w.Code, len(b.received))
		}
	}
}

func TestMessageMustComeFromThePage(t *testing.T) {
	for _, c := range []struct {
		header, value string
		want          int
	}{
		{"Sec-Fetch-Site", "same-origin", 204},
		{"Origin", "http://localhost:8080", 204},
		{"Sec-Fetch-Site", "cross-site", 403},
		{"Sec-Fetch-Site", "same-site", 403},
		{"Origin", "http://evil.example", 403},
		{"Origin", "http://localhost:9999", 403},
	} {
		b := newBooks(simulator.Options{})
		w := ask(b, "POST", "/simulator/messages", "phone=081390000101&channel=sms&text=saldo", func(r *http.Request) { r.Header.Set(c.header, c.value) })
		if w.Code != c.want || len(b.received) != map[int]int{204: 1, 403: 0}[c.want] {
			t.Errorf("%s %s: %d with %d received, want %d", c.header, c.value, w.Code, len(b.received), c.want)
		}
	}
}

func TestMessage(t *testing.T) {
	for body, want := range map[string]int{
		"phone=%2B6281390000101&channel=sms&text=a%0D%0Ab":                                    204,
		"phone=%2B6281390000101&channel=wa&text=" + strings.Repeat("%F0%9F%98%80", 16<<10):    204,
		"phone=%2B6281390000101&channel=wa&text=" + strings.Repeat("x", simulator.MaxTyped+1): 400,
		"phone=%2B6281390000101&channel=wa&text=" + strings.Repeat("x", 4*simulator.MaxTyped): 413,
		"phone=siti&channel=sms&text=a":                                                       400,
		"phone=%2B6281390000101&channel=pigeon&text=a":                                        400,
		"phone=%2B6281390000101&channel=sms&text=a&x=%zz":                                     413,
	} {
		b := newBooks(simulator.Options{})
		if w := ask(b, "POST", "/simulator/messages", body, nil); w.Code != want {
			t.Errorf("%.60s: %d %s, want %d", body, w.Code, w.Body, want)
		}
	}
	b := newBooks(simulator.Options{})
	b.fault = errors.New("disk full")
	if w := ask(b, "POST", "/simulator/messages", "phone=081390000101&channel=sms&text=x", nil); w.Code != 500 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("the bot's fault: %d %s", w.Code, w.Body)
	}
	// A page that is closed at once does not call the message back.
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	w := ask(b, "POST", "/simulator/messages", "phone=081390000101&channel=sms&text=a%0D%0Ab", func(r *http.Request) { *r = *r.WithContext(gone) })
	if w.Code != 204 || b.received[1].Text != "a\nb" {
		t.Errorf("a page that went: %d, received %q", w.Code, b.received[1].Text)
	}
}

func TestPage(t *testing.T) {
	b := newBooks(simulator.Options{Guide: guide})
	for _, c := range []struct {
		query           string
		has, hasNot     []string
		phonesOnThePage int
	}{
		{"", []string{"Bu Ratna", "bendahara SPP Melati", "Siti Aminah", "bayar siti 250rb", "Pak &lt;b&gt;Joko"}, []string{"<b>Joko"}, 2},
		{"?phone=081390000103", []string{"Siti Aminah", `aria-label="Coba tulis"`}, []string{"Tutup HP ini"}, 1},
		{"?phone=0813-9000-0103&phone=%2B6281390000103", nil, nil, 1},
		{"?phone=081390000999", []string{"&#43;6281390000999", "tidak ada di panduan"}, nil, 1},
		{"?phone=%3Cscript%3Ealert(1)%3C/script%3E", []string{"bukan nomor HP", "&lt;script&gt;"}, []string{"<script>alert"}, 0},
		{"?phone=&phone=081390000101", []string{"Bu Ratna"}, []string{"bukan nomor"}, 1},
		{"?" + strings.Repeat("phone=1&", 500), []string{"bukan nomor"}, nil, 0},
		{
			"?phone=081390000001&phone=081390000002&phone=081390000003&phone=081390000004&phone=081390000005&phone=081390000006&phone=081390000007",
			[]string{"Sudah penuh", "Paling banyak 6 HP"},
			[]string{"Tambah HP"},
			6,
		},
	} {
		w := ask(b, "GET", "/simulator"+c.query, "", nil)
		page := w.Body.String()
		if got := strings.Count(page, `class="phone"`); w.Code != 200 || got != c.phonesOnThePage {
			t.Errorf("%.60s: %d with %d phones, want %d", c.query, w.Code, got, c.phonesOnThePage)
		}
		for _, part := range c.has {
			if !strings.Contains(page, part) {
				t.Errorf("%.60s: lacks %q", c.query, part)
			}
		}
		for _, part := range append(c.hasNot, "http://", "https://", "onclick", "style=") {
			if strings.Contains(page, part) {
				t.Errorf("%.60s: has %q", c.query, part)
			}
		}
		if policy := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("policy %q", policy)
		}
	}
	if w := ask(b, "GET", "/simulator/page.html", "", nil); w.Code != 404 {
		t.Errorf("the template itself: %d", w.Code)
	}
}
