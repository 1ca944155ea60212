package android

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Config is what a person sets: the comments name the variables.
type Config struct {
	// PublicURL is where the phone reaches us: BENDAHARA_ANDROID_PUBLIC_URL, or
	// else BENDAHARA_PUBLIC_URL. Empty: somebody registers the webhooks by hand.
	PublicURL  string
	URL        string // BENDAHARA_ANDROID_URL: the phone's own server, or https://api.sms-gate.app/3rdparty/v1
	User       string // BENDAHARA_ANDROID_USER
	Password   string // BENDAHARA_ANDROID_PASSWORD
	SigningKey string // BENDAHARA_ANDROID_SIGNING_KEY: the app's, under Settings, Webhooks
	SIM        int    // BENDAHARA_ANDROID_SIM: 1, 2 or 3; 0 leaves it to the phone
	PerHour    int    // BENDAHARA_ANDROID_PER_HOUR: SMS an hour by this SIM, replies exempt; 0 no cap
	PerDay     int    // BENDAHARA_ANDROID_PER_DAY: SMS in any 24 hours

	// First and Last are when messages came by this gateway, as the store knows:
	// what came since is asked for at the start. Zero: none ever did.
	First, Last time.Time
	// Sent is when messages went by this gateway in the last 24 hours.
	Sent []time.Time
}

// ErrNotConfigured is what Check returns where nothing of the phone's is set: the
// gateway is not wanted.
var ErrNotConfigured = errors.New("android: not configured")

// Check returns nil, ErrNotConfigured, or one sentence naming what is missing or
// wrong. No error holds the password or the key.
func (c Config) Check() error {
	needs := []struct{ name, value string }{
		{"BENDAHARA_ANDROID_URL", c.URL},
		{"BENDAHARA_ANDROID_USER", c.User},
		{"BENDAHARA_ANDROID_PASSWORD", c.Password},
		{"BENDAHARA_ANDROID_SIGNING_KEY", c.SigningKey},
	}
	var missing []string
	for _, need := range needs {
		if need.value == "" {
			missing = append(missing, need.name)
		}
	}
	switch {
	case len(missing) == len(needs) && c.SIM == 0 && c.PerHour == 0 && c.PerDay == 0:
		return ErrNotConfigured
	case len(missing) > 0:
		return fmt.Errorf("the Android gateway is half set up; missing: %s", strings.Join(missing, ", "))
	case c.SIM < 0 || c.SIM > 3:
		return errors.New("BENDAHARA_ANDROID_SIM: want 1, 2 or 3, or nothing to leave it to the phone")
	case c.PerHour < 0 || c.PerDay < 0:
		return errors.New("BENDAHARA_ANDROID_PER_HOUR and _PER_DAY: want a number of SMS, or nothing for no cap")
	case strings.Contains(c.User, ":"):
		return errors.New("BENDAHARA_ANDROID_USER: no colon may be in it")
	}
	if err := checkURL(c.url()); err != nil {
		return err
	}
	return checkPublicURL(c.PublicURL)
}

func (c Config) url() string { return strings.TrimRight(c.URL, "/") }

// Webhook is where the phone posts to, or empty where it cannot: the app posts
// to https, and without it to the phone itself alone.
func (c Config) Webhook() string {
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && !loopback(u.Hostname()) {
		return ""
	}
	return strings.TrimRight(c.PublicURL, "/") + Path
}

func checkURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case strings.ContainsAny(raw, "@?#"): // a password may be in it: don't quote
		return errors.New("BENDAHARA_ANDROID_URL: no @, ? or # may be in it")
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("BENDAHARA_ANDROID_URL: %q is no address such as http://192.168.1.20:8080", raw)
	case u.Hostname() == "api.sms-gate.app" && u.Path == "":
		return errors.New("BENDAHARA_ANDROID_URL: the cloud server's address is https://api.sms-gate.app/3rdparty/v1")
	case u.Scheme == "http" && !near(u.Hostname()):
		return errors.New("BENDAHARA_ANDROID_URL: plain http carries the password unguarded, so only to an address in the office's own network")
	}
	return nil
}

func checkPublicURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		return nil
	case strings.ContainsAny(raw, "@?#"):
		return errors.New("the public URL: no @, ? or # may be in it")
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("the public URL: %q is no address such as https://upk.example.org", raw)
	}
	return nil
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// near reports whether a host is this machine or one of the same network.
func near(host string) bool {
	ip, err := netip.ParseAddr(host)
	return loopback(host) || err == nil && (ip.IsPrivate() || ip.IsLinkLocalUnicast())
}
