package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"bendahara/store"
	"bendahara/store/bolt"
)

// verifyCmd proves that the books hold.
type verifyCmd struct{}

// Run re-adds everything and names all that does not hold.
func (*verifyCmd) Run(e *env) error {
	return e.withStore(func(db *store.DB) error {
		engine, ok := db.Engine().(*bolt.Engine)
		if ok {
			if err := engine.Check(); err != nil {
				return damaged(e, engine, err)
			}
		}
		show, end := progress(e.Stderr)
		v, err := db.Verify(e.Context, show)
		end()
		if err != nil {
			faults := faultsOf(err)
			for _, f := range faults {
				fmt.Fprintln(e.Stdout, "WRONG ", f)
			}
			return fmt.Errorf("%s; stop the bot and restore the last good backup%s", faults[0], covering(e.path(e.Data)))
		}
		_, err = fmt.Fprintf(e.Stdout, "The books hold: %d entries, %d accounts, %d members, %d loans, %d messages waiting.\n",
			v.Entries, v.Accounts, v.Members, v.Loans, v.Waiting)
		return err
	})
}

// faultsOf are the lines of a joined error.
func faultsOf(err error) []string {
	return slices.DeleteFunc(strings.Split(err.Error(), "\n"), func(line string) bool { return line == "" })
}

// progress shows on a terminal how far the work is, and nowhere else.
func progress(to io.Writer) (show func(done, total int), end func()) {
	file, ok := to.(*os.File)
	if !ok {
		return nil, func() {}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil, func() {}
	}
	shown := -1
	show = func(done, total int) {
		if percent := 100 * done / total; percent != shown {
			shown = percent
			fmt.Fprintf(file, "\r%d%%", percent)
		}
	}
	return show, func() { fmt.Fprint(file, "\r    \r") }
}

// damaged says what of a damaged file can still be read, and which backup has the rest.
func damaged(e *env, engine *bolt.Engine, found error) error {
	first, _, _ := strings.Cut(found.Error(), "\n")
	whole, lost := readable(e.Context, engine)
	for _, group := range lost {
		fmt.Fprintln(e.Stdout, "LOST  ", group)
	}
	if len(whole) > 0 {
		fmt.Fprintf(e.Stdout, "whole: the chains of %s\n", strings.Join(whole, ", "))
	}
	return fmt.Errorf("the store's file is damaged: %s; keep it aside and restore the last good backup%s", first, covering(e.path(e.Data)))
}

// readable tells of each chain in a damaged file whether all of it can be read.
func readable(ctx context.Context, engine *bolt.Engine) (whole, lost []string) {
	var groups []store.Chain
	if err := engine.Salvage(ctx, func(r store.Reader) (err error) {
		groups, err = store.Chains(r)
		return err
	}); err != nil {
		return nil, []string{"what groups there are cannot be read"}
	}
	for _, g := range groups {
		err := engine.Salvage(ctx, g.Follow)
		switch {
		case err == nil:
			whole = append(whole, g.Name())
		case errors.Is(err, bolt.ErrDamaged):
			lost = append(lost, "group "+g.Name()+": a part of its entries cannot be read")
		default:
			first, _, _ := strings.Cut(err.Error(), "\n")
			lost = append(lost, "group "+g.Name()+": "+first)
		}
	}
	return whole, lost
}

// covering says which backup has what is lost.
func covering(dir string) string {
	n, found, err := readNote(dir)
	if err != nil || !found {
		return ", if you have one: none is noted"
	}
	return fmt.Sprintf(": %s has all until %s", n.Path, n.At.Local().Format("2006-01-02 15:04"))
}
