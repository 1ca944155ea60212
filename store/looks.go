package store

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Whom to remind is not found by going through all groups: for each there is a look, the
// moment at which there may next be something to tell (conversation.Look). Whatever is
// written that it was worked out from adds a look at once, in the same transaction; then
// and at its time a group is looked at, and gets its next. A look too many costs a look,
// one too few a reminder.

// lookRules is raised when conversation.Watch decides by other rules, so that all groups
// are looked at anew.
const lookRules = 1

// Watching is how far the looks are to be trusted.
type watching struct {
	Rules int         `json:"rules"`
	Day   ledger.Date `json:"day"` // the last on which groups were looked at
	// All says that something was written that concerns all groups: those behind After have
	// no look at once yet.
	All   bool             `json:"all,omitempty"`
	After ledger.GroupCode `json:"after,omitempty"`
}

func (tx *Tx) watching() (w watching, err error) {
	if _, err = tx.get(watch.key(), &w); err == nil && w.Rules != lookRules {
		w = watching{Rules: lookRules, All: true}
	}
	return w, err
}

// watchingOn is watching on a day. Where it is before the last one, the clock was wrong
// then, and the looks are of no use.
func (tx *Tx) watchingOn(now time.Time) (w watching, day ledger.Date, err error) {
	settings, err := tx.Settings()
	if err != nil {
		return w, day, err
	}
	day = ledger.DateOf(now.In(settings.Zone()))
	if w, err = tx.watching(); day < w.Day {
		w.All, w.After = true, ""
	}
	return w, day, err
}

// touch notes that a key was written which looks are worked out from.
func (tx *Tx) touch(key []byte) error {
	if len(key) < 2 {
		return nil
	}
	switch rest := key[2:]; table(key[1]) {
	case config, holiday:
		return tx.lookAtAll()
	case group:
		return tx.lookAt(ledger.GroupCode(rest))
	case member, loan, promise:
		g, _, _ := cutKey(rest)
		return tx.lookAt(ledger.GroupCode(g))
	case journal:
		g, _, _ := cutKey(rest[2:])
		return tx.lookAt(ledger.GroupCode(g))
	}
	return nil
}

// lookAt has a group looked at at once.
func (tx *Tx) lookAt(g ledger.GroupCode) error {
	if g == "" || slices.Contains(tx.touched, g) {
		return nil
	}
	tx.touched = append(tx.touched, g)
	return tx.put(look.key(uint64(0), g), true)
}

func (tx *Tx) lookAtAll() error {
	w, err := tx.watching()
	if err != nil || w.All && w.After == "" {
		return err
	}
	w.All, w.After = true, ""
	return tx.put(watch.key(), w)
}

// ToLook is a group that is to be looked at, and since when.
type ToLook struct {
	Group ledger.GroupCode
	since []uint64
}

// maxSpread is for how many groups one transaction notes that all are to be looked at.
const maxSpread = 1_000

// BeginLooks has all groups looked at where that is to be, in several transactions: more
// says that another is needed.
func (tx *Tx) BeginLooks(now time.Time) (more bool, err error) {
	w, day, err := tx.watchingOn(now)
	if err != nil || w.Day == day && !w.All {
		return false, err
	}
	if tx.w == nil {
		return true, nil
	}
	w.Day = day
	if w.All {
		left := maxSpread
		from := group.within()
		if w.After != "" {
			from = append(group.key(w.After), 0)
		}
		w.All = false
		for key := range tx.r.Scan(from, after(group.within()), false) {
			if left--; left < 0 {
				w.All = true
				break
			}
			w.After = ledger.GroupCode(key[len(group.within()):])
			if err := tx.put(look.key(uint64(0), w.After), true); err != nil {
				return false, err
			}
		}
		if err := tx.r.Err(); err != nil {
			return false, err
		}
	}
	if !w.All {
		w.After = ""
	}
	return w.All, tx.put(watch.key(), w)
}

// ToLook are the groups that are to be looked at by a moment, by code: also, where all
// are to be, those that BeginLooks has not come to.
func (tx *Tx) ToLook(now time.Time) (list []ToLook, err error) {
	since := map[ledger.GroupCode][]uint64{}
	prefix := look.within()
	for key := range tx.r.Scan(prefix, look.key(uint64(now.Unix())+1), false) {
		at, g := lookOf(key)
		since[g] = append(since[g], at)
	}
	w, _, err := tx.watchingOn(now)
	if err == nil && w.All {
		var groups []string
		groups, err = tx.keysBelow(group.within())
		for _, g := range groups {
			if g := ledger.GroupCode(g); g > w.After && since[g] == nil {
				since[g] = []uint64{}
			}
		}
	}
	for _, g := range slices.Sorted(maps.Keys(since)) {
		list = append(list, ToLook{g, since[g]})
	}
	return list, errors.Join(err, tx.r.Err())
}

func lookOf(key []byte) (uint64, ledger.GroupCode) {
	return binary.BigEndian.Uint64(key[2:]), ledger.GroupCode(key[10:])
}

// Looked keeps that a group was looked at, in the transaction that did what was to be
// done, and when to look again; a zero time: when something is written.
func (tx *Tx) Looked(l ToLook, next time.Time) error {
	for _, since := range l.since {
		if err := tx.delete(look.key(since, l.Group)); err != nil {
			return err
		}
	}
	tx.touched = slices.DeleteFunc(tx.touched, func(g ledger.GroupCode) bool { return g == l.Group })
	if next.IsZero() {
		return nil
	}
	return tx.put(look.key(uint64(next.Unix()), l.Group), true)
}

// firstLooks is when each group is looked at next, and the end of the day on which groups
// were last looked at; false where all are to be looked at anyway.
func (tx *Tx) firstLooks() (first map[ledger.GroupCode]uint64, evening time.Time, ok bool, err error) {
	w, err := tx.watching()
	if err != nil || w.All {
		return nil, evening, false, err
	}
	first = map[ledger.GroupCode]uint64{}
	prefix := look.within()
	for key := range tx.r.Scan(prefix, after(prefix), true) {
		at, g := lookOf(key)
		first[g] = at
	}
	if err := tx.r.Err(); err != nil {
		return nil, evening, false, err
	}
	settings, err := tx.Settings()
	year, month, day := w.Day.Civil()
	return first, time.Date(year, month, day+1, 0, 0, 0, 0, settings.Zone()).Add(-time.Second), true, err
}

// verifyLooks holds the looks at some groups against what there is to tell of them. Those
// are looked at by that evening anyway that were written since.
func (tx *Tx) verifyLooks(groups []ledger.GroupCode, first map[ledger.GroupCode]uint64, evening time.Time) error {
	watch, err := conversation.NewWatch(tx, evening)
	if err != nil {
		return err
	}
	for _, g := range groups {
		at, kept := first[g]
		if kept && at <= uint64(evening.Unix()) {
			continue
		}
		l, err := watch.At(g)
		if err != nil {
			return err
		}
		if want := l.Next; !want.IsZero() && (!kept || at > uint64(want.Unix())) {
			return bad("of group %s there may be something to tell from %s on, but it would be looked at later", g, want.Format(time.DateTime))
		}
	}
	return nil
}
