package console

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// composeView is a broadcast that somebody writes.
type composeView struct {
	Form     string // by which it goes out once
	Typed    composed
	Faults   map[string]text
	Villages []ledger.Village
	Types    []ledger.GroupType
	Offices  []ledger.Office
	Classes  []classChoice
	Hours    []int
	Preview  *preview
	Waits    bool // another officer has to approve it
	Limit    int  // of people, above which that is so
}

// composed is what was typed, as it was typed.
type composed struct {
	Text, Codes, Late, Due, Begin string
	Hours                         int
	Villages                      map[ledger.VillageCode]bool
	Types                         map[ledger.GroupType]bool
	Classes                       map[string]bool // by their numbers
	Offices                       map[ledger.Office]bool
}

var (
	groupTypes   = []ledger.GroupType{ledger.SPP, ledger.UEP, ledger.KSM, ledger.KUBE}
	groupOffices = []ledger.Office{ledger.Treasurer, ledger.Chair, ledger.Secretary, ledger.Ordinary}
	spreads      = []int{0, 1, 2, 3, 6, 12, 24, 48, 72}
)

const beginLayout = "2006-01-02T15:04"

// classChoice is a class of collectability in the form.
type classChoice struct {
	ledger.Class
	Chosen bool
}

func classesOf(settings ledger.Settings, chosen map[string]bool) (list []classChoice, err error) {
	scheme, err := settings.Scheme()
	for _, c := range scheme.Classes {
		list = append(list, classChoice{c, chosen[strconv.Itoa(c.Number)]})
	}
	return list, err
}

// typedOf reads the form of a GET or a POST.
func typedOf(r *http.Request) composed {
	get := func(field string) string { return strings.TrimSpace(r.FormValue(field)) }
	t := composed{Text: get("teks"), Codes: get("kode"), Late: get("telat"), Due: get("tempo"), Begin: get("mulai")}
	t.Hours, _ = strconv.Atoi(get("selama"))
	t.Villages, t.Types, t.Offices = chosen[ledger.VillageCode](r, "desa"), chosen[ledger.GroupType](r, "jenis"), chosen[ledger.Office](r, "jabatan")
	t.Classes = chosen[string](r, "kolek")
	return t
}

func chosen[T ~string](r *http.Request, field string) map[T]bool {
	all := map[T]bool{}
	for _, v := range r.Form[field] {
		all[T(v)] = true
	}
	return all
}

// announcement is what was typed as it would go out, and what of it cannot be.
func (t composed) announcement(tx *store.Tx, zone *time.Location) (a conversation.Announcement, faults map[string]text, err error) {
	faults = map[string]text{}
	a.Text = strings.Join(strings.Fields(t.Text), " ")
	a.To.Villages = slices.Sorted(maps.Keys(t.Villages))
	a.To.Types, a.To.Offices = slices.Sorted(maps.Keys(t.Types)), slices.Sorted(maps.Keys(t.Offices))
	settings, err := tx.Settings()
	if err != nil {
		return a, nil, err
	}
	classes, err := classesOf(settings, t.Classes)
	if err != nil {
		return a, nil, err
	}
	for _, c := range classes {
		if c.Chosen {
			a.To.Classes = append(a.To.Classes, c.Number)
		}
	}
	if len(a.To.Classes) < len(t.Classes) {
		faults["kolek"] = "Pilih salah satu."
	}
	for into, typed := range map[*int][2]string{&a.To.LateDays: {"telat", t.Late}, &a.To.DueDays: {"tempo", t.Due}} {
		if typed[1] == "" {
			continue
		}
		if *into, err = strconv.Atoi(typed[1]); err != nil || *into < 0 || *into > 3650 {
			faults[typed[0]] = "Tulis jumlah hari, misalnya 30."
		}
	}
	if t.Begin != "" {
		if a.Begin, err = time.ParseInLocation(beginLayout, t.Begin, zone); err != nil {
			faults["mulai"] = "Tulis tanggal dan jamnya, misalnya 2026-03-12T09:00."
		}
	}
	a.Over = time.Duration(t.Hours) * time.Hour
	if !slices.Contains(spreads, t.Hours) {
		faults["selama"] = spreadWords
	}
	for _, code := range strings.FieldsFunc(strings.ToUpper(t.Codes), func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		if _, err := tx.Group(ledger.GroupCode(code)); err == nil {
			a.To.Groups = append(a.To.Groups, ledger.GroupCode(code))
		} else if none(err) != nil {
			return a, nil, err
		} else if _, err := tx.Member(ledger.MemberCode(code)); err == nil {
			a.To.Members = append(a.To.Members, ledger.MemberCode(code))
		} else if none(err) != nil {
			return a, nil, err
		} else {
			faults["kode"] = "Ada kode yang bukan kode kelompok atau anggota."
		}
	}
	for _, v := range a.To.Villages {
		if _, err := tx.Village(v); err != nil {
			return a, nil, err
		}
	}
	return a, faults, nil
}

