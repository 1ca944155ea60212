package templates

import (
	"testing"

	"bendahara/conversation"
)

// TestLastToStranger: a stranger's last answer of the day says so, and still costs
// one segment.
func TestLastToStranger(t *testing.T) {
	for _, language := range languages {
		text := ""
		for _, w := range []conversation.Words{conversation.Stranger{UPK: longUPK}, conversation.LastReply{}} {
			said, err := Render(language, w)
			if err != nil {
				t.Fatal(err)
			}
			text += " " + said
		}
		if n, septets := Segments(text[1:]); n != 1 {
			t.Errorf("%s: %d segments, %d septets: %q", language, n, septets, text[1:])
		}
	}
}
