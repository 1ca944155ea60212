package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
)

// How hard the kill test is.
const (
	killTreasurers = 4
	killMembers    = 9
	killMessages   = 40 // from each treasurer
	killRounds     = 20
)

// repaymentText is the n-th text of a treasurer: a member and an amount that no
// other text of hers has.
func repaymentText(n int) (text string, amount ledger.Money) {
	amount = ledger.Money(10_000 + 1_000*n + n)
	return fmt.Sprintf("bayar %s %d", strings.ToLower(memberName(2+n%(killMembers-1))), amount), amount
}

// TestKill runs the real program, posts signed webhooks with repayments from
// several treasurers, and kills it again and again with no warning. What was not
// acknowledged is delivered again, as Twilio does. In the end every repayment is
// in the books exactly once, every reply was sent, and the books verify.
func TestKill(t *testing.T) {
	data := t.TempDir()
	workbook, treasurers := bigWorkbook(t, killTreasurers, killMembers)
	if _, errs, code := runProgram(t, "import", workbook, "--data", data); code != 0 {
		t.Fatal(errs)
	}
	twilio := newTwilio(t)
	var now atomic.Pointer[office]
	now.Store(serve(t, data, twilio.URL))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()

	var senders sync.WaitGroup
	var acknowledged atomic.Int64
	for i, phone := range treasurers {
		senders.Go(func() {
			for n := range killMessages {
				text, _ := repaymentText(n)
				sid := fmt.Sprintf("SM%016d%016d", i, n)
				for ctx.Err() == nil {
					status, err := twilio.Webhook(ctx, now.Load().url, testPublic, sid, phone, testNumber, text)
					if err == nil && status/100 == 2 {
						acknowledged.Add(1)
						break
					}
					if err == nil && status == http.StatusForbidden {
						t.Error("a message with a true signature was refused")
						return
					}
					time.Sleep(5 * time.Millisecond)
				}
			}
		})
	}
	kills := 0
	for ; kills < killRounds; kills++ {
		time.Sleep(time.Duration(10+rand.IntN(120)) * time.Millisecond)
		now.Load().kill()
		now.Store(serve(t, data, twilio.URL))
	}
	senders.Wait()
	if acknowledged.Load() != killTreasurers*killMessages {
		t.Fatalf("%d of %d messages were acknowledged: %s", acknowledged.Load(), killTreasurers*killMessages, now.Load().output())
	}
	for _, phone := range treasurers {
		eventually(t, "every reply is sent", func() bool { return len(unanswered(twilio.Sent(phone))) == 0 })
	}
	now.Load().kill()
	booksHold(t, data)
	if out, errs, code := runProgram(t, "verify", "--data", data); code != 0 {
		t.Errorf("verify: %s%s", out, errs)
	}
}

// unanswered are the amounts that no reply to a treasurer names.
func unanswered(replies []string) (missing []ledger.Money) {
	for n := range killMessages {
		_, amount := repaymentText(n)
		found := false
		for _, r := range replies {
			found = found || strings.Contains(r, amount.String()+",")
		}
		if !found {
			missing = append(missing, amount)
		}
	}
	return missing
}

// booksHold opens the store and counts every repayment.
func booksHold(t *testing.T, data string) {
	t.Helper()
	engine, err := bolt.Open(filepath.Join(data, storeFile))
	if err != nil {
		t.Fatal(err)
	}
	db := store.New(engine)
	defer db.Close()
	type told struct {
		group  ledger.GroupCode
		amount ledger.Money
	}
	booked := map[told]int{}
	err = db.View(t.Context(), func(tx *store.Tx) error {
		for e, err := range tx.Journal() {
			if err != nil {
				return err
			}
			if e.Kind == ledger.Repayment {
				booked[told{e.Group, e.Amount}]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range killTreasurers {
		for n := range killMessages {
			_, amount := repaymentText(n)
			key := told{ledger.GroupCode(fmt.Sprintf("K%02d", i+1)), amount}
			if booked[key] != 1 {
				t.Errorf("%s of group %s is in the books %d times", amount, key.group, booked[key])
			}
			delete(booked, key)
		}
	}
	for key, n := range booked {
		t.Errorf("%s of group %s is in the books %d times, but nobody texted it", key.amount, key.group, n)
	}
}
