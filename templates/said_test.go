package templates

import (
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// TestSaid shows what people read.
func TestSaid(t *testing.T) {
	for _, cases := range [][]said{saidWhenRecording(), saidToOthers(), saidWhenAsking(), saidInFigures(), saidBesides()} {
		for _, c := range cases {
			text, err := Render(c.language, c.words)
			if err != nil {
				t.Fatal(err)
			}
			if text != c.want {
				t.Errorf("%#v\n got %s\nwant %s", c.words, text, c.want)
			}
		}
	}
}

type said struct {
	words          conversation.Words
	language, want string
}

var march10 = ledger.NewDate(2026, time.March, 10)

func siti(kind ledger.EntryKind, amount ledger.Money) conversation.EchoLine {
	line := conversation.EchoLine{Name: "Siti", Kind: kind, Amount: amount, Day: march10}
	if kind != ledger.Repayment {
		line.Purse = ledger.SavingsVoluntary
	}
	return line
}

var three = conversation.List{
	Items: []conversation.Item{{Name: "Siti", Amount: 250_000}, {Name: "Ani", Amount: 200_000}, {Name: "Wati", Amount: 200_000}},
	Count: 3, Total: 650_000,
}

// onDays is a list of payments of two days.
var onDays = conversation.List{
	Items: []conversation.Item{{Name: "Siti", Amount: 250_000, Day: march10}, {Name: "Ani", Amount: 200_000, Day: march10 - 1}},
	Count: 2, Total: 450_000,
}

// arrived is a list of deposits, of which one is less than its treasurer wrote.
var arrived = conversation.List{
	Items: []conversation.Item{{Name: "Melati", Amount: 250_000}, {Name: "Mawar", Amount: 200_000, Told: 210_000}},
	Count: 2, Total: 450_000,
}

// fifteen is a list of which three are shown.
var fifteen = conversation.List{Items: three.Items, Count: 15, Total: 2_650_000, More: 12}

func saidWhenRecording() []said {
	pay, save, draw := siti(ledger.Repayment, 250_000), siti(ledger.SavingsDeposit, 10_000), siti(ledger.SavingsWithdrawal, 10_000)
	back := pay
	back.Over, back.Use = 50_000, conversation.GiveBack
	return []said{
		{conversation.Echo{Line: pay}, "", "Siti bayar Rp250.000, 10 Mar 2026. Benar? Balas YA atau TIDAK."},
		{conversation.Echo{Line: pay, Unsure: true, Written: "250"}, "", "Siti bayar 250 = Rp250.000? Tgl 10 Mar 2026. Balas YA atau TIDAK."},
		{conversation.Echo{Line: pay, Unsure: true}, "", "Siti bayar Rp250.000? Tgl 10 Mar 2026. Balas YA atau TIDAK."},
		{conversation.Echo{Line: pay, Repeated: true}, "", "Siti bayar Rp250.000, 10 Mar 2026, sudah pernah dicatat. Catat sekali lagi? Balas YA atau TIDAK."},
		{conversation.Echo{Line: save, Group: "Melati"}, "", "Siti (Melati) simpan Rp10.000 (sukarela), 10 Mar 2026. Benar? Balas YA atau TIDAK."},
		{conversation.Echo{Line: draw}, "en", "Siti withdrew Rp10.000 (voluntary), 10 Mar 2026. Right? Reply YES or NO."},
		{conversation.Echo{Line: back}, "", "Siti bayar Rp250.000, 10 Mar 2026, Rp50.000 dikembalikan. Benar? Balas YA atau TIDAK."},
		{conversation.EchoMany{List: three, Day: march10, What: ledger.Repayment}, "", "3 pembayaran, total Rp650.000 (10 Mar 2026): Siti Rp250.000, Ani Rp200.000, Wati Rp200.000. Benar? Balas YA/TIDAK."},
		{conversation.EchoMany{List: fifteen, Day: march10, What: ledger.SavingsDeposit}, "", "15 simpanan, total Rp2.650.000 (10 Mar 2026): Siti Rp250.000, Ani Rp200.000, Wati Rp200.000, dan 12 lagi (balas LANJUT). Benar? Balas YA/TIDAK."},
		{conversation.EchoMany{List: onDays, Day: march10, Days: true, Repeated: "Ani"}, "", "2 catatan bayar dan simpan, total Rp450.000: Siti Rp250.000 (10 Mar), Ani Rp200.000 (9 Mar). Ani sudah pernah dicatat. Catat lagi? Balas YA/TIDAK."},
		{conversation.EchoMany{List: arrived, Day: march10, What: ledger.DepositReceived}, "", "2 setoran diterima, total Rp450.000 (10 Mar 2026): Melati Rp250.000, Mawar Rp200.000 (ditulis Rp210.000). Benar? Balas YA/TIDAK."},
		{conversation.Recorded{Line: pay, Reference: "A01/17", Left: 2_500_000}, "", "Tercatat: Siti bayar Rp250.000, 10 Mar 2026. Sisa pinjaman Rp2.500.000. No A01/17."},
		{conversation.Recorded{Line: pay, Reference: "A01/17", AtOnce: true}, "", "Tercatat: Siti bayar Rp250.000, 10 Mar 2026. Pinjaman lunas. No A01/17. Salah? Balas BATAL."},
		{conversation.Recorded{Line: draw, Reference: "A01/17", Left: 0}, "", "Tercatat: Siti ambil simpanan Rp10.000 (sukarela), 10 Mar 2026. Saldo Rp0. No A01/17."},
		{conversation.RecordedMany{Count: 3, Total: 650_000, First: "A01/17", Last: "A01/19"}, "", "Tercatat: 3 catatan, total Rp650.000. No A01/17 sampai A01/19."},
		{conversation.Dropped{Name: "Siti", Amount: 250_000}, "", "Belum dicatat: Siti Rp250.000."},
		{conversation.Dropped{Name: "Siti", Amount: 650_000, Others: 2}, "", "Belum dicatat: Siti dan 2 lagi, total Rp650.000."},
		{conversation.Dropped{Name: "Siti", Amount: 250_000, Late: true}, "", "Sudah lewat waktu, belum dicatat: Siti Rp250.000. Mohon kirim lagi, mis. BAYAR SITI 250RB."},
		{conversation.Dropped{Reverse: "A01/17"}, "", "No A01/17 tidak jadi dibatalkan dan tetap tercatat."},
		{conversation.Dropped{}, "", "Belum dicatat."},
	}
}

func saidToOthers() []said {
	pay, save, draw := siti(ledger.Repayment, 250_000), siti(ledger.SavingsDeposit, 10_000), siti(ledger.SavingsWithdrawal, 10_000)
	receipt := func(line conversation.EchoLine, left ledger.Money) conversation.Words {
		return conversation.ReceiptWords{Title: "Bu", Line: line, Teller: "Bu Ani", Reference: "A01/17", Left: left}
	}
	reminder := conversation.DueReminder{Title: "Bu", Name: "Siti", Amount: 250_000, Due: march10, Days: 3, Treasurer: "Bu Ani"}
	today, late := reminder, reminder
	today.Days, today.Treasurer = 0, ""
	late.Days, late.Overdue = -7, 500_000
	return []said{
		{receipt(pay, 2_500_000), "", "Bu Siti, Rp250.000 sudah diterima Bu Ani (10 Mar 2026). Sisa pinjaman Rp2.500.000. No A01/17. Tidak benar? Balas SALAH."},
		{receipt(save, 60_000), "", "Bu Siti, simpanan sukarela Rp10.000 sudah diterima Bu Ani (10 Mar 2026). Saldo Rp60.000. No A01/17. Tidak benar? Balas SALAH."},
		{receipt(draw, 50_000), "", "Bu Siti, simpanan sukarela Rp10.000 sudah diambil, dicatat Bu Ani (10 Mar 2026). Saldo Rp50.000. No A01/17. Tidak benar? Balas SALAH."},
		{receipt(pay, 0), "en", "Bu Siti, Bu Ani received your Rp250.000 (10 Mar 2026). The loan is paid off. No A01/17. Not true? Reply MISTAKE."},
		{conversation.ReceiptForOther{Line: pay, Teller: "Ani", Reference: "A01/17"}, "", "Bukti untuk Siti: bayar Rp250.000 ke Ani, 10 Mar 2026. No A01/17. Mohon cek dan sampaikan."},
		{conversation.ReversedNotice{Title: "Bu", Line: pay, Teller: "Bu Ani", Reference: "A01/17"}, "", "Bu Siti, catatan bayar Rp250.000, 10 Mar 2026, No A01/17, dibatalkan oleh Bu Ani. Tidak benar? Balas SALAH."},
		{conversation.ReversedNotice{Line: pay, Teller: "Bu Ani", Reference: "A01/17", Other: true}, "", "Untuk Siti: catatan bayar Rp250.000, 10 Mar 2026, No A01/17, dibatalkan oleh Bu Ani. Mohon sampaikan."},
		{conversation.DisputeNotice{Name: "Siti", Group: "Melati", Reference: "A01/17", Amount: 250_000, Teller: "Ani", Note: "saya bayar 300"}, "", "Laporan salah catat: Siti (Melati), No A01/17 Rp250.000, dicatat Ani. Katanya: saya bayar 300"},
		{reminder, "", "Bu Siti, angsuran Rp250.000 jatuh tempo 10 Mar 2026, 3 hari lagi. Mohon bayar ke Bu Ani. Terima kasih. Stop: BERHENTI"},
		{today, "", "Bu Siti, angsuran Rp250.000 jatuh tempo hari ini, 10 Mar 2026. Terima kasih. Stop: BERHENTI"},
		{late, "", "Bu Siti, angsuran Rp250.000 tanggal 10 Mar 2026 belum kami terima. Juga ada tunggakan lain Rp500.000. Mohon bayar ke Bu Ani. Terima kasih. Stop: BERHENTI"},
	}
}

func saidWhenAsking() []said {
	return []said{
		{conversation.AskWhich{NameText: "Siti", Choices: []string{"Siti Aminah", "Siti Rahayu"}}, "", "Siti yang mana? 1 Siti Aminah, 2 Siti Rahayu. Balas angkanya."},
		{conversation.AskName{Amount: 250_000, Group: "Melati"}, "", "Rp250.000 atas nama siapa? Balas namanya."},
		{conversation.AskName{NameText: "Sitti", Group: "Melati", Near: []string{"Siti Aminah"}}, "", "Tidak ada nama Sitti di Melati. Mungkin 1 Siti Aminah? Balas angkanya atau tulis namanya."},
		{conversation.AskHowMuch{Name: "Siti", Bill: 262_500}, "", "Siti bayar berapa? Angsurannya Rp262.500. Balas jumlahnya, mis. 262.500."},
		{conversation.AskHowMuch{Name: "Siti"}, "", "Berapa rupiah untuk Siti? Balas jumlahnya, mis. 50RB."},
		{conversation.AskHowMuch{Name: "Siti", Short: true, Saved: 40_000}, "", "Simpanan Siti hanya Rp40.000. Ambil berapa? Balas jumlahnya, mis. 40RB."},
		{conversation.AskDay{Day: ledger.NewDate(2026, time.August, 3)}, "", "3 Agu 2026 belum tiba. Tanggal berapa uangnya diterima? Balas tanggalnya, mis. HARI INI atau KEMARIN."},
		{conversation.AskExcessUse{
			Name: "Siti", Amount: 300_000, Bill: 250_000, Over: 50_000, Uses: []conversation.ExcessUse{conversation.ToSavings, conversation.GiveBack},
		}, "", "Siti bayar Rp300.000, angsurannya Rp250.000. Lebih Rp50.000 untuk apa? 1 simpanan, 2 dikembalikan. Balas angkanya."},
		{conversation.AskWhichLoan{
			Name: "Siti", Loans: []conversation.LoanChoice{{Fund: "SPP", Left: 2_500_000}, {Fund: "BMT", Left: 1_000_000}},
		}, "", "Siti punya 2 pinjaman. Bayar yang mana? 1 SPP sisa Rp2.500.000, 2 BMT sisa Rp1.000.000. Balas angkanya."},
		{conversation.ReverseOffer{Line: siti(ledger.Repayment, 250_000), Reference: "A01/17"}, "", "Batalkan No A01/17: Siti bayar Rp250.000, 10 Mar 2026? Balas YA atau TIDAK."},
	}
}

func saidInFigures() []said {
	group := conversation.GroupFigures{Group: "Melati", Members: 12_500_000, UPK: 13_000_000, Cash: 500_000}
	own := conversation.BalanceWords{Title: "Bu", Name: "Siti", HasLoan: true, Left: 2_500_000, Next: 250_000, NextDue: march10}
	told, late, keeper := own, own, own
	told.Title, told.Savings = "", 150_000
	late.Overdue, late.LateFor = 500_000, 2
	keeper.Treasury = &group
	return []said{
		{own, "", "Bu Siti, sisa pinjaman Rp2.500.000. Angsuran berikut Rp250.000, 10 Mar 2026."},
		{told, "", "Siti: sisa pinjaman Rp2.500.000. Angsuran berikut Rp250.000, 10 Mar 2026. Simpanan Rp150.000."},
		{late, "", "Bu Siti, sisa pinjaman Rp2.500.000. Tunggakan 2 angsuran, Rp500.000. Angsuran berikut Rp250.000, 10 Mar 2026."},
		{keeper, "", "Bu Siti, sisa Rp2.500.000, angsuran Rp250.000 10 Mar. Melati: sisa anggota Rp12.500.000, utang UPK Rp13.000.000, kas Rp500.000."},
		{conversation.BalanceWords{Title: "Siti"}, "", "Siti, tidak ada pinjaman yang berjalan."},
		{group, "", "Melati: sisa pinjaman anggota Rp12.500.000. Utang ke UPK Rp13.000.000. Kas di bendahara Rp500.000. Tidak ada tunggakan."},
		{conversation.ArrearsList{Group: "Melati"}, "", "Kelompok Melati: tidak ada tunggakan."},
		{conversation.ArrearsList{Group: "Melati", List: fifteen}, "", "Tunggakan kelompok Melati Rp2.650.000 (15 orang): Siti Rp250.000, Ani Rp200.000, Wati Rp200.000, dan 12 lagi, balas LANJUT."},
		{conversation.MoreOfList{List: three}, "", "Lanjutan: Siti Rp250.000, Ani Rp200.000, Wati Rp200.000."},
		{conversation.DueSummary{Group: "Melati", List: three}, "", "Tagihan Melati: 3 anggota, Rp650.000: Siti Rp250.000, Ani Rp200.000, Wati Rp200.000. Mohon ikut mengingatkan."},
	}
}

func saidBesides() []said {
	example := conversation.Example{Name: "Siti", Amount: 250_000}
	return []said{
		{conversation.HelpWords{Role: "treasurer", Example: example}, "", "Tulis mis. BAYAR SITI 250RB. Juga SIMPAN, AMBIL, SALDO, JADWAL, TUNGGAKAN, RAPAT, LAPORAN, PETUGAS. Keliru? Balas BATAL."},
		{conversation.HelpWords{Role: "member", Confused: true, Suggest: "saldo"}, "", "Maaf, belum paham. Maksudnya SALDO? Tulis SALDO, JADWAL, PINJAM, PENGADUAN atau PETUGAS. Catatan keliru? Balas SALAH. Tanpa pengingat: BERHENTI."},
		{conversation.NothingWaits{Example: example}, "", "Tidak ada yang menunggu jawaban, jadi tidak ada yang dicatat. Untuk mencatat tulis mis. BAYAR SITI 250RB. Perlu petunjuk? Balas BANTUAN."},
		{conversation.NotAllowed{Treasurer: "Bu Ani"}, "", "Maaf, itu hanya bisa lewat bendahara kelompok. Mohon sampaikan kepada Bu Ani."},
		{conversation.Sorry{UPK: "UPK Kalijambe"}, "", "Maaf, pesan Anda belum bisa kami proses, jadi belum ada yang dicatat. Petugas UPK Kalijambe akan memeriksanya."},
		{conversation.Stranger{UPK: "Kalijambe"}, "en", "Sorry, this number is not registered at UPK Kalijambe. Please ask your treasurer or the UPK to register it."},
	}
}

func TestShortAmounts(t *testing.T) {
	for amount, want := range map[ledger.Money]string{
		250_000: "250RB", 1_000: "1RB", 999_000: "999RB", 262_500: "262.500", 500: "500", 0: "0",
		1_000_000: "1JT", 1_250_000: "1,25JT", 1_050_000: "1,05JT", 1_500_000: "1,5JT", 12_000_000: "12JT",
		1_255_000: "1.255.000", 1_000_500: "1.000.500", 9_999_999_999: "9.999.999.999",
	} {
		if got := short(amount); got != want {
			t.Errorf("%d is %s, want %s", amount, got, want)
		}
	}
}
