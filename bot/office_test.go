package bot_test

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

// desk is a UPK's store with its bot, and what officers do at it.
type desk struct {
	*testing.T
	db  *store.DB
	bot *bot.Bot
	now time.Time
}

func newDesk(t *testing.T, settings map[string]string) *desk {
	t.Helper()
	d := &desk{T: t, db: store.New(memory.New()), now: time.Date(2026, 3, 12, 3, 0, 0, 0, time.UTC)}
	d.bot = bot.New(d.db, slog.New(slog.DiscardHandler))
	book, faults, err := workbook.Read("../conversation/testdata/kalijambe")
	if err == nil {
		_, faults, err = workbook.Import(t.Context(), d.db, book, d.now, false)
	}
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	for key, value := range settings {
		d.must(d.db.Update(t.Context(), func(tx *store.Tx) error { return tx.PutSetting(key, value) }))
	}
	return d
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) propose(by ledger.OfficerCode, work func(conversation.Desk) (conversation.Proposal, error)) (conversation.Proposal, error) {
	return d.bot.Propose(d.Context(), func(tx *store.Tx) (conversation.Proposal, error) {
		at, err := conversation.NewDesk(tx, by, d.now)
		if err != nil {
			return conversation.Proposal{}, err
		}
		return work(at)
	})
}

// done proposes and has the head confirm.
func (d *desk) done(work func(conversation.Desk) (conversation.Proposal, error)) []ledger.Entry {
	d.Helper()
	p, err := d.propose("P02", work)
	d.must(err)
	entries, err := d.bot.Confirm(d.Context(), p.Number, "P01", d.now)
	d.must(err)
	return entries
}

func (d *desk) balance(account string) (m ledger.Money) {
	d.Helper()
	a, ok := ledger.ParseAccount(account)
	if !ok {
		d.Fatalf("%q is no account", account)
	}
	d.must(d.db.View(d.Context(), func(tx *store.Tx) (err error) { m, err = tx.Balance(a); return err }))
	return m
}

func (d *desk) holds(want map[string]ledger.Money) {
	d.Helper()
	for account, m := range want {
		if got := d.balance(account); got != m {
			d.Errorf("account %s has %d, want %d", account, int64(got), int64(m))
		}
	}
	d.must(d.db.View(d.Context(), func(tx *store.Tx) error { _, err := tx.Verify(); return err }))
}

func (d *desk) told(phone ledger.Phone) (texts []string) {
	d.Helper()
	d.must(d.db.View(d.Context(), func(tx *store.Tx) error {
		list, err := tx.Outbox()
		texts = nil
		for _, o := range list {
			if o.To == phone {
				texts = append(texts, o.Text)
			}
		}
		return err
	}))
	return texts
}

// Siti owes 2,250,000 and 225,000 of interest; the group 11,250,000 in all.
func death(d conversation.Desk) (conversation.Proposal, error) {
	return d.Death("A01-03", d.Today()-2, "surat kematian 12/2026")
}

