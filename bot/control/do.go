package control

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Do runs a command line inside the serve that listens on the socket, with these
// streams, and returns its exit code. Where nobody listens, running is false and
// nothing has happened: the caller does the work itself. Otherwise running is
// true, and an error means that the command's end was not seen: ErrEnded, the
// context's error, or that of a stream.
//
// When the context ends, the command is cancelled and may still write for a few
// seconds. Stdin is read only as far as the command reads; a Read that waits for
// somebody to type is left behind when the command ends.
func Do(ctx context.Context, socket string, args []string, dir string, stdin io.Reader, stdout, stderr io.Writer) (exit int, running bool, err error) {
	if err := ctx.Err(); err != nil {
		return 1, true, err
	}
	conn, err := dial(socket)
	if err != nil && nobody(err) {
		return 0, false, nil
	}
	if err != nil {
		return 1, true, fmt.Errorf("serve cannot be reached: %w", err)
	}
	defer conn.Close()
	w := &wire{rw: conn}
	call, err := json.Marshal(callFrame{Version: version, Args: bytesOf(args), Dir: []byte(dir)})
	if err != nil {
		return 1, true, err
	}
	if len(call) > maxFrame {
		return 1, true, errors.New("the command line is too long")
	}
	if err := w.write(frameCall, call); err != nil {
		return 1, true, ErrEnded
	}

	stop := context.AfterFunc(ctx, func() {
		conn.SetDeadline(time.Now().Add(grace))
		w.write(frameCancel, nil)
	})
	defer stop()
	wants := make(chan struct{}, 1) // the server asks for one piece at a time
	defer close(wants)
	broken := make(chan error, 1)
	go feed(w, stdin, wants, broken)
	exit, err = follow(w, wants, stdout, stderr)
	select {
	case err := <-broken:
		return 1, true, err
	default:
	}
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return exit, true, err
}

func bytesOf(args []string) [][]byte {
	list := make([][]byte, len(args))
	for i, a := range args {
		list[i] = []byte(a)
	}
	return list
}

// follow copies what the command writes until it exits.
func follow(w *wire, wants chan<- struct{}, stdout, stderr io.Writer) (exit int, err error) {
	for {
		kind, content, err := w.read()
		if errors.Is(err, errFrame) {
			return 1, err
		}
		if err != nil {
			return 1, ErrEnded
		}
		switch kind {
		case frameOut:
			_, err = stdout.Write(content)
		case frameErr:
			_, err = stderr.Write(content)
		case frameWant:
			select {
			case wants <- struct{}{}:
			default:
				err = errFrame
			}
		case frameExit:
			if len(content) != 4 {
				return 1, errFrame
			}
			return int(int32(binary.BigEndian.Uint32(content))), nil
		default:
			err = errFrame
		}
		if err != nil {
			return 1, err
		}
	}
}

// feed answers each want with a piece of input, or with its end. Input that
// cannot be read cancels the command: it must not take half for the whole.
func feed(w *wire, stdin io.Reader, wants <-chan struct{}, broken chan<- error) {
	buffer := make([]byte, piece)
	for range wants {
		n, err := 0, error(nil)
		for n == 0 && err == nil {
			n, err = stdin.Read(buffer)
		}
		if n == 0 && err != io.EOF {
			broken <- fmt.Errorf("the input cannot be read: %w", err)
			w.write(frameCancel, nil)
			return
		}
		if w.write(frameInput, buffer[:n]) != nil {
			return
		}
	}
}
