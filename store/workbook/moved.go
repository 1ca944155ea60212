package workbook

import (
	"maps"
	"slices"

	"bendahara/ledger"
)

// payer is who pays on a loan; the member "" is a group that pays as a whole.
type payer struct {
	loan   ledger.LoanCode
	member ledger.MemberCode
}

// moves is what the balances do not tell of the money that moved: when. It
// follows the store's entries and then those that the book makes, as they come.
type moves struct {
	fines    ledger.FineRule
	paid     map[payer][]ledger.Payment           // to the treasurer
	received map[ledger.LoanCode][]ledger.Payment // by the UPK
	later    map[ledger.GroupCode][]cashMove      // of treasurers' cash, in the store's entries
	lastPaid map[ledger.LoanCode]ledger.Date      // when the UPK last received something
}

type cashMove struct {
	day   ledger.Date
	delta ledger.Money
}

// follow reads the store's entries, where something of the book depends on them.
func (im *importer) follow() (err error) {
	im.moves = moves{
		paid: map[payer][]ledger.Payment{}, received: map[ledger.LoanCode][]ledger.Payment{},
		later: map[ledger.GroupCode][]cashMove{}, lastPaid: map[ledger.LoanCode]ledger.Date{},
	}
	if im.moves.fines, err = im.settings.FineRule(); err != nil {
		return err
	}
	settle := slices.ContainsFunc(slices.Collect(maps.Values(im.loans)), func(l *openLoan) bool { return l.toSettle != nil })
	if im.tx == nil || im.moves.fines.Kind == ledger.NoFine && len(im.book.rows["setoran"]) == 0 && !settle {
		return nil
	}
	for e, err := range im.tx.Journal() {
		if err != nil {
			return err
		}
		for _, p := range e.Postings {
			im.moves.cash(p.Debit, e.Day, p.Amount)
			im.moves.cash(p.Credit, e.Day, -p.Amount)
		}
		if e.Kind == ledger.Reversal {
			continue
		}
		gone, err := im.tx.Reversed(e.Group, e.Number)
		if err != nil {
			return err
		}
		if !gone {
			im.note(e)
		}
	}
	return nil
}

func (m *moves) cash(a ledger.Account, day ledger.Date, delta ledger.Money) {
	if a.Code == ledger.TreasurerCash {
		m.later[a.Group] = append(m.later[a.Group], cashMove{day, delta})
	}
}

// note remembers the payments that an entry has, as ledger.Loan.PaymentsOf and
// Received find them.
func (im *importer) note(e ledger.Entry) {
	paid, received := map[payer]ledger.Amounts{}, map[ledger.LoanCode]ledger.Amounts{}
	for _, p := range e.Postings {
		for _, side := range []struct {
			account ledger.Account
			amount  ledger.Money
		}{{p.Credit, p.Amount}, {p.Debit, -p.Amount}} {
			a := side.account
			switch a.Code {
			case ledger.MemberPrincipal:
				add(paid, payer{a.Loan, a.Member}, ledger.Amounts{Principal: side.amount})
			case ledger.InterestCollected:
				add(paid, payer{a.Loan, a.Member}, ledger.Amounts{Interest: side.amount})
			case ledger.LoanPrincipal:
				add(received, a.Loan, ledger.Amounts{Principal: side.amount})
			case ledger.InterestIncome:
				add(received, a.Loan, ledger.Amounts{Interest: side.amount})
			}
		}
	}
	l, opens := im.loans[e.Loan]
	opens = opens && e.Kind == ledger.Opening
	if opens {
		l.fillIn(paid, received)
	}
	day := e.Day
	if opens {
		day = 0 // it was paid before the books began
	}
	if im.moves.fines.Kind != ledger.NoFine {
		for who, amounts := range paid {
			if amounts.Principal > 0 || amounts.Interest > 0 {
				im.moves.paid[who] = append(im.moves.paid[who], ledger.Payment{Day: day, Paid: amounts})
			}
		}
	}
	if e.Kind != ledger.DepositReceived && !opens {
		return
	}
	for code, amounts := range received {
		im.moves.received[code] = append(im.moves.received[code], ledger.Payment{Day: day, Paid: amounts})
		im.moves.lastPaid[code] = max(im.moves.lastPaid[code], day)
	}
}

