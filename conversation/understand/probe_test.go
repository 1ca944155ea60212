package understand

import (
	"os"
	"strings"
	"testing"
)

func TestProbe(t *testing.T) {
	b, _ := os.ReadFile("/tmp/probe.txt")
	r := corpusRoster(t)
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		who, text, _ := strings.Cut(l, "|")
		m := Read(strings.ReplaceAll(strings.TrimSpace(text), `\n`, "\n"), corpusContext(who, r))
		t.Logf("%s|%s\n      => %s", who, text, m.show())
	}
}
