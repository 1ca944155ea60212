package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// event is a line as the page hears of it.
type event struct {
	Phone   ledger.Phone         `json:"phone"`
	Channel conversation.Channel `json:"channel"`
	Mine    bool                 `json:"mine"`
	Text    string               `json:"text"`
	Clock   string               `json:"clock"` // "09:05"
	Day     string               `json:"day"`   // "Selasa, 10 Mar 2026"
}

// serveEvents streams what the asked phones show: first what is in memory, then
// each line as it comes. A page that was cut off says which it saw last.
func (g *Gateway) serveEvents(w http.ResponseWriter, r *http.Request) {
	phones, _ := phonesOf(r.URL.Query()["phone"])
	if len(phones) == 0 {
		http.Error(w, "Tidak ada nomor.", http.StatusBadRequest)
		return
	}
	if !g.enter() {
		http.Error(w, "Terlalu banyak halaman simulator terbuka.", http.StatusServiceUnavailable)
		return
	}
	defer g.leave()

	w.Header().Set("Content-Type", "text/event-stream")
	stream := http.NewResponseController(w)
	write := func(text string) bool {
		if err := stream.SetWriteDeadline(time.Now().Add(streamWrite)); err != nil {
			return false
		}
		if _, err := w.Write([]byte(text)); err != nil {
			return false
		}
		return stream.Flush() == nil
	}
	if !write(fmt.Sprintf("retry: %d\n\n", streamRetry.Milliseconds())) {
		return
	}
	seen := g.seenBefore(r.Header.Get("Last-Event-ID"))
	for {
		lines, last, changed := g.After(seen, phones...)
		if len(lines) > 0 && !write(g.eventsOf(lines)) {
			return
		}
		seen = last
		select {
		case <-changed:
		case <-time.After(beat):
			if !write(": beat\n\n") {
				return
			}
		case <-r.Context().Done():
			return
		case <-g.done:
			return
		}
	}
}

// eventsOf writes lines in the form of server-sent events.
func (g *Gateway) eventsOf(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		data, err := json.Marshal(event{l.Phone, l.Channel, l.Mine, l.Text, l.At.Format("15:04"), day(l.At)})
		if err != nil { // strings and a bool: it cannot be
			continue
		}
		fmt.Fprintf(&b, "id: %s-%d\ndata: %s\n\n", g.run, l.Number, data)
	}
	return b.String()
}

// seenBefore is the number in an event's id, where it is of this run.
func (g *Gateway) seenBefore(id string) uint64 {
	number, ours := strings.CutPrefix(id, g.run+"-")
	n, err := strconv.ParseUint(number, 10, 64)
	if !ours || err != nil {
		return 0
	}
	return n
}

func (g *Gateway) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.streams == maxStreams {
		return false
	}
	g.streams++
	return true
}

func (g *Gateway) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.streams--
}

var (
	weekdays = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	months   = [...]string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}
)

func day(t time.Time) string {
	return fmt.Sprintf("%s, %d %s %d", weekdays[t.Weekday()], t.Day(), months[t.Month()-1], t.Year())
}
