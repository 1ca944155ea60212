package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// EntryKind is what an entry records.
type EntryKind string

// The kinds of entries (contract.md section 4).
const (
	Opening           EntryKind = "opening"
	Disbursement      EntryKind = "disbursement"
	Repayment         EntryKind = "repayment"
	SavingsDeposit    EntryKind = "savings_deposit"
	SavingsWithdrawal EntryKind = "savings_withdrawal"
	Deposit           EntryKind = "deposit"          // a treasurer offered money to the UPK
	DepositReceived   EntryKind = "deposit_received" // the UPK has it
	FineEntry         EntryKind = "fine"
	Cover             EntryKind = "cover"
	Waiver            EntryKind = "waiver"
	WriteOff          EntryKind = "writeoff"
	RescheduleEntry   EntryKind = "reschedule"
	Reversal          EntryKind = "reversal"
	General           EntryKind = "general"
	SurplusSplit      EntryKind = "surplus"
)

// Posting moves an amount from one account to another. With one debit, one
// credit and one amount it cannot be unbalanced.
type Posting struct {
	Debit  Account `json:"debit"`
	Credit Account `json:"credit"`
	Amount Money   `json:"amount"`
}

// EntryNumber is an entry's place in its chain, from 1, without a gap.
type EntryNumber int64

// Series tells how often the books had been restored from a backup before an entry.
// People hold receipts of the days that were lost; an entry with such a number must
// not have its reference, and the chain must have no gap. So a letter stands before
// the number: "A01/B18" in the first series after the plain one.
type Series uint8

// MaxSeries is the last one that has a letter.
const MaxSeries Series = 'Z' - 'A'

// Letter is what stands before the numbers of a series; of the plain one nothing.
func (s Series) Letter() string {
	if s == 0 || s > MaxSeries {
		return ""
	}
	return string('A' + rune(s))
}

// CutSeries reads the number in a reference as people write it, and its series: "17",
// "B18".
func CutSeries(text string) (Series, string) {
	if text != "" {
		if letter := text[0] &^ 0x20; letter > 'A' && letter <= 'Z' {
			return Series(letter - 'A'), text[1:]
		}
	}
	return 0, text
}

// Hash is a SHA-256 in hexadecimal; the first entry of a chain follows "".
type Hash string

// Entry is one fact of the journal. It is never changed, only reversed. It
// names people by code and messages by id, never by phone or words, so that
// forgetting a person cannot break the chain.
type Entry struct {
	Group  GroupCode   `json:"group,omitempty"` // whose chain; empty is the UPK's own
	Number EntryNumber `json:"number"`
	Series Series      `json:"series,omitempty"`
	Kind   EntryKind   `json:"kind"`
	Amount Money       `json:"amount"` // the whole amount, as people speak of it
	Day    Date        `json:"day"`    // when the money moved: what lateness goes by
	// Booked is the day on which it counts in the books, where Day's month was closed
	// before we heard of it; zero is Day. See [Entry.BookedOn].
	Booked Date      `json:"booked,omitzero"`
	Heard  time.Time `json:"heard"`  // when we were told, to the second, UTC
	Teller string    `json:"teller"` // member or officer code of who said so; or TellerImport
	// Confirmed is the second officer, where one was needed: never the teller.
	Confirmed OfficerCode `json:"confirmed,omitempty"`
	Cause     string      `json:"cause"` // id of the message or file row that caused it
	Member    MemberCode  `json:"member,omitempty"`
	Loan      LoanCode    `json:"loan,omitempty"`
	Purse     Purse       `json:"purse,omitempty"`
	Reverses  EntryNumber `json:"reverses,omitempty"`
	Postings  []Posting   `json:"postings"`
	Previous  Hash        `json:"previous"`
	Hash      Hash        `json:"hash"`
}

// TellerImport is the teller of what a file told.
const TellerImport = "import"

// BookedOn is the day on which the entry counts in the books: in the month's
// reports, the balance sheet, income. It is the day when the money moved, or the
// first open day where that day's month was closed already; see [Settings.BookOn].
func (e Entry) BookedOn() Date {
	if e.Booked.IsZero() {
		return e.Day
	}
	return e.Booked
}

// Reference is the entry's number as people write it: "A01/17", or "A01/B17" in a
// later series; the UPK's own entries are "UPK/17".
func (e Entry) Reference() string {
	group := string(e.Group)
	if group == "" {
		group = "UPK"
	}
	return fmt.Sprintf("%s/%s%d", group, e.Series.Letter(), e.Number)
}

// ParseReference reads an entry's number as people write it: A01/17, A01/B18, UPK/3;
// false for what is none.
func ParseReference(text string) (GroupCode, EntryNumber, bool) {
	group, number, found := strings.Cut(strings.TrimSpace(text), "/")
	_, digits := CutSeries(number)
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !found || group == "" || n <= 0 || strconv.FormatInt(n, 10) != digits {
		return "", 0, false
	}
	if group == "UPK" {
		group = ""
	}
	return GroupCode(group), EntryNumber(n), true
}

