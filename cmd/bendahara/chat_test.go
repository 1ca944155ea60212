package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bendahara/bot"
	"bendahara/bot/control"
	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

const (
	chatPhone = ledger.Phone("+6281390000101")
	otherOne  = ledger.Phone("+6281390000103")
)

// answering is a simulator whose bot sends "ok: ..." after a delay, to the sender
// and to somebody else.
func answering(delay time.Duration) *simulator.Gateway {
	var phones *simulator.Gateway
	answer := func(ctx context.Context, m conversation.Message) {
		for _, to := range []ledger.Phone{otherOne, m.From} {
			phones.Send(ctx, bot.Outgoing{ID: "o1", Channel: m.Channel, To: to, Text: fmt.Sprintf("ok: %s (%s)", m.Text, m.Channel)})
		}
	}
	phones = simulator.New(bot.Events{Receive: func(ctx context.Context, m conversation.Message) error {
		switch {
		case m.Text == "silence":
		case m.Text == "fault":
			return errors.New("disk full")
		case delay == 0:
			answer(ctx, m)
		default:
			time.AfterFunc(delay, func() { answer(context.WithoutCancel(ctx), m) })
		}
		return nil
	}}, simulator.Options{})
	return phones
}

func TestChat(t *testing.T) {
	for _, c := range []struct {
		name, in, out string
		delay, takes  time.Duration
	}{
		{"replies at once", "bayar siti 250rb\n\n  \nya", "< ok: bayar siti 250rb (sms)\n< ok: ya (sms)\n", 0, chatQuiet},
		{"late replies", "a\nb\n", "< ok: a (sms)\n< ok: b (sms)\n", 4 * time.Second, 8*time.Second + chatQuiet},
		{"no reply", "silence\nsaldo\n", "< ok: saldo (sms)\n", 0, chatReply + chatQuiet},
		{"nothing typed", "", "", 0, chatQuiet},
		{"line breaks", `a\nb\\n` + "\n", "< ok: a\n  b\\n (sms)\n", 0, chatQuiet},
		{"a long text", strings.Repeat("x", 1500), "< ok: " + strings.Repeat("x", 1500) + " (sms)\n", 0, chatQuiet},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				phones := answering(c.delay)
				if err := phones.Type(t.Context(), chatPhone, conversation.SMS, "from before", time.Time{}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(c.delay)
				synctest.Wait()
				begun := time.Now()
				var out bytes.Buffer
				if err := chat(t.Context(), phones, chatPhone, conversation.SMS, strings.NewReader(c.in), &out); err != nil {
					t.Error(err)
				}
				if out.String() != c.out {
					t.Errorf("printed %q, want %q", out.String(), c.out)
				}
				if took := time.Since(begun); took != c.takes {
					t.Errorf("took %v, want %v", took, c.takes)
				}
			})
		})
	}
}

func TestChatFails(t *testing.T) {
	interrupted, interrupt := context.WithCancel(t.Context())
	interrupt()
	nobody, _ := io.Pipe()
	for _, c := range []struct {
		name string
		ctx  context.Context
		in   io.Reader
		want string
	}{
		{"the bot's fault", t.Context(), strings.NewReader("fault\n"), "disk full"},
		{"an overlong line", t.Context(), strings.NewReader(strings.Repeat("x", 70_000)), "too long"},
		{"interrupted", interrupted, nobody, "interrupted"},
	} {
		err := chat(c.ctx, answering(0), chatPhone, conversation.SMS, c.in, io.Discard)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestChatThroughTheSocket types only after it has seen the reply before.
func TestChatThroughTheSocket(t *testing.T) {
	phones := answering(time.Millisecond)
	socket := filepath.Join(t.TempDir(), "b.sock")
	listener, err := control.Listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- control.Serve(ctx, listener, func(ctx context.Context, call control.Call) int {
			if err := chat(ctx, phones, chatPhone, conversation.WhatsApp, call.Stdin, call.Stdout); err != nil {
				return 1
			}
			return 0
		})
	}()
	typed, typing := io.Pipe()
	shown, showing := io.Pipe()
	exited := make(chan int, 1)
	go func() {
		exit, _, err := control.Do(ctx, socket, nil, "", typed, showing, io.Discard)
		if err != nil {
			t.Error(err)
		}
		exited <- exit
	}()
	buffer := make([]byte, 100)
	for i := range 5 {
		fmt.Fprintf(typing, "saldo %d\n", i)
		n, err := shown.Read(buffer)
		if got, want := string(buffer[:n]), fmt.Sprintf("< ok: saldo %d (wa)\n", i); got != want {
			t.Fatalf("shown %q, %v, want %q", got, err, want)
		}
	}
	typing.Close()
	if exit := <-exited; exit != 0 {
		t.Errorf("exit %d", exit)
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// TestChatAlone opens the store itself; there it must not swallow what waits for
// real people.
func TestChatAlone(t *testing.T) {
	var out, errs bytes.Buffer
	run := func(c chatCmd, in string) error {
		out.Reset()
		return c.Run(&env{
			Context: t.Context(), Stdin: strings.NewReader(in), Stdout: &out, Stderr: &errs, Data: filepath.Join(t.TempDir(), "data"), Now: time.Now,
		})
	}
	if err := run(chatCmd{From: "0813 9000 0101", Channel: conversation.SMS}, "halo\n"); err != nil || !strings.HasPrefix(out.String(), "< ") {
		t.Errorf("an empty store: %v, %q", err, out.String())
	}
	if err := run(chatCmd{From: "siti"}, ""); !errors.As(err, new(usageError)) {
		t.Errorf("no number: %v", err)
	}
}

func TestChatLeavesRealMessagesAlone(t *testing.T) {
	data := t.TempDir()
	db, err := openStore(data)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		now := time.Now()
		_, err := tx.Enqueue(store.Outbound{
			To: chatPhone, Channel: conversation.SMS, Class: conversation.Reminder, Kind: "reminder", Text: "jatuh tempo", Cause: "test", Written: now,
		}, ledger.DateOf(now).Period())
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	for _, simulator := range []bool{false, true} {
		var out, errs bytes.Buffer
		c := chatCmd{From: string(chatPhone), Channel: conversation.SMS, Simulator: simulator}
		err := c.Run(&env{Context: t.Context(), Stdin: strings.NewReader("halo\n"), Stdout: &out, Stderr: &errs, Data: data, Now: time.Now})
		if shown := strings.Contains(out.String(), "< "); (err == nil) != simulator || shown != simulator {
			t.Errorf("--simulator %v: %v, %q", simulator, err, out.String())
		}
	}
}
