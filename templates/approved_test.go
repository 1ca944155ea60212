package templates_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"bendahara/templates"
)

// TestApprovedTemplates: each kind that may need one has one of those that the office is
// told to have approved, and each of these is as WhatsApp wants it.
func TestApprovedTemplates(t *testing.T) {
	used := map[string]bool{}
	for _, kind := range templates.Kinds() {
		used[templates.Approved(kind.Name)] = true
	}
	for _, f := range templates.Frames() {
		if !used[f.Name] {
			t.Errorf("%s carries nothing", f.Name)
		}
		delete(used, f.Name)
		first, second := strings.Index(f.Body, "{{1}}"), strings.Index(f.Body, "{{2}}")
		if first <= 0 || second < first || strings.HasSuffix(f.Body, "}") || strings.Count(f.Body, "{{") != 2 {
			t.Errorf("%s: a variable is missing, or first, or last: %s", f.Name, f.Body)
		}
	}
	if len(used) > 0 {
		t.Errorf("nobody is told to have these approved: %v", used)
	}
}

// TestGuideHasTheApprovedTemplates as they are to be typed in.
func TestGuideHasTheApprovedTemplates(t *testing.T) {
	guide, err := os.ReadFile("../docs/panduan-twilio.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range templates.Frames() {
		if row := "| `" + f.Name + "` | " + f.Body + " |"; !strings.Contains(string(guide), row) {
			t.Errorf("the guide lacks %s", row)
		}
	}
}

// TestApprovedKindsExist: a kind that is renamed keeps its template.
func TestApprovedKindsExist(t *testing.T) {
	var kinds []string
	for _, kind := range templates.Kinds() {
		kinds = append(kinds, kind.Name)
	}
	known := templates.ApprovedKinds()
	if len(known) < 5 {
		t.Fatalf("only %d kinds have a template", len(known))
	}
	for _, kind := range known {
		if !slices.Contains(kinds, kind) {
			t.Errorf("there is no kind %s", kind)
		}
	}
}
