package bot_test

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"sync"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// errDead is what becomes of a transaction of a process that was killed.
var errDead = errors.New("the process is dead")

// disk is what outlives the processes of a life, with the faults that befall them: a
// commit that fails, or is done without a word, a full disk, and a death at any commit.
type disk struct {
	path   string // of a real file; empty: in memory
	memory *memory.Engine
	engine store.Engine // of the process that runs

	mu       sync.Mutex
	process  int
	restored int // how often
	full     bool
	faults   []storetest.Fault // of the commits to come
	dies     bool              // at the last of them
}

// flush is how long a commit takes, so that others wait for it together.
const flush = 300 * time.Microsecond

// open is the disk for a new process.
func (d *disk) open() (store.Engine, error) {
	d.kill()
	if d.path == "" {
		if d.memory == nil {
			d.memory = memory.New()
		}
		d.memory = d.memory.Reopen()
		d.engine = d.memory
	} else {
		if d.engine != nil {
			if err := d.engine.Close(); err != nil {
				return nil, err
			}
		}
		engine, err := bolt.OpenNoSync(d.path)
		if err != nil {
			return nil, err
		}
		d.engine = engine
	}
	return &mortal{d.engine, storetest.Faulty(d.engine, d.fault), d, d.process}, nil
}

func (d *disk) kill() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.process++
	d.faults, d.dies = nil, false
}

func (d *disk) lives(process int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.process == process
}

// mend ends all faults.
func (d *disk) mend() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.full, d.faults, d.dies = false, nil, false
}

// change has new faults befall the disk, or none.
func (d *disk) change(l *life) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full {
		d.full = !l.chance(40)
	} else {
		d.full = l.chance(2)
	}
	d.faults, d.dies = nil, false
	if !l.chance(25) {
		return
	}
	for range 1 + l.dice.IntN(8) {
		d.faults = append(d.faults, []storetest.Fault{storetest.Works, storetest.Works, storetest.Lost, storetest.Unknown}[l.dice.IntN(4)])
	}
	if d.dies = l.chance(30); d.dies {
		d.faults[len(d.faults)-1] = []storetest.Fault{storetest.Lost, storetest.Unknown}[l.dice.IntN(2)]
	}
}

func (d *disk) fault() storetest.Fault {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full {
		return storetest.Lost
	}
	if len(d.faults) == 0 {
		return storetest.Works
	}
	fault := d.faults[0]
	if d.faults = d.faults[1:]; len(d.faults) == 0 && d.dies {
		d.process++
	}
	return fault
}

// mortal is the disk for one process.
type mortal struct {
	store.Engine
	faulty  store.Engine
	disk    *disk
	process int
}

func (m *mortal) View(ctx context.Context, fn func(store.Reader) error) error {
	if !m.disk.lives(m.process) {
		return errDead
	}
	return m.Engine.View(ctx, fn)
}

func (m *mortal) Update(ctx context.Context, fn func(store.Writer) error) error {
	time.Sleep(flush)
	if !m.disk.lives(m.process) {
		return errDead
	}
	err := m.faulty.Update(ctx, fn)
	if !m.disk.lives(m.process) {
		return errDead
	}
	return err
}

// mood is how a provider is.
type mood int

const (
	well mood = iota
	ill       // it fails now and then, before or after it has taken a message
	away      // it says nothing
)

// way is a gateway, and the provider behind it.
type way struct {
	life     *life
	name     string
	channels []conversation.Channel
	mood     mood
	knows    map[string]string // its list of what it took, under which id; nil where it has none
	reports  []bot.Report      // that it has still to make

	mu    sync.Mutex
	tries map[string]int
}

func (w *way) change() {
	if w.life.chance(15) {
		w.mood = []mood{well, well, well, ill, away}[w.life.dice.IntN(5)]
	}
}

func (w *way) Name() string                     { return w.name }
func (w *way) Channels() []conversation.Channel { return w.channels }

// Send is bot.Gateway's. How long it takes is another time for each message, so that no
// two come back at once.
func (w *way) Send(ctx context.Context, m bot.Outgoing) (bot.Sent, error) {
	w.mu.Lock()
	w.tries[m.ID]++
	dice := w.life.diceOf(w.name+m.ID, w.tries[m.ID])
	id := fmt.Sprintf("%s/%s/%d", w.name, m.ID, w.tries[m.ID]) // a provider's own, another for each try
	w.mu.Unlock()
	own := time.Duration(crc32.ChecksumIEEE([]byte(m.ID))%100_000) * 100 * time.Nanosecond
	time.Sleep(own)
	if process, _ := ctx.Value(processKey{}).(int); !w.life.disk.lives(process) {
		return bot.Sent{}, errDead // the line broke with the process
	}
	taken, err := w.answers(dice)
	if taken {
		w.take(m, id, dice.IntN(100))
	}
	if err == nil || !errors.Is(err, context.DeadlineExceeded) {
		time.Sleep(20*time.Millisecond + own)
		return bot.Sent{ProviderID: id}, err
	}
	time.Sleep(29*time.Second + own)
	return bot.Sent{}, err
}

// answers decides what becomes of a message.
func (w *way) answers(dice interface{ IntN(int) int }) (taken bool, err error) {
	n := dice.IntN(100)
	switch w.mood {
	case well:
		n = max(n, 20)
	case away:
		n = min(n, 19)
	}
	switch {
	case n < 5:
		return true, context.DeadlineExceeded
	case n < 12:
		return false, context.DeadlineExceeded
	case n < 20:
		return false, &bot.SendError{Outcome: bot.Later}
	case n < 24 && w.mood == ill:
		return true, &bot.SendError{Outcome: bot.UnknownOutcome, Err: errors.New("502")}
	case n < 40 && w.mood == ill:
		return false, &bot.SendError{Outcome: bot.UnknownOutcome, Err: errors.New("502")}
	case n < 60 && w.mood == ill:
		return false, &bot.SendError{Outcome: bot.Later, After: time.Minute}
	}
	return true, nil
}

// take puts a message on a phone, but for some that never arrive.
func (w *way) take(m bot.Outgoing, id string, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.knows != nil {
		w.knows[m.ID] = id
	}
	if n < 2 { // as its report will tell
		w.life.seen.lose(m.ID)
	} else {
		w.life.seen.arrived(arrival{m, w.life.now})
	}
	for _, d := range []conversation.Delivery{conversation.SentOn, conversation.Delivered} {
		if n < 2 && d == conversation.Delivered {
			d = conversation.Failed
		}
		r := bot.Report{ID: m.ID, Provider: id, Delivery: d}
		if w.reports = append(w.reports, r); n < 20 {
			w.reports = append(w.reports, r)
		}
	}
}

// Find is bot.Finder's.
func (w *way) Find(_ context.Context, m bot.Outgoing) (bot.Sent, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.mood == away {
		return bot.Sent{}, false, errors.New("no answer")
	}
	id, took := w.knows[m.ID]
	return bot.Sent{ProviderID: id}, took, nil
}

// number is an amount as messages write it.
func rupiah(n int64) string {
	digits := fmt.Sprint(n)
	var parts []string
	for len(digits) > 3 {
		parts = append([]string{digits[len(digits)-3:]}, parts...)
		digits = digits[:len(digits)-3]
	}
	return "Rp" + strings.Join(append([]string{digits}, parts...), ".")
}
