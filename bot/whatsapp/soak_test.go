package whatsapp_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/whatsapp/watest"
	"bendahara/conversation"
	"bendahara/ledger"
)

// TestABadDay is five people who write while the line is cut, the network goes, the
// books refuse and the program stops and starts. At the end each message was taken in
// and acknowledged, none under two ids, and each answer is on its phone, once.
func TestABadDay(t *testing.T) {
	const people, each = 5, 8
	w := linked(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	w.desk.set(func(conversation.Message) error {
		if rand.N(6) == 0 {
			return errors.New("the books refuse")
		}
		return nil
	})
	var phones []*watest.Person
	for i := range people {
		p := w.server.Person(fmt.Sprintf("+62813900001%02d", i))
		p.Hidden = i == 3
		phones = append(phones, p)
	}
	ids := map[string]string{}
	for n := range each {
		for i, p := range phones {
			ids[p.Writes(fmt.Sprintf("%d/%d", i, n))] = p.LID.String()
			switch chance.IntN(8) {
			case 0:
				w.server.Cut()
			case 1:
				w.server.Down(true)
				time.Sleep(time.Duration(chance.IntN(30)) * time.Millisecond)
				w.server.Down(false)
			case 2:
				w.stop()
				w.start()
			default:
				time.Sleep(time.Duration(chance.IntN(20)) * time.Millisecond)
			}
		}
	}
	w.desk.set(nil)
	w.server.Until("all acknowledged", func() bool {
		for id := range ids {
			if w.server.Acknowledged(id) == 0 {
				return false
			}
		}
		return true
	})
	w.server.Until("all taken in", func() bool { return len(w.desk.heard()) >= len(ids) })
	answers := map[string]conversation.Message{}
	for _, m := range w.desk.heard() {
		answers[m.Foreign] = m
	}
	if len(answers) != len(ids) {
		t.Fatalf("%d messages were taken in of %d", len(answers), len(ids))
	}
	for id, lid := range ids {
		if _, ok := answers[lid+"/"+lid+"/"+id]; !ok {
			t.Errorf("%s was lost", id)
		}
	}
	var sending sync.WaitGroup
	for foreign, m := range answers {
		sending.Go(func() { w.answer("o"+foreign[strings.LastIndex(foreign, "/")+1:], m.From, "re "+m.Text) })
	}
	for range 5 {
		time.Sleep(20 * time.Millisecond)
		w.server.Cut()
	}
	sending.Wait()
	for i, p := range phones {
		got := map[string]string{} // by id: a phone shows what came twice under one id once
		for _, text := range p.Got() {
			got[text.ID] = text.Text
		}
		if len(got) != each {
			t.Errorf("phone %d shows %d answers: %v", i, len(got), got)
		}
	}
}

// answer sends as the bot does: later again where it surely was not taken, after a look
// where it may have been.
func (w *world) answer(id string, to ledger.Phone, text string) {
	m := bot.Outgoing{ID: id, Channel: conversation.WhatsApp, To: to, Text: text}
	doubtful := false
	for range 200 {
		if doubtful {
			if _, found, err := w.g.Find(w.Context(), m); found && err == nil {
				return
			}
		}
		_, err := w.g.Send(w.Context(), m)
		switch bot.OutcomeOf(err) {
		case bot.Later:
		case bot.UnknownOutcome:
			if err == nil {
				return
			}
			doubtful = true
		default:
			w.Errorf("%s: %v", id, err)
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.Errorf("%s was never sent", id)
}
