package twilio_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio/twiliotest"
)

// TestFetch: a picture is asked for with our token, which goes nowhere but to Twilio.
func TestFetch(t *testing.T) {
	picture := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{1}, 300_000)...)
	const at = "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Messages/MM1/Media/ME1"
	lies := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("the token went on to where the picture lies")
		}
		switch r.URL.Path {
		case "/large":
			w.Write(make([]byte, bot.MaxPicture+10))
		case "/said-large":
			w.Header().Set("Content-Length", "99999999")
		case "/broken":
			w.Header().Set("Content-Length", "1000")
			w.Write(picture[:10])
		default:
			w.Write(picture)
		}
	}))
	defer lies.Close()
	elsewhere := strings.Replace(lies.URL, "127.0.0.1", "localhost", 1) // another host to the client
	status, path := http.StatusTemporaryRedirect, "/"
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != account || password != token || !strings.HasSuffix(at, r.URL.Path) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Location", elsewhere+path)
		w.WriteHeader(status)
	}))
	defer api.Close()
	config := settings()
	config.APIURL = api.URL
	g := gateway(t, config, &desk{})
	for name, c := range map[string]struct {
		ref, path string
		status    int
		gone      bool
		size      int // of what comes; 0: an error
	}{
		"there":                {at, "/", 307, false, len(picture)},
		"too large":            {at, "/large", 307, false, bot.MaxPicture + 1},
		"says it is":           {at, "/said-large", 307, true, 0},
		"breaks off":           {at, "/broken", 307, false, 0},
		"deleted":              {at, "/", 404, true, 0},
		"Twilio is ill":        {at, "/", 503, false, 0},
		"of somebody else":     {"https://elsewhere.example/1", "/", 307, true, 0},
		"not over https":       {strings.Replace(at, "https", "http", 1), "/", 307, true, 0},
		"another's in it":      {"https://api.twilio.com@elsewhere.example/1", "/", 307, true, 0},
		"no address":           {"https://api.twilio.com/%zz", "/", 307, true, 0},
		"of another's gateway": {"img:AAAA", "/", 307, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			path, status = c.path, c.status
			got, err := g.Fetch(t.Context(), c.ref)
			if len(got) != c.size || (err != nil) != (c.size == 0) || errors.Is(err, bot.ErrGone) != c.gone {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			if c.path == "/" && c.size > 0 && !bytes.Equal(got, picture) {
				t.Error("another picture")
			}
		})
	}
}

// TestCaughtUpPicture: of what no webhook brought Twilio is asked for the pictures.
func TestCaughtUpPicture(t *testing.T) {
	f := newFake(t)
	d := &desk{}
	now := time.Now()
	config := settings()
	m := f.Record("whatsapp:"+config.WhatsAppFrom, "whatsapp:+6281390000101", "", now.Add(-time.Hour))
	m["direction"], m["num_media"] = "inbound", "2"
	refuses := true
	mux := http.NewServeMux()
	mux.Handle("/", f)
	mux.HandleFunc("GET /2010-04-01/Accounts/"+account+"/Messages/{sid}/Media.json", func(w http.ResponseWriter, r *http.Request) {
		if refuses {
			twiliotest.Problem(w, 503, 20500)
			return
		}
		uri := strings.Replace(r.URL.Path, ".json", "/ME", 1)
		twiliotest.Reply(w, 200, map[string]any{"media_list": []any{
			map[string]any{"content_type": "image/jpeg", "uri": uri + "1.json"}, map[string]any{"content_type": "audio/ogg", "uri": uri + "2.json"},
		}})
	})
	api := httptest.NewServer(mux)
	defer api.Close()
	config.APIURL = api.URL
	g := gateway(t, config, d)
	if err := g.Begin(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if n, err := g.CatchUp(t.Context(), now); n != 0 || err == nil {
		t.Errorf("caught up with %d without its pictures: %v", n, err)
	}
	refuses = false
	if n, err := g.CatchUp(t.Context(), now); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	want := "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Messages/" + m["sid"].(string) + "/Media/ME1"
	if got := d.messages[0]; got.Slip != want || got.Media != 2 {
		t.Errorf("heard %+v", got)
	}
}
