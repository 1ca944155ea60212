package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/templates"
)

// say puts a turn's words into the outbox. Replies that fit together in one SMS
// go as one. It tells whether all replies were: beyond a day's limit they are not.
func (b *Bot) say(tx *store.Tx, says []conversation.Say, cause string, now time.Time) (heard bool, err error) {
	settings, err := tx.Settings()
	if err != nil {
		return false, err
	}
	var out []store.Outbound
	var languages []string
	unknown := false
	for _, s := range says {
		unknown = unknown || s.Unknown
		if !isPhone(s.To) && !conversation.IsAddress(s.To) {
			continue // nobody, or a sender such as an operator's name that reads no answers
		}
		o, err := b.outbound(tx, s, settings, now)
		if err != nil {
			return false, err
		}
		last := len(out) - 1
		if last >= 0 && o.Class == conversation.Reply && out[last].Class == conversation.Reply && out[last].To == o.To {
			if joined, n := join(out[last].Text, o.Text); n == 1 {
				out[last].Text = joined
				continue
			}
		}
		out, languages = append(out, o), append(languages, s.Language)
	}
	heard = true
	for i, o := range out {
		o.Cause = cause + "/" + strconv.Itoa(i+1)
		left, err := repliesLeft(tx, o, unknown, settings, now)
		if err != nil {
			return false, err
		}
		if left < 0 {
			heard = false
			continue
		}
		if left == 0 {
			last, err := templates.Render(cmp.Or(languages[i], settings.Get("bahasa")), conversation.LastReply{})
			if err != nil {
				return false, err
			}
			o.Text, o.Segments = join(o.Text, last)
		}
		if _, err := tx.Enqueue(o, ledger.DateOf(now.UTC()).Period()); err != nil {
			return false, err
		}
	}
	return heard, nil
}

// join puts two texts into one message, of so many segments.
func join(a, b string) (text string, segments int) {
	text = a + " " + b
	segments, _ = templates.Segments(text)
	return text, segments
}

// isPhone tells whether a message can be sent there: a number with a country and
// at least eight digits.
func isPhone(p ledger.Phone) bool {
	digits, ok := strings.CutPrefix(string(p), "+")
	return ok && len(digits) >= 8 && strings.Trim(digits, "0123456789") == ""
}

// outbound is a message as it goes into the outbox: rendered, and by a channel
// that some gateway carries.
func (b *Bot) outbound(tx *store.Tx, s conversation.Say, settings ledger.Settings, now time.Time) (store.Outbound, error) {
	language := s.Language
	if language == "" {
		language = settings.Get("bahasa")
	}
	text, err := templates.Render(language, s.Words)
	if err != nil {
		return store.Outbound{}, err
	}
	channel, address := s.Channel, s.Address
	if channel == "" {
		talk, err := tx.Talk(s.To)
		if err != nil {
			return store.Outbound{}, err
		}
		contact, err := tx.Contact(s.To)
		if err != nil {
			return store.Outbound{}, err
		}
		if channel, err = b.open(tx, s.To, b.carried(cmp.Or(contact.Wish, talk.Channel))); err != nil {
			return store.Outbound{}, err
		}
		if channel == talk.Channel {
			address = talk.Address
		}
	}
	o := store.Outbound{
		To: s.To, Address: address, Channel: channel, Class: s.Class, Kind: s.Words.Kind(), Text: text, Written: now.UTC(),
	}
	o.Segments, _ = templates.Segments(text)
	if s.Class == conversation.Reply {
		o.NotAfter = now.Add(replyLife).UTC()
	}
	return o, nil
}

// carried is the wanted channel if a gateway carries it, or else one that is.
func (b *Bot) carried(want conversation.Channel) conversation.Channel {
	if want != "" && b.gateway(want) != nil {
		return want
	}
	for _, c := range []conversation.Channel{conversation.SMS, conversation.WhatsApp} {
		if b.gateway(c) != nil {
			return c
		}
	}
	return conversation.SMS
}

// open is the channel, or another by which a message may go where nothing arrives by
// this one.
func (b *Bot) open(tx *store.Tx, to ledger.Phone, c conversation.Channel) (conversation.Channel, error) {
	contact, err := tx.Contact(to)
	if err != nil || !contact.IsBad(c) {
		return c, err
	}
	p := parcel{Outbound: store.Outbound{To: to, Channel: c}, contact: contact}
	if o, ok := b.reroute(p, false); ok {
		return o.Channel, nil
	}
	return c, nil
}

func (b *Bot) gateway(c conversation.Channel) Gateway {
	for _, g := range b.gateways {
		if carries(g, c) {
			return g
		}
	}
	return nil
}

// Carries tells whether some gateway carries a channel now.
func (b *Bot) Carries(c conversation.Channel) bool { return b.gateway(c) != nil }

func carries(g Gateway, c conversation.Channel) bool { return slices.Contains(g.Channels(), c) }

// repliesLeft tells how many replies a number, known or not, may still have on this
// day after this one, below zero where this is one too many: each costs money, and a
// bot that answers ours would never end. What is no reply is not counted.
func repliesLeft(tx *store.Tx, o store.Outbound, unknown bool, settings ledger.Settings, now time.Time) (int, error) {
	if o.Class != conversation.Reply {
		return 1, nil
	}
	key := "balasan_per_hari"
	if unknown {
		key = "balasan_tak_dikenal_per_hari"
	}
	n, err := tx.CountReply(o.To, ledger.DateOf(now.In(settings.Zone())))
	return settings.Int(key) - n, err
}
