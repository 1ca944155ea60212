package main

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot/android/phonetest"
)

// TestTheOfficesPhone runs the real program with the office's phone: it registers
// its webhooks, answers by the phone though Twilio carries SMS too, survives a
// kill, and asks for what came while it was down.
func TestTheOfficesPhone(t *testing.T) {
	data := t.TempDir()
	workbook, treasurers := bigWorkbook(t, 1, 3)
	if _, errs, code := runProgram(t, "import", workbook, "--data", data); code != 0 {
		t.Fatal(errs)
	}
	phone, at := officePhone(t)
	twilio := newTwilio(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	deliver := func(e phonetest.Event) {
		t.Helper()
		eventually(t, "the phone's webhook is taken", func() bool {
			status, err := phone.Post(ctx, e)
			return err == nil && status == http.StatusNoContent
		})
	}
	answered := func(what string, n int) {
		t.Helper()
		eventually(t, what, func() bool { return len(phone.Taken()) == n })
	}

	o := serve(t, data, twilio.URL, "--listen", at)
	first := phone.Receive(treasurers[0], "bayar partiyem 250rb", time.Now())
	deliver(first)
	answered("the first is answered", 1)
	o.kill()
	phone.Receive(treasurers[0], "bayar sulastri 100rb", time.Now())
	o = serve(t, data, twilio.URL, "--listen", at)
	answered("what came while we were down is answered", 2)
	deliver(first)
	deliver(phone.Again(first))
	deliver(phone.Tell("system:ping", nil))
	if n := len(phone.Taken()); n != 2 {
		t.Errorf("%d answers to two messages", n)
	}
	for i, want := range []string{"250.000", "100.000"} {
		if text := phone.Taken()[i].Text.Text; !strings.Contains(text, want) {
			t.Errorf("answer %d: %s", i, text)
		}
	}
	if texts := twilio.Sent(treasurers[0]); len(texts) != 0 {
		t.Errorf("by Twilio: %v", texts)
	}
	o.kill()
	if out, errs, code := runProgram(t, "verify", "--data", data); code != 0 {
		t.Errorf("verify: %s%s", out, errs)
	}
}

// TestDoctorAndThePhone: doctor looks at the phone while serve runs and while it does not,
// and the phone's SMS to itself is nobody's message.
func TestDoctorAndThePhone(t *testing.T) {
	data := t.TempDir()
	if _, errs, code := runProgram(t, "import", "../../conversation/testdata/kalijambe", "--data", data); code != 0 {
		t.Fatal(errs)
	}
	if _, errs, code := runProgram(t, "backup", filepath.Join(t.TempDir(), "copy.db"), "--data", data); code != 0 { // doctor wants one
		t.Fatal(errs)
	}
	silence(t, data)
	phone, at := officePhone(t)
	phone.Number = "+6281100000001"
	works(t, "backup", t.TempDir(), "--data", data)
	doctor := func(wantCode int, args []string, want ...string) {
		t.Helper()
		out, errs, code := runProgram(t, append([]string{"doctor", "--data", data}, args...)...)
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("doctor does not say %q:\n%s%s", w, out, errs)
			}
		}
		if code != wantCode {
			t.Errorf("doctor exits with %d:\n%s%s", code, out, errs)
		}
	}
	test := []string{"--phone-test", "081100000001"}
	doctor(1, test, "WRONG  serve: it does not run", "ok     phone: the app answers", "WRONG  phone's webhooks: nothing is posted",
		"WRONG  phone's SMS to itself: not sent, since serve does not run")
	o := serve(t, data, "", "--listen", at)
	eventually(t, "the phone is set up", func() bool { return len(phone.Hooks()) == 6 })
	doctor(0, test, "ok     phone's webhooks: the phone posts to us: http://"+at, "ok     phone's battery: 87%", "ok     phone's SMS to itself: it came back")
	doctor(2, []string{"--phone-test", "rumah"})
	phone.Battery = 9
	doctor(1, nil, "WRONG  phone's battery: it is at 9% only")
	if got := len(phone.Taken()); got != 1 {
		t.Errorf("the phone sent %d SMS", got)
	}
	if ready := page(t, o, "/readyz"); !strings.Contains(ready, "today 0 in, 0 out") {
		t.Errorf("readyz says %s", ready)
	}
}

// silence lets the office tell nobody anything by itself, at whatever hour a test runs.
func silence(t *testing.T, data string) {
	t.Helper()
	dir := t.TempDir()
	settings := "kunci,nilai\npengingat,tidak\nrekap_bendahara,tidak\nrekap_anggota,tidak\nrekap_petugas,tidak\n"
	if err := os.WriteFile(filepath.Join(dir, "upk.csv"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := runProgram(t, "import", dir, "--data", data); code != 0 {
		t.Fatal(errs)
	}
}

// officePhone is a phone, the settings for it, and the address to serve at.
func officePhone(t *testing.T) (phone *phonetest.Phone, at string) {
	t.Helper()
	phone, at = phonetest.New(false), freeAddress(t)
	t.Cleanup(phone.Close)
	for name, value := range map[string]string{
		"URL": phone.URL, "USER": phonetest.User, "PASSWORD": phonetest.Password, "SIGNING_KEY": phonetest.Key,
		"PUBLIC_URL": "http://" + at, "SIM": "1", "PER_DAY": "100",
	} {
		t.Setenv("BENDAHARA_ANDROID_"+name, value)
	}
	return phone, at
}

// TestKillByThePhone kills the real program again and again while the phone posts
// repayments. The app knows our ids, so each is answered exactly once, not once at
// least: what a killed process may have sent is asked for before it goes again.
func TestKillByThePhone(t *testing.T) {
	const rounds = 8
	data := t.TempDir()
	workbook, treasurers := bigWorkbook(t, 1, killMembers)
	if _, errs, code := runProgram(t, "import", workbook, "--data", data); code != 0 {
		t.Fatal(errs)
	}
	phone, at := officePhone(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	o := serve(t, data, "", "--listen", at)
	var sender sync.WaitGroup
	sender.Go(func() {
		for n := range killMessages {
			text, _ := repaymentText(n)
			e := phone.Receive(treasurers[0], text, time.Now())
			for ctx.Err() == nil {
				if status, err := phone.Post(ctx, e); err == nil && status == http.StatusNoContent {
					break
				}
				time.Sleep(5 * time.Millisecond)
			}
		}
	})
	for range rounds {
		time.Sleep(time.Duration(20+rand.IntN(150)) * time.Millisecond)
		o.kill()
		o = serve(t, data, "", "--listen", at)
	}
	sender.Wait()
	replies := func() (texts []string) {
		for _, m := range phone.Taken() {
			texts = append(texts, m.Text.Text)
		}
		return texts
	}
	eventually(t, "every reply is sent", func() bool { return len(unanswered(replies(), killMessages)) == 0 })
	time.Sleep(time.Second) // for one too many
	if n := len(replies()); n != killMessages {
		t.Errorf("%d replies to %d messages", n, killMessages)
	}
	o.kill()
	if out, errs, code := runProgram(t, "verify", "--data", data); code != 0 {
		t.Errorf("verify: %s%s", out, errs)
	}
}

// freeAddress is one that nobody listens on, for a program that must be found
// again after it was killed.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
