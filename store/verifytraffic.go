package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
)

// verifyHeard: what knows a message that comes again leads to a message, and each message
// is known so.
func (tx *Tx) verifyHeard() error {
	prefix := heard.within()
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var is heardAs
		if err := decode(key, b, &is); err != nil {
			return err
		}
		n, err := runningNumber(inboundPrefix, is.N)
		if err != nil {
			return bad("%s is known as message %q", shown(key), is.N)
		}
		if kept, err := tx.r.Get(message.key(n)); err != nil || kept == nil {
			return missing(err, "message %s is known, but is not kept", is.N)
		}
	}
	if err := tx.r.Err(); err != nil {
		return err
	}
	for h, err := range all[HeardMessage](tx, message.within(), false) {
		if err != nil {
			return err
		}
		var is heardAs
		if _, err := tx.get(heard.key(heardIn(h.Received), h.Gateway, foreignKey(h.Foreign)), &is); err != nil || is.N != h.ID {
			return missing(err, "message %s would be taken in again: what knows it is not kept", h.ID)
		}
	}
	return nil
}

// verifyCauses: each cause leads to the message out that it made, and each message has
// one. So none is made twice.
func (tx *Tx) verifyCauses() error {
	prefix, made, kept := cause.within(), 0, 0
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		if len(b) != 9 || len(key) < len(prefix)+2 {
			return fmt.Errorf("%s: %w", shown(key), ErrCorrupt)
		}
		n := binary.BigEndian.Uint64(b[1:])
		if n == 0 {
			continue
		}
		made++
		var o Outbound
		if _, err := tx.get(outbox.key(n), &o); err != nil || o.Cause != string(key[len(prefix)+2:]) {
			return missing(err, "cause %s is kept to have made message %s, but has not", shown(key), outboundPrefix+strconv.FormatUint(n, 10))
		}
	}
	if err := tx.r.Err(); err != nil {
		return err
	}
	prefix = outbox.within()
	for range tx.r.Scan(prefix, after(prefix), false) {
		kept++
	}
	if made != kept {
		return bad("%d messages were made, and %d causes are kept: some could be made again", kept, made)
	}
	return tx.r.Err()
}

// verifyValues: every value is of a version that is known, and can be read.
func (tx *Tx) verifyValues() error {
	for key, b := range tx.r.Scan(nil, nil, false) {
		whole := len(key) >= 2 && key[0] == shard && len(b) > 0 && b[0] == valueVersion
		if whole {
			switch t := table(key[1]); {
			case t == slipData:
			case t == cause, t == sequence, t == said && len(key) == 2:
				whole = len(b) == 9
			default:
				whole = json.Valid(b[1:])
			}
		}
		if !whole {
			return fmt.Errorf("%s: %w", shown(key), ErrCorrupt)
		}
	}
	return tx.r.Err()
}
