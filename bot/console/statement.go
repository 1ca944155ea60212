package console

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// statementPath is where a bank statement is matched.
const statementPath = "/setoran/mutasi"

// maxStatement is how many lines of a bank statement are shown at once.
const maxStatement = 300

// bankLine is money that a bank statement says came in.
type bankLine struct {
	Day    ledger.Date
	Amount ledger.Money
	Text   string
	nth    int // among equal lines
}

// key is the line's form: it is booked once, also from another copy of the statement.
func (l bankLine) key() store.FormKey {
	return store.FormKey{Month: l.Day.Period(), ID: "mutasi_" + digest(fmt.Sprint(l.Day, int64(l.Amount), l.nth)+l.Text)}
}

// statementRow is a line with the deposit that it is likely to be.
type statementRow struct {
	bankLine
	Group    string // code that the line is for, as far as it is known
	Why      string // why it is likely that one
	Done     string // the page that shows it, where it is booked
	Fault    string
	Look     []string
	Seen     string
	Position int
	status   int // of the page on which its button was clicked
}

// statementView is a bank statement with its lines.
type statementView struct {
	Text    string
	Rows    []statementRow
	Skipped int      // lines of money that went out
	Unread  []string // lines that are none, or cannot be read
	Fault   text
}

func (c *Console) statement(q *request) error {
	return q.show("statement", "Mutasi bank", statementView{})
}

