package main

import (
	"fmt"
	"io"

	"bendahara/bot/bottest"
	"bendahara/store"
	"bendahara/store/memory"
)

// replayCmd runs dialogue files, each on a fresh store in memory.
type replayCmd struct {
	Files []string `arg:"" name:"file" help:"Dialogue files (docs/contract.md section 4)."`
	Show  bool     `help:"Print the talk as it goes."`
}

// Run runs the files; where one does not hold it shows the lines and exits 1.
func (c *replayCmd) Run(e *env) error {
	failed := 0
	var show io.Writer
	if c.Show {
		show = e.Stdout
	}
	for _, file := range c.Files {
		engine := memory.New()
		_, err := bottest.Run(e.Context, e.path(file), bottest.Setup{
			Open: func() (store.Engine, error) { return engine.Reopen(), nil }, Show: show,
		})
		if err != nil {
			failed++
			fmt.Fprintf(e.Stdout, "FAIL %s\n%v\n", file, err)
			continue
		}
		fmt.Fprintf(e.Stdout, "ok   %s\n", file)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d dialogues do not hold; the lines are above", failed, len(c.Files))
	}
	return nil
}
