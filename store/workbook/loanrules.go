package workbook

import (
	"errors"

	"bendahara/ledger"
)

// byVillage are the loan's terms with what its village has fixed for loans by the
// month: its due day, and the wait of its cut-off day.
func (im *importer) byVillage(l ledger.Loan) ledger.Terms {
	village := im.villages[im.groups[l.Group].Village]
	t := l.Terms
	if t.Every.Unit != ledger.Month {
		return t
	}
	t.DueDay = village.DueDay
	if shifted, err := t.AfterCutOff(village.CutOff); err == nil { // else the village's row has the fault
		t = shifted
	}
	return t
}

// keepDueDays lets a loan that was paid out keep the days that its village had then:
// a village's new day is for later loans. A day that the row itself says counts.
func (l *openLoan) keepDueDays(r row, old ledger.Loan) {
	if r.get("jatuh_tempo_pertama") != "" || l.Terms.Every != old.Terms.Every {
		return
	}
	l.Terms.DueDay, l.Terms.FirstDue = old.Terms.DueDay, old.Terms.FirstDue
}

// checkCoordinators refuses Kube loans to one member, of more than the group's own
// loan, that nobody approved. A Kube that has no loan of its own has nothing to
// compare with (INF).
func (im *importer) checkCoordinators() {
	own := map[ledger.GroupCode]ledger.Money{}
	for _, l := range im.loans {
		if len(l.Shares) != 1 && !l.faulty {
			own[l.Group] = max(own[l.Group], l.Terms.Principal)
		}
	}
	for _, r := range im.book.rows["pinjaman"] {
		l := im.loans[ledger.LoanCode(r.get("kode"))]
		if l == nil || l.faulty || own[l.Group] == 0 {
			continue
		}
		if l.CheckCoordinator(im.groups[l.Group].Type, own[l.Group]) != nil {
			im.fault(r, "disetujui_oleh", "%s is to one member and more than the group's own loan of %d: write the code of the officer who approved it.",
				l.Code, int64(own[l.Group]))
		}
	}
}

// termFault is the column that an error of ledger's about terms belongs to, and
// what it says without the figures before it.
func termFault(err error) (column string, why error) {
	for _, t := range []struct {
		err    error
		column string
	}{
		{ledger.ErrPrincipal, "pokok"},
		{ledger.ErrRate, "jasa_persen"},
		{ledger.ErrRatePeriod, "jasa_per"},
		{ledger.ErrMethod, "metode"},
		{ledger.ErrMargin, "margin"},
		{ledger.ErrInstalments, "angsuran"},
		{ledger.ErrInterval, "setiap"},
		{ledger.ErrInterestRhythm, "setiap_jasa"},
		{ledger.ErrDisbursed, "tanggal_cair"},
		{ledger.ErrFirstDue, "jatuh_tempo_pertama"},
		{ledger.ErrTooLong, "angsuran"},
		{ledger.ErrGrace, "tenggang"},
		{ledger.ErrRounding, "pembulatan"},
		{ledger.ErrRoundBoth, "pembulatan"},
		{ledger.ErrRoundTotal, "pembulatan"},
		{ledger.ErrRoundMode, "pembulatan"},
		{ledger.ErrMuch, "jasa_persen"},
	} {
		if errors.Is(err, t.err) {
			return t.column, t.err
		}
	}
	return "pokok", err
}
