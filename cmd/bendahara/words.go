package main

import (
	"fmt"
	"text/tabwriter"

	"bendahara/templates"
)

// wordsCmd lists every message that the bot can send, each with example data at
// its longest, and how long it is.
type wordsCmd struct{}

// Run prints the table; it needs no data.
func (*wordsCmd) Run(e *env) error {
	rows, err := templates.All()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(e.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KIND\tLANGUAGE\tSEPTETS\tSEGMENTS\tTEXT")
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%s\n", r.Kind, r.Language, r.Septets, r.Segments, r.Text)
	}
	return table.Flush()
}
