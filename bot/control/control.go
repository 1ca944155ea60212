// Package control is the socket by which other commands work through a running
// serve, which alone holds the store.
//
// It promises: a command's arguments, working directory and streams reach the
// serving process byte for byte and in order, and its output and exit code come
// back; input is read only when the command asks for it, so that nothing typed is
// lost to a command that doesn't read; a caller that goes away cancels its
// command, and no caller holds up another. Only the user who runs serve can
// connect: the socket has mode 0600 from its first moment on.
//
// # On the wire
//
// A frame is a kind (one byte), a length (four bytes, big-endian) and so many
// bytes. The caller sends one call (JSON), then a piece of input for each want
// that comes back (an empty one ends the input), and perhaps a cancel. The server
// sends pieces of stdout and stderr, wants, and at last an exit code.
package control

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// The limits.
const (
	maxFrame   = 1 << 20                // bytes of a frame; a call with all its arguments is one
	piece      = 32 << 10               // bytes of input or output in one frame
	maxCallers = 32                     // at once
	callTime   = 30 * time.Second       // from a connection to its call
	dialTime   = 5 * time.Second        // to reach a serve that exists
	grace      = 2 * time.Second        // for a cancelled command to say its last words
	acceptWait = 100 * time.Millisecond // after a failed accept: descriptors may be short for a moment
	maxAccepts = 100                    // failed accepts in a row
)

// version is the protocol's. A caller and a serve that differ say so.
const version = 1

// The kinds of frames.
const (
	frameCall   byte = 'c' // caller: callFrame
	frameInput  byte = 'i' // caller: bytes for stdin; none is its end
	frameCancel byte = 'x' // caller: stop the command
	frameWant   byte = 'w' // server: the command reads stdin
	frameOut    byte = 'o' // server: bytes for stdout
	frameErr    byte = 'e' // server: bytes for stderr
	frameExit   byte = 'q' // server: the exit code, four bytes
)

// What goes wrong.
var (
	// ErrRunning is returned by Listen where another serve answers on the socket.
	ErrRunning = errors.New("another serve is running on this data directory")
	// ErrEnded is returned by Do where serve went away before the command ended:
	// what the command did until then stays done.
	ErrEnded = errors.New("serve ended before the command did; start it again and look what was done")

	errFrame = errors.New("a frame that is not of this protocol")
)

// callFrame is what a caller wants run.
type callFrame struct {
	Version int      `json:"version"`
	Args    [][]byte `json:"args"` // bytes: an argument need not be UTF-8
	Dir     []byte   `json:"dir"`
}

// wire writes and reads frames. Any goroutine may write, one may read.
type wire struct {
	mu sync.Mutex
	rw io.ReadWriter
}

// write sends one frame, whole.
func (w *wire) write(kind byte, content []byte) error {
	if len(content) > maxFrame {
		return fmt.Errorf("%w: %d bytes, at most %d", errFrame, len(content), maxFrame)
	}
	frame := make([]byte, 5, 5+len(content))
	frame[0] = kind
	binary.BigEndian.PutUint32(frame[1:], uint32(len(content)))
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err := w.rw.Write(append(frame, content...))
	return err
}

// read takes in one frame. Nothing is made room for before its length is known
// to be allowed.
func (w *wire) read() (kind byte, content []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(w.rw, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, fmt.Errorf("%w: %d bytes, at most %d", errFrame, n, maxFrame)
	}
	content = make([]byte, n)
	_, err = io.ReadFull(w.rw, content)
	return head[0], content, err
}

// output is a stream of the command: what is written goes out in frames.
type output struct {
	wire *wire
	kind byte
}

func (o output) Write(p []byte) (int, error) {
	for n := 0; n < len(p); n += piece {
		if err := o.wire.write(o.kind, p[n:min(n+piece, len(p))]); err != nil {
			return n, err
		}
	}
	return len(p), nil
}
