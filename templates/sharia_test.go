package templates

import (
	"reflect"
	"regexp"
	"testing"

	"bendahara/conversation"
	"bendahara/ledger"
)

// TestShariaWords: who has a sharia loan reads of no interest, no fine and no loan
// on interest, in any language and however short it has to be said; the same things
// said of another loan do have those words, so that the test can fail.
func TestShariaWords(t *testing.T) {
	never := regexp.MustCompile(`(?i)\b(bunga|jasa|denda|dhendha|pinjaman|sambutan|interest|fine|loan|charges)\b`)
	seen := 0
	for _, forms := range sharia() {
		for _, w := range forms {
			for _, language := range languages {
				wordings, err := catalogue.find(language, w.Kind(), reflect.TypeOf(w))
				if err != nil {
					t.Fatal(err)
				}
				for _, wording := range wordings {
					text, err := say(wording, w)
					if err != nil {
						t.Fatal(err)
					}
					seen++
					if word := never.FindString(text); word != "" {
						t.Errorf("%s in %s says %q: %s", w.Kind(), language, word, text)
					}
				}
			}
		}
	}
	if seen < 100 {
		t.Fatalf("%d wordings seen", seen)
	}
	for _, language := range languages {
		for _, w := range []conversation.Words{
			conversation.BalanceWords{Name: "Siti", HasLoan: true, Left: 1, Fine: 1},
			conversation.NoLoan{Name: "Siti"},
			conversation.Recorded{Line: siti(ledger.FineEntry, 1)},
			conversation.OfficeNotice{Task: conversation.TaskWaive},
		} {
			if text, err := Render(language, w); err != nil || !never.MatchString(text) {
				t.Errorf("%s in %s: %q (%v)", w.Kind(), language, text, err)
			}
		}
	}
}

// TestShariaSaid shows what people with sharia loans read.
func TestShariaSaid(t *testing.T) {
	pay, late := siti(ledger.Repayment, 250_000), siti(ledger.FineEntry, 10_000)
	pay.Sharia, late.Sharia, late.Purse = true, true, ""
	for _, c := range []said{
		{conversation.Recorded{Line: pay, Reference: "A01/17", Left: 2_500_000}, "", "Tercatat: Siti bayar Rp250.000, 10 Mar 2026. Sisa pembiayaan Rp2.500.000. No A01/17."},
		{conversation.Recorded{Line: late, Reference: "A01/17"}, "", "Tercatat: Siti bayar infak dana sosial Rp10.000, 10 Mar 2026. No A01/17."},
		{conversation.Recorded{Line: late, Reference: "A01/17"}, "jv", "Kacathet: Siti mbayar infak dana sosial Rp10.000, 10 Mar 2026. No A01/17."},
		{conversation.BalanceWords{Title: "Bu", Name: "Siti", HasLoan: true, Sharia: true, Left: 2_500_000, Charity: 10_000}, "", "Bu Siti, sisa pembiayaan Rp2.500.000. Infak dana sosial karena terlambat Rp10.000."},
		{conversation.OfficeNotice{Task: conversation.TaskWaive, Name: "Siti", Amount: 10_000, Reference: "A01/17", UPK: "UPK Kalijambe", Sharia: true}, "", "UPK Kalijambe: margin/infak Siti Rp10.000 dibebaskan. No A01/17. Kalau keliru, hubungi kantor."},
		{conversation.DueList{Name: "Siti", List: three, Product: ledger.Murabahah, Cost: 3_000_000, Margin: 300_000}, "", "Angsuran Siti: Siti Rp250.000, Ani Rp200.000, Wati Rp200.000. Semua Rp650.000. Harga Rp3.000.000 + margin Rp300.000, tidak akan naik."},
	} {
		text, err := Render(c.language, c.words)
		if err != nil || text != c.want {
			t.Errorf("%v\n got %s\nwant %s", err, text, c.want)
		}
	}
}
