package watest

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
	"google.golang.org/protobuf/proto"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

// Person is somebody's phone with WhatsApp.
type Person struct {
	PN, LID types.JID
	// Hidden keeps the number from those she writes to.
	Hidden bool

	s      *Server
	device *store.Device

	mu    sync.Mutex
	n     int
	texts []Text
	wrote map[string]*waE2E.Message // by id, for when the client cannot read one
	blind int                       // so many messages cannot be read
}

// Text is a message that a phone got.
type Text struct{ ID, Text string }

// Person is the phone of a number; made when first asked for.
func (s *Server) Person(number string) *Person {
	digits := strings.TrimPrefix(number, "+")
	p := &Person{
		PN: types.NewJID(digits, types.DefaultUserServer), LID: types.NewJID("9"+digits[2:], types.HiddenUserServer),
		s: s, device: s.store.NewDevice(),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if was := s.people[p.LID.User]; was != nil {
		return was
	}
	own := p.PN
	own.Device = 100 // the store wants one
	p.device.ID, p.device.LID = &own, p.LID
	identity := p.device.IdentityKey
	p.device.Account = nil
	if err := saveDevice(p.device); err != nil {
		s.t.Fatal(err)
	}
	p.device.IdentityKey = identity
	s.people[p.LID.User] = p
	return p
}

// Writes sends a text to the linked number, and returns the message's id.
func (p *Person) Writes(text string) string {
	return p.Sends(&waE2E.Message{Conversation: proto.String(text)}, time.Now())
}

// Sends sends any message, as if at a time.
func (p *Person) Sends(m *waE2E.Message, at time.Time) string {
	return p.sends(m, at, false)
}

// Garbles sends a text that the client cannot read.
func (p *Person) Garbles(text string) string {
	return p.sends(&waE2E.Message{Conversation: proto.String(text)}, time.Now(), true)
}

func (p *Person) sends(m *waE2E.Message, at time.Time, garbled bool) string {
	p.s.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	id := fmt.Sprintf("3A%s%04d", p.LID.User, p.n)
	if p.wrote == nil {
		p.wrote = map[string]*waE2E.Message{}
	}
	p.wrote[id] = m
	p.mails(id, m, at, garbled)
	return id
}

// again sends a message that the client could not read, over a new session.
func (p *Person) again(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.wrote[id]
	if m == nil {
		p.s.t.Errorf("the client asks again for %s, which nobody sent", id)
		return
	}
	if err := p.device.Sessions.DeleteSession(context.Background(), p.peer().String()); err != nil {
		p.s.t.Error(err)
	}
	p.mails(id, m, time.Now(), false)
}

func (p *Person) mails(id string, m *waE2E.Message, at time.Time, garbled bool) {
	kind, sealed, err := p.seal(m)
	if err != nil {
		p.s.t.Error(err)
		return
	}
	if garbled {
		sealed[len(sealed)-1] ^= 1
	}
	attrs := waBinary.Attrs{"id": id, "from": p.LID, "type": "text", "t": at.Unix(), "notify": "Bu " + p.PN.User[8:], "addressing_mode": "lid"}
	if !p.Hidden {
		attrs["sender_pn"] = p.PN
	}
	p.s.post(id, waBinary.Node{Tag: "message", Attrs: attrs, Content: []waBinary.Node{
		{Tag: "enc", Attrs: waBinary.Attrs{"v": "2", "type": kind}, Content: sealed},
	}})
}

// seal encrypts a message for the linked client.
func (p *Person) seal(m *waE2E.Message) (kind string, sealed []byte, err error) {
	ctx := context.Background()
	cipher, builder := p.cipher()
	if has, err := p.device.ContainsSession(ctx, p.peer()); err != nil {
		return "", nil, err
	} else if !has {
		if err := builder.ProcessBundle(ctx, p.s.bundle()); err != nil {
			return "", nil, err
		}
	}
	plain, err := proto.Marshal(m)
	if err != nil {
		return "", nil, err
	}
	out, err := cipher.Encrypt(ctx, append(plain, bytes.Repeat([]byte{5}, 5)...))
	if err != nil {
		return "", nil, err
	}
	if out.Type() == protocol.PREKEY_TYPE {
		return "pkmsg", out.Serialize(), nil
	}
	return "msg", out.Serialize(), nil
}

func (p *Person) peer() *protocol.SignalAddress {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.linked.lid.SignalAddress()
}

func (p *Person) cipher() (*session.Cipher, *session.Builder) {
	peer := p.peer()
	builder := session.NewBuilderFromSignal(p.device, peer, store.SignalProtobufSerializer)
	return session.NewCipher(builder, peer), builder
}

// get takes a message of the client's and says so to it.
func (p *Person) get(id string, enc waBinary.Node) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.blind > 0 {
		p.blind--
		p.asksAgain(id)
		return
	}
	plain, err := p.open(enc)
	if err != nil && slices.ContainsFunc(p.texts, func(t Text) bool { return t.ID == id }) {
		p.tell(id, "") // the same once more, after a line that broke before the server's word
		return
	}
	if err != nil {
		p.s.t.Errorf("%s cannot read %s: %v", p.PN.User, id, err)
		return
	}
	var m waE2E.Message
	if err := proto.Unmarshal(plain[:len(plain)-int(plain[len(plain)-1])], &m); err != nil {
		p.s.t.Errorf("%s gets no message: %v", p.PN.User, err)
		return
	}
	text := m.GetConversation()
	if copied := m.GetDeviceSentMessage().GetMessage(); copied != nil {
		text = copied.GetConversation()
	}
	p.texts = append(p.texts, Text{id, text})
	p.tell(id, "")
}

