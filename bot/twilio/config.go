package twilio

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Config is what a person sets: the comments name the variables.
type Config struct {
	PublicURL    string // BENDAHARA_PUBLIC_URL: where Twilio reaches us, with the path that a proxy takes off
	AccountSID   string // BENDAHARA_TWILIO_ACCOUNT_SID
	AuthToken    string // BENDAHARA_TWILIO_AUTH_TOKEN
	AuthTokenOld string // BENDAHARA_TWILIO_AUTH_TOKEN_OLD: still good in signatures while the token is being changed
	SMSFrom      string // BENDAHARA_TWILIO_SMS_FROM
	WhatsAppFrom string // BENDAHARA_TWILIO_WHATSAPP_FROM, without "whatsapp:"
	APIURL       string // BENDAHARA_TWILIO_API_URL: another scheme and host than Twilio's own
	Templates    string // BENDAHARA_TWILIO_TEMPLATES: "name=HX..., name=HX...": the ContentSid of each approved template
}

// ErrNotConfigured is what Check returns where nothing of Twilio's is set: the
// gateway is not wanted.
var ErrNotConfigured = errors.New("twilio: not configured")

const (
	whatsappPrefix = "whatsapp:"
	twilioAPI      = "https://api.twilio.com"
)

var (
	accountSID   = regexp.MustCompile(`^AC[0-9a-fA-F]{32}$`)
	alphanumeric = regexp.MustCompile(`^[0-9a-zA-Z]*$`)
	e164         = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	contentSID   = regexp.MustCompile(`^HX[0-9a-fA-F]{32}$`)
)

// Check returns nil, ErrNotConfigured, or one sentence naming what is missing or
// wrong. No error holds a token.
func (c Config) Check() error {
	if c == (Config{PublicURL: c.PublicURL}) { // the public URL serves others, too
		return ErrNotConfigured
	}
	if missing := c.missing(); len(missing) > 0 {
		return fmt.Errorf("twilio: half set up; missing: %s", strings.Join(missing, ", "))
	}
	switch {
	case !accountSID.MatchString(c.AccountSID):
		return errors.New("BENDAHARA_TWILIO_ACCOUNT_SID: want AC and 32 hexadecimal digits")
	case !alphanumeric.MatchString(c.AuthToken):
		return errors.New("BENDAHARA_TWILIO_AUTH_TOKEN: want letters and digits only")
	case !alphanumeric.MatchString(c.AuthTokenOld):
		return errors.New("BENDAHARA_TWILIO_AUTH_TOKEN_OLD: want letters and digits only")
	case c.SMSFrom != "" && !e164.MatchString(c.SMSFrom):
		return fmt.Errorf("BENDAHARA_TWILIO_SMS_FROM: %q is no number such as +6281100000001", c.SMSFrom)
	case c.WhatsAppFrom != "" && !e164.MatchString(c.WhatsAppFrom):
		return fmt.Errorf("BENDAHARA_TWILIO_WHATSAPP_FROM: %q is no number such as +6281100000001", c.WhatsAppFrom)
	}
	if err := checkPublicURL(c.PublicURL); err != nil {
		return err
	}
	if _, err := c.templates(); err != nil {
		return err
	}
	return checkAPIURL(c.apiURL())
}

func (c Config) missing() []string {
	var missing []string
	for _, need := range []struct{ name, value string }{
		{"BENDAHARA_PUBLIC_URL", c.PublicURL},
		{"BENDAHARA_TWILIO_ACCOUNT_SID", c.AccountSID},
		{"BENDAHARA_TWILIO_AUTH_TOKEN", c.AuthToken},
		{"BENDAHARA_TWILIO_SMS_FROM or BENDAHARA_TWILIO_WHATSAPP_FROM", c.SMSFrom + c.WhatsAppFrom},
	} {
		if need.value == "" {
			missing = append(missing, need.name)
		}
	}
	return missing
}

// templates are the approved templates' ContentSids by name.
func (c Config) templates() (map[string]string, error) {
	sids := map[string]string{}
	for pair := range strings.FieldsFuncSeq(c.Templates, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, sid, _ := strings.Cut(pair, "=")
		if name == "" || !contentSID.MatchString(sid) {
			return nil, fmt.Errorf("BENDAHARA_TWILIO_TEMPLATES: %q is not a name and a ContentSid such as bendahara_pengingat=HX and 32 hexadecimal digits", pair)
		}
		if sids[name] != "" {
			return nil, fmt.Errorf("BENDAHARA_TWILIO_TEMPLATES: %s is there twice", name)
		}
		sids[name] = sid
	}
	return sids, nil
}

// Carries tells whether there is a number to send from on a channel.
func (c Config) Carries(channel conversation.Channel) bool { return c.from(channel) != "" }

// Lacking are those of the approved templates' names for which there is no ContentSid.
func (c Config) Lacking(names []string) []string {
	sids, err := c.templates()
	if err != nil {
		return names
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return sids[name] != "" })
}

func (c Config) publicURL() string { return strings.TrimRight(c.PublicURL, "/") }

func (c Config) apiURL() string {
	if c.APIURL == "" {
		return twilioAPI
	}
	return strings.TrimRight(c.APIURL, "/")
}

// from is the number that a channel sends from, or empty.
func (c Config) from(channel conversation.Channel) ledger.Phone {
	switch channel {
	case conversation.SMS:
		return ledger.Phone(c.SMSFrom)
	case conversation.WhatsApp:
		return ledger.Phone(c.WhatsAppFrom)
	}
	return ""
}

func checkPublicURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case strings.ContainsAny(raw, "@?#"): // a password may be in it: don't quote
		return errors.New("BENDAHARA_PUBLIC_URL: no @, ? or # may be in it")
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || u.String() != raw:
		return fmt.Errorf("BENDAHARA_PUBLIC_URL: %q is no address such as https://upk.example.org", raw)
	case strings.Contains(u.Host, "_"):
		return fmt.Errorf("BENDAHARA_PUBLIC_URL: Twilio takes no underscore in a host name: %q", u.Host)
	}
	return nil
}

func checkAPIURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case strings.Contains(raw, "@"):
		return errors.New("BENDAHARA_TWILIO_API_URL: no @ may be in it")
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("BENDAHARA_TWILIO_API_URL: %q is no address such as %s", raw, twilioAPI)
	case *u != url.URL{Scheme: u.Scheme, Host: u.Host}:
		return errors.New("BENDAHARA_TWILIO_API_URL: want a scheme and a host only")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return errors.New("BENDAHARA_TWILIO_API_URL: plain http carries the token unguarded, so only to this machine itself")
	}
	return nil
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
