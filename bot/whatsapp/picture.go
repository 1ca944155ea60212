package whatsapp

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"bendahara/bot"
)

// picturePrefix is before what a picture is found by: where WhatsApp keeps it for some
// weeks, and the key to it.
const picturePrefix = "img:"

// refLimit is the longest of these; it is kept with the message.
const refLimit = 2000

// pictureOf names the picture that came with a message, or is empty.
func pictureOf(m *waE2E.Message) string {
	i := m.GetImageMessage()
	if i == nil || i.GetDirectPath() == "" {
		return ""
	}
	b, err := proto.Marshal(&waE2E.ImageMessage{
		DirectPath: i.DirectPath, MediaKey: i.MediaKey, FileEncSHA256: i.FileEncSHA256, FileSHA256: i.FileSHA256, FileLength: i.FileLength,
	})
	ref := picturePrefix + base64.RawURLEncoding.EncodeToString(b)
	if err != nil || len(ref) > refLimit {
		return ""
	}
	return ref
}

// Fetch brings a picture from WhatsApp. It needs the line to be up.
func (g *Gateway) Fetch(ctx context.Context, ref string) ([]byte, error) {
	var i waE2E.ImageMessage
	encoded, ours := strings.CutPrefix(ref, picturePrefix)
	b, err := base64.RawURLEncoding.DecodeString(encoded)
	if err == nil {
		err = proto.Unmarshal(b, &i)
	}
	switch {
	case !ours || err != nil:
		return nil, fmt.Errorf("whatsapp: not where WhatsApp keeps pictures: %w", bot.ErrGone)
	case i.GetFileLength() > bot.MaxPicture:
		return nil, fmt.Errorf("whatsapp: %d bytes: %w", i.GetFileLength(), bot.ErrGone)
	}
	c := g.now()
	if !c.IsConnected() || !c.IsLoggedIn() {
		return nil, errors.New("whatsapp: the line is down")
	}
	picture, err := c.Download(ctx, &i)
	switch {
	case err == nil:
		return picture, nil
	case errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith403), errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith404),
		errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith410), errors.Is(err, whatsmeow.ErrInvalidMediaSHA256),
		errors.Is(err, whatsmeow.ErrInvalidMediaEncSHA256), errors.Is(err, whatsmeow.ErrInvalidMediaHMAC), errors.Is(err, errTooLarge):
		return nil, fmt.Errorf("whatsapp: %w: %w", err, bot.ErrGone)
	}
	return nil, fmt.Errorf("whatsapp: %w", err)
}

var errTooLarge = errors.New("larger than it says")

// capped lets no answer be larger than a picture may be: whatsmeow reads it whole.
type capped struct{ next http.RoundTripper }

func (c capped) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := c.next.RoundTrip(r)
	if err == nil {
		answer.Body = &cappedBody{answer.Body, bot.MaxPicture + 1024} // and what encryption adds
	}
	return answer, err
}

type cappedBody struct {
	io.ReadCloser
	left int
}

func (b *cappedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLarge
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
