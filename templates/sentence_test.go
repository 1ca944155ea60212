package templates_test

import (
	"strings"
	"testing"

	"bendahara/conversation"
	"bendahara/templates"
)

// What people wrote ends as they ended it, or with one full stop.
func TestOneFullStop(t *testing.T) {
	for text, want := range map[string]string{
		"rapat besok": "rapat besok. ", "rapat besok.": "rapat besok. ", "rapat besok?": "rapat besok? ", "rapat besok! ": "rapat besok! ", "Yth {nama}.": "Yth Bu Siti. ",
	} {
		for _, language := range []string{"id", "en", "jv", "su"} {
			for _, w := range []conversation.Words{
				conversation.AnnouncementWords{UPK: "UPK", Text: text, Title: "Bu", Name: "Siti"},
				conversation.ProposalWords{Proposal: "U1", Task: conversation.TaskJournal, Words: strings.ReplaceAll(text, "{nama}", "Bu Siti"), By: "Endang"},
			} {
				said, err := templates.Render(language, w)
				if err != nil || !strings.Contains(said, want) || strings.Contains(said, "..") {
					t.Errorf("%s, %s: %q, %v", language, text, said, err)
				}
			}
		}
	}
}
