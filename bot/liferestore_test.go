package bot_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// past is a backup, and what was so when it was made.
type past struct {
	rows   [][2][]byte
	model  figures
	seen   seen
	turns  map[*turn]turn
	news   []news
	gone   map[*person]bool // who was forgotten
	held   map[string]bool  // by a restore before
	skewed bool             // the machine's clock was wrong since
}

// keepPast makes a backup.
func (l *life) keepPast() {
	l.Helper()
	p := &past{turns: map[*turn]turn{}, gone: map[*person]bool{}, skewed: l.skew != 0}
	l.must(l.disk.engine.View(context.Background(), func(r store.Reader) error {
		for key, value := range r.Scan(nil, nil, false) {
			p.rows = append(p.rows, [2][]byte{key, value})
		}
		return r.Err()
	}))
	p.model, p.seen = l.model.copied(), l.seen
	p.seen.entries, p.seen.out, p.seen.told = maps.Clone(l.seen.entries), maps.Clone(l.seen.out), maps.Clone(l.seen.told)
	p.seen.came, p.held = maps.Clone(l.seen.came), maps.Clone(l.held)
	for _, t := range l.sent {
		p.turns[t] = *t
	}
	for _, n := range l.news {
		p.news = append(p.news, *n)
	}
	for _, who := range l.people {
		p.gone[who] = who.forgotten
	}
	l.past = p
}

func (f figures) copied() figures {
	f.entries, f.paid, f.saved = maps.Clone(f.entries), maps.Clone(f.paid), maps.Clone(f.saved)
	f.cash, f.stopped, f.months = maps.Clone(f.cash), maps.Clone(f.stopped), slices.Clone(f.months)
	return f // ids with other words stay known
}

// restore goes back to the backup, as the command does. What was said since is lost to the
// books, and not to those who heard it.
func (l *life) restore() {
	l.Helper()
	p := l.past
	l.past = nil
	for _, ref := range slices.Sorted(maps.Keys(l.seen.entries)) {
		if _, was := p.seen.entries[ref]; !was {
			l.lostRefs[l.references[ref]] = true
		}
	}
	for id := range l.seen.out {
		if _, was := p.seen.out[id]; !was {
			l.lostIDs[id] = true
		}
	}
	l.must(l.disk.replace(p.rows))
	l.up = false
	db := store.New(l.disk.engine)
	settings, err := settingsOf(db)
	l.must(err)
	last := l.now
	for range 7 * 24 {
		if settings.MaySend(last, func(ledger.Date) bool { return false }) {
			break
		}
		last = last.Add(-time.Hour)
	}
	l.held = p.held
	hold := func(held []store.Outbound, err error) error {
		for _, o := range held {
			l.held[o.ID] = true
		}
		return err
	}
	l.must(db.Update(l.Context(), func(tx *store.Tx) error {
		_, held, err := tx.BeginAgain(l.now)
		return hold(held, err)
	}))
	_, err = bot.New(db, l.logger()).Remind(l.Context(), last)
	l.must(err)
	l.must(db.Update(l.Context(), func(tx *store.Tx) error { return hold(tx.HoldUnsent(l.now)) }))
	for id, o := range p.seen.out {
		if o.Delivery == conversation.Queued && !l.held[id] {
			l.Errorf("%s was not sent, and is not held: %+v", id, o)
		}
	}
	for _, run := range l.openNews() {
		if run.State != conversation.Paused {
			l.Errorf("after a restore %q is %s", run.Text, run.State)
		}
	}
	l.goBack(p)
}

func settingsOf(db *store.DB) (s ledger.Settings, err error) {
	err = db.View(context.Background(), func(tx *store.Tx) (err error) { s, err = tx.Settings(); return err })
	return s, err
}

// goBack has the life know what the restored store does.
func (l *life) goBack(p *past) {
	told := p.seen.told
	l.restored, l.toldThen = l.now, map[string]bool{}
	if !p.skewed { // who was reminded in the lost time is not again
		told = l.seen.told
		for step := range told {
			l.toldThen[step] = p.seen.told[step] == 0
		}
		maps.DeleteFunc(l.toldThen, func(_ string, lost bool) bool { return !lost })
	}
	arrivals := l.seen
	l.model, l.seen = p.model, p.seen
	l.seen.judged, l.seen.lost, l.seen.told = arrivals.judged, arrivals.lost, told
	for id, n := range arrivals.came { // else a report may have it sent by another way, as it did in the lost time
		if l.held[id] {
			l.seen.came[id] = n
		}
	}
	for _, t := range l.sent {
		was := p.turns[t]
		t.told, t.id, t.place, t.reply = was.told, was.id, was.place, was.reply
		if t.id == "" { // nobody says again what was acknowledged
			t.told, t.lost = false, t.done
		}
	}
	for _, who := range l.people {
		who.forgotten = p.gone[who] // it is to be done again
		if who.last != nil && who.last.lost {
			who.last = nil
		}
	}
	for i, n := range l.news {
		if i < len(p.news) {
			*n = p.news[i]
		} else {
			n.told, n.state = false, ""
		}
		if n.state == conversation.Running {
			n.state = conversation.Paused
		}
	}
	for _, w := range l.ways {
		w.reports = slices.DeleteFunc(w.reports, func(r bot.Report) bool { return l.lostIDs[r.ID] })
	}
}

