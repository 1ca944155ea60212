package console

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/templates"
)

// settles tells who ends cases of some kind: any officer but the supervisor answers
// complaints (contract.md section 8); the rest is looked at for each case.
func settles(r ledger.Role) bool { return r != ledger.Supervisor }

// caseView is a case with both sides' words.
type caseView struct {
	conversation.Case
	Name, Group, Owner, Closer string
	Opened, Closed             time.Time // in the UPK's zone
	Late                       bool
	Entry                      *entryRow // that it is about
	Undone                     bool
	Went                       string // how the group's loans went, where a loan is wished for
	Treasurer                  string
	TreasurerPhone             ledger.Phone
	Record                     string // the form that records what is right, filled in
	Form                       *form
	Why                        text // why she cannot decide it
}

// caseReference is the case that the path names.
func (q *request) caseReference() (kind conversation.CaseKind, n uint64, err error) {
	text := q.PathValue("reference")
	if len(text) < 2 || !strings.Contains("DPLC", text[:1]) {
		return "", 0, nothing
	}
	if n, err = strconv.ParseUint(text[1:], 10, 63); err != nil {
		return "", 0, nothing
	}
	return conversation.CaseKind(text[:1]), n, nil
}

func (q *request) caseView() (v caseView, err error) {
	kind, n, err := q.caseReference()
	if err != nil {
		return v, err
	}
	err = q.read(func(tx *store.Tx) error {
		one, err := tx.Case(kind, n)
		if err != nil {
			return err
		}
		v, err = q.viewCase(tx, one)
		return err
	})
	return v, err
}

func (q *request) viewCase(tx *store.Tx, one conversation.Case) (v caseView, err error) {
	officers, err := tx.EveryOfficer()
	if err != nil {
		return v, err
	}
	v = caseView{
		Case: one, Owner: nameOf(officers, one.Owner), Opened: in(q.now, one.Opened), Closed: in(q.now, one.Closed),
		Late: one.Open() && one.Due < ledger.DateOf(q.now),
	}
	if v.Name, v.Group, err = names(tx, one.Group, one.Member); err != nil {
		return v, err
	}
	if v.Closer = nameOf(officers, ledger.OfficerCode(one.By)); v.Closer == one.By && one.By != "" {
		if v.Closer, _, err = names(tx, "", ledger.MemberCode(one.By)); err != nil {
			return v, err
		}
	}
	if err := q.withBooks(tx, &v, officers); err != nil {
		return v, err
	}
	if !one.Open() {
		return v, nil
	}
	return v, q.mayDecide(tx, &v)
}

// withBooks adds what the books and the treasurer say.
func (q *request) withBooks(tx *store.Tx, v *caseView, officers []ledger.Officer) error {
	if v.Case.Group == "" {
		return nil
	}
	members, err := tx.Members(v.Case.Group)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Office == ledger.Treasurer && m.Status == ledger.Active {
			v.Treasurer, v.TreasurerPhone = m.Name, m.Phone
		}
	}
	if v.Kind == conversation.LoanCase && v.Open() {
		record, err := conversation.RecordOf(tx, v.Case.Group, q.now)
		if err != nil {
			return err
		}
		if v.Went, err = templates.GroupRecord(string(q.language), record); err != nil {
			return err
		}
	}
	right := url.Values{"anggota": {string(v.Member)}}
	if v.Case.Entry != 0 {
		e, err := tx.Entry(v.Case.Group, v.Case.Entry)
		if err != nil {
			return err
		}
		r, err := q.rowOf(tx, e, officers)
		if err != nil {
			return err
		}
		v.Entry = &r
		if v.Undone, err = tx.Reversed(e.Group, e.Number); err != nil {
			return err
		}
		right.Set("tanggal", e.Day.String())
		if e.Kind == ledger.Repayment {
			right.Set("apa", "angsuran")
		}
	}
	if c := v.Claim; c != nil {
		right.Set("tanggal", c.Day.String())
		right.Set("jumlah", c.Amount.Digits())
	}
	if v.Kind == conversation.DisputeCase && v.Outcome == conversation.Accepted && decides(q.officer.Role) {
		v.Record = "/kerja/catat?" + right.Encode()
	}
	return nil
}

