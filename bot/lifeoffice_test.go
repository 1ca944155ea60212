package bot_test

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// news is an announcement of the office's, by its own words.
type news struct {
	text  string
	told  bool // the office has heard that it is kept
	state conversation.BroadcastState
}

// office is what the UPK's officers do at their desks: announcements that are sent,
// paused, resumed and cancelled, and the pictures of slips that are fetched.
func (l *life) office() {
	if l.chance(12) {
		n := &news{text: fmt.Sprintf("Rapat ke-%d di balai", len(l.news))}
		l.news = append(l.news, n)
		to := []conversation.Audience{{}, {LateDays: 1}, {Groups: []ledger.GroupCode{"A01"}}}[l.dice.IntN(3)]
		over := []time.Duration{0, 70 * time.Hour, 70 * time.Hour}[l.dice.IntN(3)]
		l.act(func() {
			_, _, err := l.bot.Broadcast(l.process(), conversation.Announcement{Text: n.text, To: to, Over: over}, "P01", l.now)
			n.told = err == nil
		})
	}
	if l.chance(22) {
		to := []conversation.BroadcastState{conversation.Paused, conversation.Running, conversation.Running, conversation.Cancelled}[l.dice.IntN(4)]
		if open := l.openNews(); len(open) > 0 {
			run := open[l.dice.IntN(len(open))]
			l.act(func() { _, _ = l.bot.MoveBroadcast(l.process(), run.Number, to, "P02", l.now) })
		}
	}
	l.silent = map[uint64]bool{}
	for _, run := range l.openNews() {
		l.silent[run.Number] = run.State == conversation.Paused
	}
	if l.chance(60) {
		l.act(func() { _ = l.bot.FetchSlips(l.process(), l.now) })
	}
}

// openNews are the broadcasts whose end has not come, as they are on the disk.
func (l *life) openNews() (open []conversation.BroadcastRun) {
	l.Helper()
	l.must(l.onDisk(func(tx *store.Tx) (err error) { open, err = tx.OpenBroadcasts(); return err }))
	return open
}

// onDisk looks at what is on the disk, whatever process there is.
func (l *life) onDisk(fn func(*store.Tx) error) error {
	return store.New(l.disk.engine).View(context.Background(), fn)
}

