package console

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// sheetPage is a sheet of the workbook that is filled in here, by the very function that
// imports a file. A sheet that is whole shows all that there is, and what is emptied is
// taken away; of the others a row is added, or one that is there is changed.
type sheetPage struct {
	name         string
	title, about text
	columns      []string // those of the sheet that the form has; all where none are named
	blank        int      // empty rows
	whole        bool
	back         string // the page that leads here
}

var sheetPages = map[string]sheetPage{
	"petugas":  {name: "petugas", title: "Pengurus UPK", about: "Siapa bekerja di UPK, dan dari nomor mana pesannya diterima sebagai pengurus. Yang berhenti berstatus keluar: ia tidak bisa masuk atau memutuskan lagi, dan yang pernah ia kerjakan tetap atas namanya.", blank: 3, back: "/pengaturan"},
	"libur":    {name: "libur", title: "Hari libur", about: "Pada hari libur tidak ada pengingat. Isi setiap tahun dari keputusan bersama; baris yang dikosongkan dihapus.", blank: 5, whole: true, back: "/pengaturan"},
	"harga":    {name: "harga", title: "Harga pesan", about: "Harga satu segmen SMS atau satu pesan WhatsApp menurut jalannya, dalam rupiah; awalan nomor yang terpanjang berlaku. Baris yang dikosongkan dihapus.", blank: 3, whole: true, back: "/pengaturan"},
	"desa":     {name: "desa", title: "Desa", about: "Desa tempat kelompok. Hari jatuh tempo tetap dan batas cair boleh kosong.", blank: 4, back: "/mulai"},
	"kelompok": {name: "kelompok", title: "Kelompok", about: "Kelompok dengan desanya.", blank: 3, back: "/mulai"},
	"anggota":  {name: "anggota", title: "Anggota", about: "Setiap kelompok perlu satu bendahara dengan nomor HP: dialah yang mengirim pesan.", columns: []string{"kode", "kelompok", "nama", "sapaan", "hp", "jabatan", "setuju"}, blank: 10, back: "/mulai"},
}

// cellNames are what the columns are called in forms.
var cellNames = map[string]text{
	"kode": "Kode", "nama": "Nama", "hp": "Nomor HP", "peran": "Jabatan", "desa": "Desa (kode)", "tanggal": "Tanggal", "gateway": "Jalan", "kanal": "Kanal", "awalan": "Awalan nomor",
	"harga_per_segmen": "Harga per segmen", "hari_jatuh_tempo": "Hari jatuh tempo", "batas_cair": "Batas cair", "jenis": "Jenis", "sifat": "Sifat", "pertemuan": "Pertemuan",
	"izin_tunggakan": "Tunggakan dibacakan", "kelompok": "Kelompok (kode)", "sapaan": "Sapaan", "jabatan": "Jabatan", "setuju": "Mau diingatkan", "status": "Status",
}

type sheetView struct {
	Page    string
	About   text
	Back    string
	Columns []sheetColumn
	Rows    []sheetRow
	There   []map[string]string // what the store has, where the form does not show it
	Key     string              // the column by which a row is changed
	Changes string              // the row that is changed; empty: rows are added
	Base    string
	Faults  []string // of no cell
	Saved   bool
	Next    string // the next page of what there is; empty: this is the last
	Manages bool
	More    int
}

type sheetColumn struct {
	workbook.Column
	Label text
	Type  string // of the input
}

type sheetRow struct {
	Number int
	Cells  []sheetCell
}

type sheetCell struct {
	sheetColumn
	Field, Value, Fault string
}

// maxSheetRows is how many rows a form takes at once.
const maxSheetRows = 100

func (p sheetPage) view() sheetView {
	v := sheetView{Page: p.name, About: p.about, Back: p.back, Key: "kode"}
	for _, c := range workbook.Columns(p.name) {
		if p.columns != nil && !slices.Contains(p.columns, c.Name) {
			continue
		}
		kind := "text"
		if c.Day {
			kind = "date"
		} else if c.Phone {
			kind = "tel"
		}
		v.Columns = append(v.Columns, sheetColumn{c, cellNames[c.Name], kind})
	}
	return v
}

func (v *sheetView) add(values map[string]string) {
	r := sheetRow{Number: len(v.Rows) + 1}
	for _, c := range v.Columns {
		r.Cells = append(r.Cells, sheetCell{sheetColumn: c, Field: fmt.Sprint("b", len(v.Rows), ".", c.Name), Value: values[c.Name]})
	}
	v.Rows = append(v.Rows, r)
}

