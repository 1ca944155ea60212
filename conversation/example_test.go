package conversation_test

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/templates"
)

// melati fills a store with one group, its treasurer and one borrower.
func melati(tx *store.Tx) error {
	loan := ledger.Loan{
		Code: "A01-L1", Group: "A01", Fund: "SPP", Status: ledger.Disbursed,
		Terms: ledger.Terms{
			Principal: 2_500_000, Rate: decimal.NewFromInt(1), RatePer: ledger.PerMonth, Method: ledger.Flat,
			Instalments: 10, Every: ledger.Monthly, Disbursed: ledger.NewDate(2026, 2, 15),
		},
		Shares: []ledger.Share{{Member: "A01-03", Principal: 2_500_000}},
	}
	for _, write := range []func() error{
		func() error { return tx.PutGroup(ledger.Group{Code: "A01", Name: "Melati", Type: ledger.SPP}) },
		func() error {
			return tx.PutMember(ledger.Member{
				Code: "A01-01", Group: "A01", Name: "Ani Lestari", Title: "Bu", Phone: "+6281390000101",
				Office: ledger.Treasurer, Status: ledger.Active,
			})
		},
		func() error {
			return tx.PutMember(ledger.Member{
				Code: "A01-03", Group: "A01", Name: "Siti Rahayu", Title: "Bu", Phone: "+6281390000103",
				Office: ledger.Ordinary, Status: ledger.Active,
			})
		},
		func() error { return tx.PutLoan(loan) },
		func() error {
			e := ledger.DisburseEntry(loan)
			e.Teller, e.Cause = "import", "pinjaman:A01-L1"
			return tx.Post(e.Seal(ledger.ChainHead{}))
		},
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// A talk is a value: each turn takes the state that the last one left.
func ExampleNext() {
	db := store.New(memory.New())
	defer db.Close()
	ctx := context.Background()
	if err := db.Update(ctx, melati); err != nil {
		fmt.Println(err)
		return
	}
	nine := time.Date(2026, 3, 10, 9, 0, 0, 0, time.FixedZone("WIB", 7*60*60))
	var state conversation.State
	for n, text := range []string{"bayar siti 250rb", "ya"} {
		message := conversation.Message{
			ID: fmt.Sprint("i", n), Channel: conversation.SMS, From: "+6281390000101", Text: text, Sent: nine, Received: nine,
		}
		_ = db.View(ctx, func(tx *store.Tx) error {
			turn, err := conversation.Next(state, message, tx)
			if err != nil {
				return err
			}
			for _, say := range turn.Say {
				words, err := templates.Render("id", say.Words)
				if err != nil {
					return err
				}
				fmt.Println(say.To, words)
			}
			for _, e := range turn.Entries {
				fmt.Println("entry", e.Reference(), e.Kind, e.Amount)
			}
			state = turn.State
			return nil
		})
	}
	// Output:
	// +6281390000101 Siti Rahayu bayar Rp250.000, 10 Mar 2026. Benar? Balas YA atau TIDAK.
	// +6281390000101 Tercatat: Siti Rahayu bayar Rp250.000, 10 Mar 2026. Sisa pinjaman Rp2.500.000. No A01/2.
	// +6281390000103 Bu Siti Rahayu, Rp250.000 sudah diterima Bu Ani (10 Mar 2026). Sisa pinjaman Rp2.500.000. No A01/2. Tidak benar? Balas SALAH.
	// entry A01/2 repayment Rp250.000
}
