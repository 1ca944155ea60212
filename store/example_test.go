package store_test

import (
	"context"
	"fmt"
	"log"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// A message, the entry that it makes and the reply to it, in one transaction. The
// provider delivers it twice; it is booked and answered once.
func Example() {
	ctx, db := context.Background(), store.New(memory.New())
	defer db.Close()
	siti := ledger.Member{Code: "A01-03", Group: "A01", Name: "Siti", Phone: "+6281390000103"}
	in := conversation.Message{Gateway: "twilio", Foreign: "SM1", From: siti.Phone, Text: "nabung 20rb", Received: at("2026-03-10 09:00")}

	receive := func(tx *store.Tx) error {
		h, fresh, err := tx.Heard(in)
		if err != nil || !fresh {
			return err
		}
		head, err := tx.Head(siti.Group)
		if err != nil {
			return err
		}
		e := ledger.SaveEntry(siti, ledger.SavingsVoluntary, 20_000, date("2026-03-10"))
		e.Heard, e.Teller, e.Cause = in.Received, string(siti.Code), h.ID
		e = e.Seal(head)
		if err := tx.Post(e); err != nil {
			return err
		}
		_, err = tx.Enqueue(store.Outbound{
			To: in.From, Class: conversation.Reply, Text: "Rp20.000, no. " + e.Reference(), Cause: h.ID, Written: in.Received,
		}, month("2026-03"))
		return err
	}
	for range 2 {
		if err := db.Update(ctx, receive); err != nil {
			log.Fatal(err)
		}
	}

	err := db.Update(ctx, func(tx *store.Tx) error {
		saved, err := tx.Balance(ledger.PurseOf("A01", "A01-03", ledger.SavingsVoluntary))
		if err != nil {
			return err
		}
		due, err := tx.Claim(in.Received, 10)
		if err != nil {
			return err
		}
		v, err := tx.Verify()
		fmt.Println(saved, "in", v.Entries, "entry")
		for _, o := range due {
			fmt.Println(o.To, o.Text)
		}
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// -Rp20.000 in 1 entry
	// +6281390000103 Rp20.000, no. A01/1
}
