package whatsapp_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"

	"bendahara/bot/whatsapp"
)

func TestPairingThatFails(t *testing.T) {
	w := newWorld(t)
	pair := func(show func(whatsapp.Step)) error {
		return w.g.Pair(w.Context(), "", func(s whatsapp.Step) { show(s) })
	}
	passkey := waBinary.Node{
		Tag: "notification", Attrs: waBinary.Attrs{"id": "n1", "from": types.ServerJID, "type": "passkey_prologue_request", "t": "1"},
		Content: []waBinary.Node{{Tag: "passkey_request_options", Content: []byte(`{"challenge":"AAAA","rpId":"whatsapp.com"}`)}},
	}
	if err := pair(func(whatsapp.Step) { w.server.Push(passkey) }); !errors.Is(err, whatsapp.ErrPasskey) {
		t.Errorf("a passkey: %v", err)
	}
	outdated := waBinary.Node{Tag: "failure", Attrs: waBinary.Attrs{"reason": "405"}}
	if err := pair(func(whatsapp.Step) { w.server.Push(outdated) }); !errors.Is(err, whatsapp.ErrOutdated) {
		t.Errorf("outdated: %v", err)
	}
	if err := pair(func(whatsapp.Step) { w.server.Cut() }); !errors.Is(err, whatsapp.ErrNotScanned) {
		t.Errorf("cut off: %v", err)
	}
	ctx, cancel := context.WithCancel(w.Context())
	if err := w.g.Pair(ctx, "", func(whatsapp.Step) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	if w.g.Linked() {
		t.Fatal("linked by failures")
	}
	w.pair() // and after all that it still can be
	if err := pair(func(whatsapp.Step) {}); !errors.Is(err, whatsapp.ErrLinked) {
		t.Errorf("linked already: %v", err)
	}
	w.server.Person("+6281390000101").Writes("halo")
	w.hears(1)
}

// The picture is a QR code: quiet around, with the three marks that cameras look for.
func TestDraw(t *testing.T) {
	picture, err := whatsapp.Draw("https://wa.me/settings/linked_devices#2@ref," + strings.Repeat("x", 180))
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for line := range strings.Lines(picture) {
		line, ok := strings.CutPrefix(line, "\x1b[30;107m")
		line, ok2 := strings.CutSuffix(line, "\x1b[0m\n")
		if !ok || !ok2 {
			t.Fatalf("a line that takes the terminal's own colours: %q", line)
		}
		rows = append(rows, strings.NewReplacer("█", "#", "▀", "#", "▄", " ").Replace(line), strings.NewReplacer("█", "#", "▄", "#", "▀", " ").Replace(line))
	}
	size := len(rows[0]) - 4
	if size < 21 || size > 76 || len(rows) < size+4 || strings.Trim(rows[0]+rows[1], " ") != "" {
		t.Fatalf("%d modules in %d rows", size, len(rows))
	}
	mark := []string{"#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"}
	for i, want := range mark {
		left, right, below := rows[2+i][2:9], rows[2+i][size-5:size+2], rows[size-5+i][2:9]
		if left != want || right != want || below != want {
			t.Errorf("row %d of the marks: %q %q %q", i, left, right, below)
		}
	}
	if _, err := whatsapp.Draw(strings.Repeat("x", 5000)); err == nil {
		t.Error("drew more than a QR code can hold")
	}
}
