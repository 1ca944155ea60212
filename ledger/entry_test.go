package ledger_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"bendahara/ledger"
)

func siti(t testing.TB) ledger.Entry {
	loan := ledger.Loan{Code: "P01", Group: "A01"}
	return ledger.Entry{
		Group: "A01", Kind: ledger.Repayment, Amount: 250_000, Day: day(t, "2026-03-10"),
		Heard:  time.Date(2026, 3, 10, 9, 0, 0, 123, time.FixedZone("WIB", 7*60*60)),
		Teller: "A01-01", Cause: "msg-7", Member: "A01-03", Loan: loan.Code,
		Postings: []ledger.Posting{
			{Debit: ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}, Credit: loan.MemberPrincipal("A01-03"), Amount: 212_500},
			{Debit: ledger.Account{Code: ledger.TreasurerCash, Group: "A01"}, Credit: loan.InterestCollected("A01-03"), Amount: 37_500},
		},
	}
}

// The text under the hash is pinned: a change of a single character would break
// the chain of every store there is.
func TestEntryText(t *testing.T) {
	const want = `previous 0123
group A01
number 17
kind repayment
amount 250000
day 2026-03-10
heard 2026-03-10T02:00:00Z
teller A01-01
cause msg-7
member A01-03
loan P01
purse 
reverses 0
posting G110/A01 G120/A01/P01/A01-03 212500
posting G110/A01 G220/A01/P01/A01-03 37500
`
	e := siti(t).Seal(ledger.ChainHead{Number: 16, Hash: "0123"})
	if got := e.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	const hash = "7be468159d18a7c633aeb0290b5052fc5011861903df25b83ca2d1eea2e6fec1"
	if e.Hash != hash {
		t.Errorf("hash %s, want %s", e.Hash, hash)
	}
	if e.Reference() != "A01/17" {
		t.Errorf("reference %s", e.Reference())
	}
}

func TestChain(t *testing.T) {
	first := siti(t).Seal(ledger.ChainHead{})
	second := siti(t).Seal(first.Head())
	if first.Number != 1 || second.Number != 2 || second.Previous != first.Hash {
		t.Fatalf("sealed as %d and %d", first.Number, second.Number)
	}
	if err := first.Follows(ledger.ChainHead{}); err != nil {
		t.Error(err)
	}
	if err := second.Follows(first.Head()); err != nil {
		t.Error(err)
	}
	for name, head := range map[string]ledger.ChainHead{
		"nothing": {}, "itself": second.Head(), "another hash": {Number: 1, Hash: "0123"}, "a gap": {Number: 2, Hash: first.Hash},
	} {
		if err := second.Follows(head); !errors.Is(err, ledger.ErrChain) {
			t.Errorf("after %s: %v, want ErrChain", name, err)
		}
	}
}

// Whatever field of a sealed entry is altered, it is found.
func TestAlteredEntryIsFound(t *testing.T) {
	alterations := map[string]func(*ledger.Entry){
		"group":    func(e *ledger.Entry) { e.Group = "A02" },
		"kind":     func(e *ledger.Entry) { e.Kind = ledger.General },
		"amount":   func(e *ledger.Entry) { e.Amount++ },
		"day":      func(e *ledger.Entry) { e.Day++ },
		"heard":    func(e *ledger.Entry) { e.Heard = e.Heard.Add(time.Second) },
		"teller":   func(e *ledger.Entry) { e.Teller = "A01-02" },
		"cause":    func(e *ledger.Entry) { e.Cause = "msg-8" },
		"member":   func(e *ledger.Entry) { e.Member = "A01-04" },
		"loan":     func(e *ledger.Entry) { e.Loan = "P02" },
		"purse":    func(e *ledger.Entry) { e.Purse = ledger.SavingsDaily },
		"reverses": func(e *ledger.Entry) { e.Reverses = 1 },
		"debit":    func(e *ledger.Entry) { e.Postings[0].Debit.Group = "A02" },
		"credit":   func(e *ledger.Entry) { e.Postings[0].Credit.Member = "A01-04" },
		"posting":  func(e *ledger.Entry) { e.Postings[0].Amount++ },
		"postings": func(e *ledger.Entry) { e.Postings = e.Postings[:1] },
		"previous": func(e *ledger.Entry) { e.Previous = "0123" },
		"number":   func(e *ledger.Entry) { e.Number++ },
		"series":   func(e *ledger.Entry) { e.Series++ },
		"hash":     func(e *ledger.Entry) { e.Hash = "0123" },
	}
	for name, alter := range alterations {
		e := siti(t).Seal(ledger.ChainHead{})
		alter(&e)
		if err := e.Follows(ledger.ChainHead{}); !errors.Is(err, ledger.ErrChain) {
			t.Errorf("%s altered: %v, want ErrChain", name, err)
		}
	}
}

