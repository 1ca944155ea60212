package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"bendahara/ledger"
	"bendahara/store"
)

// digest is a short fingerprint of a row's content.
func digest(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:12])
}

// unnumbered begins the identity of a row that has no number of its own.
const unnumbered = "#"

// placed is the identity of a row that has none of its own: its content and its
// place among equal rows.
func placed(content string, place int) string {
	return fmt.Sprintf("%s%s-%d", unnumbered, content, place)
}

// fresh tells whether a row with money is new, and by what identity it is known
// from now on: its number, or its content and its place among equal rows.
func (im *importer) fresh(r row) (identity string, isNew bool, err error) {
	content := digest(r.content())
	name := r.sheet.name
	if identity = r.get("nomor"); identity == "" {
		im.places[name+content]++
		identity = placed(content, im.places[name+content])
	} else if before, again := im.seen[name+"/"+identity]; again {
		if before != content {
			im.fault(r, "nomor", "%q is the number of another row of this sheet: give each receipt its own.", identity)
		} else {
			im.count(name).Same++
		}
		return identity, false, nil
	} else {
		im.seen[name+"/"+identity] = content
	}
	isNew, err = im.unknown(r, name, identity, content)
	return identity, isNew, err
}

// unknown tells whether no import and no message brought the row before. If not,
// the row is remembered.
func (im *importer) unknown(r row, sheet, identity, content string) (bool, error) {
	known, conflict, column := false, false, r.sheet.columns[0].name
	if was, listed := im.known[sheet+":"+identity]; listed {
		known, conflict = true, was != content
	} else if im.tx != nil {
		var err error
		known, err = im.tx.Imported(sheet, identity, content)
		if conflict = errors.Is(err, store.ErrConflict); conflict {
			err = nil
		}
		if err == nil && !known {
			known, err = im.booked(r, identity)
		}
		if err != nil {
			return false, err
		}
	}
	if conflict {
		im.fault(r, column, "%q was imported before with other content: give a new row its own number, and correct an old one in the books.", identity)
		return false, nil
	}
	if known {
		im.count(sheet).Same++
		return false, nil
	}
	im.count(sheet).New++
	im.marks = append(im.marks, mark{sheet, identity, content})
	return true, nil
}

// knownRows reads the list of rows that the books have in another form.
func (im *importer) knownRows() error {
	for _, r := range im.book.rows[knownSheet] {
		if r.faulty {
			continue
		}
		sheet, identity, content := r.get("lembar"), r.get("nomor"), r.get("isi")
		if was, twice := im.known[sheet+":"+identity]; twice && was != content {
			im.fault(r, "nomor", "%q is there twice: take the sheet as it was exported.", identity)
			continue
		}
		im.known[sheet+":"+identity] = content
		before := false
		if im.tx != nil {
			var err error
			before, err = im.tx.Imported(sheet, identity, content)
			if errors.Is(err, store.ErrConflict) {
				im.fault(r, "isi", "%q was imported before with other content: take the sheet out.", identity)
				continue
			}
			if err != nil {
				return err
			}
		}
		if before {
			im.count(knownSheet).Same++
			continue
		}
		im.count(knownSheet).New++
		im.marks = append(im.marks, mark{sheet, identity, content})
	}
	return nil
}

var reference = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]*)/([B-Zb-z]?\d{1,15})(?:-(\d{1,3}))?$`)

// booked tells whether a row's number is the reference of an entry that is in the
// books already: the row was exported from here. It tells the fault where that
// entry is another one.
func (im *importer) booked(r row, nomor string) (bool, error) {
	m := reference.FindStringSubmatch(nomor)
	if m == nil || r.sheet.index("nomor") < 0 {
		return false, nil
	}
	group := ledger.GroupCode(m[1])
	if group == "UPK" {
		group = ""
	}
	series, digits := ledger.CutSeries(m[2])
	number, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return false, nil // too large for an entry's number: it is none
	}
	e, err := im.tx.Entry(group, ledger.EntryNumber(number))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	posting, _ := strconv.Atoi(m[3])
	if e.Series != series { // a receipt of days that a restore lost
		return false, nil
	}
	if !rowOf(r, e, posting) {
		im.fault(r, "nomor", "%s is the number of another entry in the books: give a new row a number of its own, or none.", nomor)
	}
	return true, nil
}

// rowOf tells whether the row is the entry, or one posting of it.
func rowOf(r row, e ledger.Entry, posting int) bool {
	total := r.money("jumlah")
	if e.Day != r.date("tanggal") {
		return false
	}
	switch r.sheet.name {
	case "angsuran":
		total = max(total, r.money("pokok")+r.money("jasa"))
		return (e.Kind == ledger.Repayment || e.Kind == ledger.FineEntry) && string(e.Loan) == r.get("pinjaman") && string(e.Member) == r.get("anggota") && e.Amount == total
	case "setoran":
		return e.Kind == ledger.DepositReceived && string(e.Group) == r.get("kelompok") && e.Amount == total
	case "simpanan":
		if total < 0 {
			return e.Kind == ledger.SavingsWithdrawal && string(e.Member) == r.get("anggota") && e.Amount == -total
		}
		return e.Kind == ledger.SavingsDeposit && string(e.Member) == r.get("anggota") && e.Amount == total
	}
	i := max(posting-1, 0)
	if i >= len(e.Postings) {
		return false
	}
	p := e.Postings[i]
	return p.Debit.String() == r.get("debit") && p.Credit.String() == r.get("kredit") && p.Amount == total
}
