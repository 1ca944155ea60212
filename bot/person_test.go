package bot_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// TestForgetAPerson: of a member who has nothing left all that tells who she was goes,
// from every table; the books, balances and chains stay, and who decided it, too.
func TestForgetAPerson(t *testing.T) {
	w := newWorld(t, memory.New())
	withOffice(w)
	const code, phone, gone = "A01-09", "+6281390000777", "Ngadinem Purwati"
	w.write(func(tx *store.Tx) error {
		return tx.PutMember(ledger.Member{
			Code: code, Group: "A01", Name: gone, Nicknames: []string{"Ngadinem"}, Phone: phone, Office: ledger.Ordinary,
			NIK: "3314000000000001", Address: "Dusun Sumurgede", Consent: true, Status: ledger.Active,
		})
	})
	propose := func() (p conversation.Proposal, err error) {
		return w.bot.Propose(t.Context(), func(tx *store.Tx) (conversation.Proposal, error) {
			desk, err := conversation.NewDesk(tx, "P01", w.now)
			if err == nil {
				err = tx.CanForget(code)
			}
			if err != nil {
				return conversation.Proposal{}, err
			}
			return desk.Anonymise(code, "surat 5/2026")
		})
	}
	w.says(ani, "ngadinem tab 50rb", "ya", "ngadinem belum bayar, sakit kepala berat")
	w.says(phone, "pengaduan atap balai bocor", "ya")
	w.send()
	if _, err := propose(); !errors.Is(err, store.ErrStillOwes) {
		t.Fatalf("with savings: %v", err)
	}
	w.says(ani, "ngadinem ambil 50rb", "ya")
	w.send()
	if _, err := propose(); !errors.Is(err, store.ErrStillBusy) {
		t.Fatalf("with an open complaint: %v", err)
	}
	w.says(head, "selesai P1 atap sudah ditambal")
	w.says(head, "ya")
	if _, err := propose(); !errors.Is(err, store.ErrStillSends) {
		t.Fatalf("while a message to her waits: %v", err)
	}
	w.send()

	whole := ask(w, func(tx *store.Tx) (store.Person, error) { return tx.Person(code) })
	if len(whole.Written) < 3 || len(whole.Told) == 0 || len(whole.Entries) != 2 || len(whole.Cases) != 1 {
		t.Errorf("kept of her: %d written, %d told, %d entries, %d cases", len(whole.Written), len(whole.Told), len(whole.Entries), len(whole.Cases))
	}
	all, err := json.Marshal(whole)
	for _, part := range []string{gone, phone, "bocor", "3314000000000001"} {
		if err != nil || !strings.Contains(string(all), part) {
			t.Errorf("the export lacks %s, %v", part, err)
		}
	}
	balances, entries := ask(w, (*store.Tx).Balances), journalOf(w)
	p, err := propose()
	w.must(err)
	w.send()
	if _, err := w.bot.Confirm(t.Context(), p.Number, "P01", w.now); !errors.Is(err, conversation.ErrOwn) {
		t.Errorf("her own proposal: %v", err)
	}
	if len(ask(w, func(tx *store.Tx) ([]store.Said, error) {
		said, _, err := tx.SaidBefore(phone, 0, 100)
		return said, err
	})) == 0 {
		t.Fatal("there is no talk to forget")
	}
	_, err = w.bot.Confirm(t.Context(), p.Number, "P02", w.now)
	w.must(err)
	w.send()

	dump := w.bytes()
	for _, part := range []string{gone, "Ngadinem Purwati", phone, "81390000777", "bocor", "ditambal", "3314000000000001", "Sumurgede", "sakit kepala"} {
		if strings.Contains(dump, part) {
			at := strings.Index(dump, part)
			t.Errorf("%q is still kept: %q", part, dump[max(at-200, 0):min(at+100, len(dump))])
		}
	}
	if now := ask(w, (*store.Tx).Balances); len(now) != len(balances) {
		t.Errorf("the balances have changed")
	}
	for a, m := range ask(w, (*store.Tx).Balances) {
		if balances[a] != m {
			t.Errorf("%s is %s, was %s", a, m, balances[a])
		}
	}
	if journalOf(w) != entries {
		t.Error("the journal has changed")
	}
	if _, err := w.db.Verify(t.Context(), nil); err != nil {
		t.Error(err)
	}
	m := ask(w, func(tx *store.Tx) (ledger.Member, error) { return tx.Member(code) })
	if !m.Forgotten || m.Status != ledger.Left || m.Phone != "" {
		t.Errorf("she is %+v", m)
	}
	amendments := ask(w, (*store.Tx).Amendments)
	last := amendments[len(amendments)-1]
	if last.What != conversation.PersonAmended || last.By != "P02" || last.Message != p.Cause() || last.Member != code {
		t.Errorf("kept of it: %+v", last)
	}
	w.says(phone, "saldo")
	if told := w.answer(phone); strings.Contains(told, "Rp") {
		t.Errorf("her phone is still known: %q", told)
	}
}

// journalOf is the whole journal as text.
func journalOf(w *world) string {
	return ask(w, func(tx *store.Tx) (text string, err error) {
		for e, err := range tx.Journal() {
			if err != nil {
				return "", err
			}
			text += e.Text() + string(e.Hash)
		}
		return text, nil
	})
}