// baseOf is the fingerprint of what a form was made from.
func baseOf(v any) string {
	b, _ := json.Marshal(v)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// touched are the rows of the store that what was typed may be about: of groups and members
// those with the codes that stand in it, of the others all.
func (p sheetPage) touched(tx *store.Tx, rows []map[string]string) (all []map[string]string, err error) {
	if p.name != "kelompok" && p.name != "anggota" {
		return workbook.Registered(tx, p.name)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		code := workbook.Plain(p.name, r)["kode"]
		if code == "" || seen[code] {
			continue
		}
		seen[code] = true
		one, err := p.row(tx, code)
		if none(err) != nil {
			return nil, err
		}
		if err == nil {
			all = append(all, one)
		}
	}
	return all, nil
}

// row is the group or member with a code; store.ErrNotFound where there is none.
func (p sheetPage) row(tx *store.Tx, code string) (map[string]string, error) {
	if p.name == "kelompok" {
		g, err := tx.Group(ledger.GroupCode(code))
		if err != nil {
			return nil, err
		}
		return workbook.GroupRows([]ledger.Group{g})[0], nil
	}
	m, err := tx.Member(ledger.MemberCode(code))
	if err != nil {
		return nil, err
	}
	return workbook.MemberRows([]ledger.Member{m})[0], nil
}

// existing are the rows of the store that what was typed may be about, and the one that is
// changed.
func (p sheetPage) existing(tx *store.Tx, code string, rows []map[string]string) (all []map[string]string, one map[string]string, err error) {
	if all, err = p.touched(tx, append(rows, map[string]string{"kode": code})); err != nil || code == "" {
		return all, nil, err
	}
	i := slices.IndexFunc(all, func(r map[string]string) bool { return r["kode"] == code })
	if i < 0 {
		return nil, nil, nothing
	}
	return all, all[i], nil
}

// sheetPart are the rows that a page shows, and the one that is changed: of groups a part,
// by code, of members those of one group, of the others all.
func (q *request) sheetPart(tx *store.Tx, p sheetPage, v *sheetView) (part []map[string]string, one map[string]string, err error) {
	group, code := ledger.GroupCode(q.URL.Query().Get("kelompok")), v.Changes
	switch {
	case (p.name == "kelompok" || p.name == "anggota") && code != "":
		one, err := p.row(tx, code)
		return nil, one, err
	case p.name == "kelompok":
		x, err := q.c.directory.of(tx)
		if err != nil {
			return nil, nil, err
		}
		var page []ledger.Group
		page, v.Next = q.groupsPage(x.all, "/lembar/kelompok")
		return workbook.GroupRows(page), nil, nil
	case p.name == "anggota":
		if group == "" {
			return nil, nil, nil
		}
		members, err := tx.Members(group)
		return workbook.MemberRows(members), nil, err
	}
	return p.existing(tx, code, nil)
}

func (c *Console) sheet(q *request) error {
	p, ok := sheetPages[q.PathValue("sheet")]
	if !ok {
		return nothing
	}
	v := p.view()
	v.Saved, v.Changes, v.Manages = q.URL.Query().Get("tersimpan") != "", q.URL.Query().Get("ubah"), manages(q.officer.Role)
	rows, _ := strconv.Atoi(q.URL.Query().Get("baris"))
	rows = min(max(rows, p.blank), maxSheetRows)
	v.More = min(rows+20, maxSheetRows)
	err := q.read(func(tx *store.Tx) error {
		all, one, err := q.sheetPart(tx, p, &v)
		if err != nil {
			return err
		}
		v.Rows, v.There, v.Base = nil, nil, baseOf(all)
		switch {
		case p.whole && !v.Manages:
			v.There = all
		case p.whole:
			for _, r := range all {
				v.add(r)
			}
		case one != nil:
			v.add(one)
			v.Base, rows = baseOf(one), 0
		default:
			v.There = all
		}
		for range rows {
			v.add(map[string]string{"kelompok": q.URL.Query().Get("kelompok")})
		}
		return nil
	})
	if err == nil && p.name == "anggota" && (len(v.There) > 0 || v.Changes != "") {
		err = q.note("group", strings.TrimSpace(q.URL.Query().Get("kelompok")+" "+v.Changes))
	}
	if err != nil {
		return err
	}
	return q.show("sheet", p.title, v)
}

// typedRows are the rows of a form; a row in which only what was filled in beforehand
// stands is empty.
func (q *request) typedRows(v *sheetView) (rows []map[string]string) {
	for i := range maxSheetRows {
		row, filled := map[string]string{}, false
		for _, c := range v.Columns {
			name := fmt.Sprint("b", i, ".", c.Name)
			if !q.PostForm.Has(name) {
				continue
			}
			row[c.Name] = typed(q.Request, name)
			given := row[c.Name] == "" || len(c.Choices) > 0 || c.Name == "kelompok" && v.Page == "anggota"
			filled = filled || !given
		}
		if len(row) == 0 {
			break
		}
		if !filled {
			clear(row)
		}
		rows = append(rows, row)
	}
	return rows
}

// saveSheet brings in what was typed, whole or not at all, with the trail of what it
// changes. The same once more changes nothing.
func (c *Console) saveSheet(q *request) error {
	p, ok := sheetPages[q.PathValue("sheet")]
	if !ok {
		return nothing
	}
	if err := q.ParseForm(); err != nil {
		return tooLong
	}
	v := p.view()
	v.Changes, v.Base, v.Manages, v.More = typed(q.Request, "ubah"), typed(q.Request, "dasar"), true, maxSheetRows
	rows := q.typedRows(&v)
	err := c.DB.Update(context.WithoutCancel(q.Context()), func(tx *store.Tx) error {
		v.Rows, v.Faults = nil, nil
		for _, r := range rows {
			v.add(r)
		}
		all, one, err := p.existing(tx, v.Changes, rows)
		if err != nil {
			return err
		}
		return q.bringSheet(tx, p, &v, rows, all, one)
	})
	switch {
	case errors.Is(err, errFaulty):
		q.status(http.StatusUnprocessableEntity, "sheet", p.title, v)
		return nil
	case err != nil:
		return err
	}
	http.Redirect(q.w, q.Request, "/lembar/"+p.name+"?tersimpan=1", http.StatusSeeOther)
	return nil
}

func (q *request) bringSheet(tx *store.Tx, p sheetPage, v *sheetView, rows, all []map[string]string, one map[string]string) error {
	var base any = all
	if one != nil {
		base = one
		if rows[0]["kode"] != v.Changes {
			v.fault(1, "kode", q.language.say("Kode tidak bisa diganti: yang lain merujuk kepadanya."))
		}
		for name, cell := range one { // what the form does not show stays
			if _, shown := rows[0][name]; !shown {
				rows[0][name] = cell
			}
		}
	}
	if p.whole || one != nil {
		if v.Base != baseOf(base) && !sameRows(p.name, rows, base) {
			who, err := q.lastChange(tx, p.name)
			if err != nil {
				return err
			}
			return problem{http.StatusConflict, text(who)}
		}
	} else if p.name == "petugas" || p.name == "desa" || p.name == "kelompok" || p.name == "anggota" {
		for i, r := range rows {
			old := slices.IndexFunc(all, func(o map[string]string) bool { return o["kode"] == r["kode"] })
			if old >= 0 && r["kode"] != "" && !agrees(all[old], workbook.Plain(p.name, r)) {
				v.fault(i+1, "kode", q.language.say("Kode ini sudah dipakai %s. Pilih kode lain, atau ubah yang itu.", all[old]["nama"]))
			}
		}
	}
	_, faults, err := workbook.ImportInto(tx, workbook.FromForm(workbook.Typed{Sheet: p.name, Rows: rows}), q.now, false)
	if err != nil {
		return err
	}
	for _, f := range faults {
		v.fault(f.Row, f.Column, q.language.fault(f.Message))
	}
	if len(v.Faults) > 0 || v.faulty() {
		return errFaulty
	}
	if p.whole {
		if err := takeAway(tx, p.name, rows, all); err != nil {
			return err
		}
	}
	return q.sheetTrail(tx, p, rows, all)
}

// agrees tells whether a row says nothing that the other does not say.
func agrees(all, r map[string]string) bool {
	for name, cell := range r {
		if cell != "" && all[name] != cell && !(all[name] == "" && slices.Contains([]string{"anggota", "channelling", "tidak", "aktif"}, cell)) {
			return false
		}
	}
	return true
}

// sameRows tells whether what was typed is what is there already: a second click.
func sameRows(sheet string, rows []map[string]string, base any) bool {
	var there []map[string]string
	switch base := base.(type) {
	case []map[string]string:
		there = base
	case map[string]string:
		there = []map[string]string{base}
	}
	var full []map[string]string
	for _, r := range rows {
		if plain := workbook.Plain(sheet, r); len(plain) > 0 {
			full = append(full, plain)
		}
	}
	return slices.EqualFunc(full, there, func(a, b map[string]string) bool { return agrees(b, a) })
}