// lookAtNews: what the office was told of is there once, and everybody's turn is counted
// once: a message of its own, or why there is none. Where all have had theirs it is done.
func (l *life) lookAtNews(tx *store.Tx, out []store.Outbound) error {
	l.Helper()
	runs, err := tx.Broadcasts()
	if err != nil {
		return err
	}
	l.runs = map[string]conversation.BroadcastRun{}
	messages := map[string]store.Outbound{}
	of := map[string]int{} // how many messages, by the broadcast
	for _, o := range out {
		messages[o.ID] = o
		if o.Class == conversation.Broadcast {
			number, _, _ := strings.Cut(strings.TrimPrefix(o.Cause, conversation.BroadcastCause), "/")
			of[number]++
		}
	}
	for _, run := range runs {
		number := fmt.Sprint(run.Number)
		l.runs[number] = run
		people, had, sent := 0, 0, 0
		err := tx.Addressees(run.Number, func(m ledger.MemberCode, a store.Addressee) error {
			people++
			if !a.At.IsZero() {
				had++
			}
			o := messages[a.Outbound]
			if a.Outbound != "" {
				sent++
			}
			if a.Outbound != "" && (o.Class != conversation.Broadcast || !strings.Contains(o.Text, run.Text) && o.Text != "") {
				l.Errorf("to %s of %q: %+v", m, run.Text, o)
			}
			if (a.Outbound == "" && a.LeftOut == "") != a.At.IsZero() {
				l.Errorf("%s of %q: %+v", m, run.Text, a)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if people != run.People || had != run.Had || sent != of[number] || run.State == conversation.Done && had != people {
			l.Errorf("%q is %s: %d of %d had their turn, %d are meant, %d messages of %d: %+v", run.Text, run.State, had, run.Had, people, of[number], sent, run)
		}
	}
	for _, n := range l.news {
		is := slices.IndexFunc(runs, func(r conversation.BroadcastRun) bool { return r.Text == n.text })
		again := slices.ContainsFunc(runs[is+1:], func(r conversation.BroadcastRun) bool { return r.Text == n.text })
		if n.told && is < 0 || is >= 0 && again {
			l.Errorf("%q was kept, and is there %t, twice %t", n.text, is >= 0, again)
		}
		if is < 0 {
			continue
		}
		if was := n.state; was != runs[is].State && (was == conversation.Cancelled || was == conversation.Done) {
			l.Errorf("%q was %s and is %s", n.text, was, runs[is].State)
		}
		n.state = runs[is].State
	}
	return nil
}

// lookAtAnnouncement: it comes at a decent hour of an open day, to somebody who wants to be
// told, and of nothing that the office has stopped.
func (l *life) lookAtAnnouncement(a arrival, o store.Outbound) {
	l.Helper()
	local := a.At.In(wib)
	if local.Hour() < 8 || local.Hour() >= 20 || closed(ledger.DateOf(local)) {
		l.Errorf("%s was told %q at %v", a.To, a.Text, local)
	}
	if l.model.stopped[a.To] {
		l.Errorf("%s wants nothing more and got %q", a.To, a.Text)
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(o.Cause, conversation.BroadcastCause), "/")
	if run := l.runs[number]; run.State == conversation.Cancelled || l.silent[run.Number] {
		l.Errorf("%q is stopped, and %s got it", run.Text, a.To)
	}
}

// forget has old words taken away.
func (l *life) forget() {
	before := l.now.AddDate(0, -keepMonths, 0)
	if l.cutoff.Before(before) {
		l.cutoff = before
	}
	l.act(func() {
		if _, err := l.bot.Forget(l.process(), l.now); err == nil {
			l.gone = before
		}
	})
}

// keepMonths is how long words are kept in a life.
const keepMonths = 1

// lookAtWords: none goes before its time, and those whose time has come go, from the oldest
// on until one comes that is younger.
func (l *life) lookAtWords(messages []store.HeardMessage, out []store.Outbound) {
	l.Helper()
	old := true
	for _, h := range messages {
		old = old && h.Received.Before(l.gone)
		t := l.turns[h.Foreign]
		if t == nil || t.message.Text == "" || t.by.forgotten {
			continue
		}
		if h.Text == "" && !h.Received.Before(l.cutoff) || h.Text != "" && old {
			l.Errorf("%s of %v has the words %q; those of before %v are to go", h.ID, h.Received, h.Text, l.gone)
		}
	}
	old = true
	for _, o := range out {
		old = old && o.Changed.Before(l.gone) && o.Delivery != conversation.Queued
		was, known := l.seen.out[o.ID]
		went := o.Text == "" && (was.Text != "" || !known) && !l.wordless[o.ID]
		if went && !o.Changed.Before(l.cutoff) || o.Text != "" && old {
			l.Errorf("%s, last changed %v, has the words %q; those of before %v are to go", o.ID, o.Changed, o.Text, l.gone)
		}
	}
	l.gone = time.Time{}
}

// slip is a picture that she sends beside a deposit that waits for her answer.
func (p *person) slip(l *life) {
	asked := *p.last
	p.says(l, turn{offers: asked.offers, asked: asked.question(), slip: fmt.Sprint("https://media.example/", len(l.sent))}, "")
	p.last.message.Media, p.last.message.Slip = 1, p.last.slip
}

// pictureAt is what lies there.
func pictureAt(ref string) []byte {
	return append([]byte("\xff\xd8\xff\xe0"+ref), make([]byte, crc32.ChecksumIEEE([]byte(ref))%3_000)...)
}

// vanishes tells whether what lies there is gone before anybody comes.
func vanishes(ref string) bool { return crc32.ChecksumIEEE([]byte("gone"+ref))%6 == 0 }

// Fetch is bot.Keeper's.
func (w *way) Fetch(ctx context.Context, ref string) ([]byte, error) {
	time.Sleep(time.Duration(crc32.ChecksumIEEE([]byte(ref))%50_000) * 100 * time.Nanosecond)
	if process, _ := ctx.Value(processKey{}).(int); !w.life.disk.lives(process) {
		return nil, errDead
	}
	switch {
	case w.mood != well:
		return nil, errors.New("no answer")
	case vanishes(ref):
		return nil, bot.ErrGone
	}
	return pictureAt(ref), nil
}

// lookAtSlips: of each picture that she was told is kept there is the picture, or that it is
// still to be fetched, or why it cannot be; of no other.
func (l *life) lookAtSlips(tx *store.Tx) error {
	l.Helper()
	kept, wanted := map[string]int{}, map[string]int{}
	slips, err := tx.Slips()
	if err != nil {
		return err
	}
	for _, s := range slips {
		kept[s.Message]++
	}
	wants, err := tx.WantedSlips()
	if err != nil {
		return err
	}
	for _, w := range wants {
		wanted[w.Message]++
	}
	for _, t := range l.sent {
		if t.slip == "" || t.id == "" {
			continue
		}
		promised := strings.Contains(t.reply, "Foto slip setoran")
		if n := kept[t.id] + wanted[t.id]; promised != (n == 1) || n > 1 {
			l.Errorf("%s was answered %q: %d are kept, %d to be fetched", t.slip, t.reply, kept[t.id], wanted[t.id])
		}
		l.waiting += wanted[t.id]
		if kept[t.id] == 0 || t.looked == l.disk.restored+1 {
			continue
		}
		s, err := tx.Slip(t.id, 0)
		if err != nil {
			return err
		}
		picture, err := tx.SlipPicture(s)
		if err != nil {
			return err
		}
		if s.Lost == "" && string(picture) != string(pictureAt(t.slip)) || s.Lost != "" && !vanishes(t.slip) && s.At.Sub(t.message.Sent) < 15*24*time.Hour {
			l.Errorf("of %s %d bytes are kept, lost: %q", t.slip, len(picture), s.Lost)
		}
		t.looked = l.disk.restored + 1
	}
	return nil
}
