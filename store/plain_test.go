package store_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/ledger"
	"bendahara/store"
)

// An entry that is not tried, since it is plain, would read back as it is.
func TestPlainEntriesReadBack(t *testing.T) {
	plain, other := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		odd := rapid.IntRange(0, 3).Draw(t, "odd") == 0
		text := func(name string) string {
			texts := []string{"", "A01", "K99-03", "P-1", "<&>", `"\`, "a b", "~"}
			if odd {
				texts = append(texts, "a/b", "/", "\xff", "é", "\u2028", "\n", "\x7f", "\x00")
			}
			return rapid.SampledFrom(texts).Draw(t, name)
		}
		day := func(name string) ledger.Date {
			days := []ledger.Date{0, 1, 20_000, ledger.NewDate(1900, 1, 1), ledger.NewDate(2200, 12, 31)}
			if odd {
				days = append(days, ledger.NewDate(1899, 12, 31), ledger.NewDate(2201, 1, 1), -1_000_000, 1<<31-1)
			}
			return rapid.SampledFrom(days).Draw(t, name)
		}
		money := func(name string) ledger.Money {
			sums := []ledger.Money{1, 250_000, ledger.MaxMoney}
			if odd {
				sums = append(sums, 0, -1, ledger.MaxMoney+1, -ledger.MaxMoney-1)
			}
			return rapid.SampledFrom(sums).Draw(t, name)
		}
		account := func(name string) ledger.Account {
			a := ledger.Account{
				Code: ledger.AccountCode(text(name + " code")), Group: ledger.GroupCode(text(name + " group")), Loan: ledger.LoanCode(text(name + " loan")),
				Member: ledger.MemberCode(text(name + " member")), Purse: ledger.Purse(text(name + " purse")),
			}
			if a.Code == "" && !odd {
				a.Code = "G110"
			}
			return a
		}
		heard := time.Date(rapid.SampledFrom([]int{1900, 2026, 2200}).Draw(t, "year"), 3, 10, 9, 0, 0, 0, time.UTC)
		if odd {
			heard = rapid.SampledFrom([]time.Time{heard, heard.In(time.FixedZone("", 7*3600)), heard.Add(1), heard.AddDate(8_000, 0, 0), {}, time.Now()}).Draw(t, "heard")
		}
		e := ledger.Entry{
			Group: ledger.GroupCode(text("group")), Number: 7, Series: ledger.Series(rapid.Uint8().Draw(t, "series")), Kind: ledger.EntryKind(text("kind")),
			Amount: money("amount"), Day: day("day"), Booked: day("booked"), Heard: heard, Teller: text("teller"), Confirmed: ledger.OfficerCode(text("confirmed")),
			Cause: text("cause"), Member: ledger.MemberCode(text("member")), Loan: ledger.LoanCode(text("loan")), Purse: ledger.Purse(text("purse")),
			Reverses: ledger.EntryNumber(rapid.Int64().Draw(t, "reverses")), Previous: ledger.Hash(text("previous")), Hash: ledger.Hash(text("hash")),
			Postings: []ledger.Posting{{Debit: account("debit"), Credit: account("credit"), Amount: money("posting")}},
		}
		if !store.IsPlain(e) {
			other++
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
	if plain == 0 || other == 0 {
		t.Errorf("%d plain, %d others", plain, other)
	}
}
