package simulator

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Where the page lives, and what it is made of.
const root = "/simulator"

//go:embed page
var files embed.FS

var pageTemplate = template.Must(template.ParseFS(files, "page/page.html"))

// policy lets the page use its own files and nothing else: no inline scripts or
// styles, no outside addresses, no frames.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Handler serves the page with the phones at /simulator and what it needs below.
// It answers only clients on this machine that ask for it by a loopback name;
// what changes anything must come from the page itself. Since whoever reaches it
// can be anybody, serve it only where the simulator is wanted.
func (g *Gateway) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root, g.servePage)
	mux.HandleFunc("GET "+root+"/events", g.serveEvents)
	mux.HandleFunc("POST "+root+"/messages", g.serveMessage)
	for _, name := range []string{"page.js", "page.css", "icon.svg"} {
		mux.HandleFunc("GET "+root+"/"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, files, "page/"+name)
		})
	}
	return onlyLoopback(http.NewCrossOriginProtection().Handler(mux))
}

// onlyLoopback refuses whoever is not on this machine. A web page elsewhere can
// make a browser here ask us under its own name (DNS rebinding), so the name
// counts, too; and what a proxy hands on comes from somewhere else.
func onlyLoopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !fromLoopback(r.RemoteAddr) || !loopbackName(r.Host) || proxied(r.Header) {
			http.Error(w, "Simulator hanya bisa dibuka di komputer ini sendiri, misalnya lewat http://localhost.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func fromLoopback(address string) bool {
	a, err := netip.ParseAddrPort(address)
	return err == nil && a.Addr().Unmap().IsLoopback()
}

func loopbackName(host string) bool {
	if name, port, ok := strings.Cut(host, ":"); strings.EqualFold(name, "localhost") {
		return !ok || !strings.Contains(port, ":")
	}
	if a, err := netip.ParseAddrPort(host); err == nil {
		return a.Addr().Unmap().IsLoopback()
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	return err == nil && a.Unmap().IsLoopback()
}

func proxied(h http.Header) bool {
	return h.Get("Forwarded") != "" || h.Get("X-Forwarded-For") != "" || h.Get("X-Real-IP") != "" || h.Get("Via") != ""
}

// phoneView is a phone on the page; view is the page.
type (
	phoneView struct {
		Person
		Shown  ledger.Phone   // the number
		Others []ledger.Phone // the other phones on the page, to keep
		Before []ledger.Phone // those in front of it
		Behind []ledger.Phone // those behind it
	}
	view struct {
		Phones []phoneView
		All    []ledger.Phone
		People []Person // of the guide, not yet on the page
		Faults []string
		Room   bool // for another phone
		Max    int
	}
)

func (g *Gateway) servePage(w http.ResponseWriter, r *http.Request) {
	v := view{Max: maxPhones}
	asked := r.URL.Query()["phone"]
	v.All, v.Faults = phonesOf(asked)
	if len(asked) == 0 {
		for _, p := range g.guide[:min(2, len(g.guide))] {
			v.All = append(v.All, p.Phone)
		}
	}
	v.Room = len(v.All) < maxPhones
	for i, phone := range v.All {
		p := phoneView{
			Person: g.personOf(phone), Shown: phone,
			Before: v.All[:i], Behind: v.All[i+1:], Others: slices.Concat(v.All[:i], v.All[i+1:]),
		}
		v.Phones = append(v.Phones, p)
	}
	for _, p := range g.guide {
		if !slices.Contains(v.All, p.Phone) {
			v.People = append(v.People, p)
		}
	}
	var page bytes.Buffer
	if err := pageTemplate.Execute(&page, v); err != nil {
		http.Error(w, "Halaman ini tidak bisa dibuat.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(page.Bytes())
}

// phonesOf reads numbers as people write them, each once, and says which are none.
func phonesOf(written []string) (phones []ledger.Phone, faults []string) {
	for _, s := range written {
		if strings.TrimSpace(s) == "" {
			continue
		}
		phone, err := Number(s)
		switch {
		case err != nil:
			if len(s) > maxNumber {
				s = s[:maxNumber]
			}
			faults = append(faults, strings.ToValidUTF8(s, "?")+" bukan nomor HP. Tulis seperti 081390000101.")
		case slices.Contains(phones, phone):
		case len(phones) == maxPhones:
			faults = append(faults, "Sudah penuh; tutup dulu satu HP.")
		default:
			phones = append(phones, phone)
		}
	}
	return phones, faults
}

func (g *Gateway) personOf(phone ledger.Phone) Person {
	for _, p := range g.guide {
		if p.Phone == phone {
			return p
		}
	}
	return Person{Phone: phone}
}

// serveMessage types what a phone on the page sends.
func (g *Gateway) serveMessage(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "Pesan ini terlalu panjang.", http.StatusRequestEntityTooLarge)
		return
	}
	phone, err := Number(r.PostForm.Get("phone"))
	if err != nil {
		http.Error(w, "Nomor HP ini tidak benar.", http.StatusBadRequest)
		return
	}
	channel := conversation.Channel(r.PostForm.Get("channel"))
	text := strings.ReplaceAll(r.PostForm.Get("text"), "\r\n", "\n")
	if checkTyped(channel, text) != nil {
		http.Error(w, "Pesan ini tidak bisa dikirim: terlalu panjang, atau bukan lewat SMS atau WA.", http.StatusBadRequest)
		return
	}
	// The page may be closed at once: what was sent is sent.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), receiveTime)
	defer cancel()
	if err := g.Type(ctx, phone, channel, text, time.Time{}); err != nil {
		http.Error(w, "Bot tidak bisa menyimpan pesan ini. Lihat catatan bendahara serve.", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
