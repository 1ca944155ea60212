package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/templates"
)

// job is a piece of work with its form, done by the functions that messages and commands
// use: at once at the officer's counter, or as a proposal that another officer confirms.
type job struct {
	name                 string
	title, about, button text
	may                  func(ledger.Role) bool
	// fields are what has to be filled in; the page's address may say some of it.
	fields  func(*request, *store.Tx) ([]field, error)
	do      func(*filled, *store.Tx, conversation.Counter) (conversation.Result, error)
	propose func(*filled, *store.Tx, conversation.Desk) (conversation.Proposal, error)
	of      func(*filled) string  // the code or number that the trail has of it
	went    func(*filled) string  // the page that shows what came of it
	closed  func(*request) string // what to say where the case has been decided
}

// errMistyped ends a transaction in which something typed turned out to be wrong.
var errMistyped = errors.New("something typed is wrong")

// arrived is a form that came, and how its page is shown again with what is wrong.
type arrived struct {
	job
	fields []field
	form   form
	show   func(status int, f form) error
}

// receive does the job with what was filled in, once, and leads to what came of it; or
// shows the form again with what was typed and what is wrong with it.
func (q *request) receive(s arrived) error {
	values, err := q.formValues()
	if err != nil {
		return err
	}
	went, err := q.attempt(s, values)
	if went != "" {
		q.goTo(went)
	}
	return err
}

// attempt does the job and is the page that shows what came of it; nothing where the form
// is shown again.
func (q *request) attempt(s arrived, values url.Values) (went string, err error) {
	key, ok := formKey(values.Get(keyField))
	if !ok {
		key, _ = formKey(q.newKey())
	}
	s.form.Key = key.Month.String() + "-" + key.ID
	f := q.fill(s.fields, values)
	if !f.ok() {
		return "", s.again(f, http.StatusUnprocessableEntity, "")
	}
	var result conversation.Result
	// The page may be closed at once: what was clicked is done.
	ctx, cause := context.WithoutCancel(q.Context()), "form/"+key.ID
	if s.propose != nil {
		_, err = q.c.Bot.Propose(ctx, func(tx *store.Tx) (conversation.Proposal, error) {
			f = q.fill(s.fields, values)
			return q.proposed(tx, key, f, s.job)
		})
	} else {
		result, err = q.c.Bot.Work(ctx, q.officer.Code, cause, q.now, func(tx *store.Tx, c conversation.Counter) (conversation.Result, error) {
			f = q.fill(s.fields, values)
			return q.worked(tx, c, key, f, s.job)
		})
	}
	var was sentBefore
	switch {
	case errors.As(err, &was):
		return q.again(was, f)
	case errors.Is(err, errMistyped):
		return "", s.again(f, http.StatusUnprocessableEntity, "")
	case errors.Is(err, bot.ErrUnsaid):
		return "", s.again(f, http.StatusConflict, "Batas balasan ke nomor ini untuk hari ini sudah habis. Telepon saja orangnya, atau kirim besok.")
	case err != nil:
		words, beside := officeFault(err)
		if words == "" {
			return "", err
		}
		for _, name := range beside {
			if f.fault(name, words) {
				return "", s.again(f, http.StatusUnprocessableEntity, "")
			}
		}
		return "", s.again(f, http.StatusConflict, words)
	case s.propose == nil && !result.Done():
		return "", q.undone(s, f, result)
	}
	if err := q.tell(result.Says); err != nil {
		return "", err
	}
	err = q.read(func(tx *store.Tx) error {
		done, err := tx.Form(key)
		went = done.Went
		return err
	})
	return went, err
}

// worked does a job at the counter, with the trail of it.
func (q *request) worked(tx *store.Tx, c conversation.Counter, key store.FormKey, f *filled, j job) (conversation.Result, error) {
	if err := before(tx, key); err != nil {
		return conversation.Result{}, err
	}
	r, err := j.do(f, tx, c)
	if err != nil {
		return conversation.Result{}, err
	}
	if !f.ok() {
		return conversation.Result{}, errMistyped
	}
	if !r.Done() {
		return r, nil
	}
	return r, q.keepDone(tx, key, f, j.name, j.of(f), j.went(f))
}

func (q *request) proposed(tx *store.Tx, key store.FormKey, f *filled, j job) (p conversation.Proposal, err error) {
	if err := before(tx, key); err != nil {
		return p, err
	}
	desk, err := conversation.NewDesk(tx, q.officer.Code, q.now)
	if err != nil {
		return p, err
	}
	p, err = j.propose(f, tx, desk)
	if !f.ok() { // it says more than what the desk made of it
		return p, errMistyped
	}
	if err != nil {
		return p, err
	}
	n, err := tx.NextProposal()
	if err != nil {
		return p, err
	}
	about := strings.TrimSpace(fmt.Sprint("U", n, " ", j.of(f)))
	return p, q.keepDone(tx, key, f, j.name, about, fmt.Sprint("/usulan/", n))
}

