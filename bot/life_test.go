package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// What may be set for lives: the number that everything random in the first of them
// follows from, and for how many seconds one is lived after the other.
const (
	lifeSeed    = "BENDAHARA_SEED"
	lifeSeconds = "BENDAHARA_SOAK"
	lifeShort   = 4   // lives, where no seconds are given
	lifeSteps   = 170 // of one life, some four months
)

// life is a random life of the villages. Nothing in it is left to chance but by its
// seed: it is lived in a bubble of time, where no two things happen at once.
type life struct {
	*world
	seed uint64
	dice *rand.Rand
	disk *disk
	ways []*way
	own  int  // the process that runs
	up   bool // it has opened the outbox

	true time.Time     // by the sun
	skew time.Duration // of the machine's clock

	people []*person
	turns  map[string]*turn // by the provider's id
	sent   []*turn          // in the order in which they were written
	model  figures
	seen   seen

	news   []*news // that the office has sent, or tried to
	runs   map[string]conversation.BroadcastRun
	silent map[uint64]bool // broadcasts that are paused while messages are sent

	cutoff, gone time.Time       // of the words that may be taken away; that are, by the last time
	wordless     map[string]bool // messages out that named a person who is forgotten
	looks        int
	ending       bool
	waiting      int // pictures that are still to be fetched

	past       *past
	references map[string]string // as people hold them
	restored   time.Time         // last, by the machine's clock
	toldThen   map[string]bool   // steps of reminding that were told in the lost time alone
	lostRefs   map[string]bool   // of entries that a restore has lost
	lostIDs    map[string]bool   // of messages
	held       map[string]bool   // messages that a restore holds
}

// TestLives lives some random lives, the same ones every time; or, with BENDAHARA_SOAK,
// new ones for so many seconds. After each step every promise of docs/design.md that can
// be checked holds.
func TestLives(t *testing.T) {
	first, until := uint64(1), time.Time{}
	if s := os.Getenv(lifeSeconds); s != "" {
		seconds, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("%s: %v", lifeSeconds, err)
		}
		until = time.Now().Add(time.Duration(seconds) * time.Second)
		first = uint64(until.UnixNano())
	}
	if s := os.Getenv(lifeSeed); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", lifeSeed, err)
		}
		first = n
	}
	lived := 0
	for round := first; ; round += lifeShort {
		failed := !t.Run("", func(t *testing.T) { // so that those of a round end before the next
			for seed := round; seed < round+lifeShort; seed++ {
				t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
					t.Parallel()
					live(t, seed, lifeSteps)
				})
			}
		})
		lived += lifeShort
		if failed || time.Now().After(until) {
			t.Logf("%d lives", lived)
			return
		}
	}
}

// TestALifeIsTheSameAgain: a seed that fails can be repeated.
func TestALifeIsTheSameAgain(t *testing.T) {
	if first, again := live(t, 42, 60), live(t, 42, 60); first != again || first == "" {
		t.Error("the same seed leaves another store")
	}
}

// live lives one life and returns what it leaves in the store.
func live(t *testing.T, seed uint64, steps int) (left string) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("again: %s=%d go test ./bot -run 'TestLives/^#00$/^seed_%d$'", lifeSeed, seed, seed)
		}
	}()
	path := ""
	if seed%4 == 0 {
		path = filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", time.Now().UnixNano()))
	}
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t, seed, path)
		for step := range steps {
			l.step()
			l.look()
			if t.Failed() {
				t.Fatalf("seed %d, step %d, %s", seed, step, l.now.Format(time.DateTime))
			}
		}
		l.end()
		left = l.bytes()
	})
	return left
}

func newLife(t *testing.T, seed uint64, path string) *life {
	l := &life{
		world: &world{T: t, now: at("03-10 09:00"), log: &bytes.Buffer{}}, seed: seed, dice: rand.New(rand.NewPCG(seed, 0)),
		true: at("03-10 09:00"), turns: map[string]*turn{},
		references: map[string]string{}, lostRefs: map[string]bool{}, lostIDs: map[string]bool{}, held: map[string]bool{}, wordless: map[string]bool{},
	}
	l.disk = &disk{engine: memory.New()}
	if path != "" {
		l.disk = &disk{path: path}
	}
	l.ways = []*way{
		{life: l, name: "phone", channels: []conversation.Channel{conversation.SMS}, tries: map[string]int{}},
		{life: l, name: "modem", channels: []conversation.Channel{conversation.SMS}, tries: map[string]int{}},
		{life: l, name: "chat", channels: []conversation.Channel{conversation.WhatsApp}, tries: map[string]int{}, knows: map[string]string{}},
	}
	l.people, l.model, l.seen = everybody(), newFigures(), newSeen()
	l.begin()
	l.write(villages)
	l.write(lifeSettings)
	l.write(membersOfALife)
	l.up = true
	t.Cleanup(func() { l.disk.engine.Close() })
	return l
}

