package console

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// book is an .xlsx with these sheets, each a list of rows.
func book(t *testing.T, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(name, "A"+strconv.Itoa(i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// uploads sends a file as the page's form does.
func (p *person) uploads(name string, content []byte) *httptest.ResponseRecorder {
	p.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("berkas", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		p.Fatal(err)
	}
	r := httptest.NewRequest("POST", "http://upk.test/impor", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(p.cookie)
	w := httptest.NewRecorder()
	p.c.Handler().ServeHTTP(w, r)
	return w
}

var newGroup = map[string][][]any{
	"kelompok": {{"kode", "nama", "desa", "jenis"}, {"D01", "Dahlia", "D01", "SPP"}},
	"anggota":  {{"kode", "kelompok", "nama", "hp", "jabatan"}, {"D01-01", "D01", "Tutik", "081390000401", "bendahara"}},
}

func TestImportAtThePage(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	there := func() (n int) {
		o.read(func(tx *store.Tx) error { m, err := tx.Members("D01"); n = len(m); return err })
		return n
	}
	// Every fault, at its place, with what stands there and what to write.
	w := p.uploads("salah.xlsx", book(t, map[string][][]any{
		"anggota": {{"kode", "kelompok", "nama", "hp"}, {"D01-01", "A01", "Tutik", "0812x"}, {"D01-03", "X99", "Tari", "081390000403"}, {"D01-02", "A01", "", "081390000402"}},
	}))
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, want := range []string{"0812x", "&#34;0812x&#34; tidak bisa dipakai: tulis nomor lengkap sebagai teks", "Kelompok X99 tidak ada", "Harus diisi", `data-is="Baris">2<`, `data-is="Kolom">hp<`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page does not show %q: %s", want, w.Body)
		}
	}
	for name, content := range map[string][]byte{"x.xlsx": []byte("no zip"), "x.csv": []byte("kode"), "x.xlsx ": nil} {
		if w := p.uploads(name, content); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if w := p.uploads("besar.xlsx", make([]byte, maxBook)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large file: %d", w.Code)
	}

	// What would come in is shown, and nothing is there before she says so.
	w = p.uploads("dahlia.xlsx", book(t, newGroup))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Yang akan masuk dari dahlia.xlsx") || there() != 0 {
		t.Fatalf("%d, %d members: %s", w.Code, there(), w.Body)
	}
	token := within(t, `name="unggahan" value="(\w+)"`, w.Body.String())
	for range 2 { // a second click
		if got := p.send("/impor/masukkan", "unggahan", token); got.to != "/impor?hasil="+token || there() != 1 {
			t.Fatalf("%+v, %d members", got, there())
		}
	}
	p.shows("/impor?hasil="+token, []string{"dahlia.xlsx sudah masuk"})
	p.shows("/jejak", []string{"mengimpor berkas", "dahlia.xlsx"})
	if w := p.uploads("dahlia.xlsx", book(t, newGroup)); !strings.Contains(w.Body.String(), "Tidak ada yang baru") {
		t.Errorf("the same file again: %s", w.Body)
	}

	// What changed meanwhile is shown anew, and not overwritten.
	newGroup["anggota"][1][2] = "Tutik Sundari"
	token = within(t, `name="unggahan" value="(\w+)"`, p.uploads("dahlia.xlsx", book(t, newGroup)).Body.String())
	o.update(func(tx *store.Tx) error {
		m, err := tx.Member("D01-01")
		if err != nil {
			return err
		}
		m.Name = "Tutik Rahayu"
		return tx.PutMember(m)
	})
	got := p.send("/impor/masukkan", "unggahan", token)
	if got.code != http.StatusConflict || !strings.Contains(got.page, "&#34;Tutik Rahayu&#34; menjadi &#34;Tutik Sundari&#34;") {
		t.Errorf("a stale base: %+v", got)
	}
	if got := p.send("/impor/masukkan", "unggahan", "ABC"); got.code != http.StatusConflict {
		t.Errorf("another token: %+v", got)
	}
	if w := p.ask("GET", "/impor/kosong.xlsx", nil, nil); w.Code != http.StatusOK || !bytes.HasPrefix(w.Body.Bytes(), []byte("PK")) {
		t.Errorf("the empty workbook: %d", w.Code)
	}
}

// TestFaultsHaveIndonesian: all that package workbook can say is said in Indonesian.
func TestFaultsHaveIndonesian(t *testing.T) {
	content, err := files.ReadFile("page/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := catalogue(string(content))
	names, _ := filepath.Glob("../../store/workbook/*.go")
	said := 0
	check := func(at string, lit ast.Expr) {
		b, ok := lit.(*ast.BasicLit)
		if !ok || b.Kind != token.STRING {
			return
		}
		s, _ := strconv.Unquote(b.Value)
		if !strings.Contains(s, " ") {
			return
		}
		said++
		if _, ok := known[text(s)]; !ok {
			t.Errorf("%s: %q has no Indonesian in page/faults.txt", at, s)
		}
	}
	files := token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called := ""
				switch f := n.Fun.(type) {
				case *ast.Ident:
					called = f.Name
				case *ast.SelectorExpr:
					called = f.Sel.Name
				}
				if called == "fault" || called == "warn" || called == "bad" {
					for _, arg := range n.Args {
						check(files.Position(n.Pos()).String(), arg)
					}
				}
			case *ast.FuncDecl:
				if n.Name.Name == "wants" {
					ast.Inspect(n, func(n ast.Node) bool {
						if r, ok := n.(*ast.ReturnStmt); ok {
							check(files.Position(r.Pos()).String(), r.Results[0])
						}
						return true
					})
				}
			}
			return true
		})
	}
	if said < 70 {
		t.Errorf("only %d things said", said)
	}
	for _, s := range ledger.SettingKeys {
		if inIndonesian(s.Accepts) == s.Accepts {
			t.Errorf("%s: %q has no Indonesian in page/faults.txt", s.Key, s.Accepts)
		}
	}
	if got := inIndonesian(`The loan cannot be: principal must be more than 0 and at most 1000000000000.`); strings.Contains(got, "must") {
		t.Error(got)
	}
}

