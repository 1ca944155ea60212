package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bendahara/bot/android/phonetest"
	"bendahara/bot/twilio/twiliotest"
	"bendahara/bot/whatsapp/watest"
)

// What may be set for a day: the number that everything random follows from, and how
// long people write; the longer, the more.
const (
	daySeed   = "BENDAHARA_DAY_SEED"
	dayLength = "BENDAHARA_DAY"
	dayShort  = 15 * time.Second
)

// day is a day in the life of an office: its program, the three ways to it, and the
// people.
type day struct {
	*testing.T
	ctx    context.Context
	seed   uint64
	length time.Duration
	chance *dice
	data   string
	people []*villager

	phone  *phonetest.Phone
	twilio *twiliotest.Server
	chat   *watest.Server

	router  *httptest.Server // the office's: it stays while the program dies
	program atomic.Pointer[office]
	lives   []*office
	away    atomic.Bool // the phone has no network
	cuts    sync.WaitGroup

	mu     sync.Mutex
	booked map[payment]int // what people said, by their own count
}

// dice are chance for several goroutines.
type dice struct {
	mu sync.Mutex
	r  *rand.Rand
}

func newDice(seed, n uint64) *dice { return &dice{r: rand.New(rand.NewPCG(seed, n))} }

func (d *dice) n(n int) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.r.IntN(n)
}

// upTo is a time, less than the longest.
func (d *dice) upTo(longest time.Duration) time.Duration {
	return time.Duration(d.n(int(longest/time.Microsecond))) * time.Microsecond
}

// TestADayInTheLife runs the program with all its gateways and 500 people who write to
// it, kills it again and again, and cuts each gateway for a while. In the evening every
// message was answered once, every repayment that a treasurer said yes to is in the
// books once and none besides, and nobody has what was for another.
func TestADayInTheLife(t *testing.T) {
	d := newDay(t)
	d.start()
	done := make(chan struct{})
	var telling, writing sync.WaitGroup
	telling.Go(func() { d.reports(done) })
	for i, v := range d.people {
		writing.Go(func() { d.live(v, newDice(d.seed, uint64(i)+1)) })
	}
	d.troubles()
	writing.Wait()
	d.restart() // so that what nobody delivered any more is asked for
	d.evening()
	close(done)
	telling.Wait()
	d.program.Load().kill()
	d.check()
}

// newDay is a morning: a workbook is in, and the number is linked.
func newDay(t *testing.T) *day {
	d := &day{T: t, seed: uint64(time.Now().UnixNano()), length: dayShort, booked: map[payment]int{}, people: villagers()}
	if s := os.Getenv(daySeed); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", daySeed, err)
		}
		d.seed = n
	}
	if s := os.Getenv(dayLength); s != "" {
		length, err := time.ParseDuration(s)
		if err != nil {
			t.Fatalf("%s: %v", dayLength, err)
		}
		d.length = length
	}
	t.Logf("%s=%d", daySeed, d.seed)
	d.chance = newDice(d.seed, 0)
	ctx, cancel := context.WithTimeout(t.Context(), d.length+2*d.patience())
	t.Cleanup(cancel)
	d.ctx = ctx

	var err error
	if d.data, err = os.MkdirTemp("", "day"); err != nil { // short: a socket's path has a limit
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(d.data) })
	if _, errs, code := runProgram(t, "import", dayWorkbook(t, d.people), "--data", d.data); code != 0 {
		t.Fatal(errs)
	}
	d.router = httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			to, _ := url.Parse(d.program.Load().url)
			r.SetURL(to)
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	})
	t.Cleanup(d.router.Close)
	d.phone, d.twilio = phonetest.New(false), newTwilio(t)
	t.Cleanup(d.phone.Close)
	d.chat = watest.New(t, "+6281100000009")
	for _, v := range d.people {
		if v.by == byWhatsApp {
			v.chat = d.chat.Person(string(v.phone))
		}
	}
	d.link()
	return d
}

// link links the office's number.
func (d *day) link() {
	d.Helper()
	paired := make(chan int, 1)
	var pairing printed
	go func() {
		paired <- command(d.ctx, &pairing, "whatsapp", "pair", "--data", d.data, "--phone", "081100000009")
	}()
	code := regexp.MustCompile(`type ([0-9A-Z]{4}-[0-9A-Z]{4})\n`)
	d.chat.Until("a code", func() bool { return code.MatchString(pairing.String()) })
	d.chat.TypeCode(code.FindStringSubmatch(pairing.String())[1])
	if code := <-paired; code != 0 {
		d.Fatalf("pair ended with %d: %s", code, pairing.String())
	}
}

// start starts the program.
func (d *day) start() {
	d.Helper()
	self, err := os.Executable()
	if err != nil {
		d.Fatal(err)
	}
	cmd := exec.Command(self, "serve", "--data", d.data, "--listen", "127.0.0.1:0", "--whatsapp", "on")
	cmd.Args[0] = elsewhere
	cmd.Env = append(os.Environ(),
		wayThere+"="+d.chat.Way(),
		"BENDAHARA_PUBLIC_URL="+testPublic, "BENDAHARA_TWILIO_ACCOUNT_SID="+testAccount, "BENDAHARA_TWILIO_AUTH_TOKEN="+testToken,
		"BENDAHARA_TWILIO_SMS_FROM="+testNumber, "BENDAHARA_TWILIO_WHATSAPP_FROM="+testWhatsApp, "BENDAHARA_TWILIO_API_URL="+d.twilio.URL,
		"BENDAHARA_ANDROID_URL="+d.phone.URL, "BENDAHARA_ANDROID_USER="+phonetest.User, "BENDAHARA_ANDROID_PASSWORD="+phonetest.Password,
		"BENDAHARA_ANDROID_SIGNING_KEY="+phonetest.Key, "BENDAHARA_ANDROID_PUBLIC_URL="+d.router.URL,
	)
	o := started(d, cmd)
	d.lives = append(d.lives, o)
	d.program.Store(o)
}

func (d *day) restart() {
	d.Helper()
	d.program.Load().kill()
	d.start()
}
