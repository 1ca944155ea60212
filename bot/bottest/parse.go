package bottest

import (
	"errors"
	"fmt"
	"strings"
)

// line is one line of a dialogue that does something.
type line struct {
	number int
	text   string // as written
	verb   string // a directive, or ">", "<", "<~", "<!"
	who    string // the number of ">" and the like
	rest   string
}

// maxDialogue is the most lines that a dialogue may have.
const maxDialogue = 10_000

var directives = map[string]bool{
	"data": true, "clock": true, "set": true, "sent": true, "wait": true, "restart": true, "again": true, "fail": true,
	"books": true, "balance": true, "loan": true, "cash": true, "purse": true, "loose": true,
}

// parse reads a dialogue. An error names the line.
func parse(text string) ([]line, error) {
	var lines []line
	for i, raw := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		raw = strings.TrimSpace(raw)
		if raw == "" || strings.HasPrefix(raw, "#") {
			continue
		}
		l := line{number: i + 1, text: raw}
		first, rest, _ := strings.Cut(raw, " ")
		if directives[first] {
			l.verb, l.rest = first, strings.TrimSpace(rest)
		} else {
			verb, after, _ := strings.Cut(strings.TrimSpace(rest), " ")
			switch verb {
			case ">", "<", "<~", "<!":
				l.who, l.verb, l.rest = first, verb, after
			default:
				return nil, fmt.Errorf("line %d: %q is no directive, message or check", l.number, raw)
			}
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		return nil, errors.New("the dialogue says nothing")
	}
	if len(lines) > maxDialogue {
		return nil, fmt.Errorf("the dialogue has more than %d lines", maxDialogue)
	}
	return lines, nil
}

// unescape turns \n into a line break and \\ into a backslash.
func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\n`, "\n").Replace(s)
}
