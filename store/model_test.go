package store_test

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// model is what the books should hold: plain lists, searched from end to end.
type model struct {
	*books
	now      time.Time
	last     int // running number
	steps    int
	chains   map[ledger.GroupCode][]ledger.Entry
	undone   map[store.EntryRef]bool
	balances ledger.Balances
	causes   map[string]bool
	out      []store.Outbound
	held     map[string]bool // leased, by id
	sending  []store.Outbound
	heard    map[string][]ledger.Period
	months   []ledger.Period // in which any was heard, by when the last was
}

// Whatever is done to the books, in whatever order and with whatever clock: they
// verify, each account is the sum of its entries, the UPK's books and the groups'
// balance each by themselves, and the outbox is what a list would be.
func TestBooksAgreeWithAModel(t *testing.T) {
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				m := &model{
					books: &books{t: rt, begin: func() func() (store.Engine, error) { return engine.begin(t) }},
					now:   at("2026-01-30 09:00"), chains: map[ledger.GroupCode][]ledger.Entry{}, undone: map[store.EntryRef]bool{},
					balances: ledger.Balances{}, causes: map[string]bool{}, held: map[string]bool{}, heard: map[string][]ledger.Period{},
				}
				m.start()
				defer m.close()
				rt.Repeat(map[string]func(*rapid.T){
					"post": m.post, "post again": m.post, "reverse": m.reverse, "hear": m.hear, "pass time": m.passTime,
					"enqueue": m.enqueue, "enqueue again": m.enqueue, "claim": m.claim, "settle": m.settle,
					"advance": m.advance, "void leases": m.voidLeases, "reopen": m.restart, "": m.look,
				})
				m.agree(rt)
			})
		})
	}
}

func draw[T any](t *rapid.T, name string, values ...T) T {
	return rapid.SampledFrom(values).Draw(t, name)
}

func (m *model) passTime(t *rapid.T) {
	m.now = m.now.Add(draw(t, "time", time.Second, 7*time.Minute, 6*time.Hour, 20*24*time.Hour, -3*time.Hour, -40*24*time.Hour))
}

// drawEntry draws what a treasurer, a member or the UPK may do.
func drawEntry(t *rapid.T, day ledger.Date) ledger.Entry {
	group := draw(t, "group", ledger.GroupCode("A01"), "A01-1", "B01")
	loan, amount := aLoan("P-"+ledger.LoanCode(group), group), ledger.Money(rapid.Int64Range(1, 2_000_000).Draw(t, "amount"))
	member := draw(t, "member", loan.Shares[0].Member, loan.Shares[1].Member)
	parts := ledger.Amounts{Principal: amount, Interest: amount / 7}
	switch draw(t, "kind", ledger.Disbursement, ledger.Repayment, ledger.SavingsDeposit, ledger.DepositReceived, ledger.Opening, ledger.General) {
	case ledger.Disbursement:
		return ledger.DisburseEntry(loan)
	case ledger.Repayment:
		return ledger.RepayEntry(loan, member, parts, day)
	case ledger.SavingsDeposit:
		return ledger.SaveEntry(aMember(member, group), draw(t, "purse", ledger.Purses...), amount*draw(t, "sign", ledger.Money(1), -1), day)
	case ledger.DepositReceived:
		return ledger.DepositEntry(group, []ledger.DepositPart{{Loan: loan, Paid: parts}}, amount/3, day)
	case ledger.Opening:
		return ledger.OpenCashEntry(group, amount, day)
	}
	return ledger.OpenAccountEntry(ledger.Account{Code: draw(t, "account", ledger.UPKCash, ledger.UPKBank, ledger.Capital)}, amount, day)
}

// write posts an entry, or sees it refused; half of the good ones are rolled back first.
func (m *model) write(t *rapid.T, e ledger.Entry, want error) {
	chain := m.chains[e.Group]
	head := ledger.ChainHead{}
	if len(chain) > 0 {
		head = chain[len(chain)-1].Head()
	}
	e.Heard = m.now
	e = e.Seal(head)
	if want != nil {
		m.refuse(e.Reference(), want, put((*store.Tx).Post, e))
		return
	}
	if rapid.Bool().Draw(t, "first rolled back") {
		m.refuse("rolled back", errUndone, func(tx *store.Tx) error { return cmp.Or(tx.Post(e), errUndone) })
	}
	m.do(put((*store.Tx).Post, e))
	m.refuse("a second time", ledger.ErrChain, put((*store.Tx).Post, e))
	m.chains[e.Group] = append(chain, e)
	m.balances.Add(e)
}

