package android

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"bendahara/bot"
)

// What a phone should be like.
const (
	GoodKey     = 16                  // characters of a signing key; the app's own has 8
	goodRetries = 15                  // of a webhook: two days
	goodPing    = 10 * time.Minute    // between two pulses; without one for silentAfter the phone counts as lost
	goodBattery = 25                  // per cent
	clockLimit  = staleAfter / 2      // of the phone's clock; what is staleAfter off is refused
	certificate = 30 * 24 * time.Hour // that ours should still be good for
)

// Examine asks the app whether it knows us and how the phone is set up, and looks whether
// it can reach us. What nobody but the app's own screen tells is in the guide.
func (g *Gateway) Examine(ctx context.Context, now time.Time) []bot.Finding {
	found := []bot.Finding{g.examineKey()}
	registered, a, f := g.examineAPI(ctx)
	found = append(found, f)
	if !f.OK {
		return found // what else is wrong cannot be seen
	}
	return append(found, g.examineClock(a, now), g.examineHooks(registered), g.examineSettings(ctx),
		g.examinePower(ctx), g.examineSIM(ctx, now), g.examineWay(ctx, now), g.examineSigns(now))
}

func (g *Gateway) examineKey() bot.Finding {
	f := bot.Finding{About: "phone's signing key", OK: true, Says: "long enough"}
	if n := len(g.config.SigningKey); n < GoodKey {
		f.OK, f.Says = false, fmt.Sprintf("it has only %d characters; set one of %d or more in the app (Settings, Webhooks) and in BENDAHARA_ANDROID_SIGNING_KEY", n, GoodKey)
	}
	return f
}

// examineAPI lists the registered webhooks: that needs the right address, user and
// password.
func (g *Gateway) examineAPI(ctx context.Context) (registered []hook, a answer, f bot.Finding) {
	f.About = "phone"
	a, err := g.call(ctx, http.MethodGet, nil, "webhooks")
	switch {
	case err != nil:
		f.Says = fmt.Sprintf("the phone or its server does not answer at BENDAHARA_ANDROID_URL (%v); see that it is on, that the app says Online, and that its address is the same", cause(err))
	case a.status == http.StatusUnauthorized || a.status == http.StatusForbidden:
		f.Says = notTaken
	case !a.ok() || json.Unmarshal(a.body, &registered) != nil:
		f.Says = fmt.Sprintf("something else than the app answers at BENDAHARA_ANDROID_URL (%d); see that the address is the one that the app shows", a.status)
	default:
		f.OK, f.Says = true, "the app answers and knows us"
	}
	return registered, a, f
}

func (g *Gateway) examineClock(a answer, now time.Time) bot.Finding {
	f := bot.Finding{About: "phone's clock", OK: true, Says: "it is ours"}
	off := now.Sub(a.date)
	switch {
	case a.date.IsZero():
		f.Says = "the app does not tell"
	case off.Abs() > clockLimit:
		f.OK, f.Says = false, fmt.Sprintf("the phone's clock and ours are %v apart, and beyond %v what it posts is refused; set both to the network's time",
			off.Abs().Round(time.Minute), staleAfter)
	}
	return f
}

// examineHooks compares where the phone posts with where we listen.
func (g *Gateway) examineHooks(registered []hook) bot.Finding {
	f := bot.Finding{About: "phone's webhooks"}
	want := g.config.Webhook()
	if want == "" && len(registered) == 0 {
		f.Says = noWay
		return f
	}
	for _, h := range hooks {
		there, elsewhere := false, ""
		for _, r := range registered {
			if r.Event != h.event {
				continue
			}
			// Somebody who registers by hand knows an address that we do not.
			if r.URL == want || want == "" && strings.HasSuffix(r.URL, Path) {
				there = true
			} else if r.ID == h.id {
				elsewhere = r.URL
			}
		}
		switch {
		case there || h.since && elsewhere == "":
		case elsewhere != "":
			f.Says = fmt.Sprintf("%s goes to %s and not to %s; start serve, which registers it anew, and see that no other program uses this phone", h.event, elsewhere, want)
			return f
		default:
			f.Says = fmt.Sprintf("nothing is posted to us of %s; start serve, which registers it", h.event)
			return f
		}
	}
	f.OK, f.Says = true, "the phone posts to us: "+cmp.Or(want, "registered by hand")
	return f
}

