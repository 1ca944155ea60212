package store_test

import (
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// aDispute is an open dispute of A01-03.
func aDispute(n uint64) conversation.Case {
	return conversation.Case{
		Kind: conversation.DisputeCase, Number: n, Message: "i1", From: sitiPhone, Group: "A01", Member: "A01-03", Entry: 1,
		Opened: at(noon), Due: date("2026-03-17"),
	}
}

func closed(c conversation.Case) conversation.Case {
	c.Closed, c.By, c.Outcome, c.Answer = at(noon), "K1", conversation.Refused, "sudah benar"
	return c
}

func caseReferences(list []conversation.Case) (refs []string) {
	for _, c := range list {
		refs = append(refs, c.Reference())
	}
	return refs
}

// Each kind is numbered by itself; what is closed stays, and is no longer open.
func TestCases(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutMember, aMember("A01-03", "A01", sitiPhone)))
		complaint := conversation.Case{Kind: conversation.ComplaintCase, Number: 1, Message: "i2", From: "+62811", Opened: at(noon), Due: date("2026-03-17")}
		b.do(put((*store.Tx).PutCase, aDispute(1)), put((*store.Tx).PutCase, complaint), put((*store.Tx).PutCase, aDispute(2)))
		b.reopen()
		same(t, "open", caseReferences(ask(b, of((*store.Tx).OpenCases, conversation.DisputeCase))), []string{"D1", "D2"})
		same(t, "next", ask(b, of((*store.Tx).NextCase, conversation.DisputeCase)), uint64(3))
		same(t, "next of a kind without any", ask(b, of((*store.Tx).NextCase, conversation.LoanCase)), uint64(1))
		longer := aDispute(1)
		longer.Note = "bukan saya"
		b.do(put((*store.Tx).PutCase, longer), put((*store.Tx).PutCase, closed(longer)))
		same(t, "open", caseReferences(ask(b, of((*store.Tx).OpenCases, conversation.DisputeCase))), []string{"D2"})
		same(t, "all", ask(b, of((*store.Tx).Cases, conversation.DisputeCase)), []conversation.Case{closed(longer), aDispute(2)})
		same(t, "complaints", caseReferences(ask(b, of((*store.Tx).OpenCases, conversation.ComplaintCase))), []string{"P1"})
		b.healthy()
	})
}

// A number is given once, a closed case is never touched, and nobody's case becomes
// another's.
func TestCasesThatCannotBe(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutMember, aMember("A01-03", "A01", sitiPhone)), put((*store.Tx).PutCase, aDispute(1)),
			put((*store.Tx).PutCase, closed(aDispute(1))), put((*store.Tx).PutCase, aDispute(2)))
		other := aDispute(2)
		other.From = otherOne
		about := aDispute(2)
		about.Entry = 9
		nothing := aDispute(3)
		nothing.Kind = conversation.ClaimCase
		half := aDispute(2)
		half.Outcome = conversation.Accepted
		for name, c := range map[string]conversation.Case{
			"a hole": aDispute(4), "no number": aDispute(0), "closed": aDispute(1), "another's": other, "another entry": about,
			"no kind": {Number: 1, From: sitiPhone}, "a claim of nothing": nothing, "decided and open": half,
		} {
			b.refuse(name, store.ErrConflict, put((*store.Tx).PutCase, c))
		}
		b.refuse("no such case", store.ErrNotFound, func(tx *store.Tx) error { _, err := tx.Case(conversation.LoanCase, 1); return err })
		b.healthy()
	})
}

// Verify finds a case that is open in one table and closed in the other, one that is
// gone, and one of a member or entry that there is not.
func TestVerifyCases(t *testing.T) {
	spoil := map[string]func(b *books, tables map[byte]string){
		"the list of open cases lacks one": func(b *books, tables map[byte]string) {
			for key := range b.raw() {
				if tables[key[1]] == "openCase" {
					b.rawPut(key, nil)
				}
			}
		},
		"a case is gone": func(b *books, tables map[byte]string) {
			for key := range b.raw() {
				if tables[key[1]] == "caseFile" {
					b.rawPut(key, nil)
					return
				}
			}
		},
		"its member is unknown": func(b *books, _ map[byte]string) {
			c := aDispute(2)
			c.Member = "A01-99"
			b.do(put((*store.Tx).PutCase, c))
		},
		"what it made is not in the books": func(b *books, _ map[byte]string) {
			c := closed(aDispute(1))
			c.Made = ledger.EntryNumber(77)
			b.do(put((*store.Tx).PutCase, c))
		},
	}
	for name, do := range spoil {
		t.Run(name, func(t *testing.T) {
			letters := tables(t)
			onEach(t, func(t *testing.T, b *books) {
				b.do(put((*store.Tx).PutMember, aMember("A01-03", "A01", sitiPhone)), put((*store.Tx).PutCase, aDispute(1)))
				b.healthy()
				do(b, letters)
				b.refuse(name, store.ErrVerify, func(tx *store.Tx) error { _, err := tx.Verify(); return err })
			})
		})
	}
}
