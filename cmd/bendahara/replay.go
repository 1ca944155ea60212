package main

import (
	"fmt"

	"bendahara/bot/bottest"
	"bendahara/store"
	"bendahara/store/memory"
)

// replayCmd runs dialogue files, each on a fresh store in memory.
type replayCmd struct {
	Files []string `arg:"" name:"file" help:"Dialogue files (docs/contract.md section 4)."`
}

// Run runs the files; where one does not hold it shows the lines and exits 1.
func (c *replayCmd) Run(e *env) error {
	failed := 0
	for _, file := range c.Files {
		engine := memory.New()
		_, err := bottest.Run(e.Context, e.path(file), bottest.Setup{
			Open: func() (store.Engine, error) { return engine.Reopen(), nil },
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
