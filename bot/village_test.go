package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// The people of two groups. Ani keeps Melati, where Siti and Wati borrow; Ratna
// keeps Mawar, where Dewi does.
const (
	ani    ledger.Phone = "+6281390000101"
	siti   ledger.Phone = "+6281390000103"
	wati   ledger.Phone = "+6281390000104"
	ratna  ledger.Phone = "+6281390000201"
	dewi   ledger.Phone = "+6281390000202"
	nobody ledger.Phone = "+6281390000999"
)

// instalment is what each borrower has due on the 15th of each month, ten times,
// first in March 2026.
const instalment = 275_000

var wib = time.FixedZone("WIB", 7*60*60)

// at is a time of 2026 in the villages' zone: "03-12 09:00".
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+s, wib)
	if err != nil {
		panic(err)
	}
	return t
}

// villages fills a store with the two groups, their loans and consents.
func villages(tx *store.Tx) error {
	if err := tx.PutUPK(ledger.UPK{Code: "K", Name: "UPK Kalijambe"}); err != nil {
		return err
	}
	for _, digest := range []string{"rekap_bendahara", "rekap_anggota", "rekap_petugas"} { // which have tests of their own
		if err := tx.PutSetting(digest, "tidak"); err != nil {
			return err
		}
	}
	for _, g := range []ledger.Group{
		{Code: "A01", Name: "Melati", Type: ledger.SPP}, {Code: "B01", Name: "Mawar", Type: ledger.SPP},
	} {
		if err := tx.PutGroup(g); err != nil {
			return err
		}
	}
	for _, m := range []ledger.Member{
		{Code: "A01-01", Group: "A01", Name: "Ani Lestari", Phone: ani, Office: ledger.Treasurer},
		{Code: "A01-03", Group: "A01", Name: "Siti Rahayu", Phone: siti, Office: ledger.Ordinary},
		{Code: "A01-04", Group: "A01", Name: "Wati Ningsih", Phone: wati, Office: ledger.Ordinary},
		{Code: "B01-01", Group: "B01", Name: "Ratna Kartika", Phone: ratna, Office: ledger.Treasurer},
		{Code: "B01-02", Group: "B01", Name: "Dewi Sartika", Phone: dewi, Office: ledger.Ordinary},
	} {
		m.Title, m.Status, m.Consent = "Bu", ledger.Active, true
		if err := tx.PutMember(m); err != nil {
			return err
		}
	}
	if err := lend(tx, "A01-L1", "A01", "A01-03", "A01-04"); err != nil {
		return err
	}
	return lend(tx, "B01-L1", "B01", "B01-02")
}

// lend pays out 2.5 million to each of the members.
func lend(tx *store.Tx, code ledger.LoanCode, group ledger.GroupCode, members ...ledger.MemberCode) error {
	return lendOn(tx, code, group, ledger.NewDate(2026, 2, 15), members...)
}

func lendOn(tx *store.Tx, code ledger.LoanCode, group ledger.GroupCode, day ledger.Date, members ...ledger.MemberCode) error {
	const share = 2_500_000
	loan := ledger.Loan{
		Code: code, Group: group, Fund: "SPP", Status: ledger.Disbursed,
		Terms: ledger.Terms{
			Principal: share * ledger.Money(len(members)), Rate: decimal.NewFromInt(1), RatePer: ledger.PerMonth,
			Method: ledger.Flat, Instalments: 10, Every: ledger.Monthly, Disbursed: day,
		},
	}
	for _, m := range members {
		loan.Shares = append(loan.Shares, ledger.Share{Member: m, Principal: share})
	}
	if err := tx.PutLoan(loan); err != nil {
		return err
	}
	head, err := tx.Head(group)
	if err != nil {
		return err
	}
	e := ledger.DisburseEntry(loan)
	e.Heard, e.Teller, e.Cause = at("02-15 10:00"), "import", "pinjaman:"+string(code)
	return tx.Post(e.Seal(head))
}

// world is the villages with a bot, a network and a clock that only tests move.
type world struct {
	*testing.T
	engine  store.Engine // what db is over, without the faults
	db      *store.DB
	bot     *bot.Bot
	net     *network
	now     time.Time
	log     *bytes.Buffer
	said    int // messages said, for their ids
	gateway bot.Gateway

	mu     sync.Mutex
	faults []storetest.Fault // of the next transactions that write
}

// engines are those that every promise must hold on; under the last each
// transaction runs, rolls back and runs again.
var engines = map[string]func(*testing.T) store.Engine{
	"memory": func(*testing.T) store.Engine { return memory.New() },
	"bolt": func(t *testing.T) store.Engine {
		e, err := bolt.OpenNoSync(filepath.Join(t.TempDir(), "store.db"))
		if err != nil {
			t.Fatal(err)
		}
		return e
	},
	"twice": func(*testing.T) store.Engine { return storetest.Twice(memory.New()) },
}

