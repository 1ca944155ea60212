package android_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/android/phonetest"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

// TestStorm runs a real bot over a network that loses, delays, doubles and
// reorders, and a phone whose answers get lost. In the end every SMS was heard
// once and answered once, and every report found its message.
func TestStorm(t *testing.T) {
	const people = 60
	ctx := t.Context()
	db := store.New(memory.New())
	if _, err := workbook.Demo(ctx, db, time.Now()); err != nil {
		t.Fatal(err)
	}
	b := bot.New(db, slog.New(slog.DiscardHandler))
	phone, g := officeOf(t, false, b.Events(), nil)
	b.Add(g)
	if err := g.SetUp(ctx); err != nil {
		t.Fatal(err)
	}

	// deliver posts as the app does, until it is taken; what the network does to
	// it is up to the dice.
	deliver := func(e phonetest.Event) {
		for taken := 0; taken == 0 || rand.IntN(3) == 0; {
			time.Sleep(time.Duration(rand.IntN(3)) * time.Millisecond)
			switch rand.IntN(4) {
			case 0: // lost on the way
			case 1: // taken, but the answer is lost
				_, _ = phone.Post(ctx, e)
			default:
				if status, err := phone.Post(ctx, e); err == nil && status == 204 {
					taken++
				}
			}
		}
	}
	var posts sync.WaitGroup
	for i := range people {
		e := phone.Receive(fmt.Sprintf("+6289900000%03d", i), "saldo", time.Now().Add(-time.Duration(i)*time.Second))
		posts.Go(func() { deliver(e) })
		posts.Go(func() { deliver(phone.Again(e)) }) // as an export of the inbox would
	}
	posts.Wait()

	phone.Break(func(*http.Request) *phonetest.Fault {
		switch rand.IntN(6) {
		case 0:
			return &phonetest.Fault{Take: true}
		case 1:
			return &phonetest.Fault{Take: true, Status: 500}
		case 2:
			return &phonetest.Fault{Status: 429}
		case 3:
			return &phonetest.Fault{}
		}
		return nil
	})
	for now, i := time.Now(), 0; i < 40; i, now = i+1, now.Add(time.Hour) {
		if _, err := b.SendDue(ctx, now); err != nil {
			t.Fatal(err)
		}
	}
	phone.Break(nil)
	for _, m := range phone.Taken() {
		payload := map[string]any{"messageId": m.ID, "phoneNumber": m.PhoneNumbers[0]}
		posts.Go(func() { deliver(phone.Tell("sms:delivered", payload)) }) // overtakes the next
		posts.Go(func() { deliver(phone.Tell("sms:sent", payload)) })
	}
	posts.Wait()

	answers := map[string]int{}
	for _, m := range phone.Taken() {
		answers[m.PhoneNumbers[0]]++
		if m.Priority != 110 || m.TTL > 48*3600 {
			t.Errorf("a reply with priority %d and %d seconds to live", m.Priority, m.TTL)
		}
	}
	for number, n := range answers {
		if n != 1 {
			t.Errorf("%s has %d answers", number, n)
		}
	}
	if len(answers) != people {
		t.Errorf("%d of %d have an answer", len(answers), people)
	}
	err := db.View(ctx, func(tx *store.Tx) error {
		messages, err := tx.Messages()
		if len(messages) != people {
			t.Errorf("%d messages heard of %d", len(messages), people)
		}
		if err != nil {
			return err
		}
		parked, err := tx.ParkedMessages()
		if len(parked) != 0 {
			t.Errorf("%d parked: %s", len(parked), parked[0].Reason)
		}
		if err != nil {
			return err
		}
		out, err := tx.Outbox()
		for _, o := range out {
			if o.Delivery != conversation.Delivered || o.Gateway != "android" {
				t.Errorf("%s came to %d by %q", o.ID, o.Delivery, o.Gateway)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
