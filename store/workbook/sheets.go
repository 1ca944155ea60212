package workbook

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// kind is what the cells of a column hold.
type kind int

const (
	text     kind = iota // words, as people write them
	code                 // the name of something in a register
	codes                // codes with a slash between
	receipt              // nomor: a receipt's own number
	phone                // a telephone number
	nik                  // the sixteen digits of an identity card
	date                 // a day
	amount               // whole rupiah, 0 or more
	signed               // whole rupiah, also less than 0
	count                // a whole number, 0 or more
	rate                 // per cent, with decimals
	yesNo                // ya or tidak
	choice               // one of the column's choices
	interval             // bulan, 3 bulan, selapan
	rounding             // a step, and a direction where it is not the UPK's
	account              // a line of the chart of accounts, by number or name
)

// column is one column of a sheet.
type column struct {
	name    string
	kind    kind
	must    bool     // the sheet must have it, and each row must fill it in...
	blank   bool     // ... but this cell may be empty all the same
	choices []string // of a choice; the first is what an empty cell means
}

// sheet is one sheet of the workbook.
type sheet struct {
	name    string
	columns []column
}

// sheets is contract.md section 2, in the order in which sheets are written.
var sheets = []sheet{
	{"upk", []column{must("kunci", text), {name: "nilai", kind: text, must: true, blank: true}}},
	{"desa", []column{must("kode", code), must("nama", text), col("hari_jatuh_tempo", count), col("batas_cair", count)}},
	{"kelompok", []column{
		must("kode", code), must("nama", text), must("desa", code), mustBe("jenis", "SPP", "UEP", "KSM", "KUBE"),
		oneOf("sifat", "channelling", "executing"), col("pertemuan", text), col("izin_tunggakan", yesNo),
	}},
	{"anggota", []column{
		must("kode", code), must("kelompok", code), must("nama", text), col("panggilan", text), col("sapaan", text),
		col("hp", phone), col("hp2", phone), oneOf("jabatan", "anggota", "ketua", "sekretaris", "bendahara"),
		oneOf("bahasa", "", "id", "jv", "su", "en"), col("setuju", yesNo), col("tanggal_setuju", date), col("nik", nik),
		col("alamat", text), oneOf("status", "aktif", "keluar", "meninggal"),
	}},
	{"petugas", []column{
		must("kode", code), must("nama", text), must("hp", phone),
		mustBe("peran", "ketua", "sekretaris", "bendahara", "kasir", "fasilitator", "pengawas"), col("desa", codes),
		oneOf("status", "", "aktif", "keluar"),
	}},
	{"pinjaman", []column{
		must("kode", code), must("kelompok", code), mustBe("dana", "SPP", "UEP", "KSM", "BMT"), must("pokok", amount),
		must("jasa_persen", rate), oneOf("jasa_per", "bulan", "tahun", "angsuran"),
		oneOf("metode", "flat", "menurun", "anuitas", "murabahah", "qardh", "bagi_hasil"), col("margin", amount),
		col("nisbah", text), must("angsuran", count), col("setiap", interval), col("setiap_jasa", interval),
		must("tanggal_cair", date), col("jatuh_tempo_pertama", date), col("tenggang", count), col("pembulatan", rounding),
		oneOf("status", "cair", "usulan", "verifikasi", "disetujui", "lunas", "dijadwal_ulang", "dihapus"),
		col("keputusan", text), col("disetujui_oleh", code), col("asal", code),
	}},
	{"jadwal", []column{
		must("pinjaman", code), col("anggota", code), must("ke", count), must("tanggal", date), must("pokok", amount), must("jasa", amount),
	}},
	{"pemanfaat", []column{
		must("pinjaman", code), must("anggota", code), must("pokok", amount), col("jasa_persen", rate),
		oneOf("jasa_per", "", "bulan", "tahun", "angsuran"), col("angsuran", count), col("setiap", interval),
	}},
	{"angsuran", []column{
		col("nomor", receipt), must("pinjaman", code), col("anggota", code), must("tanggal", date), col("jumlah", amount),
		col("pokok", amount), col("jasa", amount), oneOf("tahap", "upk", "kelompok"), oneOf("cara", "tunai", "transfer"),
	}},
	{"setoran", []column{
		col("nomor", receipt), must("kelompok", code), must("tanggal", date), must("jumlah", amount), oneOf("cara", "tunai", "transfer"),
	}},
	{"simpanan", []column{
		col("nomor", receipt), must("anggota", code), mustBe("jenis", purses()...), must("tanggal", date), must("jumlah", signed),
	}},
	{"saldo_awal", []column{
		must("pinjaman", code), col("anggota", code), must("per_tanggal", date), must("sisa_pokok", amount), must("sisa_jasa", amount),
		col("tunggakan_pokok", amount), col("tunggakan_jasa", amount), col("menunggak_sejak", date),
	}},
	{"kas_awal", []column{must("kelompok", code), must("per_tanggal", date), must("jumlah", amount)}},
	{"saldo_akun", []column{must("akun", account), must("per_tanggal", date), must("jumlah", signed)}},
	{"jurnal", []column{
		col("nomor", receipt), must("tanggal", date), must("debit", account), must("kredit", account), must("jumlah", amount), must("uraian", text),
	}},
	{"libur", []column{must("tanggal", date), must("nama", text)}},
	{"harga", []column{mustBe("gateway", "android", "twilio", "whatsapp"), mustBe("kanal", "sms", "wa", "wa_templat"), col("awalan", text), must("harga_per_segmen", rate)}},
	{knownSheet, []column{mustBe("lembar", movementSheets...), must("nomor", text), must("isi", text)}},
}

