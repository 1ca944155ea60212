package bot

import (
	"cmp"
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
	asked   bool         // the hidden address that is to be answered is this gateway's
}

// parcel is a message to be sent with what its way depends on.
type parcel struct {
	store.Outbound
	contact store.Contact
	upk     string
	prices  prices

	by    way // where found
	found bool

	others []string // where doubtful
}

// pack reads what a message's way depends on. It goes also where no price can be read.
func (b *Bot) pack(tx *store.Tx, o store.Outbound) (p parcel, err error) {
	p.Outbound = o
	if p.contact, err = contactOf(tx, o); err != nil {
		return parcel{}, err
	}
	if p.prices, err = pricesOf(tx); err != nil {
		b.log.Error("the prices cannot be read", "error", err)
	}
	upk, err := tx.UPK()
	p.upk = upk.Name
	return p, err
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

// route packs a claimed message and chooses its way. What goes is written before it is
// sent: after a crash only its gateway can tell whether it went, and by these words.
func (b *Bot) route(tx *store.Tx, o store.Outbound, now time.Time) (p parcel, err error) {
	if p, err = b.pack(tx, o); err != nil {
		return p, err
	}
	if p.Doubtful {
		if p.others, err = tx.Alike(o); err != nil {
			return p, err
		}
	}
	if p.by, p.found = b.way(p); !p.found {
		return p, nil
	}
	p = b.cheaper(p, now)
	p.Gateway = p.by.gateway.Name()
	return p, tx.GoesAs(p.Outbound)
}

// way is how a message goes: on its channel, by the gateway that she last wrote to,
// or else by one that is well, and of those by the cheapest; one that may have gone
// already by the same again. False: no gateway carries the channel, or each has been tried.
func (b *Bot) way(p parcel) (way, bool) {
	bound := p.Doubtful && slices.Contains(b.Gateways(), p.Gateway)
	var found []way
	for _, g := range b.gateways {
		if !carries(g, p.Channel) || tried(p.Outbound, g, p.Channel) || bound && g.Name() != p.Gateway {
			continue
		}
		last, ever := p.contact.Last(g.Name(), p.Channel)
		w := way{gateway: g, channel: p.Channel, to: p.To, heard: last.At}
		other := false // it is to leave the way that it was written for
		switch {
		case len(p.Tried) > 0:
			w.to, other = cmp.Or(last.Address, p.To), true
		case p.Address != "":
			w.asked = last.Address == p.Address
			if w.to = p.Address; !w.asked && owned(p) { // another gateway's address is none to this one
				w.to, other = cmp.Or(last.Address, p.To), true
			}
		}
		if other && !welcome(p, w, ever) {
			continue
		}
		found = append(found, w)
	}
	slices.SortStableFunc(found, func(a, b way) int {
		if a.asked != b.asked {
			return truth(b.asked) - truth(a.asked)
		}
		if order := b.heard.Compare(a.heard); order != 0 {
			return order
		}
		if order := rank(b) - rank(a); order != 0 {
			return order
		}
		return p.prices.compare(p.Outbound, a.gateway.Name(), b.gateway.Name())
	})
	if len(found) == 0 {
		return way{}, false
	}
	return found[0], true
}

// freeText is how long after she wrote WhatsApp takes from Twilio what is no approved
// template.
const freeText = 24 * time.Hour

// cheaper puts what nobody waits for onto SMS where WhatsApp would take it as a template
// only and that is known to cost more.
func (b *Bot) cheaper(p parcel, now time.Time) parcel {
	if p.Class < conversation.Reminder || p.by.channel != conversation.WhatsApp || p.Doubtful || len(p.Tried) > 0 || now.Sub(p.by.heard) < freeText {
		return p
	}
	short := p
	short.Channel, short.Address = conversation.SMS, ""
	if short.by, short.found = b.way(short); !short.found || !well(short.by.gateway) || !welcome(short, short.by, false) {
		return p
	}
	short.Gateway = short.by.gateway.Name()
	template, known := p.prices.each(p.by.gateway.Name(), byTemplate, p.To)
	_, priced := p.prices.each(short.Gateway, string(conversation.SMS), p.To)
	if !known || !priced || !short.prices.cost(short.Outbound).Decimal().LessThan(template) {
		return p
	}
	return short
}

// owned tells whether it is known whose hidden address is to be answered: each provider
// hides numbers behind addresses of its own.
func owned(p parcel) bool {
	return slices.ContainsFunc(p.contact.Wrote, func(w store.Wrote) bool { return w.Channel == p.Channel && w.Address == p.Address })
}

// rank puts a gateway that is well before one that is not.
func rank(w way) int { return truth(well(w.gateway)) }

func truth(is bool) int {
	if is {
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
	next.Tried = append(slices.Clone(p.Tried), store.Way{Gateway: p.Gateway, Channel: p.Channel, Provider: p.Provider, Code: p.Code, Cost: p.Cost})
	next.Delivery, next.Next, next.Tries, next.Doubtful = conversation.Queued, time.Time{}, 0, false
	next.Gateway, next.Provider, next.Template, next.Cost = "", "", "", 0
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
