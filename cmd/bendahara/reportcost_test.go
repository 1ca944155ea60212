package main

import (
	"strings"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// TestCostReport: a month's messages by kind, group and way, with what a way that failed
// cost, and what one recorded repayment cost; neither what was written in another month
// nor what a file brought is in it.
func TestCostReport(t *testing.T) {
	e := reporting(t)
	err := e.withStore(func(db *store.DB) error {
		return db.Update(t.Context(), func(tx *store.Tx) error {
			for _, day := range []int{3, 4} {
				loan, err := tx.Loan("A01-L1")
				if err != nil {
					return err
				}
				paid := ledger.RepayEntry(loan, "A01-03", ledger.Amounts{Principal: 1000}, ledger.NewDate(2026, time.May, day))
				head, err := tx.Head("A01")
				if err != nil {
					return err
				}
				paid.Heard, paid.Teller = time.Date(2026, time.May, day, 3, 0, 0, 0, time.UTC), "A01-01"
				if err := tx.Post(paid.Seal(head)); err != nil {
					return err
				}
			}
			for i, o := range []store.Outbound{
				{To: "+6281390000101", Class: conversation.Reply, Segments: 1, Gateway: "android", Delivery: conversation.Delivered, Cost: 9999, Written: time.Date(2026, time.April, 30, 16, 59, 0, 0, time.UTC)},
				{To: "+6281390000101", Class: conversation.Reply, Segments: 1, Gateway: "android", Delivery: conversation.Delivered, Cost: 350},
				{To: "+6281390000103", Class: conversation.Receipt, Segments: 2, Gateway: "android", Delivery: conversation.Taken, Cost: 700},
				{
					To: "+6281390000201", Class: conversation.Reminder, Segments: 1, Gateway: "android", Delivery: conversation.Delivered, Cost: 350,
					Tried: []store.Way{{Gateway: "twilio", Channel: conversation.WhatsApp, Cost: 101}},
				},
				{To: "+6281390000901", Class: conversation.Reminder, Segments: 1, Gateway: "android", Delivery: conversation.Failed},
				{To: "+6281390000101", Class: conversation.Reply, Segments: 1, Gateway: "android", Delivery: conversation.Delivered, Cost: 9999, Written: time.Date(2026, time.May, 31, 17, 0, 0, 0, time.UTC)},
			} {
				if o.Written.IsZero() {
					o.Written = time.Date(2026, time.April, 30, 17, i, 0, 0, time.UTC) // the first of May at the UPK
				}
				o.Channel, o.Cause = conversation.SMS, string(rune('a'+i))
				state := o
				if _, err := tx.Enqueue(o, ledger.NewDate(2026, time.May, 1).Period()); err != nil {
					return err
				}
				id, err := tx.Effect(ledger.NewDate(2026, time.May, 1).Period(), o.Cause)
				if err != nil {
					return err
				}
				state.ID = id
				if err := tx.Settle(state); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	out, usage, err := runReport(t, e, "biaya", "--month", "2026-05", "--format", "csv")
	if err != nil || usage != nil {
		t.Fatal(usage, err)
	}
	for _, want := range []string{
		"Balasan,1,1,0,350\n", "Bukti dan pemberitahuan,1,2,0,700\n", "Pengingat dan rekap,1,1,2,451\n", "JUMLAH,3,4,2,1501\n",
		"Saren,Melati,2,3,0,1050\n", "Banaran,Mawar,1,1,1,451\n", ",Kantor dan nomor lain,0,0,1,0\n", "android sms,3,4,2,1501\n", "2,1501,751\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
