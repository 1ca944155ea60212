package watest

import (
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"

	"go.mau.fi/whatsmeow"
)

// dialled is the machine that this process dials in the place of WhatsApp's; empty
// for none.
var dialled struct {
	once    sync.Once
	mu      sync.Mutex
	address string
}

// dial makes every https client that copies the default transport from now on reach
// an address in the place of WhatsApp.
func dial(address string) {
	dialled.mu.Lock()
	dialled.address = address
	dialled.mu.Unlock()
	dialled.once.Do(func() {
		transport := http.DefaultTransport.(*http.Transport)
		transport.Proxy = nil
		transport.DialTLSContext = func(ctx context.Context, network, asked string) (net.Conn, error) {
			dialled.mu.Lock()
			address := dialled.address
			dialled.mu.Unlock()
			if address == "" || asked != "web.whatsapp.com:443" && asked != mediaHost+":443" {
				return nil, fmt.Errorf("no test server for %s", asked)
			}
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
	})
}

// Way is what another process of the test's needs to reach the server: where it is
// and the root to trust.
func (s *Server) Way() string { return s.address + " " + hex.EncodeToString(s.authority.root.Pub[:]) }

// Go makes this process reach a server of another one by its Way.
func Go(way string) error {
	address, root, _ := strings.Cut(way, " ")
	key, err := hex.DecodeString(root)
	if err != nil || len(key) != len(whatsmeow.WACertPubKey) {
		return fmt.Errorf("no way to a test server: %q", way)
	}
	whatsmeow.WACertPubKey = [32]byte(key)
	dial(address)
	return nil
}

// network is the server's, which may be down: then who dials is cut off at once.
type network struct {
	net.Listener
	s *Server
}

// Accept is net.Listener's.
func (n network) Accept() (net.Conn, error) {
	for {
		c, err := n.Listener.Accept()
		if err != nil || !n.s.isDown() {
			return c, err
		}
		_ = c.(*net.TCPConn).SetLinger(0) // a reset, as of a machine that is gone
		_ = c.Close()
	}
}

func (s *Server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}
