package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"bendahara/bot/console"
	"bendahara/ledger"
	"bendahara/store"
)

// userCmd is who may log in at the console (docs/contract.md section 1).
type userCmd struct {
	Add    userAdd    `cmd:"" help:"Make a user for an officer; the password is asked for, or read from standard input."`
	List   userList   `cmd:"" help:"List the users."`
	Remove userRemove `cmd:"" help:"Take a user away; her sessions end at once."`
	Reset  userReset  `cmd:"" help:"Give a user another password, and take her one-time codes away; her sessions end at once."`
}

// userName is a user by name.
type userName struct {
	Name string `arg:"" help:"Name to log in with."`
}

// withPassword is a command that needs a new password.
type withPassword struct{}

// AfterApply asks for the password where somebody sits at the terminal. It is asked in
// the caller's own process, where the terminal can be told not to show it; a running
// serve then reads it as from a pipe.
func (withPassword) AfterApply(e *env) error {
	in, ok := e.Stdin.(*os.File)
	if e.served != nil || !ok || !term.IsTerminal(int(in.Fd())) {
		return nil
	}
	var typed [2]string
	for i, ask := range []string{"Password: ", "Once more: "} {
		fmt.Fprint(e.Stderr, ask)
		var err error
		typed[i], err = readHidden(e.Context, int(in.Fd()))
		fmt.Fprintln(e.Stderr)
		if err != nil {
			return fmt.Errorf("the password cannot be read: %w", err)
		}
	}
	if typed[0] != typed[1] {
		return errors.New("the two passwords are not the same; nothing was changed")
	}
	e.Stdin = strings.NewReader(typed[0] + "\n")
	return nil
}

// readHidden reads a line that the terminal does not show. Where it is stopped (Ctrl-C)
// the terminal shows again what is typed.
func readHidden(ctx context.Context, terminal int) (string, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return "", err
	}
	type line struct {
		text []byte
		err  error
	}
	came := make(chan line, 1)
	go func() {
		text, err := term.ReadPassword(terminal)
		came <- line{text, err}
	}()
	select {
	case l := <-came:
		return string(l.text), l.err
	case <-ctx.Done():
		return "", errors.Join(ctx.Err(), term.Restore(terminal, before))
	}
}

// read is the hash of the password on the first line of standard input.
func (withPassword) read(e *env) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(e.Stdin, 8*console.MaxPassword)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("the password cannot be read: %w", err)
	}
	return console.Hash(strings.TrimRight(line, "\r\n"))
}

type userAdd struct {
	userName
	withPassword
	Officer string `required:"" placeholder:"CODE" help:"Her code in sheet petugas: what she may do follows from it."`
}

// Run makes a user.
func (c *userAdd) Run(e *env) error {
	name, err := console.Name(c.Name)
	if err != nil {
		return err
	}
	hash, err := c.read(e)
	if err != nil {
		return err
	}
	return e.withStore(func(db *store.DB) error {
		err := db.Update(e.Context, func(tx *store.Tx) error {
			if _, err := officerOf(tx, c.Officer); err != nil {
				return err
			}
			_, err := tx.User(name)
			if err == nil {
				return fmt.Errorf("there is a user %s already; bendahara user reset %s gives another password", name, name)
			}
			if !errors.Is(err, store.ErrNotFound) {
				return err
			}
			u := store.User{Name: name, Officer: ledger.OfficerCode(c.Officer), Password: hash, Changed: e.Now().UTC()}
			return errors.Join(tx.PutUser(u), changed(tx, e, "user_added", u))
		})
		if err == nil {
			_, err = fmt.Fprintf(e.Stdout, "User %s may log in as officer %s.\n", name, c.Officer)
		}
		return err
	})
}

// changed keeps that a user was changed by a command.
func changed(tx *store.Tx, e *env, what string, u store.User) error {
	return tx.KeepVisit(store.Visit{At: e.Now(), User: u.Name, Officer: u.Officer, What: what, From: "command"})
}

// officerOf is the officer with this code.
func officerOf(tx *store.Tx, code string) (ledger.Officer, error) {
	officers, err := tx.Officers()
	if err != nil {
		return ledger.Officer{}, err
	}
	i := slices.IndexFunc(officers, func(o ledger.Officer) bool { return string(o.Code) == code })
	if i < 0 {
		return ledger.Officer{}, fmt.Errorf("there is no officer %q; sheet petugas of the workbook has the codes", code)
	}
	return officers[i], nil
}

type userList struct{}

// Run lists the users.
func (c *userList) Run(e *env) error {
	return e.withStore(func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) error {
			users, err := tx.Users()
			if err != nil {
				return err
			}
			table := tabwriter.NewWriter(e.Stdout, 0, 0, 2, ' ', 0)
			for _, u := range users {
				is := "no officer any more: cannot log in"
				if o, err := officerOf(tx, string(u.Officer)); err == nil {
					is = string(o.Role) + "  " + o.Name
				}
				fmt.Fprintf(table, "%s\t%s\t%s\n", u.Name, u.Officer, is)
			}
			return table.Flush()
		})
	})
}

// change does something with a user who is there.
func (n userName) change(e *env, what string, fn func(*store.Tx, *store.User) error) error {
	name, err := console.Name(n.Name)
	if err != nil {
		return err
	}
	return e.withStore(func(db *store.DB) error {
		return db.Update(e.Context, func(tx *store.Tx) error {
			u, err := tx.User(name)
			if errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("there is no user %s; bendahara user list shows them", name)
			}
			if err != nil {
				return err
			}
			return errors.Join(fn(tx, &u), changed(tx, e, what, u))
		})
	})
}

type userRemove struct{ userName }

// Run takes a user away.
func (c *userRemove) Run(e *env) error {
	err := c.change(e, "user_removed", func(tx *store.Tx, u *store.User) error { return tx.RemoveUser(u.Name) })
	if err == nil {
		_, err = fmt.Fprintf(e.Stdout, "User %s is gone.\n", c.Name)
	}
	return err
}

type userReset struct {
	userName
	withPassword
}

// Run gives a user another password.
func (c *userReset) Run(e *env) error {
	hash, err := c.read(e)
	if err != nil {
		return err
	}
	err = c.change(e, "user_reset", func(tx *store.Tx, u *store.User) error {
		*u = store.User{Name: u.Name, Officer: u.Officer, Password: hash, Changed: e.Now().UTC()} // without her one-time codes
		return tx.PutUser(*u)
	})
	if err == nil {
		_, err = fmt.Fprintf(e.Stdout, "User %s has another password.\n", c.Name)
	}
	return err
}