// mayDecide adds the form where she may decide, or why she may not; a complaint that may
// be about her she does not see.
func (q *request) mayDecide(tx *store.Tx, v *caseView) error {
	counter, err := conversation.NewCounter(tx, q.officer.Code, "", q.now)
	if errors.Is(err, conversation.ErrOfficer) {
		v.Why = "Pengawas membaca dan tidak memutuskan."
		return nil
	}
	if err != nil {
		return err
	}
	if counter.Hidden(v.Case) {
		return store.ErrNotFound
	}
	may, err := counter.MayDecide(v.Case)
	if may {
		v.Form = &form{Fields: verdictFields(v.Case), Key: q.newKey()}
		return err
	}
	v.Why = "Yang ini diputuskan ketua, sekretaris, bendahara atau kasir UPK, dan bukan oleh yang bersangkutan sendiri."
	return err
}

func verdictFields(one conversation.Case) []field {
	answer := field{Name: "jawaban", Label: "Kata-kata untuk yang bersangkutan", Hint: "Dikirim lewat SMS atau WA; paling banyak 80 huruf.", Kind: asArea}
	yes, no := text(""), text("ditolak")
	switch one.Kind {
	case conversation.ComplaintCase, conversation.ClaimCase:
		return []field{answer}
	case conversation.LoanCase:
		yes = "disetujui"
	case conversation.DisputeCase:
		if yes = "benar, tidak ada catatan yang dibatalkan"; one.Entry != 0 {
			yes = "benar, catatannya dibatalkan"
		}
	}
	answer.Optional = true
	fields := []field{{Name: "putusan", Label: "Putusan", Kind: asSelect, Choices: []choice{{"terima", yes}, {"tolak", no}}}}
	if one.Kind == conversation.LoanCase {
		fields = append(fields, field{Name: "jumlah", Label: "Jumlah yang disetujui", Hint: "Hanya kalau disetujui.", Kind: asMoney, Optional: true, Value: strings.TrimPrefix(one.Amount.String(), "Rp")})
	}
	return append(fields, answer)
}

func (c *Console) oneCase(q *request) error {
	v, err := q.caseView()
	if err != nil {
		return err
	}
	if err := q.note("case", v.Reference()); err != nil {
		return err
	}
	return q.showCase(v, http.StatusOK, v.Form)
}

func (q *request) showCase(v caseView, status int, f *form) error {
	if v.Form = f; f != nil {
		f.Action, f.Button = "/perkara/"+v.Reference(), "Putuskan"
	}
	q.status(status, "case", oneCase[v.Kind], v, v.Reference())
	return nil
}

// decideCase ends a case, as "terima D5" and the like do.
func (c *Console) decideCase(q *request) error {
	v, err := q.caseView()
	if err != nil {
		return err
	}
	j := job{
		name: "decide", of: func(*filled) string { return v.Reference() }, went: func(*filled) string { return "/perkara/" + v.Reference() },
		do: func(f *filled, _ *store.Tx, counter conversation.Counter) (r conversation.Result, err error) {
			verdict := conversation.Answered
			switch f.text("putusan") {
			case "terima":
				verdict = conversation.Accepted
			case "tolak":
				verdict = conversation.Refused
			}
			granted := f.money("jumlah")
			if v.Kind == conversation.LoanCase && verdict == conversation.Accepted && granted == 0 {
				f.fault("jumlah", "Tulis jumlah yang disetujui.")
			}
			if !f.ok() {
				return r, nil
			}
			return counter.Decide(v.Kind, v.Number, verdict, granted, f.text("jawaban"))
		},
		closed: func(q *request) string {
			now, err := q.caseView()
			if err != nil || now.Open() {
				return q.language.say("Perkara ini sudah selesai.")
			}
			return q.language.say("Perkara ini sudah diputuskan oleh %s pada %s. Klik Anda tidak mengubah apa-apa.", now.Closer, q.language.clock(now.Closed))
		},
	}
	return q.receive(arrived{job: j, fields: verdictFields(v.Case), show: func(status int, f form) error {
		if v, err = q.caseView(); err != nil {
			return err
		}
		if v.Form == nil { // decided by now: what is wrong is said without a form
			return q.problem(status, "%s", f.Fault)
		}
		return q.showCase(v, status, &f)
	}})
}
