package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// lending is a loan of a group that is filled in here, also one in the middle of its life:
// the sheets pinjaman, pemanfaat, saldo_awal and kas_awal of a workbook at once, by the
// rules of an import.
type lending struct {
	Group          ledger.Group
	Groups         []ledger.Group // to choose from, where none is chosen
	Next           string         // the next page of them; empty: this is the last
	Members        []ledger.Member
	Form           form
	Terms, Opening []field
	Shares         []lentTo
}

// lentTo is a member's row of the form.
type lentTo struct {
	ledger.Member
	Cells []field
}

const lendingPath = "/mulai/pinjaman"

// shareColumns are what is asked for each member: her part, and what is left of it.
var shareColumns = []string{"pokok", "sisa_pokok", "sisa_jasa"}

// ofMember is the name of a member's field.
func ofMember(column string, m ledger.MemberCode) string { return column + "." + string(m) }

// lendingOf is the empty form of the group that was chosen; where none was, groups to
// choose from. The error is store.ErrNotFound where there is none, or one of reading.
func (q *request) lendingOf(tx *store.Tx) (v lending, err error) {
	code := q.chosenGroup()
	if code == "" {
		x, err := q.c.directory.of(tx)
		if err != nil {
			return v, err
		}
		if len(x.all) != 1 {
			v.Groups, v.Next = q.groupsPage(x.all, lendingPath)
			return v, nil
		}
		code = x.all[0].Code
	}
	if v.Group, err = tx.Group(code); err != nil {
		return v, err
	}
	if v.Members, err = tx.Members(code); err != nil {
		return v, err
	}
	v.Members = slices.DeleteFunc(v.Members, func(m ledger.Member) bool { return m.Status != ledger.Active })
	loans, err := tx.Loans(code)
	v.Terms, v.Opening = termFields(v.Group, loans), []field{
		{Name: "per_tanggal", Label: "Sisanya menurut buku pada tanggal", Hint: "Kosong: pinjaman ini baru cair, belum ada angsurannya.", Kind: asDay, Optional: true},
		{Name: "sisa_pokok", Label: "Sisa pokok kelompok ke UPK", Kind: asMoney, Optional: true},
		{Name: "sisa_jasa", Label: "Sisa jasa kelompok ke UPK", Kind: asMoney, Optional: true},
		{Name: "kas", Label: "Uang di tangan bendahara kelompok hari itu", Kind: asMoney, Optional: true},
	}
	return v, err
}

// termFields are those of the sheet pinjaman, with what is usual.
func termFields(g ledger.Group, loans []ledger.Loan) []field {
	next := len(loans) + 1
	code := func() string { return fmt.Sprintf("%s-L%d", g.Code, next) }
	for slices.ContainsFunc(loans, func(l ledger.Loan) bool { return string(l.Code) == code() }) {
		next++
	}
	var funds []choice
	for _, f := range []ledger.Fund{ledger.FundSPP, ledger.FundUEP, ledger.FundKSM, ledger.FundBMT} {
		if ledger.CheckFund(f, g.Type) == nil {
			funds = append(funds, choice{string(f), text(f)})
		}
	}
	fund := funds[0].Value
	if slices.ContainsFunc(funds, func(c choice) bool { return c.Value == string(g.Type) }) {
		fund = string(g.Type)
	}
	usual := func(f field, value string) field {
		f.Value = value
		return f
	}
	return []field{
		usual(field{Name: "kode", Label: "Kode pinjaman", Kind: asText, Most: 20}, code()),
		usual(field{Name: "dana", Label: "Dana", Kind: asSelect, Choices: funds}, fund),
		{Name: "pokok", Label: "Pokok pinjaman", Hint: "Seluruhnya, ketika cair.", Kind: asMoney},
		{Name: "jasa_persen", Label: "Jasa (persen)", Hint: "Misalnya 1,5.", Kind: asText, Most: 10},
		usual(field{Name: "jasa_per", Label: "Jasa per", Kind: asSelect, Choices: []choice{{"bulan", "bulan"}, {"tahun", "tahun"}, {"angsuran", "setiap angsuran"}}}, "bulan"),
		usual(field{Name: "metode", Label: "Cara menghitung jasa", Kind: asSelect, Choices: append(same("flat", "menurun", "anuitas", "murabahah", "qardh"), choice{"bagi_hasil", "bagi hasil"})}, "flat"),
		{Name: "angsuran", Label: "Berapa kali angsuran", Kind: asNumber},
		usual(field{Name: "setiap", Label: "Jarak angsuran", Kind: asSelect, Choices: rhythms}, rhythms[0].Value),
		{Name: "tanggal_cair", Label: "Tanggal cair", Kind: asDay},
		{Name: "jatuh_tempo_pertama", Label: "Jatuh tempo pertama", Hint: "Kosong: satu jarak angsuran sesudah cair.", Kind: asDay, Optional: true},
		{Name: "tenggang", Label: "Angsuran pertama yang hanya jasa", Kind: asNumber, Optional: true},
		{Name: "margin", Label: "Margin (hanya murabahah)", Kind: asMoney, Optional: true},
		{Name: "nisbah", Label: "Nisbah (hanya bagi hasil)", Hint: "Bagian UPK, misalnya 40.", Kind: asText, Most: 10, Optional: true},
		{Name: "keputusan", Label: "Keputusan forum", Hint: "Misalnya MAD 3/2026.", Kind: asText, Most: 60, Optional: true},
	}
}