func TestSheets(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	officer := func(code string) (o2 ledger.Officer) {
		o.read(func(tx *store.Tx) (err error) { o2, err = officerOf(tx, ledger.OfficerCode(code)); return err })
		return o2
	}
	// What is wrong stands beside its cell, and what was typed stays.
	p.shows("/lembar/petugas", []string{`<option value="" selected></option>`}) // nobody is a ketua because nothing was chosen
	if got := p.send("/lembar/petugas", "b0.kode", "P09", "b0.nama", "Tri", "b0.hp", "081390000909", "b0.peran", ""); got.code != http.StatusUnprocessableEntity {
		t.Errorf("an officer without an office: %d", got.code)
	}
	got := p.send("/lembar/petugas", "b0.kode", "P09", "b0.nama", "Tri", "b0.hp", "12", "b0.peran", "kasir", "b1.kode", "P01", "b1.nama", "Lain", "b1.hp", "081390000999", "b1.peran", "kasir")
	if got.code != http.StatusUnprocessableEntity || !strings.Contains(got.page, `value="Tri"`) || !strings.Contains(got.page, "sudah dipakai Bambang Susilo") {
		t.Errorf("%+v", got)
	}
	got = p.send("/lembar/petugas", "b0.kode", "P09", "b0.nama", "Tri", "b0.hp", "12", "b0.peran", "kasir")
	if got.code != http.StatusUnprocessableEntity || !strings.Contains(got.page, "tulis nomor lengkap") {
		t.Errorf("%+v", got)
	}
	for range 2 { // a second click
		got = p.send("/lembar/petugas", "b0.kode", "P09", "b0.nama", "Tri", "b0.hp", "0813 9000 0909", "b0.peran", "kasir", "b1.kode", "", "b1.peran", "ketua")
		if got.to != "/lembar/petugas?tersimpan=1" {
			t.Fatalf("%+v", got)
		}
	}
	// A row that is changed, by two at once.
	page := p.page("/lembar/petugas?ubah=P09")
	base := within(t, `name="dasar" value="(\w+)"`, page)
	change := []string{"ubah", "P09", "dasar", base, "b0.kode", "P09", "b0.nama", "Tri Wahyuni", "b0.hp", "081390000909", "b0.peran", "kasir"}
	if got := p.send("/lembar/petugas", change...); got.code != http.StatusSeeOther || officer("P09").Name != "Tri Wahyuni" {
		t.Fatalf("%+v", got)
	}
	change[7] = "Tri Lain"
	if got := p.send("/lembar/petugas", change...); got.code != http.StatusConflict || !strings.Contains(got.page, "Bambang Susilo sudah mengubahnya") || officer("P09").Name != "Tri Wahyuni" {
		t.Errorf("a stale page: %+v", got)
	}
	// The UPK keeps a head.
	base = within(t, `name="dasar" value="(\w+)"`, p.page("/lembar/petugas?ubah=P01"))
	got = p.send("/lembar/petugas", "ubah", "P01", "dasar", base, "b0.kode", "P01", "b0.nama", "Bambang Susilo", "b0.hp", "081390000901", "b0.peran", "kasir")
	if got.code != http.StatusUnprocessableEntity || officer("P01").Role != ledger.Head {
		t.Errorf("the last head: %+v", got)
	}
	p.shows("/jejak", []string{"petugas P09", "nama Tri", "nama Tri Wahyuni"})
	got = p.send("/lembar/petugas", "ubah", "P01", "dasar", base, "b0.kode", "P01", "b0.nama", "Bambang Susilo", "b0.hp", "081390000901", "b0.peran", "ketua", "b0.status", "keluar")
	if got.code != http.StatusUnprocessableEntity || !strings.Contains(got.page, "jadikan pengurus lain ketua dulu") {
		t.Errorf("the last head leaves: %+v", got)
	}

	// Holidays: all that there is; an emptied row is gone.
	page = p.page("/lembar/libur")
	base = within(t, `name="dasar" value="(\w+)"`, page)
	if got := p.send("/lembar/libur", "dasar", base, "b0.tanggal", "2026-03-19", "b0.nama", "Nyepi", "b1.tanggal", "", "b1.nama", "", "b2.tanggal", "2026-12-25", "b2.nama", "Natal"); got.code != http.StatusSeeOther {
		t.Fatalf("%+v", got)
	}
	o.read(func(tx *store.Tx) error {
		days, err := workbook.Registered(tx, "libur")
		if len(days) != 2 || days[1]["nama"] != "Natal" {
			t.Errorf("%v", days)
		}
		return err
	})
	if got := p.send("/lembar/libur", "dasar", base, "b0.tanggal", "2026-01-01", "b0.nama", "Tahun baru"); got.code != http.StatusConflict {
		t.Errorf("a stale table: %+v", got)
	}
	for _, at := range []string{"/lembar/upk", "/lembar/sudah_tercatat", "/lembar/x"} {
		if w := p.ask("GET", at, nil, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
}

// A group in the middle of its loan comes in by one file: what is left of it for the group
// and each member, and the cash that its treasurer holds.
func TestGroupInTheMiddleOfItsLoan(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	for sheet, cells := range map[string][]string{"kelompok": {"b0.kode", "E01", "b0.nama", "Edelweis", "b0.desa", "D01", "b0.jenis", "SPP"}} {
		if got := p.send("/lembar/"+sheet, cells...); got.code != http.StatusSeeOther {
			t.Fatalf("%+v", got)
		}
	}
	got := p.send("/lembar/anggota", "b0.kode", "E01-01", "b0.kelompok", "E01", "b0.nama", "Tutik", "b0.hp", "081390000501", "b0.jabatan", "bendahara",
		"b1.kode", "E01-02", "b1.kelompok", "E01", "b1.nama", "Warsi", "b1.jabatan", "anggota")
	if got.code != http.StatusSeeOther {
		t.Fatalf("%+v", got)
	}
	w := p.uploads("edelweis.xlsx", book(t, map[string][][]any{
		"pinjaman": {
			{"kode", "kelompok", "dana", "pokok", "jasa_persen", "angsuran", "tanggal_cair", "keputusan"},
			{"E01-L1", "E01", "SPP", 2000000, "1.5", 10, "2025-10-10", "MAD 1"},
		},
		"pemanfaat": {{"pinjaman", "anggota", "pokok"}, {"E01-L1", "E01-01", 1000000}, {"E01-L1", "E01-02", 1000000}},
		"saldo_awal": {
			{"pinjaman", "anggota", "per_tanggal", "sisa_pokok", "sisa_jasa"},
			{"E01-L1", "", "2026-03-01", 1200000, 180000},
			{"E01-L1", "E01-01", "2026-03-01", 500000, 75000},
			{"E01-L1", "E01-02", "2026-03-01", 600000, 90000},
		},
		"kas_awal": {{"kelompok", "per_tanggal", "jumlah"}, {"E01", "2026-03-01", 115000}},
	}))
	if got := p.send("/impor/masukkan", "unggahan", within(t, `name="unggahan" value="(\w+)"`, w.Body.String())); got.code != http.StatusSeeOther {
		t.Fatalf("%+v", got)
	}
	o.read(func(tx *store.Tx) error {
		card, err := conversation.CardOf(tx, "E01", o.now)
		if err != nil || len(card.Members) != 2 || card.Members[0].Left != 575_000 || card.Members[1].Left != 690_000 || card.Held != 115_000 {
			t.Errorf("%+v %v", card, err)
		}
		return err
	})
}
