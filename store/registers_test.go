package store_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"bendahara/ledger"
	"bendahara/store"
)

const (
	sitiPhone = ledger.Phone("+6281390000103")
	otherOne  = ledger.Phone("+6281390000999")
)

func aMember(code ledger.MemberCode, group ledger.GroupCode, phones ...ledger.Phone) ledger.Member {
	m := ledger.Member{Code: code, Group: group, Name: "Siti", Office: ledger.Ordinary, Status: ledger.Active}
	phones = append(phones, "", "")
	m.Phone, m.Phone2 = phones[0], phones[1]
	return m
}

// aLoan is one of 5,000,000 with two shares.
func aLoan(code ledger.LoanCode, group ledger.GroupCode) ledger.Loan {
	return ledger.Loan{
		Code: code, Group: group, Fund: "SPP", Status: ledger.Disbursed,
		Terms: ledger.Terms{
			Principal: 5_000_000, Rate: decimal.New(15, -1), RatePer: ledger.PerMonth, Method: ledger.Flat,
			Instalments: 10, Every: ledger.Interval{N: 1, Unit: ledger.Month}, Disbursed: date("2026-01-15"),
		},
		Shares: []ledger.Share{
			{Member: ledger.MemberCode(group) + "-01", Principal: 2_000_000},
			{Member: ledger.MemberCode(group) + "-03", Principal: 3_000_000},
		},
	}
}

func memberCode(m ledger.Member) string   { return string(m.Code) }
func officerCode(o ledger.Officer) string { return string(o.Code) }
func loanCode(l ledger.Loan) string       { return string(l.Code) }

func TestRegistersComeBackAsTheyWere(t *testing.T) {
	upk := ledger.UPK{Code: "KJB", Name: "UPK Kalijambe", District: "Kalijambe", Regency: "Sragen"}
	villages := []ledger.Village{{Code: "D01", Name: "Banaran", DueDay: 15}, {Code: "D02", Name: "Bukuran"}}
	groups := []ledger.Group{
		{Code: "A01", Name: "Melati", Village: "D01", Type: ledger.SPP, Meeting: "malam Sabtu Pahing", ArrearsShared: true},
		{Code: "B01", Name: "Mawar", Village: "D02", Type: ledger.UEP, Executing: true},
	}
	siti := aMember("A01-03", "A01", sitiPhone, otherOne)
	siti.Nicknames, siti.Title, siti.Language = []string{"Sit", "Tik"}, "Bu", "jv"
	siti.Consent, siti.ConsentDay, siti.NIK, siti.Address = true, date("2026-01-02"), "3314000000000001", "RT 2 / RW 1"
	officers := []ledger.Officer{{Code: "K1", Name: "Wati", Phone: "+628111", Role: ledger.Cashier, Villages: []ledger.VillageCode{"D01"}}}
	rate := decimal.RequireFromString("1.75")
	loan := aLoan("P01", "A01")
	loan.Shares[0].Rate, loan.Shares[0].RatePer = &rate, ledger.PerMonth
	loan.Printed = map[ledger.MemberCode]ledger.Schedule{"A01-01": {{Number: 1, Due: date("2026-02-15"), Principal: 2_000_000}}}
	loan.Decision, loan.ApprovedBy, loan.Replaces, loan.ProfitShare = "BA 7", "K1", "P00", "60:40"

	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutUPK, upk), put((*store.Tx).PutVillage, villages[1]), put((*store.Tx).PutVillage, villages[0]),
			put((*store.Tx).PutGroup, groups[1]), put((*store.Tx).PutGroup, groups[0]),
			put((*store.Tx).PutMember, siti), put((*store.Tx).PutOfficer, officers[0]), put((*store.Tx).PutLoan, loan))
		b.reopen()
		same(t, "UPK", ask(b, (*store.Tx).UPK), upk)
		same(t, "villages", ask(b, (*store.Tx).Villages), villages)
		same(t, "village", ask(b, of((*store.Tx).Village, "D01")), villages[0])
		same(t, "groups", ask(b, (*store.Tx).Groups), groups)
		same(t, "group", ask(b, of((*store.Tx).Group, "B01")), groups[1])
		same(t, "member", ask(b, of((*store.Tx).Member, siti.Code)), siti)
		same(t, "members", ask(b, of((*store.Tx).Members, "A01")), []ledger.Member{siti})
		same(t, "officers", ask(b, (*store.Tx).Officers), officers)
		same(t, "loan", ask(b, of((*store.Tx).Loan, "P01")), loan)
		same(t, "loans", ask(b, of((*store.Tx).Loans, "A01")), []ledger.Loan{loan})

		siti, loan := siti, loan
		siti.Name, loan.Status = "Siti Aminah", ledger.PaidOff
		b.do(put((*store.Tx).PutMember, siti), put((*store.Tx).PutLoan, loan))
		same(t, "a changed member", ask(b, of((*store.Tx).Members, "A01")), []ledger.Member{siti})
		same(t, "a changed loan", ask(b, of((*store.Tx).Loans, "A01")), []ledger.Loan{loan})
	})
}

