package workbook

import (
	"errors"

	"bendahara/ledger"
)

// openings plans the sheets of books that begin in mid-life, and the payment of
// every loan that does not.
func (im *importer) openings() error {
	left := im.byLoan("saldo_awal")
	im.left = left
	for _, code := range sortedKeys(left) {
		if _, ok := im.loans[code]; !ok {
			im.fault(left[code][0], "pinjaman", "There is no loan %s: add it to sheet pinjaman, or write the code of one that is there.", code)
		}
	}
	for _, code := range sortedKeys(im.loans) {
		if err := im.beginLoan(im.loans[code], left[code]); err != nil {
			return err
		}
	}
	for _, do := range []func() error{im.cashSheet, im.accountSheet} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// beginLoan plans how a loan comes into the books: with what is left of it, or
// else with its disbursement.
func (im *importer) beginLoan(l *openLoan, left []row) error {
	if err := l.schedules(); err != nil || l.faulty {
		l.faulty = true
		return nil
	}
	im.offHolidays(l)
	if len(left) == 0 {
		left = im.begun(l)
	}
	if len(left) > 0 {
		return im.openLoan(l, left)
	}
	if !running(l.Status) || im.moved(l.Loan) {
		return nil
	}
	if old := im.replaced(l); old != nil && !old.faulty {
		im.later(l.Terms.Disbursed, rankReplace, func() error { return im.takePlace(old, l) })
		return nil
	}
	im.later(l.Terms.Disbursed, rankDisburse, func() error {
		return im.enter(ledger.DisburseEntry(l.Loan), "pinjaman:"+string(l.Code))
	})
	return nil
}

func (im *importer) openLoan(l *openLoan, rows []row) error {
	first := rows[0]
	o, ok := im.loanOpening(l, rows)
	if !ok {
		l.faulty = true
		return nil
	}
	l.opened = o.Day
	content := ""
	for _, r := range rows {
		content += r.content()
	}
	identity := string(l.Code)
	isNew, err := im.unknown(first, "saldo_awal", identity, digest(content))
	if err != nil || !isNew {
		return err
	}
	if !im.hasBeen(first) {
		l.faulty = true
		return nil
	}
	if im.moved(l.Loan) {
		im.fault(first, "pinjaman", "%s is in the books already, and cannot be opened again: leave this row out.", l.Code)
		return nil
	}
	e, err := ledger.OpenLoanEntry(l.Loan, o)
	if errors.Is(err, ledger.ErrOpening) {
		im.fault(first, "sisa_pokok", "More is left of %s than its schedule has: correct sisa_pokok or sisa_jasa.", l.Code)
		l.faulty = true
		return nil
	}
	if err != nil {
		return err
	}
	im.openingRows = append(im.openingRows, rows...)
	im.later(o.Day, rankLoan, func() error { return im.enter(e, "saldo_awal:"+identity) })
	return nil
}

// loanOpening gathers the rows of one loan: a row for the group is what it owes
// the UPK, and rows for members are what they owe; either follows from the other
// where it is not there.
func (im *importer) loanOpening(l *openLoan, rows []row) (o ledger.LoanOpening, ok bool) {
	o = ledger.LoanOpening{Day: rows[0].date("per_tanggal"), Members: map[ledger.MemberCode]ledger.Amounts{}}
	ok = true
	bad := func(r row, column, format string, args ...any) {
		im.fault(r, column, format, args...)
		ok = false
	}
	var whole *ledger.Amounts
	var sum ledger.Amounts
	for _, r := range rows {
		if r.faulty {
			ok = false
			continue
		}
		m, left := ledger.MemberCode(r.get("anggota")), ledger.Amounts{Principal: r.money("sisa_pokok"), Interest: r.money("sisa_jasa")}
		_, twice := o.Members[m]
		_, share := l.each[m]
		switch {
		case !running(l.Status):
			bad(r, "pinjaman", "%s is not paid out: write cair as its status, or leave this row out.", l.Code)
		case r.date("per_tanggal") != o.Day:
			bad(r, "per_tanggal", "%s has another day above: write one day for all rows of a loan.", l.Code)
		case o.Day < l.Terms.Disbursed:
			bad(r, "per_tanggal", "%s was paid out only on %s: write a day from then on.", l.Code, l.Terms.Disbursed)
		case m == "" && whole != nil || m != "" && twice:
			bad(r, "anggota", "This row is there twice: leave one.")
		case m == "":
			whole = &left
		case !share:
			bad(r, "anggota", "%s has no share of %s: write a member who is in sheet pemanfaat.", m, l.Code)
		default:
			o.Members[m] = left
			sum.Principal += left.Principal
			sum.Interest += left.Interest
		}
	}
	if !ok {
		return o, false
	}
	for _, r := range rows {
		im.compareLate(l, r)
	}
	if missing := len(l.Shares) - len(o.Members); len(o.Members) > 0 && missing > 0 {
		bad(rows[0], "anggota", "%s lacks %d members: write a row for each, with 0 where nothing is left.", l.Code, missing)
		return o, false
	}
	if whole == nil {
		o.Group = sum
		return o, true
	}
	o.Group = *whole
	if len(o.Members) == 0 {
		o.Members = l.spread(*whole)
	}
	return o, true
}

// compareLate says where what a row calls late is not what follows from what is left and
// the schedule, which holds.
func (im *importer) compareLate(l *openLoan, r row) {
	schedule := l.group
	if m := r.get("anggota"); m != "" {
		schedule = l.each[ledger.MemberCode(m)]
	}
	all := schedule.Total()
	st := schedule.On(r.date("per_tanggal"), ledger.Amounts{Principal: all.Principal - r.money("sisa_pokok"), Interest: all.Interest - r.money("sisa_jasa")})
	const differs = "By the schedule of %s this is %s: correct what is left, or write the printed card into sheet jadwal. What the schedule says will hold."
	if r.get("tunggakan_pokok") != "" && r.money("tunggakan_pokok") != st.OverduePrincipal {
		im.warn(r, "tunggakan_pokok", differs, l.Code, st.OverduePrincipal)
	}
	if r.get("tunggakan_jasa") != "" && r.money("tunggakan_jasa") != st.OverdueInterest {
		im.warn(r, "tunggakan_jasa", differs, l.Code, st.OverdueInterest)
	}
	if since := r.date("menunggak_sejak"); since != 0 && since != st.LateSince {
		late := "-"
		if st.LateSince != 0 {
			late = st.LateSince.String()
		}
		im.warn(r, "menunggak_sejak", differs, l.Code, late)
	}
}

// spread splits what is left over the members by their parts of the loan.
func (l *openLoan) spread(all ledger.Amounts) map[ledger.MemberCode]ledger.Amounts {
	parts := map[ledger.MemberCode]ledger.Amounts{}
	if len(l.Shares) == 0 {
		parts[""] = all
		return parts
	}
	principal, interest := make([]ledger.Money, len(l.Shares)), make([]ledger.Money, len(l.Shares))
	for i, s := range l.Shares {
		total := l.each[s.Member].Total()
		principal[i], interest[i] = total.Principal, total.Interest
	}
	p, in := ledger.Split(all.Principal, principal), ledger.Split(all.Interest, interest)
	for i, s := range l.Shares {
		parts[s.Member] = ledger.Amounts{Principal: p[i], Interest: in[i]}
	}
	return parts
}

func (im *importer) cashSheet() error {
	seen := map[string]bool{}
	for _, r := range im.book.rows["kas_awal"] {
		if r.faulty {
			continue
		}
		group := r.get("kelompok")
		if _, ok := im.groups[ledger.GroupCode(group)]; !ok || seen[group] {
			im.fault(r, "kelompok", "There is no group %s, or it is there twice: write each group of sheet kelompok once.", group)
			continue
		}
		seen[group] = true
		isNew, err := im.unknown(r, "kas_awal", group, digest(r.content()))
		if err != nil {
			return err
		}
		if isNew && im.hasBeen(r) {
			e := ledger.OpenCashEntry(ledger.GroupCode(group), r.money("jumlah"), r.date("per_tanggal"))
			im.later(e.Day, rankCash, func() error { return im.enter(e, "kas_awal:"+group) })
		}
	}
	return nil
}

func (im *importer) accountSheet() error {
	seen := map[string]bool{}
	for _, r := range im.book.rows["saldo_akun"] {
		if r.faulty {
			continue
		}
		identity := r.get("akun")
		a, _ := ledger.ParseAccount(identity)
		line, _ := accountOf(a.Code)
		switch {
		case a.Code == ledger.LoanPrincipal:
			im.fault(r, "akun", "What groups owe comes from sheets pinjaman and saldo_awal: leave this row out.")
			continue
		case a.Code == ledger.OpeningEquity || line.ofGroups():
			im.fault(r, "akun", "%s is no account of the UPK's opening balance: write one such as Kas, Bank or Modal.", line.name())
			continue
		case seen[identity]:
			im.fault(r, "akun", "%s is there twice: leave one.", line.name())
			continue
		case !im.knowsParts(r, "akun", a):
			continue
		}
		seen[identity] = true
		isNew, err := im.unknown(r, "saldo_akun", identity, digest(r.content()))
		if err != nil {
			return err
		}
		if isNew && im.hasBeen(r) {
			e := ledger.OpenAccountEntry(a, r.money("jumlah")*line.usualSide(), r.date("per_tanggal"))
			im.later(e.Day, rankBalance, func() error { return im.enter(e, "saldo_akun:"+identity) })
		}
	}
	return nil
}

// knowsParts tells whether the group, loan and member of a divided account are
// there, and tells the fault.
func (im *importer) knowsParts(r row, column string, a ledger.Account) bool {
	_, group := im.groups[a.Group]
	_, loan := im.loans[a.Loan]
	_, member := im.members[a.Member]
	if a.Group != "" && !group || a.Loan != "" && !loan || a.Member != "" && !member {
		im.fault(r, column, "%s names a group, loan or member that is not there: write one that is.", a)
		return false
	}
	return true
}

// hasBeen tells whether the day of an opening balance has come, and tells the fault: what
// is left on a day to come, nobody knows.
func (im *importer) hasBeen(r row) bool {
	day := r.date("per_tanggal")
	if im.now.IsZero() || day <= ledger.DateOf(im.now.In(im.settings.Zone())) {
		return true
	}
	im.fault(r, "per_tanggal", "%s has not been yet: correct the day.", day)
	return false
}
