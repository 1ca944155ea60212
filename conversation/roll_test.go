package conversation_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/templates"
)

// keeper is the phone of the treasurer of a group of thirty.
const keeper ledger.Phone = "+6281390000101"

// aCrowd fills a store with a group of 30: 25 have a loan, three of them another one,
// and five save only.
func aCrowd(tx *store.Tx) error {
	if err := tx.PutGroup(ledger.Group{Code: "A01", Name: "Karya Wanita Mandiri Sejahtera", Type: ledger.SPP}); err != nil {
		return err
	}
	var first, second []ledger.Share
	for i := range 30 {
		m := ledger.Member{
			Code: ledger.MemberCode(fmt.Sprintf("A01-%02d", i+1)), Group: "A01", Title: "Bu", Status: ledger.Active, Office: ledger.Ordinary,
			Name: fmt.Sprintf("Purwaningsih%c Wahyuningtyas", 'a'+i%26),
		}
		if i == 0 {
			m.Phone, m.Office = keeper, ledger.Treasurer
		}
		if err := tx.PutMember(m); err != nil {
			return err
		}
		if i < 25 {
			first = append(first, ledger.Share{Member: m.Code, Principal: 1_000_000 + ledger.Money(i)*10_000})
		}
		if i < 3 {
			second = append(second, ledger.Share{Member: m.Code, Principal: 600_000})
		}
	}
	head := ledger.ChainHead{}
	for code, shares := range map[ledger.LoanCode][]ledger.Share{"L1": first, "L2": second} {
		loan := ledger.Loan{
			Code: code, Group: "A01", Fund: ledger.Fund("SPP" + code), Status: ledger.Disbursed, Shares: shares,
			Terms: ledger.Terms{
				Rate: decimal.NewFromFloat(1.5), RatePer: ledger.PerMonth, Method: ledger.Flat, Instalments: 7, Every: ledger.Monthly,
				Disbursed: ledger.NewDate(2026, time.January, 12),
			},
		}
		for _, s := range shares {
			loan.Terms.Principal += s.Principal
		}
		if err := tx.PutLoan(loan); err != nil {
			return err
		}
		e := ledger.DisburseEntry(loan)
		e.Teller, e.Cause = "import", "pinjaman:"+string(code)
		e = e.Seal(head)
		if err := tx.Post(e); err != nil {
			return err
		}
		head = e.Head()
	}
	return nil
}

// talk is a talk whose state is written down and read again between any two turns.
type talk struct {
	*rapid.T
	db    *store.DB
	state []byte
	now   time.Time
	n     int
}

// says takes one turn, and holds it to what every turn of a roll-call promises: the
// state that went in is not changed and is small, each answer is one SMS.
func (k *talk) says(text string) conversation.Turn {
	k.n++
	k.now = k.now.Add(time.Minute)
	m := conversation.Message{
		ID: fmt.Sprint("i", k.n), Channel: conversation.SMS, From: keeper, Text: text, Sent: k.now, Received: k.now,
	}
	var turn conversation.Turn
	err := k.db.Update(context.Background(), func(tx *store.Tx) (err error) {
		var state conversation.State
		if err := json.Unmarshal(k.state, &state); err != nil {
			return err
		}
		before, _ := json.Marshal(state)
		if turn, err = conversation.Next(state, m, tx); err != nil {
			return err
		}
		if after, _ := json.Marshal(state); string(after) != string(before) {
			k.Fatalf("%q changed the state that it was given:\n%s\n%s", text, before, after)
		}
		for _, e := range turn.Entries {
			if err := tx.Post(e); err != nil {
				return err
			}
		}
		k.state, err = json.Marshal(turn.State)
		return err
	})
	if err != nil {
		k.Fatal(text, err)
	}
	if len(k.state) > 12_000 {
		k.Fatalf("after %q the state has %d bytes", text, len(k.state))
	}
	for _, s := range turn.Say {
		said, err := templates.Render(s.Language, s.Words)
		if n, septets := templates.Segments(said); err != nil || n != 1 {
			k.Fatalf("%q: %d septets, %v: %s", text, septets, err, said)
		}
	}
	return turn
}

// total is the total that a turn showed to be counted, or false.
func total(t conversation.Turn) (ledger.Money, bool) {
	for _, s := range t.Say {
		if w, ok := s.Words.(conversation.RollTotal); ok {
			return w.Total, true
		}
	}
	return 0, false
}

// plain is what an offer beside the roll-call would book, and what it would undo.
func plain(o *conversation.Offer) (books ledger.Money, undoes ledger.EntryNumber) {
	if o == nil || o.Roll || o.Question != conversation.Confirm {
		return 0, 0
	}
	if o.Reverse != 0 {
		return 0, o.Reverse
	}
	for _, l := range o.Lines {
		books += l.Amount
	}
	return books, 0
}

// TestRollBooksWhatItShowed: whatever is answered, nothing is in the books before a
// yes: to the total of the roll-call, and then it is that total to the rupiah; or to
// what was read back beside it, and then it is that.
func TestRollBooksWhatItShowed(t *testing.T) {
	closed := 0
	rapid.Check(t, func(r *rapid.T) {
		db := store.New(memory.New())
		defer db.Close()
		if err := db.Update(context.Background(), aCrowd); err != nil {
			r.Fatal(err)
		}
		k := &talk{T: r, db: db, state: []byte("{}"), now: time.Date(2026, time.March, 12, 12, 0, 0, 0, time.UTC)}
		k.says("rapat")
		answers := rapid.SampledFrom([]string{
			"ya", "ya", "ya", "ya", "50", "100rb", "500rb", "50 tab 10", "ya tab 5rb", "0", "0 sakit, janji tgl 20", "tidak", "lewati", "kembali",
			"1", "3", "2jt", "rapat", "lanjut", "saldo", "apa saja", "purwaningsihd wahyuningtyas 75rb", "selesai", "tidak", "batal", "100rb sisanya besok",
		})
		var shown, beside ledger.Money
		var undoes ledger.EntryNumber
		waits := false // for a yes to the total
		for range 30 {
			text := answers.Draw(r, "answer")
			turn := k.says(text)
			var booked ledger.Money
			for _, e := range turn.Entries {
				booked += e.Amount
			}
			counted := waits && booked == shown
			other := !waits && beside > 0 && booked == beside
			undone := undoes > 0 && turn.Entries != nil && turn.Entries[0].Kind == ledger.Reversal && turn.Entries[len(turn.Entries)-1].Reverses == undoes
			if len(turn.Entries) > 0 && (text != "ya" || !counted && !other && !undone) {
				r.Fatalf("%q booked %s; the total shown was %s (waiting: %v), beside it %s", text, booked, shown, waits, beside)
			}
			if waits && text == "ya" && shown > 0 {
				if len(turn.Entries) == 0 {
					r.Fatal("a yes to the total booked nothing")
				}
				closed++
			}
			if turn.State.Roll == nil { // closed or dropped: the next one
				turn = k.says("rapat")
			}
			if sum, ok := total(turn); ok {
				shown = sum
			}
			o := turn.State.Offer
			waits = o != nil && o.Roll && o.Question == conversation.Confirm
			beside, undoes = plain(o)
		}
		if err := db.View(context.Background(), func(tx *store.Tx) error { _, err := tx.Verify(); return err }); err != nil {
			r.Fatal(err)
		}
	})
	if closed == 0 {
		t.Fatal("no roll-call was closed")
	}
}
