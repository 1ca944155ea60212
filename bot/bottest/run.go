package bottest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// Setup is how a dialogue is run.
type Setup struct {
	// Open opens the engine; it is called again at "restart" with the same store.
	Open func() (store.Engine, error)
	// Echo delivers everything ever typed again after each message.
	Echo bool
	// Insist is how often a failing Receive is tried again, as a provider does.
	Insist int
	Log    *slog.Logger
	// Show gets the talk as it goes, what is typed and what arrives; nil: nobody.
	Show io.Writer
}

// secret has a dialogue's numbers the same in every run of it.
var secret = []byte("of dialogues")

// start is the clock's first day where a dialogue does not set it.
var start = time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)

// waitStep is how far the clock moves at once in a "wait".
const waitStep = time.Hour

// Record is what a dialogue left behind, for comparing runs of it.
type Record struct {
	Talk  map[ledger.Phone][]string // what each phone showed, in order
	Books []string                  // the journal, in the entries' fixed form
}

// Run runs one dialogue file. The error says, line by line, what did not hold.
func Run(ctx context.Context, path string, s Setup) (Record, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Record{}, err
	}
	lines, err := parse(string(text))
	if err != nil {
		return Record{}, fmt.Errorf("%s: %w", path, err)
	}
	r := &run{Setup: s, ctx: ctx, dir: filepath.Dir(path), now: start, read: map[ledger.Phone]int{}, checked: map[string]bool{}}
	if r.Log == nil {
		r.Log = slog.New(slog.DiscardHandler)
	}
	r.phones = simulator.New(
		bot.Events{Receive: r.receive, Report: func(ctx context.Context, rep bot.Report) error { return r.bot.Report(ctx, rep) }},
		simulator.Options{Now: func() time.Time { return r.now }, Run: "dialogue"})
	if err := r.open(); err != nil {
		return Record{}, fmt.Errorf("%s: %w", path, err)
	}
	defer func() { r.db.Close() }()
	for _, l := range lines { // what is imported was heard before the talk begins, not after
		if l.verb == "clock" {
			if err := r.setClock(l.rest, &r.now); err != nil {
				return Record{}, fmt.Errorf("%s:%d: %w", path, l.number, err)
			}
			break
		}
	}
	var faults []error
	for _, l := range lines {
		if err := r.step(l); err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %s\n\t%w", path, l.number, l.text, err))
			if errors.Is(err, errStop) {
				return Record{}, errors.Join(faults...)
			}
		}
	}
	if err := r.end(); err != nil {
		faults = append(faults, fmt.Errorf("%s: at the end: %w", path, err))
	}
	record, err := r.record()
	return record, errors.Join(append(faults, err)...)
}

func (r *run) record() (Record, error) {
	rec := Record{Talk: map[ledger.Phone][]string{}}
	for _, m := range r.phones.Sent() {
		rec.Talk[m.To] = append(rec.Talk[m.To], m.Text)
	}
	err := r.db.View(r.ctx, func(tx *store.Tx) error {
		rec.Books = nil
		for e, err := range tx.Journal() {
			if err != nil {
				return err
			}
			rec.Books = append(rec.Books, e.Text())
		}
		return nil
	})
	return rec, err
}

// errStop ends a dialogue at once: what follows would make no sense.
var errStop = errors.New("the dialogue cannot go on")

// run is a dialogue under way.
type run struct {
	Setup
	ctx     context.Context
	dir     string
	db      *store.DB
	bot     *bot.Bot
	phones  *simulator.Gateway
	now     time.Time
	sent    time.Time // of the next message, where "sent" set it
	read    map[ledger.Phone]int
	checked map[string]bool // entries that a books line has seen
	loose   bool
	shown   int // messages that Show got
}

func (r *run) open() error {
	engine, err := r.Open()
	if err != nil {
		return err
	}
	r.db = store.New(engine, store.WithSecret(secret))
	r.bot = bot.New(r.db, r.Log)
	r.bot.Add(r.phones)
	return r.insist(func() error { return r.bot.Open(r.ctx, r.now) })
}

// insist tries again what failed, as providers and loops do.
func (r *run) insist(do func() error) error {
	err := do()
	for tries := 0; err != nil && tries < r.Insist; tries++ {
		err = do()
	}
	return err
}

func (r *run) receive(ctx context.Context, m conversation.Message) error {
	return r.insist(func() error { return r.bot.Receive(ctx, m) })
}

// send empties the outbox of what is due now.
func (r *run) send() error {
	if err := r.insist(func() error { _, err := r.bot.SendDue(r.ctx, r.now); return err }); err != nil {
		return err
	}
	err := r.insist(func() error { return r.phones.Flush(r.ctx) })
	r.show()
	return err
}

// show writes what has arrived since the last time.
func (r *run) show() {
	if r.Show == nil {
		return
	}
	sent := r.phones.Sent()
	for _, m := range sent[r.shown:] {
		fmt.Fprintf(r.Show, "    %s < %s\n", m.To, m.Text)
	}
	r.shown = len(sent)
}

