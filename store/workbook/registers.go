package workbook

import (
	"errors"
	"maps"
	"regexp"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
)

// office reads the sheet upk: the office's name and its settings.
func (im *importer) office() error {
	var old ledger.UPK
	if im.tx != nil {
		var err error
		if old, err = im.tx.UPK(); err != nil {
			return err
		}
	}
	u, seen := old, map[string]bool{}
	names := map[string]*string{"kode": &u.Code, "nama": &u.Name, "kecamatan": &u.District, "kabupaten": &u.Regency}
	for _, r := range im.book.rows["upk"] {
		key, value := strings.ToLower(r.get("kunci")), r.get("nilai")
		switch {
		case r.faulty:
		case seen[key]:
			im.fault(r, "kunci", "%s is there twice: leave one.", key)
		case key == "kode" && !validCode(value):
			im.fault(r, "nilai", "%q cannot be used: %s.", value, column{kind: code}.wants())
		case names[key] != nil:
			im.count("upk").tally(*names[key], value)
			*names[key] = value
		default:
			if err := im.setting(r, key, value); err != nil {
				return err
			}
		}
		seen[key] = true
	}
	if u == old || !im.write {
		return nil
	}
	return im.tx.PutUPK(u)
}

func (s *SheetSummary) tally(old, now string) {
	switch old {
	case now:
		s.Same++
	case "":
		s.New++
	default:
		s.Changed++
	}
}

func (im *importer) setting(r row, key, value string) error {
	err := ledger.CheckSetting(key, value)
	switch {
	case errors.Is(err, ledger.ErrSettingKey):
		im.fault(r, "kunci", "%q is no setting: write kode, nama, kecamatan, kabupaten or %s.", key, settingNames())
		return nil
	case err != nil:
		im.fault(r, "nilai", "%q cannot be the value of %s: write %s.", value, key, accepts(key))
		return nil
	}
	if old, ok := im.settings[key]; ok && old == value {
		im.count("upk").Same++
		return nil
	} else if ok {
		im.count("upk").Changed++
	} else {
		im.count("upk").New++
	}
	if key == monthsClosed {
		if im.before.CheckClosing(value) != nil {
			im.fault(r, "nilai", "%q opens months that are closed, and a closed month stays closed: write %s or a later month.", value, im.before[key])
			return nil
		}
		im.settings[key], im.closing = value, value
		return nil
	}
	im.settings[key] = value
	if !im.write {
		return nil
	}
	return im.tx.PutSetting(key, value)
}

func settingNames() string {
	var names []string
	for _, s := range ledger.SettingKeys {
		names = append(names, s.Key)
	}
	return strings.Join(names, ", ")
}

func accepts(key string) string {
	for _, s := range ledger.SettingKeys {
		if s.Key == key {
			return s.Accepts
		}
	}
	return ""
}