// TestDeath: by each rule her share is closed without money, nothing is income, and
// who bears it is what the UPK's forum decided.
func TestDeath(t *testing.T) {
	for _, c := range []struct {
		rule string
		kind ledger.EntryKind
		want map[string]ledger.Money
	}{
		{"hapus", ledger.WriteOff, map[string]ledger.Money{
			"1210/A01/A01-L1": 9_000_000, "5140/A01/A01-L1": 2_250_000, "G210/A01/A01-L1": -9_000_000,
			"G223/A01/A01-L1": 225_000, "2210": 0,
		}},
		{"kelompok", ledger.Cover, map[string]ledger.Money{
			"1210/A01/A01-L1": 11_250_000, "5140/A01/A01-L1": 0, "G210/A01/A01-L1": -11_250_000,
			"G150/A01/A01-L1/A01-01": 618_750, "G150/A01/A01-L1/A01-05": 618_750,
		}},
		{"dana", ledger.WriteOff, map[string]ledger.Money{
			"1210/A01/A01-L1": 9_000_000, "5140/A01/A01-L1": 0, "2210": -750_000, "G223/A01/A01-L1": 225_000,
		}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			d := newDesk(t, map[string]string{"meninggal": c.rule})
			if c.rule == "dana" {
				if _, err := d.propose("P02", death); !errors.Is(err, ledger.ErrSocialFund) {
					t.Errorf("an empty social fund bore it: %v", err)
				}
				d.done(func(at conversation.Desk) (conversation.Proposal, error) {
					return at.Journal(ledger.Account{Code: ledger.UPKCash}, ledger.Account{Code: ledger.SocialFund}, 3_000_000, at.Today(), "hibah", false)
				})
			}
			income := d.balance("4110/A01/A01-L1")
			entries := d.done(death)
			if len(entries) != 1 || entries[0].Kind != c.kind || entries[0].Teller != "P02" || entries[0].Confirmed != "P01" {
				t.Errorf("the entries are %+v", entries)
			}
			c.want["G120/A01/A01-L1/A01-03"] = 0
			c.want["4110/A01/A01-L1"] = income
			c.want["G110/A01"] = 0
			d.holds(c.want)
			for _, phone := range []ledger.Phone{"+6281390000101", "+6281390000102"} { // treasurer, and the chair as witness
				if said := d.told(phone); len(said) != 1 || !strings.Contains(said[0], "Siti Rahayu wafat") {
					t.Errorf("%s was told %q", phone, said)
				}
			}
			if said := d.told("+6281390000103"); len(said) > 0 {
				t.Errorf("her own phone was told %q", said)
			}
			if err := d.bot.Receive(t.Context(), conversation.Message{
				Gateway: "test", Foreign: "1", Channel: conversation.SMS, From: "+6281390000103", Text: "saldo", Sent: d.now, Received: d.now,
			}); err != nil {
				t.Error(err)
			}
			if said := d.told("+6281390000103"); len(said) != 1 || strings.Contains(said[0], "Rp") {
				t.Errorf("her phone got figures: %q", said)
			}
		})
	}
}

func (d *desk) says(from ledger.Phone, texts ...string) string {
	d.Helper()
	return d.write(conversation.SMS, from, texts)
}

func (d *desk) wa(from ledger.Phone, texts ...string) string {
	d.Helper()
	return d.write(conversation.WhatsApp, from, texts)
}

// write is the last answer to texts of one after the other.
func (d *desk) write(channel conversation.Channel, from ledger.Phone, texts []string) string {
	d.Helper()
	for _, text := range texts {
		d.now = d.now.Add(time.Minute)
		d.must(d.bot.Receive(d.Context(), conversation.Message{
			Gateway: "test", Foreign: d.now.String(), Channel: channel, From: from, Text: text, Sent: d.now, Received: d.now,
		}))
	}
	said := d.told(from)
	return said[len(said)-1]
}

// TestTakenOver: what survivors took over is paid by message, keeps a purse shut until
// then, and keeps the death from being undone once some of it was paid.
func TestTakenOver(t *testing.T) {
	const treasurer ledger.Phone = "+6281390000101"
	d := newDesk(t, map[string]string{"meninggal": "kelompok"})
	gone := d.done(death)[0]
	if said := d.says(treasurer, "saldo wati"); !strings.Contains(said, "618.750") {
		t.Errorf("her balance does not say it: %s", said)
	}
	if said := d.says(treasurer, "bayar talangan wati 700rb"); !strings.Contains(said, "618.750") {
		t.Errorf("more than she took over: %s", said)
	}
	d.says(treasurer, "bayar talangan wati 600rb", "ya")
	d.holds(map[string]ledger.Money{"G150/A01/A01-L1/A01-02": 18_750, "G110/A01": 600_000})
	if _, err := d.propose("P02", func(at conversation.Desk) (conversation.Proposal, error) {
		return at.Reverse(gone.Group, gone.Number, "keliru")
	}); !errors.Is(err, conversation.ErrGone) {
		t.Errorf("undone after some of it was paid: %v", err)
	}
	d.says(treasurer, "batal", "ya")
	d.holds(map[string]ledger.Money{"G150/A01/A01-L1/A01-02": 618_750, "G110/A01": 0})
}

