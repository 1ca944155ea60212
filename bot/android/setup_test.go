package android_test

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/bot/android"
	"bendahara/bot/android/phonetest"
)

// TestSetUp: our webhooks are registered, once each however often, and an event
// that an old app does not know is done without.
func TestSetUp(t *testing.T) {
	for name, cloud := range map[string]bool{"local": false, "cloud": true} {
		t.Run(name, func(t *testing.T) {
			d := &desk{}
			phone, g := office(t, cloud, d, nil)
			for range 2 {
				if err := g.SetUp(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			want := []string{"sms:cancelled", "sms:delivered", "sms:failed", "sms:received", "sms:sent", "system:ping"}
			if got := phone.Hooks(); !slices.Equal(got, want) {
				t.Errorf("registered %v", got)
			}
			status, err := phone.Post(t.Context(), phone.Receive("+6281390000101", "saldo", time.Now()))
			if err != nil || status != 204 || !slices.Equal(d.texts(), []string{"saldo"}) {
				t.Errorf("answered %d %v, heard %v", status, err, d.texts())
			}
		})
	}
}

func TestSetUpThatFails(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*android.Config)
		fault  *phonetest.Fault
		want   string
	}{
		"plain http over the network": {func(c *android.Config) { c.PublicURL = "http://192.168.1.10:8080" }, nil, "adb reverse"},
		"no public URL":               {func(c *android.Config) { c.PublicURL = "" }, nil, "BENDAHARA_PUBLIC_URL"},
		"wrong password":              {func(c *android.Config) { c.Password = "x" }, nil, "BENDAHARA_ANDROID_USER"},
		"the phone is off":            {func(c *android.Config) { c.URL = "http://127.0.0.1:1" }, nil, "does not answer"},
		"refused":                     {nil, &phonetest.Fault{Status: 400}, "sms:received"},
	} {
		t.Run(name, func(t *testing.T) {
			phone, g := office(t, false, &desk{}, test.change)
			phone.Break(func(*http.Request) *phonetest.Fault { return test.fault })
			if err := g.SetUp(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// TestCatchUp: what came while we were down is asked for, back to a day before the
// last that we heard and not much further than our first; a new office asks for what came
// while it was being set up.
func TestCatchUp(t *testing.T) {
	now := time.Now()
	ago := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
	for _, test := range []struct {
		name        string
		first, last time.Time
		want        []string // texts that are heard, of those sent so many hours ago
	}{
		{"new", time.Time{}, time.Time{}, []string{"0"}},
		{"down for five hours", ago(100), ago(5), []string{"0", "1", "10", "28"}},
		{"begun three hours ago", ago(3), ago(2), []string{"0", "1"}},
		{"begun with another's", ago(10).Add(time.Minute), ago(2), []string{"0", "1", "10"}},
		{"down for a year", ago(9000), ago(8000), []string{"0", "1", "10", "28", "300"}},
	} {
		for name, cloud := range map[string]bool{"local": false, "cloud": true} {
			for _, gone := range []bool{false, true} {
				t.Run(test.name+" "+name, func(t *testing.T) {
					d := &desk{}
					phone, g := office(t, cloud, d, func(c *android.Config) { c.First, c.Last = test.first, test.last })
					phone.NewExport = gone
					for text, hours := range map[string]int{"0": 0, "1": 1, "10": 10, "28": 28, "300": 300, "400": 400} {
						phone.Receive("+6281390000101", text, ago(hours))
					}
					if err := g.SetUp(t.Context()); err != nil {
						t.Fatal(err)
					}
					if err := g.CatchUp(t.Context(), now); err != nil {
						t.Fatal(err)
					}
					phone.Wait()
					heard := d.texts()
					slices.Sort(heard)
					if !slices.Equal(heard, test.want) {
						t.Errorf("heard %v, want %v", heard, test.want)
					}
				})
			}
		}
	}

	phone, g := office(t, false, &desk{}, func(c *android.Config) { c.First, c.Last = ago(9), ago(8) })
	phone.Break(func(*http.Request) *phonetest.Fault { return &phonetest.Fault{Status: 500} })
	if err := g.CatchUp(t.Context(), now); err == nil || !strings.Contains(err.Error(), "500") {
		t.Errorf("error %v", err)
	}
}

// TestRunSaysWhatIsWrong: the log tells what to do, once, and Run ends with its context.
func TestRunSaysWhatIsWrong(t *testing.T) {
	g := gateway(t, settings(), &desk{}) // nobody listens there
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan string, 10)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		g.Run(ctx, slog.New(slog.NewTextHandler(lines(told), nil)))
	}()
	if line := <-told; !strings.Contains(line, "does not answer") || strings.Contains(line, phonetest.Password) {
		t.Errorf("the log says %s", line)
	}
	if h := g.Health(); h.OK || !strings.Contains(h.Problem, "does not answer") {
		t.Errorf("health %+v", h)
	}
	cancel()
	<-ended
	if len(told) != 0 {
		t.Errorf("and then %s", <-told)
	}
}

// lines hands on what is written.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}
