package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio"
	"bendahara/bot/twilio/twiliotest"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/workbook"
)

// A UPK as large as the targets are for, after so many years.
const (
	manyGroups   = 10_000
	manyMembers  = 10 // of each
	manyMessages = 1_000_000
	manyYears    = 7
	fillAtOnce   = 2_000 // messages in a transaction while a store is filled
)

// largeUPK makes a store of so many groups, without a message, and returns when its books
// began.
func largeUPK(b *testing.B, path string, groups int) (treasurers []string, began time.Time) {
	b.Helper()
	began = time.Now().AddDate(-manyYears, 0, 0)
	dir, treasurers := bigWorkbook(b, groups, manyMembers)
	loans := filepath.Join(dir, "pinjaman.csv")
	text, err := os.ReadFile(loans)
	if err == nil { // they were paid out before all that is told
		text = []byte(strings.ReplaceAll(string(text), "2026-01-10", began.AddDate(0, -1, 0).Format(time.DateOnly)))
		err = os.WriteFile(loans, text, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	book, faults, err := workbook.Read(dir)
	if err == nil && len(faults) == 0 {
		err = bolt.Fill(path, func(e *bolt.Engine) error {
			_, faults, err = workbook.Import(b.Context(), store.New(e), book, began, false)
			return err
		})
	}
	if err != nil || len(faults) > 0 {
		b.Fatal(err, faults)
	}
	return treasurers, began
}

// fillMessages adds the messages from <= n < to of many that are spread over years, each as
// the bot keeps one: heard, booked, answered, and the answer delivered.
func fillMessages(b *testing.B, db *store.DB, treasurers []string, began time.Time, from, to, many int) {
	b.Helper()
	every := time.Since(began) / time.Duration(many+1)
	for n := from; n < to; n += fillAtOnce {
		err := db.Update(b.Context(), func(tx *store.Tx) error {
			for i := n; i < min(n+fillAtOnce, to); i++ {
				if err := fillMessage(tx, treasurers, i, began.Add(time.Duration(i)*every)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func fillMessage(tx *store.Tx, treasurers []string, n int, at time.Time) error {
	of := n % len(treasurers)
	phone, code := ledger.Phone(treasurers[of]), fmt.Sprintf("K%02d", of+1)
	person := 2 + n/len(treasurers)%(manyMembers-1)
	member := ledger.MemberCode(fmt.Sprintf("%s-%02d", code, person))
	amount := ledger.Money(1_000 + n%997)
	at = at.UTC()
	h, fresh, err := tx.Heard(conversation.Message{
		Gateway: "twilio", Foreign: fmt.Sprintf("SM%032x", n*2654435761), Channel: conversation.SMS, From: phone, Sent: at, Received: at,
		Text: fmt.Sprintf("bayar %s %d", strings.ToLower(memberName(person)), amount),
	})
	if err != nil || !fresh {
		return fmt.Errorf("message %d: fresh %t: %w", n, fresh, err)
	}
	loan, err := tx.Loan(ledger.LoanCode(code + "-L"))
	if err != nil {
		return err
	}
	e := ledger.RepayEntry(loan, member, ledger.Amounts{Principal: amount}, ledger.DateOf(at))
	head, err := tx.Head(loan.Group)
	if err != nil {
		return err
	}
	e.Heard, e.Cause, e.Teller = at, h.ID, code+"-01"
	e = e.Seal(head)
	if err := tx.Post(e); err != nil {
		return err
	}
	h.Intent, h.Entries = "repayment", []store.EntryRef{{Group: e.Group, Number: e.Number}}
	if err := tx.Understood(h); err != nil {
		return err
	}
	if err := tx.KeepWrote(phone, store.Wrote{Gateway: "twilio", Channel: conversation.SMS, At: at}); err != nil {
		return err
	}
	if err := tx.PutTalk(phone, conversation.State{Channel: conversation.SMS}); err != nil {
		return err
	}
	if _, err := tx.CountReply(phone, ledger.DateOf(at)); err != nil {
		return err
	}
	o := store.Outbound{
		To: phone, Channel: conversation.SMS, Class: conversation.Reply, Kind: "recorded", Cause: h.ID + "/1", Written: at, NotAfter: at.Add(48 * time.Hour), Segments: 1, Gateway: "twilio",
		Text: fmt.Sprintf("Tercatat: %s bayar %s, %s. Sisa pinjaman Rp11.409.967. No %s. Salah? Balas BATAL.", memberName(person), amount, at.Format("2 Jan 2006"), e.Reference()),
	}
	if _, err := tx.Enqueue(o, ledger.DateOf(at).Period()); err != nil {
		return err
	}
	id, err := tx.Effect(ledger.DateOf(at).Period(), o.Cause)
	if err != nil {
		return err
	}
	return tx.Advance(id, fmt.Sprintf("SM%032x", n*2246822519), conversation.Delivered, "", at.Add(time.Minute))
}

// takesAtOnce is a gateway that takes every reply at once: what it costs to hand one to a
// provider is no part of what is measured.
type takesAtOnce struct{ *twilio.Gateway }

func (takesAtOnce) Send(context.Context, bot.Outgoing) (bot.Sent, error) {
	return bot.Sent{ProviderID: "SM00000000000000000000000000000001"}, nil
}

// measured is the program's own handler over a store, with its outbox sent meanwhile.
type measured struct {
	db         *store.DB
	keeper     *bot.Bot
	url        string
	provider   *twiliotest.Server
	treasurers []string
	messages   atomic.Int64 // posted
}

// measuredOffice serves a store until the benchmark ends. Where wrap is given, what it makes takes
// the messages in.
func measuredOffice(b *testing.B, path string, treasurers []string, wrap func(receiver) receiver) *measured {
	b.Helper()
	engine, err := bolt.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	m := &measured{db: store.New(engine), provider: newTwilio(b), treasurers: treasurers}
	m.keeper = bot.New(m.db, slog.New(slog.DiscardHandler))
	events := m.keeper.Events()
	if wrap != nil {
		events.Receive = wrap(events.Receive)
	}
	gateway, err := twilio.New(twilio.Config{PublicURL: testPublic, AccountSID: testAccount, AuthToken: testToken, SMSFrom: testNumber}, events)
	if err != nil {
		b.Fatal(err)
	}
	m.keeper.Add(takesAtOnce{gateway})
	server := httptest.NewServer(gateway.Handler())
	m.url = server.URL
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	// The first look at all groups of a store that was just filled, and the reminders that
	// come of it, are the work of a day, and by day only: they are done before.
	if _, err := m.keeper.Remind(ctx, time.Now()); err != nil {
		b.Fatal(err)
	}
	if _, err := m.keeper.SendDue(ctx, time.Now()); err != nil {
		b.Fatal(err)
	}
	go func() { ended <- m.keeper.Run(ctx) }()
	b.Cleanup(func() {
		server.Close()
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		if err := m.db.Close(); err != nil {
			b.Error(err)
		}
	})
	return m
}

// post posts the next message of all, from the next treasurer, and waits for its answer.
func (m *measured) post() error {
	n := m.messages.Add(1)
	text := fmt.Sprintf("bayar %s %d", strings.ToLower(memberName(2+int(n)%(manyMembers-1))), 10_000+n%9973)
	status, err := m.provider.Webhook(context.Background(), m.url, testPublic, fmt.Sprintf("SM%032d", n), m.treasurers[int(n)%len(m.treasurers)], testNumber, text)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("status %d", status)
	}
	return err
}

// bareHandler is a webhook that only checks the signature.
func bareHandler(b *testing.B) (url string) {
	b.Helper()
	gateway, err := twilio.New(twilio.Config{PublicURL: testPublic, AccountSID: testAccount, AuthToken: testToken, SMSFrom: testNumber},
		bot.Events{
			Receive:   func(context.Context, conversation.Message) error { return nil },
			Report:    func(context.Context, bot.Report) error { return nil },
			LastHeard: func(context.Context, string) (time.Time, error) { return time.Time{}, nil },
			Heard:     func(context.Context, string, string, time.Time) (bool, error) { return false, nil },
		})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(gateway.Handler())
	b.Cleanup(server.Close)
	return server.URL
}