// TestDeathUndone: the reversal brings her debt and her membership back.
func TestDeathUndone(t *testing.T) {
	d := newDesk(t, nil)
	gone := d.done(death)[0]
	d.done(func(at conversation.Desk) (conversation.Proposal, error) {
		return at.Reverse(gone.Group, gone.Number, "salah orang")
	})
	d.holds(map[string]ledger.Money{"G120/A01/A01-L1/A01-03": 2_250_000, "1210/A01/A01-L1": 11_250_000, "5140/A01/A01-L1": 0})
	d.must(d.db.View(t.Context(), func(tx *store.Tx) error {
		if m, err := tx.Member("A01-03"); err != nil || m.Status != ledger.Active {
			t.Errorf("she is %s, %v", m.Status, err)
		}
		return nil
	}))
	if _, err := d.propose("P02", func(at conversation.Desk) (conversation.Proposal, error) {
		return at.Reverse(gone.Group, gone.Number, "sekali lagi")
	}); !errors.Is(err, ledger.ErrReversed) {
		t.Errorf("it was undone twice: %v", err)
	}
}

// TestProposals: nobody confirms her own, nothing is confirmed twice, nor what the
// books have overtaken; a refused one writes nothing.
func TestProposals(t *testing.T) {
	d := newDesk(t, nil)
	before := d.entries()
	first, err := d.propose("P02", death)
	d.must(err)
	second, err := d.propose("P01", death)
	d.must(err)
	confirm := func(n uint64, by ledger.OfficerCode, want error) {
		t.Helper()
		if _, err := d.bot.Confirm(t.Context(), n, by, d.now); !errors.Is(err, want) {
			t.Errorf("%s confirms %d: %v, want %v", by, n, err, want)
		}
	}
	confirm(first.Number, "P02", conversation.ErrOwn)
	confirm(first.Number, "P03", conversation.ErrOfficer) // facilitator
	confirm(first.Number, "P04", conversation.ErrOfficer) // supervisor
	confirm(first.Number, "P99", conversation.ErrOfficer)
	confirm(99, "P01", store.ErrNotFound)
	if n := d.entries(); n != before {
		t.Fatalf("%d entries, and nothing was confirmed", n-before)
	}
	confirm(first.Number, "P01", nil)
	confirm(first.Number, "P01", conversation.ErrDecided)
	confirm(second.Number, "P02", conversation.ErrStale)
	d.must(d.bot.Refuse(t.Context(), second.Number, "P01", d.now)) // her own, which she takes back
	confirm(second.Number, "P02", conversation.ErrDecided)
	if n := d.entries(); n != before+1 {
		t.Errorf("%d entries, want one", n-before)
	}
}

// TestTrailWithTheDecision: what is written beside a decision is written with it or not
// at all, and without it there is no decision.
func TestTrailWithTheDecision(t *testing.T) {
	d := newDesk(t, nil)
	before := d.entries()
	p, err := d.propose("P02", death)
	d.must(err)
	trail := func(tx *store.Tx) error {
		return tx.KeepVisit(store.Visit{At: d.now, User: "ketua", What: "confirm"})
	}
	full := errors.New("the disk is full")
	fails := func(*store.Tx) error { return full }
	if _, err := d.bot.Confirm(t.Context(), p.Number, "P01", d.now, trail, fails); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
	if err := d.bot.Refuse(t.Context(), p.Number, "P01", d.now, fails); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
	visits := func() (n int) {
		d.must(d.db.View(t.Context(), func(tx *store.Tx) error { list, _, err := tx.VisitsBefore(0, 10); n = len(list); return err }))
		return n
	}
	if d.entries() != before || visits() != 0 {
		t.Errorf("%d entries and %d lines of a trail, and nothing was decided", d.entries()-before, visits())
	}
	_, err = d.bot.Confirm(t.Context(), p.Number, "P01", d.now, trail)
	d.must(err)
	if d.entries() != before+1 || visits() != 1 {
		t.Errorf("%d entries and %d lines of a trail", d.entries()-before, visits())
	}
}