// fields are all fields of the form.
func (v lending) fields() []field {
	all := slices.Concat(v.Terms, v.Opening)
	for _, m := range v.Members {
		for _, c := range shareColumns {
			all = append(all, field{Name: ofMember(c, m.Code), Kind: asMoney, Optional: true})
		}
	}
	return all
}

// with shows the form with these fields.
func (v lending) with(fields []field, f form) lending {
	terms, opening := len(v.Terms), len(v.Opening)
	v.Terms, v.Opening, fields = fields[:terms], fields[terms:terms+opening], fields[terms+opening:]
	v.Shares = nil
	for i, m := range v.Members {
		v.Shares = append(v.Shares, lentTo{m, fields[i*len(shareColumns) : (i+1)*len(shareColumns)]})
	}
	f.Action, f.Button = lendingPath+"?kelompok="+url.QueryEscape(string(v.Group.Code)), "Simpan pinjaman"
	v.Form = f
	return v
}

func (q *request) showLending(status int, v lending, fields []field, f form) error {
	if v.Group.Code == "" {
		q.status(status, "lending", "Pinjaman", v)
		return nil
	}
	q.status(status, "lending", "Pinjaman %s", v.with(fields, f), v.Group.Name)
	return nil
}

func (q *request) chosenGroup() ledger.GroupCode {
	return ledger.GroupCode(q.URL.Query().Get("kelompok"))
}

func (c *Console) lendingPage(q *request) error {
	var v lending
	if err := q.read(func(tx *store.Tx) (err error) { v, err = q.lendingOf(tx); return err }); err != nil {
		return err
	}
	return q.showLending(http.StatusOK, v, v.fields(), form{Key: q.newKey()})
}

// errLook ends a transaction in which something is to be looked at before it is done.
var errLook = errors.New("to be looked at first")

// lend brings the loan in, once, after its officer has seen what comes of it.
func (c *Console) lend(q *request) error {
	values, err := q.formValues()
	if err != nil {
		return err
	}
	key, ok := formKey(values.Get(keyField))
	if !ok {
		key, _ = formKey(q.newKey())
	}
	shown := form{Key: key.Month.String() + "-" + key.ID}
	var v lending
	var f *filled
	code := ledger.LoanCode(strings.ToUpper(strings.TrimSpace(values.Get("kode"))))
	went := "/pinjaman/" + url.PathEscape(string(code))
	err = c.DB.Update(context.WithoutCancel(q.Context()), func(tx *store.Tx) (err error) {
		if v, err = q.lendingOf(tx); err != nil {
			return err
		}
		if v.Group.Code == "" {
			return nothing
		}
		f, shown.Fault = q.fill(v.fields(), values), ""
		if err := before(tx, key); err != nil {
			return err
		}
		if shown.Look, shown.Fault, err = f.lend(tx, v, code); err != nil {
			return err
		}
		if shown.Seen = digest(f.content() + strings.Join(shown.Look, "\n")); f.text(seenField) != shown.Seen {
			return errLook
		}
		visit := q.visit("register", "pinjaman "+string(code))
		visit.After = strings.Join(shown.Look, " ")
		return errors.Join(tx.KeepVisit(visit), tx.KeepForm(key, store.Form{At: q.now, User: q.user.Name, Content: f.content(), Went: went}))
	})
	var was sentBefore
	switch {
	case errors.As(err, &was):
		if went, err = q.again(was, f); err != nil {
			return err
		}
	case errors.Is(err, errLook):
		return q.showLending(http.StatusOK, v, f.fields, shown)
	case errors.Is(err, errMistyped):
		shown.Look, shown.Seen = nil, ""
		if shown.Fault == "" {
			shown.Fault = q.language.say("Belum dikerjakan. Perbaiki yang ditandai.")
		}
		return q.showLending(http.StatusUnprocessableEntity, v, f.fields, shown)
	case err != nil:
		return err
	}
	q.goTo(went)
	return nil
}

