package bot

import (
	"cmp"
	"context"
	"time"

	"bendahara/store"
)

// Health is how a gateway is, as far as it can tell without sending anything.
type Health struct {
	Name string // the gateway's
	OK   bool   // messages go and come, or nothing is known to be wrong
	// Seen is the last sign of life from the other side: an answer, a webhook, a
	// pulse. Zero: none since the program started.
	Seen time.Time
	// Problem says in one sentence what is wrong and what to do; empty while OK.
	Problem string
}

// Healthy is a Gateway that knows how it is. It answers at once, from memory.
type Healthy interface {
	Health() Health
}

// Finding is what an examination found: what was looked at, whether it is as it should
// be, and in one sentence what was found and, where it is not, what to do.
type Finding struct {
	About string
	OK    bool
	Says  string
}

// Examined is a Gateway that can look at itself and its settings closely, also over the
// network. It sends no message to anybody.
type Examined interface {
	Examine(ctx context.Context, now time.Time) []Finding
}

// Status is how the gateways are and what passed through them today.
type Status struct {
	Gateways []GatewayStatus
	Passed   int       // messages of today, received and written, which were counted for that
	Waiting  int       // messages that wait to be sent
	Oldest   time.Time // when the one that waits longest was written; zero: none waits
}

// GatewayStatus is one gateway's health and its traffic since midnight in the UPK's
// zone.
type GatewayStatus struct {
	Health
	Today store.Traffic
}

// Examine has each gateway look at itself closely. One that cannot says how it is.
func (b *Bot) Examine(ctx context.Context, now time.Time) (all []Finding) {
	for _, g := range b.gateways {
		switch g := g.(type) {
		case Examined:
			all = append(all, g.Examine(ctx, now)...)
		case Healthy:
			h := g.Health()
			all = append(all, Finding{About: h.Name, OK: h.OK, Says: cmp.Or(h.Problem, "nothing is known to be wrong")})
		}
	}
	return all
}

// Status is for the office's instruments. The error is the store's.
func (b *Bot) Status(ctx context.Context, now time.Time) (s Status, err error) {
	var today map[string]store.Traffic
	err = b.db.View(ctx, func(tx *store.Tx) error {
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		year, month, day := now.In(settings.Zone()).Date()
		if today, err = tx.Traffic(time.Date(year, month, day, 0, 0, 0, 0, settings.Zone())); err != nil {
			return err
		}
		s.Waiting, s.Oldest, err = tx.LongestWaiting()
		return err
	})
	for _, h := range b.GatewayHealth() {
		s.Gateways = append(s.Gateways, GatewayStatus{h, today[h.Name]})
	}
	for _, t := range today {
		s.Passed += t.In + t.Out + t.Failed
	}
	return s, err
}

// GatewayHealth is how the gateways are, without what passed through them.
func (b *Bot) GatewayHealth() (all []Health) {
	for _, g := range b.gateways {
		h := Health{Name: g.Name(), OK: true}
		if healthy, says := g.(Healthy); says {
			h = healthy.Health()
		}
		all = append(all, h)
	}
	return all
}
