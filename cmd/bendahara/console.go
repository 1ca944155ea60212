package main

import (
	"context"
	"io"
	"net/http"
	"net/netip"
	"slices"

	"bendahara/bot/console"
	"bendahara/ledger"
	"bendahara/store"
)

// proxy is an address, or a network of them.
type proxy struct{ netip.Prefix }

// UnmarshalText is encoding.TextUnmarshaler's.
func (p *proxy) UnmarshalText(text []byte) (err error) {
	if a, err := netip.ParseAddr(string(text)); err == nil {
		p.Prefix = netip.PrefixFrom(a, a.BitLen())
		return nil
	}
	p.Prefix, err = netip.ParsePrefix(string(text))
	return err
}

// addConsole gives the console every path that is nobody else's.
func (c *serveCmd) addConsole(e *env, mux *http.ServeMux, s *served) {
	o := console.Options{DB: s.db, Bot: s.bot, Log: e.logger(), Now: e.Now, Simulator: s.phones != nil, Books: readReports}
	if s.whatsapp != nil {
		o.WhatsApp = s.whatsapp
	}
	for _, p := range c.Proxies {
		o.Proxies = append(o.Proxies, p.Prefix)
	}
	for _, r := range allReports() {
		o.Reports = append(o.Reports, console.Report{Name: r.name, Title: r.title})
	}
	o.Make = func(ctx context.Context, name, format string, month ledger.Period, w io.Writer) error {
		return makeReport(ctx, e, s.db, reportCmd{Name: name, Format: format, Month: monthFlag(month), Paper: c.Paper}, w)
	}
	s.console = console.New(o)
	mux.Handle("/", s.console.Handler())
	// A provider that has the wrong address hears so, and is sent to no log-in.
	mux.Handle("/webhooks/", http.NotFoundHandler())
}

// makeReport writes a report as the command would.
func makeReport(ctx context.Context, e *env, db *store.DB, c reportCmd, w io.Writer) error {
	all := allReports()
	r := all[slices.IndexFunc(all, func(r namedReport) bool { return r.name == c.Name })]
	var q question
	err := db.View(ctx, func(tx *store.Tx) (err error) {
		q, err = c.question(&env{Context: ctx, Now: e.Now}, tx, r, &progress{})
		return err
	})
	if err != nil {
		return err
	}
	sections, err := r.make(q)
	if err != nil {
		return err
	}
	return c.format(w, r, q, sections)
}
