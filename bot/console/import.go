package console

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/workbook"
)

// upload is a workbook that was brought and not confirmed yet, or what came of it.
type upload struct {
	token string
	name  string
	book  *workbook.Book
	seen  string // the fingerprint of what she saw that it would change
	at    time.Time
	done  *workbook.Summary
}

// importView is the page on which a workbook is brought in.
type importView struct {
	Name     string
	Fault    text
	Faults   []cellFault
	Sheets   []workbook.SheetSummary
	Changes  []cellFault
	Warnings []cellFault
	Entries  int
	Proposal bool
	Token    string
	Stale    bool
	Done     bool
	Nothing  bool
	Number   uint64
}

// cellFault is something about a cell, with what stands there.
type cellFault struct {
	workbook.Fault
	Stands, Words string
}

func (q *request) cells(book *workbook.Book, faults []workbook.Fault) (list []cellFault) {
	for _, f := range faults {
		list = append(list, cellFault{f, book.Cell(f), q.language.fault(f.Message)})
	}
	return list
}

func (c *Console) importPage(q *request) error {
	if u, ok := c.uploads.get(q.user.Name); ok && q.URL.Query().Get("hasil") == u.token && u.done != nil {
		return q.show("import", "Impor", importView{
			Name: u.name, Sheets: u.done.Sheets, Entries: u.done.Entries, Done: true, Number: u.done.Proposal.Number,
			Warnings: q.cells(u.book, u.done.Warnings),
		})
	}
	return q.show("import", "Impor", importView{})
}

// upload takes a workbook, and shows every fault beside its cell, or what it would change.
// Nothing is changed yet.
func (c *Console) upload(q *request) error {
	err := q.ParseMultipartForm(formMemory)
	if _, much := errors.AsType[*http.MaxBytesError](err); much {
		return problem{http.StatusRequestEntityTooLarge, "Berkas ini terlalu besar: paling banyak 8 MB. Impor yang lebih besar dengan perintah bendahara import di komputernya."}
	}
	var file multipart.File
	var head *multipart.FileHeader
	if err == nil {
		defer func() { _ = q.MultipartForm.RemoveAll() }()
		file, head, err = q.FormFile("berkas")
	}
	if err != nil || head.Size == 0 {
		q.status(http.StatusUnprocessableEntity, "import", "Impor", importView{Fault: "Pilih berkas Excel (.xlsx) dulu."})
		return nil
	}
	defer func() { _ = file.Close() }()
	book, err := readBook(file, head.Filename)
	if errors.Is(err, errReading) {
		q.status(http.StatusUnprocessableEntity, "import", "Impor", importView{Name: head.Filename, Fault: "Ini bukan berkas Excel (.xlsx) yang bisa dibaca. Simpan lagi sebagai .xlsx tanpa kata sandi, atau mulai dari berkas kosong di bawah."})
		return nil
	}
	if err != nil {
		return err
	}
	book.By = q.officer.Code
	return q.shown(upload{token: rand.Text(), name: head.Filename, book: book, at: q.now}, false)
}

// errReading says that a file is no workbook.
var errReading = errors.New("not a workbook")

// readBook reads a file that was sent. It lies on the disk while it is read.
func readBook(from io.Reader, name string) (*workbook.Book, error) {
	if !strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return nil, errReading
	}
	to, err := os.CreateTemp("", "bendahara-*.xlsx")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(to.Name()) }()
	_, err = io.Copy(to, from)
	if err := errors.Join(err, to.Close()); err != nil {
		return nil, err
	}
	book, _, err := workbook.Read(to.Name()) // its faults are told again by Import
	if err != nil {
		return nil, errReading
	}
	return book, nil
}

// shown shows what an upload would change, and keeps it to be confirmed.
func (q *request) shown(u upload, stale bool) error {
	var summary workbook.Summary
	var faults []workbook.Fault
	err := q.read(func(tx *store.Tx) (err error) {
		if summary, faults, err = workbook.ImportInto(tx, u.book, q.now, true); err == nil {
			u.seen, err = whatChanges(tx, summary)
		}
		return err
	})
	if err != nil {
		return err
	}
	v := importView{Name: u.name, Stale: stale, Warnings: q.cells(u.book, summary.Warnings)}
	status := http.StatusOK
	switch {
	case len(faults) > 0:
		v.Faults, status = q.cells(u.book, faults), http.StatusUnprocessableEntity
	default:
		q.c.uploads.put(q.user.Name, u)
		v.Token, v.Sheets, v.Entries, v.Proposal = u.token, summary.Sheets, summary.Entries, summary.Proposal.Task != ""
		v.Changes, v.Nothing = q.cells(u.book, summary.Changes), !changes(summary)
		if stale {
			status = http.StatusConflict
		}
	}
	q.status(status, "import", "Impor", v)
	return nil
}

