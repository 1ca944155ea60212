package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
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
	killMessages   = 40 // from each treasurer at least
	killRounds     = 20
	killPause      = 60 * time.Millisecond
	killsWanted    = "BENDAHARA_KILLS" // other rounds
)

// repaymentText is the n-th text of a treasurer: a member and an amount that no
// other text of hers has.
func repaymentText(n int) (text string, amount ledger.Money) {
	amount = ledger.Money(10_000 + 7*n)
	return fmt.Sprintf("bayar %s %d", strings.ToLower(memberName(2+n%(killMembers-1))), amount), amount
}

// TestKill runs the real program, posts signed webhooks with repayments from
// several treasurers, and kills it again and again with no warning while they come. What was not
// acknowledged is delivered again, as Twilio does. In the end every repayment is
// in the books exactly once, every reply was sent, and the books verify.
func TestKill(t *testing.T) {
	rounds := killRounds
	if s := os.Getenv(killsWanted); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("%s: %v", killsWanted, err)
		}
		rounds = n
	}
	data := t.TempDir()
	workbook, treasurers := bigWorkbook(t, killTreasurers, killMembers)
	if _, errs, code := runProgram(t, "import", workbook, "--data", data); code != 0 {
		t.Fatal(errs)
	}
	twilio := newTwilio(t)
	var now atomic.Pointer[office]
	now.Store(serve(t, data, twilio.URL))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute+time.Duration(rounds)*2*time.Second)
	defer cancel()

	var senders sync.WaitGroup
	var over atomic.Bool
	var total atomic.Int64
	acknowledged := make([]int, killTreasurers)
	for i, phone := range treasurers {
		senders.Go(func() {
			for n := 0; n < killMessages || !over.Load(); n++ {
				text, _ := repaymentText(n)
				sid := fmt.Sprintf("SM%016d%016d", i, n)
				for ctx.Err() == nil {
					status, err := twilio.Webhook(ctx, now.Load().url, testPublic, sid, phone, testNumber, text)
					if err == nil && status/100 == 2 {
						acknowledged[i]++
						total.Add(1)
						break
					}
					if err == nil && status == http.StatusForbidden {
						t.Error("a message with a true signature was refused")
						return
					}
					time.Sleep(5 * time.Millisecond)
				}
				if ctx.Err() != nil {
					t.Errorf("message %d of %s was not acknowledged: %s", n, phone, now.Load().output())
					return
				}
				time.Sleep(time.Duration(rand.IntN(int(killPause)))) // so that a group has not years of them on one day
			}
		})
	}
	for range rounds {
		before := total.Load()
		if rand.IntN(4) > 0 { // else it may die before it has taken anything
			eventually(t, "a message is acknowledged", func() bool { return total.Load() > before })
		}
		time.Sleep(time.Duration(rand.IntN(int(killPause))))
		now.Load().kill()
		now.Store(serve(t, data, twilio.URL))
	}
	over.Store(true)
	senders.Wait()
	for i, phone := range treasurers {
		eventually(t, "every reply is sent", func() bool { return len(unanswered(twilio.Sent(phone), acknowledged[i])) == 0 })
	}
	now.Load().kill()
	booksHold(t, data, acknowledged)
	t.Logf("%d kills, %d messages of each acknowledged", rounds, acknowledged)
	if out, errs, code := runProgram(t, "verify", "--data", data); code != 0 {
		t.Errorf("verify: %s%s", out, errs)
	}
}

// unanswered are the amounts of so many messages that no reply to a treasurer names.
func unanswered(replies []string, messages int) (missing []ledger.Money) {
	named := map[string]bool{}
	for _, r := range replies {
		for _, word := range strings.Fields(r) {
			named[word] = true
		}
	}
	for n := range messages {
		if _, amount := repaymentText(n); !named[amount.String()+","] {
			missing = append(missing, amount)
		}
	}
	return missing
}

// booksHold opens the store and counts every repayment.
func booksHold(t *testing.T, data string, acknowledged []int) {
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
		for n := range acknowledged[i] {
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
