package console

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
)

// reportsView are the reports of a month.
type reportsView struct {
	Month   ledger.Period
	Reports []Report
}

func (c *Console) reports(q *request) error {
	month := ledger.DateOf(q.now).Period() - 1
	if asked := q.URL.Query().Get("bulan"); asked != "" {
		var err error
		if month, err = ledger.ParsePeriod(asked); err != nil {
			return problem{http.StatusBadRequest, "Bulan ditulis seperti 2026-02."}
		}
	}
	return q.show("reports", "Laporan", reportsView{month, c.Reports})
}

// formats are the kinds of files that reports are downloaded as.
var formats = map[string]string{
	"pdf":  "application/pdf",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func (c *Console) report(q *request) error {
	month, err := ledger.ParsePeriod(q.PathValue("month"))
	name, format, _ := strings.Cut(q.PathValue("file"), ".")
	kind, known := formats[format]
	if err != nil || !known || !slices.ContainsFunc(c.Reports, func(r Report) bool { return r.Name == name }) {
		return nothing
	}
	select {
	case c.making <- struct{}{}:
		defer func() { <-c.making }()
	case <-q.Context().Done():
		return q.Context().Err()
	}
	var file bytes.Buffer // whole, or not at all
	if err := c.Make(q.Context(), name, format, month, &file); err != nil {
		return err
	}
	if err := q.note("report", name+" "+month.String()); err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+"-"+month.String()+"."+format+`"`)
	_, err = q.w.Write(file.Bytes())
	if err != nil {
		c.Log.Info("a report was not taken whole", "report", name, "error", err)
	}
	return nil
}

// visitRow is a visit in the UPK's time.
type visitRow struct {
	store.Visit
	Who string
}

func (c *Console) visits(q *request) error {
	var rows []visitRow
	var next uint64
	err := q.read(func(tx *store.Tx) error {
		rows = nil
		officers, err := tx.EveryOfficer()
		if err != nil {
			return err
		}
		var list []store.Visit
		list, next, err = tx.VisitsBefore(q.before(), visitsAtOnce)
		for _, v := range list {
			v.At = in(q.now, v.At)
			rows = append(rows, visitRow{v, nameOf(officers, v.Officer)})
		}
		return err
	})
	if err != nil {
		return err
	}
	return q.show("visits", "Jejak", struct {
		Rows []visitRow
		Next uint64 // before which they go on; 0: this is the last page
	}{rows, next})
}