// replace has other rows on the disk, under no process.
func (d *disk) replace(rows [][2][]byte) error {
	d.kill()
	d.restored++
	if d.path != "" {
		d.path = fmt.Sprintf("%s-%d", strings.TrimRight(d.path, "-0123456789"), d.restored)
	} else {
		d.memory = nil
	}
	d.full = false
	if _, err := d.open(); err != nil {
		return err
	}
	return d.engine.Update(context.Background(), func(w store.Writer) error {
		for _, row := range rows {
			if err := w.Put(row[0], row[1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// lookAtSeries: no number that people hold from the time that a restore has lost is another
// entry's, or another message's, now.
func (l *life) lookAtSeries(entries map[string]ledger.Entry, out []store.Outbound) {
	l.Helper()
	for ref, e := range entries {
		l.references[ref] = e.Reference()
		if l.lostRefs[e.Reference()] {
			l.Errorf("%s was an entry of the lost time, and is now %s", e.Reference(), e.Text())
		}
	}
	for _, o := range out {
		if l.lostIDs[o.ID] {
			l.Errorf("%s was a message of the lost time, and is now %+v", o.ID, o)
		}
		if len(o.Tried) > len(l.seen.out[o.ID].Tried) { // a report says that it did not arrive: it goes by another way
			delete(l.held, o.ID)
		}
		if l.held[o.ID] && o.Delivery == conversation.Queued {
			l.Errorf("%s is held, and waits to be sent: %+v", o.ID, o)
		}
	}
}

// passersby are members without a loan, of whom one after the other has herself forgotten.
var passersby = []ledger.Phone{"+6281390000701", "+6281390000702", "+6281390000703"}

func passerby(i int) ledger.Member {
	return ledger.Member{
		Code: ledger.MemberCode(fmt.Sprintf("A01-2%d", i)), Group: "A01", Name: []string{"Ngadinem Purwa", "Tukiyem Karsi", "Paijem Sumar"}[i], Title: "Bu",
		Phone: passersby[i], Office: ledger.Ordinary, Status: ledger.Active, Consent: true, Address: fmt.Sprint("Dusun Sumurgede ", i),
	}
}

// forgetPerson has one officer propose, and another confirm, that a person is forgotten.
// Where it is done nothing of her is left; where it is not, she is as she was.
func (l *life) forgetPerson() {
	l.Helper()
	i := l.dice.IntN(len(passersby))
	m := passerby(i)
	if l.forgottenPhone(m.Phone) {
		return
	}
	var number uint64
	l.act(func() {
		p, err := l.bot.Propose(l.process(), func(tx *store.Tx) (p conversation.Proposal, err error) {
			if err := tx.CanForget(m.Code); err != nil {
				return p, err
			}
			desk, err := conversation.NewDesk(tx, "P01", l.now)
			if err != nil {
				return p, err
			}
			return desk.Anonymise(m.Code, "surat permohonan")
		})
		if err == nil {
			number = p.Number
		}
	})
	l.act(func() { _, _ = l.bot.SendDue(l.process(), l.now) }) // it is told to the others, and names her
	if number > 0 {
		l.act(func() { _, _ = l.bot.Confirm(l.process(), number, "P02", l.now) })
	}
	var now ledger.Member
	l.must(l.onDisk(func(tx *store.Tx) (err error) { now, err = tx.Member(m.Code); return err }))
	if !now.Forgotten {
		if now.Name != m.Name || now.Phone != m.Phone {
			l.Errorf("%s is not forgotten, and is %+v", m.Code, now)
		}
		return
	}
	for _, who := range l.people {
		if who.phone == m.Phone {
			who.forgotten, who.lying, who.last = true, nil, nil
		}
	}
	for _, t := range l.sent {
		if t.by.phone == m.Phone {
			t.done = true
			t.lost = t.lost || t.id == ""
		}
	}
	err := l.disk.engine.View(context.Background(), func(r store.Reader) error {
		for key, value := range r.Scan(nil, nil, false) {
			for _, part := range []string{m.Name, strings.Fields(m.Name)[0], string(m.Phone), m.Address} {
				if strings.Contains(string(key)+"\n"+string(value), part) {
					return fmt.Errorf("%q is left of her: %q: %q", part, key, value)
				}
			}
		}
		return r.Err()
	})
	if err != nil {
		l.Error(err)
	}
	l.must(l.onDisk(func(tx *store.Tx) error {
		out, err := tx.Outbox()
		for _, o := range out {
			if was, known := l.seen.out[o.ID]; o.Text == "" && was.Text != "" && was.To != m.Phone && !strings.Contains(was.Text, strings.Fields(m.Name)[0]) {
				l.Errorf("%s is not about %s, and has lost its words: %+v", o.ID, m.Code, was)
			} else if o.Text == "" && (was.Text != "" || !known) {
				l.wordless[o.ID] = true
			}
		}
		return err
	}))
}

// forgottenPhone tells whether it was somebody's who is forgotten.
func (l *life) forgottenPhone(p ledger.Phone) bool {
	return p == "" || slices.ContainsFunc(l.people, func(who *person) bool { return who.phone == p && who.forgotten })
}

// membersOfALife are registered from the first day on.
func membersOfALife(tx *store.Tx) (err error) {
	for i := range passersby {
		err = errors.Join(err, tx.PutMember(passerby(i)))
	}
	return err
}
