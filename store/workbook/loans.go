package workbook

import (
	"cmp"
	"slices"

	"bendahara/ledger"
)

// openLoan is a loan of the store or the book, with what the import works out.
type openLoan struct {
	ledger.Loan
	faulty bool // a fault is told; its rows of money are passed over
	// toSettle is the row that calls it lunas, to be looked at in the end.
	toSettle *row
	opened   ledger.Date
	group    ledger.Schedule
	each     map[ledger.MemberCode]ledger.Schedule
}

// schedules works out the loan's schedules once.
func (l *openLoan) schedules() (err error) {
	if l.each != nil {
		return nil
	}
	if l.group, err = l.Schedule(); err == nil {
		l.each, err = l.MemberSchedules()
	}
	return err
}

// moved tells whether the books have the loan: what it is from then on is not a
// workbook's to change. One that was opened with no principal left has only its
// interest there.
func (im *importer) moved(l ledger.Loan) bool {
	_, principal := im.balances[ledger.Account{Code: ledger.LoanPrincipal, Group: l.Group, Loan: l.Code}]
	_, interest := im.balances[ledger.Account{Code: ledger.InterestIncome, Group: l.Group, Loan: l.Code}]
	return principal || interest
}

// running tells whether a loan of this status was paid out.
func running(s ledger.LoanStatus) bool {
	switch s {
	case ledger.Disbursed, ledger.PaidOff, ledger.Rescheduled, ledger.WrittenOff:
		return true
	}
	return false
}

// loanSheets reads pinjaman with pemanfaat and jadwal, which belong to it.
func (im *importer) loanSheets() error {
	shares, printed := im.byLoan("pemanfaat"), im.byLoan("jadwal")
	err := im.once("pinjaman", func(r row, code string) error {
		old, known := im.loans[ledger.LoanCode(code)]
		now := &openLoan{Loan: im.loanOf(r)}
		if known && !r.faulty { // what the book does not bring stays
			now.Shares, now.Printed = old.Shares, old.Printed
		}
		if known && im.moved(old.Loan) {
			now.keepDueDays(r, old.Loan)
		}
		im.loans[now.Code] = now
		im.checkLoan(r, now)
		im.addShares(now, shares[now.Code])
		im.addPrinted(now, printed[now.Code])
		delete(shares, now.Code)
		delete(printed, now.Code)
		return im.keepLoan(r, old, now)
	})
	if err != nil {
		return err
	}
	for _, rest := range []map[ledger.LoanCode][]row{shares, printed} {
		for _, code := range sortedKeys(rest) {
			if err := im.changeLoan(code, shares[code], printed[code]); err != nil {
				return err
			}
		}
		clear(rest)
	}
	im.checkCoordinators()
	return nil
}

// changeLoan takes shares and schedules of a loan that is only in the store.
func (im *importer) changeLoan(code ledger.LoanCode, shares, printed []row) error {
	if len(shares)+len(printed) == 0 {
		return nil
	}
	first := slices.Concat(shares, printed)[0]
	old, known := im.loans[code]
	if !known {
		im.fault(first, "pinjaman", "There is no loan %s: add it to sheet pinjaman, or write the code of one that is there.", code)
		return nil
	}
	now := &openLoan{Loan: old.Loan}
	im.loans[code] = now
	im.addShares(now, shares)
	im.addPrinted(now, printed)
	return im.keepLoan(first, old, now)
}

