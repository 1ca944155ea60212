package whatsapp_test

import (
	"bytes"
	"errors"
	"testing"

	"bendahara/bot"
)

// A picture is heard with its words, and lies at WhatsApp until it is fetched, also by a
// program that was started anew; one that is gone or too large never is.
func TestPictures(t *testing.T) {
	w, siti := talking(t)
	picture := append([]byte("\xff\xd8\xff"), bytes.Repeat([]byte{9}, 200_000)...)
	siti.Shows(picture, "setor upk 200rb", len(picture))
	m := w.hears(2)
	if m.Text != "setor upk 200rb" || m.Media != 1 || m.Slip == "" || len(m.Slip) > 400 {
		t.Fatalf("heard %+v", m)
	}
	if got, err := w.g.Fetch(t.Context(), m.Slip); err != nil || !bytes.Equal(got, picture) {
		t.Errorf("fetched %d bytes, %v", len(got), err)
	}
	siti.Shows(picture, "", bot.MaxPicture+1) // as it says
	if _, err := w.g.Fetch(t.Context(), w.hears(3).Slip); !errors.Is(err, bot.ErrGone) {
		t.Errorf("too large: %v", err)
	}
	siti.Shows(make([]byte, bot.MaxPicture+100_000), "", 1000) // and as it is
	if got, err := w.g.Fetch(t.Context(), w.hears(4).Slip); !errors.Is(err, bot.ErrGone) {
		t.Errorf("larger than it says: %d bytes, %v", len(got), err)
	}
	for status, gone := range map[int]bool{404: true, 410: true, 400: false} {
		w.server.MediaAnswers(status)
		if _, err := w.g.Fetch(t.Context(), m.Slip); err == nil || errors.Is(err, bot.ErrGone) != gone {
			t.Errorf("at a %d: %v", status, err)
		}
	}
	w.server.MediaAnswers(0)
	w.stop()
	w.start()
	w.online()
	if got, err := w.g.Fetch(t.Context(), m.Slip); err != nil || !bytes.Equal(got, picture) {
		t.Errorf("after a start anew: %d bytes, %v", len(got), err)
	}
	for _, ref := range []string{"", "img:", "img:!!", "https://api.twilio.com/1"} {
		if _, err := w.g.Fetch(t.Context(), ref); ref != "img:" && !errors.Is(err, bot.ErrGone) {
			t.Errorf("%q: %v", ref, err)
		}
	}
	w.stop()
	if _, err := w.g.Fetch(t.Context(), m.Slip); err == nil || errors.Is(err, bot.ErrGone) {
		t.Errorf("without a line: %v", err)
	}
}