// lend brings in what was filled in, and is what there is to look at. Where something is
// wrong it returns errMistyped, with what is wrong beside its field, or of the form as a
// whole.
func (f *filled) lend(tx *store.Tx, v lending, code ledger.LoanCode) (look []string, whole string, err error) {
	if _, err := tx.Loan(code); err == nil {
		f.fault("kode", "Kode ini sudah dipakai pinjaman lain.")
		return nil, "", errMistyped // of the rest it would be said what does not fit that one
	} else if none(err) != nil {
		return nil, "", err
	}
	for _, name := range []string{"tanggal_cair", "per_tanggal"} {
		if f.day(name) > ledger.DateOf(f.q.now) {
			f.fault(name, "Tanggalnya harus sudah lewat.")
		}
	}
	book, borrowers, opened := f.lendingBook(v, code)
	summary, faults, err := workbook.ImportInto(tx, book, f.q.now, false)
	if err != nil {
		return nil, "", err
	}
	for _, fault := range faults {
		words := f.q.language.fault(fault.Message)
		if !f.fault(fieldOf(fault, borrowers, opened), "%s", words) {
			whole = strings.TrimSpace(whole + " " + words)
		}
	}
	if len(faults) > 0 || !f.ok() {
		return nil, whole, errMistyped
	}
	look, err = f.lookAtLoan(tx, v, code)
	for _, w := range summary.Warnings {
		look = append(look, f.q.language.fault(w.Message))
	}
	return look, "", err
}

// lendingBook is the form as a workbook, with whose the rows of pemanfaat and of
// saldo_awal are; of a row of the group itself that is nobody.
func (f *filled) lendingBook(v lending, code ledger.LoanCode) (book *workbook.Book, borrowers, opened []ledger.MemberCode) {
	loan := map[string]string{"kelompok": string(v.Group.Code)}
	for _, one := range v.Terms {
		loan[one.Name] = f.text(one.Name)
	}
	loan["kode"], loan["jasa_persen"] = string(code), strings.Replace(loan["jasa_persen"], ",", ".", 1)
	var shares, left []map[string]string
	begins := func(m ledger.MemberCode, principal, interest string) {
		left = append(left, map[string]string{"pinjaman": string(code), "anggota": string(m), "per_tanggal": f.text("per_tanggal"), "sisa_pokok": principal, "sisa_jasa": interest})
		opened = append(opened, m)
	}
	if p, i := f.text("sisa_pokok"), f.text("sisa_jasa"); p+i != "" {
		begins("", p, i)
	}
	for _, m := range v.Members {
		share, p, i := f.text(ofMember("pokok", m.Code)), f.text(ofMember("sisa_pokok", m.Code)), f.text(ofMember("sisa_jasa", m.Code))
		if share != "" {
			shares = append(shares, map[string]string{"pinjaman": string(code), "anggota": string(m.Code), "pokok": share})
			borrowers = append(borrowers, m.Code)
		}
		if p+i != "" {
			begins(m.Code, p, i)
		}
	}
	if len(left) == 0 && f.text("per_tanggal") != "" {
		begins("", "", "") // which says what is missing
	}
	typed := []workbook.Typed{{Sheet: "pinjaman", Rows: []map[string]string{loan}}, {Sheet: "pemanfaat", Rows: shares}, {Sheet: "saldo_awal", Rows: left}}
	if cash := f.text("kas"); cash != "" {
		typed = append(typed, workbook.Typed{Sheet: "kas_awal", Rows: []map[string]string{{"kelompok": string(v.Group.Code), "per_tanggal": f.text("per_tanggal"), "jumlah": cash}}})
	}
	book = workbook.FromForm(typed...)
	book.TypedBy = f.q.officer.Code
	return book, borrowers, opened
}

// fieldOf is the field in which a fault's cell was filled in.
func fieldOf(fault workbook.Fault, borrowers, opened []ledger.MemberCode) string {
	of := map[string][]ledger.MemberCode{"pemanfaat": borrowers, "saldo_awal": opened}[fault.Sheet]
	column := fault.Column
	switch {
	case fault.Sheet == "kas_awal" && column != "per_tanggal":
		return "kas"
	case fault.Row < 1 || fault.Row > len(of) || of[fault.Row-1] == "" || column == "per_tanggal":
		return column
	case !slices.Contains(shareColumns, column):
		column = "pokok"
	}
	return ofMember(column, of[fault.Row-1])
}

// lookAtLoan says what comes of a loan that has just been brought in: how it is repaid, and
// how the group and its members stand today.
func (f *filled) lookAtLoan(tx *store.Tx, v lending, code ledger.LoanCode) (lines []string, err error) {
	loan, err := tx.Loan(code)
	if err != nil {
		return nil, err
	}
	l := f.q.language
	terms, err := l.termsOf(loan)
	if err != nil || terms == "" {
		return nil, err
	}
	lines = append(lines, terms)
	say := func(words text, with ...any) { lines = append(lines, l.say(words, with...)) }
	card, err := conversation.CardOf(tx, v.Group.Code, f.q.now)
	if err != nil {
		return nil, err
	}
	for _, one := range card.Loans {
		if one.Loan.Code == code {
			say("Kelompok ke UPK hari ini: sisa %s, tunggakan %s.", one.Left, one.Overdue)
		}
	}
	if card.Held > 0 {
		say("Di tangan bendahara kelompok: %s.", card.Held)
	}
	for _, m := range card.Members {
		switch {
		case m.Overdue > 0:
			say("%s: sisa %s, tunggakan %s sejak %s.", m.Member.Name, m.Left, m.Overdue, l.day(m.Since))
		case m.Left > 0:
			say("%s: sisa %s.", m.Member.Name, m.Left)
		}
	}
	return lines, nil
}
