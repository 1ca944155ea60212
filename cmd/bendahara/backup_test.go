package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
)

// works runs one command of the real program, which has to work.
func works(t testing.TB, args ...string) string {
	t.Helper()
	out, errs, code := runProgram(t, args...)
	if code != 0 {
		t.Fatalf("%v: %s", args, errs)
	}
	return out
}

// refused runs one command of the real program, which has to fail with a sentence.
func refused(t testing.TB, says string, args ...string) {
	t.Helper()
	out, errs, code := runProgram(t, args...)
	if code != 1 || !strings.Contains(errs, says) || strings.Count(errs, "\n") != 1 {
		t.Errorf("%v: exit %d, %q, %q; want %q", args, code, out, errs, says)
	}
}

// inStore looks into a store that no program has open.
func inStore(t testing.TB, path string, fn func(*store.Tx) error) {
	t.Helper()
	engine, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	db := store.New(engine)
	if err := errors.Join(db.View(t.Context(), fn), db.Close()); err != nil {
		t.Fatal(err)
	}
}

// repayments are the amounts that a group paid, by the references.
func repayments(t testing.TB, path string) map[ledger.Money]string {
	t.Helper()
	paid := map[ledger.Money]string{}
	inStore(t, path, func(tx *store.Tx) error {
		for e, err := range tx.Journal() {
			if err != nil {
				return err
			}
			if e.Kind == ledger.Repayment {
				paid[e.Amount] = e.Reference()
			}
		}
		return nil
	})
	return paid
}

// TestBackupWhileServing makes a backup while treasurers text, kills the program, and
// begins again from the backup: what was acknowledged before it is there, what is
// recorded then has a reference that nobody holds, and nothing is sent twice.
func TestBackupWhileServing(t *testing.T) {
	data := t.TempDir()
	workbook, treasurers := bigWorkbook(t, 2, killMembers)
	works(t, "import", workbook, "--data", data)
	twilio := newProvider(t)
	office := serve(t, data, twilio.URL)
	ctx, cancel := context.WithCancel(t.Context())
	var texting sync.WaitGroup
	var acknowledged [2]atomic.Int64 // by treasurer: how many of her texts
	text := func(i, n int) bool {
		words, _ := repaymentText(2*n + i)
		status, err := office.text(ctx, fmt.Sprintf("SM%016d%016d", i, n), treasurers[i], words)
		return err == nil && status/100 == 2
	}
	for i := range treasurers {
		texting.Go(func() {
			for n := 0; ctx.Err() == nil && text(i, n); n++ {
				acknowledged[i].Add(1)
			}
		})
	}
	eventually(t, "texts before the backup", func() bool { return acknowledged[0].Load() > 10 && acknowledged[1].Load() > 10 })
	before := [2]int64{acknowledged[0].Load(), acknowledged[1].Load()}
	copied := filepath.Join(t.TempDir(), "copy.db")
	works(t, "backup", copied, "--data", data)
	after := [2]int64{acknowledged[0].Load(), acknowledged[1].Load()}
	eventually(t, "texts after the backup", func() bool { return acknowledged[0].Load() > after[0]+10 && acknowledged[1].Load() > after[1]+10 })
	cancel()
	texting.Wait()
	office.kill()

	again := filepath.Join(t.TempDir(), "again")
	said := works(t, "restore", copied, "--data", again)
	works(t, "verify", "--data", again)
	was, lost := repayments(t, filepath.Join(data, storeFile)), 0
	is := repayments(t, filepath.Join(again, storeFile))
	for i := range treasurers {
		for n := range acknowledged[i].Load() {
			_, amount := repaymentText(2*int(n) + i)
			if was[amount] == "" {
				t.Errorf("%s was acknowledged, and is not in the store", amount)
			}
			if n < before[i] && is[amount] == "" {
				t.Errorf("%s was acknowledged before the backup, and is not in it", amount)
			}
			if is[amount] == "" {
				lost++
			}
		}
	}
	if lost < 10 || !strings.Contains(said, "whatsapp pair") {
		t.Errorf("%d texts are of the lost time; restore said %s", lost, said)
	}

	sent := len(twilio.all())
	renewed := serve(t, again, twilio.URL)
	if status, err := renewed.text(t.Context(), "SM"+strings.Repeat("9", 32), treasurers[0], "bayar partiyem 77777"); err != nil || status/100 != 2 {
		t.Fatal(status, err)
	}
	eventually(t, "the answer", func() bool { return len(twilio.all()) > sent })
	renewed.kill()
	all := twilio.all()
	if len(all) != sent+1 || !strings.Contains(all[sent], "K01/B") {
		t.Errorf("after the restore went %q, want one answer with a new reference", all[sent:])
	}
	held := map[string]bool{}
	for _, reference := range was {
		held[reference] = true
	}
	if now := repayments(t, filepath.Join(again, storeFile)); held[now[77777]] || now[77777] == "" {
		t.Errorf("the new receipt is %q", now[77777])
	}
}

