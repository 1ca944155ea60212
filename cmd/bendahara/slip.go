package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/store"
)

// slipCmd hands out the pictures of slips that came beside deposits.
type slipCmd struct {
	Deposit string `arg:"" optional:"" placeholder:"NUMBER" help:"The deposit's number, such as A01/17; without it all slips are listed."`
	Output  string `placeholder:"FILE" help:"Write the picture there (default: standard output); of several the next get -2, -3..."`
}

// heardSlip is a slip with the message that brought it.
type heardSlip struct {
	store.Slip
	came time.Time
	of   []string // the numbers of what was booked
	data []byte
}

// Run lists the slips, or writes the pictures of one deposit.
func (c *slipCmd) Run(e *env) error {
	if c.Deposit == "" {
		return c.list(e)
	}
	if !strings.Contains(c.Deposit, "/") {
		return usageError{fmt.Errorf("%q is no deposit's number such as A01/17", c.Deposit)}
	}
	var slips []heardSlip
	waits := 0
	err := e.withStore(func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) (err error) {
			if waits, err = wantedOf(tx, c.Deposit); err != nil {
				return err
			}
			slips, err = slipsOf(tx, c.Deposit)
			return err
		})
	})
	lost := 0
	slips = slices.DeleteFunc(slips, func(s heardSlip) bool {
		if s.Lost != "" {
			lost++
		}
		return s.Lost != ""
	})
	switch {
	case err != nil:
		return err
	case len(slips) == 0 && waits > 0:
		return fmt.Errorf("the slip of %s is still being fetched; try again in a minute, or see what bendahara doctor says", c.Deposit)
	case len(slips) == 0 && lost > 0:
		return fmt.Errorf("the slip of %s could not be kept; ask for the paper", c.Deposit)
	case len(slips) == 0:
		return fmt.Errorf("no picture of a slip came beside %s; bendahara slip lists those that did", c.Deposit)
	case len(slips) > 1 && c.Output == "":
		return fmt.Errorf("%s has %d pictures; say with --output where to write them", c.Deposit, len(slips))
	}
	return c.write(e, slips)
}

func (c *slipCmd) write(e *env, slips []heardSlip) error {
	if c.Output == "" {
		_, err := e.Stdout.Write(slips[0].data)
		return err
	}
	for i, s := range slips {
		name := c.Output
		if i > 0 {
			ext := filepath.Ext(name)
			name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), i+1, ext)
		}
		if err := os.WriteFile(e.path(name), s.data, 0o600); err != nil {
			return fmt.Errorf("%s cannot be written: %w", name, err)
		}
	}
	return nil
}

// list prints a line a slip.
func (c *slipCmd) list(e *env) error {
	var slips []heardSlip
	var zone *time.Location
	err := e.withStore(func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) error {
			settings, err := tx.Settings()
			if err != nil {
				return err
			}
			zone = settings.Zone()
			slips, err = slipsOf(tx, "")
			return err
		})
	})
	if err != nil {
		return err
	}
	for _, s := range slips {
		of := cmp.Or(strings.Join(s.of, " "), "no deposit came of it")
		what := fmt.Sprintf("%s, %d bytes", s.Type, s.Size)
		if s.Lost != "" {
			what = "LOST: " + s.Lost
		}
		if _, err := fmt.Fprintf(e.Stdout, "%s\t%s\t%s\n", s.came.In(zone).Format("2006-01-02 15:04"), of, what); err != nil {
			return err
		}
	}
	return nil
}

// slipsOf are the slips of a deposit, with their pictures; without one all slips, without.
func slipsOf(tx *store.Tx, deposit string) (found []heardSlip, err error) {
	slips, err := tx.Slips()
	if err != nil {
		return nil, err
	}
	for _, s := range slips {
		h := heardSlip{Slip: s}
		if h.of, h.came, err = booked(tx, s.Message); err != nil {
			return nil, err
		}
		if deposit != "" && !isOf(h.of, deposit) {
			continue
		}
		if deposit != "" && s.Lost == "" {
			if h.data, err = tx.SlipPicture(s); err != nil {
				return nil, err
			}
		}
		found = append(found, h)
	}
	return found, nil
}

// wantedOf counts the pictures of a deposit that are still to be fetched.
func wantedOf(tx *store.Tx, deposit string) (n int, err error) {
	wanted, err := tx.WantedSlips()
	if err != nil {
		return 0, err
	}
	for _, w := range wanted {
		of, _, err := booked(tx, w.Message)
		if err != nil {
			return 0, err
		}
		if isOf(of, deposit) {
			n++
		}
	}
	return n, nil
}

// booked are the numbers of what was booked by a message, or of the deposit that its
// picture is of, and when it came.
func booked(tx *store.Tx, message string) (numbers []string, came time.Time, err error) {
	m, err := tx.Message(message)
	if err != nil {
		return nil, came, err
	}
	for _, ref := range m.Entries {
		e, err := tx.Entry(ref.Group, ref.Number)
		if err != nil {
			return nil, came, err
		}
		numbers = append(numbers, e.Reference())
	}
	return numbers, m.Received, nil
}

func isOf(numbers []string, deposit string) bool {
	return slices.ContainsFunc(numbers, func(n string) bool { return strings.EqualFold(n, deposit) })
}

const (
	slipLate  = time.Hour           // that a picture may be on its way before it is told
	slipFresh = 14 * 24 * time.Hour // that a lost one is told of
)

// examineSlips tells of pictures that were promised to be kept and are not.
func examineSlips(ctx context.Context, db *store.DB, now time.Time) []bot.Finding {
	var wanted []store.WantedSlip
	var slips []store.Slip
	err := db.View(ctx, func(tx *store.Tx) (err error) {
		if wanted, err = tx.WantedSlips(); err == nil {
			slips, err = tx.Slips()
		}
		return err
	})
	wanted = slices.DeleteFunc(wanted, func(w store.WantedSlip) bool { return now.Sub(w.Since) < slipLate })
	slips = slices.DeleteFunc(slips, func(s store.Slip) bool { return s.Lost == "" || now.Sub(s.At) > slipFresh })
	f := bot.Finding{About: "slips"}
	switch {
	case err != nil:
		f.Says = errors.Join(errors.New("they cannot be read; run bendahara verify"), err).Error()
	case len(wanted) > 0:
		f.Says = fmt.Sprintf("%d pictures of slips could not be fetched yet; see what is wrong with the gateway that brought them", len(wanted))
	case len(slips) > 0:
		f.Says = fmt.Sprintf("%d pictures of slips are lost (bendahara slip); ask for the papers", len(slips))
	default:
		return nil
	}
	return []bot.Finding{f}
}
