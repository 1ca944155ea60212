package control

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// Call is a command that another process wants run here.
type Call struct {
	Args []string
	Dir  string // the caller's working directory
	// Stdin asks the caller for input at each Read. After the context's end, and
	// after the caller's, it returns an error other than io.EOF.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// Serve runs every call that comes in on the listener, each in a goroutine of its
// own, until the context ends; then it closes the listener, cancels the calls and
// waits for them, which may say their last words for a few seconds. A call's
// context ends too when its caller goes away or cancels. What run returns is the
// caller's exit code. The error is the listener's, and nil after the context's end.
func Serve(ctx context.Context, listener net.Listener, run func(context.Context, Call) int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { listener.Close() })
	defer stop()

	var calls sync.WaitGroup
	defer calls.Wait()
	defer cancel() // before the wait
	places := make(chan struct{}, maxCallers)
	for failed := 0; ; {
		conn, err := listener.Accept()
		if err == nil {
			failed = 0
			calls.Go(func() { serveConn(ctx, conn, places, run) })
			continue
		}
		failed++
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed) || failed == maxAccepts:
			return errors.Join(fmt.Errorf("control socket: %w", err), listener.Close())
		}
		select {
		case <-ctx.Done():
		case <-time.After(acceptWait):
		}
	}
}

// serveConn runs one caller's command.
func serveConn(ctx context.Context, conn net.Conn, places chan struct{}, run func(context.Context, Call) int) {
	defer conn.Close()
	w := &wire{rw: conn}
	hangUp := context.AfterFunc(ctx, func() { conn.Close() })
	call, err := accept(conn, w)
	if !hangUp() || err != nil {
		return
	}
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	default:
		refuse(w, "serve is busy with too many other commands; try again")
		return
	}
	if call.Version != version {
		refuse(w, "the running serve is of another version of bendahara; start it again")
		return
	}

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// A caller that does not read must not hold up a command that is to end.
	release := context.AfterFunc(ctx, func() { conn.SetWriteDeadline(time.Now().Add(grace)) })
	defer release()
	in := &input{ctx: ctx, wire: w, pieces: make(chan []byte, 1)}
	go hear(w, in, cancel)

	args := make([]string, len(call.Args))
	for i, a := range call.Args {
		args[i] = string(a)
	}
	code := run(ctx, Call{
		Args: args, Dir: string(call.Dir), Stdin: in, Stdout: output{w, frameOut}, Stderr: output{w, frameErr},
	})
	w.write(frameExit, binary.BigEndian.AppendUint32(nil, uint32(code)))
}

// accept waits for a caller to say what it wants.
func accept(conn net.Conn, w *wire) (call callFrame, err error) {
	conn.SetReadDeadline(time.Now().Add(callTime))
	kind, content, err := w.read()
	if err != nil {
		return call, err
	}
	if kind != frameCall {
		return call, errFrame
	}
	conn.SetReadDeadline(time.Time{})
	return call, json.Unmarshal(content, &call)
}

func refuse(w *wire, why string) {
	fmt.Fprintf(output{w, frameErr}, "bendahara: %s\n", why)
	w.write(frameExit, binary.BigEndian.AppendUint32(nil, 1))
}

// hear listens to the caller until it goes away. It never waits for the command: a
// piece of input comes only for a want, so there is room for it.
func hear(w *wire, in *input, cancel context.CancelFunc) {
	defer cancel()
	for {
		kind, content, err := w.read()
		if err != nil {
			return
		}
		switch kind {
		case frameCancel:
			cancel() // and go on, to see it go away
		case frameInput:
			select {
			case in.pieces <- content:
			default: // unasked
				return
			}
		default:
			return
		}
	}
}

// input is the command's stdin. One goroutine may read it.
type input struct {
	ctx    context.Context
	wire   *wire
	pieces chan []byte
	rest   []byte
	wanted bool
	ended  bool
}

func (in *input) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(in.rest) == 0 {
		if in.ended {
			return 0, io.EOF
		}
		if err := in.ctx.Err(); err != nil {
			return 0, err
		}
		if !in.wanted {
			if err := in.wire.write(frameWant, nil); err != nil {
				return 0, err
			}
			in.wanted = true
		}
		select {
		case in.rest = <-in.pieces:
			in.wanted = false
			in.ended = len(in.rest) == 0
		case <-in.ctx.Done():
			return 0, in.ctx.Err()
		}
	}
	n := copy(p, in.rest)
	in.rest = in.rest[n:]
	return n, nil
}