// keepDone keeps that a form was done, and by whom, with what it did and about whom.
func (q *request) keepDone(tx *store.Tx, key store.FormKey, f *filled, what, about, went string) error {
	if err := tx.KeepForm(key, store.Form{At: q.now, User: q.user.Name, Content: f.content(), Went: went}); err != nil {
		return err
	}
	return tx.KeepVisit(q.visit(what, about))
}

// again shows the form with what was typed.
func (s arrived) again(f *filled, status int, fault text, with ...any) error {
	s.form.Fields, s.form.Fault = f.fields, f.q.language.say(fault, with...)
	if fault == "" && !f.ok() {
		s.form.Fault = f.q.language.say("Belum dikerjakan. Perbaiki yang ditandai.")
	}
	return s.show(status, s.form)
}

// undone shows why the counter did nothing.
func (q *request) undone(s arrived, f *filled, r conversation.Result) error {
	switch {
	case r.Meanwhile.Number != 0:
		who := ""
		if err := q.read(func(tx *store.Tx) error {
			officers, err := tx.EveryOfficer()
			who = nameOf(officers, ledger.OfficerCode(r.Meanwhile.Teller))
			return err
		}); err != nil {
			return err
		}
		return s.again(f, http.StatusConflict, "Sementara itu %s sudah mencatat %s %s (%s, %s). Klik Anda tidak mengubah apa-apa.",
			who, text(templates.PaperKind(r.Meanwhile.Kind)), r.Meanwhile.Amount, r.Meanwhile.Reference(), q.language.clock(in(q.now, r.Meanwhile.Heard)))
	case r.Look != "":
		words, err := q.told(r.Says)
		if err != nil {
			return err
		}
		if s.form.Seen, s.form.Look = r.Look, []string{words}; words == "" {
			s.form.Look = q.lookAt(r.Echo)
		}
		return s.again(f, http.StatusOK, "")
	case r.Fault == conversation.CaseClosed && s.closed != nil:
		return s.again(f, http.StatusConflict, "%s", s.closed(q))
	case r.Fault == conversation.NoWords:
		f.fault("jawaban", "Tulis kata-kata untuk yang bersangkutan.")
	case r.Fault == conversation.TooLong:
		f.fault("jawaban", "Terlalu panjang untuk satu SMS: paling banyak %d huruf.", conversation.MaxAnswer)
	case r.Fault == conversation.OwnMatter:
		return s.again(f, http.StatusConflict, "Ini menyangkut Anda sendiri atau kelompok yang Anda pegang. Pengurus lain yang mengerjakannya.")
	case r.Fault != "":
		return s.again(f, http.StatusForbidden, notHers.words)
	}
	if f.ok() {
		words, err := q.told(r.Says)
		if err != nil {
			return err
		}
		s.asks(f, r, words)
	}
	if f.ok() { // no field of this form would mend it
		return s.again(f, http.StatusConflict, "Belum dikerjakan.")
	}
	return s.again(f, http.StatusUnprocessableEntity, "")
}

// askedFields are the fields in which what has to be asked is answered.
var askedFields = map[conversation.Asked]string{
	conversation.AskedAmount: "jumlah", conversation.AskedDay: "tanggal", conversation.AskedMember: "anggota", conversation.AskedEntry: "nomor",
	conversation.AskedLoan: "pinjaman", conversation.AskedPurse: "simpanan", conversation.AskedExcess: "lebih",
}

// asks puts what has to be answered beside its field; where it is a choice, with the
// choices.
func (s arrived) asks(f *filled, r conversation.Result, words string) {
	name := askedFields[r.Ask]
	if len(r.Choices) > 0 {
		one := field{Name: name, Kind: asSelect, Label: map[string]text{"pinjaman": "Pinjaman yang mana", "lebih": "Kelebihannya untuk apa"}[name]}
		for _, c := range r.Choices {
			shown := text(c)
			if w, known := excessWords[conversation.ExcessUse(c)]; known {
				shown = w
			}
			one.Choices = append(one.Choices, choice{c, shown})
		}
		f.fields = slices.DeleteFunc(f.fields, func(o field) bool { return o.Name == name })
		f.fields = append(f.fields, one)
	}
	if words == "" {
		words = f.q.language.say("Periksa isian ini.")
	}
	if !f.fault(name, "%s", words) && !f.fault("jumlah", "%s", words) && len(f.fields) > 0 {
		f.fields[0].Fault = words
	}
}

