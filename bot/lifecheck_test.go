package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// seen is what the looks before have seen, so that what changes shows.
type seen struct {
	mu       *sync.Mutex
	arrivals *[]arrival
	judged   int             // of them
	lost     map[string]bool // taken by a provider, and never on a phone

	messages int
	entries  map[string]string // their text, by reference
	out      map[string]store.Outbound
	came     map[string]int // how often a message reached a phone
	told     map[string]int // reminders that arrived, by whom and which step
}

func newSeen() seen {
	return seen{
		mu: &sync.Mutex{}, arrivals: &[]arrival{}, lost: map[string]bool{}, entries: map[string]string{}, out: map[string]store.Outbound{},
		came: map[string]int{}, told: map[string]int{},
	}
}

func (s *seen) arrived(a arrival) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.arrivals = append(*s.arrivals, a)
}

func (s *seen) lose(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost[id] = true
}

// verifyEvery is at which looks the program's own verify looks along, which takes longer than
// all sums of a life.
const verifyEvery = 4

// look checks every promise that can be checked, at any moment, on what is on the disk.
func (l *life) look() {
	l.Helper()
	err := store.New(l.disk.engine).View(context.Background(), func(tx *store.Tx) error {
		if l.looks++; l.looks%verifyEvery == 0 || l.ending {
			if _, err := tx.Verify(); err != nil {
				return err
			}
		}
		entries, err := l.lookAtBooks(tx)
		if err != nil {
			return err
		}
		out, err := tx.Outbox()
		if err != nil {
			return err
		}
		if err := l.lookAtTalk(tx, out, entries); err != nil {
			return err
		}
		l.lookAtSeries(entries, out)
		l.lookAtOutbox(out)
		if err := errors.Join(l.lookAtNews(tx, out), l.lookAtSlips(tx)); err != nil {
			return err
		}
		l.lookAtPhones()
		return l.lookAtFigures(tx)
	})
	if err != nil {
		l.Error(err)
	}
}

// lookAtBooks: nothing in the books ever changes, each kept balance is the sum of the
// entries, and the UPK's books and each group's balance by themselves.
func (l *life) lookAtBooks(tx *store.Tx) (map[string]ledger.Entry, error) {
	l.Helper()
	entries, sums := map[string]ledger.Entry{}, map[ledger.Account]ledger.Money{}
	for e, err := range tx.Journal() {
		if err != nil {
			return nil, err
		}
		ref := fmt.Sprintf("%s/%d", e.Group, e.Number)
		entries[ref] = e
		if was, known := l.seen.entries[ref]; known && was != e.Text() {
			l.Errorf("%s was\n%s\nand is\n%s", ref, was, e.Text())
		}
		l.seen.entries[ref] = e.Text()
		for _, p := range e.Postings {
			sums[p.Debit] += p.Amount
			sums[p.Credit] -= p.Amount
		}
	}
	if len(entries) != len(l.seen.entries) {
		l.Errorf("%d entries, and there were %d", len(entries), len(l.seen.entries))
	}
	kept, err := tx.Balances()
	if err != nil {
		return nil, err
	}
	whole := map[string]ledger.Money{}
	for account, sum := range sums {
		if kept[account] != sum {
			l.Errorf("%s is kept as %s, its entries come to %s", account, kept[account], sum)
		}
		if strings.HasPrefix(string(account.Code), "G") {
			whole[string(account.Group)] += sum
		} else {
			whole["UPK"] += sum
		}
	}
	for books, sum := range whole {
		if sum != 0 {
			l.Errorf("the books of %s are out by %s", books, sum)
		}
	}
	return entries, nil
}