// lifeSettings are what the villages have for a life: officers, and two holidays on
// which a step would fall.
func lifeSettings(tx *store.Tx) error {
	return errors.Join(
		tx.PutOfficer(ledger.Officer{Code: "K1", Name: "Mona", Phone: mona, Role: ledger.Cashier}),
		tx.PutOfficer(ledger.Officer{Code: "P01", Name: "Bambang", Phone: bambang, Role: ledger.Head}),
		tx.PutOfficer(ledger.Officer{Code: "P02", Name: "Endang", Phone: endang, Role: ledger.Cashier}),
		tx.PutSetting("simpan_pesan_bulan", strconv.Itoa(keepMonths)),
		tx.PutHoliday(holidays[0], "libur"), tx.PutHoliday(holidays[1], "libur"),
		tx.PutSetting("balasan_per_hari", "10000"), tx.PutSetting("balasan_tak_dikenal_per_hari", "1000"), tx.PutSetting("konfirmasi", "selalu"),
	)
}

func (l *life) chance(percent int) bool { return l.dice.IntN(100) < percent }

// upTo is a time, less than the longest.
func (l *life) upTo(longest time.Duration) time.Duration {
	return time.Duration(l.dice.Int64N(int64(longest)))
}

// diceOf are dice for what may happen beside other things: they fall the same whenever
// they are thrown.
func (l *life) diceOf(what string, n int) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(what))
	return rand.New(rand.NewPCG(l.seed^h.Sum64(), uint64(n)))
}

// step is some time in which anything may happen.
func (l *life) step() {
	l.passTime()
	for _, w := range l.ways {
		w.change()
	}
	switch l.disk.change(l); {
	case l.past == nil && len(l.references) > 0 && l.chance(10):
		l.keepPast()
	case l.past != nil && l.chance(7):
		l.restore()
	}
	for _, p := range l.people {
		if p.idle() && l.chance(18) {
			p.writes(l)
		}
	}
	if !l.up {
		l.begin()
	}
	l.act(l.deliverAll)
	l.office()
	if l.chance(40) {
		l.act(func() { _, _ = l.bot.Remind(l.process(), l.now) })
	}
	l.act(func() { _, _ = l.bot.SendDue(l.process(), l.now) })
	l.act(l.reports)
	if l.chance(4) {
		l.look() // behind it the words are gone
		l.forgetPerson()
	}
	if l.chance(6) {
		l.forget()
	}
	if l.chance(5) {
		l.kill()
	}
}

// passTime moves the sun, and sometimes the machine's clock by itself: it is wrong, or
// is set right.
func (l *life) passTime() {
	l.true = l.true.Add(time.Duration(1+l.dice.IntN(38*60)) * time.Minute)
	switch {
	case l.chance(3):
		l.skew = l.upTo(75 * 24 * time.Hour)
	case l.chance(3):
		l.skew = -l.upTo(40 * 24 * time.Hour)
	case l.chance(10):
		l.skew = 0
	}
	if l.now = l.true.Add(l.skew); l.past != nil {
		l.past.skewed = l.past.skewed || l.skew != 0
	}
	if l.now.Before(l.restored) { // that day has other steps than those which were held
		for step := range l.toldThen {
			delete(l.seen.told, step)
		}
	}
	if l.now.Before(at("03-01 00:00")) { // before the loans, nothing can be paid
		l.now = at("03-01 00:00")
	}
}