const spreadWords text = "Siaran disebar paling lama 72 jam."

// faultsOfText are why an announcement cannot go out, and beside which field that stands.
var faultsOfText = []struct {
	is    error
	field string
	words text
}{
	{conversation.ErrText, "teks", "Tulis pesannya, paling banyak 240 huruf."},
	{conversation.ErrField, "teks", "Ada isian yang tidak dikenal. Yang ada: {nama} {kelompok} {sisa} {tagihan} {jatuh_tempo}."},
	{conversation.ErrPast, "mulai", "Waktu ini sudah lewat."},
	{conversation.ErrSpread, "selama", spreadWords},
	{conversation.ErrNobody, "kepada", "Tidak ada yang akan menerimanya: pilih orang lain, atau lihat siapa yang punya HP dan setuju."},
}

// compose shows the form with what was typed and, once there is a text, who would get it.
func (c *Console) compose(q *request) error {
	if err := q.ParseForm(); err != nil {
		return tooLong
	}
	v := composeView{Form: newForm(), Typed: typedOf(q.Request)}
	a, faults, err := q.composing(v.Typed)
	if err != nil {
		return err
	}
	v.Faults = faults
	if v.Typed.Text == "" {
		v.Faults = nil
		return q.showCompose(http.StatusOK, v)
	}
	if err := q.preview(&v, a); err != nil {
		return err
	}
	return q.showCompose(http.StatusOK, v)
}

// preview works out who would get what was typed, or adds what is wrong with it to what is
// known to be.
func (q *request) preview(v *composeView, a conversation.Announcement) error {
	p, err := q.previewOf(a)
	if err != nil {
		more, err := faultOf(err)
		if err != nil {
			return err
		}
		for field, words := range more {
			if _, known := v.Faults[field]; !known && (field != "kepada" || len(v.Faults) == 0) {
				v.Faults[field] = words
			}
		}
	}
	if len(v.Faults) == 0 {
		v.Preview = p
	}
	return nil
}

// preview is how an announcement would go out at this moment.
type preview struct {
	bot.Preview
	Segments  int
	Cost      ledger.Money
	Estimated bool // what it takes follows from some of the readers
	Unpriced  int  // messages whose cost nobody knows
	Ways      []wayCost
	Examples  []store.Outbound // as some of the readers would get it
}

// wayCost is what goes by one gateway, and what that costs.
type wayCost struct {
	Gateway          string
	Channel          conversation.Channel
	People, Segments int
	Cost             ledger.Money
}

const (
	examplesShown = 3
	readersAsked  = 30 // by whom it is estimated what a broadcast to more takes
)

// previewOf returns the errors of [bot.Bot.Preview].
func (q *request) previewOf(a conversation.Announcement) (*preview, error) {
	p, err := q.c.Bot.PreviewSome(q.Context(), a, q.officer.Code, q.now, readersAsked, func(tx *store.Tx) (map[ledger.GroupCode]conversation.Ahead, error) {
		x, err := q.c.directory.of(tx)
		if err != nil {
			return nil, err
		}
		list, err := q.c.owing.of(tx, x.all, q.now)
		by := make(map[ledger.GroupCode]conversation.Ahead, len(list))
		for i, figures := range list {
			by[x.all[i].Code] = conversation.Ahead{Members: x.members[i], Figures: figures}
		}
		return by, err
	})
	if err != nil {
		return nil, err
	}
	return previewed(p), nil
}

// previewed is what a broadcast takes: by what those take whose messages are known, and as
// many times that as more get it.
func previewed(p bot.Preview) *preview {
	v := &preview{Preview: p, Estimated: len(p.Some) < p.People}
	var counts []ledger.Money
	unpriced := 0
	for _, o := range p.Some {
		if o.Cost == 0 {
			unpriced++
		}
		i := slices.IndexFunc(v.Ways, func(w wayCost) bool { return w.Gateway == o.Gateway && w.Channel == o.Channel })
		if i < 0 {
			i = len(v.Ways)
			v.Ways, counts = append(v.Ways, wayCost{Gateway: o.Gateway, Channel: o.Channel}), append(counts, 0)
		}
		w := &v.Ways[i]
		counts[i]++
		w.Segments, w.Cost = w.Segments+o.Segments, w.Cost+o.Cost
	}
	times := func(n int) int { return (n*p.People + len(p.Some)/2) / max(1, len(p.Some)) }
	v.Unpriced = times(unpriced)
	for i, people := range ledger.Split(ledger.Money(p.People), counts) {
		w := &v.Ways[i]
		w.People, w.Segments, w.Cost = int(people), times(w.Segments), ledger.Money(times(int(w.Cost)))
		v.Segments, v.Cost = v.Segments+w.Segments, v.Cost+w.Cost
	}
	for i := range min(examplesShown, len(p.Some)) { // the first, one of the middle, the last
		v.Examples = append(v.Examples, p.Some[i*(len(p.Some)-1)/max(1, min(examplesShown, len(p.Some))-1)])
	}
	return v
}

