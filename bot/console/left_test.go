package console

import (
	"net/http"
	"strings"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// An officer leaves: she is logged out at that moment and comes in no more, her phone is
// nobody's, she can propose and confirm nothing, and what she did keeps her name.
func TestAnOfficerLeaves(t *testing.T) {
	o := newOffice(t)
	ketua, kasir := o.as("ketua"), o.as("kasir")
	n := o.propose("P02")
	other := o.propose("P05")
	kasir.sends("/kerja/catat", kasir.fillIn("/kerja/catat", "anggota", "A01-03", "apa", "simpan:sukarela", "jumlah", "20.000", "tanggal", "2026-03-12"), http.StatusSeeOther)
	open := kasir.fillIn("/kerja/catat", "anggota", "A01-03", "apa", "simpan:sukarela", "jumlah", "30.000", "tanggal", "2026-03-12")
	entries := len(o.entries("A01"))

	ketua.shows("/lembar/petugas?ubah=P02", []string{"Endang Purwanti", `value="keluar"`})
	base := within(t, `name="dasar" value="(\w+)"`, ketua.page("/lembar/petugas?ubah=P02"))
	leave := []string{"ubah", "P02", "dasar", base, "b0.kode", "P02", "b0.nama", "Endang Purwanti", "b0.hp", "081390000902", "b0.peran", "kasir", "b0.status", "keluar"}
	for range 2 { // a second click
		if got := ketua.send("/lembar/petugas", leave...); got.code != http.StatusSeeOther {
			t.Fatalf("%+v", got)
		}
	}
	ketua.shows("/jejak", []string{"petugas P02", "status aktif", "status keluar"})
	ketua.shows("/lembar/petugas", []string{">keluar<"})
	ketua.shows("/pengguna", []string{"bukan pengurus lagi"})

	if w := kasir.ask("POST", "/kerja/catat", open, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login" || len(o.entries("A01")) != entries {
		t.Errorf("she goes on: %d to %s", w.Code, w.Header().Get("Location"))
	}
	again := &person{office: o}
	if w := again.ask("POST", "/login", map[string][]string{"nama": {"kasir"}, "sandi": {password}}, nil); w.Code == http.StatusSeeOther {
		t.Errorf("she logs in: %d to %s", w.Code, w.Header().Get("Location"))
	}
	o.from(roles["kasir"].Phone, "70", "batal A01/12")
	o.from(roles["kasir"].Phone, "71", "ya")
	if len(o.entries("A01")) != entries || strings.Contains(o.lastTold(roles["kasir"].Phone), "A01/12") {
		t.Errorf("her phone is obeyed: %q", o.lastTold(roles["kasir"].Phone))
	}
	if _, err := o.bot.Confirm(t.Context(), other, "P02", o.now); err == nil {
		t.Error("she confirms by command")
	}

	// Her own proposal is confirmed by another, also by nobody under another code of hers.
	o.update(func(tx *store.Tx) error {
		return tx.PutOfficer(ledger.Officer{Code: "P12", Name: "Endang P.", Phone: roles["kasir"].Phone, Role: ledger.Cashier})
	})
	if _, err := o.bot.Confirm(t.Context(), n, "P12", o.now); err == nil || !strings.Contains(err.Error(), conversation.ErrOwn.Error()) {
		t.Errorf("she confirms her own under another code: %v", err)
	}
	if w := ketua.ask("POST", "/usulan/1/setujui", nil, nil); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, said(w))
	}
	ketua.shows("/usulan/1", []string{"Endang Purwanti"})
	ketua.shows("/kelompok/A01", []string{"Endang Purwanti"})
	o.read(func(tx *store.Tx) error { _, err := tx.Verify(); return err })
}