// registers reads the villages, groups, people, holidays and prices.
func (im *importer) registers() error {
	for _, do := range []func() error{im.villageSheet, im.groupSheet, im.memberSheet, im.officerSheet, im.holidaySheet, im.priceSheet} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// once calls do for each row of a register whose code is there for the first time.
func (im *importer) once(sheet string, do func(r row, code string) error) error {
	seen := map[string]bool{}
	for _, r := range im.book.rows[sheet] {
		code := r.get("kode")
		if code == "" {
			continue // which is a fault already
		}
		if seen[code] {
			im.fault(r, "kode", "%s is there twice: give each its own code.", code)
			continue
		}
		seen[code] = true
		if err := do(r, code); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) villageSheet() error {
	return im.once("desa", func(r row, code string) error {
		v := ledger.Village{
			Code: ledger.VillageCode(code), Name: r.get("nama"), DueDay: r.count("hari_jatuh_tempo"), CutOff: r.count("batas_cair"),
		}
		for _, c := range []struct {
			column string
			day    *int
		}{{"hari_jatuh_tempo", &v.DueDay}, {"batas_cair", &v.CutOff}} {
			if *c.day > 31 {
				im.fault(r, c.column, "%d is no day of a month: write 1 to 31, or nothing.", *c.day)
				*c.day = 0 // or each of its loans had a fault too
			}
		}
		old, known := im.villages[v.Code]
		im.villages[v.Code] = v
		if known {
			im.changes(r, villageRow(old))
		}
		return im.keep("desa", known, old, v, func() error { return im.tx.PutVillage(v) })
	})
}

func (im *importer) groupSheet() error {
	return im.once("kelompok", func(r row, code string) error {
		g := ledger.Group{
			Code: ledger.GroupCode(code), Name: r.get("nama"), Village: ledger.VillageCode(r.get("desa")),
			Type: ledger.GroupType(r.get("jenis")), Executing: r.get("sifat") == "executing",
			Meeting: r.get("pertemuan"), ArrearsShared: r.yes("izin_tunggakan"),
		}
		old, known := im.groups[g.Code]
		im.groups[g.Code] = g
		if r.faulty {
			return nil
		}
		if strings.EqualFold(code, "UPK") {
			im.fault(r, "kode", "%s is the office's own name: give the group another code.", code)
		}
		if _, ok := im.villages[g.Village]; !ok {
			im.fault(r, "desa", "There is no village %s: add it to sheet desa, or write the code of one that is there.", g.Village)
		}
		if _, err := ledger.ParseMeeting(g.Meeting); g.Meeting != "" && err != nil {
			im.fault(r, "pertemuan", "%s is no meeting day: write such as tanggal 15, Senin, Sabtu Pahing or malam Sabtu Pahing.", quote(g.Meeting))
		}
		if known {
			im.changes(r, groupRow(old))
		}
		return im.keep("kelompok", known, old, g, func() error { return im.tx.PutGroup(g) })
	})
}

func (im *importer) memberSheet() error {
	var fresh []row // that bring a name or a number
	err := im.once("anggota", func(r row, code string) error {
		m := memberOf(r)
		old, known := im.members[m.Code]
		im.members[m.Code] = m
		if known && old.Forgotten { // a file of before must not bring her back
			im.members[m.Code] = old
			im.count("anggota").Same++
			if m.Name != old.Name || m.Phone != "" || m.NIK != "" {
				im.warn(r, "nama", "Who %s was has been taken away, so the row is left out: take it out of the file.", code)
			}
			return nil
		}
		if r.faulty {
			return nil
		}
		if old.Same != "" {
			im.warn(r, "kode", "This record was merged into %s by two officers, and stays so.", old.Same)
			m = old
			im.members[m.Code] = m
		}
		if _, ok := im.groups[m.Group]; !ok {
			im.fault(r, "kelompok", "There is no group %s: add it to sheet kelompok, or write the code of one that is there.", m.Group)
		}
		if known && old.Group != m.Group {
			im.fault(r, "kelompok", "%s is a member of %s: leave that membership, and give the new one its own code.", code, old.Group)
			im.members[m.Code] = old
			return nil
		}
		if m.Phone == "" && m.Phone2 != "" {
			im.fault(r, "hp", "There is only a second number: write it here.")
		}
		if !known || old.Name != m.Name || old.Phone != m.Phone || old.Phone2 != m.Phone2 {
			fresh = append(fresh, r)
		}
		if known && old.Same == "" {
			im.changes(r, memberRow(old))
		}
		return im.keep("anggota", known, old, m, func() error { return im.tx.PutMember(m) })
	})
	im.resembling(fresh)
	return err
}

func memberOf(r row) ledger.Member {
	m := ledger.Member{
		Code: ledger.MemberCode(r.get("kode")), Group: ledger.GroupCode(r.get("kelompok")), Name: r.get("nama"),
		Title: r.get("sapaan"), Phone: ledger.Phone(r.get("hp")), Phone2: ledger.Phone(r.get("hp2")),
		Office: ledger.Office(r.get("jabatan")), Language: r.get("bahasa"), Consent: r.yes("setuju"),
		ConsentDay: r.date("tanggal_setuju"), NIK: r.get("nik"), Address: r.get("alamat"), Status: ledger.MemberStatus(r.get("status")),
	}
	for name := range strings.SplitSeq(r.get("panggilan"), "/") {
		if name = strings.TrimSpace(name); name != "" {
			m.Nicknames = append(m.Nicknames, name)
		}
	}
	return m
}

func memberRow(m ledger.Member) row {
	return newRow("anggota", map[string]string{
		"kode": string(m.Code), "kelompok": string(m.Group), "nama": m.Name, "panggilan": strings.Join(m.Nicknames, "/"),
		"sapaan": m.Title, "hp": string(m.Phone), "hp2": string(m.Phone2), "jabatan": string(m.Office), "bahasa": m.Language,
		"setuju": yes(m.Consent), "tanggal_setuju": m.ConsentDay.String(), "nik": m.NIK, "alamat": m.Address, "status": string(m.Status),
	})
}

func yes(b bool) string {
	if b {
		return "ya"
	}
	return "tidak"
}

func (im *importer) holidaySheet() error {
	days := map[ledger.Date]string{}
	if im.tx != nil {
		var err error
		if days, err = im.tx.Holidays(); err != nil {
			return err
		}
	}
	for _, r := range im.book.rows["libur"] {
		if r.faulty {
			continue
		}
		day, name := r.date("tanggal"), r.get("nama")
		old, known := days[day]
		err := im.keep("libur", known, old, name, func() error { return im.tx.PutHoliday(day, name) })
		if err != nil {
			return err
		}
		days[day] = name
	}
	im.holidays = days
	return nil
}

// prefixText is how a number begins, with spaces and dashes in it.
var prefixText = regexp.MustCompile(`^\+?[0-9 -]*$`)

// priceSheet keeps the prices as they came; they replace those before.
func (im *importer) priceSheet() error {
	rows := im.book.rows["harga"]
	if len(rows) == 0 {
		return nil
	}
	var old []store.SheetRow
	if im.tx != nil {
		var err error
		if old, err = im.tx.SheetRows("harga"); err != nil {
			return err
		}
	}
	var list []store.SheetRow
	for i, r := range rows {
		if !prefixText.MatchString(r.get("awalan")) {
			im.fault(r, "awalan", "%q is not how a number begins: write something like +62813 or 0813, or nothing for all numbers.", r.get("awalan"))
		}
		list = append(list, r.kept())
		if i < len(old) && maps.Equal(old[i], list[i]) {
			im.count("harga").Same++
		} else {
			im.count("harga").New++
		}
	}
	if !im.write {
		return nil
	}
	return im.tx.PutSheetRows("harga", list)
}

// keepRows keeps, as they came, rows of a sheet that the registers and the
// journal have no room for, beside those that are kept already; of two that are
// equal in the given columns the later stays.
func (im *importer) keepRows(sheet string, rows []row, by ...string) error {
	if len(rows) == 0 {
		return nil
	}
	list, err := im.tx.SheetRows(sheet)
	if err != nil {
		return err
	}
	place := map[string]int{}
	key := func(kept store.SheetRow) string {
		var b strings.Builder
		for _, name := range by {
			b.WriteString(kept[name] + "/")
		}
		return b.String()
	}
	for i, kept := range list {
		place[key(kept)] = i
	}
	for _, r := range rows {
		kept := r.kept()
		i, known := place[key(kept)]
		if !known {
			i = len(list)
			list = append(list, nil)
			place[key(kept)] = i
		}
		list[i] = kept
	}
	return im.tx.PutSheetRows(sheet, list)
}

// kept is the row as it is kept: its filled cells by column.
func (r row) kept() store.SheetRow {
	kept := store.SheetRow{}
	for i, c := range r.sheet.columns {
		if r.cells[i] != "" {
			kept[c.name] = r.cells[i]
		}
	}
	return kept
}