// excessWords are what more than is due can be for.
var excessWords = map[conversation.ExcessUse]text{
	conversation.ToPrincipal: "mengurangi pokok", conversation.ToNext: "angsuran berikutnya", conversation.ToSavings: "simpanan sukarela",
	conversation.GiveBack: "dikembalikan", conversation.PayOff: "melunasi",
}

// lookAt are the words for what an officer looks at before it is booked.
func (q *request) lookAt(e conversation.CounterEcho) (lines []string) {
	w, say := e.Line, q.language.say
	switch {
	case e.Count != nil && e.Count.Over > 0:
		lines = append(lines, say("Dihitung %s, menurut pembukuan %s: lebih %s.", e.Count.Counted, e.Count.Books, e.Count.Over))
	case e.Count != nil && e.Count.Short > 0:
		lines = append(lines, say("Dihitung %s, menurut pembukuan %s: kurang %s.", e.Count.Counted, e.Count.Books, e.Count.Short))
	case e.Count != nil:
		lines = append(lines, say("Dihitung %s, sama dengan pembukuan.", e.Count.Counted))
	case w.Offered > w.Amount:
		lines = append(lines, say("Bendahara bilang menyetor %s, yang diisi %s: kurang %s.", w.Offered, w.Amount, w.Offered-w.Amount))
	case w.Offered > 0 && w.Offered < w.Amount:
		lines = append(lines, say("Bendahara bilang menyetor %s, yang diisi %s: lebih %s.", w.Offered, w.Amount, w.Amount-w.Offered))
	}
	if w.Beyond {
		lines = append(lines, say("Itu lebih dari yang dipegang bendahara menurut pembukuan, %s.", w.Held))
	}
	if e.Repeated {
		lines = append(lines, say("Yang sama persis sudah tercatat: orang, jumlah, dan tanggalnya. Lanjutkan hanya kalau ini memang yang kedua."))
	}
	if len(lines) == 0 {
		lines = append(lines, say("%s: %s %s, %s.", w.Name, text(templates.PaperKind(w.Kind)), w.Amount, q.language.day(w.Day)))
	}
	return lines
}

// formValues are what was filled in, with the text of a file that was sent.
func (q *request) formValues() (url.Values, error) {
	var err error
	if strings.HasPrefix(q.Header.Get("Content-Type"), "multipart/") {
		err = q.ParseMultipartForm(maxUpload)
	} else {
		err = q.ParseForm()
	}
	if err != nil {
		return nil, problem{http.StatusRequestEntityTooLarge, "Isian ini terlalu panjang."}
	}
	if q.MultipartForm != nil {
		for name, files := range q.MultipartForm.File {
			text, err := textOf(files)
			if err != nil {
				return nil, err
			}
			if text != "" {
				q.PostForm.Set(name, text)
			}
		}
	}
	return q.PostForm, nil
}

func textOf(files []*multipart.FileHeader) (string, error) {
	if len(files) == 0 || files[0].Size == 0 {
		return "", nil
	}
	f, err := files[0].Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(f)
	return string(b), err
}

// jobPage shows a job's form.
func (c *Console) jobPage(j job) func(*request) error {
	return func(q *request) error {
		var fields []field
		if err := q.read(func(tx *store.Tx) (err error) { fields, err = j.fields(q, tx); return err }); err != nil {
			return err
		}
		for i, one := range fields {
			if asked := q.URL.Query().Get(one.Name); asked != "" && one.Value == "" {
				fields[i].Value = asked
			}
		}
		return q.showJob(j, http.StatusOK, form{Fields: fields, Key: q.newKey(), Action: "/kerja/" + j.name, Button: j.button})
	}
}

func (q *request) showJob(j job, status int, f form) error {
	q.status(status, "work", j.title, struct {
		About   text
		Form    form
		Another bool
	}{j.about, f, j.propose != nil})
	return nil
}

// jobSent takes a job's form.
func (c *Console) jobSent(j job) func(*request) error {
	return func(q *request) error {
		var fields []field
		if err := q.read(func(tx *store.Tx) (err error) { fields, err = j.fields(q, tx); return err }); err != nil {
			return err
		}
		return q.receive(arrived{
			job: j, fields: fields, form: form{Action: "/kerja/" + j.name, Button: j.button},
			show: func(status int, f form) error { return q.showJob(j, status, f) },
		})
	}
}
