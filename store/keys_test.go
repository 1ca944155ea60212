package store_test

import (
	"bytes"
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// tables reads the letters of keys.go, by letter.
func tables(t *testing.T) map[byte]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "keys.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[byte]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != "table" {
			return true
		}
		letter, _, _, err := strconv.UnquoteChar(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, "'"), '\'')
		if err != nil || letter > 0x7f {
			t.Fatalf("the letter of %s: %q, %v", spec.Names[0].Name, letter, err)
		}
		if other, twice := found[byte(letter)]; twice {
			t.Errorf("%s and %s have the same letter %q", other, spec.Names[0].Name, letter)
		}
		found[byte(letter)] = spec.Names[0].Name
		return true
	})
	if len(found) < 20 {
		t.Fatalf("keys.go has only %d tables", len(found))
	}
	return found
}

// raw is all that the engine holds.
func (b *books) raw() map[string][]byte {
	b.t.Helper()
	all := map[string][]byte{}
	err := b.db.Engine().View(context.Background(), func(r store.Reader) error {
		for key, value := range r.Scan(nil, nil, false) {
			all[string(key)] = value
		}
		return r.Err()
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// rawPut writes past the store, as only a fault could; nil deletes.
func (b *books) rawPut(key string, value []byte) {
	b.t.Helper()
	err := b.db.Engine().Update(context.Background(), func(w store.Writer) error {
		if value == nil {
			return w.Delete([]byte(key))
		}
		return w.Put([]byte(key), value)
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// fillEverything writes to every table.
func fillEverything(b *books) {
	b.t.Helper()
	b.do(put((*store.Tx).PutUPK, ledger.UPK{Code: "KJB"}), put((*store.Tx).PutVillage, ledger.Village{Code: "D01"}),
		put((*store.Tx).PutGroup, ledger.Group{Code: "A01"}), put((*store.Tx).PutMember, aMember("A01-03", "A01", sitiPhone)), put((*store.Tx).PutMember, aMember("A01-04", "A01")),
		put((*store.Tx).PutOfficer, ledger.Officer{Code: "K1", Phone: otherOne}), put((*store.Tx).PutLoan, aLoan("P01", "A01")),
		func(tx *store.Tx) error { return tx.PutHoliday(date("2026-03-20"), "Nyepi") },
		func(tx *store.Tx) error { return tx.PutSheetRows("harga", []store.SheetRow{{"gateway": "twilio"}}) },
		func(tx *store.Tx) error { return tx.MarkImported("angsuran", "7", "content") })
	b.post(undo(b, b.post(paid("A01", 250_000), "2026-03-10 09:00")), "2026-03-10 09:01")
	b.hear(incoming("SM1", "2026-03-10 09:00"))
	b.enqueue(outgoing("a", sitiPhone, conversation.Reply))
	b.do(func(tx *store.Tx) error { return tx.PutTalk(sitiPhone, conversation.State{}) },
		func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, true, at(noon)) },
		func(tx *store.Tx) error { _, err := tx.Code("i1"); return err },
		func(tx *store.Tx) error { _, err := tx.CountReply(sitiPhone, date("2026-03-10")); return err },
		func(tx *store.Tx) error { _, err := tx.AddProposal(conversation.Proposal{}); return err },
		func(tx *store.Tx) error { return tx.KeepForm(store.FormKey{Month: 24315, ID: "x"}, store.Form{}) },
		func(tx *store.Tx) error { return tx.MarkHeld("+6281390000101", true) },
		func(tx *store.Tx) error {
			_, err := tx.AddBroadcast(conversation.BroadcastRun{State: conversation.Running}, []ledger.MemberCode{"A01-03"})
			return err
		},
		func(tx *store.Tx) error { _, err := tx.Forget(at("2031-01-01 00:00")); return err },
		func(tx *store.Tx) error { return tx.PutTalk(sitiPhone, conversation.State{}) },
		func(tx *store.Tx) error { _, err := tx.CountReply(sitiPhone, date("2026-03-10")); return err },
		put((*store.Tx).PutCase, aDispute(1)), put((*store.Tx).PutRestores, []store.Restored{{Series: 1}}),
		put((*store.Tx).KeepUnpaid, conversation.NotPaid{Member: "A01-03", Group: "A01", Promise: date("2026-03-20"), At: at(noon)}),
		func(tx *store.Tx) error {
			h := store.HeardMessage{Message: conversation.Message{ID: "i1", Slip: "a b"}}
			return errors.Join(tx.WantSlips(h), tx.KeepSlip(store.Slip{Message: "i1"}, []byte("picture")))
		},
		put((*store.Tx).PutUser, store.User{Name: "rini", Officer: "K1", Password: "$argon2id$"}),
		put((*store.Tx).KeepVisit, store.Visit{User: "rini", What: "login", At: at(noon)}),
		func(tx *store.Tx) error { _, err := tx.BeginLooks(at(noon)); return err },
		func(tx *store.Tx) error { return tx.Park(conversation.Message{}, "panic", at(noon)) },
		func(tx *store.Tx) error { _, err := tx.Claim(at(noon), 1); return err })
	b.people()
}

// Whatever is written stands under the shard and its table's own letter, behind
// a version byte, so that no table's range can hold a key of another.
func TestEveryKeyIsOfATable(t *testing.T) {
	letters := tables(t)
	onEach(t, func(t *testing.T, b *books) {
		fillEverything(b)
		if err := b.db.Probe(t.Context()); err != nil {
			t.Error("probe:", err)
		}
		missing := maps.Clone(letters)
		delete(missing, 's') // what a probe writes does not stay
		for key, value := range b.raw() {
			if len(key) < 2 || key[0] != '1' || letters[key[1]] == "" || key[1] == 's' {
				t.Errorf("the key %q is of no table", key)
				continue
			}
			delete(missing, key[1])
			if len(value) == 0 || value[0] != 1 {
				t.Errorf("%s: the value %q has no version", letters[key[1]], value)
			}
		}
		if len(missing) > 0 {
			t.Errorf("nothing was written to %v", slices.Sorted(maps.Values(missing)))
		}
		b.healthy()
	})
}

// What a later program has written is known as such.
func TestAValueOfALaterVersion(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillEverything(b)
		for key, value := range b.raw() {
			b.rawPut(key, append([]byte{2}, value[1:]...))
		}
		err := b.db.View(t.Context(), func(tx *store.Tx) error { _, err := tx.UPK(); return err })
		if !errors.Is(err, store.ErrLater) || !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("the error is %v", err)
		}
	})
}

// Groups, phones and numbers that begin alike or sort badly.
func TestNeighboursAreNotCaught(t *testing.T) {
	groups := []ledger.GroupCode{"A0", "A01", "A01-1", "A01.", "A010", "A011", "a01", "B"}
	onEach(t, func(t *testing.T, b *books) {
		for i, g := range groups {
			n := ledger.Phone("+62" + strings.Repeat("8", i+1))
			b.do(put((*store.Tx).PutMember, aMember(ledger.MemberCode(g)+"-03", g, n)), put((*store.Tx).PutLoan, aLoan("P-"+ledger.LoanCode(g), g)),
				put((*store.Tx).PutOfficer, ledger.Officer{Code: ledger.OfficerCode(g), Phone: n}))
			for range i + 1 {
				b.post(paid(g, 1000), "2026-03-10 09:00")
			}
			b.post(undo(b, ask(b, func(tx *store.Tx) (ledger.Entry, error) { return tx.Entry(g, 1) })), "2026-03-10 09:01")
		}
		for i, g := range groups {
			n := ledger.Phone("+62" + strings.Repeat("8", i+1))
			same(t, "members", list(ask(b, of((*store.Tx).Members, g)), memberCode), []string{string(g) + "-03"})
			same(t, "loans", list(ask(b, of((*store.Tx).Loans, g)), loanCode), []string{"P-" + string(g)})
			same(t, "members by phone", list(ask(b, of((*store.Tx).MembersByPhone, n)), memberCode), []string{string(g) + "-03"})
			same(t, "officers by phone", list(ask(b, of((*store.Tx).OfficersByPhone, n)), officerCode), []string{string(g)})
			entries := references(b, func(tx *store.Tx) iter.Seq2[ledger.Entry, error] { return tx.Backwards(g) })
			same(t, "entries of "+string(g), len(entries), i+2)
			same(t, "recent", len(ask(b, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.Recent(g, at("2026-01-01 00:00"), 100) })), i+2)
			cash := ask(b, of((*store.Tx).Balance, ledger.Account{Code: ledger.TreasurerCash, Group: g}))
			same(t, "cash", cash, ledger.Money(1000*i))
		}
		b.healthy()
	})
}

