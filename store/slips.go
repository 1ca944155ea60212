package store

import (
	"fmt"
	"strings"
	"time"
)

// Slip is a picture of a deposit's slip that came with a message.
type Slip struct {
	Message string    `json:"message"` // our id of the message
	Number  int       `json:"number"`  // of the message's pictures, from 0
	At      time.Time `json:"at"`      // when it was kept
	Type    string    `json:"type"`    // such as image/jpeg
	Size    int       `json:"size"`
	// Lost says why there is no picture and never will be; empty where there is one.
	Lost string `json:"lost,omitempty"`
}

// WantedSlip is a picture that still lies where the gateway keeps it.
type WantedSlip struct {
	Message string    `json:"message"`
	Number  int       `json:"number"`
	Gateway string    `json:"gateway"`
	Ref     string    `json:"ref"` // where it lies
	Since   time.Time `json:"since"`
	Next    time.Time `json:"next,omitzero"`
	Tries   int       `json:"tries,omitempty"`
}

const (
	// MaxSlip is the largest picture that is kept, in bytes; WhatsApp's phones make
	// them ten times smaller.
	MaxSlip  = 5 << 20
	slipPart = MaxValue / 2 // bytes of a picture in one value
	maxSlips = 10           // of one message
)

// WantSlips remembers that the pictures of a message are to be fetched.
func (tx *Tx) WantSlips(h HeardMessage) error {
	n, err := runningNumber(inboundPrefix, h.ID)
	if err != nil {
		return err
	}
	refs := strings.Fields(h.Slip)
	for i, ref := range refs[:min(len(refs), maxSlips)] {
		w := WantedSlip{Message: h.ID, Number: i, Gateway: h.Gateway, Ref: ref, Since: h.Received.UTC()}
		if err := tx.put(wantedSlip.key(n, class(i)), w); err != nil {
			return err
		}
	}
	return nil
}

// WantedSlips are the pictures that are still to be fetched, oldest first.
func (tx *Tx) WantedSlips() ([]WantedSlip, error) {
	return collect[WantedSlip](tx, wantedSlip.within())
}

// WantLater puts a fetch off.
func (tx *Tx) WantLater(w WantedSlip) error {
	n, err := runningNumber(inboundPrefix, w.Message)
	if err != nil {
		return err
	}
	return tx.put(wantedSlip.key(n, class(w.Number)), w)
}

// KeepSlip keeps a picture that was fetched, or why it never will be; it is no longer
// wanted.
func (tx *Tx) KeepSlip(s Slip, picture []byte) error {
	n, err := runningNumber(inboundPrefix, s.Message)
	if err != nil {
		return err
	}
	if s.Size = len(picture); s.Size > MaxSlip {
		return fmt.Errorf("slip of %s: %w", s.Message, ErrTooLarge)
	}
	if err := tx.put(slip.key(n, class(s.Number)), s); err != nil {
		return err
	}
	for part := uint64(0); len(picture) > 0; part++ {
		size := min(len(picture), slipPart)
		if err := tx.w.Put(slipData.key(n, class(s.Number), part), append([]byte{valueVersion}, picture[:size]...)); err != nil {
			return err
		}
		picture = picture[size:]
	}
	return tx.delete(wantedSlip.key(n, class(s.Number)))
}

// Slips are the pictures that are kept, and those that are lost, oldest first.
func (tx *Tx) Slips() ([]Slip, error) { return collect[Slip](tx, slip.within()) }

// SlipPicture is a slip's picture.
func (tx *Tx) SlipPicture(s Slip) ([]byte, error) {
	n, err := runningNumber(inboundPrefix, s.Message)
	if err != nil {
		return nil, err
	}
	picture := make([]byte, 0, s.Size)
	prefix := slipData.key(n, class(s.Number))
	for _, b := range tx.r.Scan(prefix, after(prefix), false) {
		picture = append(picture, b[1:]...)
	}
	if err := tx.r.Err(); err != nil {
		return nil, err
	}
	if len(picture) != s.Size {
		return nil, fmt.Errorf("slip of %s: %w", s.Message, ErrCorrupt)
	}
	return picture, nil
}

// SlipsSince are the pictures that were kept, or lost, for messages that came at or after
// a time, newest first.
func (tx *Tx) SlipsSince(since time.Time) (list []Slip, err error) {
	for s, err := range all[Slip](tx, slip.within(), true) {
		if err != nil {
			return nil, err
		}
		m, err := tx.Message(s.Message)
		if err != nil {
			return nil, err
		}
		if m.Received.Before(since) {
			return list, nil
		}
		list = append(list, s)
	}
	return list, nil
}

// Slip is a picture of a message; ErrNotFound where none is kept or lost.
func (tx *Tx) Slip(message string, nth int) (s Slip, err error) {
	n, err := runningNumber(inboundPrefix, message)
	if err != nil {
		return s, err
	}
	return s, tx.named("slip of "+message, slip.key(n, class(nth)), &s)
}
