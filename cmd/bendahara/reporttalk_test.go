package main

import (
	"errors"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// talk has a message answered over the store as it is; nothing is written.
func talk(t *testing.T, tx *store.Tx, s conversation.State, channel conversation.Channel, from ledger.Phone, day ledger.Date, text string) conversation.Turn {
	t.Helper()
	year, month, d := day.Civil()
	turn, err := conversation.Next(s, conversation.Message{
		ID: "m1", Channel: channel, From: from, Text: text, Received: time.Date(year, month, d, 3, 0, 0, 0, time.UTC),
	}, tx)
	if err != nil {
		t.Fatal(err)
	}
	return turn
}

// said is what the talk says is overdue in the treasurer's group, and what it uses
// money for when the cashier has received so much.
func said(t *testing.T, tx *store.Tx, day ledger.Date, amount ledger.Money) (overdue ledger.Money, used ledger.Dues) {
	t.Helper()
	for _, say := range talk(t, tx, conversation.State{}, conversation.SMS, "+6281390000201", day, "tunggakan").Say {
		if list, ok := say.Words.(conversation.ArrearsList); ok {
			overdue += list.List.Total
		}
	}
	const cashier = "+6281390000902"
	offer := talk(t, tx, conversation.State{}, conversation.WhatsApp, cashier, day, "terima "+amount.String()+" dari mawar")
	for _, e := range talk(t, tx, offer.State, conversation.WhatsApp, cashier, day, "ya").Entries {
		for _, p := range e.Postings {
			switch p.Credit.Code {
			case ledger.FineIncome:
				used.Fine += p.Amount
			case ledger.InterestIncome:
				used.Interest += p.Amount
			case ledger.LoanPrincipal:
				used.Principal += p.Amount
			}
		}
	}
	return overdue, used
}

// saidToOffice is what the cashier is told is overdue in the treasurer's village, and
// held by all treasurers.
func saidToOffice(t *testing.T, tx *store.Tx, day ledger.Date) (overdue, held ledger.Money) {
	t.Helper()
	for _, text := range []string{"tunggakan desa banaran", "kas"} {
		for _, say := range talk(t, tx, conversation.State{}, conversation.SMS, "+6281390000902", day, text).Say {
			switch w := say.Words.(type) {
			case conversation.VillageArrears:
				overdue += w.List.Total
			case conversation.CashList:
				held += w.List.Total
			}
		}
	}
	return overdue, held
}

// dies closes the share of one of the four members of B01, which comes to as much as
// the whole group's first instalment.
func dies(tx *store.Tx) error {
	l, err := tx.Loan("B01-L1")
	if err != nil {
		return err
	}
	all := ledger.Amounts{Principal: 2_000_000, Interest: 360_000}
	e, err := ledger.DeathEntry(l, ledger.Death{
		Member: "B01-03", Day: ledger.NewDate(2026, time.March, 10), Left: ledger.Dues{Amounts: all}, Forgiven: all,
	}, ledger.DeathWriteOff)
	if err != nil {
		return err
	}
	head, err := tx.Head(l.Group)
	if err != nil {
		return err
	}
	return tx.Post(e.Seal(head))
}

// The reports and the talk say the same of the same books, to the rupiah, wherever the
// UPK moves the due day of 20 March, a holiday as the days beside it are; and what was
// given up for a member who died settles nothing of the others'.
func TestReportAndTalkAgree(t *testing.T) {
	e := reporting(t)
	undone := errors.New("undone")
	due := map[string]string{"tidak": "2026-03-20", "sebelum": "2026-03-18", "sesudah": "2026-03-22"}
	for shift, date := range due {
		last, err := ledger.ParseDate(date)
		if err != nil {
			t.Fatal(err)
		}
		err = e.withStore(func(db *store.DB) error {
			return db.Update(t.Context(), func(tx *store.Tx) error {
				for key, value := range map[string]string{"libur_geser": shift, "denda": "tetap", "denda_nilai": "5000", "denda_tenggang_hari": "1"} {
					if err := tx.PutSetting(key, value); err != nil {
						return err
					}
				}
				if err := dies(tx); err != nil {
					return err
				}
				reports, err := readReports(t.Context(), tx)
				if err != nil {
					return err
				}
				for day := last - 1; day < last+5; day++ {
					list, err := reports.ArrearsList(day)
					if err != nil {
						return err
					}
					var row ledger.ArrearsRow
					for _, part := range list.Funds {
						for _, r := range part.Rows {
							if r.Group == "B01" {
								row = r
							}
						}
					}
					want := ledger.Dues{Amounts: row.Overdue, Fine: row.Fine}
					officeOverdue, officeHeld := saidToOffice(t, tx, day)
					if held := reports.HeldCash(day).Total.Held; officeOverdue != row.Overdue.Total() || officeHeld != held {
						t.Errorf("%s on %s: the office is told %s and %s, report %s and %s", shift, day, officeOverdue, officeHeld, row.Overdue.Total(), held)
					}
					overdue, used := said(t, tx, day, max(want.Total(), 1))
					if row.Overdue.Total() != overdue || want.Total() > 0 && used != want {
						t.Errorf("%s on %s: report %+v, talk %s and %+v", shift, day, want, overdue, used)
					}
					if late, fined := day > last, day > last+1; late != (overdue > 0) || fined != (row.Fine > 0) {
						t.Errorf("%s on %s: overdue %s, fine %s", shift, day, overdue, row.Fine)
					}
				}
				return undone
			})
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
	}
}
