package watest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/coder/websocket"
	"go.mau.fi/libsignal/ecc"
	"google.golang.org/protobuf/proto"

	"go.mau.fi/whatsmeow"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// pendingLink is a client that waits to be linked.
type pendingLink struct {
	payload *waWa6.ClientPayload
	account []byte // the signed identity that it must sign in turn
}

// saveDevice gives a person's phone what a linked device has, so that the store
// takes it.
func saveDevice(d *store.Device) error {
	d.Account = &waAdv.ADVSignedDeviceIdentity{
		Details: []byte{0}, AccountSignatureKey: make([]byte, 32), AccountSignature: make([]byte, 64), DeviceSignature: make([]byte, 64),
	}
	return d.Save(context.Background())
}

// offerLink shows a client that has no number yet what its QR codes are made of.
func (s *Server) offerLink(c *conn, payload *waWa6.ClientPayload) {
	s.mu.Lock()
	s.linked = &companion{client: c.client, fresh: &pendingLink{payload: payload}}
	s.mu.Unlock()
	var refs []waBinary.Node
	for i := range 6 {
		refs = append(refs, waBinary.Node{Tag: "ref", Content: fmt.Appendf(nil, "2@ref%d", i)})
	}
	c.send(waBinary.Node{
		Tag: "iq", Attrs: waBinary.Attrs{"from": types.ServerJID, "id": "offer", "type": "set"},
		Content: []waBinary.Node{{Tag: "pair-device", Content: refs}},
	})
}

// Scan is the office's phone pointed at a QR code.
func (s *Server) Scan(code string) {
	s.t.Helper()
	_, fragment, _ := strings.Cut(code, "#")
	parts := strings.Split(fragment, ",")
	if len(parts) != 5 || !strings.HasPrefix(parts[0], "2@ref") {
		s.t.Fatalf("no code of WhatsApp's: %q", code)
	}
	var bytes [3][]byte
	for i := range bytes {
		b, err := base64.StdEncoding.DecodeString(parts[i+1])
		if err != nil {
			s.t.Fatal(err)
		}
		bytes[i] = b
	}
	s.mu.Lock()
	same := string(s.linked.client) == string(bytes[0]) && string(s.linked.fresh.payload.GetDevicePairingData().GetEIdent()) == string(bytes[1])
	s.mu.Unlock()
	if !same {
		s.t.Fatal("the code is of another client than the one that is connected")
	}
	s.link(bytes[2])
}

// link signs the client's identity under the office's account.
func (s *Server) link(secret []byte) {
	s.mu.Lock()
	c, l := s.conn, s.linked
	pairing := l.fresh.payload.GetDevicePairingData()
	l.identity = [32]byte(pairing.GetEIdent())
	l.registration = number(pairing.GetERegid())
	l.signed = keys.PreKey{KeyID: number(pairing.GetESkeyID()), Signature: (*[64]byte)(pairing.GetESkeySig())}
	l.signed.Pub = (*[32]byte)(pairing.GetESkeyVal())
	l.jid, l.lid = s.Office.PN, s.Office.LID
	s.links++ // each link is a device of its own, and what was for the one before is not for it
	l.jid.Device, l.lid.Device = s.links, s.links
	s.mail = nil
	account := s.Office.device.IdentityKey
	s.mu.Unlock()
	details, err := proto.Marshal(&waAdv.ADVDeviceIdentity{
		RawID: proto.Uint32(1), Timestamp: proto.Uint64(uint64(time.Now().Unix())), KeyIndex: proto.Uint32(1),
		AccountType: waAdv.ADVEncryptionType_E2EE.Enum(), DeviceType: waAdv.ADVEncryptionType_E2EE.Enum(),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*account.Priv), join(whatsmeow.AdvAccountSignaturePrefix, details, l.identity[:]))
	identity, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentity{
		Details: details, AccountSignatureKey: account.Pub[:], AccountSignature: signature[:],
	})
	if err != nil {
		s.t.Fatal(err)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write(identity)
	container, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentityHMAC{Details: identity, HMAC: mac.Sum(nil)})
	if err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	l.fresh.account = join(whatsmeow.AdvDeviceSignaturePrefix, details, l.identity[:], account.Pub[:])
	s.mu.Unlock()
	c.send(waBinary.Node{
		Tag: "iq", Attrs: waBinary.Attrs{"from": types.ServerJID, "id": "linked", "type": "set", "t": time.Now().Unix()},
		Content: []waBinary.Node{{Tag: "pair-success", Content: []waBinary.Node{
			{Tag: "device-identity", Content: container},
			{Tag: "platform", Attrs: waBinary.Attrs{"name": "android"}},
			{Tag: "device", Attrs: waBinary.Attrs{"jid": l.jid, "lid": l.lid}},
		}}},
	})
}

// signed checks that the client has signed its identity in turn, and makes it come
// back as what it now is.
func (s *Server) signed(c *conn, n *waBinary.Node) {
	sign, ok := n.GetOptionalChildByTag("pair-device-sign", "device-identity")
	if !ok {
		if n.Attrs["type"] == "error" {
			s.t.Errorf("the client refuses: %s", n)
		}
		return
	}
	var identity waAdv.ADVSignedDeviceIdentity
	content, _ := sign.Content.([]byte)
	if err := proto.Unmarshal(content, &identity); err != nil || len(identity.GetDeviceSignature()) != 64 {
		s.t.Errorf("the client did not sign: %v", err)
		return
	}
	s.mu.Lock()
	l := s.linked
	holds := l.fresh != nil && ecc.VerifySignature(ecc.NewDjbECPublicKey(l.identity), l.fresh.account, [64]byte(identity.GetDeviceSignature()))
	l.fresh = nil
	s.mu.Unlock()
	if !holds {
		s.t.Error("the client's signature does not hold")
	}
	c.send(waBinary.Node{Tag: "stream:error", Attrs: waBinary.Attrs{"code": "515"}})
	time.AfterFunc(time.Second, func() { c.ws.Close(websocket.StatusNormalClosure, "") })
}

func join(parts ...[]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}
