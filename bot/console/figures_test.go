package console

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

// What is kept of a group's figures is what would be worked out anew: after an entry, on
// the next day, after a change of a loan or of the rules.
func TestKeptFigures(t *testing.T) {
	o := newOffice(t)
	same := func(when string) {
		t.Helper()
		o.read(func(tx *store.Tx) error {
			groups, err := tx.Groups()
			if err != nil {
				return err
			}
			kept, err := o.c.standings.of(tx, groups, o.now)
			if err != nil {
				return err
			}
			anew, err := conversation.Overview(tx, nil, o.now)
			if fmt.Sprint(kept) != fmt.Sprint(anew) {
				t.Errorf("%s:\n%v\nworked out anew:\n%v", when, kept, anew)
			}
			return err
		})
	}
	held := func() (m ledger.Money) {
		o.read(func(tx *store.Tx) error {
			groups, err := tx.Groups()
			if err != nil {
				return err
			}
			kept, err := o.c.standings.of(tx, groups, o.now)
			for _, g := range kept {
				m += g.Held
			}
			return err
		})
		return m
	}
	same("at first")
	before := held()
	o.hear("f1", "bayar wati 275rb")
	o.hear("f2", "ya")
	if got := held(); got == before {
		o.read(func(tx *store.Tx) error {
			sent, err := tx.Outbox()
			t.Error("an entry is not seen; the last answer was:", sent[len(sent)-1].Text)
			return err
		})
	}
	same("after an entry")
	for _, days := range []int{4, 40} {
		o.now = o.now.AddDate(0, 0, days)
		same(fmt.Sprint(days, " days later"))
	}
	o.update(func(tx *store.Tx) error {
		l, err := tx.Loan("A01-L1")
		l.Status = ledger.PaidOff
		return cmp.Or(err, tx.PutLoan(l))
	})
	same("after a change of a loan")
	o.update(func(tx *store.Tx) error { return tx.PutSetting("libur_geser", "sesudah") })
	o.update(func(tx *store.Tx) error { return tx.PutHoliday(ledger.NewDate(2026, 4, 2), "libur") })
	same("after a change of the rules")
}

// BenchmarkToday is the first page of the demonstration, again and again.
func BenchmarkToday(b *testing.B) {
	db, now, log := store.New(memory.New()), time.Now(), slog.New(slog.DiscardHandler)
	if _, err := workbook.Demo(b.Context(), db, now); err != nil {
		b.Fatal(err)
	}
	err := db.Update(b.Context(), func(tx *store.Tx) error {
		return tx.PutUser(store.User{Name: "ketua", Officer: "P01", Password: hashed()})
	})
	if err != nil {
		b.Fatal(err)
	}
	c := New(Options{DB: db, Bot: bot.New(db, log), Log: log, Now: func() time.Time { return now }})
	id := c.sessions.begin(session{user: "ketua", password: hashed()}, now)
	page := c.Handler()
	for b.Loop() {
		r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
		r.AddCookie(&http.Cookie{Name: cookieName, Value: id})
		if page.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
