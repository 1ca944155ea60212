package templates

import (
	"fmt"
	"strings"
	"time"

	"bendahara/ledger"
)

// What is printed for the village forum and the regency is in Indonesian, whatever
// language the UPK's messages are in.
const (
	PaperNothing    = "Tidak ada."
	PaperHead       = "Mengetahui,\nKetua UPK"
	PaperMaker      = "Dibuat oleh,\nBendahara UPK"
	PaperSupervisor = "Diperiksa oleh,\nBadan Pengawas"
	PaperPage       = "Halaman %s dari %s"
)

var paperMonths = strings.Fields("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember")

// PaperDay is a day as it is printed, 3 Mar 2026; none is nothing.
func PaperDay(d ledger.Date) string { return PageDay("id", d) }

// PaperMonth is a month as it is printed, Maret 2026.
func PaperMonth(p ledger.Period) string {
	year, month, _ := p.First().Civil()
	return fmt.Sprintf("%s %d", paperMonths[month-1], year)
}

// PaperOfMonth and PaperOfDay say what a paper is of.
func PaperOfMonth(p ledger.Period) string { return "bulan " + PaperMonth(p) }
func PaperOfDay(d ledger.Date) string     { return "per " + PaperDay(d) }

// PaperPhone is a phone number as people write it, 081390000101.
func PaperPhone(p ledger.Phone) string { return phone(p) }

// PaperUPK is the heading of whose paper it is: the UPK's name, and where it is.
func PaperUPK(u ledger.UPK) (name, place string) {
	var parts []string
	if u.District != "" {
		parts = append(parts, "Kecamatan "+u.District)
	}
	if u.Regency != "" {
		parts = append(parts, "Kabupaten "+u.Regency)
	}
	return upk(u.Name), strings.Join(parts, ", ")
}

// PaperForDate is the line on which the place stands and the day is written by hand.
func PaperForDate(u ledger.UPK) string {
	return strings.TrimPrefix(u.District+", ........................ 20.....", ", ")
}

// PaperFoot names the books that a paper was made from, and when it was made; a paper
// of a closed month is the same whenever it is made, so it has no such time.
func PaperFoot(d ledger.DayDigest, made time.Time) string {
	foot := fmt.Sprintf("Sidik pembukuan %s (%s)", d.Code, PaperDay(d.Day))
	if made.IsZero() {
		return foot + ", bulan ditutup"
	}
	return foot + ", dibuat " + PaperDay(ledger.DateOf(made)) + made.Format(" 15.04 MST")
}

// paperKinds are the kinds of entries as books name them.
var paperKinds = map[ledger.EntryKind]string{
	ledger.Opening: "saldo awal", ledger.Disbursement: "pencairan", ledger.Repayment: "angsuran",
	ledger.SavingsDeposit: "simpanan", ledger.SavingsWithdrawal: "ambil simpanan", ledger.Deposit: "setoran, belum diterima",
	ledger.DepositReceived: "setoran ke UPK", ledger.FineEntry: "denda", ledger.Cover: "talangan", ledger.Waiver: "keringanan",
	ledger.WriteOff: "hapus buku", ledger.RescheduleEntry: "jadwal ulang", ledger.Reversal: "pembatalan",
	ledger.General: "umum", ledger.SurplusSplit: "bagi surplus",
}

// PaperKind is a kind of entry as books name it.
func PaperKind(k ledger.EntryKind) string {
	if name, ok := paperKinds[k]; ok {
		return name
	}
	return string(k)
}

// The words of cards and of a group's own papers.
const (
	PaperCard           = "KARTU ANGSURAN"
	PaperShariaYield    = "Margin/BH"
	PaperGroupTreasurer = "Dibuat oleh,\nBendahara kelompok"
	PaperGroupChair     = "Mengetahui,\nKetua kelompok"
)

// PaperCardLines are the lines under the heading of a loan's card.
func PaperCardLines(c ledger.Card) []string {
	lines := []string{
		fmt.Sprintf("Desa %s. Ketua: %s. Telpon/SMS: %s.", c.VillageName, orBlank(c.Name), orBlank(phone(c.Phone))),
		fmt.Sprintf("Dana %s, cair %s, alokasi %s, %d angsuran.", c.Fund, PaperDay(c.Disbursed), c.Allocated, len(c.Plan)),
	}
	left := fmt.Sprintf("Sisa pokok per %s: %s", PaperDay(c.Day), c.Standing.PrincipalLeft)
	if overdue := c.Standing.Overdue(); overdue > 0 {
		left += fmt.Sprintf(", tunggakan %s sejak %s", overdue, PaperDay(c.Standing.LateSince))
	}
	if c.Standing.Fine > 0 {
		left += fmt.Sprintf(", denda %s", c.Standing.Fine)
	}
	return append(lines, left+".")
}

// orBlank is a word, or room to write it.
func orBlank(s string) string {
	if s == "" {
		return "................"
	}
	return s
}

// PaperKitColumns are the columns of a group's list in its start kit.
var PaperKitColumns = []string{"No", "Nomor anggota", "Nama", "Panggilan", "Jabatan", "Nomor HP", "Perbaikan"}

// PaperKitTitle is the heading of a group's start kit, and the lines under it.
func PaperKitTitle(g ledger.Group, village string) (title, line string) {
	line = fmt.Sprintf("Kode kelompok %s, Desa %s, jenis %s", g.Code, village, g.Type)
	if g.Meeting != "" {
		line += ", pertemuan " + g.Meeting
	}
	return "Paket awal kelompok " + g.Name, line
}

// PaperKitNumber says what the office's number is for; none is left to be written in.
func PaperKitNumber(p ledger.Phone) (number string, words []string) {
	number = "+62 ........................"
	if p != "" {
		number = phone(p)
	}
	return number, []string{
		"Ini nomor UPK untuk SMS dan WhatsApp. Simpan di HP.",
		"Bendahara: tulis siapa dan berapa, misalnya SITI 275RB.",
		"Anggota: tanya dengan SALDO atau JADWAL. Catatan yang keliru: balas SALAH.",
		"Tidak mau menerima pesan lagi: BERHENTI.",
		"Nama dan nomor HP di bawah ini belum benar? Tulis perbaikannya dan serahkan ke UPK.",
	}
}

// PaperKitScan stands under the code that opens WhatsApp.
const PaperKitScan = "Pindai untuk WhatsApp"

// PageDay is a day as a page of the office's console writes it in a language.
func PageDay(language string, d ledger.Date) string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Civil()
	return fmt.Sprintf("%d %s %d", day, monthNames[language][month-1], year)
}
