package console

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// entriesLooked is how many of a group's entries are looked through for what waits.
const entriesLooked = 200

// brought is money that a treasurer said she brought, and that the UPK has not confirmed.
type brought struct {
	Group    ledger.Group
	Village  string
	Offered  ledger.Money // by all her words
	Held     ledger.Money // by the books
	Words    []offering
	Head     ledger.EntryNumber
	Oldest   time.Time
	Pictures []slipPicture
	Coming   int // pictures that are still to be fetched
}

// offering is a treasurer's word that money is on its way.
type offering struct {
	ledger.Entry
	At   time.Time
	Text string
	From ledger.Phone
	Who  string
}

// slipPicture is a slip that came beside it.
type slipPicture struct {
	Message string
	Number  int
	Lost    bool
	At      time.Time
}

// waitingDeposits are the groups whose treasurers brought money, the oldest first.
func (q *request) waitingDeposits(tx *store.Tx) (list []brought, err error) {
	x, err := q.c.directory.of(tx)
	if err != nil {
		return nil, err
	}
	all, err := q.c.standings.of(tx, x.all, q.now)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.Offered <= 0 {
			continue
		}
		b, err := q.broughtBy(tx, s.Group)
		if err != nil {
			return nil, err
		}
		b.Village = x.villages[s.Group.Village].Name
		list = append(list, b)
	}
	slices.SortStableFunc(list, func(a, b brought) int { return a.Oldest.Compare(b.Oldest) })
	return list, nil
}

// broughtBy is what a group's treasurer has brought.
func (q *request) broughtBy(tx *store.Tx, g ledger.Group) (b brought, err error) {
	b = brought{Group: g}
	if b.Offered, err = tx.Balance(ledger.OfferedBy(g.Code)); err != nil {
		return b, err
	}
	head, err := tx.Head(g.Code)
	b.Head = head.Number
	if err != nil || b.Offered <= 0 {
		return b, err
	}
	if b.Held, err = tx.Balance(ledger.Account{Code: ledger.TreasurerCash, Group: g.Code}); err != nil {
		return b, err
	}
	officers, err := tx.EveryOfficer()
	if err != nil {
		return b, err
	}
	recent, err := tx.Recent(g.Code, time.Time{}, entriesLooked)
	if err != nil {
		return b, err
	}
	undone := map[ledger.EntryNumber]bool{}
	for _, e := range recent {
		if e.Kind == ledger.Reversal {
			undone[e.Reverses] = true
		}
		if undone[e.Number] {
			continue
		}
		if e.Kind == ledger.DepositReceived {
			break
		}
		if e.Kind != ledger.Deposit {
			continue
		}
		r, err := q.rowOf(tx, e, officers)
		if err != nil {
			return b, err
		}
		b.Words = append(b.Words, offering{Entry: e, At: r.At, Text: r.Text, From: r.From, Who: r.Teller})
		b.Oldest = r.At
	}
	return b, nil
}

// withSlips adds the pictures that came beside what a treasurer brought.
func (b *brought) withSlips(tx *store.Tx, now time.Time) error {
	if len(b.Words) == 0 {
		return nil
	}
	is := func(m store.HeardMessage) bool {
		return slices.ContainsFunc(b.Words, func(o offering) bool {
			return m.ID == o.Cause || slices.Contains(m.Entries, store.EntryRef{Group: o.Group, Number: o.Number})
		})
	}
	slips, err := tx.SlipsSince(b.Oldest.AddDate(0, 0, -2)) // a picture may come before the word
	if err != nil {
		return err
	}
	for _, s := range slips {
		m, err := tx.Message(s.Message)
		if err != nil {
			return err
		}
		if is(m) {
			b.Pictures = append(b.Pictures, slipPicture{s.Message, s.Number, s.Lost != "", in(now, m.Received)})
		}
	}
	wanted, err := tx.WantedSlips()
	if err != nil {
		return err
	}
	for _, w := range wanted {
		m, err := tx.Message(w.Message)
		if err != nil {
			return err
		}
		if is(m) {
			b.Coming++
		}
	}
	return nil
}