// whatChanges is the fingerprint of what an import changes, and of the books that it was
// worked out from.
func whatChanges(tx *store.Tx, s workbook.Summary) (string, error) {
	heads := map[ledger.GroupCode]ledger.ChainHead{}
	if s.Entries > 0 {
		groups, err := tx.Groups()
		if err != nil {
			return "", err
		}
		for _, g := range groups {
			if heads[g.Code], err = tx.Head(g.Code); err != nil {
				return "", err
			}
		}
	}
	return baseOf([]any{s.Sheets, s.Entries, s.Changes, s.Warnings, len(s.Proposal.Rows), heads}), nil
}

// changes tells whether an import does anything.
func changes(s workbook.Summary) bool {
	for _, sheet := range s.Sheets {
		if sheet.New+sheet.Changed > 0 {
			return true
		}
	}
	return s.Entries > 0 || s.Proposal.Task != ""
}

// errMeanwhile says that an import would now do something else than what was shown.
var errMeanwhile = errors.New("the books have changed since")

// bring brings in what was shown, and only that: where the books have changed meanwhile it
// shows what it would be now. A second click finds it done.
func (c *Console) bring(q *request) error {
	u, ok := c.uploads.get(q.user.Name)
	if !ok || u.token != typed(q.Request, "unggahan") {
		return problem{http.StatusConflict, "Berkas ini tidak ada lagi di sini. Tidak ada yang berubah; unggah sekali lagi."}
	}
	to := "/impor?hasil=" + u.token
	if u.done != nil {
		http.Redirect(q.w, q.Request, to, http.StatusSeeOther)
		return nil
	}
	var summary workbook.Summary
	err := c.DB.Update(context.WithoutCancel(q.Context()), func(tx *store.Tx) error {
		would, _, err := workbook.ImportInto(tx, u.book, q.now, true)
		if err != nil {
			return err
		}
		seen, err := whatChanges(tx, would)
		if err != nil {
			return err
		}
		if seen != u.seen {
			return errMeanwhile
		}
		var faults []workbook.Fault
		if summary, faults, err = workbook.ImportInto(tx, u.book, q.now, false); err != nil {
			return err
		}
		if len(faults) > 0 {
			return errMeanwhile
		}
		return tx.KeepVisit(q.visit("import", u.name))
	})
	if errors.Is(err, errMeanwhile) {
		return q.shown(u, true)
	}
	if err != nil {
		return err
	}
	if summary.Proposal.Task != "" {
		if err := c.Bot.TellProposal(context.WithoutCancel(q.Context()), summary.Proposal); err != nil {
			c.Log.Error("nobody is told of a proposal that a file brought", "proposal", summary.Proposal.Number, "error", err)
		}
	}
	u.done = &summary
	c.uploads.put(q.user.Name, u)
	http.Redirect(q.w, q.Request, to, http.StatusSeeOther)
	return nil
}

// uploads are what users brought and have not confirmed, one each.
type uploads struct {
	mu     sync.Mutex
	byUser map[string]upload
}

func (u *uploads) get(user string) (upload, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	found, ok := u.byUser[user]
	return found, ok
}

// put keeps an upload, and drops those that nobody came back to.
func (u *uploads) put(user string, one upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	maps.DeleteFunc(u.byUser, func(_ string, old upload) bool { return one.at.Sub(old.at) > uploadTime })
	u.byUser[user] = one
}

// template is an empty workbook to fill in.
func (c *Console) template(q *request) error {
	dir, err := os.MkdirTemp("", "bendahara-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "buku-kerja.xlsx")
	if err := workbook.Template(path); err != nil {
		return err
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", formats["xlsx"])
	h.Set("Content-Disposition", `attachment; filename="buku-kerja.xlsx"`)
	_, _ = q.w.Write(content) // who goes away has no file
	return nil
}
