package main

import (
	"net/http"
	"slices"
	"sync"
	"time"

	"bendahara/bot/android/phonetest"
	"bendahara/bot/twilio/twiliotest"
)

// What befalls the office in a short day.
const (
	dayKills = 6
	dayDrops = 2 // of WhatsApp's line
	shortCut = dayShort / 8
	longCut  = 20 * time.Second // in a long day: calls are given up by then
)

// troubles are what befalls the office while people write: in any order, some while
// another lasts.
func (d *day) troubles() {
	d.Helper()
	var list []func()
	for range d.share() {
		list = append(list, d.cutPhone, d.cutTwilio, d.cutWhatsApp)
		list = append(list, slices.Repeat([]func(){d.restart}, dayKills)...)
		list = append(list, slices.Repeat([]func(){d.chat.Cut}, dayDrops)...)
	}
	for i := range list {
		j := i + d.chance.n(len(list)-i)
		list[i], list[j] = list[j], list[i]
		time.Sleep(d.chance.upTo(2 * d.length / time.Duration(len(list)))) // the day goes on
		list[i]()
	}
	d.cuts.Wait()
}

// cut ends later what has begun.
func (d *day) cut(end func()) {
	long := shortCut
	if d.share() > 1 && d.chance.n(4) == 0 {
		long = longCut
	}
	d.cuts.Go(func() {
		time.Sleep(long)
		end()
	})
}

// cutPhone takes the network from the phone: nothing comes from it, and what is asked
// of it breaks off, some of it after it was done.
func (d *day) cutPhone() {
	d.away.Store(true)
	d.phone.Break(func(*http.Request) *phonetest.Fault {
		switch d.chance.n(4) {
		case 0:
			return &phonetest.Fault{Take: true}
		case 1:
			return &phonetest.Fault{Take: true, Status: http.StatusBadGateway}
		case 2:
			return &phonetest.Fault{Status: http.StatusServiceUnavailable}
		}
		return &phonetest.Fault{}
	})
	d.cut(func() {
		d.phone.Break(nil)
		d.away.Store(false)
	})
}

// cutTwilio makes Twilio ill: it fails before or after it has taken a message, or takes
// it and says nothing.
func (d *day) cutTwilio() {
	over := make(chan struct{})
	d.twilio.Answer(func(w http.ResponseWriter, r *http.Request, take func() twiliotest.Record) {
		switch d.chance.n(5) {
		case 0:
			twiliotest.Problem(w, http.StatusInternalServerError, 20500)
		case 1:
			twiliotest.Problem(w, http.StatusTooManyRequests, 20429)
		case 2:
			take()
			twiliotest.Problem(w, http.StatusServiceUnavailable, 20503)
		case 3:
			take()
			panic(http.ErrAbortHandler)
		default:
			take()
			select {
			case <-over:
			case <-r.Context().Done():
			}
			panic(http.ErrAbortHandler)
		}
	})
	d.cut(func() {
		d.twilio.Answer(nil)
		close(over)
	})
}

// cutWhatsApp has WhatsApp take messages without a word for a moment, and then no
// connection.
func (d *day) cutWhatsApp() {
	d.chat.Mute(true)
	time.Sleep(d.chance.upTo(time.Second)) // for some to be taken so
	d.chat.Down(true)
	d.chat.Mute(false)
	d.cut(func() { d.chat.Down(false) })
}

// reports tells the program of each text that has arrived, until the day is done and all
// is told; what the program does not take is told again. Some reports overtake others.
func (d *day) reports(done <-chan struct{}) {
	var telling sync.WaitGroup
	defer telling.Wait()
	tell := func(post func(state string) (status int, err error), states ...string) {
		if d.chance.n(4) == 0 {
			slices.Reverse(states)
		}
		telling.Go(func() {
			for _, state := range states {
				for d.ctx.Err() == nil {
					if status, err := post(state); err == nil && status == http.StatusNoContent {
						break
					}
					d.pause(dayLook)
				}
			}
		})
	}
	byTwilio, byPhone := 0, 0
	for over := false; !over && d.ctx.Err() == nil; d.pause(dayLook) {
		select {
		case <-done:
			over = true // after one more look
		default:
		}
		var sent []twiliotest.Record
		sent, byTwilio = d.twilio.Outgoing(byTwilio)
		for _, m := range sent {
			tell(func(state string) (int, error) { return d.twilio.Report(d.ctx, d.router.URL, testPublic, m, state) }, "sent", "delivered")
		}
		taken := d.phone.Taken()
		for _, m := range taken[byPhone:] {
			tell(func(event string) (int, error) {
				return d.posts(d.phone.Tell(event, map[string]any{"messageId": m.ID, "phoneNumber": m.PhoneNumbers[0]}))
			}, "sms:sent", "sms:delivered")
		}
		byPhone = len(taken)
	}
}