// all are the texts that went to anybody, in order.
func (p *provider) all() (texts []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.taken {
		texts = append(texts, m.Get("Body"))
	}
	return texts
}

// TestRestoreRefuses: into an empty directory only, and only what is whole.
func TestRestoreRefuses(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	works(t, "import", "../../conversation/testdata/kalijambe", "--data", data)
	good := filepath.Join(dir, "good.db")
	works(t, "backup", good, "--data", data)
	refused(t, "already", "backup", good, "--data", data)
	refused(t, "there is no new backup", "backup", filepath.Join(dir, "absent", "x.db"), "--data", data)
	refused(t, "is not empty: it has", "restore", good, "--data", data)
	refused(t, "cannot be read", "restore", filepath.Join(dir, "none.db"), "--data", filepath.Join(dir, "new"))
	empty := filepath.Join(dir, "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, "no backup", "restore", empty, "--data", filepath.Join(dir, "new"))
	refused(t, "no backup", "restore", dir, "--data", filepath.Join(dir, "new"))

	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	spoils := map[string]func([]byte) []byte{
		"cut":    func(b []byte) []byte { return b[:len(b)/2] },
		"letter": func([]byte) []byte { return []byte(strings.Repeat("a letter\n", 5_000)) },
		"amount": func(b []byte) []byte {
			return bytes.ReplaceAll(b, []byte(`"amount":"275000"`), []byte(`"amount":"275001"`))
		},
	}
	for name, spoil := range spoils {
		path := filepath.Join(dir, name+".db")
		spoiled := spoil(bytes.Clone(whole))
		if bytes.Equal(spoiled, whole) {
			t.Fatalf("%s spoils nothing", name)
		}
		if err := os.WriteFile(path, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		into := filepath.Join(dir, "into-"+name)
		refused(t, "nothing is changed", "restore", path, "--data", into)
		if left, err := os.ReadDir(into); err != nil || len(left) != 0 {
			t.Errorf("%s: left %v, %v", name, left, err)
		}
	}
	// What a killed restore left is no obstacle; settings may be there before.
	into := filepath.Join(dir, "into")
	if err := os.Mkdir(into, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"bendahara.db.123.new": "half", "bendahara.toml": "listen = \"127.0.0.1:0\"\n"} {
		if err := os.WriteFile(filepath.Join(into, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	works(t, "restore", good, "--data", into)
	if left, err := os.ReadDir(into); err != nil || len(left) != 2 {
		t.Errorf("left %v, %v", left, err)
	}
}

// TestBackupIsChecked: a copy of books that do not hold never gets its name, and the one
// before stays the last.
func TestBackupIsChecked(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	works(t, "import", "../../conversation/testdata/kalijambe", "--data", data)
	works(t, "backup", filepath.Join(dir, "good.db"), "--data", data)
	engine, err := bolt.Open(filepath.Join(data, storeFile))
	if err != nil {
		t.Fatal(err)
	}
	alter := engine.Update(t.Context(), func(w store.Writer) error { return w.Put([]byte("1bA01/G110/A01"), []byte("\x011")) })
	if err := errors.Join(alter, engine.Close()); err != nil {
		t.Fatal(err)
	}
	refused(t, "G110/A01", "backup", filepath.Join(dir, "bad.db"), "--data", data)
	left, err := os.ReadDir(dir)
	if n, _, _ := readNote(data); err != nil || len(left) != 2 || filepath.Base(n.Path) != "good.db" {
		t.Errorf("left %v, %v; noted %+v", left, err, n)
	}
}

// TestBackupsOnASchedule: serve makes one when it is due, keeps so many, takes away what
// a killed process left, and tells how old the last one is.
func TestBackupsOnASchedule(t *testing.T) {
	dir := t.TempDir()
	data, place := filepath.Join(dir, "data"), filepath.Join(dir, "backups")
	works(t, "import", "../../conversation/testdata/kalijambe", "--data", data)
	office := serve(t, data, "", "--backup-dir", place, "--backup-keep", "2")
	until(t, "the missing directory told", func() bool {
		return strings.Contains(page(t, office, "/readyz"), "backup: NOT OK: the last try failed")
	})
	office.kill()

	if err := os.Mkdir(place, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bendahara-2026-01-01-080000.db", "bendahara-2026-01-02-080000.db", "bendahara-2026-01-03-080000.db.7.new", "letter.db"} {
		if err := os.WriteFile(filepath.Join(place, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	office = serve(t, data, "", "--backup-dir", place, "--backup-keep", "2")
	until(t, "a backup", func() bool { return strings.Contains(page(t, office, "/readyz"), "backup: ok: the last is 0s old") })
	if metrics := page(t, office, "/metrics"); !regexp.MustCompile(`(?m)^bendahara_backup_age_seconds \d`).MatchString(metrics) {
		t.Error("no age among the metrics")
	}
	out, _, _ := runProgram(t, "doctor", "--data", data)
	if !strings.Contains(out, "ok     backup: the last is 0s old") {
		t.Errorf("doctor says %s", out)
	}
	names := func() (list []string) {
		entries, err := os.ReadDir(place)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return list
	}
	left := names()
	if len(left) != 3 || left[0] != "bendahara-2026-01-02-080000.db" || left[2] != "letter.db" {
		t.Errorf("left %v", left)
	}
	office.kill()
	office = serve(t, data, "", "--backup-dir", place, "--backup-keep", "2")
	time.Sleep(300 * time.Millisecond) // no other is due
	office.kill()
	if !slices.Equal(names(), left) {
		t.Errorf("after another start: %v, before %v", names(), left)
	}
	works(t, "restore", filepath.Join(place, left[1]), "--data", filepath.Join(dir, "again"))
}

// TestRotateKeepsTheOneJustMade also where a clock was ahead for a while.
func TestRotateKeepsTheOneJustMade(t *testing.T) {
	dir := t.TempDir()
	for _, day := range []string{"2026-03-10", "2030-01-01", "2030-01-02", "2030-01-03"} {
		if err := os.WriteFile(filepath.Join(dir, "bendahara-"+day+"-080000.db"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made := filepath.Join(dir, "bendahara-2026-03-10-080000.db")
	if err := rotate(dir, made, 2); err != nil {
		t.Fatal(err)
	}
	left, _, err := backupsIn(dir)
	if want := []string{made, filepath.Join(dir, "bendahara-2030-01-03-080000.db")}; err != nil || !slices.Equal(left, want) {
		t.Errorf("left %v, %v; want %v", left, err, want)
	}
}

func TestBackupState(t *testing.T) {
	now := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	there := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		note   *backupNote
		every  time.Duration
		failed error
		ok     bool
		says   string
	}{
		"none":       {nil, 24 * time.Hour, nil, false, "none yet"},
		"fresh":      {&backupNote{Path: there, At: now.Add(-3 * time.Hour)}, 24 * time.Hour, nil, true, "3h0m0s old"},
		"failed":     {&backupNote{Path: there, At: now.Add(-3 * time.Hour)}, 24 * time.Hour, fs.ErrPermission, false, "permission denied"},
		"old":        {&backupNote{Path: there, At: now.Add(-49 * time.Hour)}, 24 * time.Hour, nil, false, "49h0m0s old"},
		"weekly":     {&backupNote{Path: there, At: now.Add(-49 * time.Hour)}, 7 * 24 * time.Hour, nil, true, "49h0m0s old"},
		"taken away": {&backupNote{Path: there + "x", At: now.Add(-3 * time.Hour)}, 24 * time.Hour, nil, false, "not there any more"},
		"to come":    {&backupNote{Path: there, At: now.Add(time.Hour)}, 24 * time.Hour, nil, false, "still to come"},
	} {
		data := t.TempDir()
		if c.note != nil {
			if err := c.note.write(data); err != nil {
				t.Fatal(err)
			}
		}
		f := backupState(data, backupEnv{Every: c.every}, now, c.failed)
		if f.OK != c.ok || !strings.Contains(f.Says, c.says) {
			t.Errorf("%s: %+v, want %v with %q", name, f, c.ok, c.says)
		}
		b := &backups{backupEnv: backupEnv{Dir: filepath.Dir(there), Every: c.every}, data: data}
		due := name == "none" || name == "old" || name == "to come"
		if wait := b.untilNext(now); (wait <= 0) != due {
			t.Errorf("%s: the next is due in %v", name, wait)
		}
	}
}
