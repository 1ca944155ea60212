package console

// rule is a setting of a UPK as the page explains it.
type rule struct {
	key          string
	label, about text
	source       string // where the default comes from (domain.md); empty: the program's own
}

// ruleGroups are the settings in the order in which the page shows them; a test holds that
// all are there.
var ruleGroups = []struct {
	title text
	rules []rule
}{
	{"Angsuran dan pembayaran", []rule{
		{"alokasi", "Urutan pemakaian pembayaran", "Uang yang masuk dipakai dulu untuk apa.", "S2, S7"},
		{"lebih_bayar", "Kalau bayar lebih", "Ke mana uang yang lebih dari tagihan: ditanyakan dulu, mengurangi pokok, angsuran berikutnya, simpanan, atau dikembalikan.", "S2"},
		{"pelunasan", "Pelunasan dipercepat", "Jasa yang dibayar orang yang melunasi sebelum waktunya: seluruhnya, atau hanya sampai bulan ini.", "S7, S17"},
		{"pembulatan", "Langkah pembulatan", "Angsuran dibulatkan ke kelipatan ini; angsuran terakhir menutup selisihnya. Berlaku untuk pinjaman baru.", "S1"},
		{"pembulatan_cara", "Cara pembulatan", "Ke atas, ke bawah, atau ke yang terdekat.", "S1"},
		{"libur_geser", "Jatuh tempo pada hari libur", "Tetap, maju ke hari kerja sebelumnya, atau mundur ke hari kerja sesudahnya.", ""},
		{"denda", "Denda", "Tanpa denda, jumlah tetap untuk setiap angsuran yang terlambat, atau persen sebulan dari yang terlambat.", ""},
		{"denda_nilai", "Besarnya denda", "Rupiah untuk denda tetap, persen sebulan untuk denda persen.", ""},
		{"denda_tenggang_hari", "Tenggang denda (hari)", "Hari sesudah jatuh tempo yang belum kena denda.", ""},
		{"denda_batas", "Denda paling banyak", "Batas denda untuk satu jadwal; kosong berarti tanpa batas.", ""},
		{"meninggal", "Kalau anggota meninggal", "Siapa menanggung sisanya: dihapus, ditanggung kelompok, atau dibayar dana sosial.", "S7"},
	}},
	{"Penilaian", []rule{
		{"iptw_persen", "IPTW (persen)", "Bagian jasa yang dikembalikan kepada kelompok yang selalu tepat waktu.", "S7"},
		{"iptw_hari", "IPTW: hari yang masih tepat waktu", "Pembayaran sampai sekian hari sesudah jatuh tempo masih tepat waktu.", "S7"},
		{"iptw_aturan", "IPTW: kalau satu bulan terlambat", "Seluruhnya hilang, atau hanya bulan itu.", ""},
		{"kolektibilitas", "Golongan kolektibilitas", "Tabel golongan dan cadangan yang dipakai laporan.", "S1"},
		{"kolektibilitas_tabel", "Tabel golongan sendiri", "Hanya dipakai kalau golongannya sendiri.", ""},
		{"syarat_lagi", "Syarat pinjaman berikutnya", "Persen angsuran tepat waktu, golongan terburuk, dan tunggakan terlama supaya kelompok boleh menerima lebih dari sebelumnya.", ""},
		{"surplus", "Pembagian surplus", "Bagian tiap pos, persennya, dan langkah pembulatan ke bawah; satu pos menerima sisanya.", "S9"},
		{"harian_jumlah", "Simpanan harian KSM", "Jumlah yang dijanjikan penyimpan tiap hari.", ""},
	}},
	{"Pesan", []rule{
		{"konfirmasi", "Pengulangan sebelum dicatat", "Setiap catatan dibacakan dulu dan dicatat sesudah ya, atau hanya kalau ada yang meragukan.", ""},
		{"batas_koreksi_jam", "Bendahara boleh membatalkan sendiri (jam)", "Sesudah itu pengurus UPK yang membatalkan.", ""},
		{"kode_di_atas", "Kode di atas jumlah ini", "Catatan lewat SMS di atas jumlah ini dipastikan dengan empat angka yang hanya diterima HP aslinya; kosong berarti tidak pernah.", ""},
		{"pengingat", "Pengingat", "Apakah anggota dan bendahara yang setuju diingatkan.", ""},
		{"pengingat_hari", "Hari pengingat", "Hari sebelum (minus) dan sesudah jatuh tempo.", ""},
		{"jam_kirim", "Jam kirim", "Pengingat, rekap dan siaran hanya pada jam ini; balasan kapan saja.", "S61-S63"},
		{"hari_kirim", "Hari kirim", "Pengingat, rekap dan siaran hanya pada hari ini.", "S61-S63"},
		{"rekap_bendahara", "Rekap untuk bendahara kelompok", "Satu jam sesudah catatan terakhir, pada hari dengan lima catatan atau lebih.", ""},
		{"rekap_anggota", "Rekap bulanan untuk anggota", "Pada hari-hari pertama bulan, bagi yang setuju.", ""},
		{"rekap_petugas", "Rekap harian untuk pengurus", "Mulai jam ini, pada hari yang ada kejadiannya.", ""},
		{"balasan_per_hari", "Balasan sehari ke satu nomor", "Supaya pesan yang saling menjawab berhenti sendiri.", ""},
		{"balasan_tak_dikenal_per_hari", "Balasan sehari ke nomor tak dikenal", "Nomor yang bukan siapa-siapa di daftar.", ""},
		{"siaran_persetujuan_di_atas", "Siaran yang perlu persetujuan", "Siaran ke lebih banyak orang perlu disetujui pengurus kedua.", ""},
		{"batas_pengaduan_hari", "Batas menjawab perkara (hari)", "Pengaduan, sanggahan dan pengajuan yang lewat batas diingatkan sekali.", ""},
	}},
	{"Kantor", []rule{
		{"zona", "Zona waktu", "Waktu setempat.", ""},
		{"bahasa", "Bahasa pesan", "Bahasa pesan bagi yang tidak memilih sendiri.", ""},
		{"kode_masuk", "Kode sekali pakai bagi semua pengguna", "Masuk ke halaman ini perlu kode dari HP di samping kata sandi.", ""},
		{"kartu_sampai", "Kartu SIM kantor berlaku sampai", "Kantor diingatkan sebelum kartunya mati.", ""},
		{"simpan_pesan_bulan", "Kata-kata pesan disimpan (bulan)", "Sesudah itu kata-katanya dihapus; pembukuan disimpan selamanya.", ""},
		{"tutup_buku", "Buku ditutup sampai bulan", "Bulan tertutup tetap tertutup. Tutup bulan diusulkan di halaman kerja, dan disetujui pengurus lain.", ""},
	}},
}

