package console

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/workbook"
)

// large is a UPK of more than 20,000 members in a file: the demonstration, and nine more
// districts like it, with what was written to them.
func large(b *testing.B, now time.Time) *store.DB {
	b.Helper()
	engine, err := bolt.Open(filepath.Join(b.TempDir(), "books"))
	if err != nil {
		b.Fatal(err)
	}
	db := store.New(engine)
	b.Cleanup(func() { _ = db.Close() })
	if _, err := workbook.Demo(b.Context(), db, now); err != nil {
		b.Fatal(err)
	}
	do := func(fn func(*store.Tx) error) {
		b.Helper()
		if err := db.Update(context.Background(), fn); err != nil {
			b.Fatal(err)
		}
	}
	var groups []ledger.Group
	do(func(tx *store.Tx) (err error) {
		groups, err = tx.Groups()
		return cmp.Or(err, tx.PutUser(store.User{Name: "ketua", Officer: "P01", Password: hashed()}))
	})
	for district := range 9 {
		for chunk := range slices.Chunk(groups, 50) {
			do(func(tx *store.Tx) error {
				for _, g := range chunk {
					if err := twin(tx, g, district); err != nil {
						return err
					}
				}
				return nil
			})
		}
	}
	do(func(tx *store.Tx) error {
		return cmp.Or(correspondence(tx, groups, now), proposed(tx, now), announced(tx, now), wished(tx, groups, now))
	})
	return db
}

// announced is a broadcast to everybody that has come half of its way.
func announced(tx *store.Tx, now time.Time) error {
	groups, err := tx.Groups()
	if err != nil {
		return err
	}
	var to []ledger.Member
	for _, g := range groups {
		members, err := tx.Members(g.Code)
		if err != nil {
			return err
		}
		to = append(to, members...)
	}
	var codes []ledger.MemberCode
	for _, m := range to {
		codes = append(codes, m.Code)
	}
	slices.Sort(codes)
	run, err := tx.AddBroadcast(conversation.BroadcastRun{
		Announcement: conversation.Announcement{Text: "Yth {nama}, rapat besok"}, By: "P01", Made: now.Add(-2 * time.Hour), People: len(codes), State: conversation.Running,
	}, codes)
	if err != nil {
		return err
	}
	for n, code := range codes[:len(codes)/2] {
		o := store.Outbound{
			To: ledger.Phone(fmt.Sprintf("+6285%08d", n)), Channel: conversation.SMS, Class: conversation.Broadcast, Kind: "broadcast", Segments: 1, Cause: fmt.Sprint("broadcast/1/", n), Written: now.Add(-time.Hour).UTC(),
			Text: "UPK Kalijambe: Yth Bu, rapat besok. Stop: BERHENTI",
		}
		month := ledger.DateOf(now).Period()
		if _, err := tx.Enqueue(o, month); err != nil {
			return err
		}
		if o.ID, err = tx.Effect(month, o.Cause); err != nil {
			return err
		}
		if n%100 > 0 {
			if err := tx.Advance(o.ID, "p", conversation.Delivered, "", now.UTC()); err != nil {
				return err
			}
		}
		if err := tx.PutAddressee(run.Number, code, store.Addressee{Outbound: o.ID, At: o.Written}); err != nil {
			return err
		}
	}
	run.Had, run.Last = len(codes)/2, codes[len(codes)/2-1]
	return tx.PutBroadcast(run)
}

