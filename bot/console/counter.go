package console

import (
	"strconv"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// counts tells who counts a treasurer's cash: all officers but the supervisor
// (contract.md section 3).
func counts(r ledger.Role) bool { return r != ledger.Supervisor }

var whichGroup = field{Name: "kelompok", Label: "Kelompok", Hint: "Kode (A01) atau nama.", Kind: asText, Most: 60}

// counterJobs are what an officer does at once, as she may by message.
func (c *Console) counterJobs() []job {
	ofMember := func(f *filled) string { return f.text("anggota") }
	toMember := func(f *filled) string { return "/kelompok/" + string(f.went) + "#catatan" }
	return []job{
		{
			name: "catat", title: "Catat uang anggota", button: "Catat", may: decides, of: ofMember, went: toMember,
			about:  "Angsuran atau simpanan yang diterima bendahara kelompok. Anggota dan bendahara mendapat kabarnya.",
			fields: fixed(whose, field{Name: "apa", Label: "Untuk apa", Kind: asSelect, Choices: purposes()}, howMuch, onDay),
			do:     recorded,
		},
		{
			name: "batal", title: "Batalkan catatan", button: "Batalkan", may: decides, went: toMember,
			of:    func(f *filled) string { return f.text("nomor") },
			about: "Catatan uang yang keliru dibatalkan, dan kalau perlu langsung dicatat dengan jumlah yang benar. Yang bersangkutan mendapat kabar.",
			fields: fixed(field{Name: "nomor", Label: "Nomor catatan", Hint: "Seperti A01/17.", Kind: asText, Most: 20},
				optional(howMuch, "jumlah", "Jumlah yang benar")),
			do: undone,
		},
		{
			name: "kas", title: "Hitung kas bendahara", button: "Catat hitungan", may: counts, went: toMember,
			of:     func(f *filled) string { return string(f.went) },
			about:  "Uang yang ada di tangan bendahara kelompok, dihitung di depannya. Bendahara dan ketua kelompok mendapat kabar.",
			fields: c.countFields, do: counted,
		},
		{
			name: "hp", title: "Daftarkan nomor HP", button: "Tanyakan ke HP itu", may: counts, of: ofMember, went: toMember,
			about:  "Nomornya ditanya dulu, dan menjadi miliknya setelah dijawab YA dari HP itu sendiri.",
			fields: fixed(whose, field{Name: "hp", Label: "Nomor HP", Kind: asText, Most: 20}),
			do: func(f *filled, tx *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
				m, p := f.someone(tx), f.phone("hp")
				if !f.ok() {
					return r, nil
				}
				return c.NewPhone(m, p)
			},
		},
		{
			name: "wakil", title: "Wakil bendahara", button: "Tunjuk", may: counts, of: ofMember, went: toMember,
			about:  "Anggota ini mencatat untuk bendahara kelompoknya sampai hari ini berakhir, atau beberapa jam.",
			fields: fixed(whose, field{Name: "jam", Label: "Berapa jam", Hint: "Kosong: sampai hari ini berakhir.", Kind: asNumber, Optional: true}),
			do: func(f *filled, tx *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
				m, hours := f.someone(tx), f.number("jam")
				if hours > 24 {
					f.fault("jam", "Paling lama 24 jam.")
				}
				if !f.ok() {
					return r, nil
				}
				return c.StandIn(m, hours)
			},
		},
		{
			name: "wakil-selesai", title: "Akhiri wakil bendahara", button: "Akhiri", may: counts, went: toMember,
			of:    func(f *filled) string { return string(f.went) },
			about: "Wakil bendahara berhenti mencatat sebelum waktunya.", fields: fixed(whichGroup), closed: func(q *request) string { return q.language.say("Tidak ada wakil bendahara di kelompok ini sekarang.") },
			do: func(f *filled, tx *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
				if f.went = f.group(tx, "kelompok"); !f.ok() {
					return r, nil
				}
				return c.EndStandIn(f.went)
			},
		},
		{
			name: "serah-terima", title: "Ganti bendahara kelompok", button: "Mulai serah terima", may: counts, of: ofMember, went: toMember,
			about:  "Kas dihitung dulu. Bendahara lama, bendahara baru, dan saksi masing-masing menjawab YA dari HP sendiri dalam 48 jam.",
			fields: fixed(optional(whose, "anggota", "Bendahara baru").must(), optional(howMuch, "jumlah", "Kas yang dihitung").must()),
			do: func(f *filled, tx *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
				m, cash := f.someone(tx), f.money("jumlah")
				if !f.ok() {
					return r, nil
				}
				return c.Handover(m, cash)
			},
		},
		{
			name: "blokir", title: "HP hilang", button: "Blokir HP-nya", may: counts, of: ofMember, went: toMember,
			about: "Pesan dari HP itu tidak dituruti lagi, dan kabar tentang uang tidak dikirim ke sana.", fields: fixed(whose),
			do: func(f *filled, tx *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
				m := f.someone(tx)
				if !f.ok() {
					return r, nil
				}
				return c.Suspend(m)
			},
		},
		{
			name: "buka-blokir", title: "HP ketemu lagi", button: "Buka blokirnya", may: counts, of: ofMember, went: toMember,
			about: "Pesan dari HP itu dituruti lagi.", fields: fixed(whose),
			do: func(f *filled, tx *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
				m := f.someone(tx)
				if !f.ok() {
					return r, nil
				}
				return c.Obey(m)
			},
		},
	}
}

// purposes are what a member's money can be for.
func purposes() []choice {
	list := []choice{{"angsuran", "angsuran pinjaman"}, {"lunas", "pelunasan pinjaman"}}
	for _, p := range purseChoices() {
		list = append(list, choice{"simpan:" + p.Value, p.Words})
	}
	return append(list,
		choice{"ambil:sukarela", "ambil simpanan sukarela"}, choice{"ambil:harian", "ambil simpanan harian"},
		choice{"ambil:pokok", "ambil simpanan pokok"}, choice{"ambil:wajib", "ambil simpanan wajib"})
}

// someone is the member of the field anggota; her group's page shows what came of it.
func (f *filled) someone(tx *store.Tx) ledger.MemberCode {
	code := f.member(tx, "anggota")
	if m, err := tx.Member(code); err == nil {
		f.went = m.Group
	}
	return code
}

// recorded books a member's money.
func recorded(f *filled, tx *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
	l := conversation.Line{
		Member: f.someone(tx), Amount: f.amount("jumlah"), Day: f.day("tanggal"), Loan: ledger.LoanCode(f.text("pinjaman")),
		Excess: conversation.ExcessUse(f.text("lebih")), Kind: ledger.Repayment,
	}
	verb, purse, _ := strings.Cut(f.text("apa"), ":")
	switch verb {
	case "lunas":
		l.Payoff = true
	case "simpan":
		l.Kind, l.Purse = ledger.SavingsDeposit, ledger.Purse(purse)
	case "ambil":
		l.Kind, l.Purse = ledger.SavingsWithdrawal, ledger.Purse(purse)
	}
	if !f.ok() {
		return r, nil
	}
	return c.Record(l, f.text(seenField), 0)
}

// undone reverses an entry.
func undone(f *filled, _ *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
	g, n, _ := f.entry("nomor")
	instead := f.money("jumlah")
	if !f.ok() {
		return r, nil
	}
	f.went = g
	return c.Undo(g, n, instead, conversation.ExcessUse(f.text("lebih")), f.text(seenField))
}

// countFields are those of a cash count, with the last entry that the page knew of.
func (c *Console) countFields(q *request, tx *store.Tx) ([]field, error) {
	since := field{Name: "sejak", Kind: asHidden}
	if g, err := tx.Group(ledger.GroupCode(q.URL.Query().Get("kelompok"))); err == nil {
		head, err := tx.Head(g.Code)
		if err != nil {
			return nil, err
		}
		since.Value = strconv.FormatInt(int64(head.Number), 10)
	}
	return []field{whichGroup, optional(howMuch, "jumlah", "Uang yang dihitung").must(), since}, nil
}

func counted(f *filled, tx *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
	f.went = f.group(tx, "kelompok")
	l := conversation.Line{Kind: ledger.General, Whole: true, Group: f.went, Amount: f.money("jumlah"), Day: c.Today()}
	l.Zero = l.Amount == 0
	if !f.ok() {
		return r, nil
	}
	return c.Record(l, f.text(seenField), f.since())
}

// since is the last entry that the page knew of.
func (f *filled) since() ledger.EntryNumber {
	n, _ := strconv.ParseInt(f.text("sejak"), 10, 64)
	return ledger.EntryNumber(n)
}
