package watest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"strings"

	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/pbkdf2"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/gcmutil"
	"go.mau.fi/whatsmeow/util/hkdfutil"
	"go.mau.fi/whatsmeow/util/keys"
)

// codePairing is a pairing by a code that is typed on the phone.
type codePairing struct {
	wrapped   []byte        // the client's ephemeral key, under the code
	ephemeral *keys.KeyPair // the phone's
	theirs    []byte        // the client's, unwrapped
	secret    []byte        // known when the client has finished
}

const pairingRef = "ref for a code"

// codeAnswer answers the client's steps of a pairing by code.
func (s *Server) codeAnswer(ask waBinary.Node) any {
	if ask.Tag != "link_code_companion_reg" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch ask.Attrs["stage"] {
	case "companion_hello":
		wrapped, _ := ask.GetChildByTag("link_code_pairing_wrapped_companion_ephemeral_pub").Content.([]byte)
		s.codes = &codePairing{wrapped: wrapped}
		return []waBinary.Node{{Tag: "link_code_companion_reg", Attrs: waBinary.Attrs{"stage": "companion_hello"}, Content: []waBinary.Node{
			{Tag: "link_code_pairing_ref", Content: []byte(pairingRef)},
		}}}
	case "companion_finish":
		bundle, _ := ask.GetChildByTag("link_code_pairing_wrapped_key_bundle").Content.([]byte)
		s.codes.finish(s.Office.device.IdentityKey, bundle)
	}
	return nil
}

// after goes on where a step was answered.
func (s *Server) after(_ *conn, n *waBinary.Node) {
	if step, ok := n.GetOptionalChildByTag("link_code_companion_reg"); ok && step.Attrs["stage"] == "companion_finish" {
		s.mu.Lock()
		secret := s.codes.secret
		s.mu.Unlock()
		if secret == nil {
			s.t.Error("the client's key bundle cannot be opened")
			return
		}
		s.link(secret)
	}
}

// stretch is the key that a code stands for.
func stretch(code string, salt []byte) cipher.Block {
	block, _ := aes.NewCipher(pbkdf2.Key([]byte(code), salt, 2<<16, 32, sha256.New))
	return block
}

// TypeCode is the office's phone with a pairing code typed into it.
func (s *Server) TypeCode(code string) {
	s.t.Helper()
	code = strings.ReplaceAll(code, "-", "")
	s.mu.Lock()
	p := s.codes
	s.mu.Unlock()
	if p == nil || len(p.wrapped) != 80 {
		s.t.Fatal("no code was asked for")
	}
	p.theirs = make([]byte, 32)
	cipher.NewCTR(stretch(code, p.wrapped[:32]), p.wrapped[32:48]).XORKeyStream(p.theirs, p.wrapped[48:])
	p.ephemeral = keys.NewKeyPair()
	wrapped := make([]byte, 80)
	rand.Read(wrapped[:48])
	cipher.NewCTR(stretch(code, wrapped[:32]), wrapped[32:48]).XORKeyStream(wrapped[48:], p.ephemeral.Pub[:])
	s.Push(waBinary.Node{
		Tag: "notification", Attrs: waBinary.Attrs{"from": types.ServerJID, "id": "code", "type": "link_code_companion_reg", "t": "1"},
		Content: []waBinary.Node{{Tag: "link_code_companion_reg", Attrs: waBinary.Attrs{"stage": "primary_hello"}, Content: []waBinary.Node{
			{Tag: "link_code_pairing_ref", Content: []byte(pairingRef)},
			{Tag: "link_code_pairing_wrapped_primary_ephemeral_pub", Content: wrapped},
			{Tag: "primary_identity_pub", Content: s.Office.device.IdentityKey.Pub[:]},
		}}},
	})
}

// finish opens the client's key bundle and works out the secret that signs the link.
func (p *codePairing) finish(account *keys.KeyPair, bundle []byte) {
	if len(bundle) < 44 {
		return
	}
	shared, err := curve25519.X25519(p.ephemeral.Priv[:], p.theirs)
	if err != nil {
		return
	}
	key := hkdfutil.SHA256(shared, bundle[:32], []byte("link_code_pairing_key_bundle_encryption_key"), 32)
	plain, err := gcmutil.Decrypt(key, bundle[32:44], bundle[44:], nil)
	if err != nil || len(plain) != 96 {
		return
	}
	identity, err := curve25519.X25519(account.Priv[:], plain[:32])
	if err != nil {
		return
	}
	p.secret = hkdfutil.SHA256(join(shared, identity, plain[64:]), nil, []byte("adv_secret"), 32)
}