func (d *desk) entries() (n int) {
	d.must(d.db.View(d.Context(), func(tx *store.Tx) error {
		n = 0
		for _, err := range tx.Journal() {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	}))
	return n
}

// TestProposalByMessage: officers hear of a proposal, and the one who may confirms it
// by message; by SMS with the number that only her phone got.
func TestProposalByMessage(t *testing.T) {
	const head, cashier, supervisor ledger.Phone = "+6281390000901", "+6281390000902", "+6281390000904"
	d := newDesk(t, nil)
	before := d.entries()
	p, err := d.propose("P02", death)
	d.must(err)
	has := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%q lacks %q", text, part)
			}
		}
	}
	told := d.told(head)
	if len(told) != 1 || len(d.told(cashier)) != 0 || len(d.told(supervisor)) != 0 {
		t.Fatalf("told %q, the proposer %q, the supervisor %q", told, d.told(cashier), d.told(supervisor))
	}
	has(told[0], "U1", "Endang Purwanti", "wafat Siti Rahayu", "Rp2.475.000", "surat kematian 12/2026", "SETUJUI U1")
	has(d.says(head, "usulan"), "1 usulan: U1 Siti Rahayu Rp2.475.000")
	has(d.says(cashier, "setujui U1"), "menyangkut Anda sendiri")
	has(d.says(supervisor, "setujui U1"), "diputuskan ketua")
	has(d.says(head, "setujui U7"), "U7 tidak ada")
	asked := d.says(head, "setujui u1") // by SMS
	has(asked, "U1", "Siti Rahayu", "untuk menyetujui")
	has(d.says(head, "ya"), "untuk menyetujui")
	if n := d.entries(); n != before {
		t.Fatalf("%d entries by a yes that can be forged", n-before)
	}
	at := strings.LastIndex(asked, "Balas ") + len("Balas ")
	has(d.says(head, asked[at:at+4]), "U1 disetujui dan dicatat, No A01/12")
	if n := d.entries(); n != before+1 {
		t.Fatalf("%d entries, want one", n-before)
	}
	last := d.told(cashier)
	has(last[len(last)-1], "U1 disetujui Bambang Susilo")
	has(d.says(head, "setujui U1"), "U1 tidak ada")
	if _, err := d.bot.Confirm(t.Context(), p.Number, "P01", d.now); !errors.Is(err, conversation.ErrDecided) {
		t.Errorf("confirmed again at the desk: %v", err)
	}
	second, err := d.propose("P02", func(at conversation.Desk) (conversation.Proposal, error) {
		return at.Waive("A01-02", "A01-L1", 1000, 0, at.Today(), "MAD 4/2026")
	})
	d.must(err)
	d.says("+6281390000101", "bayar wati 100rb", "ya") // the books go on
	d.wa(head, "setujui U2")
	has(d.wa(head, "ya"), second.Reference(), "buku sudah berubah")
	has(d.wa(head, "tolak U2"), "U2 ditolak", "Tidak ada yang dicatat")
	has(d.says(head, "usulan"), "Tidak ada usulan")
	d.holds(map[string]ledger.Money{"G120/A01/A01-L1/A01-03": 0})
}

// TestTwoCodesOfOneOfficer: another code with the same phone is the same person.
func TestTwoCodesOfOneOfficer(t *testing.T) {
	d := newDesk(t, nil)
	d.must(d.db.Update(t.Context(), func(tx *store.Tx) error {
		return tx.PutOfficer(ledger.Officer{Code: "P05", Name: "Endang Purwanti", Phone: "+6281390000902", Role: ledger.Clerk})
	}))
	p, err := d.propose("P02", death)
	d.must(err)
	if _, err := d.bot.Confirm(t.Context(), p.Number, "P05", d.now); !errors.Is(err, conversation.ErrOwn) {
		t.Errorf("confirmed by her own second code: %v", err)
	}
}

