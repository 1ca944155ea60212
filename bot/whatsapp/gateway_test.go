package whatsapp_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"bendahara/bot"
	"bendahara/bot/whatsapp"
	"bendahara/bot/whatsapp/watest"
	"bendahara/conversation"
)

const office = "+6281100000009"

// desk stands for the bot: it keeps what it hears, once.
type desk struct {
	mu        sync.Mutex
	messages  []conversation.Message
	conflicts []conversation.Message // known by their id, but not the same
	reports   []bot.Report
	does      func(conversation.Message) error // before a message is kept
}

func (d *desk) events() bot.Events {
	return bot.Events{
		Receive: func(_ context.Context, m conversation.Message) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			for _, was := range d.messages { // as the bot does
				if was.Foreign == m.Foreign {
					if was.Text != m.Text || was.From != m.From || !was.Sent.Equal(m.Sent) {
						d.conflicts = append(d.conflicts, m)
					}
					return nil
				}
			}
			if d.does != nil {
				if err := d.does(m); err != nil {
					return err
				}
			}
			d.messages = append(d.messages, m)
			return nil
		},
		Report: func(_ context.Context, r bot.Report) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.reports = append(d.reports, r)
			return nil
		},
	}
}

func (d *desk) heard() []conversation.Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.messages)
}

func (d *desk) reported() []bot.Report {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.reports)
}

func (d *desk) set(does func(conversation.Message) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.does = does
}

// world is a gateway on a server.
type world struct {
	*testing.T
	server *watest.Server
	desk   *desk
	file   string
	g      *whatsapp.Gateway
	stop   func()
}

// newWorld is a gateway that is not linked yet.
func newWorld(t *testing.T) *world {
	w := &world{T: t, server: watest.New(t, office), desk: &desk{}, file: filepath.Join(t.TempDir(), "whats app?.db")}
	w.start()
	t.Cleanup(func() {
		w.stop()
		if len(w.desk.conflicts) > 0 {
			t.Errorf("the same id for something else: %+v", w.desk.conflicts)
		}
	})
	return w
}

// start is the program started, stop its end.
func (w *world) start() {
	w.Helper()
	var to io.Writer = io.Discard
	if testing.Verbose() {
		to = os.Stderr
	}
	g, err := whatsapp.Open(w.Context(), w.file, w.desk.events(), slog.New(slog.NewTextHandler(to, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		w.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	w.g = g
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			w.Error(err)
		}
		if err := g.Close(); err != nil {
			w.Error(err)
		}
	})
}

// linked is a world whose number is linked.
func linked(t *testing.T) *world {
	w := newWorld(t)
	w.pair()
	return w
}

// talking is a linked world to which somebody has written.
func talking(t *testing.T) (*world, *watest.Person) {
	w := linked(t)
	siti := w.server.Person("+6281390000101")
	siti.Writes("halo")
	w.hears(1)
	return w, siti
}

func (w *world) pair() {
	w.Helper()
	if err := w.g.Pair(w.Context(), "", func(s whatsapp.Step) { w.server.Scan(s.QR) }); err != nil {
		w.Fatal(err)
	}
}

func (w *world) online() {
	w.Helper()
	w.server.Until("online", func() bool { return w.g.Line().State == whatsapp.Online })
}

func (w *world) send(m bot.Outgoing) (bot.Sent, error) {
	m.Channel = conversation.WhatsApp
	return w.g.Send(w.Context(), m)
}

// hears waits for so many messages and returns the last.
func (w *world) hears(n int) conversation.Message {
	w.Helper()
	w.server.Until("messages", func() bool { return len(w.desk.heard()) >= n })
	if all := w.desk.heard(); len(all) > n {
		w.Fatalf("heard %+v", all)
	}
	return w.desk.heard()[n-1]
}
