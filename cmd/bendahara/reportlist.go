package main

import (
	"io"

	"bendahara/bot/report"
	"bendahara/ledger"
	"bendahara/templates"
)

// namedReport is a report by its name: one of tables, or of sections that are signed
// each.
type namedReport struct {
	name, title string
	tables      func(question) ([]report.Table, error)
	sections    func(question) ([]report.Section, error)
	print       func(io.Writer, *report.Document, question) error // as PDF, where tables will not do

	of       narrowing // what --of may be
	monthly  bool      // belongs to the month's file
	checked  bool      // the supervisors sign it, too
	unsigned bool
	messages bool // it is about the messages, too
	today    bool // without a month it is of today, not of the last full month
}

// narrowing is what a report may be made of instead of the whole UPK.
type narrowing int

const (
	ofWhole   narrowing = iota // nothing
	ofPlace                    // a village or a group
	ofLoan                     // or a loan
	ofAccount                  // an account
)

// reportList are the reports, in the order in which they are listed.
var reportList = []namedReport{
	{name: "lpp", title: "Laporan perkembangan pinjaman, kelompok dan desa", of: ofPlace, tables: progressTables, monthly: true},
	{name: "rencana", title: "Rencana dan realisasi, per bulan, kelompok dan desa", of: ofPlace, tables: planTables, monthly: true},
	{name: "kolektibilitas", title: "Kolektibilitas dan cadangan penyisihan", of: ofPlace, tables: qualityTables, monthly: true},
	{name: "tunggakan", title: "Daftar tunggakan", of: ofPlace, tables: arrearsTables, monthly: true},
	{name: "tagihan", title: "Daftar tagihan hari ini dan 7 hari ke depan, atau sebulan", of: ofPlace, tables: billTables, monthly: true, today: true},
	{name: "pemanfaat", title: "Daftar pemanfaat yang belum lunas", of: ofPlace, tables: beneficiaryTables, monthly: true},
	{name: "kartu", title: "Kartu angsuran kelompok; sebagai PDF beberapa di satu halaman, untuk digunting", of: ofLoan, tables: cardTables, print: printCards, unsigned: true},
	{name: "iptw", title: "Daftar IPTW", of: ofPlace, tables: incentiveTables, monthly: true},
	{name: "kas", title: "Kas di bendahara kelompok dan umurnya", of: ofPlace, tables: cashTables, monthly: true, checked: true, today: true},
	{name: "bukubesar", title: "Buku besar", of: ofAccount, tables: ledgerTables, monthly: true},
	{name: "neracasaldo", title: "Neraca saldo", tables: trialTables, monthly: true},
	{name: "neraca", title: "Neraca", tables: balanceTables, monthly: true, checked: true},
	{name: "labarugi", title: "Laba rugi", tables: incomeTables, monthly: true, checked: true},
	{name: "aruskas", title: "Arus kas", tables: cashFlowTables, monthly: true, checked: true},
	{name: "modal", title: "Perubahan modal", tables: equityTables, monthly: true, checked: true},
	{name: "penilaian", title: "Penilaian kelompok yang selesai atau meminta lagi", of: ofPlace, tables: assessmentTables, today: true},
	{name: "talangan", title: "Talangan dan tanggungan anggota (tanggung renteng)", of: ofPlace, tables: coverTables, monthly: true, today: true},
	{name: "simpanan", title: "Simpanan anggota menurut jenis, dan harian KSM", of: ofPlace, tables: savingsTables, monthly: true, today: true},
	{name: "sidik", title: "Sidik pembukuan: kode untuk seluruh catatan, dibacakan atau dicetak", tables: digestTables, today: true},
	{name: "biaya", title: "Biaya pesan menurut jenis, kelompok dan jalan, dan per angsuran yang dicatat", tables: costTables, messages: true},
	{name: "buku", title: "Buku kelompok: kas bendahara dan anggotanya", of: ofPlace, sections: groupBookSections},
	{name: "paket", title: "Paket awal kelompok untuk dicetak: daftar anggota, nomor bot, panduan bendahara", of: ofPlace, tables: kitTables, print: printKits, unsigned: true, today: true},
}

// wholeMonth is the month's file for the regency: every report that belongs to it.
var wholeMonth = namedReport{name: "semua", title: "Semua laporan bulanan dalam satu berkas", of: ofPlace}

// reports are all of them.
func allReports() []namedReport {
	return append(reportList[:len(reportList):len(reportList)], wholeMonth)
}

// make are the report's sections, with who signs them.
func (r namedReport) make(q question) (all []report.Section, err error) {
	switch {
	case r.name == wholeMonth.name:
		for _, part := range reportList {
			if !part.monthly || q.part != "" && part.of != ofPlace {
				continue
			}
			sections, err := part.make(q)
			if err != nil {
				return nil, err
			}
			all = append(all, sections...)
		}
		return all, nil
	case r.sections != nil:
		return r.sections(q)
	}
	if err := q.step("Making " + r.name); err != nil {
		return nil, err
	}
	s := report.Section{Title: r.title}
	if s.Tables, err = r.tables(q); err != nil {
		return nil, err
	}
	if q.part != "" && r.of == ofPlace {
		for i := range s.Tables {
			s.Tables[i].Detail = append(s.Tables[i].Detail, "- "+q.part)
		}
	}
	if !r.unsigned {
		s.Signers = q.signers(r.checked)
	}
	return []report.Section{s}, nil
}

// signers are who signs for the UPK, by the register of its officers.
func (q question) signers(checked bool) []report.Signer {
	name := func(role ledger.Role) string {
		for _, o := range q.officers {
			if o.Role == role {
				return o.Name
			}
		}
		return ""
	}
	all := []report.Signer{{Role: templates.PaperMaker, Name: name(ledger.Bookkeeper)}}
	if checked {
		all = append(all, report.Signer{Role: templates.PaperSupervisor, Name: name(ledger.Supervisor)})
	}
	return append(all, report.Signer{Role: templates.PaperHead, Name: name(ledger.Head)})
}
