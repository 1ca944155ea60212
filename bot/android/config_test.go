package android_test

import (
	"errors"
	"strings"
	"testing"

	"bendahara/bot"
	"bendahara/bot/android"
	"bendahara/bot/android/phonetest"
)

func TestConfig(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*android.Config)
		want   []string // in the error; nothing: no error
	}{
		{"whole", func(*android.Config) {}, nil},
		{"no public URL: the webhooks are set by hand", func(c *android.Config) { c.PublicURL = "" }, nil},
		{"on the office's network", func(c *android.Config) { c.URL = "http://192.168.1.20:8080/" }, nil},
		{"IPv6 on the office's network", func(c *android.Config) { c.URL = "http://[fd00::20]:8080" }, nil},
		{"cloud", func(c *android.Config) { c.URL = "https://api.sms-gate.app/3rdparty/v1" }, nil},
		{"private server", func(c *android.Config) { c.URL = "https://sms.upk.example.org/3rdparty/v1/" }, nil},
		{"SIM 2, caps", func(c *android.Config) { c.SIM, c.PerHour, c.PerDay = 2, 30, 200 }, nil},

		{"no URL", func(c *android.Config) { c.URL = "" }, []string{"missing: BENDAHARA_ANDROID_URL"}},
		{"no user", func(c *android.Config) { c.User = "" }, []string{"missing: BENDAHARA_ANDROID_USER"}},
		{"no password", func(c *android.Config) { c.Password = "" }, []string{"missing: BENDAHARA_ANDROID_PASSWORD"}},
		{"no key", func(c *android.Config) { c.SigningKey = "" }, []string{"missing: BENDAHARA_ANDROID_SIGNING_KEY"}},
		{
			"only a URL", func(c *android.Config) { *c = android.Config{URL: c.URL} },
			[]string{"missing: BENDAHARA_ANDROID_USER, BENDAHARA_ANDROID_PASSWORD, BENDAHARA_ANDROID_SIGNING_KEY"},
		},
		{"only a cap", func(c *android.Config) { *c = android.Config{PerDay: 10} }, []string{"missing: BENDAHARA_ANDROID_URL"}},

		{"SIM 4", func(c *android.Config) { c.SIM = 4 }, []string{"_SIM"}},
		{"a cap below none", func(c *android.Config) { c.PerHour = -1 }, []string{"_PER_HOUR"}},
		{"a colon in the user's name", func(c *android.Config) { c.User = "a:b" }, []string{"_USER"}},
		{"the cloud without its path", func(c *android.Config) { c.URL = "https://api.sms-gate.app" }, []string{"/3rdparty/v1"}},
		{"plain http far away", func(c *android.Config) { c.URL = "http://sms.upk.example.org" }, []string{"BENDAHARA_ANDROID_URL", "http"}},
		{"plain http to an address far away", func(c *android.Config) { c.URL = "http://8.8.8.8:8080" }, []string{"BENDAHARA_ANDROID_URL"}},
		{"no scheme", func(c *android.Config) { c.URL = "192.168.1.20:8080" }, []string{"BENDAHARA_ANDROID_URL"}},
		{"a password in the URL", func(c *android.Config) { c.URL = "http://a:rahasia@192.168.1.20" }, []string{"BENDAHARA_ANDROID_URL"}},
		{"a public URL without scheme", func(c *android.Config) { c.PublicURL = "upk.example.org" }, []string{"public URL"}},
		{"a password in the public URL", func(c *android.Config) { c.PublicURL = "https://a:rahasia@upk.example.org" }, []string{"public URL"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			config := settings()
			test.change(&config)
			err := config.Check()
			if _, newErr := android.New(config, (&desk{}).events()); (newErr == nil) != (err == nil) {
				t.Errorf("New: %v, Check: %v", newErr, err)
			}
			if len(test.want) == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || errors.Is(err, android.ErrNotConfigured) {
				t.Fatalf("error %v", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %q", want, err)
				}
			}
			for _, secret := range []string{phonetest.Password, phonetest.Key, "rahasia"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("a secret in %q", err)
				}
			}
		})
	}
}

func TestNotConfigured(t *testing.T) {
	for _, config := range []android.Config{{}, {PublicURL: "https://upk.example.org"}} {
		if err := config.Check(); !errors.Is(err, android.ErrNotConfigured) {
			t.Errorf("%+v: %v", config, err)
		}
	}
	if _, err := android.New(settings(), bot.Events{}); err == nil {
		t.Error("a gateway without events")
	}
}

// TestWebhookAddress: the app posts to https, or to the phone itself.
func TestWebhookAddress(t *testing.T) {
	for public, want := range map[string]string{
		"https://upk.example.org/bendahara/": "https://upk.example.org/bendahara/webhooks/android",
		"https://192.168.1.10:8443":          "https://192.168.1.10:8443/webhooks/android",
		"http://127.0.0.1:8080":              "http://127.0.0.1:8080/webhooks/android",
		"http://192.168.1.10:8080":           "",
		"http://upk.example.org":             "",
		"":                                   "",
	} {
		if got := (android.Config{PublicURL: public}).Webhook(); got != want {
			t.Errorf("%q: %q, want %q", public, got, want)
		}
	}
}