func TestWhatIsNotInTheRegisters(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		for what, question := range map[string]func(*store.Tx) error{
			"village": func(tx *store.Tx) error { _, err := tx.Village("D01"); return err },
			"group":   func(tx *store.Tx) error { _, err := tx.Group("A01"); return err },
			"member":  func(tx *store.Tx) error { _, err := tx.Member("A01-03"); return err },
			"loan":    func(tx *store.Tx) error { _, err := tx.Loan("P01"); return err },
			"entry":   func(tx *store.Tx) error { _, err := tx.Entry("A01", 1); return err },
			"message": func(tx *store.Tx) error { _, err := tx.Message("i1"); return err },
			"an id":   func(tx *store.Tx) error { _, err := tx.Message("o1"); return err },
		} {
			b.refuse(what, store.ErrNotFound, question)
		}
		same(t, "no UPK", ask(b, (*store.Tx).UPK), ledger.UPK{})
		same(t, "nobody", len(ask(b, of((*store.Tx).MembersByPhone, sitiPhone))), 0)
	})
}

// Nobody and nothing moves between groups: what was booked would stay behind.
func TestNothingMovesToAnotherGroup(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutMember, aMember("A01-03", "A01", sitiPhone)), put((*store.Tx).PutLoan, aLoan("P01", "A01")))
		b.refuse("member", store.ErrConflict, put((*store.Tx).PutMember, aMember("A01-03", "B01", sitiPhone)))
		b.refuse("loan", store.ErrConflict, put((*store.Tx).PutLoan, aLoan("P01", "B01")))
		same(t, "her group", ask(b, of((*store.Tx).Member, "A01-03")).Group, "A01")
		same(t, "its group", ask(b, of((*store.Tx).Loan, "P01")).Group, "A01")
		b.healthy()
	})
}

// Each line is what one change of a number does to who is found by two numbers.
func TestPhonesFollowTheirPeople(t *testing.T) {
	const one, two = sitiPhone, otherOne
	changes := []struct {
		what             string
		change           func(*store.Tx) error
		byOne, byTwo     []string // members
		officerOne, oTwo []string
	}{
		{"a member", put((*store.Tx).PutMember, aMember("A01-03", "A01", one)), []string{"A01-03"}, nil, nil, nil},
		{"the same again", put((*store.Tx).PutMember, aMember("A01-03", "A01", one)), []string{"A01-03"}, nil, nil, nil},
		{"a second number", put((*store.Tx).PutMember, aMember("A01-03", "A01", one, two)), []string{"A01-03"}, []string{"A01-03"}, nil, nil},
		{"the two exchanged", put((*store.Tx).PutMember, aMember("A01-03", "A01", two, one)), []string{"A01-03"}, []string{"A01-03"}, nil, nil},
		{"her second membership", put((*store.Tx).PutMember, aMember("B01-07", "B01", one)), []string{"A01-03", "B01-07"}, []string{"A01-03"}, nil, nil},
		{"she is an officer too", put((*store.Tx).PutOfficer, ledger.Officer{Code: "K1", Phone: one}), []string{"A01-03", "B01-07"}, []string{"A01-03"}, []string{"K1"}, nil},
		{"one given up in one group", put((*store.Tx).PutMember, aMember("A01-03", "A01", two)), []string{"B01-07"}, []string{"A01-03"}, []string{"K1"}, nil},
		{"the same number twice", put((*store.Tx).PutMember, aMember("A01-03", "A01", two, two)), []string{"B01-07"}, []string{"A01-03"}, []string{"K1"}, nil},
		{"the officer's new number", put((*store.Tx).PutOfficer, ledger.Officer{Code: "K1", Phone: two}), []string{"B01-07"}, []string{"A01-03"}, nil, []string{"K1"}},
		{"the officer has none", put((*store.Tx).PutOfficer, ledger.Officer{Code: "K1"}), []string{"B01-07"}, []string{"A01-03"}, nil, nil},
		{"no number left", put((*store.Tx).PutMember, aMember("A01-03", "A01")), []string{"B01-07"}, nil, nil, nil},
	}
	onEach(t, func(t *testing.T, b *books) {
		for _, c := range changes {
			b.do(c.change)
			for _, found := range []struct {
				who         string
				phone       ledger.Phone
				members, of []string
			}{{"one", one, c.byOne, c.officerOne}, {"two", two, c.byTwo, c.oTwo}} {
				members := list(ask(b, of((*store.Tx).MembersByPhone, found.phone)), memberCode)
				officers := list(ask(b, of((*store.Tx).OfficersByPhone, found.phone)), officerCode)
				if !slices.Equal(members, found.members) || !slices.Equal(officers, found.of) {
					t.Errorf("%s: number %s is %q and %q, want %q and %q", c.what, found.who, members, officers, found.members, found.of)
				}
			}
			b.healthy()
		}
	})
}

