package workbook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// ErrInexact says that a workbook has no words for something in the books. The
// .jsonl has.
var ErrInexact = errors.New("a workbook cannot hold these books exactly: export them as .jsonl")

// Export writes the store to a file, by its ending: an .xlsx, a whole journal as
// .jsonl, or, without an ending, a directory of .csv. An entry has its reference
// as its nomor, unless a row of a workbook brought it: then it is that row again,
// with the number that it had or without one. An entry that was reversed is left out
// together with its reversal. What the sheets of money cannot say (a deposit that was shared out
// otherwise than an import would) goes into jurnal, account by account. Before
// anything is written the workbook is put into an empty store on trial: the
// error wraps ErrInexact where its balances are not the same. It wraps ErrFormat
// for another ending. A context that ends stops it with nothing changed: a file is
// written beside its place, and the files of a directory only when all is ready.
func Export(ctx context.Context, db *store.DB, path string) error {
	var write func(tx *store.Tx) error
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".jsonl":
		write = func(tx *store.Tx) error {
			return WriteFile(path, func(w io.Writer) error { return writeJournal(ctx, tx, w) })
		}
	case ".xlsx", "":
		write = func(tx *store.Tx) error {
			b, err := exportBook(ctx, tx)
			if err == nil {
				err = goesOn(ctx, "Writing the workbook")
			}
			if err != nil {
				return err
			}
			if ext == ".xlsx" {
				return b.writeExcel(path)
			}
			return b.writeDirectory(path)
		}
	default:
		return fmt.Errorf("export %s: %w", path, ErrFormat)
	}
	if err := db.View(ctx, write); err != nil {
		return fmt.Errorf("export %s: %w", path, err)
	}
	return nil
}

// exportBook is the store as a workbook.
func exportBook(ctx context.Context, tx *store.Tx) (*Book, error) {
	x := exporter{ctx: ctx, tx: tx, book: &Book{rows: map[string][]row{}}, content: map[string]string{}, replaced: map[ledger.LoanCode]bool{}}
	for _, do := range []func() error{x.office, x.people, x.rest, x.entries} {
		if err := goesOn(ctx, "Reading the books"); err != nil {
			return nil, err
		}
		if err := do(); err != nil {
			return nil, err
		}
	}
	return x.book, x.try()
}

// exporter fills a book from a store.
type exporter struct {
	ctx      context.Context
	tx       *store.Tx
	book     *Book
	settings ledger.Settings
	words    map[string]string                // of the rows of jurnal, by identity
	proposed map[string]conversation.Proposal // those confirmed, by cause
	behind   map[string]string                // what they were for, by the entry's reference

	replaced map[ledger.LoanCode]bool // loans that another took the place of

	marks   []store.ImportedRow
	content map[string]string  // of the rows that came in, by sheet and identity
	stands  map[string]*origin // what a row stands for, by sheet and identity
	tried   ledger.Balances    // of the last trial
}

// origin is what a row of money stands for.
type origin struct {
	entries []ledger.Entry
	asCame  bool // the row is as it came in, and must come to its entries
	same    bool // so must this one, which has the reference of its one entry
}

func (x *exporter) add(sheet string, cells map[string]string) { x.addRow(sheet, cells, nil) }

func (x *exporter) addRow(sheet string, cells map[string]string, stands *origin) {
	r := newRow(sheet, cells)
	r.stands = stands
	x.book.rows[sheet] = append(x.book.rows[sheet], r)
}

func (x *exporter) office() (err error) {
	u, err := x.tx.UPK()
	if err != nil {
		return err
	}
	for _, line := range [][2]string{{"kode", u.Code}, {"nama", u.Name}, {"kecamatan", u.District}, {"kabupaten", u.Regency}} {
		if line[1] != "" {
			x.add("upk", map[string]string{"kunci": line[0], "nilai": line[1]})
		}
	}
	if x.settings, err = x.tx.Settings(); err != nil {
		return err
	}
	for _, s := range ledger.SettingKeys {
		if value, ok := x.settings[s.Key]; ok {
			x.add("upk", map[string]string{"kunci": s.Key, "nilai": value})
		}
	}
	return nil
}

func (x *exporter) people() error {
	villages, err := x.tx.Villages()
	if err != nil {
		return err
	}
	byCode := map[ledger.VillageCode]ledger.Village{}
	for _, v := range villages {
		byCode[v.Code] = v
		x.book.rows["desa"] = append(x.book.rows["desa"], villageRow(v))
	}
	groups, err := x.tx.Groups()
	if err != nil {
		return err
	}
	for _, g := range groups {
		x.book.rows["kelompok"] = append(x.book.rows["kelompok"], groupRow(g))
		members, err := x.tx.Members(g.Code)
		if err != nil {
			return err
		}
		for _, m := range members {
			x.book.rows["anggota"] = append(x.book.rows["anggota"], memberRow(m))
		}
		loans, err := x.tx.Loans(g.Code)
		if err != nil {
			return err
		}
		for _, l := range loans {
			if l.Replaces != "" {
				x.replaced[l.Replaces] = true
			}
			if err := x.loan(l, byCode[g.Village]); err != nil {
				return err
			}
		}
	}
	return nil
}