func (r *run) step(l line) error {
	switch l.verb {
	case ">":
		return r.typed(l)
	case "<", "<~", "<!":
		return r.arrived(l)
	case "data":
		return r.load(l.rest)
	case "clock":
		return r.setClock(l.rest, &r.now)
	case "sent":
		return r.setClock(l.rest, &r.sent)
	case "set":
		key, value, _ := strings.Cut(l.rest, " ")
		return r.update(func(tx *store.Tx) error { return tx.PutSetting(key, strings.TrimSpace(value)) })
	case "wait":
		return r.wait(l.rest)
	case "restart":
		return r.restart()
	case "again":
		if err := r.phones.Again(r.ctx); err != nil {
			return err
		}
		return r.send()
	case "fail":
		return r.fail(l.rest)
	case "loose":
		r.loose = true
		return nil
	}
	return r.figure(l)
}

func (r *run) update(fn func(*store.Tx) error) error {
	return r.insist(func() error { return r.db.Update(r.ctx, fn) })
}

func (r *run) typed(l line) error {
	channel, phone := address(l.who)
	sent := r.sent
	r.sent = time.Time{}
	text, err := r.withCode(phone, unescape(l.rest))
	if err != nil {
		return err
	}
	if r.Show != nil {
		fmt.Fprintf(r.Show, "%s > %s\n", l.who, l.rest)
	}
	if err := r.phones.Type(r.ctx, phone, channel, text, sent); err != nil {
		return err
	}
	if r.Echo {
		if err := r.phones.Echo(r.ctx); err != nil {
			return err
		}
	}
	return r.send()
}

// withCode puts the number that the phone was last asked to answer in the place of
// {code}, and one that another phone was told in the place of {code of +62...}.
func (r *run) withCode(phone ledger.Phone, text string) (string, error) {
	if at := codeOf.FindStringSubmatch(text); at != nil { // the number that another phone was told
		phone, text = ledger.Phone(at[1]), codeOf.ReplaceAllString(text, "{code}")
	}
	if !strings.Contains(text, "{code}") {
		return text, nil
	}
	for _, m := range slices.Backward(r.phones.Outbox(phone)) {
		if asked := askedCode.FindStringSubmatch(m.Text); asked != nil {
			return strings.ReplaceAll(text, "{code}", asked[1]), nil
		}
	}
	return "", errors.New("this phone was asked for no number")
}

// askedCode is how a message asks for a number.
var askedCode = regexp.MustCompile(`\b(?:Balas|Reply|angka|number) (\d{4})\b`)

// codeOf is {code of +62...}.
var codeOf = regexp.MustCompile(`\{code of ((?:\+|lid:)\d+)\}`)

// address reads "+62..." or "wa:+62...".
func address(who string) (conversation.Channel, ledger.Phone) {
	if rest, ok := strings.CutPrefix(who, "wa:"); ok {
		return conversation.WhatsApp, ledger.Phone(rest)
	}
	return conversation.SMS, ledger.Phone(strings.TrimPrefix(who, "sms:"))
}

// load imports a workbook that lies beside the file.
func (r *run) load(name string) error {
	book, faults, err := workbook.Read(filepath.Join(r.dir, name))
	if err == nil && len(faults) == 0 {
		err = r.insist(func() (err error) {
			_, faults, err = workbook.Import(r.ctx, r.db, book, r.now, false)
			return err
		})
	}
	for _, f := range faults {
		err = errors.Join(err, errors.New(f.String()))
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errStop, err)
	}
	return nil
}

// setClock reads a local day and time.
func (r *run) setClock(text string, to *time.Time) error {
	zone, err := r.zone()
	if err != nil {
		return err
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		return fmt.Errorf("%q is not a day and a time such as 2026-03-10 09:00", text)
	}
	*to = t
	return nil
}

func (r *run) zone() (zone *time.Location, err error) {
	err = r.db.View(r.ctx, func(tx *store.Tx) error {
		settings, err := tx.Settings()
		zone = settings.Zone()
		return err
	})
	return zone, err
}

// wait moves the clock on, and lets happen what falls due on the way.
func (r *run) wait(text string) error {
	units := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}
	var n int
	var unit byte
	if _, err := fmt.Sscanf(text, "%d%c", &n, &unit); err != nil || units[unit] == 0 || n <= 0 {
		return fmt.Errorf("%q is not a time to wait, such as 30m, 2h or 3d", text)
	}
	until := r.now.Add(time.Duration(n) * units[unit])
	for r.now.Before(until) {
		next, err := r.nextStep()
		if err != nil {
			return err
		}
		if r.now = next; next.After(until) {
			r.now = until
		}
		if err := r.insist(func() error { _, err := r.bot.Remind(r.ctx, r.now); return err }); err != nil {
			return err
		}
		if err := r.send(); err != nil {
			return err
		}
	}
	return nil
}

// nextStep is when to look next: at the next hour, so that a day's
// hours begin on the hour, or when a message is to be tried again before that.
func (r *run) nextStep() (next time.Time, err error) {
	next = r.now.Truncate(waitStep).Add(waitStep)
	err = r.db.View(r.ctx, func(tx *store.Tx) error {
		due, found, err := tx.NextDue(r.now)
		if found && due.After(r.now) && due.Before(next) {
			next = due
		}
		return err
	})
	return next, err
}

func (r *run) restart() error {
	if err := r.db.Close(); err != nil {
		return err
	}
	if err := r.open(); err != nil {
		return fmt.Errorf("%w: %w", errStop, err)
	}
	return nil
}

func (r *run) fail(text string) error {
	var channel string
	var n int
	if _, err := fmt.Sscan(text, &channel, &n); err != nil || channel != "sms" && channel != "wa" {
		return fmt.Errorf("%q is not a channel and a number, such as wa 3", text)
	}
	r.phones.Fail(conversation.Channel(channel), n)
	return nil
}
