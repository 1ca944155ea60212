package workbook_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bendahara/store"
	"bendahara/store/workbook"
)

// broken are workbooks as people break them, and every fault that is told: sheet,
// row and column. A sheet stands in place of the small workbook's; one that
// begins with "+" is added to it.
var broken = []struct {
	name   string
	sheets map[string]string
	faults []string
}{
	{"an unknown sheet", map[string]string{"nasabah": "kode,nama\n1,Ani\n"}, []string{"nasabah"}},
	{"an unknown column", map[string]string{"desa": "kode,nama,camat\nD01,Saren,\nD02,Banaran,\n"}, []string{"desa 1 camat"}},
	{"a column twice", map[string]string{"desa": "kode,nama,Kode\nD01,Saren,\nD02,Banaran,\n"}, []string{"desa 1 Kode"}},
	{"a required column is missing", map[string]string{"libur": "tanggal\n2026-03-20\n"}, []string{"libur 1 nama"}},
	{"a required cell is empty", map[string]string{"libur": "tanggal,nama\n2026-03-20,\n\n,Nyepi\n"}, []string{"libur 2 nama", "libur 4 tanggal"}},
	{"a value beside the columns", map[string]string{"libur": "tanggal,nama\n2026-03-20,Idul Fitri,lebaran\n"}, []string{"libur 2 "}},
	{"a day that is none", map[string]string{"libur": "tanggal,nama\n30/02/2026,Nyepi\nbesok,Libur\n2026-3-1,x\n"}, []string{
		"libur 2 tanggal", "libur 3 tanggal", "libur 4 tanggal",
	}},
	{"amounts that are none", map[string]string{"+angsuran": `K-9,A01-L1,A01-03,2026-03-01,"250,5",upk,
K-10,A01-L1,A01-03,2026-03-01,-250000,upk,
K-11,A01-L1,A01-03,2026-03-01,250rb,upk,
K-12,A01-L1,A01-03,2026-03-01,"250,000",upk,
K-13,A01-L1,A01-03,2026-03-01,0,upk,
`}, []string{"angsuran 7 jumlah", "angsuran 8 jumlah", "angsuran 9 jumlah", "angsuran 10 jumlah", "angsuran 11 jumlah"}},
	{"phones that Excel ate", map[string]string{"petugas": "kode,nama,hp,peran\nP01,Bambang,8.1234E+10,ketua\nP02,Endang,0812,kasir\nP03,Joko,nol,kasir\nP04,Tri,8.123456789E+11,kasir\nP05,Budi,\"8,123456789E+11\",kasir\n"}, []string{
		"petugas 2 hp", "petugas 3 hp", "petugas 4 hp", "petugas 5 hp", "petugas 6 hp",
	}},
	{"errors that Excel shows", map[string]string{
		"+anggota": "C01-04,C01,#N/A,,Bu,,,,,,aktif\nC01-05,C01,Tono,,Pak,#REF!,,,,,aktif\n", "desa": "kode,nama\nD01,#NAME?\nD02,Banaran\n",
	}, []string{"anggota 14 nama", "anggota 15 hp", "desa 2 nama"}},
	{"a NIK as a number", map[string]string{"anggota": "kode,kelompok,nama,nik\nC01-01,C01,Yanti,3314015505900000\nC01-02,C01,Dewi,3314015505900012\nC01-03,C01,Murni,3.31402E+15\n", "angsuran": "", "pinjaman": "", "pemanfaat": "", "simpanan": ""}, []string{
		"anggota 2 nik", "anggota 4 nik",
	}},
	{"words that are no choice", map[string]string{"+anggota": "C01-04,C01,Tini,,Bu,,pengurus,,mungkin,,aktif\nC01-05,C01,Tono,,Pak,,,de,,,pindah\n"}, []string{
		"anggota 14 jabatan", "anggota 14 setuju", "anggota 15 bahasa", "anggota 15 status",
	}},
	{"codes with what no code has", map[string]string{"+desa": "D/3,Keden,\nD 4,Ngebung,\n" + strings.Repeat("x", 33) + ",Saren,\n-,Saren,\n"}, []string{
		"desa 4 kode", "desa 5 kode", "desa 6 kode", "desa 7 kode",
	}},
	{"codes twice", map[string]string{
		"+desa": "D01,Keden,\n", "+kelompok": "A01,Mawar,D01,UEP\n", "+anggota": "A01-01,A01,Ani\n", "+petugas": "P01,Budi,081234567890,kasir\n",
		"+pinjaman": "A01-L1,A01,SPP,1000000,1,bulan,flat,10,bulan,2026-01-15\n",
	}, []string{"desa 4 kode", "kelompok 5 kode", "anggota 14 kode", "petugas 6 kode", "pinjaman 4 kode"}},
	{"nobody there", map[string]string{
		"+kelompok": "A02,Mawar,D09,UEP\n", "+anggota": "A09-01,A09,Ani\n", "+petugas": "P09,Budi,081234567890,kasir,D01/D09\n",
		"+pinjaman": "Z-L1,Z01,SPP,1000000,1,bulan,flat,10,bulan,2026-01-15\nA01-L2,A01,SPP,1000000,1,bulan,flat,10,bulan,2026-01-15,cair,,P99\n",
		"setoran":   "kelompok,tanggal,jumlah\nA07,2026-03-01,5000\n", "+simpanan": ",A01-77,wajib,2026-03-01,5000\n",
		"+angsuran": "K-9,A01-L9,A01-03,2026-03-01,250000,upk\nK-10,B01-L1,A01-03,2026-03-01,250000,upk\n",
		"kas_awal":  "kelompok,per_tanggal,jumlah\nA07,2026-03-01,5000\n",
	}, []string{
		"kelompok 5 desa", "anggota 14 kelompok", "petugas 6 desa", "pinjaman 4 kelompok", "pinjaman 5 disetujui_oleh",
		"angsuran 7 pinjaman", "angsuran 8 anggota", "setoran 2 kelompok", "simpanan 6 anggota", "kas_awal 2 kelompok",
	}},
	{"SPP money for a business group", map[string]string{"+pinjaman": "B01-L2,B01,SPP,1000000,1,bulan,flat,10,bulan,2026-01-15\n"}, []string{"pinjaman 4 dana"}},
	{"terms that cannot be", map[string]string{
		"+pinjaman": "X1,A01,SPP,1000000,150,bulan,flat,10,bulan,2026-01-15\nX2,A01,SPP,0,1,bulan,flat,10,bulan,2026-01-15\n" +
			"X3,A01,SPP,1000000,1,bulan,flat,0,bulan,2026-01-15\nX4,A01,SPP,1000000,1,bulan,flat,10,purnama,2026-01-15\n",
	}, []string{"pinjaman 4 jasa_persen", "pinjaman 5 pokok", "pinjaman 6 angsuran", "pinjaman 7 setiap"}},
	{"shares that do not add up", map[string]string{"pemanfaat": "pinjaman,anggota,pokok\nA01-L1,A01-01,6000000\nA01-L1,A01-03,6000000\nB01-L1,B01-01,8000000\n", "angsuran": ""}, []string{
		"pemanfaat 2 pokok",
	}},
	{"shares of others", map[string]string{"+pemanfaat": "B01-L1,A01-01,100\nB01-L1,B01-01,100\nB01-L9,B01-01,100\n"}, []string{
		"pemanfaat 11 anggota", "pemanfaat 12 anggota", "pemanfaat 13 pinjaman",
	}},
	{"a schedule that does not add up", map[string]string{"jadwal": "pinjaman,ke,tanggal,pokok,jasa\nB01-L1,1,2026-03-20,4000000,0\nB01-L1,2,2026-06-20,3000000,0\n"}, []string{
		"jadwal 2 pokok",
	}},
	{"a payment before the loan, and more than is left", map[string]string{
		"+angsuran": "K-9,A01-L1,A01-03,2026-01-14,250000,upk\nK-10,A01-L1,A01-03,2026-03-01,2.475.001,upk\nK-11,A01-L1,A01-09,2026-03-01,1,upk\nK-12,A01-L1,A01-01,3026-03-01,1,upk\n",
	}, []string{"angsuran 7 tanggal", "angsuran 8 jumlah", "angsuran 9 anggota", "angsuran 10 tanggal"}},
	{"pokok and jasa that are not the sum", map[string]string{"angsuran": "pinjaman,anggota,tanggal,jumlah,pokok,jasa\nA01-L1,A01-03,2026-02-15,275000,250000,30000\nA01-L1,A01-03,2026-02-15,,,\n"}, []string{
		"angsuran 2 jumlah", "angsuran 3 jumlah",
	}},
	{"one number, two receipts", map[string]string{"+angsuran": "K-001,A01-L1,A01-01,2026-02-15,100000,upk\nK-002,A01-L1,A01-02,2026-02-15,275000,upk\n"}, []string{"angsuran 7 nomor"}},
	{"a purse below nothing", map[string]string{"+simpanan": ",C01-02,harian,2026-03-04,-15001\n,C01-02,wajib,2026-03-04,-1\n,C01-02,harian,2026-03-04,-15000\n"}, []string{
		"simpanan 6 jumlah", "simpanan 7 jumlah",
	}},
	{"an opening that cannot be", map[string]string{
		"saldo_awal": "pinjaman,anggota,per_tanggal,sisa_pokok,sisa_jasa\nA01-L1,A01-01,2026-03-01,1,1\nB01-L1,,2026-03-01,8000001,1\nB01-L9,,2026-03-01,1,1\n",
		"angsuran":   "",
	}, []string{"saldo_awal 2 anggota", "saldo_awal 3 sisa_pokok", "saldo_awal 4 pinjaman"}},
	{"an opening of a day to come", map[string]string{
		"saldo_awal": "pinjaman,per_tanggal,sisa_pokok,sisa_jasa\nA01-L1,2026-12-01,10000000,1000000\n", "angsuran": "",
		"kas_awal": "kelompok,per_tanggal,jumlah\nA01,2026-12-01,5000\n", "saldo_akun": "akun,per_tanggal,jumlah\nKas,2026-03-10,5\nBank,2026-03-11,5\n",
	}, []string{"saldo_awal 2 per_tanggal", "kas_awal 2 per_tanggal", "saldo_akun 3 per_tanggal"}},
	{"prices that no message has", map[string]string{
		"harga": "gateway,kanal,awalan,harga_per_segmen\nTwilio,SMS,0813-9,412.5\npos,sms,,1\nandroid,telepati,,1\nandroid,sms,telkom,1\nwhatsapp,wa,,murah\n",
	}, []string{"harga 3 gateway", "harga 4 kanal", "harga 5 awalan", "harga 6 harga_per_segmen"}},
	{"a payment that the opening has", map[string]string{
		"saldo_awal": "pinjaman,per_tanggal,sisa_pokok,sisa_jasa\nA01-L1,2026-03-01,10000000,1000000\n",
	}, []string{"angsuran 2 tanggal", "angsuran 3 tanggal", "angsuran 4 tanggal", "angsuran 5 tanggal", "angsuran 6 tanggal"}},
	{"accounts", map[string]string{
		"+saldo_akun": "Laci,2026-01-01,5\nKas,2026-01-01,5\nPiutang kelompok,2026-01-01,5\nG110/A01,2026-01-01,5\n",
		"jurnal":      "tanggal,debit,kredit,jumlah,uraian\n2026-01-02,Kas,1110,5,x\n2026-01-02,Kas,2110/A09,5,x\n2026-01-02,Kas,Bank,5,\n",
	}, []string{
		"saldo_akun 5 akun", "saldo_akun 6 akun", "saldo_akun 7 akun", "saldo_akun 8 akun",
		"jurnal 2 kredit", "jurnal 3 kredit", "jurnal 4 uraian",
	}},
	{"settings", map[string]string{"+upk": "zona,WIBB\nwarna,merah\nkode,K/1\npembulatan,seribu\n"}, []string{
		"upk 11 kunci", "upk 12 kunci", "upk 13 kunci", "upk 14 nilai",
	}},
	{"a meeting that is no day", map[string]string{"+kelompok": "A02,Mawar,D01,UEP,,tanggal 32\nA03,Mekar,D01,UEP,,Sabtu malam\nA04,Murni,D01,UEP,,malam Sabtu Pahing\n"}, []string{
		"kelompok 5 pertemuan", "kelompok 6 pertemuan",
	}},
	{"days of a village", map[string]string{"desa": "kode,nama,hari_jatuh_tempo,batas_cair\nD01,Saren,32,31\nD02,Banaran,31,32\n"}, []string{
		"desa 2 hari_jatuh_tempo", "desa 3 batas_cair",
	}},
	{"a fund for other groups", map[string]string{"+pinjaman": "C01-L1,C01,UEP,1000000,1,bulan,flat,10,bulan,2026-01-15\nC01-L2,C01,SPP,1000000,1,bulan,flat,10,bulan,2026-01-15\n" +
		"C01-L3,C01,KSM,1000000,1,bulan,flat,10,bulan,2026-01-15\nA01-L2,A01,UEP,1000000,1,bulan,flat,10,bulan,2026-01-15\n"}, []string{"pinjaman 4 dana", "pinjaman 5 dana"}},
	{"bagi hasil without its shares", map[string]string{
		"pinjaman": "kode,kelompok,dana,pokok,jasa_persen,metode,nisbah,angsuran,tanggal_cair\nB01-L1,B01,BMT,8000000,0,bagi_hasil,,10,2026-01-15\n" +
			"B01-L2,B01,BMT,8000000,0,bagi_hasil,60:50,10,2026-01-15\nB01-L3,B01,BMT,8000000,0,bagi_hasil,60:40,10,2026-01-15\nB01-L4,B01,BMT,8000000,0,bagi_hasil,\"33,5 %\",10,2026-01-15\n",
		"pemanfaat": "", "angsuran": "",
	}, []string{"pinjaman 2 nisbah", "pinjaman 3 nisbah"}},
	{"a Kube's loan to one member", map[string]string{
		"+kelompok": "K01,Kube Maju,D01,KUBE\nK02,Kube Jaya,D01,KUBE\n",
		"+anggota":  "K01-01,K01,Tini\nK01-02,K01,Tono\nK02-01,K02,Budi\n",
		"+pinjaman": "K01-L1,K01,BMT,1000000,1,bulan,flat,10,bulan,2026-01-15\nK01-L2,K01,BMT,1000001,1,bulan,flat,10,bulan,2026-01-15\n" +
			"K01-L3,K01,BMT,1000001,1,bulan,flat,10,bulan,2026-01-15,cair,,P01\nK01-L4,K01,BMT,1000000,1,bulan,flat,10,bulan,2026-01-15\nK02-L1,K02,BMT,9000000,1,bulan,flat,10,bulan,2026-01-15\n",
		"+pemanfaat": "K01-L1,K01-01,400000\nK01-L1,K01-02,600000\nK01-L2,K01-01,1000001\nK01-L3,K01-01,1000001\nK01-L4,K01-02,1000000\nK02-L1,K02-01,9000000\n",
	}, []string{"pinjaman 5 disetujui_oleh"}},
	{"more brought than the treasurer held", map[string]string{
		"angsuran": "nomor,pinjaman,anggota,tanggal,jumlah,tahap\n1,A01-L1,A01-03,2026-02-15,275000,kelompok\n2,A01-L1,A01-04,2026-02-20,275000,kelompok\n3,A01-L1,A01-05,2026-02-20,275000,upk\n",
		"setoran":  "kelompok,tanggal,jumlah,cara\nA01,2026-02-14,1,\nA01,2026-02-15,275001,\nA01,2026-02-15,275000,transfer\nA01,2026-02-20,275000,\nA01,2026-02-21,1,\nB01,2026-02-21,1000000,\n",
	}, []string{"setoran 2 jumlah", "setoran 3 jumlah", "setoran 6 jumlah"}},
	{"a purse that is closed today", map[string]string{
		"+simpanan": ",A01-03,wajib,2026-02-01,50000\n,A01-03,wajib,2026-03-09,-10000\n,A01-03,wajib,2026-03-10,-10000\n,C01-02,tanggung_renteng,2026-03-04,9000\n,C01-02,tanggung_renteng,2026-03-11,-9000\n,C01-02,harian,2026-03-11,-1000\n",
	}, []string{"simpanan 8 jenis", "simpanan 10 jenis"}},
	{"lunas with something left", map[string]string{
		"pinjaman":  "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair,status\nA01-L1,A01,SPP,2000000,1,2,2026-01-15,lunas\nA01-L2,A01,SPP,2000000,1,2,2026-01-15,lunas\nA01-L3,A01,SPP,2000000,1,2,2026-01-15,lunas\nA01-L4,A01,SPP,2000000,1,2,2026-01-15,lunas\n",
		"pemanfaat": "",
		"angsuran": "pinjaman,tanggal,pokok,jasa\nA01-L1,2026-02-15,1000000,20000\nA01-L1,2026-03-10,999999,0\n" + // principal is left
			"A01-L2,2026-02-15,1000000,20000\nA01-L2,2026-03-10,1000000,0\n" + // this month's interest was let go
			"A01-L3,2026-02-15,1000000,10000\nA01-L3,2026-03-10,1000000,0\n" + // interest that was due is left
			"A01-L4,2026-02-20,2000000,40000\n",
	}, []string{"pinjaman 2 status", "pinjaman 4 status"}},
	{"a group called UPK", map[string]string{"+kelompok": "UPK,Kantor,D01,UEP\n"}, []string{"kelompok 5 kode"}},
}

