package console

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"bendahara/store"
)

// address is where a request comes from, as far as the network says. Of a proxy that we
// trust it is what the proxy says; what anybody else writes in a header counts nothing.
func (c *Console) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		a, err := netip.ParseAddr(host)
		trusted := func(p netip.Prefix) bool { return p.Contains(a.Unmap().WithZone("")) }
		if err != nil || !slices.ContainsFunc(c.Proxies, trusted) {
			break
		}
		said, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		host = said.String()
	}
	return host
}

// network is the part of an address that one household has: of IPv6 its first half.
func network(from string) string {
	a, err := netip.ParseAddr(from)
	if err != nil || !a.Unmap().Is6() {
		return from
	}
	p, _ := a.WithZone("").Prefix(64)
	return p.String()
}

// knownCookie is kept by a browser from which a user has logged in. Who tries her name
// from elsewhere can so neither lock her out of it nor hold her up.
const knownCookie = "bendahara_kenal"

// knownValue follows from the password: with another the browser is a stranger again.
func knownValue(u store.User) string {
	h := hmac.New(sha256.New, []byte(u.Password))
	h.Write([]byte("bendahara/browser/" + u.Name))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

func knows(r *http.Request, u store.User) bool {
	c, err := r.Cookie(knownCookie)
	return err == nil && u.Password != "" && hmac.Equal([]byte(c.Value), []byte(knownValue(u)))
}

// tries are the passwords and codes that were tried of late and not found right.
type tries struct {
	mu   sync.Mutex
	made map[string][]time.Time
}

// trier is a key under which a try counts, and how many it may have. One that only slows
// down has no end.
type trier struct {
	key   string
	most  int
	slows bool
}

// triers are those of a log-in. From a browser that knows the user only she herself can
// use them up. From elsewhere an address may try only so often; and the more a name was
// tried, from wherever, the longer each further try of it waits.
func triers(user, from string, known bool) []trier {
	if known {
		return []trier{{key: "known " + user, most: triesKnown}}
	}
	list := []trier{{key: "from " + network(from), most: triesFrom}}
	if user != "" {
		list = append(list, trier{key: "user " + user + " from " + network(from), most: triesOfUser}, trier{key: "user " + user, slows: true})
	}
	return list
}

// try counts a try before it is looked at, so that many at once get no further than one
// after the other. It tells how long this one has to wait; false: there were too many.
func (t *tries) try(now time.Time, list []trier) (wait time.Duration, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range list {
		t.made[one.key] = slices.DeleteFunc(t.made[one.key], func(at time.Time) bool { return now.Sub(at) >= triesTime })
		n := len(t.made[one.key])
		switch {
		case !one.slows && n >= one.most:
			return 0, false
		case one.slows && n >= triesOfUser:
			wait = min(time.Duration(n-triesOfUser+1)*slowStep, slowMost)
		}
	}
	if len(t.made) > maxTriers {
		t.sweep(now)
		if len(t.made) > maxTriers && !strings.HasPrefix(list[0].key, "known ") {
			return 0, false // somebody tries from everywhere: for a while only known browsers get in
		}
	}
	for _, one := range list {
		t.made[one.key] = append(t.made[one.key], now)
		if extra := len(t.made[one.key]) - triesRemembered; extra > 0 {
			t.made[one.key] = t.made[one.key][extra:]
		}
	}
	return wait, true
}

func (t *tries) sweep(now time.Time) {
	for key, made := range t.made {
		if len(made) == 0 || now.Sub(made[len(made)-1]) >= triesTime {
			delete(t.made, key)
		}
	}
}

// forgive takes back what a right one was counted for: of the user all, of the address
// this one.
func (t *tries) forgive(list []trier) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range list {
		if n := len(t.made[one.key]); n > 0 && strings.HasPrefix(one.key, "from ") {
			t.made[one.key] = t.made[one.key][:n-1]
		} else {
			delete(t.made, one.key)
		}
	}
}

// slow waits, with few others: where more have to, it says false at once.
func (c *Console) slow(ctx context.Context, wait time.Duration) bool {
	if wait == 0 {
		return true
	}
	select {
	case c.slowed <- struct{}{}:
		defer func() { <-c.slowed }()
	default:
		return false
	}
	return c.wait(ctx, wait) == nil
}

// wait is time that passes.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
