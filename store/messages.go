package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// HeardMessage is a message as it came, with what it was taken for and the
// entries that it made.
type HeardMessage struct {
	conversation.Message
	Intent  string     `json:"intent,omitempty"`
	Entries []EntryRef `json:"entries,omitempty"`
}

// EntryRef names an entry.
type EntryRef struct {
	Group  ledger.GroupCode   `json:"group,omitempty"`
	Number ledger.EntryNumber `json:"number"`
}

// maxForeign is the longest provider's id that is kept as a key; a longer one
// is kept as its hash.
const maxForeign = 200

// heardMonths is how many of the months in which messages were heard are searched for
// one that comes again.
const heardMonths = 4

// Heard takes a message in and gives it our own id. It returns false for one
// that was heard before, by the provider's id or as a twin, in one of the last
// heardMonths months in which anything was, and ErrConflict, with that message, where
// that id had another sender or other words.
func (tx *Tx) Heard(m conversation.Message) (HeardMessage, bool, error) {
	is := heardAs{Content: digest(string(m.Channel), string(m.From), m.Text)[:16]}
	ids := []string{foreignKey(m.Foreign)}
	if m.Twin != "" {
		ids = append(ids, "twin-"+digest(is.Content, string(m.From), m.Twin))
	}
	month := heardIn(m.Received)
	months, err := tx.monthsHeard(month)
	if err != nil {
		return HeardMessage{}, false, err
	}
	for _, id := range ids {
		was, err := tx.heardBefore(m.Gateway, id, months)
		if err != nil {
			return HeardMessage{}, false, err
		}
		if was.N == "" {
			continue
		}
		before, err := tx.Message(was.N)
		if err == nil && was.Content != is.Content {
			err = fmt.Errorf("message %s of %s: %w", was.N, m.Gateway, ErrConflict)
		}
		return before, false, err
	}
	n, err := tx.next()
	if err != nil {
		return HeardMessage{}, false, err
	}
	m.ID = inboundPrefix + strconv.FormatUint(n, 10)
	is.N = m.ID
	for _, id := range ids {
		if err := tx.put(heard.key(month, m.Gateway, id), is); err != nil {
			return HeardMessage{}, false, err
		}
	}
	if months[0] != month {
		months = append([]ledger.Period{month}, slices.DeleteFunc(months, func(p ledger.Period) bool { return p == month })...)
		if err := tx.put(heardLast.key(), months[:min(len(months), heardMonths)]); err != nil {
			return HeardMessage{}, false, err
		}
	}
	if err := tx.keepSaid(m.From, n); err != nil {
		return HeardMessage{}, false, err
	}
	h := HeardMessage{Message: m}
	return h, true, tx.put(message.key(n), h)
}

// WasHeard tells whether a gateway's message was heard, as Heard would find it now.
func (tx *Tx) WasHeard(gateway, foreign string, now time.Time) (bool, error) {
	months, err := tx.monthsHeard(heardIn(now))
	if err != nil {
		return false, err
	}
	was, err := tx.heardBefore(gateway, foreignKey(foreign), months)
	return was.N != "", err
}

// LastHeard is when the newest message of a gateway was received; zero where it brought
// none.
func (tx *Tx) LastHeard(gateway string) (time.Time, error) {
	for h, err := range all[HeardMessage](tx, message.within(), true) {
		if err != nil || h.Gateway == gateway {
			return h.Received, err
		}
	}
	return time.Time{}, nil
}

// NewestMessage is when the newest message of all was received; zero where there is none.
func (tx *Tx) NewestMessage() (time.Time, error) {
	for h, err := range all[HeardMessage](tx, message.within(), true) {
		return h.Received, err
	}
	return time.Time{}, nil
}

// foreignKey is a provider's id as a part of a key.
func foreignKey(foreign string) string {
	if len(foreign) > maxForeign {
		return digest(foreign)
	}
	return foreign
}

// heardAs is our own id of a message that was heard, and what it said.
type heardAs struct{ N, Content string }

// monthsHeard are the months in which messages were heard, in the order in which they
// were and not by date, the last first. So a clock that jumps ahead or back makes nothing
// be heard anew. A store of before that was kept has those around the given month, and
// that of the newest message.
func (tx *Tx) monthsHeard(month ledger.Period) (months []ledger.Period, err error) {
	if kept, err := tx.get(heardLast.key(), &months); kept || err != nil {
		return months, err
	}
	newest, err := tx.NewestMessage()
	if err != nil || newest.IsZero() {
		return []ledger.Period{0}, err
	}
	return []ledger.Period{month + 1, month, month - 1, heardIn(newest)}, nil
}