func (q *request) composing(t composed) (a conversation.Announcement, faults map[string]text, err error) {
	err = q.read(func(tx *store.Tx) (err error) {
		a, faults, err = t.announcement(tx, q.now.Location())
		return err
	})
	return a, faults, err
}

// faultOf is a refusal beside its field, or the error itself.
func faultOf(err error) (map[string]text, error) {
	for _, known := range faultsOfText {
		if errors.Is(err, known.is) {
			return map[string]text{known.field: known.words}, nil
		}
	}
	return nil, err
}

func (q *request) showCompose(status int, v composeView) error {
	v.Types, v.Offices, v.Hours = groupTypes, groupOffices, spreads
	err := q.read(func(tx *store.Tx) (err error) {
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		v.Limit = settings.Int("siaran_persetujuan_di_atas")
		if v.Classes, err = classesOf(settings, v.Typed.Classes); err != nil {
			return err
		}
		v.Villages, err = tx.Villages()
		return err
	})
	if err != nil {
		return err
	}
	alone := q.officer.Role == ledger.Head || q.officer.Role == ledger.Clerk
	v.Waits = !alone || v.Preview != nil && v.Preview.People > v.Limit
	q.status(status, "compose", "Siaran baru", v)
	return nil
}

// send lets a broadcast go out, or proposes it, by the same function as the command; once
// for one form.
func (c *Console) send(q *request) error {
	if err := q.ParseForm(); err != nil {
		return tooLong
	}
	v := composeView{Form: q.PostFormValue("lembar"), Typed: typedOf(q.Request)}
	a, faults, err := q.composing(v.Typed)
	if err != nil {
		return err
	}
	if v.Form == "" {
		v.Form, faults["teks"] = newForm(), "Lihat dulu siapa yang menerimanya, lalu kirim."
	}
	if v.Faults = faults; len(faults) > 0 {
		if err := q.preview(&v, a); err != nil {
			return err
		}
		return q.showCompose(http.StatusUnprocessableEntity, v)
	}
	to, err := c.sent.do(q.user.Name+"/"+v.Form, func() (string, error) {
		run, p, err := c.Bot.Broadcast(context.WithoutCancel(q.Context()), a, q.officer.Code, q.now)
		if err != nil {
			return "", err
		}
		if p.Number > 0 {
			return fmt.Sprint("/usulan/", p.Number), q.note("broadcast_proposed", p.Reference())
		}
		return fmt.Sprint("/siaran/", run.Number), q.note("broadcast", run.Reference())
	})
	if err != nil {
		if v.Faults, err = faultOf(err); err != nil {
			return q.refusal(err)
		}
		return q.showCompose(http.StatusUnprocessableEntity, v)
	}
	http.Redirect(q.w, q.Request, to, http.StatusSeeOther)
	return nil
}

// move pauses, resumes or cancels a broadcast. A second click finds it as it is to be.
func (c *Console) move(to conversation.BroadcastState) func(*request) error {
	return func(q *request) error {
		n, err := q.number()
		if err != nil {
			return err
		}
		run, err := c.Bot.MoveBroadcast(context.WithoutCancel(q.Context()), n, to, q.officer.Code, q.now)
		switch {
		case errors.Is(err, conversation.ErrBroadcast):
			p, err := c.Bot.Progress(q.Context(), n)
			if err != nil {
				return err
			}
			if p.Run.State != to {
				return problem{http.StatusConflict, "Itu tidak bisa: siarannya sudah selesai atau dibatalkan. Klik Anda tidak mengubah apa-apa."}
			}
		case err != nil:
			return q.refusal(err)
		default:
			if err := q.note("broadcast_"+string(to), run.Reference()); err != nil {
				return err
			}
		}
		http.Redirect(q.w, q.Request, fmt.Sprint("/siaran/", n), http.StatusSeeOther)
		return nil
	}
}