// Why an entry is refused.
var (
	ErrAccount  = errors.New("not an account")
	ErrPosting  = errors.New("a posting needs two different accounts and a positive amount")
	ErrNothing  = errors.New("an entry needs at least one posting")
	ErrChain    = errors.New("the entry does not follow the one before it")
	ErrReversed = errors.New("the entry is reversed already or is a reversal itself")
)

// Check returns ErrNothing, ErrPosting or ErrMoney where the entry's amounts
// cannot be.
func (e Entry) Check() error {
	if len(e.Postings) == 0 {
		return ErrNothing
	}
	for _, p := range e.Postings {
		if p.Amount <= 0 || p.Debit == p.Credit || p.Debit.Code == "" || p.Credit.Code == "" {
			return ErrPosting
		}
		if p.Amount > MaxMoney {
			return ErrMoney
		}
	}
	return nil
}

// Text is the fixed form that the hash is taken over: a line a field and a
// line a posting, each "name value". It does not depend on how entries are
// stored, so no migration can break the chain.
func (e Entry) Text() string { return string(e.appendText(nil)) }

func (e Entry) appendText(b []byte) []byte {
	line := func(name, value string) { b = append(append(append(append(b, name...), ' '), value...), '\n') }
	number := func(name string, value int64) { line(name, strconv.FormatInt(value, 10)) }
	line("previous", string(e.Previous))
	line("group", string(e.Group))
	number("number", int64(e.Number))
	line("kind", string(e.Kind))
	number("amount", int64(e.Amount))
	line("day", e.Day.String())
	line("heard", e.Heard.UTC().Format(time.RFC3339))
	line("teller", e.Teller)
	line("cause", e.Cause)
	line("member", string(e.Member))
	line("loan", string(e.Loan))
	line("purse", string(e.Purse))
	number("reverses", int64(e.Reverses))
	if !e.Booked.IsZero() { // a line only where it says something, so that older entries keep their hashes
		line("booked", e.Booked.String())
	}
	if e.Confirmed != "" {
		line("confirmed", string(e.Confirmed))
	}
	if e.Series != 0 {
		number("series", int64(e.Series))
	}
	for i := range e.Postings {
		p := &e.Postings[i]
		b = p.Debit.appendText(append(b, "posting "...))
		b = p.Credit.appendText(append(b, ' '))
		b = append(strconv.AppendInt(append(b, ' '), int64(p.Amount), 10), '\n')
	}
	return b
}

// ChainHead is the last entry of a chain: its number and hash. The zero value
// stands before the first entry.
type ChainHead struct {
	Number EntryNumber `json:"number"`
	Hash   Hash        `json:"hash"`
	Series Series      `json:"series,omitempty"` // that the next entry is of
}

// Seal gives e its place behind head: number, series, the hash before and its own.
func (e Entry) Seal(head ChainHead) Entry {
	e.Number, e.Series = head.Number+1, head.Series
	e.Previous = head.Hash
	e.Heard = e.Heard.UTC().Truncate(time.Second)
	e.Hash = e.hash()
	return e
}

func (e Entry) hash() Hash {
	const usual = 1 << 10 // bytes
	sum := sha256.Sum256(e.appendText(make([]byte, 0, usual)))
	return Hash(hex.EncodeToString(sum[:]))
}

// Follows returns ErrChain unless e stands right behind head, unaltered, and in no
// earlier series.
func (e Entry) Follows(head ChainHead) error {
	if e.Number != head.Number+1 || e.Previous != head.Hash || e.Hash != e.hash() || e.Series < head.Series {
		return fmt.Errorf("%s: %w", e.Reference(), ErrChain)
	}
	return nil
}

// Head is the chain's head once e is its last entry.
func (e Entry) Head() ChainHead { return ChainHead{e.Number, e.Hash, e.Series} }

// Balances are account balances, debits less credits.
type Balances map[Account]Money

// Add posts e.
func (b Balances) Add(e Entry) {
	for _, p := range e.Postings {
		b[p.Debit] += p.Amount
		b[p.Credit] -= p.Amount
	}
}

// Reverse is the entry that undoes e: the same postings the other way round,
// on the given day. It returns ErrReversed for a reversal; whether e has been
// reversed before is for the keeper of the books to know.
func Reverse(e Entry, day Date, heard time.Time, teller, cause string) (Entry, error) {
	if e.Kind == Reversal {
		return Entry{}, fmt.Errorf("%s: %w", e.Reference(), ErrReversed)
	}
	r := Entry{
		Group: e.Group, Kind: Reversal, Amount: e.Amount, Day: day, Heard: heard, Teller: teller, Cause: cause,
		Member: e.Member, Loan: e.Loan, Purse: e.Purse, Reverses: e.Number,
	}
	for _, p := range e.Postings {
		r.Postings = append(r.Postings, Posting{Debit: p.Credit, Credit: p.Debit, Amount: p.Amount})
	}
	return r, nil
}