// lookAtTalk: what was acknowledged is heard, each message once, with its own reply and
// entries; what came under the same id with other words lies with the office, once.
func (l *life) lookAtTalk(tx *store.Tx, out []store.Outbound, entries map[string]ledger.Entry) error {
	l.Helper()
	messages, err := tx.Messages()
	if err != nil {
		return err
	}
	replies := map[string][]store.Outbound{}
	for _, o := range out {
		if cause, _, of := strings.Cut(o.Cause, "/"); of && o.Class == conversation.Reply {
			replies[cause] = append(replies[cause], o)
		}
	}
	made := 0
	for i, h := range messages {
		if i >= l.seen.messages {
			l.heard(h, replies[h.ID], entries)
		}
		for _, e := range h.Entries {
			if entries[fmt.Sprintf("%s/%d", e.Group, e.Number)].Cause == h.ID { // else it is what a picture is of
				made++
			}
		}
	}
	l.lookAtWords(messages, out)
	if l.seen.messages = max(l.seen.messages, len(messages)); l.seen.messages != len(messages) {
		l.Errorf("%d messages, and there were %d", len(messages), l.seen.messages)
	}
	for _, t := range l.sent {
		if t.told && t.id == "" && !t.lost {
			l.Errorf("%q of %s was acknowledged and is lost", t.message.Text, t.by.phone)
		}
	}
	for ref, e := range entries {
		if _, known := l.model.entries[ref]; !known && e.Teller != "import" {
			l.Errorf("nobody asked for %s: %s", ref, e.Text())
		}
	}
	if made != len(l.model.entries) {
		l.Errorf("the messages made %d entries, want %d", made, len(l.model.entries))
	}
	parked, err := tx.ParkedMessages()
	for _, p := range parked {
		if !l.model.conflicts[p.Message.Foreign] {
			l.Errorf("parked: %+v", p)
		}
	}
	if len(parked) > len(l.model.conflicts) {
		l.Errorf("%d are parked, %d came with other words", len(parked), len(l.model.conflicts))
	}
	return err
}

// lookAtOutbox: a cause works once, and a message only goes forward; what it says to whom
// does not change, but for a reminder of what is less by now, and for words that are old.
func (l *life) lookAtOutbox(out []store.Outbound) {
	l.Helper()
	causes := map[string]bool{}
	for _, o := range out {
		if causes[o.Cause] {
			l.Errorf("two messages out of %s", o.Cause)
		}
		causes[o.Cause] = true
		was, known := l.seen.out[o.ID]
		l.seen.out[o.ID] = o
		if !known {
			continue
		}
		if o.Delivery < was.Delivery && len(o.Tried) <= len(was.Tried) {
			l.Errorf("%s went back from %d to %d", o.ID, was.Delivery, o.Delivery)
		}
		if l.forgottenPhone(was.To) {
			continue
		}
		if o.To != was.To || o.Cause != was.Cause || o.Class != was.Class || o.Text != was.Text && o.Text != "" && o.Class < conversation.Reminder {
			l.Errorf("%+v became %+v", was, o)
		}
	}
	if len(out) != len(l.seen.out) {
		l.Errorf("%d messages out, and there were %d", len(out), len(l.seen.out))
	}
}

// lookAtPhones: what arrives was written to her, in these words; once, unless it may not
// have arrived before, and a reminder or announcement then not at all.
func (l *life) lookAtPhones() {
	l.Helper()
	for _, a := range (*l.seen.arrivals)[l.seen.judged:] {
		o, written := l.seen.out[a.ID]
		if l.forgottenPhone(a.To) {
			continue
		}
		if !written || o.To != a.To || o.Text != a.Text {
			l.Errorf("%s to %s arrived, written was %+v: %q", a.ID, a.To, o, a.Text)
		}
		l.seen.came[a.ID]++
		if n := l.seen.came[a.ID]; n > 1 && (!o.Doubtful || o.Class >= conversation.Reminder) {
			l.Errorf("%s came %d times: %+v", a.ID, n, o)
		}
		if l.held[a.ID] {
			l.Errorf("%s is held, and came: %+v", a.ID, o)
		}
		switch o.Class {
		case conversation.Reminder:
			l.lookAtReminder(a)
		case conversation.Broadcast:
			l.lookAtAnnouncement(a, o)
		}
	}
	l.seen.judged = len(*l.seen.arrivals)
}

