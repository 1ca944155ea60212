package console

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// takeAway takes away what was emptied.
func takeAway(tx *store.Tx, sheet string, rows, all []map[string]string) error {
	full := slices.ContainsFunc(rows, func(r map[string]string) bool { return len(r) > 0 })
	if sheet == "harga" {
		if full {
			return nil // the import has replaced them
		}
		return tx.PutSheetRows(sheet, nil)
	}
	for _, old := range all {
		if slices.ContainsFunc(rows, func(r map[string]string) bool { return workbook.Plain(sheet, r)["tanggal"] == old["tanggal"] }) {
			continue
		}
		day, err := ledger.ParseDate(old["tanggal"])
		if err == nil {
			err = tx.RemoveHoliday(day)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sheetTrail keeps what a sheet changed: each row that is new, another, or gone.
func (q *request) sheetTrail(tx *store.Tx, p sheetPage, rows, before []map[string]string) error {
	after, err := p.touched(tx, rows)
	if err != nil {
		return err
	}
	key := func(r map[string]string) string {
		return cmp.Or(r["kode"], r["tanggal"], r["gateway"]+" "+r["kanal"]+" "+r["awalan"])
	}
	was := map[string]map[string]string{}
	for _, r := range before {
		was[key(r)] = r
	}
	keep := func(old, now map[string]string) error {
		visit := q.visit("register", strings.TrimSpace(p.name+" "+cmp.Or(key(old), key(now))))
		visit.Before, visit.After = difference(old, now)
		if visit.Before == visit.After {
			return nil
		}
		return tx.KeepVisit(visit)
	}
	for _, r := range after {
		if err := keep(was[key(r)], r); err != nil {
			return err
		}
		delete(was, key(r))
	}
	for _, code := range slices.Sorted(maps.Keys(was)) {
		if err := keep(was[code], nil); err != nil {
			return err
		}
	}
	return nil
}

// difference is what two rows say that is not the same, by column.
func difference(old, now map[string]string) (before, after string) {
	names := map[string]bool{}
	for _, r := range []map[string]string{old, now} {
		for name := range r {
			names[name] = old[name] != now[name]
		}
	}
	var a, b []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if names[name] {
			a, b = append(a, name+" "+cmp.Or(old[name], "-")), append(b, name+" "+cmp.Or(now[name], "-"))
		}
	}
	return strings.Join(a, ", "), strings.Join(b, ", ")
}

// fault says what is wrong, beside its cell where the form has it.
func (v *sheetView) fault(row int, column, words string) {
	if row >= 1 && row <= len(v.Rows) {
		for i, c := range v.Rows[row-1].Cells {
			if c.Name == column && c.Fault == "" {
				v.Rows[row-1].Cells[i].Fault = words
				return
			}
		}
	}
	if row > 0 {
		words = fmt.Sprint(row, ". ", words)
	}
	v.Faults = append(v.Faults, words)
}

func (v *sheetView) faulty() bool {
	return slices.ContainsFunc(v.Rows, func(r sheetRow) bool {
		return slices.ContainsFunc(r.Cells, func(c sheetCell) bool { return c.Fault != "" })
	})
}

// lastChange says who changed something meanwhile, as the trail has it.
func (q *request) lastChange(tx *store.Tx, about string) (string, error) {
	visits, _, err := tx.VisitsBefore(0, visitsLooked)
	if err != nil {
		return "", err
	}
	officers, err := tx.EveryOfficer()
	if err != nil {
		return "", err
	}
	for _, v := range visits {
		if (v.What == "register" || v.What == "setting" || v.What == "import") && (v.About == about || strings.HasPrefix(v.About, about+" ") || v.What == "import") {
			return q.language.say("Sementara itu %s sudah mengubahnya, pada %s. Klik Anda tidak mengubah apa-apa; buka halamannya lagi.",
				nameOf(officers, v.Officer), q.language.clock(in(q.now, v.At))), nil
		}
	}
	return q.language.say("Sementara itu ini sudah berubah. Klik Anda tidak mengubah apa-apa; buka halamannya lagi."), nil
}
