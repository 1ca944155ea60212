package whatsapp

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

func alone(t *testing.T) *Gateway {
	t.Helper()
	g, err := Open(t.Context(), filepath.Join(t.TempDir(), "whatsapp.db"), bot.Events{
		Receive: func(context.Context, conversation.Message) error { return nil },
		Report:  func(context.Context, bot.Report) error { return nil },
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g
}

// TestGuide: doctor says what the guide says that it says, for each row of its table.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/panduan-whatsapp.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(guide), "| kalimat |")
	rows := regexp.MustCompile(`(?m)^\| ([A-Z][^|]+) \|`).FindAllStringSubmatch(table, -1)
	says := map[string]bool{}
	now := time.Now()
	for _, l := range []Line{
		{State: Unlinked},
		{State: LoggedOut},
		{State: Replaced},
		{State: Banned, Until: now.Add(time.Hour)},
		{State: Limited, Until: now.Add(time.Hour)},
		{State: Outdated},
		{State: Failed},
		{State: Offline},
	} {
		g := alone(t)
		g.line = Line{State: Online}
		g.runs.Store(true)
		g.become(l)
		f := g.Examine(t.Context(), now.Add(time.Minute))[0]
		if f.OK || f.Says == "" {
			t.Errorf("%s: %+v", l.State, f)
		}
		known := false
		for _, row := range rows {
			if strings.HasPrefix(f.Says, row[1]) {
				known, says[row[1]] = true, true
			}
		}
		if !known {
			t.Errorf("the guide lacks %q", f.Says)
		}
	}
	for _, row := range rows {
		if !says[row[1]] {
			t.Errorf("nothing makes doctor say %q", row[1])
		}
	}
}

// TestExamine: a line that is up, one that is down for a moment, keys that others can
// read, and a number that was never linked.
func TestExamine(t *testing.T) {
	g := alone(t)
	if f := g.Examine(t.Context(), time.Now()); f[0].OK || !strings.Contains(f[0].Says, "No WhatsApp number is linked") || !f[1].OK {
		t.Errorf("never linked: %+v", f)
	}
	g.runs.Store(true)
	g.become(Line{State: Online})
	Unasked(g, 7, time.Hour)
	if f := g.Examine(t.Context(), time.Now()); !f[0].OK || !f[1].OK || !f[2].OK || !strings.Contains(f[2].Says, "7 of at most 100") {
		t.Errorf("up: %+v", f)
	}
	g.become(Line{State: Offline})
	if f := g.Examine(t.Context(), time.Now()); !f[0].OK {
		t.Errorf("down for a moment: %+v", f)
	}
	g.become(Line{State: Online})
	g.become(Line{State: Connecting})
	g.line.Since = time.Now().Add(-offlineLimit - time.Second)
	if h := g.Health(); h.OK || !strings.Contains(h.Problem, "cannot be reached") {
		t.Errorf("not up since the start: %+v", h)
	}
	if err := os.Chmod(g.file, 0o644); err != nil {
		t.Fatal(err)
	}
	if f := g.Examine(t.Context(), time.Now())[1]; f.OK || !strings.Contains(f.Says, "chmod 600") {
		t.Errorf("others may read the keys: %+v", f)
	}
}
