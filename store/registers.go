package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bendahara/ledger"
)

// configuration is the UPK itself: its name and the rules that its forum set.
type configuration struct {
	UPK      ledger.UPK      `json:"upk"`
	Settings ledger.Settings `json:"settings,omitempty"`
}

func (tx *Tx) configuration() (configuration, error) {
	return kept(tx, "configuration", func() (c configuration, err error) {
		_, err = tx.get(config.key(), &c)
		return c, err
	})
}

func (tx *Tx) putConfiguration(c configuration) error {
	if err := tx.termsChanged(""); err != nil {
		return err
	}
	return tx.put(config.key(), c)
}

// UPK is the office itself; before anything was imported it has no name.
func (tx *Tx) UPK() (ledger.UPK, error) {
	c, err := tx.configuration()
	return c.UPK, err
}

// PutUPK names the office.
func (tx *Tx) PutUPK(u ledger.UPK) error {
	c, err := tx.configuration()
	if err != nil {
		return err
	}
	c.UPK = u
	return tx.putConfiguration(c)
}

// Settings are the rules of the UPK.
func (tx *Tx) Settings() (ledger.Settings, error) {
	c, err := tx.configuration()
	return c.Settings, err
}

// PutSetting sets one rule; it returns ledger.ErrSettingKey or
// ledger.ErrSettingValue for what cannot be, and ledger.ErrClosed where it would open
// a closed month again.
func (tx *Tx) PutSetting(key, value string) error {
	if err := ledger.CheckSetting(key, value); err != nil {
		return err
	}
	c, err := tx.configuration()
	if err != nil {
		return err
	}
	if key == "tutup_buku" {
		if err := c.Settings.CheckClosing(value); err != nil {
			return err
		}
	}
	c.Settings = maps.Clone(c.Settings)
	if c.Settings == nil {
		c.Settings = ledger.Settings{}
	}
	c.Settings[key] = value
	if _, err := c.Settings.FineRule(); err != nil { // two settings that only together say what a fine is
		return fmt.Errorf("%w: %w", ledger.ErrSettingValue, err)
	}
	return tx.putConfiguration(c)
}

// PutVillage adds or replaces a village.
func (tx *Tx) PutVillage(v ledger.Village) error {
	return tx.put(village.key(v.Code), v)
}

// Village returns ErrNotFound for an unknown code.
func (tx *Tx) Village(code ledger.VillageCode) (v ledger.Village, err error) {
	return v, tx.named(string(code), village.key(code), &v)
}

// Villages lists the villages by code.
func (tx *Tx) Villages() ([]ledger.Village, error) {
	return keptList(tx, "villages", func() ([]ledger.Village, error) { return collect[ledger.Village](tx, village.within()) })
}

// PutGroup adds or replaces a group.
func (tx *Tx) PutGroup(g ledger.Group) error {
	return tx.put(group.key(g.Code), g)
}

// Group returns ErrNotFound for an unknown code.
func (tx *Tx) Group(code ledger.GroupCode) (g ledger.Group, err error) {
	return g, tx.named(string(code), group.key(code), &g)
}

// Groups lists the groups by code.
func (tx *Tx) Groups() ([]ledger.Group, error) {
	return keptList(tx, "groups", func() ([]ledger.Group, error) { return collect[ledger.Group](tx, group.within()) })
}

