package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
	"bendahara/templates"
)

// personCmd is for what the law gives people of their data: to have them, and to have
// them taken away.
type personCmd struct {
	Export    personExport    `cmd:"" help:"All that is kept of a member: register, loans, entries, messages, cases."`
	Anonymise personAnonymise `cmd:"" help:"Take away who a member was; the books keep her code."`
}

type personExport struct {
	Member string `arg:"" help:"Code of the member, such as A01-03."`
	Format string `enum:"text,json" default:"text" help:"How it is written: ${enum}."`
	Output string `placeholder:"FILE" help:"Where it is written (default: standard output)."`
}

// Run writes all that is kept of a member.
func (c *personExport) Run(e *env) error {
	var p store.Person
	var zone *time.Location
	err := e.withStore(func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) (err error) {
			settings, err := tx.Settings()
			if err != nil {
				return err
			}
			zone = settings.Zone()
			p, err = tx.Person(ledger.MemberCode(c.Member))
			return err
		})
	})
	if err != nil {
		return err
	}
	into := func(w io.Writer) error {
		if c.Format == "text" {
			return showPerson(w, p, zone)
		}
		out := json.NewEncoder(w)
		out.SetEscapeHTML(false)
		out.SetIndent("", " ")
		return out.Encode(p)
	}
	if c.Output == "" {
		return into(e.Stdout)
	}
	return workbook.WriteFile(e.path(c.Output), into)
}

// showPerson writes it for the person herself, in Indonesian.
func showPerson(w io.Writer, p store.Person, zone *time.Location) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	m := p.Member
	head := func(title string, count int) {
		fmt.Fprintf(t, "\n%s\n", title)
		if count == 0 {
			fmt.Fprintf(t, "  %s\n", templates.PaperNothing)
		}
	}
	fmt.Fprintf(t, "Semua data yang disimpan tentang %s (%s)\n", m.Name, m.Code)
	for _, line := range [][2]string{
		{"Kelompok", string(m.Group)},
		{"Panggilan", strings.Join(m.Nicknames, ", ")},
		{"HP", templates.PaperPhone(m.Phone)},
		{"HP kedua", templates.PaperPhone(m.Phone2)},
		{"Jabatan", string(m.Office)},
		{"NIK", m.NIK},
		{"Alamat", m.Address},
		{"Bahasa", m.Language},
		{"Setuju menerima pengingat", yesNo(m.Consent)},
		{"Status", string(m.Status)},
	} {
		if line[1] != "" {
			fmt.Fprintf(t, "  %s\t%s\n", line[0], line[1])
		}
	}
	for _, code := range p.Also {
		fmt.Fprintf(t, "  Nomor HP juga milik\t%s\n", code)
	}
	head("Pinjaman", len(p.Shares))
	for _, s := range p.Shares {
		fmt.Fprintf(t, "  %s\t%s\tbagian %s\n", s.Loan, s.Status, s.Principal)
	}
	head("Catatan pembukuan", len(p.Entries))
	for _, e := range p.Entries {
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", templates.PaperDay(e.Day), e.Reference(), templates.PaperKind(e.Kind), e.Amount)
	}
	head("Pesan", len(p.Written)+len(p.Told))
	for _, s := range talkOf(p) {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", s.at.In(zone).Format("2006-01-02 15:04"), s.who, s.text)
	}
	head("Pengaduan, sengketa, permohonan", len(p.Cases))
	for _, c := range p.Cases {
		fmt.Fprintf(t, "  %s%d\t%s\t%s\t%s\n", c.Kind, c.Number, c.Opened.In(zone).Format(time.DateOnly), c.Note, c.Answer)
	}
	head("Alasan belum membayar", len(p.NotPaid))
	for _, u := range p.NotPaid {
		fmt.Fprintf(t, "  %s\t%s\n", u.At.In(zone).Format(time.DateOnly), u.Reason)
	}
	head("Perubahan data", len(p.Amendments))
	for _, a := range p.Amendments {
		fmt.Fprintf(t, "  %s\t%s\t%s -> %s\n", a.At.In(zone).Format(time.DateOnly), a.What, a.Was, a.Now)
	}
	return t.Flush()
}

// talkLine is a message of a person's talks.
type talkLine struct {
	at        time.Time
	who, text string
}

// talkOf are the messages from and to her, in the order of their times; of those whose
// words are forgotten only that they were.
func talkOf(p store.Person) (talk []talkLine) {
	add := func(at time.Time, who, text string) {
		if text == "" {
			text = "(isi sudah dihapus)"
		}
		talk = append(talk, talkLine{at, who, text})
	}
	for _, h := range p.Written {
		add(h.Received, "dari "+string(h.From), h.Text)
	}
	for _, o := range p.Told {
		add(o.Written, "ke "+string(o.To), o.Text)
	}
	slices.SortStableFunc(talk, func(a, b talkLine) int { return a.at.Compare(b.at) })
	return talk
}

type personAnonymise struct {
	Member string `arg:"" help:"Code of the member, such as A01-03."`
	officer
	behind
}

// Help is shown by person anonymise --help.
func (personAnonymise) Help() string {
	return "She must have no loan, savings, office or open case. Her name, numbers and words go; the books, balances and chains stay as " +
		"they are, with her code. Backups and workbooks of before still have her name: an import leaves her row out, and after a restore it is to be done again."
}

// Run proposes to take away who she was.
func (c *personAnonymise) Run(e *env) error {
	return c.propose(e, func(d conversation.Desk, tx *store.Tx) (conversation.Proposal, error) {
		if err := tx.CanForget(ledger.MemberCode(c.Member)); err != nil {
			return conversation.Proposal{}, err
		}
		return d.Anonymise(ledger.MemberCode(c.Member), c.Words)
	})
}
