package workbook

import (
	"cmp"
	"strings"

	"bendahara/ledger"
)

// changes tells what a row of a register makes of one that the store has, column by
// column: an import shows it, with check before anything is changed. A column that
// the workbook leaves out is empty, and empties what was there.
func (im *importer) changes(r, before row) {
	said := func(cell string) string {
		if cell == "" {
			return "nothing"
		}
		return quote(cell)
	}
	for i, c := range r.sheet.columns {
		empty := map[kind]string{yesNo: "tidak", count: "0"}[c.kind] // what says the same as nothing
		if now, was := r.cells[i], before.cells[i]; now != was && cmp.Or(now, empty) != cmp.Or(was, empty) {
			im.changed.add(Fault{r.sheet.name, r.number, c.name, said(was) + " becomes " + said(now) + "."})
		}
	}
}

func villageRow(v ledger.Village) row {
	return newRow("desa", map[string]string{
		"kode": string(v.Code), "nama": v.Name, "hari_jatuh_tempo": digits(v.DueDay), "batas_cair": digits(v.CutOff),
	})
}

func groupRow(g ledger.Group) row {
	kind := "channelling"
	if g.Executing {
		kind = "executing"
	}
	return newRow("kelompok", map[string]string{
		"kode": string(g.Code), "nama": g.Name, "desa": string(g.Village), "jenis": string(g.Type),
		"sifat": kind, "pertemuan": g.Meeting, "izin_tunggakan": yes(g.ArrearsShared),
	})
}

func officerRow(o ledger.Officer) row {
	var list []string
	for _, v := range o.Villages {
		list = append(list, string(v))
	}
	status := map[bool]string{true: "keluar", false: "aktif"}[o.Left]
	return newRow("petugas", map[string]string{
		"kode": string(o.Code), "nama": o.Name, "hp": string(o.Phone), "peran": string(o.Role), "desa": strings.Join(list, "/"), "status": status,
	})
}

// loanChanges tells what becomes of what may change of a loan when its money has moved.
func (im *importer) loanChanges(r row, old ledger.Loan) {
	if r.sheet.name != "pinjaman" {
		return // a row of its shares
	}
	before := row{sheet: r.sheet, cells: append([]string(nil), r.cells...)}
	for column, cell := range map[string]string{"status": string(old.Status), "keputusan": old.Decision, "disetujui_oleh": string(old.ApprovedBy)} {
		before.cells[r.sheet.index(column)] = cell
	}
	im.changes(r, before)
}