// Nobody's number is a part of another's: neither way round, nor with what is behind it.
func TestAPhoneIsFoundWhole(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutMember, aMember("A01-03", "A01", "+62813")), put((*store.Tx).PutOfficer, ledger.Officer{Code: "K1", Phone: "+62813"}))
		for _, p := range []ledger.Phone{"", "+", "+6281", "+628130", "+62813/", "+62813/m", "+62812", "+62814"} {
			if members := ask(b, of((*store.Tx).MembersByPhone, p)); len(members) != 0 {
				t.Errorf("%q finds %q", p, list(members, memberCode))
			}
			if officers := ask(b, of((*store.Tx).OfficersByPhone, p)); len(officers) != 0 {
				t.Errorf("%q finds %q", p, list(officers, officerCode))
			}
		}
	})
}

// Running numbers sort by value, also past each byte.
func TestNumbersSort(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		var sequence string
		b.hear(incoming("SM0", noon))
		for key := range b.raw() {
			if tables(t)[key[1]] == "sequence" {
				sequence = key
			}
		}
		var want []string
		for _, n := range []uint64{254, 255, 256, 65_534, 65_535, 16_777_215, 1<<32 - 1, 1<<40 - 1} {
			b.rawPut(sequence, append([]byte{1}, 0, 0, byte(n>>40), byte(n>>32), byte(n>>24), byte(n>>16), byte(n>>8), byte(n)))
			b.enqueue(outgoing(strconv.FormatUint(n, 10), ledger.Phone("+"+strconv.FormatUint(n, 10)), conversation.Reply))
			want = append(want, strconv.FormatUint(n, 10))
		}
		same(t, "the outbox", list(ask(b, (*store.Tx).Outbox), func(o store.Outbound) string { return o.Text }), want)
		b.wantClaim("the queue", noon, 100, strings.Join(want, " "))
		b.healthy()

		// Without it numbers would begin again and messages be written over.
		for _, broken := range [][]byte{{}, {1}, {2, 0, 0, 0, 0, 0, 0, 0, 9}, bytes.Repeat([]byte{1}, 10)} {
			b.rawPut(sequence, broken)
			b.refuse("a broken sequence", store.ErrCorrupt, func(tx *store.Tx) error { _, _, err := tx.Heard(incoming("SM9", noon)); return err })
		}
	})
}
