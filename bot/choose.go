package bot

import (
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/templates"
)

// way is a gateway and one of its channels.
type way struct {
	gateway Gateway
	channel conversation.Channel
	to      ledger.Phone // number or hidden address
	heard   time.Time    // when she last wrote by it
}

// parcel is a message to be sent with what its way depends on.
type parcel struct {
	store.Outbound
	contact store.Contact
	upk     string

	by    way // where found
	found bool

	others []string // where doubtful
}

// pack reads what a message's way depends on.
func pack(tx *store.Tx, o store.Outbound) (parcel, error) {
	c, err := contactOf(tx, o)
	if err != nil {
		return parcel{}, err
	}
	upk, err := tx.UPK()
	return parcel{Outbound: o, contact: c, upk: upk.Name}, err
}

// contactOf is what is known of whom a message goes to, also from before her hidden
// address was bound to her number.
func contactOf(tx *store.Tx, o store.Outbound) (store.Contact, error) {
	c, err := tx.Contact(o.To)
	if err != nil || o.Address == "" || o.Address == o.To {
		return c, err
	}
	before, err := tx.Contact(o.Address)
	c.Wrote = append(before.Wrote, c.Wrote...)
	return c, err
}

// route packs a claimed message and chooses its way. The gateway is written before
// anything is sent: after a crash only that one can tell whether the message went.
func (b *Bot) route(tx *store.Tx, o store.Outbound) (p parcel, err error) {
	if p, err = pack(tx, o); err != nil {
		return p, err
	}
	if p.Doubtful {
		if p.others, err = tx.Alike(o); err != nil {
			return p, err
		}
	}
	if p.by, p.found = b.way(p); !p.found || p.Gateway == p.by.gateway.Name() {
		return p, nil
	}
	p.Gateway = p.by.gateway.Name()
	return p, tx.GoesBy(p.ID, p.Gateway)
}

// way is how a message goes: on its channel, by the gateway that she last wrote to,
// or else by one that is well; one that may have gone already by the same again.
// False: no gateway carries the channel, or each has been tried.
func (b *Bot) way(p parcel) (way, bool) {
	bound := p.Doubtful && slices.Contains(b.Gateways(), p.Gateway)
	var found []way
	for _, g := range b.gateways {
		if !carries(g, p.Channel) || tried(p.Outbound, g, p.Channel) || bound && g.Name() != p.Gateway {
			continue
		}
		last, ever := p.contact.Last(g.Name(), p.Channel)
		w := way{g, p.Channel, p.To, last.At}
		switch {
		case p.Address != "" && len(p.Tried) == 0:
			w.to = p.Address
		case len(p.Tried) > 0 && last.Address != "":
			w.to = last.Address
		}
		if len(p.Tried) > 0 && !welcome(p, w, ever) {
			continue
		}
		found = append(found, w)
	}
	slices.SortStableFunc(found, func(a, b way) int {
		if order := b.heard.Compare(a.heard); order != 0 {
			return order
		}
		return rank(b) - rank(a)
	})
	if len(found) == 0 {
		return way{}, false
	}
	return found[0], true
}

// rank puts a gateway that is well before one that is not.
func rank(w way) int {
	if well(w.gateway) {
		return 1
	}
	return 0
}

// well tells whether nothing is known to be wrong with a gateway.
func well(g Gateway) bool {
	h, says := g.(Healthy)
	return !says || h.Health().OK
}

func tried(o store.Outbound, g Gateway, c conversation.Channel) bool {
	return slices.ContainsFunc(o.Tried, func(w store.Way) bool { return w.Gateway == g.Name() && w.Channel == c })
}

// welcome tells whether a message may go by a way that it was not written for: by
// SMS to a number, by WhatsApp only to who has written there herself. WhatsApp takes
// a message to a stranger ill, and she may not have it.
func welcome(p parcel, w way, wrote bool) bool {
	switch {
	case p.contact.IsBad(w.channel):
		return false
	case w.channel == conversation.WhatsApp:
		return wrote && (isPhone(w.to) || conversation.IsAddress(w.to))
	}
	return isPhone(w.to)
}

// reroute puts a message that failed on its way onto the next that was not tried,
// or, where well is wanted, on the next whose gateway is well. False: there is none.
func (b *Bot) reroute(p parcel, wantWell bool) (store.Outbound, bool) {
	next := p
	next.Tried = append(slices.Clone(p.Tried), store.Way{Gateway: p.Gateway, Channel: p.Channel, Provider: p.Provider, Code: p.Code})
	next.Delivery, next.Next, next.Tries, next.Doubtful = conversation.Queued, time.Time{}, 0, false
	next.Gateway, next.Provider, next.Template = "", "", ""
	channels := []conversation.Channel{p.Channel}
	for _, c := range []conversation.Channel{conversation.SMS, conversation.WhatsApp} {
		if c != p.Channel {
			channels = append(channels, c)
		}
	}
	for _, c := range channels {
		next.Channel = c
		if c != p.Channel {
			next.Address = ""
		}
		if w, ok := b.way(next); ok && (!wantWell || well(w.gateway)) {
			return next.Outbound, true
		}
	}
	return p.Outbound, false
}

// givesUp tells whether a message that was certainly not taken should go another way
// now. A reply waits some minutes; what nobody waits for only leaves a gateway that is
// not well, lest it flee from a cap to where it costs more.
func givesUp(p parcel, w way, why Outcome, now time.Time) bool {
	switch {
	case p.Doubtful:
		return false
	case why == Misconfigured:
		return true
	case p.Class >= conversation.Reminder && well(w.gateway):
		return false
	}
	return p.Tries > 0 && now.Sub(p.Written) >= patience
}

// outgoing is a message as its gateway gets it.
func outgoing(p parcel, w way) Outgoing {
	return Outgoing{
		ID: p.ID, Channel: w.channel, To: w.to, Text: p.Text,
		Class: p.Class, NotAfter: p.NotAfter, Written: p.Written,
		Others: p.others, Heard: w.heard, Template: templates.Approved(p.Kind), UPK: p.upk,
	}
}