func (m *model) post(t *rapid.T) { m.write(t, drawEntry(t, ledger.DateOf(m.now)), nil) }

func (m *model) reverse(t *rapid.T) {
	g := draw(t, "chain", ledger.GroupCode(""), "A01", "A01-1", "B01")
	chain := m.chains[g]
	n := ledger.EntryNumber(rapid.IntRange(1, len(chain)+1).Draw(t, "number"))
	ref := store.EntryRef{Group: g, Number: n}
	if int(n) > len(chain) {
		e := paid(g, 1)
		e.Kind, e.Reverses = ledger.Reversal, n
		m.write(t, e, store.ErrNotFound)
		return
	}
	was := chain[n-1]
	reversal := was.Kind == ledger.Reversal
	was.Kind = ledger.General // so that ledger.Reverse leaves it to the store
	e, err := ledger.Reverse(was, ledger.DateOf(m.now), m.now, "K1", "i1")
	if err != nil {
		t.Fatal(err)
	}
	if m.undone[ref] || reversal {
		m.write(t, e, ledger.ErrReversed)
		return
	}
	m.write(t, e, nil)
	m.undone[ref] = true
}

func (m *model) hear(t *rapid.T) {
	message := incoming(draw(t, "foreign", "SM1", "SM2", "SM3"), "2026-01-01 00:00")
	message.Received = m.now
	now, want := ledger.DateOf(m.now).Period(), true
	for _, p := range m.heard[message.Foreign] {
		want = want && !slices.Contains(m.months[max(0, len(m.months)-4):], p)
	}
	h, fresh := m.books.hear(message)
	if fresh != want {
		t.Fatalf("%s at %v: fresh %t, heard before in %v", message.Foreign, m.now, fresh, m.heard[message.Foreign])
	}
	if fresh {
		m.last++
		m.heard[message.Foreign] = append(m.heard[message.Foreign], now)
		m.months = append(slices.DeleteFunc(m.months, func(p ledger.Period) bool { return p == now }), now)
		same(t, "its id", h.ID, fmt.Sprint("i", m.last))
	}
}

// restart loses what was being sent, but not its leases.
func (m *model) restart(*rapid.T) {
	m.reopen()
	m.sending = nil
}

// look agrees at every tenth step and, for speed, not at those between.
func (m *model) look(t *rapid.T) {
	if m.steps++; m.steps%10 == 0 {
		m.agree(t)
	}
}

// agree compares all that can be asked.
func (m *model) agree(t *rapid.T) {
	v := m.healthy()
	waiting := 0
	for _, o := range m.out {
		if o.Delivery == conversation.Queued {
			waiting++
		}
	}
	entries := m.agreeOnChains(t)
	same(t, "verified", v, store.Verified{Entries: entries, Accounts: len(m.balances), Waiting: waiting})
	same(t, "waiting", ask(m.books, (*store.Tx).Waiting), waiting)
	same(t, "outbox", ask(m.books, (*store.Tx).Outbox), m.out)
	balances := ask(m.books, (*store.Tx).Balances)
	same(t, "balances", balances, m.balances)
	sums := map[bool]ledger.Money{}
	for account, balance := range balances {
		sums[strings.HasPrefix(string(account.Code), "G")] += balance
	}
	if sums[true] != 0 || sums[false] != 0 {
		t.Fatalf("the groups' books are out by %s, the UPK's by %s", sums[true], sums[false])
	}
}

func (m *model) agreeOnChains(t *rapid.T) (entries int) {
	for g, chain := range m.chains {
		entries += len(chain)
		back := list(slices.Collect(backwards(chain)), ledger.Entry.Reference)
		same(t, "backwards", references(m.books, func(tx *store.Tx) iter.Seq2[ledger.Entry, error] { return tx.Backwards(g) }), back)
		for _, e := range []ledger.Entry{chain[0], chain[len(chain)/2], chain[len(chain)-1]} {
			same(t, "entry", ask(m.books, func(tx *store.Tx) (ledger.Entry, error) { return tx.Entry(g, e.Number) }), e)
		}
		recent := ask(m.books, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.Recent(g, time.Time{}, 5) })
		same(t, "recent", list(recent, ledger.Entry.Reference), back[:min(5, len(back))])
	}
	return entries
}

func backwards(chain []ledger.Entry) iter.Seq[ledger.Entry] {
	return func(yield func(ledger.Entry) bool) {
		for _, e := range slices.Backward(chain) {
			if !yield(e) {
				return
			}
		}
	}
}