// twin copies a group, its people, loans and books into another district.
func twin(tx *store.Tx, g ledger.Group, district int) error {
	letter := string(rune('A' + district))
	members, err := tx.Members(g.Code)
	if err != nil {
		return err
	}
	loans, err := tx.Loans(g.Code)
	if err != nil {
		return err
	}
	entries, err := tx.Recent(g.Code, time.Time{}, 1_000_000)
	if err != nil {
		return err
	}
	of := func(code ledger.MemberCode) ledger.MemberCode {
		if code == "" {
			return ""
		}
		return ledger.MemberCode(letter) + code
	}
	g.Code = ledger.GroupCode(letter) + g.Code
	if err := tx.PutGroup(g); err != nil {
		return err
	}
	for _, m := range members {
		m.Code, m.Group = of(m.Code), g.Code
		if m.Phone != "" {
			m.Phone = ledger.Phone(fmt.Sprintf("+62%d%d%s", 7+district/5, district%5, strings.TrimPrefix(string(m.Phone), "+628")))
		}
		if err := tx.PutMember(m); err != nil {
			return err
		}
	}
	loan := func(code ledger.LoanCode) ledger.LoanCode {
		if code == "" {
			return ""
		}
		return ledger.LoanCode(letter) + code
	}
	for _, l := range loans {
		l.Code, l.Group, l.Replaces = loan(l.Code), g.Code, loan(l.Replaces)
		l.Shares = slices.Clone(l.Shares)
		for i := range l.Shares {
			l.Shares[i].Member = of(l.Shares[i].Member)
		}
		if err := tx.PutLoan(l); err != nil {
			return err
		}
	}
	account := func(a ledger.Account) ledger.Account {
		if a.Group != "" {
			a.Group = g.Code
		}
		a.Loan, a.Member = loan(a.Loan), of(a.Member)
		return a
	}
	head := ledger.ChainHead{}
	for _, e := range slices.Backward(entries) {
		e.Group, e.Member, e.Loan = g.Code, of(e.Member), loan(e.Loan)
		if slices.ContainsFunc(members, func(m ledger.Member) bool { return string(m.Code) == e.Teller }) {
			e.Teller = letter + e.Teller
		}
		e.Postings = slices.Clone(e.Postings)
		for i, p := range e.Postings {
			e.Postings[i] = ledger.Posting{Debit: account(p.Debit), Credit: account(p.Credit), Amount: p.Amount}
		}
		e = e.Seal(head)
		head = e.Head()
		if err := tx.Post(e); err != nil {
			return err
		}
	}
	return nil
}

// What is there beside the books.
const (
	messagesThere  = 20_000
	proposalsThere = 2_000 // of which each fiftieth waits
)

// proposed are the office's proposals.
// wished has 2,000 cases, of which one in ten waits.
func wished(tx *store.Tx, groups []ledger.Group, now time.Time) error {
	for n := range uint64(2000) {
		g := groups[int(n)*31%len(groups)]
		of, err := tx.Members(g.Code)
		if err != nil || len(of) == 0 {
			return cmp.Or(err, errors.New("a group without members"))
		}
		c := conversation.Case{Kind: conversation.LoanCase, Number: n + 1, Message: fmt.Sprint("wish", n), From: cmp.Or(of[0].Phone, "+6281234500000"), Group: g.Code, Member: of[0].Code, Note: "modal warung", Owner: "P01", Amount: 2_000_000, Opened: now.AddDate(0, 0, -3), Due: ledger.DateOf(now) + 4}
		if n%10 > 0 {
			c.Closed, c.By, c.Outcome = now.Add(-time.Hour), "P01", conversation.Accepted
		}
		if err := tx.PutCase(c); err != nil {
			return err
		}
	}
	return nil
}

func proposed(tx *store.Tx, now time.Time) error {
	for n := range proposalsThere {
		p := conversation.Proposal{Task: conversation.TaskJournal, Words: "biaya bank", By: "P02", Made: now.Add(-time.Hour)}
		if n%50 > 0 {
			p.Decided, p.DecidedBy, p.Refused = now, "P01", true
		}
		if _, err := tx.AddProposal(p); err != nil {
			return err
		}
	}
	return nil
}

// correspondence is what was written to people, and what waits.
func correspondence(tx *store.Tx, groups []ledger.Group, now time.Time) error {
	for n := range messagesThere {
		g := groups[n%len(groups)]
		members, err := tx.Members(g.Code)
		if err != nil {
			return err
		}
		written := now.Add(-time.Duration(messagesThere-n) * time.Minute).UTC()
		o := store.Outbound{
			To: members[0].Phone, Channel: conversation.SMS, Class: conversation.Receipt, Kind: "receipt", Segments: 1, Cause: fmt.Sprint("bench/", n), Written: written,
			Text: "Bu " + members[n%len(members)].Name + ", Rp250.000 sudah diterima Bu Ani (10 Mar 2026). Sisa pinjaman Rp2.225.000. Tidak benar? Balas SALAH.",
		}
		month := ledger.DateOf(written).Period()
		if _, err := tx.Enqueue(o, month); err != nil {
			return err
		}
		if o.ID, err = tx.Effect(month, o.Cause); err != nil {
			return err
		}
		if n < messagesThere-100 {
			if err := tx.Advance(o.ID, "p", conversation.Delivered, "", written); err != nil {
				return err
			}
		}
	}
	return nil
}

