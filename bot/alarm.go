package bot

import (
	"cmp"
	"context"
	"errors"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// ailing is since when a gateway has not been well, and whether the office was told.
type ailing struct {
	since time.Time
	told  bool
}

// Alarm looks how the gateways are and tells the office, by another gateway, of one that
// has not been well for a while, once a day, and when it is well again.
func (b *Bot) Alarm(ctx context.Context, now time.Time) error {
	b.alarms.Lock()
	defer b.alarms.Unlock()
	var failures []error
	for _, g := range b.gateways {
		name := g.Name()
		was, ill := b.ailing[name]
		switch {
		case well(g) && !was.told:
			delete(b.ailing, name)
		case well(g):
			done, err := b.alarm(ctx, g, "works/", conversation.GatewayWorks{Gateway: officeName(name)}, now)
			if failures = append(failures, err); done {
				delete(b.ailing, name)
			}
		case !ill:
			b.ailing[name] = ailing{since: now}
		case !was.told && now.Sub(was.since) >= alarmAfter:
			done, err := b.alarm(ctx, g, "fails/", conversation.GatewayFails{Gateway: officeName(name)}, now)
			failures = append(failures, err)
			was.told = done
			b.ailing[name] = was
		}
	}
	return errors.Join(failures...)
}

// officeName is how people in the office call a gateway.
func officeName(gateway string) string {
	return cmp.Or(map[string]string{"twilio": "Twilio", "android": "HP kantor", "whatsapp": "WhatsApp"}[gateway], gateway)
}

// alarm tells the office about a gateway; false where now is not the time, or no other
// gateway can.
func (b *Bot) alarm(ctx context.Context, about Gateway, what string, w conversation.Words, now time.Time) (done bool, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) error {
		done = false
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		if may, err := maySend(tx, settings, now); err != nil || !may {
			return err
		}
		upk, err := tx.UPK()
		if err != nil {
			return err
		}
		switch words := w.(type) {
		case conversation.GatewayFails:
			words.UPK = upk.Name
			w = words
		case conversation.GatewayWorks:
			words.UPK = upk.Name
			w = words
		}
		officers, err := officeOf(tx, "")
		if err != nil {
			return err
		}
		var says []conversation.Say
		for _, o := range officers {
			channel, err := b.besides(tx, about, o.Phone)
			if err != nil {
				return err
			}
			if channel != "" {
				says = append(says, conversation.Say{To: o.Phone, Channel: channel, Class: conversation.Receipt, Words: w})
			}
		}
		done = len(says) > 0
		day := ledger.DateOf(now.In(settings.Zone())).String()
		_, err = b.say(tx, says, "gateway/"+what+about.Name()+"/"+day, now)
		return err
	})
	if done && err == nil {
		b.rouse()
	}
	return done && err == nil, err
}

// besides is a channel to a phone that a gateway which is well carries, apart from one;
// empty where there is none.
func (b *Bot) besides(tx *store.Tx, apart Gateway, to ledger.Phone) (conversation.Channel, error) {
	contact, err := tx.Contact(to)
	if err != nil {
		return "", err
	}
	for _, c := range []conversation.Channel{conversation.SMS, conversation.WhatsApp} {
		for _, g := range b.gateways {
			last, wrote := contact.Last(g.Name(), c)
			p := parcel{Outbound: store.Outbound{To: to, Channel: c}, contact: contact}
			if carries(g, c) && welcome(p, way{gateway: g, channel: c, to: cmp.Or(last.Address, to)}, wrote) && (well(g) && g != apart || well(apart)) {
				return c, nil
			}
		}
	}
	return "", nil
}

// officeOf are those with a phone, other than this one, who hold the first of the roles
// that anybody holds: who sees to the money's day, then to the books, then the head.
func officeOf(tx *store.Tx, but ledger.Phone) (found []ledger.Officer, err error) {
	officers, err := tx.Officers()
	if err != nil {
		return nil, err
	}
	for _, role := range []ledger.Role{ledger.Cashier, ledger.Bookkeeper, ledger.Head, ledger.Clerk} {
		for _, o := range officers {
			if o.Role == role && o.Phone != "" && o.Phone != but {
				found = append(found, o)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return found, nil
}

// noteBad keeps that nothing arrives at a number by a channel, and tells the office the
// first time.
func (b *Bot) noteBad(tx *store.Tx, r result, now time.Time) error {
	contact, err := tx.Contact(r.To)
	if err != nil {
		return err
	}
	known := contact.IsBad(r.channel)
	if err := tx.MarkBad(r.To, store.BadWay{Channel: r.channel, Code: r.code, At: now}); err != nil || known {
		return err
	}
	w := conversation.NumberFails{Phone: r.To, Channel: r.channel}
	if w.Name, w.Group, err = nameOf(tx, r.To); err != nil || w.Name == "" {
		return err
	}
	officers, err := officeOf(tx, r.To)
	if err != nil {
		return err
	}
	var says []conversation.Say
	for _, o := range officers {
		says = append(says, conversation.Say{To: o.Phone, Class: conversation.Receipt, Words: w})
	}
	_, err = b.say(tx, says, "bad/"+string(r.channel)+"/"+string(r.To)+"/"+ledger.DateOf(now.UTC()).String(), now)
	return err
}

// nameOf is whose a number is, and in which group; empty for nobody's.
func nameOf(tx *store.Tx, p ledger.Phone) (name, group string, err error) {
	members, err := tx.MembersByPhone(p)
	if err != nil {
		return "", "", err
	}
	for _, m := range members {
		g, err := tx.Group(m.Group)
		return m.Name, g.Name, err
	}
	officers, err := tx.OfficersByPhone(p)
	for _, o := range officers {
		return o.Name, "", err
	}
	return "", "", err
}
