package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bendahara/bot/twilio/twiliotest"
)

// binary is the program as it ships, built once for all tests of real processes.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "bendahara-binary")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "bendahara")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func program(t testing.TB) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	testAccount = "AC0123456789abcdef0123456789abcdef"
	testToken   = "0123456789abcdef0123456789abcdef"
	testPublic  = "https://bendahara.example"
	testNumber  = "+15005550006"

	testWhatsApp = "+15005550007"
)

// office is a running serve with Twilio's settings, and what it printed.
type office struct {
	cmd  *exec.Cmd
	url  string
	mu   sync.Mutex
	said bytes.Buffer
}

func (o *office) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.said.Write(p)
}

func (o *office) output() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.said.String()
}

// serve starts the program on a data directory and waits until it is ready.
func serve(t testing.TB, data, api string, more ...string) *office {
	t.Helper()
	return started(t, serving(t, data, api, more...))
}

// serving is the command line of serve.
func serving(t testing.TB, data, api string, more ...string) *exec.Cmd {
	t.Helper()
	args := append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, more...)
	cmd := exec.Command(program(t), args...)
	if api != "" {
		cmd.Env = append(os.Environ(),
			"BENDAHARA_PUBLIC_URL="+testPublic, "BENDAHARA_TWILIO_ACCOUNT_SID="+testAccount,
			"BENDAHARA_TWILIO_AUTH_TOKEN="+testToken, "BENDAHARA_TWILIO_SMS_FROM="+testNumber, "BENDAHARA_TWILIO_API_URL="+api)
	}
	return cmd
}

// started runs a command line that serves, and waits until it is ready.
func started(t testing.TB, cmd *exec.Cmd) *office {
	t.Helper()
	o := &office{cmd: cmd}
	o.cmd.Stderr = o
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.kill() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		fmt.Fprintln(o, lines.Text())
		if at, ok := strings.CutPrefix(lines.Text(), "Ready at "); ok {
			o.url = at
			go func() { _, _ = io.Copy(o, out) }()
			return o
		}
	}
	_ = o.cmd.Wait()
	t.Fatalf("serve ended before it was ready: %s", o.output())
	return nil
}

// kill ends the process without a word of warning.
func (o *office) kill() {
	if o.cmd.ProcessState == nil {
		_ = o.cmd.Process.Kill()
		_ = o.cmd.Wait()
	}
}

// newTwilio is a Twilio with the account that serve has.
func newTwilio(t testing.TB) *twiliotest.Server { return twiliotest.New(t, testAccount, testToken) }

// runProgram runs one command of the real program and returns what it printed.
func runProgram(t testing.TB, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	_ = cmd.Run()
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// eventually waits until what is true, and fails the test when it takes too long.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatal("waited 30 seconds in vain: ", what)
}

// bigWorkbook writes a workbook of many groups, whose treasurers' numbers are
// returned: group K01's is the first.
func bigWorkbook(t testing.TB, groups, members int) (dir string, treasurers []string) {
	t.Helper()
	dir = t.TempDir()
	var g, m, l, s strings.Builder
	g.WriteString("kode,nama,desa,jenis\n")
	m.WriteString("kode,kelompok,nama,hp,jabatan,setuju\n")
	l.WriteString("kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair\n")
	s.WriteString("pinjaman,anggota,pokok\n")
	for i := 1; i <= groups; i++ {
		code := fmt.Sprintf("K%02d", i)
		fmt.Fprintf(&g, "%s,Kelompok %d,D01,SPP\n", code, i)
		fmt.Fprintf(&l, "%s-L,%s,SPP,%d,1,12,2026-01-10\n", code, code, members*12_000_000)
		for j := 1; j <= members; j++ {
			member := fmt.Sprintf("%s-%02d", code, j)
			phone, office := "", "anggota"
			if j == 1 {
				phone, office = fmt.Sprintf("+62813900%05d", i), "bendahara"
				treasurers = append(treasurers, phone)
			}
			fmt.Fprintf(&m, "%s,%s,%s,%s,%s,tidak\n", member, code, memberName(j), phone, office)
			fmt.Fprintf(&s, "%s-L,%s,12000000\n", code, member)
		}
	}
	for name, text := range map[string]string{
		"upk":  "kunci,nilai\nkode,UJI\nnama,UPK Uji\nkonfirmasi,bila_ragu\nlebih_bayar,pokok\nbalasan_per_hari,10000\n",
		"desa": "kode,nama\nD01,Saren\n", "kelompok": g.String(), "anggota": m.String(), "pinjaman": l.String(), "pemanfaat": s.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, treasurers
}

// memberName is a name unlike the nine others of a group of ten.
func memberName(n int) string {
	return []string{"Warsini", "Partiyem", "Sulastri", "Ngatinah", "Kasmirah", "Lasmini", "Poniyah", "Rukmini", "Sumarni", "Tarmini"}[n%10]
}
