package console

import (
	"context"
	"net/http"
	"sync"
)

// linking is the linking of the WhatsApp number that is under way, or the last.
type linking struct {
	mu     sync.Mutex
	runs   bool
	qr     string
	failed bool
}

func (l *linking) look() (runs bool, qr string, failed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.runs, l.qr, l.failed
}

// begin tells whether nothing was under way.
func (l *linking) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.runs {
		return false
	}
	l.runs, l.qr, l.failed = true, "", false
	return true
}

func (l *linking) show(qr string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.qr = qr
}

func (l *linking) end(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.runs, l.qr, l.failed = false, "", err != nil
}

// linkView is the page on which the WhatsApp number is linked.
type linkView struct {
	There, Linked, Runs, Failed bool
	QR                          *picture
}

func (c *Console) linkPage(q *request) error {
	v := linkView{There: c.WhatsApp != nil}
	if v.There {
		var qr string
		v.Linked = c.WhatsApp.Linked()
		if v.Runs, qr, v.Failed = c.linking.look(); qr != "" {
			drawn, err := draw(qr)
			if err != nil {
				return err
			}
			v.QR = &drawn
		}
	}
	return q.show("link", "Sambungkan WhatsApp", v)
}

// link begins to link the number; the page shows the pictures as they come. A second click
// finds it under way.
func (c *Console) link(q *request) error {
	if c.WhatsApp == nil {
		return problem{http.StatusConflict, "Program ini dijalankan tanpa WhatsApp. Jalankan lagi dengan --whatsapp on."}
	}
	if !c.WhatsApp.Linked() && c.linking.begin() {
		if err := q.note("link", ""); err != nil {
			c.linking.end(err)
			return err
		}
		go func() { // the page may be closed meanwhile
			ctx, cancel := context.WithTimeout(context.Background(), linkTime)
			defer cancel()
			err := c.WhatsApp.Link(ctx, c.linking.show)
			if err != nil {
				c.Log.Warn("console: the WhatsApp number was not linked", "error", err)
			}
			c.linking.end(err)
		}()
	}
	q.goTo("/pengaturan/whatsapp")
	return nil
}
