package console

import (
	"errors"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// officeFaults are why the office's work cannot be done, in words for the page, and
// beside which field they stand: the first of those named that the form has.
var officeFaults = []struct {
	is     error
	words  text
	beside string
}{
	{conversation.ErrReference, "Tulis dasarnya: nomor surat atau keputusan, atau untuk apa uangnya.", "dasar"},
	{conversation.ErrDay, "Tanggalnya harus sudah lewat, dan tidak sebelum pinjaman cair.", "tanggal"},
	{conversation.ErrNotOwed, "Itu lebih dari yang masih harus dibayar.", "jasa"},
	{conversation.ErrTakenOver, "Yang diambil alih anggota lain dari anggota yang meninggal harus dibayar dulu.", "pinjaman"},
	{conversation.ErrAccounts, "Pilih dua akun UPK yang berlainan. Uang kelompok bergerak lewat pinjaman dan setoran.", "kredit"},
	{conversation.ErrMonth, "Hanya bulan yang sudah lewat bisa ditutup.", "bulan"},
	{conversation.ErrRepeated, "Yang sama sudah diusulkan atau dicatat. Kalau ini memang sekali lagi, beri tanda di bawah.", "jumlah"},
	{conversation.ErrGone, "Uangnya sudah berlanjut: batalkan dulu yang sesudahnya.", "nomor"},
	{conversation.ErrNothing, "Tidak ada yang perlu dikerjakan: tidak ada sisa, atau bukan pinjamannya.", "pinjaman,anggota"},
	{conversation.ErrOfficer, notHers.words, ""},
	{conversation.ErrMergeMoney, "Catatan yang dilebur masih punya pinjaman atau simpanan. Pindahkan dulu uangnya: batalkan, lalu catat pada yang dipertahankan.", "lebur"},
	{conversation.ErrSameRecord, "Pilih dua catatan yang berlainan, dan keduanya belum dilebur.", "lebur"},
	{conversation.ErrMemberCode, "Kode ini sudah dipakai, atau bukan kode: huruf, angka dan tanda -.", "kode"},
	{ledger.ErrClosed, "Bulan itu sudah ditutup.", "bulan"},
	{ledger.ErrReversed, "Catatan itu sudah dibatalkan, atau pembatalan juga.", "nomor"},
	{ledger.ErrStep, "Pinjaman itu tidak bisa ke tahap ini dari tahapnya sekarang.", "tahap"},
	{ledger.ErrStepBack, "Pinjaman mundur satu tahap saja, dan tidak kalau uangnya sudah bergerak.", "tahap"},
	{ledger.ErrNotPaid, "Pinjaman lunas hanya kalau tidak ada sisa.", "tahap"},
	{ledger.ErrUnknownStage, "Tahap ini tidak ada.", "tahap"},
	{ledger.ErrFund, "Dana SPP hanya untuk kelompok SPP, dana UEP untuk kelompok SPP dan UEP.", "pinjaman"},
	{ledger.ErrCoordinator, "Pinjaman satu anggota di atas pinjaman kelompoknya perlu persetujuan koordinator.", "pinjaman"},
	{ledger.ErrNoDecision, "Hapus buku dan jadwal ulang perlu keputusan forum dengan nomornya.", "dasar"},
	{ledger.ErrReschedule, "Sisa anggota harus sama dengan sisa kelompok di UPK: terima dulu uang dari bendahara.", "pinjaman"},
	{ledger.ErrPurse, "Simpanan ini tidak ada.", "simpanan"},
	{ledger.ErrPurseAmount, "Jumlahnya harus lebih dari nol.", "jumlah"},
	{ledger.ErrPurseHeld, "Simpanannya tidak sebanyak itu.", "jumlah"},
	{ledger.ErrPurseLoan, "Simpanan pokok dan wajib baru dibayarkan kalau tidak ada pinjaman lagi.", "simpanan"},
	{ledger.ErrPurseCover, "Simpanan tanggung renteng hanya untuk menanggung pinjaman.", "simpanan"},
	{ledger.ErrPurseDecision, "Simpanan sosial dibayarkan dengan keputusan.", "dasar"},
	{ledger.ErrSocialFund, "Dana sosial tidak sebanyak itu.", "anggota"},
	{ledger.ErrSurvivors, "Tidak ada anggota lain yang menanggung.", "anggota"},
	{ledger.ErrProfit, "Bagi hasil hanya untuk pinjaman bagi hasil: lebih dari nol, pada hari sesudah cair.", "jumlah"},
	{ledger.ErrInstalments, "Angsuran 1 sampai 1200 kali.", "angsuran"},
	{ledger.ErrRate, "Jasa 0 sampai 100 persen.", "jasa_persen"},
	{ledger.ErrInterval, "Jarak angsuran 1 sampai 3660 hari, minggu atau bulan.", "setiap"},
	{ledger.ErrFirstDue, "Jatuh tempo pertama tidak boleh sebelum cair.", "jatuh_tempo"},
	{ledger.ErrGrace, "Tenggang harus kurang dari jumlah angsuran.", "tenggang"},
	{ledger.ErrInterestRhythm, "Jarak angsuran ini tidak cocok dengan jasanya.", "setiap"},
	{ledger.ErrTooLong, "Angsuran terakhir terlalu jauh.", "angsuran"},
	{ledger.ErrNothingToBook, "Pembukuan sudah sesuai: tidak ada yang perlu dicatat.", ""},
	{ledger.ErrNoSurplus, "Belum ada surplus yang bisa dibagi.", ""},
	{ledger.ErrPosting, "Jumlahnya harus lebih dari nol, dan kedua akun berlainan.", "jumlah"},
	{ledger.ErrAmount, "Jumlahnya harus lebih dari nol.", "jumlah"},
	{ledger.ErrDate, "Tanggal ini tidak ada.", "tanggal"},
	{store.ErrNotFound, "Yang dimaksud tidak ada di daftar. Periksa kodenya.", "nomor,pinjaman"},
}

// officeFault is what is wrong in words for the page, and the fields beside which they may
// stand; no words for what is not the officer's doing.
func officeFault(err error) (words text, beside []string) {
	for _, known := range officeFaults {
		if errors.Is(err, known.is) {
			return known.words, strings.Split(known.beside, ",")
		}
	}
	return "", nil
}
