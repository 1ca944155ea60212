package console

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// Proposals and broadcasts are listed page by page: each stands on one page once, the
// newest first; what waits stands on the first, however old it is.
func TestListsByPages(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	waits := o.propose("P02")
	const many = 120
	for range many {
		if w := p.ask("POST", fmt.Sprintf("/usulan/%d/tolak", o.propose("P02")), nil, nil); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
	}
	o.update(func(tx *store.Tx) error {
		for range many {
			run := conversation.BroadcastRun{Announcement: conversation.Announcement{Text: "Rapat"}, By: "P01", Made: o.now, State: conversation.Done}
			if _, err := tx.AddBroadcast(run, nil); err != nil {
				return err
			}
		}
		return nil
	})
	more := regexp.MustCompile(`href="(/\w+\?sebelum=\d+)"`)
	for at, rows := range map[string]*regexp.Regexp{"/usulan": regexp.MustCompile(`href="/usulan/(\d+)"`), "/siaran": regexp.MustCompile(`href="/siaran/(\d+)"`)} {
		seen, last, pages := map[string]int{}, many+2, 0
		for next := at; next != ""; pages++ {
			page := p.ask("GET", next, nil, nil).Body.String()
			for _, row := range rows.FindAllStringSubmatch(page, -1) {
				n := 0
				_, _ = fmt.Sscan(row[1], &n)
				if seen[row[1]]++; n > last && uint64(n) != waits {
					t.Errorf("%s: %d after %d", next, n, last)
				}
				if uint64(n) != waits || at != "/usulan" {
					last = n
				}
			}
			if next = ""; more.MatchString(page) {
				next, _ = url.PathUnescape(more.FindStringSubmatch(page)[1])
			}
		}
		want := many
		if at == "/usulan" {
			want++ // which waits
		}
		for n, times := range seen {
			if times != 1 {
				t.Errorf("%s has %s %d times", at, n, times)
			}
		}
		if len(seen) != want || pages != 3 {
			t.Errorf("%s: %d on %d pages, want %d on 3", at, len(seen), pages, want)
		}
	}
	for range many - 1 {
		o.propose("P02")
	}
	if n := p.all("/usulan", `href="/usulan/\d+"`); n != many+rowsAtOnce { // with the first of those that were decided
		t.Errorf("%d on all pages, of which %d wait", n, many)
	}
	p.shows("/usulan?menunggu="+strconv.FormatUint(waits+1, 10), []string{fmt.Sprintf(`href="/usulan/%d"`, waits)})
	p.shows("/usulan?sebelum=x", []string{"Menunggu"})
}

// TestCasesByPages: what waits for an answer is listed some at a time, of each kind the oldest
// first, each once.
func TestCasesByPages(t *testing.T) {
	o := newOffice(t)
	p := o.as("ketua")
	o.update(func(tx *store.Tx) error {
		for n := range uint64(120) {
			kind := conversation.LoanCase
			if n%2 > 0 {
				kind = conversation.ComplaintCase
			}
			next, err := tx.NextCase(kind)
			if err != nil {
				return err
			}
			c := conversation.Case{Kind: kind, Number: next, Message: fmt.Sprint("case ", n), From: "+6281390000103", Group: "A01", Member: "A01-03", Note: "modal", Owner: "P01", Amount: 1_000_000, Opened: o.now, Due: ledger.DateOf(o.now)}
			if err := tx.PutCase(c); err != nil {
				return err
			}
		}
		return nil
	})
	var seen []string
	pages, more := 0, regexp.MustCompile(`href="(/perkara\?setelah=\w+)"`)
	for next := "/perkara"; next != ""; pages++ {
		page := p.ask("GET", next, nil, nil).Body.String()
		for _, row := range regexp.MustCompile(`href="/perkara/(\w+)"`).FindAllStringSubmatch(page, -1) {
			seen = append(seen, row[1])
		}
		if next = ""; more.MatchString(page) {
			next = more.FindStringSubmatch(page)[1]
		}
	}
	once := slices.Compact(slices.Sorted(slices.Values(seen)))
	if pages != 3 || len(seen) < 120 || len(once) != len(seen) {
		t.Errorf("%d cases, %d of them once, on %d pages", len(seen), len(once), pages)
	}
	p.shows("/perkara?setelah=X9", []string{`href="/perkara/P1"`})
}