// knownSheet is no sheet for people: an export lists in it the rows that were brought
// in once and that it cannot give back as they were, so that the file that they came
// in brings nothing twice.
const knownSheet = "sudah_tercatat"

// movementSheets are the sheets of money that moved.
var movementSheets = []string{"angsuran", "setoran", "simpanan", "jurnal"}

// moneySheets are those for which an import needs to know of loans and balances.
var moneySheets = []string{
	"upk", "pinjaman", "jadwal", "pemanfaat", "angsuran", "setoran", "simpanan", "saldo_awal", "kas_awal", "saldo_akun", "jurnal", knownSheet,
}

// helpSheet is a page for people, which is not read.
const helpSheet = "bantuan"

func col(name string, k kind) column  { return column{name: name, kind: k} }
func must(name string, k kind) column { return column{name: name, kind: k, must: true} }

func oneOf(name string, choices ...string) column {
	return column{name: name, kind: choice, choices: choices}
}

func mustBe(name string, choices ...string) column {
	return column{name: name, kind: choice, must: true, choices: choices}
}

func purses() (names []string) {
	for _, p := range ledger.Purses {
		names = append(names, string(p))
	}
	return names
}

// normal is a name as it is compared: case, spaces and marks do not matter. The
// template marks required columns with a star.
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '_', '-', '*', '\u00a0', '\t', '\n', '\r':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

func findSheet(name string) *sheet {
	i := slices.IndexFunc(sheets, func(s sheet) bool { return normal(s.name) == normal(name) })
	if i < 0 {
		return nil
	}
	return &sheets[i]
}

// index is the column's place, or -1.
func (s *sheet) index(name string) int {
	return slices.IndexFunc(s.columns, func(c column) bool { return c.name == name })
}

func (s *sheet) find(heading string) int {
	return slices.IndexFunc(s.columns, func(c column) bool { return normal(c.name) == normal(heading) })
}

func (s *sheet) names() string {
	var names []string
	for _, c := range s.columns {
		names = append(names, c.name)
	}
	return strings.Join(names, ", ")
}

func sheetNames() string {
	var names []string
	for _, s := range sheets {
		if s.name != knownSheet {
			names = append(names, s.name)
		}
	}
	return strings.Join(names, ", ")
}