// choiceWords are what the values of settings mean, where the value does not say it.
var choiceWords = map[string]text{
	"selalu": "selalu dibacakan dulu", "bila_ragu": "hanya kalau ragu", "tanya": "tanyakan dulu", "pokok": "mengurangi pokok", "berikutnya": "angsuran berikutnya",
	"simpanan": "simpanan", "kembali": "dikembalikan", "jasa_penuh": "jasa seluruhnya", "jasa_bulan_ini": "jasa sampai bulan ini", "tetap": "jumlah tetap", "persen": "persen sebulan",
	"semua": "seluruhnya hilang", "bulan": "hanya bulan itu", "terdekat": "terdekat", "atas": "ke atas", "bawah": "ke bawah", "sebelum": "hari kerja sebelumnya", "sesudah": "hari kerja sesudahnya",
	"hapus": "dihapus", "kelompok": "ditanggung kelompok", "dana": "dibayar dana sosial", "ya": "ya", "tidak": "tidak", "bulanan": "bulanan", "sendiri": "tabel sendiri",
	"id": "Indonesia", "jv": "Jawa", "su": "Sunda", "en": "Inggris",
}

// ruleOf is a setting by its key.
func ruleOf(key string) (rule, bool) {
	for _, g := range ruleGroups {
		for _, r := range g.rules {
			if r.key == key {
				return r, true
			}
		}
	}
	return rule{}, false
}