// TestLoanOfALife: proposed to paid out, written off and back.
func TestLoanOfALife(t *testing.T) {
	d := newDesk(t, nil)
	d.must(d.db.Update(t.Context(), func(tx *store.Tx) error {
		l, err := tx.Loan("A01-L1")
		l.Code, l.Status, l.Decision, l.ApprovedBy = "A01-L2", ledger.Proposed, "", ""
		return errors.Join(err, tx.PutLoan(l))
	}))
	stage := func(to ledger.LoanStatus) func(conversation.Desk) (conversation.Proposal, error) {
		return func(at conversation.Desk) (conversation.Proposal, error) {
			return at.Stage("A01-L2", to, at.Today(), "MAD 1/2026")
		}
	}
	if _, err := d.propose("P02", stage(ledger.Disbursed)); !errors.Is(err, ledger.ErrStep) {
		t.Errorf("paid out unseen: %v", err)
	}
	for _, to := range []ledger.LoanStatus{ledger.Verified, ledger.Proposed, ledger.Verified, ledger.Approved} {
		if entries := d.done(stage(to)); len(entries) > 0 {
			t.Errorf("%s made %v", to, entries)
		}
	}
	out := d.done(stage(ledger.Disbursed))[0]
	d.holds(map[string]ledger.Money{"1210/A01/A01-L2": 12_500_000, "G120/A01/A01-L2/A01-03": 2_500_000, "G210/A01/A01-L2": -12_500_000})
	if _, err := d.propose("P02", stage(ledger.PaidOff)); !errors.Is(err, ledger.ErrNotPaid) {
		t.Errorf("paid off with all of it left: %v", err)
	}
	lost := d.done(func(at conversation.Desk) (conversation.Proposal, error) {
		return at.WriteOff("A01-L2", at.Today(), "MAD 2/2026")
	})[0]
	d.holds(map[string]ledger.Money{"1210/A01/A01-L2": 0, "G120/A01/A01-L2/A01-03": 0, "5140/A01/A01-L2": 12_500_000})
	undo := func(e ledger.Entry) {
		d.done(func(at conversation.Desk) (conversation.Proposal, error) {
			return at.Reverse(e.Group, e.Number, "keliru")
		})
	}
	undo(lost)
	undo(out)
	d.holds(map[string]ledger.Money{"1210/A01/A01-L2": 0, "G120/A01/A01-L2/A01-03": 0, "5140/A01/A01-L2": 0})
	d.must(d.db.View(t.Context(), func(tx *store.Tx) error {
		l, err := tx.Loan("A01-L2")
		if l.Status != ledger.Approved || l.Terms.Disbursed != ledger.NewDate(2026, 3, 12) {
			t.Errorf("the loan is %s, paid out %s", l.Status, l.Terms.Disbursed)
		}
		return err
	}))
}

// TestPurses: a purse that no message opens is opened by a decision, and never beyond
// what it holds.
func TestPurses(t *testing.T) {
	d := newDesk(t, nil)
	take := func(m ledger.MemberCode, purse ledger.Purse, amount ledger.Money) func(conversation.Desk) (conversation.Proposal, error) {
		return func(at conversation.Desk) (conversation.Proposal, error) {
			return at.Withdraw(m, purse, amount, at.Today(), "rapat 3 Maret")
		}
	}
	held := -d.balance("G240/C01//C01-02/harian")
	if _, err := d.propose("P02", take("C01-02", "harian", held+1)); !errors.Is(err, ledger.ErrPurseHeld) {
		t.Errorf("more than it holds: %v", err)
	}
	entries := d.done(take("C01-02", "harian", held))
	if i := slices.IndexFunc(entries, func(e ledger.Entry) bool { return e.Kind == ledger.SavingsWithdrawal && e.Amount == held }); i < 0 {
		t.Errorf("the entries are %v", entries)
	}
	d.holds(map[string]ledger.Money{"G240/C01//C01-02/harian": 0})
}
