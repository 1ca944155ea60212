package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bendahara/bot"
	"bendahara/bot/android"
	"bendahara/bot/console"
	"bendahara/bot/control"
	"bendahara/bot/report"
	"bendahara/bot/simulator"
	"bendahara/bot/twilio"
	"bendahara/bot/whatsapp"
	"bendahara/store"
	"bendahara/store/workbook"
)

// serveCmd runs the bot until it is told to stop.
type serveCmd struct {
	Listen    string       `default:"127.0.0.1:8080" env:"BENDAHARA_LISTEN" placeholder:"ADDRESS" help:"Where the web pages and webhooks answer (default ${default})."`
	TLSCert   string       `name:"tls-cert" env:"BENDAHARA_TLS_CERT" placeholder:"FILE" help:"Certificate, to answer by https."`
	TLSKey    string       `name:"tls-key" env:"BENDAHARA_TLS_KEY" placeholder:"FILE" help:"The certificate's key."`
	Demo      bool         `help:"First fill an empty data directory with the demonstration UPK."`
	Paper     report.Paper `enum:"a4,f4" default:"a4" env:"BENDAHARA_PAPER" help:"What reports of the console are printed on: ${enum}."`
	Proxies   []proxy      `name:"trusted-proxy" env:"BENDAHARA_TRUSTED_PROXY" placeholder:"ADDRESS" help:"Whose X-Forwarded-For is believed: the address or network (10.0.0.0/8) of your own proxy; may be given often."`
	Simulator bool         `env:"BENDAHARA_SIMULATOR" help:"Run the simulator: phones on a web page, for this machine only."`

	gatewayEnv

	Backup backupEnv `embed:"" prefix:"backup-" envprefix:"BENDAHARA_BACKUP_"`
}

// served is what a running serve has open.
type served struct {
	db     *store.DB
	bot    *bot.Bot
	phones *simulator.Gateway // nil without the simulator
	twilio *twilio.Gateway    // nil without Twilio
	office *android.Gateway   // nil without the office's phone

	whatsapp *whatsapp.Gateway // nil where no linked number is used
	console  *console.Console
	backups  *backups
}

// Limits of the web server.
const (
	headerTime   = 10 * time.Second
	readTime     = 30 * time.Second
	idleTime     = 2 * time.Minute
	shutdownTime = 10 * time.Second
	maxHeader    = 64 << 10
)

// Run serves until the context ends.
func (c *serveCmd) Run(e *env) error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return usageError{errors.New("--tls-cert and --tls-key go together")}
	}
	if c.TLSCert != "" {
		if _, err := tls.LoadX509KeyPair(e.path(c.TLSCert), e.path(c.TLSKey)); err != nil {
			return fmt.Errorf("the certificate cannot be used: %w", err)
		}
	}
	if err := notYet(); err != nil {
		return err
	}
	if err := c.Backup.check(); err != nil {
		return err
	}
	if err := c.twilio().Check(); err != nil && !errors.Is(err, twilio.ErrNotConfigured) {
		return err
	}
	if err := c.android().Check(); err != nil && !errors.Is(err, android.ErrNotConfigured) {
		return err
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		go keepMemory(e.Context)
	}
	dir := e.path(e.Data)
	db, err := openStore(dir)
	if err != nil {
		return err
	}
	err = c.serve(e, db, dir)
	return errors.Join(err, db.Close())
}

// notYet refuses settings that ask for what this version does not have, rather
// than to run as if they had not been given.
func notYet() error {
	if os.Getenv("BENDAHARA_STORE") != "" {
		return errors.New("BENDAHARA_STORE is set, but this version has only its own store; unset it")
	}
	return nil
}

func (c *serveCmd) serve(e *env, db *store.DB, dir string) error {
	if c.Demo {
		if err := makeDemo(e, db); err != nil {
			return err
		}
	}
	guide, demo, err := demoGuide(e.Context, db)
	if err != nil {
		return err
	}
	s := &served{db: db, bot: bot.New(db, e.logger()), backups: c.newBackups(e, db, dir)}
	mux := http.NewServeMux()
	if err := c.addWhatsApp(e, s, demo); err != nil {
		return err
	}
	err = c.listen(e, s, mux, dir, guide, demo)
	if s.whatsapp != nil {
		err = errors.Join(err, s.whatsapp.Close())
	}
	return err
}

// listen opens the ways in and runs what comes by them.
func (c *serveCmd) listen(e *env, s *served, mux *http.ServeMux, dir string, guide workbook.Guide, demo bool) error {
	if err := c.addGateways(e, s, mux, guide, demo); err != nil {
		return err
	}
	instruments(mux, s)
	c.addConsole(e, mux, s)
	web, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("%s cannot be listened on: %w; choose another with --listen", c.Listen, err)
	}
	socket, err := control.Listen(filepath.Join(dir, socketFile))
	if err != nil {
		return errors.Join(fmt.Errorf("the control socket cannot be made: %w", err), web.Close())
	}
	return c.runAll(e, s, mux, web, socket)
}

