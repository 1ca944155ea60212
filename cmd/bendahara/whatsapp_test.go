package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot/whatsapp/watest"
)

// printed is what a command prints, read while it runs.
type printed struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (c *printed) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.said.Write(p)
}

func (c *printed) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.said.String()
}

// command runs a command line in this process, where WhatsApp is the test's own.
func command(ctx context.Context, out *printed, args ...string) int {
	return execute(args, &env{Context: ctx, Stdin: strings.NewReader(""), Stdout: out, Stderr: out, Now: time.Now})
}

// The office links its number while serve runs, and a treasurer records a repayment
// by WhatsApp.
func TestWhatsAppFromPairingToReceipt(t *testing.T) {
	data, err := os.MkdirTemp("", "wa") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(data) })
	server := watest.New(t, "+6281100000009")
	var out printed
	if code := command(t.Context(), &out, "import", "../../conversation/testdata/kalijambe", "--data", data); code != 0 {
		t.Fatal(out.String())
	}
	var serving printed
	ended := make(chan int, 1)
	start := func() (stop func()) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			ended <- command(ctx, &serving, "serve", "--data", data, "--listen", "127.0.0.1:0", "--whatsapp", "on")
		}()
		return func() {
			cancel()
			if code := <-ended; code != 0 {
				t.Errorf("serve ended with %d: %s", code, serving.String())
			}
		}
	}
	stop := start()
	server.Until("ready", func() bool { return strings.Contains(serving.String(), "Ready at") })
	if !strings.Contains(serving.String(), "run bendahara whatsapp pair") {
		t.Errorf("not linked, serve says %q", serving.String())
	}

	paired := make(chan int, 1)
	var pairing printed
	go func() {
		paired <- command(t.Context(), &pairing, "whatsapp", "pair", "--data", data, "--phone", "081100000009")
	}()
	code := regexp.MustCompile(`type ([0-9A-Z]{4}-[0-9A-Z]{4})\n`)
	server.Until("a code", func() bool { return code.MatchString(pairing.String()) })
	server.TypeCode(code.FindStringSubmatch(pairing.String())[1])
	if code := <-paired; code != 0 || !strings.Contains(pairing.String(), "The number is linked.") {
		t.Fatalf("pair ended with %d: %s", code, pairing.String())
	}
	out = printed{}
	if code := command(t.Context(), &out, "whatsapp", "pair", "--data", data); code != 1 || !strings.Contains(out.String(), "linked already") {
		t.Errorf("a second time: %d %s", code, out.String())
	}

	ani := server.Person("+6281390000101")
	ani.Writes("bayar siti 25rb")
	if got := ani.Waits(1).Text; !strings.Contains(got, "Siti Rahayu") || !strings.Contains(got, "Rp25.000") {
		t.Errorf("she reads %q", got)
	}
	stop()
	ani.Writes("ya") // while we are away
	stop = start()
	if got := ani.Waits(2).Text; !strings.Contains(got, "A01/") {
		t.Errorf("she reads %q", got)
	}
	picture := append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte{1}, 100_000)...)
	ani.Shows(picture, "setor upk 25rb", len(picture))
	ani.Waits(3)
	ani.Writes("ya")
	got := regexp.MustCompile(`A01/\d+`).FindString(ani.Waits(4).Text)
	if got == "" {
		t.Fatalf("she reads %q", ani.Got())
	}
	file := filepath.Join(data, "slip.jpg")
	server.Until("the slip is kept", func() bool {
		return command(t.Context(), &printed{}, "slip", got, "--output", file, "--data", data) == 0
	})
	if kept, err := os.ReadFile(file); err != nil || !bytes.Equal(kept, picture) {
		t.Errorf("the slip has %d bytes, %v", len(kept), err)
	}
	out = printed{}
	if command(t.Context(), &out, "doctor", "--data", data); !strings.Contains(out.String(), "ok     whatsapp: a number is linked") ||
		!strings.Contains(out.String(), "WRONG  sms: no gateway carries SMS") {
		t.Errorf("doctor, while serve runs: %s", out.String())
	}
	stop()
	for args, want := range map[string]string{"": "\t" + got + "\timage/jpeg, 100004 bytes", "A01/999": "no picture", "Melati": "is no deposit's number"} {
		out = printed{}
		if command(t.Context(), &out, append([]string{"slip", "--data", data}, strings.Fields(args)...)...); !strings.Contains(out.String(), want) {
			t.Errorf("slip %s says %q", args, out.String())
		}
	}
	for setting, want := range map[string]string{
		"on": "ok     whatsapp: a number is linked, and nothing is known to be wrong, as last known on 20", "": "WRONG  whatsapp: a number is linked and not used",
	} {
		t.Setenv("BENDAHARA_WHATSAPP", setting)
		out = printed{}
		if command(t.Context(), &out, "doctor", "--data", data); !strings.Contains(out.String(), want) {
			t.Errorf("doctor with %q, while it does not: %s", setting, out.String())
		}
	}
	if !strings.Contains(serving.String(), "over the linked number") {
		t.Errorf("linked, serve says %q", serving.String())
	}
	out = printed{}
	if code := command(t.Context(), &out, "verify", "--data", data); code != 0 {
		t.Errorf("verify: %s", out.String())
	}
	if info, err := os.Stat(filepath.Join(data, whatsappFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the sessions: %v %v", info.Mode(), err)
	}
}

// Without serve the number is linked by QR code, drawn in the terminal.
func TestPairAlone(t *testing.T) {
	data := t.TempDir()
	server := watest.New(t, "+6281100000009")
	var out printed
	if code := command(t.Context(), &out, "whatsapp", "pair", "--data", data); code != 1 || !strings.Contains(out.String(), "no store") {
		t.Errorf("without a store: %d %s", code, out.String())
	}
	if code := command(t.Context(), &out, "import", "../../conversation/testdata/kalijambe", "--data", data); code != 0 {
		t.Fatal(out.String())
	}
	server.Down(true)
	out = printed{}
	if code := command(t.Context(), &out, "whatsapp", "pair", "--data", data); code != 1 || !strings.Contains(out.String(), "cannot be reached") {
		t.Errorf("without a network: %d %s", code, out.String())
	}
	server.Down(false)
	ctx, stop := context.WithCancel(t.Context())
	out = printed{}
	ended := make(chan int, 1)
	go func() { ended <- command(ctx, &out, "whatsapp", "pair", "--data", data) }()
	server.Until("a picture", func() bool { return strings.Count(out.String(), "\x1b[0m\n") >= 20 })
	stop()
	if code := <-ended; code != 1 {
		t.Errorf("interrupted: %d", code)
	}
}