// byLoan is a sheet's rows for each loan.
func (im *importer) byLoan(sheet string) map[ledger.LoanCode][]row {
	list := map[ledger.LoanCode][]row{}
	for _, r := range im.book.rows[sheet] {
		if code := ledger.LoanCode(r.get("pinjaman")); code != "" {
			list[code] = append(list[code], r)
		}
	}
	return list
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	var keys []K
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// loanOf is a row of pinjaman as a loan; what it leaves open is the village's and
// the UPK's.
func (im *importer) loanOf(r row) ledger.Loan {
	l := ledger.Loan{
		Code: ledger.LoanCode(r.get("kode")), Group: ledger.GroupCode(r.get("kelompok")), Fund: ledger.Fund(r.get("dana")),
		Status: ledger.LoanStatus(r.get("status")), Decision: r.get("keputusan"), ApprovedBy: ledger.OfficerCode(r.get("disetujui_oleh")),
		Replaces: ledger.LoanCode(r.get("asal")), ProfitShare: r.get("nisbah"),
	}
	t := &l.Terms
	*t = ledger.Terms{
		Principal: r.money("pokok"), Rate: r.rate("jasa_persen"), RatePer: ledger.RatePeriod(r.get("jasa_per")),
		Method: ledger.Method(r.get("metode")), Margin: r.money("margin"), Instalments: r.count("angsuran"),
		Every: r.interval("setiap"), InterestEvery: r.interval("setiap_jasa"), Disbursed: r.date("tanggal_cair"),
		FirstDue: r.date("jatuh_tempo_pertama"), Grace: r.count("tenggang"),
	}
	if t.Every == (ledger.Interval{}) {
		t.Every = ledger.Monthly
	}
	*t = im.byVillage(l)
	round, given := parseRounding(r.get("pembulatan"))
	if !given {
		round.step = ledger.Money(im.settings.Int("pembulatan"))
		if round.step > t.Principal { // the UPK's step is not for so small a loan
			round.step = 0
		}
	}
	if t.RoundMode = round.mode; round.mode == "" {
		t.RoundMode = im.roundMode()
	}
	if t.Round = round.step; round.whole {
		t.Round, t.RoundTotal = 0, round.step
	}
	return l
}

// roundMode is the UPK's own; the usual one is left unsaid in a loan's terms.
func (im *importer) roundMode() ledger.RoundMode {
	if mode := ledger.RoundMode(im.settings.Get("pembulatan_cara")); mode != ledger.RoundNearest {
		return mode
	}
	return ""
}

// checkLoan tells what is wrong with a loan, shares and schedules apart.
func (im *importer) checkLoan(r row, l *openLoan) {
	l.faulty = r.faulty
	if r.faulty {
		return
	}
	bad := func(column, format string, args ...any) {
		im.fault(r, column, format, args...)
		l.faulty = true
	}
	group, ok := im.groups[l.Group]
	if !ok {
		bad("kelompok", "There is no group %s: add it to sheet kelompok, or write the code of one that is there.", l.Group)
	} else if ledger.CheckFund(l.Fund, group.Type) != nil {
		bad("dana", "%s money does not go to %s groups such as %s (SPP money goes to SPP groups only, UEP money to SPP and UEP groups only): write another fund or group.", l.Fund, group.Type, l.Group)
	}
	if _, err := ledger.ParseProfitShare(l.ProfitShare); l.Terms.Method == ledger.ProfitShare && err != nil {
		bad("nisbah", "Bagi hasil needs its nisbah: write the fund's per cent (40), or the group's and then the fund's (60:40).")
	}
	if _, ok := im.officers[l.ApprovedBy]; l.ApprovedBy != "" && !ok {
		bad("disetujui_oleh", "There is no officer %s: write a code of sheet petugas, or nothing.", l.ApprovedBy)
	}
	if l.Replaces == l.Code || l.Replaces != "" && !im.hasLoan(l.Replaces) {
		bad("asal", "There is no other loan %s: write the code of the loan that this one replaces.", l.Replaces)
	}
	if err := l.Terms.Check(); err != nil {
		column, why := termFault(err)
		bad(column, "The loan cannot be: %s.", why)
	}
}

func (im *importer) hasLoan(code ledger.LoanCode) bool {
	if _, ok := im.loans[code]; ok {
		return true
	}
	return slices.ContainsFunc(im.book.rows["pinjaman"], func(r row) bool { return r.get("kode") == string(code) })
}

// addShares gives a loan the shares of the book, and tells what is wrong with them.
func (im *importer) addShares(l *openLoan, rows []row) {
	if len(rows) == 0 {
		return
	}
	l.Shares = nil
	sum, seen := ledger.Money(0), map[ledger.MemberCode]bool{}
	bad := func(r row, column, format string, args ...any) {
		im.fault(r, column, format, args...)
		l.faulty = true
	}
	for _, r := range rows {
		if r.faulty {
			l.faulty = true
			continue
		}
		s := shareOf(r)
		m, ok := im.members[s.Member]
		switch {
		case !ok:
			bad(r, "anggota", "There is no member %s: add her to sheet anggota, or write the code of one who is there.", s.Member)
		case m.Group != l.Group && !l.faulty:
			bad(r, "anggota", "%s is a member of %s, and the loan is %s's: write a member of that group.", s.Member, m.Group, l.Group)
		case seen[s.Member]:
			bad(r, "anggota", "%s has a share already: leave one row a member.", s.Member)
		case ownTerms(s) && !im.groups[l.Group].Executing:
			bad(r, "jasa_persen", "Only an executing group has terms of its own: leave them empty, or write executing in sheet kelompok.")
		}
		seen[s.Member] = true
		sum += s.Principal
		l.Shares = append(l.Shares, s)
	}
	if !l.faulty && sum != l.Terms.Principal {
		bad(rows[0], "pokok", "The shares of %s add up to %d, but its pokok is %d: correct a share or the loan.", l.Code, int64(sum), int64(l.Terms.Principal))
	}
	if !l.faulty {
		if err := l.schedules(); err != nil && len(l.Printed) == 0 {
			column, why := termFault(err)
			bad(rows[0], column, "The shares of %s cannot be: %s.", l.Code, why)
		}
		l.each = nil
	}
}

func shareOf(r row) ledger.Share {
	s := ledger.Share{
		Member: ledger.MemberCode(r.get("anggota")), Principal: r.money("pokok"), RatePer: ledger.RatePeriod(r.get("jasa_per")),
		Instalments: r.count("angsuran"), Every: r.interval("setiap"),
	}
	if r.get("jasa_persen") != "" {
		rate := r.rate("jasa_persen")
		s.Rate = &rate
	}
	return s
}

func ownTerms(s ledger.Share) bool {
	return s.Rate != nil || s.RatePer != "" || s.Instalments != 0 || s.Every != ledger.Interval{}
}

// addPrinted gives a loan the schedules of the book.
func (im *importer) addPrinted(l *openLoan, rows []row) {
	if len(rows) == 0 {
		return
	}
	printed, first := map[ledger.MemberCode]ledger.Schedule{}, map[ledger.MemberCode]row{}
	for _, r := range rows {
		if r.faulty {
			l.faulty = true
			continue
		}
		m := ledger.MemberCode(r.get("anggota"))
		if _, ok := first[m]; !ok {
			first[m] = r
		}
		printed[m] = append(printed[m], ledger.Instalment{
			Number: r.count("ke"), Due: r.date("tanggal"), Principal: r.money("pokok"), Interest: r.money("jasa"),
		})
	}
	for _, m := range sortedKeys(printed) {
		s := printed[m]
		slices.SortStableFunc(s, func(a, b ledger.Instalment) int { return a.Number - b.Number })
		im.checkPrinted(l, m, s, first[m])
	}
	l.Printed = printed
}

func (im *importer) checkPrinted(l *openLoan, m ledger.MemberCode, s ledger.Schedule, r row) {
	bad := func(column, format string, args ...any) {
		im.fault(r, column, format, args...)
		l.faulty = true
	}
	share := l.Terms.Principal
	if m != "" {
		i := slices.IndexFunc(l.Shares, func(s ledger.Share) bool { return s.Member == m })
		if i < 0 && !l.faulty {
			bad("anggota", "%s has no share of %s: add it to sheet pemanfaat.", m, l.Code)
		}
		if i < 0 {
			return
		}
		share = l.Shares[i].Principal
	}
	for i, line := range s {
		if line.Number != i+1 {
			bad("ke", "The schedule goes from instalment %d to %d: number its rows 1, 2, 3.", i, line.Number)
			return
		}
	}
	if l.faulty {
		return
	}
	if err := s.Check(share); err != nil {
		bad("pokok", "The schedule of %s must add up to %d, each day after the one before: correct its amounts or days.", l.Code, int64(share))
	}
}