// lookAtReminder: it comes at a decent hour of an open day, to somebody who wants it and
// has not paid, once a step.
func (l *life) lookAtReminder(a arrival) {
	l.Helper()
	local := a.At.In(wib)
	day := ledger.DateOf(local)
	if local.Hour() < 8 || local.Hour() >= 20 || closed(day) {
		l.Errorf("%s was reminded at %v", a.To, local)
	}
	if l.model.stopped[a.To] {
		l.Errorf("%s wants no reminders and got %q", a.To, a.Text)
	}
	who, borrows := borrowers[a.To]
	if !borrows {
		return // a treasurer's list
	}
	newest := 0
	for n := 1; n <= 10 && due(n)-3 <= day || openBefore(due(n)) <= day; n++ {
		newest = n
	}
	if l.model.paid[who.code] >= ledger.Money(newest)*instalment {
		l.Errorf("%v: %s has paid %v and got %q", local, a.To, l.model.paid[who.code], a.Text)
	}
	offset := -3
	if openBefore(due(newest)) <= day {
		offset = 0
	}
	for _, days := range []ledger.Date{3, 7} {
		if due(newest)+days <= day {
			offset = int(days)
		}
	}
	step := fmt.Sprint(a.To, " ", newest, " ", offset)
	if l.seen.told[step]++; l.seen.told[step] > 1 {
		l.Errorf("%v: %s was told %d times: %q", local, step, l.seen.told[step], a.Text)
	}
}

// lookAtFigures: the kept figures are the plain sums of what people said yes to. What a
// treasurer holds is what she received less what the UPK did.
func (l *life) lookAtFigures(tx *store.Tx) error {
	l.Helper()
	for _, g := range []ledger.GroupCode{"A01", "B01"} {
		held, err := tx.Balance(ledger.Account{Code: ledger.TreasurerCash, Group: g})
		if err != nil {
			return err
		}
		if held != l.model.cash[g] {
			l.Errorf("the treasurer of %s holds %s by the books, %s by what was said", g, held, l.model.cash[g])
		}
	}
	for _, b := range borrowers {
		group, _, _ := strings.Cut(string(b.code), "-")
		saved, err := tx.Balance(ledger.PurseOf(ledger.GroupCode(group), b.code, "sukarela"))
		if err != nil {
			return err
		}
		if -saved != l.model.saved[b.code] {
			l.Errorf("%s has saved %s by the books, %s by what was said", b.code, -saved, l.model.saved[b.code])
		}
	}
	return nil
}

// lookAtTheEnd: nothing waits, everything that was written was heard, and every answer
// and receipt arrived, if it was not too old before the troubles ended.
func (l *life) lookAtTheEnd() {
	l.Helper()
	for _, t := range l.sent {
		if t.id == "" && !t.lost {
			l.Errorf("%q of %s was never heard", t.message.Text, t.by.phone)
		}
	}
	for id, o := range l.seen.out {
		switch {
		case l.held[id] || l.forgottenPhone(o.To): // an officer decides; nobody is left
		case o.Delivery == conversation.Queued && o.Class != conversation.Broadcast: // of one that is paused
			l.Errorf("%s waits for ever: %+v", id, o)
		case o.Class < conversation.Reminder && l.seen.came[id] == 0 && !l.seen.lost[id] && o.Delivery != conversation.Expired:
			l.Errorf("%s never arrived: %+v", id, o)
		case o.Class < conversation.Reminder && o.Delivery == conversation.Uncertain:
			l.Errorf("%s was given up in doubt: %+v", id, o)
		}
	}
	if l.waiting > 0 {
		l.Errorf("%d pictures are still to be fetched", l.waiting)
	}
	if strings.Contains(l.log.String(), "panic") {
		l.Errorf("it panicked: %s", l.log)
	}
}