func TestSettings(t *testing.T) {
	set := func(key, value string) func(*store.Tx) error {
		return func(tx *store.Tx) error { return tx.PutSetting(key, value) }
	}
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutUPK, ledger.UPK{Code: "KJB"}), set("zona", "WITA"), set("denda", "tetap"), set("zona", "WIT"))
		b.refuse("a key that is none", ledger.ErrSettingKey, set("zone", "WIB"))
		b.refuse("a value that cannot be", ledger.ErrSettingValue, set("zona", "GMT"))
		b.reopen()
		same(t, "settings", ask(b, (*store.Tx).Settings), ledger.Settings{"zona": "WIT", "denda": "tetap"})
		same(t, "the UPK beside them", ask(b, (*store.Tx).UPK).Code, "KJB")
	})
}

func TestHolidays(t *testing.T) {
	days := map[ledger.Date]string{
		date("2026-03-20"): "Nyepi", date("2026-12-25"): "Natal", date("1969-08-17"): "before the count of days", date("1970-01-01") - 1: "",
	}
	onEach(t, func(t *testing.T, b *books) {
		b.do(func(tx *store.Tx) error { return tx.PutHoliday(date("2026-03-20"), "a slip of the pen") })
		for _, d := range slices.Sorted(maps.Keys(days)) {
			b.do(func(tx *store.Tx) error { return tx.PutHoliday(d, days[d]) })
		}
		if got := ask(b, (*store.Tx).Holidays); !maps.Equal(got, days) {
			t.Errorf("got %v, want %v", got, days)
		}
		for d, want := range map[ledger.Date]bool{date("2026-03-20"): true, date("2026-03-21"): false, date("1969-08-17"): true} {
			same(t, d.String(), ask(b, of((*store.Tx).Holiday, d)), want)
		}
	})
}

func TestSheetRowsAreReplaced(t *testing.T) {
	rows := func(names ...string) (rows []store.SheetRow) {
		for _, name := range names {
			rows = append(rows, store.SheetRow{"nama": name})
		}
		return rows
	}
	keep := func(sheet string, rows []store.SheetRow) func(*store.Tx) error {
		return func(tx *store.Tx) error { return tx.PutSheetRows(sheet, rows) }
	}
	onEach(t, func(t *testing.T, b *books) {
		b.do(keep("harga", rows("a", "b", "c")), keep("harga2", rows("d")), keep("harg", rows("e")), keep("harga", rows("x", "y")))
		same(t, "replaced", ask(b, of((*store.Tx).SheetRows, "harga")), rows("x", "y"))
		same(t, "its neighbour", ask(b, of((*store.Tx).SheetRows, "harga2")), rows("d"))
		b.do(keep("harga", nil))
		same(t, "emptied", ask(b, of((*store.Tx).SheetRows, "harga")), rows())
		same(t, "the other neighbour", ask(b, of((*store.Tx).SheetRows, "harg")), rows("e"))
	})
}

func TestImportedRows(t *testing.T) {
	mark := func(sheet, identity, content string) func(*store.Tx) error {
		return func(tx *store.Tx) error { return tx.MarkImported(sheet, identity, content) }
	}
	imported := func(sheet, identity, content string) func(*store.Tx) (bool, error) {
		return func(tx *store.Tx) (bool, error) { return tx.Imported(sheet, identity, content) }
	}
	onEach(t, func(t *testing.T, b *books) {
		same(t, "before", ask(b, imported("angsuran", "K/7", "content")), false)
		b.do(mark("angsuran", "K/7", "content"), mark("setoran", "K/7", "another"))
		same(t, "again", ask(b, imported("angsuran", "K/7", "content")), true)
		same(t, "another number", ask(b, imported("angsuran", "K", "content")), false)
		same(t, "another sheet", ask(b, imported("simpanan", "K/7", "content")), false)
		b.refuse("other content", store.ErrConflict, func(tx *store.Tx) error { _, err := tx.Imported("angsuran", "K/7", "other"); return err })
		same(t, "all", ask(b, (*store.Tx).ImportedRows),
			[]store.ImportedRow{{Sheet: "angsuran", Identity: "K/7", Content: "content"}, {Sheet: "setoran", Identity: "K/7", Content: "another"}})
	})
}
