package understand

import (
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bendahara/ledger"
)

// FuzzRead holds what must be so for any text: no panic, the same meaning
// twice, no amount but what was written, and a question for every doubt.
func FuzzRead(f *testing.F) {
	roster := corpusRoster(f)
	n := 0
	for _, file := range []string{"treasurer.txt", "talk.txt", "mixed.txt", "traps.txt", "unseen.txt", "unseen4.txt", "daerah.txt", "voices.txt", "unseen5.txt"} {
		for _, s := range samples(f, filepath.Join(corpus, file)) {
			f.Add(s.who, s.text)
			n++
		}
	}
	if n == 0 {
		f.Fatal("no seeds")
	}
	f.Fuzz(func(t *testing.T, who, text string) {
		c := corpusContext(who, roster)
		m := Read(text, c)
		if again := Read(text, c); !reflect.DeepEqual(m, again) {
			t.Fatalf("%q means\n%s, then\n%s", text, m.show(), again.show())
		}
		for _, s := range m.Slots {
			checkSlot(t, text, m, s)
		}
	})
}

func checkSlot(t *testing.T, text string, m Meaning, s Slot) {
	t.Helper()
	asked := func(a Ask) bool { return slices.Contains(m.Asks, a) }
	switch {
	case s.Amount < 0 || s.Amount > MaxAmount:
		t.Errorf("%q: amount %d", text, s.Amount)
	case s.Amount > 0 && !written(text, s.Amount) && !left(text, s.Amount):
		t.Errorf("%q: amount %d was not written", text, s.Amount)
	case s.NotPaid && s.Kind != "":
		t.Errorf("%q: not paid, but to record", text)
	}
	if s.Kind == "" {
		return
	}
	switch {
	case s.Date.IsZero() && !asked(AskDate):
		t.Errorf("%q: no date", text)
	case s.Date > ledger.DateOf(sentAt) && !asked(AskDate):
		t.Errorf("%q: a day to come is not asked", text)
	case s.Amount == 0 && !s.Due && !asked(AskAmount):
		t.Errorf("%q: no amount, and not asked", text)
	case s.Unsure && !asked(AskUnit):
		t.Errorf("%q: unsure, and not asked", text)
	case (len(s.Members) != 1 || s.Guessed) && len(s.Groups) != 1 && m.Intent != Correction && !asked(AskMember) && !asked(AskGroup):
		t.Errorf("%q: nobody sure, and not asked", text)
	case strings.Contains(text, "?") && strings.IndexByte(text, '?') >= 0 && m.Intent != NotPaid && m.Also == nil:
		t.Errorf("%q: a question is recorded", text)
	}
}

// left tells whether the amount is what is left of one that was written when another is
// taken off: "300rb kembali 25rb".
func left(text string, amount ledger.Money) bool {
	var all []ledger.Money
	for _, t := range begin(text, Context{Sent: sentAt}).tokens {
		if t.kind == anAmount {
			all = append(all, t.amount.value, t.amount.lacks)
		}
	}
	for _, whole := range all {
		if whole > amount && slices.Contains(all, whole-amount) {
			return true
		}
	}
	return false
}

// written tells whether an amount's digits stand in the text one after another,
// zeros aside. Texts with number words are not looked at: words make digits.
func written(text string, amount ledger.Money) bool {
	plain, _ := clean(text)
	plain = strings.ToLower(plain)
	for word, w := range numberWords {
		if w.power < 3 && strings.Contains(strings.ReplaceAll(plain, " ", ""), strings.ReplaceAll(word, "_", "")) {
			return true
		}
	}
	if strings.Contains(plain, "/") {
		return true // 1/2 juta
	}
	digits := func(s, keep string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(keep, r) {
				return r
			}
			return -1
		}, s)
	}
	significant := digits(strconv.FormatInt(int64(amount), 10), "123456789")
	return strings.Contains(digits(plain, "123456789"), significant) ||
		strings.Contains(digits(strings.NewReplacer("l", "1", "i", "1").Replace(plain), "123456789"), significant)
}
