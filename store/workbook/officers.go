package workbook

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// officerSheet reads petugas. A row that does not say whether she has left leaves that as
// it is: a file of before must not bring her back.
func (im *importer) officerSheet() error {
	had := im.hasHead()
	var ended row
	err := im.once("petugas", func(r row, code string) error {
		o := ledger.Officer{
			Code: ledger.OfficerCode(code), Name: r.get("nama"), Phone: ledger.Phone(r.get("hp")), Role: ledger.Role(r.get("peran")), Left: r.get("status") == "keluar",
		}
		if list := r.get("desa"); list != "" {
			for v := range strings.SplitSeq(list, "/") {
				o.Villages = append(o.Villages, ledger.VillageCode(v))
				if _, ok := im.villages[ledger.VillageCode(v)]; !ok {
					im.fault(r, "desa", "There is no village %s: add it to sheet desa, or write the codes of those that are there.", v)
				}
			}
		}
		old, known := im.officers[o.Code]
		if r.get("status") == "" {
			o.Left = old.Left
			r.cells = slices.Clone(r.cells)
			r.cells[r.sheet.index("status")] = officerRow(o).get("status")
		}
		im.officers[o.Code] = o
		if r.faulty {
			return nil
		}
		if old.Role == ledger.Head && (o.Left || o.Role != ledger.Head) {
			ended = r
		}
		if known {
			im.changes(r, officerRow(old))
		}
		return im.keep("petugas", known, old, o, func() error { return im.tx.PutOfficer(o) })
	})
	if had && !im.hasHead() && ended.sheet != nil {
		im.fault(ended, "peran", "The UPK would have no ketua any more: make another officer ketua first.")
	}
	return err
}

// hasHead tells whether anybody is the UPK's ketua.
func (im *importer) hasHead() bool {
	for _, o := range im.officers {
		if o.Role == ledger.Head && !o.Left {
			return true
		}
	}
	return false
}