func TestReverse(t *testing.T) {
	e := siti(t).Seal(ledger.ChainHead{})
	r, err := ledger.Reverse(e, day(t, "2026-03-11"), e.Heard, "A01-01", "msg-9")
	if err != nil {
		t.Fatal(err)
	}
	if r.Kind != ledger.Reversal || r.Reverses != 1 || r.Amount != e.Amount || r.Member != e.Member || r.Cause != "msg-9" {
		t.Errorf("got %+v", r)
	}
	b := ledger.Balances{}
	b.Add(e)
	if b[e.Postings[0].Debit] != 250_000 || b[e.Postings[0].Credit] != -212_500 {
		t.Errorf("balances after the entry: %v", b)
	}
	b.Add(r)
	for account, m := range maps.All(b) {
		if m != 0 {
			t.Errorf("%s is still %d after the reversal", account, int64(m))
		}
	}
	if _, err := ledger.Reverse(r, r.Day, r.Heard, "A01-01", "msg-10"); !errors.Is(err, ledger.ErrReversed) {
		t.Errorf("reversal of a reversal: %v, want ErrReversed", err)
	}
}

func TestEntryCheck(t *testing.T) {
	good := ledger.Posting{Debit: ledger.Account{Code: ledger.UPKCash}, Credit: ledger.Account{Code: ledger.Capital}, Amount: 1}
	change := func(f func(*ledger.Posting)) []ledger.Posting {
		p := good
		f(&p)
		return []ledger.Posting{good, p}
	}
	for _, c := range []struct {
		name     string
		postings []ledger.Posting
		want     error
	}{
		{"good", []ledger.Posting{good}, nil},
		{"no posting", nil, ledger.ErrNothing},
		{"nothing moved", change(func(p *ledger.Posting) { p.Amount = 0 }), ledger.ErrPosting},
		{"negative", change(func(p *ledger.Posting) { p.Amount = -1 }), ledger.ErrPosting},
		{"to itself", change(func(p *ledger.Posting) { p.Credit = p.Debit }), ledger.ErrPosting},
		{"from nowhere", change(func(p *ledger.Posting) { p.Credit = ledger.Account{} }), ledger.ErrPosting},
		{"the most", change(func(p *ledger.Posting) { p.Amount = ledger.MaxMoney }), nil},
		{"too much", change(func(p *ledger.Posting) { p.Amount = ledger.MaxMoney + 1 }), ledger.ErrMoney},
	} {
		if err := (ledger.Entry{Postings: c.postings}).Check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestAccountText(t *testing.T) {
	for _, text := range []string{"1110", "G110/A01", "G120/A01/P01/A01-03", "G240/A01//A01-03/wajib"} {
		var a ledger.Account
		if err := a.UnmarshalText([]byte(text)); err != nil || a.String() != text {
			t.Errorf("%q became %q, %v", text, a, err)
		}
	}
	for _, text := range []string{"", "/A01", "G240/a/b/c/d/e"} {
		var a ledger.Account
		if err := a.UnmarshalText([]byte(text)); !errors.Is(err, ledger.ErrAccount) {
			t.Errorf("%q became %q, %v; want ErrAccount", text, a, err)
		}
	}
}

// What is only sometimes there has a line only then, before the postings.
func TestEntryTextLater(t *testing.T) {
	e := siti(t)
	e.Booked, e.Confirmed = day(t, "2026-04-01"), "K02"
	const want = "reverses 0\nbooked 2026-04-01\nconfirmed K02\nposting "
	if !strings.Contains(e.Text(), want) {
		t.Errorf("%q lacks %q", e.Text(), want)
	}
}

func TestClosedMonths(t *testing.T) {
	for _, c := range []struct{ closed, day, booked string }{
		{"", "2026-02-27", ""},
		{"2026-02", "2026-02-27", "2026-03-01"},
		{"2026-02", "2025-12-31", "2026-03-01"},
		{"2026-02", "2026-03-01", ""},
		{"2025-12", "2025-12-31", "2026-01-01"},
	} {
		s := ledger.Settings{"tutup_buku": c.closed}
		e := ledger.Entry{Day: day(t, c.day)}
		e.Booked = s.BookOn(e.Day)
		if e.Booked.String() != c.booked {
			t.Errorf("closed through %q: money of %s is booked on %q, want %q", c.closed, c.day, e.Booked, c.booked)
		}
		if err := s.CheckOpen(e); err != nil {
			t.Error(err)
		}
		if e.Booked != 0 {
			e.Booked = 0
			if err := s.CheckOpen(e); !errors.Is(err, ledger.ErrClosed) {
				t.Errorf("%s in a closed month: %v", c.day, err)
			}
		}
	}
	s := ledger.Settings{"tutup_buku": "2026-02"}
	for value, want := range map[string]error{"2026-02": nil, "2026-03": nil, "2026-01": ledger.ErrClosed, "": ledger.ErrClosed} {
		if err := s.CheckClosing(value); !errors.Is(err, want) {
			t.Errorf("closing %q after 2026-02: %v, want %v", value, err, want)
		}
	}
}