// TestBroken: each broken workbook is told with all its faults and no others, and
// leaves nothing behind.
func TestBroken(t *testing.T) {
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			sheets := map[string]string{}
			for name, content := range c.sheets {
				if plain, added := strings.CutPrefix(name, "+"); added {
					name, content = plain, readFile(t, filepath.Join(kalijambe, plain+".csv"))+content
				}
				sheets[name] = content
			}
			book, _, err := workbook.Read(with(t, sheets))
			if err != nil {
				t.Fatal(err)
			}
			db := newStore(t)
			_, faults, err := workbook.Import(t.Context(), db, book, importNow, false)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range faults {
				got = append(got, place(f))
				if !strings.HasSuffix(f.Message, ".") || strings.Contains(strings.TrimSuffix(f.Message, "."), ". ") {
					t.Errorf("not one sentence: %s", f)
				}
			}
			want := slices.Clone(c.faults)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("faults:\n%s\nwant:\n%s", join(faults), strings.Join(want, "\n"))
			}
			view(t, db, func(tx *store.Tx) {
				if groups, err := tx.Groups(); err != nil || len(groups) > 0 {
					t.Errorf("left behind: %v, %v", groups, err)
				}
			})
		})
	}
}

func place(f workbook.Fault) string {
	if f.Row == 0 {
		return f.Sheet
	}
	return f.Sheet + " " + strings.TrimSuffix(strings.TrimPrefix(strings.SplitN(f.String(), ":", 2)[0], f.Sheet+" row "), ", column "+f.Column) + " " + f.Column
}