func (tx *Tx) named(name string, key []byte, v any) error {
	if err := tx.find(key, v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// PutMember adds or replaces a member, and who is found by her phones. A member
// cannot move to another group: that is another membership; ErrConflict.
func (tx *Tx) PutMember(m ledger.Member) error {
	old, err := tx.Member(m.Code)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err == nil && old.Group != m.Group {
		return fmt.Errorf("member %s is in group %s: %w", m.Code, old.Group, ErrConflict)
	}
	if err := tx.rebind("m", string(m.Code), []ledger.Phone{old.Phone, old.Phone2}, []ledger.Phone{m.Phone, m.Phone2}); err != nil {
		return err
	}
	if err := tx.put(memberGroup.key(m.Code), m.Group); err != nil {
		return err
	}
	return tx.put(member.key(m.Group, m.Code), m)
}

// rebind moves a person's entries in the phone index.
func (tx *Tx) rebind(kind, code string, before, now []ledger.Phone) error {
	for _, p := range before {
		if p != "" && !slices.Contains(now, p) {
			if err := tx.delete(phone.key(p, kind, code)); err != nil {
				return err
			}
		}
	}
	for _, p := range now {
		if p != "" {
			if err := tx.put(phone.key(p, kind, code), true); err != nil {
				return err
			}
		}
	}
	return nil
}

// Member returns ErrNotFound for an unknown code.
func (tx *Tx) Member(code ledger.MemberCode) (m ledger.Member, err error) {
	var g ledger.GroupCode
	if err := tx.named(string(code), memberGroup.key(code), &g); err != nil {
		return m, err
	}
	return m, tx.named(string(code), member.key(g, code), &m)
}

// Members lists a group's members by code.
func (tx *Tx) Members(g ledger.GroupCode) ([]ledger.Member, error) {
	return keptList(tx, "members/"+string(g), func() ([]ledger.Member, error) { return tx.membersOf(g) })
}

// membersOf is Members, not kept: for what is.
func (tx *Tx) membersOf(g ledger.GroupCode) ([]ledger.Member, error) {
	return collect[ledger.Member](tx, member.within(g))
}

// MembersByPhone are the memberships that have this number, by code.
func (tx *Tx) MembersByPhone(p ledger.Phone) ([]ledger.Member, error) {
	h, err := tx.holders(p)
	return slices.Clone(h.members), err
}

// OfficersByPhone are the officers with this number.
func (tx *Tx) OfficersByPhone(p ledger.Phone) ([]ledger.Officer, error) {
	h, err := tx.holders(p)
	return slices.Clone(h.officers), err
}

// holders are all who have a number, kept together since every message asks for both.
type holders struct {
	members  []ledger.Member
	officers []ledger.Officer
}

func (tx *Tx) holders(p ledger.Phone) (holders, error) {
	return kept(tx, "phone/"+string(p), func() (h holders, err error) {
		codes, err := tx.keysBelow(phone.within(p))
		for _, code := range codes {
			role, code, _ := strings.Cut(code, "/")
			switch role {
			case "m":
				m, err := tx.Member(ledger.MemberCode(code))
				if err != nil {
					return holders{}, err
				}
				h.members = append(h.members, m)
			case "o":
				var o ledger.Officer
				if err := tx.named(code, officer.key(ledger.OfficerCode(code)), &o); err != nil {
					return holders{}, err
				}
				h.officers = append(h.officers, o)
			}
		}
		return h, err
	})
}

// PutOfficer adds or replaces an officer. Nothing finds one who has left by her number.
func (tx *Tx) PutOfficer(o ledger.Officer) error {
	var old ledger.Officer
	if _, err := tx.get(officer.key(o.Code), &old); err != nil {
		return err
	}
	if err := tx.rebind("o", string(o.Code), []ledger.Phone{old.Phone}, officerPhones(o)); err != nil {
		return err
	}
	return tx.put(officer.key(o.Code), o)
}

// officerPhones are the numbers by which an officer is found.
func officerPhones(o ledger.Officer) []ledger.Phone {
	if o.Left || o.Phone == "" {
		return nil
	}
	return []ledger.Phone{o.Phone}
}

// Officers lists those who are officers now, by code.
func (tx *Tx) Officers() ([]ledger.Officer, error) {
	all, err := tx.EveryOfficer()
	return slices.DeleteFunc(all, func(o ledger.Officer) bool { return o.Left }), err
}

// EveryOfficer lists the officers by code, also who has left.
func (tx *Tx) EveryOfficer() ([]ledger.Officer, error) {
	return keptList(tx, "officers", func() ([]ledger.Officer, error) { return collect[ledger.Officer](tx, officer.within()) })
}

// PutLoan adds or replaces a loan in the register; what it moved is in the
// journal. A loan cannot move to another group; ErrConflict.
func (tx *Tx) PutLoan(l ledger.Loan) error {
	var g ledger.GroupCode
	if ok, err := tx.get(loanGroup.key(l.Code), &g); err != nil {
		return err
	} else if ok && g != l.Group {
		return fmt.Errorf("loan %s is group %s's: %w", l.Code, g, ErrConflict)
	}
	if err := tx.put(loanGroup.key(l.Code), l.Group); err != nil {
		return err
	}
	if err := tx.termsChanged(l.Group); err != nil {
		return err
	}
	return tx.put(loan.key(l.Group, l.Code), l)
}

// Loan returns ErrNotFound for an unknown code.
func (tx *Tx) Loan(code ledger.LoanCode) (l ledger.Loan, err error) {
	var g ledger.GroupCode
	if err := tx.named(string(code), loanGroup.key(code), &g); err != nil {
		return l, err
	}
	return l, tx.named(string(code), loan.key(g, code), &l)
}

// Loans lists a group's loans by code.
func (tx *Tx) Loans(g ledger.GroupCode) ([]ledger.Loan, error) {
	return collect[ledger.Loan](tx, loan.within(g))
}

// CountLoans is how many loans there are.
func (tx *Tx) CountLoans() (n int, err error) {
	for range tx.r.Scan(loan.within(), after(loan.within()), false) {
		n++
	}
	return n, tx.r.Err()
}

// PutHoliday adds a day on which nobody is reminded.
func (tx *Tx) PutHoliday(d ledger.Date, name string) error {
	if err := tx.termsChanged(""); err != nil {
		return err
	}
	return tx.put(holiday.key(d), name)
}

// RemoveHoliday takes a day out of the table; nothing where it is not in it.
func (tx *Tx) RemoveHoliday(d ledger.Date) error {
	if err := tx.termsChanged(""); err != nil {
		return err
	}
	return tx.delete(holiday.key(d))
}

// Holiday tells whether d is in the table of holidays.
func (tx *Tx) Holiday(d ledger.Date) (bool, error) {
	b, err := tx.r.Get(holiday.key(d))
	return b != nil, err
}

// Holidays are the days of the table with their names.
func (tx *Tx) Holidays() (map[ledger.Date]string, error) {
	return kept(tx, "holidays", tx.readHolidays)
}

func (tx *Tx) readHolidays() (map[ledger.Date]string, error) {
	prefix, days := holiday.within(), map[ledger.Date]string{}
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var name string
		if err := decode(key, b, &name); err != nil {
			return nil, err
		}
		k := key[len(prefix):]
		if len(k) != 4 {
			return nil, fmt.Errorf("%q: %w", key, ErrCorrupt)
		}
		days[ledger.Date(int32(uint32(k[0])<<24|uint32(k[1])<<16|uint32(k[2])<<8|uint32(k[3])))] = name
	}
	return days, tx.r.Err()
}

// SheetRow is a row of a workbook's sheet that is kept as it came.
type SheetRow map[string]string

// PutSheetRows replaces the kept rows of a sheet.
func (tx *Tx) PutSheetRows(sheet string, rows []SheetRow) error {
	old, err := tx.keysBelow(sheetRow.within(sheet))
	if err != nil {
		return err
	}
	for _, k := range old {
		if err := tx.delete(append(sheetRow.within(sheet), k...)); err != nil {
			return err
		}
	}
	for i, row := range rows {
		if err := tx.put(sheetRow.key(sheet, uint64(i)), row); err != nil {
			return err
		}
	}
	return nil
}

// SheetRows are the kept rows of a sheet, in order.
func (tx *Tx) SheetRows(sheet string) ([]SheetRow, error) {
	return collect[SheetRow](tx, sheetRow.within(sheet))
}

// Imported tells whether a row of a sheet was imported before, by its identity:
// its own number, or its place among equal rows. It returns ErrConflict where
// the same number came with other content.
func (tx *Tx) Imported(sheet, identity, content string) (bool, error) {
	var was string
	ok, err := tx.get(imported.key(sheet, identity), &was)
	if err == nil && ok && was != content {
		return true, fmt.Errorf("%s: %w", identity, ErrConflict)
	}
	return ok, err
}

// MarkImported remembers a row of a sheet.
func (tx *Tx) MarkImported(sheet, identity, content string) error {
	return tx.put(imported.key(sheet, identity), content)
}

// ImportedRow is a remembered row of a sheet, for the lossless export.
type ImportedRow struct{ Sheet, Identity, Content string }

// ImportedRows lists all remembered rows.
func (tx *Tx) ImportedRows() ([]ImportedRow, error) {
	prefix := imported.within()
	var rows []ImportedRow
	for key, b := range tx.r.Scan(prefix, after(prefix), false) {
		var content string
		if err := decode(key, b, &content); err != nil {
			return nil, err
		}
		sheet, identity, _ := strings.Cut(string(key[len(prefix):]), "/")
		rows = append(rows, ImportedRow{sheet, identity, content})
	}
	return rows, tx.r.Err()
}