// onEach runs a test in new villages on each engine, early on 10 March 2026, a
// Tuesday.
func onEach(t *testing.T, test func(*world)) {
	for name, make := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(newWorld(t, make(t)))
		})
	}
}

func newWorld(t *testing.T, engine store.Engine) *world {
	w := &world{T: t, engine: engine, net: &network{}, now: at("03-10 09:00"), log: &bytes.Buffer{}}
	w.net.now = func() time.Time { return w.now }
	w.gateway = w.net
	w.db = store.New(storetest.Faulty(engine, w.fault))
	t.Cleanup(func() { w.db.Close() })
	w.write(villages)
	w.start()
	return w
}

// fail gives the next transactions that write their faults; without any, all work.
func (w *world) fail(faults ...storetest.Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = slices.Clone(faults)
}

func (w *world) fault() storetest.Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.faults) == 0 {
		return storetest.Works
	}
	fault := w.faults[0]
	w.faults = w.faults[1:]
	return fault
}

// start is a process on the store, with nothing remembered of another.
func (w *world) start() {
	w.Helper()
	w.bot = bot.New(w.db, w.logger())
	w.bot.Add(w.gateway)
	w.must(w.bot.Open(w.Context(), w.now))
}

func (w *world) logger() *slog.Logger { return slog.New(slog.NewTextHandler(w.log, nil)) }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) write(fn func(*store.Tx) error) {
	w.Helper()
	w.must(w.db.Update(w.Context(), fn))
}

// message is a new one, with an id of its own.
func (w *world) message(from ledger.Phone, text string) conversation.Message {
	w.said++
	return conversation.Message{
		Gateway: "net", Foreign: fmt.Sprint("m", w.said), Channel: conversation.SMS, From: from, Text: text, Sent: w.now, Received: w.now,
	}
}

// says hands new messages in, all from one phone.
func (w *world) says(from ledger.Phone, texts ...string) {
	w.Helper()
	for _, text := range texts {
		w.must(w.bot.Receive(w.Context(), w.message(from, text)))
	}
}

func (w *world) send() {
	w.Helper()
	_, err := w.bot.SendDue(w.Context(), w.now)
	w.must(err)
}

func (w *world) remind() int {
	w.Helper()
	n, err := w.bot.Remind(w.Context(), w.now)
	w.must(err)
	return n
}

// ask reads something from the store.
func ask[T any](w *world, fn func(*store.Tx) (T, error)) (v T) {
	w.Helper()
	w.must(w.db.View(context.Background(), func(tx *store.Tx) (err error) {
		v, err = fn(tx)
		return err
	}))
	return v
}

func (w *world) outbox() []store.Outbound { w.Helper(); return ask(w, (*store.Tx).Outbox) }

func (w *world) parked() []store.Parked { w.Helper(); return ask(w, (*store.Tx).ParkedMessages) }

// out is the only message in the outbox, or that of a cause.
func (w *world) out(cause string) store.Outbound {
	w.Helper()
	for _, o := range w.outbox() {
		if o.Cause == cause {
			return o
		}
	}
	w.Fatalf("nothing in the outbox from %s", cause)
	return store.Outbound{}
}

// bytes is all that the store holds.
func (w *world) bytes() string {
	w.Helper()
	var b strings.Builder
	w.must(w.engine.View(context.Background(), func(r store.Reader) error {
		b.Reset()
		for key, value := range r.Scan(nil, nil, false) {
			fmt.Fprintf(&b, "%q: %q\n", key, value)
		}
		return r.Err()
	}))
	return b.String()
}

// raw writes bytes that our code would not.
func (w *world) raw(key, value string) {
	w.Helper()
	w.must(w.engine.Update(w.Context(), func(wr store.Writer) error {
		edition := rand.Uint32() // of the registers: nothing that was kept of them counts any more
		return errors.Join(wr.Put([]byte(key), []byte(value)), wr.Put([]byte("1N"), fmt.Appendf([]byte{1}, "%d", edition)))
	}))
}

// queue puts a message of a class into the outbox, under its text as cause.
func (w *world) queue(to ledger.Phone, class conversation.Class, text string) {
	w.Helper()
	w.write(func(tx *store.Tx) error {
		_, err := tx.Enqueue(store.Outbound{
			To: to, Channel: conversation.SMS, Class: class, Kind: "test", Text: text, Cause: text, Segments: 1, Written: w.now.UTC(),
		}, ledger.DateOf(w.now).Period())
		return err
	})
}
