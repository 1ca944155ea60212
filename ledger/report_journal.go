package ledger

import (
	"iter"
	"time"
)

// booksJournal is the journal as reports keep it, in a fraction of the room that its
// entries take: reports go through all of it, again and again.
type booksJournal struct {
	entries  []keptEntry
	postings []keptPosting // of all entries, one after the other
	accounts map[Account]*Account
	words    map[string]string // those that come again and again are kept once
	broken   error             // where the first entry does not follow the one before it
}

// keptEntry is what reports need of an entry. Its cause and the hash before it were
// looked at when it was read.
type keptEntry struct {
	head     ChainHead // once it is the last
	group    GroupCode
	kind     EntryKind
	member   MemberCode
	loan     LoanCode
	reverses EntryNumber
	day      Date
	booked   Date // see [Entry.BookedOn]
	known    Date // the day on which it was heard, in the UPK's zone
	heard    int64
	recorded bool // by people, not by a file
	postings [2]int32
}

type keptPosting struct {
	debit, credit *Account
	amount        Money
}

// reference is [Entry.Reference].
func (k *keptEntry) reference() string {
	return Entry{Group: k.group, Series: k.head.Series, Number: k.head.Number}.Reference()
}

// read keeps the entries; it returns the errors of the sequence.
func (j *booksJournal) read(entries iter.Seq2[Entry, error], zone *time.Location) error {
	j.accounts, j.words = map[Account]*Account{}, map[string]string{}
	heads := map[GroupCode]ChainHead{}
	for e, err := range entries {
		if err != nil {
			return err
		}
		if j.broken == nil {
			j.broken = e.Follows(heads[e.Group])
		}
		k := keptEntry{
			head: e.Head(), group: word(j, e.Group), kind: word(j, e.Kind), member: word(j, e.Member), loan: word(j, e.Loan),
			reverses: e.Reverses, day: e.Day, booked: e.BookedOn(), known: DateOf(e.Heard.In(zone)), heard: e.Heard.Unix(),
			recorded: e.Teller != TellerImport, postings: [2]int32{int32(len(j.postings)), int32(len(j.postings) + len(e.Postings))},
		}
		for i := range e.Postings {
			p := &e.Postings[i]
			j.postings = append(j.postings, keptPosting{j.account(&p.Debit), j.account(&p.Credit), p.Amount})
		}
		heads[k.group] = k.head
		j.entries = append(j.entries, k)
	}
	return nil
}

func (j *booksJournal) account(a *Account) *Account {
	kept := j.accounts[*a]
	if kept == nil {
		kept = &Account{Code: word(j, a.Code), Group: word(j, a.Group), Loan: word(j, a.Loan), Member: word(j, a.Member), Purse: word(j, a.Purse)}
		j.accounts[*kept] = kept
	}
	return kept
}

func word[T ~string](j *booksJournal, w T) T {
	kept, ok := j.words[string(w)]
	if !ok {
		kept = string(w)
		j.words[kept] = kept
	}
	return T(kept)
}

// postingsOf are the postings of an entry.
func (j *booksJournal) postingsOf(k *keptEntry) []keptPosting {
	return j.postings[k.postings[0]:k.postings[1]]
}

// entry is an entry again, as far as it was kept; its postings lie in the room that is
// handed in, until the next.
func (j *booksJournal) entry(k *keptEntry, room []Posting) Entry {
	e := Entry{
		Group: k.group, Number: k.head.Number, Series: k.head.Series, Kind: k.kind, Day: k.day, Booked: k.booked,
		Member: k.member, Loan: k.loan, Reverses: k.reverses, Postings: room[:0],
	}
	for _, p := range j.postingsOf(k) {
		e.Postings = append(e.Postings, Posting{*p.debit, *p.credit, p.amount})
	}
	return e
}

// Recorded counts the entries of a kind that people recorded in a time, whatever became of
// them later, and not what a file brought.
func (r *Reports) Recorded(kind EntryKind, from, until time.Time) (n int) {
	for i := range r.journal.entries {
		if k := &r.journal.entries[i]; k.kind == kind && k.recorded && k.heard >= from.Unix() && k.heard < until.Unix() {
			n++
		}
	}
	return n
}
