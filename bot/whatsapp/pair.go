package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"

	"bendahara/ledger"
)

// Why a number was not linked.
var (
	ErrLinked     = errors.New("a number is linked already; unlink it on its phone first (WhatsApp, Linked devices)")
	ErrNotScanned = errors.New("nobody linked the number in time; try again")
	ErrPasskey    = errors.New("WhatsApp asks for a passkey, which only a browser on the phone's own account can give; " +
		"remove the passkey on the phone (WhatsApp, Settings, Account, Passkeys) and try again, or link another number")
	ErrOutdated = errors.New("WhatsApp takes this version of the program no longer; install a newer one")
)

// Step is what a person must do now: point the phone's camera at QR, or type Code.
type Step struct{ QR, Code string }

// clientName is what the phone shows; WhatsApp takes only a browser's name.
const clientName = "Chrome (Linux)"

// Pair links a number: by QR codes, or where a number is given by a code to type on
// its phone. It calls show for each step and returns when the number is linked and
// the line is up, or with one of the errors above.
func (g *Gateway) Pair(ctx context.Context, number ledger.Phone, show func(Step)) error {
	g.pairing.Lock()
	defer g.pairing.Unlock()
	if g.Line().State != LoggedOut && g.Linked() {
		return ErrLinked
	}
	if err := g.forget(ctx); err != nil {
		return err
	}
	c := g.now()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c.InitialAutoReconnect = false // here somebody waits to be told
	items, err := c.GetQRChannel(ctx)
	if err != nil {
		return err
	}
	if err := c.ConnectContext(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("WhatsApp cannot be reached: %w", err)
	}
	if err := g.follow(ctx, c, items, number, show); err != nil {
		c.Disconnect()
		return err
	}
	return g.connected(ctx)
}

// Link is bot.Linker's: Pair by QR codes.
func (g *Gateway) Link(ctx context.Context, show func(qr string)) error {
	return g.Pair(ctx, "", func(s Step) { show(s.QR) })
}

// forget drops a link that is no more, and what a try before left.
func (g *Gateway) forget(ctx context.Context) error {
	g.now().Disconnect()
	old, err := g.store.GetAllDevices(ctx)
	for _, device := range old {
		err = errors.Join(err, device.Delete(ctx))
	}
	return errors.Join(err, g.renew(ctx))
}

// follow goes along with a pairing until the number is linked.
func (g *Gateway) follow(ctx context.Context, c *whatsmeow.Client, items <-chan whatsmeow.QRChannelItem, number ledger.Phone, show func(Step)) error {
	asked := false
	for item := range items {
		switch item.Event {
		case whatsmeow.QRChannelEventCode:
			if number == "" {
				show(Step{QR: item.Code})
			} else if !asked {
				asked = true
				code, err := c.PairPhone(ctx, string(number), true, whatsmeow.PairClientChrome, clientName)
				if err != nil {
					return fmt.Errorf("WhatsApp gives no code for this number: %w", err)
				}
				show(Step{Code: code})
			}
		case whatsmeow.QRChannelSuccess.Event:
			return nil
		case whatsmeow.QRChannelEventPasskeyRequest, whatsmeow.QRChannelEventPasskeyResponse:
			return ErrPasskey
		case whatsmeow.QRChannelClientOutdated.Event:
			return ErrOutdated
		case whatsmeow.QRChannelTimeout.Event:
			return ErrNotScanned
		case whatsmeow.QRChannelEventError:
			return fmt.Errorf("the number was not linked: %w", item.Error)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return ErrNotScanned
}

// connected waits for the line after a pairing: WhatsApp makes it anew.
func (g *Gateway) connected(ctx context.Context) error {
	for {
		l, changed := g.watch()
		switch {
		case l.State == Online:
			return nil
		case l.State.Stopped() && l.State != Unlinked && l.State != LoggedOut:
			return errors.New(l.Advice())
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		case <-time.After(lineAnew):
			if err := g.dial(); err != nil {
				g.log.Warn("WhatsApp cannot be reached", "error", err)
			}
		}
	}
}
