package console

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// The script is the one that .ci/htmx brings, by its hash.
func TestScriptIsTheRegistrys(t *testing.T) {
	script, err := files.ReadFile("page/htmx.min.js")
	if err != nil {
		t.Fatal(err)
	}
	brings, err := os.ReadFile("../../.ci/htmx")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(script)
	if !strings.Contains(string(brings), "sha256="+hex.EncodeToString(sum[:])) {
		t.Errorf("page/htmx.min.js is another: run make htmx")
	}
}