// act lets the process do something, and sometimes kills it meanwhile; what it does on
// its own afterwards reaches nobody any more.
func (l *life) act(do func()) {
	if !l.up {
		return
	}
	done, dies := make(chan struct{}), time.Duration(0)
	if l.chance(4) {
		dies = 1 + l.upTo(60*time.Millisecond)
	}
	go func() {
		defer close(done)
		do()
	}()
	if dies > 0 {
		time.Sleep(dies)
		l.kill()
	}
	<-done
	l.up = l.up && l.disk.lives(l.own) // a fault may have ended it, too
}

// kill ends the process without a word of warning.
func (l *life) kill() {
	l.disk.kill()
	l.up = false
}

// begin is a process on the store, with nothing remembered of another.
func (l *life) begin() {
	l.Helper()
	var err error
	if l.engine, err = l.disk.open(); err != nil {
		l.Fatal(err)
	}
	l.own = l.disk.process
	l.db = store.New(l.engine, store.WithSecret([]byte("of a life")))
	l.bot = bot.New(l.db, l.logger())
	for _, w := range l.ways {
		l.bot.Add(w)
	}
	err = l.bot.Open(l.process(), l.now)
	l.up = err == nil
	if err != nil && !errors.Is(err, storetest.ErrInjected) && !errors.Is(err, errDead) {
		l.Fatal(err)
	}
}

// process is a context of the process that was begun last.
func (l *life) process() context.Context {
	return context.WithValue(l.Context(), processKey{}, l.own)
}

type processKey struct{}

// deliverAll hands in what lies at the providers, of different people at the same time,
// and now and then something old again.
func (l *life) deliverAll() {
	var all []*turn
	for _, p := range l.people {
		if len(p.lying) > 0 && l.forgets(p.lying[0]) {
			p.lying[0].done, p.lying = true, p.lying[1:]
		}
		if len(p.lying) > 0 && l.chance(85) {
			all = append(all, p.lying[0])
		}
	}
	for range l.dice.IntN(3) {
		if again := l.again(); again != nil {
			all = append(all, again)
		}
	}
	ctx, handed := l.process(), make(chan struct{}, len(all))
	told := make([]bool, len(all))
	for i, t := range all {
		m := t.message
		m.Received = l.now
		if t.done && l.chance(3) {
			m.Text += " lagi"
			l.model.conflicts[m.Foreign] = true
		}
		go func() {
			time.Sleep(time.Duration(i*7) * time.Microsecond)
			told[i] = l.bot.Receive(ctx, m) == nil && m.Text == t.message.Text
			handed <- struct{}{}
		}()
	}
	for range all {
		<-handed
	}
	for i, t := range all {
		t.told = t.told || told[i]
		if told[i] && !t.done && !l.chance(10) { // else the acknowledgement is lost
			t.done = true
			t.by.lying = t.by.lying[1:]
		}
	}
}

// again is something that was acknowledged not too long ago.
func (l *life) again() *turn {
	if len(l.sent) == 0 {
		return nil
	}
	t := l.sent[len(l.sent)-1-l.dice.IntN(min(len(l.sent), 40))]
	if !t.done || t.lost || l.forgets(t) {
		return nil
	}
	return t
}

// reports tells the bot what became of what was taken: late, twice, or the last first.
func (l *life) reports() {
	for _, w := range l.ways {
		for len(w.reports) > 0 && l.chance(70) {
			i := l.dice.IntN(len(w.reports))
			r := w.reports[i]
			r.At = l.now
			if l.bot.Report(l.process(), r) == nil && !l.chance(10) {
				w.reports = slices.Delete(w.reports, i, i+1)
			}
		}
	}
}

// end has all troubles end, and everybody gets what she waits for.
func (l *life) end() {
	l.skew = 0
	l.disk.mend()
	for _, w := range l.ways {
		w.mood = well
	}
	for range 60 {
		l.true = l.true.Add(47 * time.Minute)
		l.now = l.true
		if !l.up {
			l.begin()
		}
		for _, p := range l.people {
			for len(p.lying) > 0 {
				t := p.lying[0]
				t.message.Received = l.now
				l.must(l.bot.Receive(l.process(), t.message))
				t.told, t.done, p.lying = true, true, p.lying[1:]
			}
		}
		_, err := l.bot.SendDue(l.process(), l.now)
		l.must(err)
		l.must(l.bot.FetchSlips(l.process(), l.now))
	}
	l.waiting, l.ending = 0, true
	l.look()
	l.lookAtTheEnd()
}
