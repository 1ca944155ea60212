package twilio

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"bendahara/bot"
)

// Fetch brings a picture that Twilio keeps. It asks with our token, and Twilio sends us
// on to where the picture lies, which the token must not reach.
func (g *Gateway) Fetch(ctx context.Context, ref string) ([]byte, error) {
	u, err := url.Parse(ref)
	if err != nil || u.Scheme != "https" || u.Host != hostOf(twilioAPI) { // our token goes nowhere else
		return nil, fmt.Errorf("twilio: not where Twilio keeps pictures: %w", bot.ErrGone)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, ref, nil)
	if err != nil {
		return nil, fmt.Errorf("twilio: %w: %w", bare(err), bot.ErrGone)
	}
	if g.api != nil {
		r.URL.Scheme, r.URL.Host, r.Host = g.api.Scheme, g.api.Host, g.api.Host
	}
	r.SetBasicAuth(g.config.AccountSID, g.config.AuthToken)
	// The client takes the token off where it is sent on to another host.
	answer, err := (&http.Client{Transport: g.transport}).Do(r)
	if err != nil {
		return nil, fmt.Errorf("twilio: no picture: %w", bare(err))
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusNotFound || answer.StatusCode == http.StatusGone:
		return nil, fmt.Errorf("twilio: answered %d: %w", answer.StatusCode, bot.ErrGone)
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("twilio: answered %d", answer.StatusCode)
	case answer.ContentLength > bot.MaxPicture:
		return nil, fmt.Errorf("twilio: %d bytes: %w", answer.ContentLength, bot.ErrGone)
	}
	picture, err := io.ReadAll(io.LimitReader(answer.Body, bot.MaxPicture+1))
	if err != nil {
		return nil, fmt.Errorf("twilio: the picture broke off: %w", bare(err))
	}
	return picture, nil // one byte too many tells that there are more
}

func hostOf(address string) string { return strings.TrimPrefix(address, "https://") }

// pictures are where Twilio keeps the pictures of a message in its list, which does not
// say it as a webhook does.
func (g *Gateway) pictures(ctx context.Context, record *openapi.ApiV2010Message) (string, error) {
	if media(text(record.NumMedia)) == 0 {
		return "", nil
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	api, call := g.twilio(ctx)
	params := &openapi.ListMediaParams{}
	params.SetPageSize(maxPictures)
	list, err := api.PageMedia(text(record.Sid), params, "", "")
	if err != nil {
		return "", g.failure(call, err)
	}
	var all []string
	for _, m := range list.MediaList {
		if at := twilioAPI + strings.TrimSuffix(text(m.Uri), ".json"); strings.HasPrefix(text(m.ContentType), "image/") && len(at) <= maxPictureURL {
			all = append(all, at)
		}
	}
	return strings.Join(all[:min(len(all), maxPictures)], " "), nil
}