// makeDemo fills an empty store; one that is a demonstration already is left alone.
func makeDemo(e *env, db *store.DB) error {
	if _, is, err := demoGuide(e.Context, db); err != nil || is {
		return err
	}
	_, err := workbook.Demo(e.Context, db, e.Now())
	if errors.Is(err, workbook.ErrNotEmpty) {
		return errors.New("--demo fills an empty data directory only, and this one has books in it; choose another with --data")
	}
	return err
}

// demoGuide is whom to be in a demonstration; false for any other store.
func demoGuide(ctx context.Context, db *store.DB) (guide workbook.Guide, is bool, err error) {
	err = db.View(ctx, func(tx *store.Tx) error {
		guide, is, err = workbook.DemoGuide(tx)
		return err
	})
	return guide, is, err
}

// localClock is the clock in the UPK's zone, as its people know it.
func localClock(e *env, db *store.DB) (now func() time.Time, err error) {
	err = db.View(e.Context, func(tx *store.Tx) error {
		settings, err := tx.Settings()
		zone := settings.Zone()
		now = func() time.Time { return e.Now().In(zone) }
		return err
	})
	return now, err
}

// people are the demonstration's people for the simulator's page.
func people(g workbook.Guide) []simulator.Person {
	var list []simulator.Person
	for _, p := range g.People {
		list = append(list, simulator.Person{Phone: p.Phone, Name: p.Name, Role: p.Is, Try: p.Try})
	}
	return list
}

// runAll runs the loops and the servers until the context ends, and then lets
// what is under way finish.
func (c *serveCmd) runAll(e *env, s *served, mux http.Handler, web, socket net.Listener) error {
	ctx, cancel := context.WithCancel(e.Context)
	var loops sync.WaitGroup
	defer loops.Wait()
	defer cancel()
	server := &http.Server{
		Handler: mux, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
	}
	failed, running := make(chan error, 4), 0
	start := func(what string, run func() error) {
		running++
		go func() {
			if err := run(); err != nil && !errors.Is(err, http.ErrServerClosed) {
				err = fmt.Errorf("%s: %w", what, err)
				failed <- err
				return
			}
			failed <- nil
		}()
	}
	start("web server", func() error {
		if c.TLSCert != "" {
			return server.ServeTLS(web, e.path(c.TLSCert), e.path(c.TLSKey))
		}
		return server.Serve(web)
	})
	start("control socket", func() error { return control.Serve(ctx, socket, s.command(e)) })
	start("bot", func() error { return s.bot.Run(ctx) })
	if s.whatsapp != nil {
		start("WhatsApp", func() error { return s.whatsapp.Run(ctx) })
	}
	if s.phones != nil {
		go s.phones.Run(ctx)
	}
	if s.twilio != nil {
		loops.Go(func() { s.twilio.Run(ctx, e.logger()) })
	}
	if s.office != nil {
		loops.Go(func() { s.office.Run(ctx, e.logger()) })
	}
	loops.Go(func() { s.console.Run(ctx) })
	if s.backups.Dir != "" {
		loops.Go(func() { s.backups.run(ctx, e.logger()) })
	}
	c.greet(e, s, web.Addr())
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		running--
	}
	cancel()
	if s.phones != nil {
		s.phones.Close()
	}
	last, stop := context.WithTimeout(context.Background(), shutdownTime)
	defer stop()
	err = errors.Join(err, server.Shutdown(last))
	for ; running > 0; running-- {
		err = errors.Join(err, <-failed)
	}
	return err
}

// greet says where the program is, and in a demonstration whom to be.
func (c *serveCmd) greet(e *env, s *served, at net.Addr) {
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	if guide, demo, err := demoGuide(e.Context, s.db); err == nil && demo {
		fmt.Fprintf(e.Stdout, "\nThis is %s, invented from its villages to its last rupiah. Be one of these:\n", guide.UPK)
		for _, p := range guide.People {
			fmt.Fprintf(e.Stdout, "  %s, %s\n    bendahara chat --from %s\n", p.Name, p.Is, p.Phone)
			for _, text := range p.Try {
				fmt.Fprintf(e.Stdout, "      %s\n", text)
			}
		}
		fmt.Fprintln(e.Stdout)
	}
	var users []store.User
	err := s.db.View(e.Context, func(tx *store.Tx) (err error) { users, err = tx.Users(); return err })
	if err == nil && len(users) == 0 {
		fmt.Fprintf(e.Stdout, "Nobody can log in at the console yet. Open this once, or use bendahara user add NAME --officer CODE:\n  %s://%s%s\n", scheme, at, s.console.FirstPath())
	}
	if s.phones != nil {
		fmt.Fprintf(e.Stdout, "Phones side by side: %s://%s/simulator\n", scheme, at)
	}
	fmt.Fprintf(e.Stdout, "Ready at %s://%s\n", scheme, at)
}

// command runs another process's command line inside this one.
func (s *served) command(e *env) func(context.Context, control.Call) int {
	return func(ctx context.Context, call control.Call) int {
		return execute(call.Args, &env{
			Context: ctx, Stdin: call.Stdin, Stdout: call.Stdout, Stderr: call.Stderr, Dir: call.Dir, Now: e.Now, served: s,
		})
	}
}
