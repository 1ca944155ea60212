package watest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/http"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/util/cbcutil"
	"go.mau.fi/whatsmeow/util/hkdfutil"
	"google.golang.org/protobuf/proto"
)

// mediaHost is where pictures lie.
const mediaHost = "mmg.whatsapp.net"

// mediaConn tells the client where pictures lie.
func mediaConn() []waBinary.Node {
	return []waBinary.Node{{
		Tag: "media_conn", Attrs: waBinary.Attrs{"auth": "x", "ttl": 300, "auth_ttl": 300, "max_buckets": 12},
		Content: []waBinary.Node{{Tag: "host", Attrs: waBinary.Attrs{"hostname": mediaHost}}},
	}}
}

// media hands out what lies there.
func (s *Server) media(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	sealed, has := s.pictures[r.URL.Path]
	status := s.mediaStatus
	s.mu.Unlock()
	switch {
	case status != 0:
		w.WriteHeader(status)
	case !has:
		w.WriteHeader(http.StatusNotFound)
	default:
		_, _ = w.Write(sealed)
	}
}

// MediaAnswers has the place where pictures lie answer with a status; 0 is well.
func (s *Server) MediaAnswers(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mediaStatus = status
}

// Shows sends a picture with words under it, said to be so many bytes long, and returns the
// message's id.
func (p *Person) Shows(picture []byte, words string, length int) string {
	p.s.t.Helper()
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	keys := hkdfutil.SHA256(key, nil, []byte("WhatsApp Image Keys"), 112)
	sealed, err := cbcutil.Encrypt(keys[16:48], keys[:16], picture)
	if err != nil {
		p.s.t.Fatal(err)
	}
	mac := hmac.New(sha256.New, keys[48:80])
	mac.Write(keys[:16])
	mac.Write(sealed)
	sealed = append(sealed, mac.Sum(nil)[:10]...)
	sum, sealedSum := sha256.Sum256(picture), sha256.Sum256(sealed)
	p.s.mu.Lock()
	path := fmt.Sprintf("/v/t62.7118-24/%d", len(p.s.pictures))
	p.s.pictures[path] = sealed
	p.s.mu.Unlock()
	return p.Sends(&waE2E.Message{ImageMessage: &waE2E.ImageMessage{
		Caption: proto.String(words), Mimetype: proto.String("image/jpeg"), DirectPath: proto.String(path + "?ccb=11-4"),
		MediaKey: key, FileSHA256: sum[:], FileEncSHA256: sealedSum[:], FileLength: proto.Uint64(uint64(length)),
		JPEGThumbnail: make([]byte, 3000),
	}}, time.Now())
}