// Blind makes the phone unable to read the next message, so that it asks for it again.
func (p *Person) Blind() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.blind++
}

// asksAgain is the phone's word that it cannot read a message, with what a new
// session needs.
func (p *Person) asksAgain(id string) {
	keys := p.bundle(nil).Content.([]waBinary.Node)
	p.s.post(receiptID("retry", id), waBinary.Node{
		Tag: "receipt", Attrs: waBinary.Attrs{"id": id, "from": p.LID, "t": time.Now().Unix(), "type": "retry"},
		Content: []waBinary.Node{
			{Tag: "retry", Attrs: waBinary.Attrs{"count": 1, "id": id, "t": time.Now().Unix(), "v": 1}},
			keys[0],
			{Tag: "keys", Content: keys[1:]},
		},
	})
}

func (p *Person) open(enc waBinary.Node) ([]byte, error) {
	ctx := context.Background()
	cipher, _ := p.cipher()
	sealed, _ := enc.Content.([]byte)
	serializer := store.SignalProtobufSerializer
	if enc.Attrs["type"] == "pkmsg" {
		m, err := protocol.NewPreKeySignalMessageFromBytes(sealed, serializer.PreKeySignalMessage, serializer.SignalMessage)
		if err != nil {
			return nil, err
		}
		return cipher.DecryptMessage(ctx, m)
	}
	m, err := protocol.NewSignalMessageFromBytes(sealed, serializer.SignalMessage)
	if err != nil {
		return nil, err
	}
	return cipher.Decrypt(ctx, m)
}

// tell sends the client a receipt for its message: of a kind, empty for delivered.
func (p *Person) tell(id, kind string) {
	if p == p.s.Office {
		return // its receipts are not about other people's phones
	}
	attrs := waBinary.Attrs{"id": id, "from": p.LID, "t": time.Now().Unix()}
	if kind != "" {
		attrs["type"] = kind
	}
	p.s.post(receiptID(kind, id), waBinary.Node{Tag: "receipt", Attrs: attrs})
}

// Opens tells the client that she has read a message.
func (p *Person) Opens(id string) { p.tell(id, "read") }

// Got is what the phone got.
func (p *Person) Got() []Text {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.texts)
}

// Waits waits until the phone has got so many texts, and returns the last.
func (p *Person) Waits(n int) Text {
	p.s.t.Helper()
	p.s.Until(fmt.Sprintf("%d texts", n), func() bool { return len(p.Got()) >= n })
	return p.Got()[n-1]
}

// bundle is what the client needs to write to the phone for the first time.
func (p *Person) bundle(jid any) waBinary.Node {
	one, err := p.device.PreKeys.GenOnePreKey(context.Background())
	if err != nil {
		p.s.t.Error(err)
		return waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": jid}}
	}
	return waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": jid}, Content: []waBinary.Node{
		{Tag: "registration", Content: binary.BigEndian.AppendUint32(nil, p.device.RegistrationID)},
		{Tag: "type", Content: []byte{ecc.DjbType}},
		{Tag: "identity", Content: p.device.IdentityKey.Pub[:]},
		keyNode("key", one),
		keyNode("skey", p.device.SignedPreKey),
	}}
}