func join(faults []workbook.Fault) string {
	var b strings.Builder
	for _, f := range faults {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}

// TestChangedLater: what is in the books does not change by a workbook.
func TestChangedLater(t *testing.T) {
	cases := []struct {
		name   string
		sheets map[string]string
		want   []string
	}{
		{"another amount under the same number", map[string]string{"angsuran": "nomor,pinjaman,anggota,tanggal,jumlah\nK-001,A01-L1,A01-01,2026-02-15,300000\n"}, []string{"angsuran 2 nomor"}},
		{"the number of another entry", map[string]string{"angsuran": "nomor,pinjaman,anggota,tanggal,jumlah\nA01/2,A01-L1,A01-01,2026-02-15,300000\n"}, []string{"angsuran 2 nomor"}},
		{"a loan's principal", map[string]string{"pinjaman": "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair\nA01-L1,A01,SPP,12000000,1,10,2026-01-15\n", "pemanfaat": ""}, []string{"pinjaman 2 pokok"}},
		{"a loan's shares", map[string]string{"pinjaman": "", "pemanfaat": "pinjaman,anggota,pokok\nA01-L1,A01-01,12500000\n"}, []string{"pemanfaat 2 pokok"}},
		{"a loan's day", map[string]string{"pinjaman": "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair\nA01-L1,A01,SPP,12500000,1,10,2026-01-16\n"}, []string{"pinjaman 2 tanggal_cair"}},
		{"a member's group", map[string]string{"anggota": "kode,kelompok,nama\nA01-03,B01,Siti Rahayu\n", "angsuran": ""}, []string{"anggota 2 kelompok"}},
		{"another opening balance", map[string]string{"saldo_akun": "akun,per_tanggal,jumlah\nKas,2025-12-01,1\n"}, []string{"saldo_akun 2 akun"}},
		{"an opening of a running loan", map[string]string{"saldo_awal": "pinjaman,per_tanggal,sisa_pokok,sisa_jasa\nB01-L1,2026-03-01,1,1\n"}, []string{"saldo_awal 2 pinjaman"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			db := newStore(t)
			importInto(t, db, kalijambe, importNow)
			before := balances(t, db)
			book, _, err := workbook.Read(with(t, c.sheets))
			if err != nil {
				t.Fatal(err)
			}
			_, faults, err := workbook.Import(t.Context(), db, book, importNow, false)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range faults {
				got = append(got, place(f))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("faults:\n%s\nwant %v", join(faults), c.want)
			}
			if after := balances(t, db); len(after) != len(before) {
				t.Errorf("balances were %v, are %v", before, after)
			}
		})
	}
}