// digits is a number that is left out where it is 0.
func digits(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func rupiah(m ledger.Money) string { return strconv.FormatInt(int64(m), 10) }

func (x *exporter) loan(l ledger.Loan, v ledger.Village) error {
	t := l.Terms
	round := steps{step: t.Round, mode: t.RoundMode}
	if t.RoundTotal > 0 {
		round = steps{step: t.RoundTotal, whole: true, mode: t.RoundMode}
	}
	if usual := x.settings.Get("pembulatan_cara"); round.mode == "" && usual != string(ledger.RoundNearest) {
		round.mode = ledger.RoundNearest
	} else if string(round.mode) == usual && round.mode != ledger.RoundNearest {
		round.mode = ""
	}
	margin := ""
	if t.Margin > 0 {
		margin = rupiah(t.Margin)
	}
	x.add("pinjaman", map[string]string{
		"kode": string(l.Code), "kelompok": string(l.Group), "dana": string(l.Fund), "pokok": rupiah(t.Principal),
		"jasa_persen": t.Rate.String(), "jasa_per": string(t.RatePer), "metode": string(t.Method), "margin": margin, "nisbah": l.ProfitShare,
		"angsuran": strconv.Itoa(t.Instalments), "setiap": formatInterval(t.Every), "setiap_jasa": formatInterval(t.InterestEvery),
		"tanggal_cair": t.Disbursed.String(), "jatuh_tempo_pertama": t.FirstDue.String(), "tenggang": digits(t.Grace),
		"pembulatan": round.String(), "status": string(l.Status), "keputusan": l.Decision, "disetujui_oleh": string(l.ApprovedBy), "asal": string(l.Replaces),
	})
	for _, s := range l.Shares {
		cells := map[string]string{
			"pinjaman": string(l.Code), "anggota": string(s.Member), "pokok": rupiah(s.Principal), "jasa_per": string(s.RatePer),
			"angsuran": digits(s.Instalments), "setiap": formatInterval(s.Every),
		}
		if s.Rate != nil {
			cells["jasa_persen"] = s.Rate.String()
		}
		x.add("pemanfaat", cells)
	}
	return x.printed(l, v)
}

// printed writes the schedules that stand in place of the computed ones; also
// those that an import would compute with another due day than the loan has, or
// with the wait of a cut-off day that the village had not when it was paid out.
func (x *exporter) printed(l ledger.Loan, v ledger.Village) error {
	schedules := l.Printed
	later, err := l.Terms.AfterCutOff(v.CutOff)
	if err != nil {
		return err
	}
	if l.Terms.Every.Unit == ledger.Month && (l.Terms.DueDay != v.DueDay || later.FirstDue != l.Terms.FirstDue) {
		each, err := l.MemberSchedules()
		if err != nil {
			return err
		}
		schedules = maps.Clone(each)
		if schedules[""], err = l.Schedule(); err != nil {
			return err
		}
	}
	for _, m := range sortedKeys(schedules) {
		for _, line := range schedules[m] {
			x.add("jadwal", map[string]string{
				"pinjaman": string(l.Code), "anggota": string(m), "ke": strconv.Itoa(line.Number), "tanggal": line.Due.String(),
				"pokok": rupiah(line.Principal), "jasa": rupiah(line.Interest),
			})
		}
	}
	return nil
}

// rest writes the officers, holidays and what was kept as it came.
func (x *exporter) rest() error {
	officers, err := x.tx.EveryOfficer()
	if err != nil {
		return err
	}
	for _, o := range officers {
		x.book.rows["petugas"] = append(x.book.rows["petugas"], officerRow(o))
	}
	days, err := x.tx.Holidays()
	if err != nil {
		return err
	}
	for _, d := range slices.Sorted(maps.Keys(days)) {
		x.add("libur", map[string]string{"tanggal": d.String(), "nama": days[d]})
	}
	for _, sheet := range []string{"harga", "saldo_awal"} {
		rows, err := x.tx.SheetRows(sheet)
		if err != nil {
			return err
		}
		for _, r := range rows {
			x.add(sheet, r)
		}
	}
	words, err := x.tx.SheetRows("jurnal")
	if err != nil {
		return err
	}
	x.words = map[string]string{}
	for _, r := range words {
		x.words[r["nomor"]] = r["uraian"]
	}
	proposals, err := x.tx.Proposals()
	if err != nil {
		return err
	}
	if x.marks, err = x.tx.ImportedRows(); err != nil {
		return err
	}
	x.behind = map[string]string{}
	x.proposed = map[string]conversation.Proposal{}
	for _, p := range proposals {
		if p.Decided.IsZero() || p.Refused {
			continue
		}
		x.proposed[p.Cause()] = p
		for _, r := range p.Rows {
			x.marks = append(x.marks, store.ImportedRow{Sheet: "jurnal", Identity: r.Number, Content: r.Content})
		}
	}
	for _, m := range x.marks {
		x.content[m.Sheet+":"+m.Identity] = m.Content
	}
	return nil
}