// statementSent matches a statement's lines, and receives the deposit of the one line
// whose button was clicked.
func (c *Console) statementSent(q *request) error {
	values, err := q.formValues()
	if err != nil {
		return err
	}
	v := statementView{Text: cmp.Or(strings.TrimSpace(values.Get("berkas")), strings.TrimSpace(values.Get("mutasi")))}
	lines := v.read(ledger.DateOf(q.now))
	if len(lines) == 0 {
		v.Fault = "Tidak ada uang masuk yang terbaca. Perlu kolom tanggal, keterangan, dan kredit (atau jumlah dengan CR)."
		q.status(http.StatusUnprocessableEntity, "statement", "Mutasi bank", v)
		return nil
	}
	clicked, shown := -1, statementRow{status: http.StatusOK}
	if n, err := strconv.Atoi(values.Get("terima")); err == nil && n >= 0 && n < len(lines) {
		if shown, err = q.receiveLine(lines[n], values, strconv.Itoa(n)); err != nil {
			return err
		}
		clicked = n
	}
	err = q.read(func(tx *store.Tx) error {
		waiting, err := q.waitingDeposits(tx)
		if err != nil {
			return err
		}
		v.Rows = nil
		for i, l := range lines {
			r := q.match(l, waiting)
			if r.Position = i; i == clicked {
				r.Fault, r.Look, r.Seen = shown.Fault, shown.Look, shown.Seen
			}
			if typed := values.Get("kelompok-" + strconv.Itoa(i)); typed != "" {
				r.Group = typed
			}
			done, err := tx.Form(l.key())
			if err == nil {
				r.Done = done.Went
			} else if !errors.Is(err, store.ErrNotFound) {
				return err
			}
			v.Rows = append(v.Rows, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	q.status(shown.status, "statement", "Mutasi bank", v)
	return nil
}

// receiveLine receives the deposit of a line, as "terima 2jt dari melati transfer" does,
// or tells why not.
func (q *request) receiveLine(l bankLine, values url.Values, nth string) (r statementRow, err error) {
	j := job{
		name: "receive", of: func(f *filled) string { return string(f.went) }, went: func(f *filled) string { return "/kelompok/" + string(f.went) },
		do: func(f *filled, tx *store.Tx, counter conversation.Counter) (r conversation.Result, err error) {
			if f.went = f.group(tx, "kelompok"); !f.ok() {
				return r, nil
			}
			return counter.Record(conversation.Line{
				Kind: ledger.DepositReceived, Whole: true, Group: f.went, Amount: l.Amount, Day: l.Day, Bank: true, BankNote: l.Text,
			}, f.text(seenField), 0)
		},
	}
	key := l.key()
	line := url.Values{
		keyField: {key.Month.String() + "-" + key.ID}, "kelompok": {values.Get("kelompok-" + nth)}, seenField: {values.Get("dilihat-" + nth)},
	}
	r.status = http.StatusOK
	_, err = q.attempt(arrived{job: j, fields: []field{{Name: "kelompok", Kind: asText}}, show: func(status int, f form) error {
		r.status = status
		r.Fault, r.Look, r.Seen = cmp.Or(f.Fields[0].Fault, f.Fault), f.Look, f.Seen
		return nil
	}}, line)
	if p, is := errors.AsType[problem](err); is { // booked before for another group
		r.status, r.Fault, err = p.status, string(p.words), nil
	}
	return r, err
}

// match finds the deposit that a line is likely to be: by the amount, the group's name or
// code in the bank's words, and the day. It only proposes.
func (q *request) match(l bankLine, waiting []brought) statementRow {
	r := statementRow{bankLine: l}
	best, many := 0, false
	words := strings.ToLower(l.Text)
	for _, b := range waiting {
		score, why := 0, text("")
		if b.Offered == l.Amount {
			score, why = score+4, "%s menunggu %s: jumlahnya sama"
		}
		if mentions(words, b.Group) {
			if score, why = score+3, "%s menunggu %s: namanya disebut"; score > 3 {
				why = "%s menunggu %s: jumlahnya sama, namanya disebut"
			}
		}
		if day := ledger.DateOf(b.Oldest); l.Day >= day-3 && l.Day <= day+7 {
			score++
		}
		if many = many && score <= best || score == best && score > 1; score > best && score > 1 {
			best, many = score, false
			r.Group, r.Why = string(b.Group.Code), q.language.say(why, b.Group.Name, b.Offered)
		}
	}
	if many {
		r.Group, r.Why = "", q.language.say("cocok dengan beberapa kelompok; tulis kodenya")
	}
	return r
}

// mentions tells whether the bank's words have the group's code or name in them.
func mentions(words string, g ledger.Group) bool {
	fields := strings.FieldsFunc(words, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789", r) })
	return slices.Contains(fields, strings.ToLower(string(g.Code))) || strings.Contains(strings.Join(fields, " "), strings.ToLower(g.Name))
}

// read takes the lines of money that came in from the text of a statement.
func (v *statementView) read(today ledger.Date) (lines []bankLine) {
	seen := map[string]int{}
	var at columns
	for _, raw := range strings.Split(strings.ReplaceAll(v.Text, "\r\n", "\n"), "\n") {
		cells := split(raw)
		if len(cells) < 2 {
			continue
		}
		if is, ok := heading(cells); ok {
			at = is
			continue
		}
		l, out, ok := at.line(cells, today)
		switch {
		case out:
			v.Skipped++
		case !ok:
			if len(v.Unread) < 5 {
				v.Unread = append(v.Unread, raw)
			}
		case len(lines) < maxStatement:
			id := fmt.Sprint(l.Day, l.Amount) + l.Text
			l.nth = seen[id]
			seen[id]++
			lines = append(lines, l)
		}
	}
	return lines
}

// split cuts a line of a statement at tabs, semicolons or commas, whichever it has.
func split(line string) []string {
	comma := ','
	switch {
	case strings.Contains(line, "\t"):
		comma = '\t'
	case strings.Contains(line, ";"):
		comma = ';'
	}
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace, r.FieldsPerRecord = comma, true, true, -1
	cells, err := r.Read()
	if err != nil {
		return nil
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// columns are where a statement has what, counted from 1; 0: it has none.
type columns struct{ day, text, credit, debit, amount, kind int }

var columnNames = map[string]func(*columns) *int{
	"tanggal": func(c *columns) *int { return &c.day }, "tgl": func(c *columns) *int { return &c.day }, "date": func(c *columns) *int { return &c.day },
	"keterangan": func(c *columns) *int { return &c.text }, "uraian": func(c *columns) *int { return &c.text }, "description": func(c *columns) *int { return &c.text },
	"kredit": func(c *columns) *int { return &c.credit }, "credit": func(c *columns) *int { return &c.credit }, "masuk": func(c *columns) *int { return &c.credit },
	"debit": func(c *columns) *int { return &c.debit }, "debet": func(c *columns) *int { return &c.debit }, "keluar": func(c *columns) *int { return &c.debit },
	"jumlah": func(c *columns) *int { return &c.amount }, "amount": func(c *columns) *int { return &c.amount }, "mutasi": func(c *columns) *int { return &c.amount }, "nominal": func(c *columns) *int { return &c.amount },
	"jenis": func(c *columns) *int { return &c.kind }, "type": func(c *columns) *int { return &c.kind }, "d/k": func(c *columns) *int { return &c.kind },
}

// heading is where the columns are, where the line names them.
func heading(cells []string) (c columns, ok bool) {
	for i, cell := range cells {
		for word := range strings.FieldsSeq(strings.ToLower(cell)) {
			if at, known := columnNames[strings.Trim(word, "().:")]; known && *at(&c) == 0 {
				*at(&c) = i + 1
				break
			}
		}
	}
	return c, c.day > 0 && (c.credit > 0 || c.amount > 0)
}

// line reads one line; out says that its money went out.
func (c columns) line(cells []string, today ledger.Date) (l bankLine, out, ok bool) {
	cell := func(at int) string {
		if at < 1 || at > len(cells) {
			return ""
		}
		return cells[at-1]
	}
	if l.Day, ok = bankDay(cell(c.day), today); !ok {
		return l, false, false
	}
	l.Text = strings.Join(strings.Fields(cell(c.text)), " ")
	if c.credit > 0 {
		l.Amount, ok = bankAmount(cell(c.credit))
		debit, is := bankAmount(cell(c.debit))
		return l, is && debit > 0 && l.Amount == 0, ok && l.Amount > 0
	}
	sum := strings.ToUpper(cell(c.amount) + " " + cell(c.kind))
	if outText.MatchString(sum) || strings.HasPrefix(strings.TrimSpace(sum), "-") {
		return l, true, false
	}
	l.Amount, ok = bankAmount(cell(c.amount))
	return l, false, ok && l.Amount > 0
}

var (
	outText  = regexp.MustCompile(`\b(DB|D|DEBIT|DEBET|KELUAR)\b`)
	bankText = regexp.MustCompile(`^(?:RP\.?\s*)?(\d{1,3}(?:\.\d{3})*|\d{1,3}(?:,\d{3})*|\d+)(?:[.,]00?)?(?:\s*(?:CR|K))?$`)
	dayText  = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?$`)
)

// bankAmount reads an amount as banks print it: 2.000.000,00 or 2,000,000.00; one with
// cents is none.
func bankAmount(text string) (ledger.Money, bool) {
	parts := bankText.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(text)))
	if parts == nil {
		return 0, false
	}
	m, err := ledger.ParseMoney(strings.NewReplacer(".", "", ",", "").Replace(parts[1]))
	return m, err == nil
}

// bankDay reads a day as banks print it; without a year it is the last that has been.
func bankDay(text string, today ledger.Date) (ledger.Date, bool) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), " ")
	if d, err := ledger.ParseDate(text); err == nil {
		return d, true
	}
	parts := dayText.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	year := parts[3]
	if len(year) == 2 {
		year = "20" + year
	}
	if year != "" {
		return isoDay(year, parts)
	}
	this := today.String()[:4]
	d, ok := isoDay(this, parts)
	if ok && d > today {
		n, _ := strconv.Atoi(this)
		return isoDay(strconv.Itoa(n-1), parts)
	}
	return d, ok
}

func isoDay(year string, parts []string) (ledger.Date, bool) {
	d, err := ledger.ParseDate(fmt.Sprintf("%s-%02s-%02s", year, parts[2], parts[1]))
	return d, err == nil
}
