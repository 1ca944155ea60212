package bot

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/store"
)

// Keeper is a Gateway where the pictures that came with messages lie for a while.
type Keeper interface {
	// Fetch brings the picture that a message's Slip names; what is larger than
	// MaxPicture need not come whole.
	// An error that is ErrGone is for good.
	Fetch(ctx context.Context, ref string) ([]byte, error)
}

// ErrGone says that a picture will never be had.
var ErrGone = errors.New("the picture is gone, or is none that can be kept")

// MaxPicture is the largest picture that is kept, in bytes.
const MaxPicture = store.MaxSlip

const (
	slipEvery   = 20 * time.Second
	slipTimeout = time.Minute // of one picture
	slipRetry   = time.Minute // after a failure; doubled at each
	slipSlowest = 6 * time.Hour
	slipLife    = 20 * 24 * time.Hour // then it is given up; WhatsApp keeps it a month
)

// bindSlips has the pictures of a message fetched, and binds those of a deposit that is
// booked now to its entries.
func bindSlips(tx *store.Tx, turn conversation.Turn, h store.HeardMessage) error {
	if turn.KeepsSlip {
		if err := tx.WantSlips(h); err != nil {
			return err
		}
	}
	for _, id := range turn.Slips {
		if id == h.ID {
			continue // it made them
		}
		m, err := tx.Message(id)
		if err != nil {
			return err
		}
		for _, e := range h.Entries {
			if !slices.Contains(m.Entries, e) {
				m.Entries = append(m.Entries, e)
			}
		}
		if err := tx.Understood(m); err != nil {
			return err
		}
	}
	return nil
}

// FetchSlips brings the pictures that were promised to be kept from where they lie, and
// keeps them. What fails is tried again for days.
func (b *Bot) FetchSlips(ctx context.Context, now time.Time) error {
	var wanted []store.WantedSlip
	if err := b.db.View(ctx, func(tx *store.Tx) (err error) { wanted, err = tx.WantedSlips(); return err }); err != nil {
		return err
	}
	for _, w := range wanted {
		if wait := w.Next.Sub(now); wait > 0 && wait <= slipSlowest { // longer: the clock was ahead
			continue
		}
		picture, err := b.fetch(ctx, w)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			b.log.Warn("a picture of a slip was not fetched", "message", w.Message, "error", err)
		}
		if err := b.db.Update(ctx, func(tx *store.Tx) error { return keepSlip(tx, w, picture, err, now) }); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bot) fetch(ctx context.Context, w store.WantedSlip) ([]byte, error) {
	for _, g := range b.gateways {
		if keeper, is := g.(Keeper); is && g.Name() == w.Gateway {
			ctx, cancel := context.WithTimeout(ctx, slipTimeout)
			defer cancel()
			picture, err := keeper.Fetch(ctx, w.Ref)
			if err == nil && (len(picture) > MaxPicture || !strings.HasPrefix(http.DetectContentType(picture), "image/")) {
				err = ErrGone
			}
			return picture, err
		}
	}
	return nil, errors.New("the gateway that brought it is not here")
}

// keepSlip writes how a fetch went.
func keepSlip(tx *store.Tx, w store.WantedSlip, picture []byte, failed error, now time.Time) error {
	s := store.Slip{Message: w.Message, Number: w.Number, At: now.UTC()}
	switch {
	case failed == nil:
		s.Type = http.DetectContentType(picture)
		return tx.KeepSlip(s, picture)
	case errors.Is(failed, ErrGone) || now.Sub(w.Since) > slipLife:
		s.Lost = failed.Error()
		return tx.KeepSlip(s, nil)
	}
	w.Tries++
	w.Next = now.Add(min(slipRetry<<min(w.Tries-1, 10), slipSlowest)).UTC()
	return tx.WantLater(w)
}