// appSettings are those of the app's that matter to us. One that the app does not tell
// is nil.
type appSettings struct {
	Ping *struct {
		Seconds *int `json:"interval_seconds"`
	} `json:"ping"`
	Webhooks *struct {
		Internet *bool `json:"internet_required"`
		Retries  *int  `json:"retry_count"`
	} `json:"webhooks"`
	Messages *struct {
		Order     *string `json:"processing_order"`
		Period    *string `json:"limit_period"`
		Limit     *int    `json:"limit_value"`
		Delay     *int    `json:"send_interval_max"`
		WorkHours *bool   `json:"work_hours_enabled"`
	} `json:"messages"`
}

func (g *Gateway) examineSettings(ctx context.Context) bot.Finding {
	f := bot.Finding{About: "app's settings", OK: true}
	a, err := g.call(ctx, http.MethodGet, nil, "settings")
	var s appSettings
	if err != nil || !a.ok() || json.Unmarshal(a.body, &s) != nil {
		f.Says = "the app does not tell them; compare them with the guide (docs/panduan-android.md, 3)"
		return f
	}
	if wrong := s.wrong(g.local()); len(wrong) > 0 {
		f.OK, f.Says = false, "on the phone, under Settings: "+strings.Join(wrong, "; ")
		return f
	}
	f.Says = "as they should be, so far as the app tells them"
	return f
}

// wrong is what to set otherwise.
func (s appSettings) wrong(local bool) (list []string) {
	add := func(is bool, what string) {
		if is {
			list = append(list, what)
		}
	}
	if p := s.Ping; p != nil {
		add(p.Seconds == nil || *p.Seconds <= 0, "Ping is off: set 300 seconds, else nobody notices that the phone is dead")
		add(p.Seconds != nil && time.Duration(*p.Seconds)*time.Second > goodPing, "Ping comes too seldom: set 300 seconds")
	}
	if w := s.Webhooks; w != nil {
		add(local && w.Internet != nil && *w.Internet, "Webhooks, Require Internet connection: off, else SMS wait while the internet is away")
		add(w.Retries != nil && *w.Retries < goodRetries, "Webhooks, retry count: 15, else SMS that come while this machine is off are lost")
	}
	if m := s.Messages; m != nil {
		add(m.Order != nil && *m.Order != "FIFO", "Messages, Processing order: FIFO, else answers go in the wrong order")
		add(m.Period != nil && *m.Period != "Disabled" && m.Limit != nil && *m.Limit > 0, "Messages, limit: off; BENDAHARA_ANDROID_PER_HOUR and _PER_DAY do it here")
		add(m.Delay != nil && *m.Delay > 0, "Messages, delay: off, else reminders go very slowly")
		add(m.WorkHours != nil && *m.WorkHours, "Messages, work hours: off, else answers wait for the morning")
	}
	return list
}

// vitals are what the app's health tells of the phone itself, by name.
type vitals map[string]struct {
	Value float64 `json:"observedValue"`
}

// examinePower looks at the battery: it is what holds through a power cut.
func (g *Gateway) examinePower(ctx context.Context) bot.Finding {
	f := bot.Finding{About: "phone's battery", OK: true}
	var says struct{ Checks vitals }
	a, err := g.call(ctx, http.MethodGet, nil, "health")
	if err == nil {
		_ = json.Unmarshal(a.body, &says) // an ill phone answers 500 and tells all the same
	}
	level, told := says.Checks["battery:level"]
	if last := g.vitals.Load(); !told && last != nil { // a server answers for itself; the phone's pulse has it
		says.Checks = *last
		level, told = says.Checks["battery:level"]
	}
	charging, plugged := says.Checks["battery:charging"]
	switch {
	case !told:
		f.Says = "the app does not tell"
	case plugged && charging.Value == 0:
		f.OK, f.Says = false, fmt.Sprintf("it is at %.0f%% and not being charged; plug the charger in", level.Value)
	case level.Value < goodBattery:
		f.OK, f.Says = false, fmt.Sprintf("it is at %.0f%% only; see that the charger is strong enough, and the battery not old", level.Value)
	default:
		f.Says = fmt.Sprintf("%.0f%%, being charged", level.Value)
	}
	return f
}

// device is a phone as the app or its server lists it.
type device struct {
	ID       string    `json:"id"`
	LastSeen time.Time `json:"lastSeen"`
	SIMs     []struct {
		Number  int    `json:"simNumber"`
		Carrier string `json:"carrierName"`
	} `json:"simCards"`
}

