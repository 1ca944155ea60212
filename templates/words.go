package templates

import "fmt"

// Row is one message that the bot can send, with example data at its longest.
type Row struct {
	Kind, Language, Text string
	// Wording tells which of the kind's wordings it takes, from the fullest, 1.
	Wording           int
	Septets, Segments int
}

// All lists what the bot can say: every kind of words in every language, each
// with all of its examples.
func All() ([]Row, error) {
	var rows []Row
	for _, k := range Kinds() {
		for _, language := range languages {
			for _, w := range k.Longest {
				text, nth, err := render(language, w)
				if err != nil {
					return nil, fmt.Errorf("%s in %s: %w", k.Name, language, err)
				}
				n, septets := Segments(text)
				rows = append(rows, Row{Kind: k.Name, Language: language, Text: text, Wording: nth, Septets: septets, Segments: n})
			}
		}
	}
	return rows, nil
}