func (c *Console) deposits(q *request) error {
	var list []brought
	err := q.read(func(tx *store.Tx) (err error) {
		if list, err = q.waitingDeposits(tx); err != nil {
			return err
		}
		for i := range list {
			if err := list[i].withSlips(tx, q.now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return q.show("deposits", "Setoran", struct {
		Rows    []brought
		Decides bool
	}{list, decides(q.officer.Role)})
}

// depositJob confirms what a treasurer brought.
var depositJob = job{
	name: "receive", button: "Terima setoran", may: decides,
	of:   func(f *filled) string { return string(f.went) },
	went: func(f *filled) string { return "/setoran?diterima=" + string(f.went) },
	do: func(f *filled, _ *store.Tx, c conversation.Counter) (r conversation.Result, err error) {
		l := conversation.Line{
			Kind: ledger.DepositReceived, Whole: true, Group: f.went, Amount: f.amount("jumlah"), Day: f.day("tanggal"),
			Bank: f.text("cara") == "transfer", BankNote: f.text("catatan"),
		}
		if !f.ok() {
			return r, nil
		}
		return c.Record(l, f.text(seenField), f.since())
	},
}

func depositFields(b brought, today ledger.Date) []field {
	amount := field{Name: "jumlah", Label: "Jumlah yang diterima", Kind: asMoney}
	if b.Offered > 0 {
		amount.Value = strings.TrimPrefix(b.Offered.String(), "Rp")
	}
	return []field{
		amount,
		{Name: "tanggal", Label: "Tanggal diterima", Kind: asDay, Value: today.String()},
		{Name: "cara", Label: "Lewat", Kind: asSelect, Choices: []choice{{"tunai", "tunai"}, {"transfer", "bank"}}, Value: "tunai"},
		{Name: "catatan", Label: "Nomor bukti bank", Kind: asText, Most: 40, Optional: true},
		{Name: "sejak", Kind: asHidden, Value: strconv.FormatInt(int64(b.Head), 10)},
	}
}

// depositView is what a group's treasurer brought, with the form that receives it.
type depositView struct {
	brought
	Form    *form
	Decides bool
}

func (q *request) brought() (b brought, err error) {
	code := ledger.GroupCode(q.PathValue("code"))
	err = q.read(func(tx *store.Tx) error {
		g, err := tx.Group(code)
		if err != nil {
			return err
		}
		if b, err = q.broughtBy(tx, g); err != nil {
			return err
		}
		if b.Offered <= 0 { // she may have said nothing
			if b.Held, err = tx.Balance(ledger.Account{Code: ledger.TreasurerCash, Group: code}); err != nil {
				return err
			}
		}
		village, err := tx.Village(g.Village)
		b.Village = cmp.Or(village.Name, string(g.Village))
		if err != nil {
			return err
		}
		return b.withSlips(tx, q.now)
	})
	return b, err
}

func (c *Console) deposit(q *request) error {
	b, err := q.brought()
	if err != nil {
		return err
	}
	f := form{Fields: depositFields(b, ledger.DateOf(q.now)), Key: q.newKey()}
	return q.showDeposit(b, http.StatusOK, f)
}

func (q *request) showDeposit(b brought, status int, f form) error {
	f.Action, f.Button = "/setoran/"+string(b.Group.Code), depositJob.button
	v := depositView{brought: b, Decides: decides(q.officer.Role)}
	if v.Decides {
		v.Form = &f
	}
	q.status(status, "deposit", "Setoran %s", v, b.Group.Name)
	return nil
}

// receiveDeposit confirms what was brought, as "terima 2jt dari melati" does.
func (c *Console) receiveDeposit(q *request) error {
	b, err := q.brought()
	if err != nil {
		return err
	}
	j, fields := depositJob, depositFields(b, ledger.DateOf(q.now))
	j.do = func(f *filled, tx *store.Tx, counter conversation.Counter) (conversation.Result, error) {
		f.went = b.Group.Code
		return depositJob.do(f, tx, counter)
	}
	return q.receive(arrived{job: j, fields: fields, show: func(status int, f form) error {
		if b, err = q.brought(); err != nil { // as it is by now
			return err
		}
		return q.showDeposit(b, status, f)
	}})
}

// slip is the picture of a deposit's slip.
func (c *Console) slip(q *request) error {
	nth, err := strconv.Atoi(q.PathValue("number"))
	if err != nil || nth < 0 || nth > 255 {
		return nothing
	}
	var s store.Slip
	var data []byte
	err = q.read(func(tx *store.Tx) (err error) {
		if s, err = tx.Slip(q.PathValue("message"), nth); err != nil {
			return err
		}
		if s.Lost != "" {
			return store.ErrNotFound
		}
		data, err = tx.SlipPicture(s)
		return err
	})
	if err != nil {
		return err
	}
	if err := q.note("slip", s.Message); err != nil {
		return err
	}
	if !strings.HasPrefix(s.Type, "image/") || strings.HasPrefix(s.Type, "image/svg") {
		return nothing
	}
	q.w.Header().Set("Content-Type", s.Type)
	_, _ = q.w.Write(data)
	return nil
}