// processor is how long this process has used a processor.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPages is each page at 20,000 members: the time under which 95 of 100 looks at it
// were answered, and that of a processor alone, which neighbours on the machine do not
// slow; and what it weighs without style and script. Each look is at another group and
// another person.
func BenchmarkPages(b *testing.B) {
	now := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC) // a Thursday, on which one may be reminded of Friday's
	db, log := large(b, now), slog.New(slog.DiscardHandler)
	c := New(Options{DB: db, Bot: bot.New(db, log), Log: log, Now: func() time.Time { return now }, Reports: []Report{{"lpp", "Laporan"}}})
	begun := time.Now()
	if err := c.Renew(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Logf("all figures anew: %v", time.Since(begun))
	id := c.sessions.begin(session{user: "ketua", password: hashed()}, now)
	page := c.Handler()
	var groups []ledger.Group
	var members []ledger.Member
	var loans []ledger.Loan
	err := db.View(b.Context(), func(tx *store.Tx) (err error) {
		groups, err = tx.Groups()
		for _, g := range groups {
			of, err := tx.Members(g.Code)
			if err != nil {
				return err
			}
			members = append(members, of...)
			lent, err := tx.Loans(g.Code)
			if err != nil {
				return err
			}
			loans = append(loans, lent...)
		}
		return err
	})
	if err != nil || len(members) < 20_000 {
		b.Fatal(len(members), err)
	}
	for _, at := range []string{
		"/", "/cari", "/cari?q={name}", "/cari?q=0813", "/kelompok", "/kelompok?cari=mlati", "/kelompok?lihat=tunggakan", "/kelompok?lihat=kas", "/kelompok/{code}",
		"/anggota/{member}", "/pinjaman/{loan}", "/perkembangan", "/perkembangan?desa=D03", "/perkembangan?kelompok={code}", "/pengingat", "/kata", "/siaran/baru",
		"/siaran/baru?teks=Yth+{{nama}},+rapat+besok", "/siaran/baru?teks=Yth+{{nama}},+tagihan+{{tagihan}}+jatuh+tempo+{{jatuh_tempo}}", "/siaran/baru?teks=Rapat&telat=30&kolek=3", "/kerja", "/kerja/catat", "/kerja/reschedule", "/kerja/merge", "/setoran", "/setoran/{code}", "/setoran/mutasi", "/pesan?keadaan=gagal",
		"/usulan", "/usulan/1", "/perkara", "/perkara/L1", "/perkara/L2", "/pesan", "/pesan/{phone}", "/siaran", "/siaran/1", "/laporan", "/jejak", "/pengaturan", "/pengaturan/denda", "/lembar/petugas", "/lembar/harga", "/lembar/kelompok", "/lembar/anggota", "/mulai", "/mulai/pinjaman", "/mulai/pinjaman?kelompok={code}", "/impor", "/pengguna",
		"/akun", "/akun/kode",
	} {
		b.Run(at, func(b *testing.B) {
			var took, worked []time.Duration
			var heaviest int
			for n := 0; b.Loop(); n++ {
				m := members[n*7919%len(members)]
				name, _, _ := strings.Cut(m.Name, " ")
				path := strings.NewReplacer("{code}", string(groups[n*331%len(groups)].Code), "{member}", string(m.Code), "{name}", name,
					"{loan}", string(loans[n*613%len(loans)].Code), "{phone}", string(cmp.Or(m.Phone, members[0].Phone)), "{{", "%7B", "}}", "%7D").Replace(at)
				r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
				r.AddCookie(&http.Cookie{Name: cookieName, Value: id})
				begun, used := time.Now(), processor()
				if page.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatal(path, w.Code)
				}
				took, worked = append(took, time.Since(begun)), append(worked, processor()-used)
				heaviest = max(heaviest, w.Body.Len())
			}
			slices.Sort(took)
			slices.Sort(worked)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(worked[len(worked)*95/100].Microseconds())/1000, "p95-cpu-ms")
			b.ReportMetric(float64(heaviest)/1000, "kB")
		})
	}
}
