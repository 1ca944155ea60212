package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// who is the member whom an officer's question about a name is taken to be about, by
// what the talk answers.
func who(t testing.TB, tx *store.Tx, text string) string {
	t.Helper()
	turn, err := conversation.Next(conversation.State{}, conversation.Message{
		ID: "i1", Channel: conversation.WhatsApp, From: otherOne, Text: text, Sent: at(noon), Received: at(noon),
	}, tx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range turn.Say {
		if w, ok := s.Words.(conversation.BalanceWords); ok {
			return w.Name
		}
	}
	return ""
}

// TestRosterFollowsTheRegisters: a new name is known at once, also to the
// transaction that wrote it, and one that was not kept is known to nobody.
func TestRosterFollowsTheRegisters(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		named := func(name string) ledger.Member {
			m := aMember("A01-03", "A01", sitiPhone)
			m.Name, m.Nicknames = name, nil
			return m
		}
		b.do(put((*store.Tx).PutGroup, ledger.Group{Code: "A01", Name: "Melati"}), put((*store.Tx).PutMember, named("Siti Aminah")),
			put((*store.Tx).PutOfficer, ledger.Officer{Code: "K1", Role: ledger.Cashier, Phone: otherOne}))
		want := func(text, name string) {
			t.Helper()
			err := b.db.View(t.Context(), func(tx *store.Tx) error {
				if got := who(t, tx, text); got != name {
					t.Errorf("%s is about %q, want %q", text, got, name)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
		want("saldo siti", "Siti Aminah")
		lost := errors.New("lost")
		err := b.db.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.PutMember(named("Wagirah")); err != nil {
				return err
			}
			if got := who(t, tx, "saldo wagirah"); got != "Wagirah" {
				t.Errorf("the writer itself finds %q", got)
			}
			return lost
		})
		if !errors.Is(err, lost) {
			t.Fatal(err)
		}
		want("saldo wagirah", "")
		want("saldo siti", "Siti Aminah")
		b.do(put((*store.Tx).PutMember, named("Tukiyem")))
		want("saldo tukiyem", "Tukiyem")
		want("saldo siti", "")
		b.reopen()
		want("saldo tukiyem", "Tukiyem")
	})
}

// BenchmarkNext is a message understood and answered, of a treasurer of 30 and of
// an officer of a UPK of 3,000.
func BenchmarkNext(b *testing.B) {
	db := store.New(memory.New())
	given := []string{"Siti", "Sri", "Ani", "Endang", "Wati", "Yanti", "Nur", "Sumarni", "Ratna", "Fatimah"}
	family := []string{"Aminah", "Rahayu", "Wahyuni", "Lestari", "Hayati", "Kusuma", "Purwanti", "Handayani", "Astuti"}
	err := db.Update(b.Context(), func(tx *store.Tx) error {
		for g := range 100 {
			code := ledger.GroupCode(fmt.Sprintf("A%03d", g))
			if err := tx.PutGroup(ledger.Group{Code: code, Name: fmt.Sprintf("Melati %d", g), Village: "D01"}); err != nil {
				return err
			}
			for i := range 30 {
				m := ledger.Member{
					Code: ledger.MemberCode(fmt.Sprintf("%s-%02d", code, i)), Group: code, Title: "Bu", Status: ledger.Active, Office: ledger.Ordinary,
					Name: fmt.Sprintf("%s %s%c", given[i%10], family[(i+g)%9], 'a'+rune(g/4)),
				}
				if i == 0 {
					m.Office, m.Phone = ledger.Treasurer, ledger.Phone(fmt.Sprintf("+628139%07d", g))
				}
				if err := tx.PutMember(m); err != nil {
					return err
				}
			}
		}
		return errors.Join(tx.PutVillage(ledger.Village{Code: "D01", Name: "Jetis"}),
			tx.PutOfficer(ledger.Officer{Code: "K1", Role: ledger.Cashier, Phone: otherOne}))
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, who := range []struct {
		name  string
		phone ledger.Phone
	}{{"treasurer of 30", "+6281390000001"}, {"officer of 3000", otherOne}} {
		for _, text := range []string{"kas melati 7", "saldo endang purwantia", "xyzzy plugh"} {
			b.Run(who.name+"/"+text, func(b *testing.B) {
				err := db.View(b.Context(), func(tx *store.Tx) error {
					for b.Loop() {
						_, err := conversation.Next(conversation.State{}, conversation.Message{
							ID: "i1", Channel: conversation.WhatsApp, From: who.phone, Text: text, Sent: at(noon), Received: at(noon),
						}, tx)
						if err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
				if perMessage := b.Elapsed() / time.Duration(b.N); perMessage > 0 {
					b.ReportMetric(float64(perMessage.Microseconds()), "us/msg")
				}
			})
		}
	}
}
