package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// secretSize is 256 bits: nobody guesses them, and with them nobody's numbers.
const secretSize = 32

// codes is how many different numbers confirm: those of four digits.
const codes = 10_000

// Option changes a store that New makes.
type Option func(*DB)

// WithSecret has the numbers that confirm follow from a known secret, so that a
// talk can be repeated to the letter. Without it the store makes a secret of its
// own when it first needs one, and keeps it.
func WithSecret(secret []byte) Option { return func(db *DB) { db.secret = secret } }

// Code is the four-digit number that confirms what a message asks for, always the
// same for a message. Where no secret was made yet it returns ErrReadOnly in a
// View.
func (tx *Tx) Code(messageID string) (string, error) {
	key := tx.db.secret
	if len(key) == 0 {
		ok, err := tx.get(secret.key(), &key)
		if err == nil && !ok {
			key = make([]byte, secretSize)
			if _, err := rand.Read(key); err != nil {
				return "", fmt.Errorf("a secret for confirming: %w", err)
			}
			err = tx.put(secret.key(), key)
		}
		if err != nil {
			return "", err
		}
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("confirm\x00" + messageID))
	return fmt.Sprintf("%04d", binary.BigEndian.Uint64(mac.Sum(nil))%codes), nil
}
