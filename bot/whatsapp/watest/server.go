// Package watest is a WhatsApp server on this machine for tests of the real whatsmeow
// client: it shakes hands, links a number, keeps prekeys, carries messages both ways
// with real encryption, holds what comes while the client is away, and puts a client
// out as WhatsApp does.
//
// It stands in by what tests alone may change: the root that the client trusts and
// the machine that it dials. So one at a time runs in a process; another process of
// the test's reaches it by its [Server.Way]. What WhatsApp's policy would be it does
// not know: a test says when a ban comes.
package watest

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.mau.fi/libsignal/keys/prekey"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"

	_ "modernc.org/sqlite" // the people's keys
)

const (
	patience = 15 * time.Second
	farewell = 200 * time.Millisecond // for the client to read why it is put out
)

// Server is the server and all phones but the client under test.
type Server struct {
	t         testing.TB
	address   string
	authority *authority
	store     *sqlstore.Container // the people's sessions

	// Office is the phone whose number is linked.
	Office *Person

	mu      sync.Mutex
	down    bool
	conn    *conn
	linked  *companion
	links   uint16             // so many times a client was linked
	people  map[string]*Person // by the user of their LID
	mail    []*letter          // for the client, until it says that it has it
	receipt map[string]int     // how often the client said so, by id
	refusal *waBinary.Node
	ackCode int
	mute    bool
	codes   *codePairing
	counts  map[string]int // of what came, by tag

	pictures    map[string][]byte // sealed, by path
	mediaStatus int
}

// companion is the linked client.
type companion struct {
	jid, lid     types.JID
	client       []byte // its noise key
	registration uint32
	identity     [32]byte
	signed       keys.PreKey
	prekeys      []keys.PreKey
	fresh        *pendingLink // until the client has signed
}

// letter is a message or receipt on its way to the client.
type letter struct {
	id   string
	node waBinary.Node
	sent *conn // by which it went last
}

// New starts a server for a number that is to be linked, until the test ends.
func New(t testing.TB, number string) *Server {
	t.Helper()
	s := &Server{t: t, people: map[string]*Person{}, receipt: map[string]int{}, counts: map[string]int{}, pictures: map[string][]byte{}}
	var err error
	if s.authority, err = newAuthority(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "people.db")+"?_txlock=immediate&_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)&_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	s.store = sqlstore.NewWithDB(db, "sqlite", nil)
	if err := s.store.Upgrade(context.Background()); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	s.Office = s.Person(number)
	web := &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: patience}
	go web.Serve(network{listener, s})
	dial(s.address)
	t.Cleanup(func() {
		dial("")
		s.Cut()
		web.Close()
		db.Close()
	})
	return s
}

// serve is one connection.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.Host == mediaHost {
		s.media(w, r)
		return
	}
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return
	}
	ws.SetReadLimit(1 << 24)
	defer ws.CloseNow()
	c := &conn{ws: ws}
	payload, client, err := s.authority.shake(c)
	if err != nil {
		s.t.Logf("handshake: %v", err)
		return
	}
	c.client = client
	s.mu.Lock()
	s.conn = c
	refusal := s.refusal
	linked := s.linked
	s.mu.Unlock()
	switch {
	case refusal != nil && payload.Username != nil:
		c.send(*refusal)
		time.Sleep(farewell)
		return
	case payload.Username == nil:
		s.offerLink(c, payload)
	case linked == nil || string(linked.client) != string(client):
		c.send(waBinary.Node{Tag: "failure", Attrs: waBinary.Attrs{"reason": "401"}})
		time.Sleep(farewell)
		return
	default:
		s.logIn(c, linked)
	}
	for {
		n, err := c.node()
		if err != nil {
			break
		}
		s.hear(c, n)
	}
	s.mu.Lock()
	if s.conn == c {
		s.conn = nil
	}
	s.mu.Unlock()
}

// logIn lets a linked client in and hands it what came while it was away.
func (s *Server) logIn(c *conn, linked *companion) {
	c.send(waBinary.Node{Tag: "success", Attrs: waBinary.Attrs{"t": time.Now().Unix(), "lid": linked.lid, "props": "1"}})
	s.mu.Lock()
	c.loggedIn = true
	n := len(s.mail)
	s.mu.Unlock()
	count := waBinary.Attrs{"count": n, "message": n, "receipt": 0, "notification": 0, "appdata": 0}
	c.send(waBinary.Node{Tag: "ib", Attrs: waBinary.Attrs{"from": types.ServerJID}, Content: []waBinary.Node{{Tag: "offline_preview", Attrs: count}}})
	s.deliver()
	c.send(waBinary.Node{Tag: "ib", Attrs: waBinary.Attrs{"from": types.ServerJID}, Content: []waBinary.Node{{Tag: "offline", Attrs: waBinary.Attrs{"count": n}}}})
}

// post puts a node into the client's letter box.
func (s *Server) post(id string, n waBinary.Node) {
	s.mu.Lock()
	s.mail = append(s.mail, &letter{id: id, node: n})
	s.mu.Unlock()
	s.deliver()
}

// deliver sends what this connection has not brought yet, in order.
func (s *Server) deliver() {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.conn
	if c == nil || !c.loggedIn {
		return
	}
	for _, l := range s.mail {
		if l.sent != c {
			l.sent = c
			c.send(l.node)
		}
	}
}

// has notes that the client has a letter.
func (s *Server) has(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.receipt[id]++
	for i, l := range s.mail {
		if l.id == id {
			s.mail = append(s.mail[:i:i], s.mail[i+1:]...)
			return
		}
	}
}

// bundle is what a person needs to write to the client for the first time.
func (s *Server) bundle() *prekey.Bundle {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.linked == nil {
		s.t.Error("nobody is linked")
		return nil
	}
	return s.linked.take()
}

// Until waits for something to come true, and fails the test where it does not.
func (s *Server) Until(what string, is func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if is() {
			return
		}
	}
	s.t.Fatalf("waited in vain: %s", what)
}

// Acknowledged counts how often the client said that it has a message.
func (s *Server) Acknowledged(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.receipt[id]
}

// Heard counts the nodes of a kind that the client sent; "iq SPACE" those that ask
// one thing, as "iq usync" who somebody is; "read ID" that a message was
// read.
func (s *Server) Heard(tag string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts[tag]
}

// Online tells whether a linked client is logged in.
func (s *Server) Online() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn != nil && s.conn.loggedIn
}

// Idle tells whether the client has all that was sent to it.
func (s *Server) Idle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.mail) == 0
}

// Cut breaks the connection as a network does.
func (s *Server) Cut() {
	s.mu.Lock()
	c := s.conn
	s.mu.Unlock()
	if c != nil {
		c.ws.CloseNow()
	}
}

// Down makes the server unreachable, or reachable again.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	s.down = down
	s.mu.Unlock()
	if down {
		s.Cut()
	}
}

// Refuse makes the server turn a linked client away with a reason; nil lets it in
// again.
func (s *Server) Refuse(attrs waBinary.Attrs) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = nil
	if attrs != nil {
		s.refusal = &waBinary.Node{Tag: "failure", Attrs: attrs}
	}
}

// Push sends the client a node of the test's own.
func (s *Server) Push(n waBinary.Node) {
	s.mu.Lock()
	c := s.conn
	s.mu.Unlock()
	if c == nil {
		s.t.Fatal("no client to push to")
	}
	c.send(n)
}

// AckWith makes the server refuse the client's messages with a code; 0 takes them.
func (s *Server) AckWith(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ackCode = code
}

// Mute makes the server take messages without a word.
func (s *Server) Mute(mute bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mute = mute
}
