package simulator_test

import (
	"context"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"bendahara/bot/browsertest"
	"bendahara/bot/simulator"
)

func do(t *testing.T, tab context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	limited, cancel := context.WithTimeout(tab, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(limited, steps...); err != nil {
		t.Fatal(err)
	}
}

// follow does what loads another page, and waits for that.
func follow(t *testing.T, tab context.Context, step chromedp.Action[chromedp.Void]) {
	t.Helper()
	limited, cancel := context.WithTimeout(tab, 30*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(limited, step); err != nil {
		t.Fatal(err)
	}
}

// eventually waits until a JavaScript expression holds.
func eventually(t *testing.T, tab context.Context, expression string) {
	t.Helper()
	wait := chromedp.WithPollingTimeout(10 * time.Second)
	if _, err := chromedp.Run(tab, chromedp.Poll[bool](expression, wait, chromedp.WithPollingInterval(20*time.Millisecond))); err != nil {
		shown, _ := chromedp.Run(tab, chromedp.Evaluate[string]("document.body.innerText"))
		t.Fatalf("never: %s: %v\nthe page shows:\n%s", expression, err, shown)
	}
}

// enter presses the key as a keyboard does: one event that also carries the
// character, where chromedp's SendKeys sends the character behind it, which no
// script can then hold back.
func enter(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		press := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
		if kind == input.DispatchKeyEventTypeKeyDown {
			press.Text = "\r"
		}
		if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, press); err != nil {
			return chromedp.Void{}, err
		}
	}
	return chromedp.Void{}, nil
}

func evaluate[T any](t *testing.T, tab context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(tab, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// shows is an expression: a bubble of that phone has this text.
func shows(phone, text string) string {
	return `[...document.querySelectorAll('[data-phone="` + phone + `"] .talk p')].some(p => p.textContent === ` + strconv.Quote(text) + `)`
}

func inPhone(phone, selector string) chromedp.CSS {
	return chromedp.CSS(`[data-phone="` + phone + `"] ` + selector)
}

func TestTwoPhonesInABrowser(t *testing.T) {
	b := newBooks(simulator.Options{Guide: guide})
	server := httptest.NewServer(b.gateway.Handler())
	defer server.Close()
	defer b.gateway.Close()
	tab := browsertest.Open(t)
	her, other := string(ratna), string(siti)

	do(t, tab, chromedp.EmulateViewport(1100, 800), chromedp.Navigate(server.URL+"/simulator"))
	eventually(t, tab, `document.getElementById("link").textContent === "Terhubung"`)
	do(t, tab, chromedp.Evaluate[chromedp.Void](`window.notReloaded = true`))

	// Typed on one phone, answered there and told on the other, with Enter and with the button.
	do(t, tab, chromedp.SendKeys(inPhone(her, "textarea"), "bayar siti 250rb"), enter)
	eventually(t, tab, shows(her, "bayar siti 250rb"))
	eventually(t, tab, shows(her, "dicatat: bayar siti 250rb"))
	eventually(t, tab, shows(other, "Bu Ratna mencatat: bayar siti 250rb"))
	do(t, tab, chromedp.Click(inPhone(other, ".try button")), chromedp.Click(inPhone(other, `input[value="wa"]`)), chromedp.Click(inPhone(other, ".send")))
	eventually(t, tab, shows(other, "dicatat: saldo"))
	eventually(t, tab, `document.querySelector('[data-phone="`+other+`"] .talk li:last-child small').textContent === "WA · 12:00"`)
	if !evaluate[bool](t, tab, `window.notReloaded && document.querySelector('[data-phone="`+her+`"] textarea').value === ""`) {
		t.Error("the page was loaded anew, or the box was not emptied")
	}
	if evaluate[bool](t, tab, shows(her, "dicatat: saldo")) {
		t.Error("one phone shows what went to another")
	}

	// What people write is text, never markup.
	do(t, tab, chromedp.SendKeys(inPhone(her, "textarea"), "<img src=x onerror=alert(1)>"), enter)
	eventually(t, tab, shows(her, "dicatat: <img src=x onerror=alert(1)>"))

	// All is there again after loading anew.
	talks := `JSON.stringify([...document.querySelectorAll(".talk")].map(talk => talk.innerText))`
	before := evaluate[string](t, tab, talks)
	do(t, tab, chromedp.Reload())
	eventually(t, tab, talks+` === `+strconv.Quote(before))

	// A third phone by the form.
	do(t, tab, chromedp.SendKeys(chromedp.CSS("#another"), "0813 9000 0777"))
	follow(t, tab, chromedp.Click(chromedp.CSS(".other button")))
	eventually(t, tab, `document.querySelectorAll(".phone").length === 3 && document.querySelectorAll('[data-phone="+6281390000777"]').length === 1`)
	eventually(t, tab, shows(her, "dicatat: bayar siti 250rb"))
}

func TestCounterInABrowser(t *testing.T) {
	b := newBooks(simulator.Options{Guide: guide})
	server := httptest.NewServer(b.gateway.Handler())
	defer server.Close()
	defer b.gateway.Close()
	tab := browsertest.Open(t)
	do(t, tab, chromedp.Navigate(server.URL+"/simulator"))
	for _, c := range []struct{ text, want string }{
		{"", "0/160"},
		{strings.Repeat("a", 160), "160/160"},
		{strings.Repeat("a", 161), "161/306 · 2 SMS"},
		{strings.Repeat("a", 159) + "€", "161/306 · 2 SMS"},
		{strings.Repeat("é", 160), "160/160"},
		{strings.Repeat("–", 70), "70/70"},
		{strings.Repeat("–", 71), "71/134 · 2 SMS"},
		{strings.Repeat("😀", 35), "70/70"},
	} {
		got := evaluate[string](t, tab, `(() => {
			const phone = document.querySelector(".phone");
			const box = phone.querySelector("textarea");
			box.value = `+strconv.Quote(c.text)+`;
			box.dispatchEvent(new Event("input", { bubbles: true }));
			return phone.querySelector(".count").textContent;
		})()`)
		if got != c.want {
			t.Errorf("%.10s... (%d characters): %s, want %s", c.text, len([]rune(c.text)), got, c.want)
		}
	}
}
