package main

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"bendahara/bot/android/phonetest"
	"bendahara/ledger"
)

// How people write.
const (
	dayPayments = 3 // that a treasurer tells of in a short day
	dayLook     = 50 * time.Millisecond
)

// payment is what a member paid, as the books have it.
type payment struct {
	group  ledger.GroupCode
	member ledger.MemberCode
	amount ledger.Money
}

// patience is that of who waits for an answer. Each time that a message does not go, the
// program waits twice as long; in a long day some fail again and again.
func (d *day) patience() time.Duration {
	if d.share() > 1 {
		return 15 * time.Minute
	}
	return 90 * time.Second
}

// share is how many times a short day this one is.
func (d *day) share() int { return max(1, int(d.length/dayShort)) }

// live is one person's day.
func (d *day) live(v *villager, c *dice) {
	if v.treasurer {
		for n := range dayPayments * d.share() {
			d.pause(c.upTo(d.length / time.Duration(dayPayments*d.share())))
			d.records(v, n, c)
		}
		return
	}
	text := ""
	for range 1 + c.n(2*d.share()) {
		d.pause(c.upTo(d.length / time.Duration(2*d.share())))
		if text == "" || c.n(3) > 0 { // or the same again, of who is impatient
			text = everyday[c.n(len(everyday))]
		}
		d.write(v, text, c)
	}
}

func (d *day) pause(long time.Duration) {
	select {
	case <-d.ctx.Done():
	case <-time.After(long):
	}
}

// everyday are what members write: what they have, and what is none of our business.
var everyday = []string{
	"saldo", "saldo", "Saldo bu", "sisa pinjaman saya berapa", "cicilan saya brp", "saldo saya",
	"selamat pagi bu", "besok hujan tidak ya", "arisan jadi di rumah siapa", "wkwkwk", "lagi di pasar ini",
}

// says are the ways to tell of a payment.
var says = []string{"bayar %s %s", "%s bayar %s", "terima dari %s %s", "%s setor %s"}

// records is a treasurer who tells of one payment and looks at what is read back; now and
// then it was none.
func (d *day) records(v *villager, n int, c *dice) {
	payer := d.people[v.group*dayMembers+1+c.n(dayMembers-1)]
	amount := ledger.Money(20_000 + 100*(n+1) + v.group) // no other of hers
	first, _, _ := strings.Cut(payer.name, " ")
	said := amount.String()[len("Rp"):]
	if c.n(2) == 0 {
		said = strings.ReplaceAll(said, ".", "")
	}
	d.write(v, fmt.Sprintf(says[c.n(len(says))], strings.ToLower(first), said), c)
	readBack := fmt.Sprintf("bayar %s,", amount)
	if !d.waits(v, "what was read back: "+readBack, func(texts []string) bool { return hasAll(texts, readBack, "Benar?") }) {
		return
	}
	if c.n(6) == 0 {
		d.write(v, "tidak", c)
		return
	}
	d.mu.Lock()
	d.booked[payment{groupCode(v.group), payer.code, amount}]++
	payer.receipts++
	d.mu.Unlock()
	d.write(v, []string{"ya", "YA", "Ya bu"}[c.n(3)], c)
	d.waits(v, "the receipt: "+readBack, func(texts []string) bool { return hasAll(texts, "Tercatat", readBack) })
}

// hasAll tells whether one of the texts has all parts.
func hasAll(texts []string, parts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
	})
}

// waits is somebody who waits for an answer.
func (d *day) waits(v *villager, what string, is func(texts []string) bool) bool {
	for end := time.Now().Add(d.patience()); time.Now().Before(end) && d.ctx.Err() == nil; d.pause(dayLook) {
		if is(d.has(v)) {
			return true
		}
	}
	d.Errorf("%s (%s) waits in vain for %s; she has %q", v.phone, v.by, what, d.has(v))
	return false
}

// has are the texts on somebody's phone, whichever way they came. What WhatsApp brought
// twice under one id, a phone shows once.
func (d *day) has(v *villager) []string {
	texts := slices.Concat(d.phone.Sent(string(v.phone)), d.twilio.Sent(string(v.phone)), d.twilio.Sent(whatsAppAtTwilio+string(v.phone)))
	if v.chat == nil {
		return texts
	}
	seen := map[string]bool{}
	for _, text := range v.chat.Got() {
		if !seen[text.ID] {
			seen[text.ID] = true
			texts = append(texts, text.Text)
		}
	}
	return texts
}

// write sends a message, and returns when the program has taken it. Who brings it does
// so again until then, and now and then twice. What a member writes may be given up
// before: the program must find it by itself. A treasurer waits for her answer.
func (d *day) write(v *villager, text string, c *dice) {
	d.mu.Lock()
	v.wrote = append(v.wrote, text)
	d.mu.Unlock()
	givesUp := !v.treasurer && c.n(4) == 0
	switch v.by {
	case byPhone:
		e := d.phone.Receive(string(v.phone), text, time.Now())
		d.deliver(c, givesUp, func() bool {
			if c.n(4) == 0 {
				e = d.phone.Again(e)
			}
			status, err := d.posts(e)
			return err == nil && status == http.StatusNoContent
		})
	case byTwilio, byTwilioWA:
		from, to := atTwilio(v)
		at := time.Now()
		if givesUp {
			at = at.Add(-3 * time.Minute) // what is younger the program leaves to the webhooks
		}
		sid := d.twilio.Texted(from, to, text, at)
		d.deliver(c, givesUp, func() bool {
			status, err := d.twilio.Webhook(d.ctx, d.router.URL, testPublic, sid, from, to, text)
			return err == nil && status == http.StatusOK
		})
	case byWhatsApp:
		id := v.chat.Writes(text)
		for d.chat.Acknowledged(id) == 0 && d.ctx.Err() == nil {
			d.pause(dayLook)
		}
	}
}

// whatsAppAtTwilio stands before a number there.
const whatsAppAtTwilio = "whatsapp:"

// atTwilio is who writes to whom, as Twilio has it.
func atTwilio(v *villager) (from, to string) {
	if v.by == byTwilioWA {
		return whatsAppAtTwilio + string(v.phone), whatsAppAtTwilio + testWhatsApp
	}
	return string(v.phone), testNumber
}

// posts is the phone that posts an event, if it has a network.
func (d *day) posts(e phonetest.Event) (status int, err error) {
	if d.away.Load() {
		return 0, errors.New("no network")
	}
	return d.phone.Post(d.ctx, e)
}

// deliver tries until a message is taken, or once where it gives up; now and then twice
// at once.
func (d *day) deliver(c *dice, givesUp bool, try func() bool) {
	for taken := false; !taken && d.ctx.Err() == nil; {
		if c.n(4) == 0 {
			var twin sync.WaitGroup
			twin.Go(func() { try() })
			taken = try()
			twin.Wait()
		} else {
			taken = try()
		}
		if givesUp {
			return
		}
		if !taken {
			d.pause(20*time.Millisecond + c.upTo(200*time.Millisecond))
		}
	}
}
