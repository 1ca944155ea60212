package console

import (
	"net/http"
	"regexp"
	"strings"

	"bendahara/conversation"
	"bendahara/templates"
)

// howToReply is what a message says of how to answer it, which a page has fields for.
var howToReply = regexp.MustCompile(`\s*(Balas|Ketik|Mohon kirim lagi|Kalau ini simpanan|Reply|Please send)[^.]*\.(\s*mis\.[^.]*\.)?|\s*Benar\?`)

// told is what she would be answered by message, without how to reply.
func (q *request) told(says []conversation.Words) (string, error) {
	var all []string
	for _, w := range says {
		text, err := templates.Render(string(q.language), w)
		if err != nil {
			return "", err
		}
		all = append(all, strings.TrimSpace(howToReply.ReplaceAllString(text, "")))
	}
	return strings.Join(all, " "), nil
}

// tell keeps what she would be answered for her next page.
func (q *request) tell(says []conversation.Words) error {
	words, err := q.told(says)
	q.tellNext(words)
	return err
}

// tellNext keeps words for her next page.
func (q *request) tellNext(words string) {
	if words != "" {
		q.c.sessions.alter(q.session, func(s *session) { s.told = words })
	}
}

// takeTold is what she is told now, once.
func (q *request) takeTold() (words string) {
	if q.Method == http.MethodGet {
		q.c.sessions.alter(q.session, func(s *session) { words, s.told = s.told, "" })
	}
	return words
}
