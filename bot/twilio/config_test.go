package twilio_test

import (
	"errors"
	"strings"
	"testing"

	"bendahara/bot"
	"bendahara/bot/twilio"
)

func TestConfig(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*twilio.Config)
		want   []string // in the error; nothing: no error
	}{
		{"whole", func(*twilio.Config) {}, nil},
		{"SMS only", func(c *twilio.Config) { c.WhatsAppFrom = "" }, nil},
		{"WhatsApp only", func(c *twilio.Config) { c.SMSFrom = "" }, nil},
		{"no old token, Twilio itself", func(c *twilio.Config) { c.AuthTokenOld, c.APIURL = "", "" }, nil},
		{"public plain http with a port", func(c *twilio.Config) { c.PublicURL = "http://upk.example.org:8080/" }, nil},
		{"API elsewhere", func(c *twilio.Config) { c.APIURL = "https://api.example.org:8443/" }, nil},
		{"API on IPv6 loopback", func(c *twilio.Config) { c.APIURL = "http://[::1]:4010" }, nil},
		{"API on localhost", func(c *twilio.Config) { c.APIURL = "http://localhost:4010" }, nil},

		{"no public URL", func(c *twilio.Config) { c.PublicURL = "" }, []string{"BENDAHARA_PUBLIC_URL"}},
		{"no account", func(c *twilio.Config) { c.AccountSID = "" }, []string{"BENDAHARA_TWILIO_ACCOUNT_SID"}},
		{"no token", func(c *twilio.Config) { c.AuthToken = "" }, []string{"BENDAHARA_TWILIO_AUTH_TOKEN"}},
		{
			"no number", func(c *twilio.Config) { c.SMSFrom, c.WhatsAppFrom = "", "" },
			[]string{"BENDAHARA_TWILIO_SMS_FROM or BENDAHARA_TWILIO_WHATSAPP_FROM"},
		},
		{
			"only a number", func(c *twilio.Config) { *c = twilio.Config{SMSFrom: c.SMSFrom} },
			[]string{"missing: BENDAHARA_PUBLIC_URL, BENDAHARA_TWILIO_ACCOUNT_SID, BENDAHARA_TWILIO_AUTH_TOKEN"},
		},
		{"only an API", func(c *twilio.Config) { *c = twilio.Config{APIURL: c.APIURL} }, []string{"BENDAHARA_TWILIO_AUTH_TOKEN"}},

		{"account and token swapped", func(c *twilio.Config) { c.AccountSID, c.AuthToken = c.AuthToken, c.AccountSID }, []string{"_ACCOUNT_SID"}},
		{"token with a space", func(c *twilio.Config) { c.AuthToken = "geheim 1" }, []string{"_AUTH_TOKEN:"}},
		{"old token with a space", func(c *twilio.Config) { c.AuthTokenOld = "geheim 1" }, []string{"_AUTH_TOKEN_OLD:"}},
		{"local number", func(c *twilio.Config) { c.SMSFrom = "081100000001" }, []string{"_SMS_FROM", "081100000001"}},
		{"prefixed number", func(c *twilio.Config) { c.WhatsAppFrom = "whatsapp:+6281100000002" }, []string{"_WHATSAPP_FROM"}},
		{"public without scheme", func(c *twilio.Config) { c.PublicURL = "upk.example.org" }, []string{"_PUBLIC_URL"}},
		{"public path only", func(c *twilio.Config) { c.PublicURL = "/bendahara" }, []string{"_PUBLIC_URL"}},
		{"public ftp", func(c *twilio.Config) { c.PublicURL = "ftp://upk.example.org" }, []string{"_PUBLIC_URL"}},
		{"public with query", func(c *twilio.Config) { c.PublicURL += "?a=b" }, []string{"_PUBLIC_URL"}},
		{"public with name", func(c *twilio.Config) { c.PublicURL = "https://a:geheim@upk.example.org" }, []string{"_PUBLIC_URL"}},
		{"public with name, no address", func(c *twilio.Config) { c.PublicURL = "https://a:geheim@upk.example.org:x" }, []string{"_PUBLIC_URL"}},
		{"public with a space", func(c *twilio.Config) { c.PublicURL = "https://upk.example.org/a b" }, []string{"_PUBLIC_URL"}},
		{"public with underscore", func(c *twilio.Config) { c.PublicURL = "https://upk_1.example.org" }, []string{"underscore"}},
		{"API plain http", func(c *twilio.Config) { c.APIURL = "http://api.example.org" }, []string{"_API_URL", "this machine"}},
		{"API like loopback", func(c *twilio.Config) { c.APIURL = "http://127.0.0.1.example.org" }, []string{"_API_URL"}},
		{"API with path", func(c *twilio.Config) { c.APIURL = "https://api.example.org/v1" }, []string{"_API_URL", "host only"}},
		{"API with name", func(c *twilio.Config) { c.APIURL = "https://a:geheim@api.example.org" }, []string{"_API_URL"}},
		{"API nonsense", func(c *twilio.Config) { c.APIURL = "twilio" }, []string{"_API_URL"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			config := settings()
			test.change(&config)
			err := config.Check()
			if _, newErr := twilio.New(config, (&desk{}).events()); (newErr == nil) != (err == nil) {
				t.Errorf("New: %v, Check: %v", newErr, err)
			}
			if len(test.want) == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || errors.Is(err, twilio.ErrNotConfigured) {
				t.Fatalf("error %v", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %q", want, err)
				}
			}
			if strings.Contains(err.Error(), token) || strings.Contains(err.Error(), "geheim") {
				t.Errorf("a secret in %q", err)
			}
		})
	}
}

func TestNotConfigured(t *testing.T) {
	for _, config := range []twilio.Config{{}, {PublicURL: public}} {
		if err := config.Check(); !errors.Is(err, twilio.ErrNotConfigured) {
			t.Errorf("%+v: %v", config, err)
		}
	}
	if _, err := twilio.New(settings(), bot.Events{}); err == nil {
		t.Error("a gateway without events")
	}
}
