package watest

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"go.mau.fi/libsignal/ecc"
	"golang.org/x/crypto/curve25519"
	"google.golang.org/protobuf/proto"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCert"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/socket"
	"go.mau.fi/whatsmeow/util/gcmutil"
	"go.mau.fi/whatsmeow/util/keys"
)

// noise is the answering side of Noise_XX_25519_AESGCM_SHA256.
type noise struct {
	hash, salt []byte
	key        cipher.AEAD
	n          uint32
}

func newNoise() *noise {
	n := &noise{hash: []byte(socket.NoiseStartPattern), salt: []byte(socket.NoiseStartPattern)}
	n.key, _ = gcmutil.Prepare(n.hash)
	n.authenticate(socket.WAConnHeader)
	return n
}

func (n *noise) authenticate(data []byte) {
	sum := sha256.Sum256(append(append([]byte(nil), n.hash...), data...))
	n.hash = sum[:]
}

func iv(n uint32) []byte { return binary.BigEndian.AppendUint32(make([]byte, 8, 12), n) }

func (n *noise) encrypt(plain []byte) []byte {
	out := n.key.Seal(nil, iv(n.n), plain, n.hash)
	n.n++
	n.authenticate(out)
	return out
}

func (n *noise) decrypt(data []byte) ([]byte, error) {
	out, err := n.key.Open(nil, iv(n.n), data, n.hash)
	n.n++
	n.authenticate(data)
	return out, err
}

func (n *noise) expand(secret []byte) (first, second []byte, err error) {
	out, err := hkdf.Key(sha256.New, secret, n.salt, "", 64)
	if err != nil {
		return nil, nil, err
	}
	return out[:32], out[32:], nil
}

func (n *noise) mix(private, public []byte) error {
	secret, err := curve25519.X25519(private, public)
	if err != nil {
		return err
	}
	n.n = 0
	salt, key, err := n.expand(secret)
	if err != nil {
		return err
	}
	n.salt = salt
	n.key, err = gcmutil.Prepare(key)
	return err
}

// authority is the root of trust that WhatsApp has, ours.
type authority struct {
	root, static *keys.KeyPair
	chain        []byte
}

// newAuthority makes the keys and makes the client trust the root in the place of
// WhatsApp's own: for all clients of this process.
func newAuthority() (*authority, error) {
	a := &authority{root: keys.NewKeyPair(), static: keys.NewKeyPair()}
	middle := keys.NewKeyPair()
	certificate := func(by *keys.KeyPair, serial, issuer uint32, key *keys.KeyPair) (*waCert.CertChain_NoiseCertificate, error) {
		details, err := proto.Marshal(&waCert.CertChain_NoiseCertificate_Details{
			Serial: &serial, IssuerSerial: &issuer, Key: key.Pub[:],
			NotBefore: proto.Uint64(uint64(time.Now().Add(-time.Hour).Unix())),
			NotAfter:  proto.Uint64(uint64(time.Now().Add(24 * time.Hour).Unix())),
		})
		signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*by.Priv), details)
		return &waCert.CertChain_NoiseCertificate{Details: details, Signature: signature[:]}, err
	}
	intermediate, err := certificate(a.root, 1, whatsmeow.WACertIssuerSerial, middle)
	if err != nil {
		return nil, err
	}
	leaf, err := certificate(middle, 2, 1, a.static)
	if err != nil {
		return nil, err
	}
	a.chain, err = proto.Marshal(&waCert.CertChain{Intermediate: intermediate, Leaf: leaf})
	whatsmeow.WACertPubKey = *a.root.Pub
	return a, err
}

// shake answers a client's handshake, and returns what it says of itself and the
// public half of its key.
func (a *authority) shake(c *conn) (payload *waWa6.ClientPayload, client []byte, err error) {
	frame, err := c.frame()
	if err != nil {
		return nil, nil, err
	}
	var hello, finish waWa6.HandshakeMessage
	if err := proto.Unmarshal(frame, &hello); err != nil {
		return nil, nil, err
	}
	theirs := hello.GetClientHello().GetEphemeral()
	n, ephemeral := newNoise(), keys.NewKeyPair()
	n.authenticate(theirs)
	n.authenticate(ephemeral.Pub[:])
	if err := n.mix(ephemeral.Priv[:], theirs); err != nil {
		return nil, nil, err
	}
	static := n.encrypt(a.static.Pub[:])
	if err := n.mix(a.static.Priv[:], theirs); err != nil {
		return nil, nil, err
	}
	answer, err := proto.Marshal(&waWa6.HandshakeMessage{ServerHello: &waWa6.HandshakeMessage_ServerHello{
		Ephemeral: ephemeral.Pub[:], Static: static, Payload: n.encrypt(a.chain),
	}})
	if err != nil {
		return nil, nil, err
	}
	if err := c.write(answer); err != nil {
		return nil, nil, err
	}
	if frame, err = c.frame(); err != nil {
		return nil, nil, err
	}
	if err := proto.Unmarshal(frame, &finish); err != nil {
		return nil, nil, err
	}
	if client, err = n.decrypt(finish.GetClientFinish().GetStatic()); err != nil {
		return nil, nil, fmt.Errorf("the client's key: %w", err)
	}
	if err := n.mix(ephemeral.Priv[:], client); err != nil {
		return nil, nil, err
	}
	plain, err := n.decrypt(finish.GetClientFinish().GetPayload())
	if err != nil {
		return nil, nil, fmt.Errorf("the client's payload: %w", err)
	}
	payload = &waWa6.ClientPayload{}
	if err := proto.Unmarshal(plain, payload); err != nil {
		return nil, nil, err
	}
	read, write, err := n.expand(nil)
	if err != nil {
		return nil, nil, err
	}
	return payload, client, c.seal(read, write)
}
