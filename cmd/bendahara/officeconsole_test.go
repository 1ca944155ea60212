package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bendahara/bot"
	"bendahara/bot/console"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
	"bendahara/store/workbook"
)

// deskUser is an officer at the console of a real serve, over HTTP.
type deskUser struct {
	*testing.T
	http *http.Client
	at   string
}

func (d deskUser) asks(method, path string, form url.Values) (page, where string) {
	d.Helper()
	r, err := http.NewRequest(method, d.at+path, strings.NewReader(form.Encode()))
	if err != nil {
		d.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w, err := d.http.Do(r)
	if err != nil {
		d.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	b, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode != http.StatusOK {
		d.Fatalf("%s %s: %d %v\n%s", method, path, w.StatusCode, err, b)
	}
	return string(b), w.Request.URL.Path
}

// TestOfficeTasksAtTheConsole: what follows from the books as a whole (the reserve, the
// incentive, the year's end, the split of the surplus) is proposed by one officer at the
// console, confirmed by another, and stands in the report that she downloads.
func TestOfficeTasksAtTheConsole(t *testing.T) {
	db := store.New(memory.New())
	defer func() { _ = db.Close() }()
	now := time.Date(2026, 3, 12, 3, 0, 0, 0, time.UTC)
	if _, err := workbook.Demo(t.Context(), db, now); err != nil {
		t.Fatal(err)
	}
	const password = "kopi tubruk pagi"
	hash, err := console.Hash(password)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		for name, officer := range map[string]ledger.OfficerCode{"ketua": "P01", "kasir": "P02"} {
			if err := tx.PutUser(store.User{Name: name, Officer: officer, Password: hash}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	e := &env{Context: t.Context(), Stdout: io.Discard, Stderr: io.Discard, Data: t.TempDir(), Now: func() time.Time { return now }}
	mux := http.NewServeMux()
	(&serveCmd{}).addConsole(e, mux, &served{db: db, bot: bot.New(db, log)})
	server := httptest.NewServer(mux)
	defer server.Close()
	as := func(name string) deskUser {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		d := deskUser{t, &http.Client{Jar: jar}, server.URL}
		d.asks("POST", "/login", url.Values{"nama": {name}, "sandi": {password}})
		return d
	}
	kasir, ketua := as("kasir"), as("ketua")
	balance := func(code ledger.AccountCode) (m ledger.Money) {
		t.Helper()
		if err := db.View(t.Context(), func(tx *store.Tx) (err error) { m, err = tx.Balance(ledger.Account{Code: code}); return err }); err != nil {
			t.Fatal(err)
		}
		return m
	}
	key := regexp.MustCompile(`name="kunci" value="([^"]+)"`)
	for _, c := range []struct {
		task    string
		fill    url.Values
		account ledger.AccountCode
		month   string // whose report shows it
	}{
		{"reserve", url.Values{"bulan": {"2026-02"}}, ledger.Reserve, "2026-02"},
		{"iptw", url.Values{"bulan": {"2026-02"}, "tanggal": {"2026-03-12"}}, ledger.UPKCash, "2026-03"},
		{"yearend", url.Values{"tahun": {"2025"}}, ledger.RetainedProfit, "2026-03"},
		{"surplus", url.Values{"tanggal": {"2026-03-12"}}, ledger.SocialFund, "2026-03"},
	} {
		before := balance(c.account)
		page, _ := kasir.asks("GET", "/kerja/"+c.task, nil)
		c.fill.Set("kunci", key.FindStringSubmatch(page)[1])
		c.fill.Set("dasar", "MAD 1/2026")
		page, proposal := kasir.asks("POST", "/kerja/"+c.task, c.fill)
		if !strings.HasPrefix(proposal, "/usulan/") || balance(c.account) != before {
			t.Fatalf("%s leads to %s, and has booked %s: %s", c.task, proposal, balance(c.account)-before, page)
		}
		page, _ = ketua.asks("GET", proposal, nil)
		if !strings.Contains(page, "Yang akan dicatat") || !strings.Contains(page, "MAD 1/2026") {
			t.Errorf("%s: the other officer sees %s", c.task, page)
		}
		page, _ = ketua.asks("POST", proposal+"/setujui", nil)
		after := balance(c.account)
		if !strings.Contains(page, "Disetujui</span> oleh") || after == before {
			t.Fatalf("%s: confirmed, and %s is as before: %s", c.task, c.account, page)
		}
		file, _ := ketua.asks("GET", "/laporan/"+c.month+"/neracasaldo.xlsx", nil)
		if !inReport(t, file, string(c.account), after) {
			t.Errorf("%s: the report of %s does not have %s at %s", c.task, c.month, c.account, after)
		}
	}
	err = db.View(context.Background(), func(tx *store.Tx) error { _, err := tx.Verify(); return err })
	if err != nil {
		t.Error(err)
	}
}

// inReport tells whether a table of a workbook has this account with this balance, on
// whichever side.
func inReport(t *testing.T, file, account string, balance ledger.Money) bool {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader([]byte(file)))
	if err != nil {
		t.Fatal(err)
	}
	amount := fmt.Sprint(int64(max(balance, -balance)))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if slices.ContainsFunc(row, func(cell string) bool { return strings.HasPrefix(cell, account) }) && slices.Contains(row, amount) {
				return true
			}
		}
	}
	return false
}
