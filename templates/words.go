package templates

import "fmt"

// Row is one message that the bot can send, with example data at its longest.
type Row struct {
	Kind, Language, Text string
	Septets, Segments    int
}

// All lists what the bot can say: every kind of words in every language, each
// with all of its examples.
func All() ([]Row, error) {
	var rows []Row
	for _, k := range Kinds() {
		for _, language := range languages {
			for _, w := range k.Longest {
				text, err := Render(language, w)
				if err != nil {
					return nil, fmt.Errorf("%s in %s: %w", k.Name, language, err)
				}
				n, septets := Segments(text)
				rows = append(rows, Row{k.Name, language, text, septets, n})
			}
		}
	}
	return rows, nil
}