// devices lists the phones: the app knows "device" of old, a server "devices" only.
func (g *Gateway) devices(ctx context.Context) (list []device, a answer, err error) {
	for _, name := range []string{"devices", "device"} {
		if a, err = g.call(ctx, http.MethodGet, nil, name); err != nil || a.ok() {
			break
		}
	}
	if err == nil && a.ok() {
		_ = json.Unmarshal(a.body, &list)
	}
	return list, a, err
}

func (g *Gateway) examineSIM(ctx context.Context, now time.Time) bot.Finding {
	f := bot.Finding{About: "phone's SIM", OK: true, Says: "the app does not tell"}
	list, _, err := g.devices(ctx)
	if err != nil {
		return f
	}
	var names []string
	for _, d := range list[:min(len(list), deviceLimit)] {
		if !g.local() && !d.LastSeen.IsZero() && now.Sub(d.LastSeen) > silentAfter {
			f.OK, f.Says = false, fmt.Sprintf("the server has not seen the phone for %v; see that it is on and that the app says Online", now.Sub(d.LastSeen).Round(time.Minute))
			return f
		}
		if d.SIMs == nil {
			return f
		}
		for _, sim := range d.SIMs {
			if g.config.SIM == 0 || sim.Number == g.config.SIM {
				names = append(names, cmp.Or(sim.Carrier, fmt.Sprintf("SIM %d", sim.Number)))
			}
		}
	}
	switch {
	case len(list) == 0:
	case len(names) == 0 && g.config.SIM != 0:
		f.OK, f.Says = false, fmt.Sprintf("there is no card in slot %d (BENDAHARA_ANDROID_SIM), or the app may not see it; look at the slot and at the app's Phone permission", g.config.SIM)
	case len(names) == 0:
		f.OK, f.Says = false, "there is none, or the app may not see it; look at the slot and at the app's Phone permission"
	case len(names) > 1:
		f.OK, f.Says = false, fmt.Sprintf("there are %d, and either may send; set BENDAHARA_ANDROID_SIM to the one whose number the groups know", len(names))
	default:
		f.Says = names[0]
	}
	return f
}

// examineWay looks at our own https address as the phone sees it. Who signed its
// certificate the phone judges by itself, but not how long it is still good for.
func (g *Gateway) examineWay(ctx context.Context, now time.Time) bot.Finding {
	f := bot.Finding{About: "way from the phone", OK: true}
	u, err := url.Parse(g.config.Webhook())
	if err != nil || u.Scheme != "https" {
		f.Says = "by the phone's own address and adb reverse; after the cable was out, run that again (doctor --phone-test NUMBER tries it)"
		return f
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, ServerName: u.Hostname()}} // it is looked at, nothing is told to it
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "443")))
	if err != nil {
		f.OK, f.Says = false, fmt.Sprintf("nothing answers at %s (%v); see that serve runs there with its certificate", u.Host, err)
		return f
	}
	defer conn.Close()
	leaf := conn.(*tls.Conn).ConnectionState().PeerCertificates[0]
	switch left := leaf.NotAfter.Sub(now); {
	case leaf.VerifyHostname(u.Hostname()) != nil:
		f.OK, f.Says = false, fmt.Sprintf("the certificate there is not for %s; make one for this address (the guide, 5B)", u.Hostname())
	case left < certificate:
		f.OK, f.Says = false, fmt.Sprintf("the certificate ends on %s; make a new one (the guide, 5B), else the phone posts no more", leaf.NotAfter.Format(time.DateOnly))
	default:
		f.Says = "its certificate is good until " + leaf.NotAfter.Format(time.DateOnly)
	}
	return f
}

// examineSigns is what the phone's own webhooks tell while we run.
func (g *Gateway) examineSigns(now time.Time) bot.Finding {
	h := g.health(now)
	f := bot.Finding{About: "phone's webhooks so far", OK: h.OK, Says: h.Problem}
	switch {
	case !h.OK:
	case h.Seen.IsZero():
		f.Says = "none came since the start"
	default:
		f.Says = fmt.Sprintf("signed well, the last %v ago", now.Sub(h.Seen).Round(time.Second))
	}
	return f
}

// local tells whether the phone itself answers, and no server in its place.
func (g *Gateway) local() bool { return near(g.base.Hostname()) }
