package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"bendahara/templates"
)

// wordsCmd lists every message that the bot can send, each with example data at
// its longest, which of its wordings that takes, and how long it is.
type wordsCmd struct {
	Language string `enum:",id,en,jv,su" default:"" placeholder:"LANGUAGE" help:"Only those in one language: id, en, jv or su."`
	Of       string `name:"kind" placeholder:"KIND" help:"Only one kind of message, such as echo."`
}

// Run prints the table; it needs no data.
func (c *wordsCmd) Run(e *env) error {
	rows, err := templates.All()
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(r templates.Row) bool {
		return c.Language != "" && r.Language != c.Language || c.Of != "" && r.Kind != c.Of
	})
	if len(rows) == 0 {
		return fmt.Errorf("there is no kind of message called %q; bendahara words lists them all", c.Of)
	}
	table := tabwriter.NewWriter(e.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KIND\tLANGUAGE\tWORDING\tSEPTETS\tSEGMENTS\tTEXT")
	for _, r := range rows {
		text := strings.ReplaceAll(r.Text, "\n", "\\n")
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%s\n", r.Kind, r.Language, r.Wording, r.Septets, r.Segments, text)
	}
	return table.Flush()
}
