package watest

import (
	"context"
	"crypto/cipher"
	"errors"
	"sync"

	"github.com/coder/websocket"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/socket"
	"go.mau.fi/whatsmeow/util/gcmutil"
)

// conn is one connection of a client: frames, and after the handshake nodes.
type conn struct {
	ws     *websocket.Conn
	buffer []byte
	begun  bool // the client's first frame comes after its header

	in, out  cipher.AEAD
	inN      uint32
	mu       sync.Mutex // of writing
	outN     uint32
	loggedIn bool
	client   []byte // its public key
}

func (c *conn) seal(in, out []byte) (err error) {
	if c.in, err = gcmutil.Prepare(in); err != nil {
		return err
	}
	c.out, err = gcmutil.Prepare(out)
	return err
}

// frame is the next frame.
func (c *conn) frame() ([]byte, error) {
	for {
		if !c.begun && len(c.buffer) >= len(socket.WAConnHeader) {
			if string(c.buffer[:len(socket.WAConnHeader)]) != string(socket.WAConnHeader) {
				return nil, errors.New("the client does not begin with WhatsApp's header")
			}
			c.buffer, c.begun = c.buffer[len(socket.WAConnHeader):], true
		}
		if c.begun && len(c.buffer) >= socket.FrameLengthSize {
			size := int(c.buffer[0])<<16 | int(c.buffer[1])<<8 | int(c.buffer[2])
			if rest := c.buffer[socket.FrameLengthSize:]; len(rest) >= size {
				c.buffer = rest[size:]
				return rest[:size:size], nil
			}
		}
		_, data, err := c.ws.Read(context.Background())
		if err != nil {
			return nil, err
		}
		c.buffer = append(c.buffer, data...)
	}
}

// node is the next node that the client sends.
func (c *conn) node() (*waBinary.Node, error) {
	data, err := c.frame()
	if err != nil {
		return nil, err
	}
	plain, err := c.in.Open(nil, iv(c.inN), data, nil)
	c.inN++
	if err != nil {
		return nil, err
	}
	if plain, err = waBinary.Unpack(plain); err != nil {
		return nil, err
	}
	return waBinary.Unmarshal(plain)
}

func (c *conn) write(data []byte) error {
	size := len(data)
	return c.ws.Write(context.Background(), websocket.MessageBinary, append([]byte{byte(size >> 16), byte(size >> 8), byte(size)}, data...))
}

// send sends a node. A client that is gone hears of it when it comes back.
func (c *conn) send(n waBinary.Node) {
	data, err := waBinary.Marshal(n)
	if err != nil {
		panic(err) // the test's own node is wrong
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	sealed := c.out.Seal(nil, iv(c.outN), data, nil)
	c.outN++
	_ = c.write(sealed)
}