// heardBefore is what was heard under a provider's id in one of the months.
func (tx *Tx) heardBefore(gateway, id string, months []ledger.Period) (was heardAs, err error) {
	for _, p := range months {
		if ok, err := tx.get(heard.key(p, gateway, id), &was); ok || err != nil {
			return was, err
		}
	}
	return was, nil
}

// HeardSpan is when the first and the last message came by a gateway; false where
// none did.
func (tx *Tx) HeardSpan(gateway string) (first, last time.Time, found bool, err error) {
	for _, newestFirst := range []bool{true, false} {
		for h, err := range all[HeardMessage](tx, message.within(), newestFirst) {
			if err != nil {
				return first, last, false, err
			}
			if h.Gateway != gateway {
				continue
			}
			if found = true; newestFirst {
				last = h.Received
			} else {
				first = h.Received
			}
			break
		}
		if !found {
			break
		}
	}
	return first, last, found, nil
}

// Our own ids: a letter for the direction, then the running number.
const (
	inboundPrefix  = "i"
	outboundPrefix = "o"
)

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

func runningNumber(prefix, id string) (uint64, error) {
	rest, ok := strings.CutPrefix(id, prefix)
	n, err := strconv.ParseUint(rest, 10, 64)
	if !ok || err != nil {
		return 0, fmt.Errorf("%q: %w", id, ErrNotFound)
	}
	return n, nil
}

// Understood adds to a heard message what it was taken for and what it made.
func (tx *Tx) Understood(h HeardMessage) error {
	n, err := runningNumber(inboundPrefix, h.ID)
	if err != nil {
		return err
	}
	return tx.put(message.key(n), h)
}

// Message is a message that was heard, by our id; or ErrNotFound.
func (tx *Tx) Message(id string) (h HeardMessage, err error) {
	n, err := runningNumber(inboundPrefix, id)
	if err != nil {
		return h, err
	}
	return h, tx.named(id, message.key(n), &h)
}

// Messages lists all messages heard, oldest first.
func (tx *Tx) Messages() ([]HeardMessage, error) {
	return collect[HeardMessage](tx, message.within())
}

// Talk is the state of the talk with a phone.
func (tx *Tx) Talk(p ledger.Phone) (s conversation.State, err error) {
	_, err = tx.get(talk.key(p), &s)
	return s, err
}

// PutTalk keeps the state of the talk with a phone.
func (tx *Tx) PutTalk(p ledger.Phone, s conversation.State) error {
	for _, g := range s.Rolls() {
		if err := tx.lookAt(g); err != nil {
			return err
		}
	}
	return tx.put(talk.key(p), s)
}

// Stopped tells whether this phone wants no reminders and broadcasts.
func (tx *Tx) Stopped(p ledger.Phone) (bool, error) {
	b, err := tx.r.Get(stopped.key(p))
	return b != nil, err
}

// StoppedPhones are all phones that want no reminders and broadcasts.
func (tx *Tx) StoppedPhones() (map[ledger.Phone]bool, error) {
	all := map[ledger.Phone]bool{}
	prefix := stopped.within()
	for key := range tx.r.Scan(prefix, after(prefix), false) {
		all[ledger.Phone(key[len(prefix):])] = true
	}
	return all, tx.r.Err()
}

// SetStopped turns reminders and broadcasts to a phone off or on.
func (tx *Tx) SetStopped(p ledger.Phone, stop bool, at time.Time) error {
	if !stop {
		return tx.delete(stopped.key(p))
	}
	return tx.put(stopped.key(p), at.UTC())
}

// CountReply counts one more reply to a phone on a day and returns how many
// there are now.
func (tx *Tx) CountReply(p ledger.Phone, d ledger.Date) (n int, err error) {
	if _, err := tx.get(replies.key(d, p), &n); err != nil {
		return 0, err
	}
	n++
	return n, tx.put(replies.key(d, p), n)
}

// Parked is something that the office must look at: a message on which our own
// code failed, or one that came twice with other content.
type Parked struct {
	Number  uint64               `json:"number"`
	Message conversation.Message `json:"message"`
	Reason  string               `json:"reason"` // of our code's own; no words of people
	At      time.Time            `json:"at"`
}

// Park keeps a message for the office, whole.
func (tx *Tx) Park(m conversation.Message, reason string, at time.Time) error {
	n, err := tx.next()
	if err != nil {
		return err
	}
	return tx.put(parked.key(n), Parked{n, m, reason, at.UTC()})
}

// ParkedMessages lists what was parked, oldest first.
func (tx *Tx) ParkedMessages() ([]Parked, error) { return collect[Parked](tx, parked.within()) }

// keyNumber is the running number at the end of a key; 0, which is nobody's, for
// a key too short to have one.
func keyNumber(key []byte) uint64 {
	if len(key) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(key[len(key)-8:])
}
