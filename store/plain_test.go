package store_test

import (
	"encoding/json"
	"reflect"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/ledger"
	"bendahara/store"
)

// fields are the parts of an entry that may be odd.
const fields = 25

// An entry that is not tried, since it is plain, would read back as it is.
func TestPlainEntriesReadBack(t *testing.T) {
	for odd := range fields + 1 {
		t.Run(strconv.Itoa(odd), func(t *testing.T) { wantPlainToReadBack(t, odd) })
	}
}

// wantPlainToReadBack tries entries of which one part may be odd.
func wantPlainToReadBack(t *testing.T, odd int) {
	plain := 0
	rapid.Check(t, func(t *rapid.T) {
		drawn := 0
		isOdd := func() bool { drawn++; return drawn == odd }
		text := func(name string) string {
			texts := []string{"", "A01", "K99-03", "P-1", "<&>", `"\`, "a b", "~"}
			if isOdd() {
				texts = append(texts, "a/b", "/", "\xff", "é", "\u2028", "\n", "\x7f", "\x00")
			}
			return rapid.SampledFrom(texts).Draw(t, name)
		}
		day := func(name string) ledger.Date {
			days := []ledger.Date{0, 1, 20_000, ledger.NewDate(1900, 1, 1), ledger.NewDate(2200, 12, 31)}
			if isOdd() {
				days = append(days, ledger.NewDate(1899, 12, 31), ledger.NewDate(2201, 1, 1), -1_000_000, 1<<31-1)
			}
			return rapid.SampledFrom(days).Draw(t, name)
		}
		money := func(name string) ledger.Money {
			sums := []ledger.Money{1, 250_000, ledger.MaxMoney}
			if isOdd() {
				sums = append(sums, 0, -1, ledger.MaxMoney+1, -ledger.MaxMoney-1)
			}
			return rapid.SampledFrom(sums).Draw(t, name)
		}
		account := func(name string) ledger.Account {
			a := ledger.Account{
				Code: ledger.AccountCode(text(name + " code")), Group: ledger.GroupCode(text(name + " group")), Loan: ledger.LoanCode(text(name + " loan")),
				Member: ledger.MemberCode(text(name + " member")), Purse: ledger.Purse(text(name + " purse")),
			}
			if a.Code == "" {
				a.Code = "G110"
			}
			return a
		}
		heard := time.Date(rapid.SampledFrom([]int{1900, 2026, 2200}).Draw(t, "year"), 3, 10, 9, 0, 0, 0, time.UTC)
		if isOdd() {
			heard = rapid.SampledFrom([]time.Time{heard, heard.In(time.FixedZone("", 7*3600)), heard.Add(1), heard.AddDate(7_000, 0, 0), {}, time.Now(), time.Now().UTC()}).Draw(t, "heard")
		}
		e := ledger.Entry{
			Group: ledger.GroupCode(text("group")), Number: 7, Series: ledger.Series(rapid.Uint8().Draw(t, "series")), Kind: ledger.EntryKind(text("kind")),
			Amount: money("amount"), Day: day("day"), Booked: day("booked"), Heard: heard, Teller: text("teller"), Confirmed: ledger.OfficerCode(text("confirmed")),
			Cause: text("cause"), Member: ledger.MemberCode(text("member")), Loan: ledger.LoanCode(text("loan")), Purse: ledger.Purse(text("purse")),
			Reverses: ledger.EntryNumber(rapid.Int64().Draw(t, "reverses")), Previous: ledger.Hash(text("previous")), Hash: ledger.Hash(text("hash")),
			Postings: []ledger.Posting{{Debit: account("debit"), Credit: account("credit"), Amount: money("posting")}},
		}
		if !store.IsPlain(e) {
			if odd == 0 || drawn != fields {
				t.Fatalf("%+v is not plain, of %d fields", e, drawn)
			}
			return
		}
		plain++
		b, err := json.Marshal(e)
		var back ledger.Entry
		if err == nil {
			err = json.Unmarshal(b, &back)
		}
		if err != nil || !reflect.DeepEqual(back, e) {
			t.Errorf("%+v reads back as\n%+v: %v", e, back, err)
		}
	})
	if plain == 0 {
		t.Error("none was plain")
	}
}
