package understand

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// table runs got over the lines of testdata/name, cut at the separator.
func table(t *testing.T, name, separator string, got func(in string) string) {
	t.Helper()
	for _, line := range corpusLines(t, filepath.Join("testdata", name)) {
		at := strings.LastIndex(line, separator)
		if at < 0 {
			t.Fatalf("%s: no %q in %q", name, separator, line)
		}
		in, want := strings.TrimSpace(line[:at]), strings.TrimSpace(line[at+len(separator):])
		if have := got(in); have != want {
			t.Errorf("%s: %q: got %q, want %q", name, in, have, want)
		}
	}
}

func TestClean(t *testing.T) {
	table(t, "clean.txt", " => ", func(in string) string {
		text, err := strconv.Unquote(in)
		if err != nil {
			return err.Error()
		}
		plain, damaged := clean(text)
		out := strconv.Quote(plain)
		if damaged {
			out += " damaged"
		}
		return out
	})
}

func TestTokens(t *testing.T) {
	table(t, "tokens.txt", " => ", func(in string) string {
		var out []string
		for _, token := range tokenize(in) {
			text := token.text
			if token.kind == aCode {
				text = strings.ToUpper(text)
			}
			if token.tags != 0 {
				text += "*"
			}
			out = append(out, text)
		}
		return strings.Join(out, " ")
	})
}

func TestMoney(t *testing.T) {
	table(t, "money.txt", " =", func(in string) string {
		plain, damaged := clean(in)
		var out []string
		for _, token := range findAmounts(findDays(tokenize(plain), sentAt), damaged) {
			if token.kind == anAmount {
				out = append(out, strconv.FormatInt(int64(token.amount.value), 10)+map[bool]string{true: "?"}[token.amount.unsure])
			}
		}
		return strings.Join(out, ", ")
	})
}

func TestDates(t *testing.T) {
	table(t, "dates.txt", " =", func(in string) string {
		plain, _ := clean(in)
		var out []string
		for _, token := range findDays(tokenize(plain), sentAt) {
			if token.kind != aDay {
				continue
			}
			if d := token.day; d.ahead {
				out = append(out, ">"+d.next.String())
			} else {
				out = append(out, d.past.String()+map[bool]string{true: "?"}[d.ask])
			}
		}
		return strings.Join(out, ", ")
	})
}

func TestNames(t *testing.T) {
	roster := corpusRoster(t)
	table(t, "names.txt", " =", func(in string) string {
		c := corpusContext("treasurer", roster)
		plain, damaged := clean(in)
		tokens := findNames(plain, findAmounts(findDays(tokenize(plain), c.Sent), damaged), c)
		for _, token := range tokens {
			if token.kind != aName {
				continue
			}
			var codes []string
			for _, i := range token.who.people {
				codes = append(codes, string(roster.people[i].Member))
			}
			switch {
			case token.who.me:
				return "me"
			case codes == nil:
				return "?"
			}
			return strings.Join(codes, "/") + map[bool]string{true: "~"}[token.who.guessed]
		}
		return ""
	})
}

func TestTooLongIsOther(t *testing.T) {
	c := corpusContext("treasurer", corpusRoster(t))
	list := "bayar ani 250rb"
	text := list + strings.Repeat(" ", MaxText-len(list))
	if got := Read(text, c).Intent; got != Repayment {
		t.Errorf("%d characters: %s", MaxText, got)
	}
	if got := Read(text+" ", c); got.Intent != Other || got.Slots != nil {
		t.Errorf("one character more: %s", got.show())
	}
}

// TestWholeGroup reads a meeting of sixteen members in one text.
func TestWholeGroup(t *testing.T) {
	roster := corpusRoster(t)
	c := corpusContext("treasurer", roster)
	var lines []string
	for i := range 16 {
		lines = append(lines, fmt.Sprintf("A01-%02d %drb tab %drb", i+1, 100+i, 5+i))
	}
	m := Read(strings.Join(lines, "\n"), c)
	if len(m.Slots) != 32 || len(m.Asks) != 0 {
		t.Fatalf("got %d slots, asks %v", len(m.Slots), m.Asks)
	}
	for i, s := range m.Slots {
		want := int64(100_000 + 1000*(i/2))
		if i%2 == 1 {
			want = int64(5000 + 1000*(i/2))
		}
		if int64(s.Amount) != want || string(s.Members[0]) != fmt.Sprintf("A01-%02d", i/2+1) {
			t.Errorf("slot %d: %s, want %d", i, s.show(), want)
		}
	}
}
