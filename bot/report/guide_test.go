package report

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "print the guide anew")

const guide = "../../docs/panduan-bendahara"

// TestGuideIsPrinted holds the printed guide to its text: make guide prints it anew.
func TestGuideIsPrinted(t *testing.T) {
	text, err := os.ReadFile(guide + ".md")
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := GuidePDF(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(guide+".pdf", pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	printed, err := os.ReadFile(guide + ".pdf")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pdf, printed) {
		t.Error("the printed guide is not what its text says: run make guide")
	}
	if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != 1 {
		t.Errorf("%d pages", n)
	}
}

// TestGuideTooLong: what does not fit on the page is an error, not a second page.
func TestGuideTooLong(t *testing.T) {
	text := "# Panduan\n\n" + strings.Repeat("## Contoh\n\n```\n> siti 275rb\n< Siti bayar Rp275.000. Benar?\n```\n\n", 60)
	if _, err := GuidePDF(text); err == nil {
		t.Error("60 examples fit on one page")
	}
}

// TestBlocks shows what is read of markdown.
func TestBlocks(t *testing.T) {
	got := Examples("# A\n\ntext **b**\n- point\n\n## 1. Satu\n\n```\n> a\n< b\n```\n\nend\n## 2. Dua\n```\n> c\n```\n")
	if len(got) != 2 || got[0].Title != "1. Satu" || len(got[0].Lines) != 2 || got[1].Lines[0] != "> c" {
		t.Errorf("%+v", got)
	}
	if n := len(blocks("# A\n\ntext\n- point\n\n## H\n\n```\nx\n```\n")); n != 5 {
		t.Errorf("%d blocks", n)
	}
}
