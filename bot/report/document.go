package report

import (
	"time"

	"bendahara/ledger"
	"bendahara/templates"
)

// Document is one or more reports for paper: with the UPK's heading, who signs, and
// what they were made from.
type Document struct {
	UPK      ledger.UPK
	Title    string
	When     string // the month or day that it is of
	Digest   ledger.DayDigest
	Made     time.Time // zero where it is the same whenever it is made
	Paper    Paper
	Sections []Section
}

// Section is one report of a document.
type Section struct {
	Title   string
	Tables  []Table
	Signers []Signer
}

// Signer is who signs under a report: as what, and her name if it is known.
type Signer struct{ Role, Name string }

// Paper is what a document is printed on.
type Paper string

// The papers of an Indonesian office.
const (
	A4 Paper = "a4"
	F4 Paper = "f4" // folio, 215 by 330 mm
)

// heading is what stands above each report: whose it is, where, and of which month.
func (d *Document) heading() (name, place string) {
	name, place = templates.PaperUPK(d.UPK)
	if place != "" && d.When != "" {
		place += ", "
	}
	return name, place + d.When
}

func (d *Document) foot() string { return templates.PaperFoot(d.Digest, d.Made) }

// stamp is the time that the file says it was made at.
func (d *Document) stamp() time.Time {
	if !d.Made.IsZero() {
		return d.Made.UTC()
	}
	year, month, day := d.Digest.Day.Civil()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