func add[K comparable](sums map[K]ledger.Amounts, key K, more ledger.Amounts) {
	was := sums[key]
	sums[key] = ledger.Amounts{Principal: was.Principal + more.Principal, Interest: was.Interest + more.Interest}
}

// fillIn turns what an opening says is left into what had been paid.
func (l *openLoan) fillIn(paid map[payer]ledger.Amounts, received map[ledger.LoanCode]ledger.Amounts) {
	add(received, l.Code, ledger.Amounts{Principal: l.Terms.Principal})
	for m := range l.each {
		add(paid, payer{l.Code, m}, ledger.Amounts{Principal: l.ShareOf(m)})
	}
}

// fine is the fine that a payer has still to pay on a loan, as by message: what has
// accrued by the days of her payments, less what she has paid or was let off.
func (im *importer) fine(l *openLoan, m ledger.MemberCode, day ledger.Date) ledger.Money {
	settled, _ := l.FineSettled(m, im.balance) // which never fails
	return max(0, l.each[m].FineOn(day, im.moves.paid[payer{l.Code, m}], im.moves.fines)-settled)
}

// fineAtUPK is the fine that the group has still to bring to the UPK for a loan.
func (im *importer) fineAtUPK(l *openLoan, day ledger.Date) ledger.Money {
	settled, _ := l.FineSettledToUPK(im.balance)
	return max(0, l.group.FineOn(day, im.moves.received[l.Code], im.moves.fines)-settled)
}

// cashOn is what a group's treasurer can have brought to the UPK on a day: what she
// held in the evening, and no more than is left today of what she held later.
func (im *importer) cashOn(group ledger.GroupCode, day ledger.Date) ledger.Money {
	now := im.balances[ledger.Account{Code: ledger.TreasurerCash, Group: group}]
	then := now
	for _, m := range im.moves.later[group] {
		if m.day > day {
			then -= m.delta
		}
	}
	return min(now, then)
}

// keepsCash tells whether anything is known of what the group's treasurer received:
// if not, what she brings cannot be held against it.
func (im *importer) keepsCash(group ledger.GroupCode) bool {
	if im.receipts == nil {
		im.receipts = map[ledger.GroupCode]bool{}
		for group, list := range im.moves.later {
			im.receipts[group] = slices.ContainsFunc(list, func(m cashMove) bool { return m.delta > 0 })
		}
		for _, r := range im.book.rows["angsuran"] {
			if l, ok := im.loans[ledger.LoanCode(r.get("pinjaman"))]; ok {
				im.receipts[l.Group] = true
			}
		}
		for _, r := range im.book.rows["simpanan"] {
			im.receipts[im.members[ledger.MemberCode(r.get("anggota"))].Group] = true
		}
		for _, r := range im.book.rows["kas_awal"] {
			im.receipts[ledger.GroupCode(r.get("kelompok"))] = true
		}
	}
	return im.receipts[group]
}

// offHolidays moves the loan's due days off the holidays where the UPK does that,
// as a message would find them.
func (im *importer) offHolidays(l *openLoan) {
	shift := ledger.Shift(im.settings.Get("libur_geser"))
	if shift == ledger.NoShift {
		return
	}
	holiday := func(d ledger.Date) bool { return im.holidays[d] != "" }
	l.group = l.group.OffHolidays(shift, holiday, l.Terms.Disbursed)
	for m, s := range l.each {
		l.each[m] = s.OffHolidays(shift, holiday, l.Terms.Disbursed)
	}
}
