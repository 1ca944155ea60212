package ledger_test

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

// The code is written in minutes and compared years later: it must never become
// another for the same journal.
func TestDigestIsFixed(t *testing.T) {
	heads := map[ledger.GroupCode]ledger.ChainHead{"": {Number: 3, Hash: "aa"}, "A01": {Number: 17, Hash: "bb"}, "A02": {}}
	got := ledger.Digest(day(t, "2026-03-31"), heads)
	want := ledger.DayDigest{Day: day(t, "2026-03-31"), Code: "3ANR-V2RV-YN7E-HTXT", Chains: 2, Entries: 20}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	delete(heads, "A02") // a group without entries has no chain
	if again := ledger.Digest(want.Day, heads); again != want {
		t.Errorf("%+v, want %+v", again, want)
	}
	if other := ledger.Digest(want.Day+1, heads); other.Code == want.Code {
		t.Errorf("the same code a day later: %+v", other)
	}
}

// digestBooks are chains of some groups, heard hour by hour.
func digestBooks(t *rapid.T) []ledger.Entry {
	heads := map[ledger.GroupCode]ledger.ChainHead{}
	heard := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	var entries []ledger.Entry
	for range rapid.IntRange(1, 20).Draw(t, "entries") {
		heard = heard.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "hours")) * time.Hour)
		group := draw(t, "group", ledger.GroupCode(""), "A01", "A02")
		e := ledger.OfferDepositEntry(group, drawMoney(t, "amount", 1e6)+1, ledger.DateOf(heard))
		e.Heard, e.Teller = heard, "A01-01"
		e = e.Seal(heads[group])
		heads[group] = e.Head()
		entries = append(entries, e)
	}
	return entries
}

func digestOf(entries []ledger.Entry, on ledger.Date) (ledger.DayDigest, error) {
	r, err := ledger.NewReports(ledger.Books{Entries: entries})
	if err != nil {
		return ledger.DayDigest{}, err
	}
	return r.Digest(on)
}

// Any entry that is changed, and sealed anew with all that follow it, changes the
// code; one that is changed and not sealed is found. What is heard later does not
// change the code of a day, nor does the order of chains.
func TestDigestShowsChange(t *testing.T) {
	form := regexp.MustCompile(`^[2-9A-Y]{4}(-[2-9A-Y]{4}){3}$`)
	rapid.Check(t, func(t *rapid.T) {
		entries := digestBooks(t)
		zone := ledger.Settings{}.Zone()
		on := ledger.DateOf(entries[rapid.IntRange(0, len(entries)-1).Draw(t, "day")].Heard.In(zone))
		want, err := digestOf(entries, on)
		if err != nil || !form.MatchString(want.Code) {
			t.Fatalf("%+v, %v", want, err)
		}
		until := slices.DeleteFunc(slices.Clone(entries), func(e ledger.Entry) bool { return ledger.DateOf(e.Heard.In(zone)) > on })
		slices.SortStableFunc(until, func(a, b ledger.Entry) int { return cmp.Compare(b.Group, a.Group) })
		if got, err := digestOf(until, on); err != nil || got != want {
			t.Fatalf("%+v, %v; want %+v", got, err, want)
		}
		if int64(len(until)) != want.Entries || want.Total != 0 { // an offer is of the group's own books

			t.Fatalf("%d entries until %s, %+v", len(until), on, want)
		}
		changed := slices.Clone(entries)
		i := rapid.IntRange(0, len(until)-1).Draw(t, "changed")
		changed[i].Cause = "another"
		if _, err := digestOf(changed, on); !errors.Is(err, ledger.ErrChain) {
			t.Fatalf("not found: %v", err)
		}
		heads := map[ledger.GroupCode]ledger.ChainHead{}
		for j := range changed {
			changed[j] = changed[j].Seal(heads[changed[j].Group])
			heads[changed[j].Group] = changed[j].Head()
		}
		if got, err := digestOf(changed, on); err != nil || got.Code == want.Code {
			t.Fatalf("%+v, %v; it was %+v", got, err, want)
		}
	})
}

// A clock that was set back does not take an entry into a day without the one before it.
func TestDigestIsOfWholeChains(t *testing.T) {
	var entries []ledger.Entry
	var head ledger.ChainHead
	for _, d := range []int{1, 3, 2} {
		e := ledger.OfferDepositEntry("A01", 1000, day(t, "2026-03-01"))
		e.Heard = time.Date(2026, 3, d, 5, 0, 0, 0, time.UTC)
		e = e.Seal(head)
		head = e.Head()
		entries = append(entries, e)
	}
	for on, want := range map[string]int64{"2026-03-01": 1, "2026-03-02": 1, "2026-03-03": 3} {
		if d, err := digestOf(entries, day(t, on)); err != nil || d.Entries != want {
			t.Errorf("%s: %+v, %v; want %d entries", on, d, err, want)
		}
	}
}
