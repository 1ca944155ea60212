package console

import (
	"net/http"
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// held is a talk in which an officer writes by hand.
type held struct {
	Phone ledger.Phone
	Whose []owner
	By    string
	Until time.Time
	Mine  bool
	Waits bool // the person has written after our last word
}

// owner is somebody whose number it is.
type owner struct {
	Words  string
	Member ledger.MemberCode // empty: an officer
}

// heldTalks are the talks that officers hold now.
func (q *request) heldTalks(tx *store.Tx) (list []held, err error) {
	phones, err := tx.HeldTalks()
	if err != nil {
		return nil, err
	}
	for _, p := range phones {
		h, err := q.heldBy(tx, p)
		if err != nil {
			return nil, err
		}
		if h == nil {
			continue
		}
		if h.Whose, _, err = q.whoseNumber(tx, p); err != nil {
			return nil, err
		}
		said, _, err := tx.SaidBefore(p, 0, 1)
		if err != nil {
			return nil, err
		}
		h.Waits = len(said) > 0 && said[0].Heard != nil
		list = append(list, *h)
	}
	return list, nil
}

// heldBy is who writes in the talk with a phone by hand; nil for nobody.
func (q *request) heldBy(tx *store.Tx, p ledger.Phone) (*held, error) {
	state, err := tx.Talk(p)
	if err != nil || !state.Held.In(q.now) {
		return nil, err
	}
	officers, err := tx.EveryOfficer()
	return &held{Phone: p, By: nameOf(officers, state.Held.By), Until: in(q.now, state.Held.Until), Mine: state.Held.By == q.officer.Code}, err
}

// whoseNumber names those who have a number, and their codes.
func (q *request) whoseNumber(tx *store.Tx, p ledger.Phone) (whose []owner, codes []string, err error) {
	members, err := tx.MembersByPhone(p)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range members {
		whose, codes = append(whose, owner{m.Name + " (" + string(m.Code) + ")", m.Code}), append(codes, string(m.Code))
	}
	officers, err := tx.OfficersByPhone(p)
	for _, o := range officers {
		whose, codes = append(whose, owner{Words: o.Name + " (" + q.language.value(o.Role) + " UPK)"}), append(codes, string(o.Code))
	}
	return whose, codes, err
}

var byHandFields = []field{{Name: "kata", Label: "Tulis sendiri", Kind: asArea, Most: conversation.MaxByHand}}

func byHandForm(q *request, p ledger.Phone) *form {
	if !settles(q.officer.Role) {
		return nil
	}
	return &form{Action: "/pesan/" + string(p) + "/tulis", Button: "Kirim", Fields: slices.Clone(byHandFields), Key: q.newKey()}
}

// talkJob is work in a talk.
func (q *request) talkJob(name string, v talkView) job {
	return job{
		name: name, of: func(*filled) string { return v.about() }, went: func(*filled) string { return "/pesan/" + string(v.Phone) },
		closed: func(q *request) string { return q.language.say("Percakapan ini sudah kembali ke program.") },
	}
}

// writeByHand sends an officer's own words; the bot steps back in this talk.
func (c *Console) writeByHand(q *request) error {
	v, err := q.talkView()
	if err != nil {
		return err
	}
	j := q.talkJob("by_hand", v)
	j.do = func(f *filled, _ *store.Tx, counter conversation.Counter) (conversation.Result, error) {
		r, err := counter.Write(v.Phone, f.text("kata"))
		if r.Fault == conversation.HeldByOther {
			f.fault("kata", "Pengurus lain sedang menulis di percakapan ini. Tunggu sampai dilepas.")
		}
		return r, err
	}
	return q.receive(arrived{job: j, fields: byHandFields, show: func(status int, f form) error {
		if v, err = q.talkView(); err != nil {
			return err
		}
		f.Action, f.Button = "/pesan/"+string(v.Phone)+"/tulis", "Kirim"
		v.Form = &f
		q.status(status, "talk", "Percakapan", v)
		return nil
	}})
}

// releaseTalk gives a talk back to the bot. A second click is told that it is.
func (c *Console) releaseTalk(q *request) error {
	v, err := q.talkView()
	if err != nil {
		return err
	}
	j := q.talkJob("released", v)
	j.do = func(_ *filled, _ *store.Tx, counter conversation.Counter) (conversation.Result, error) {
		return counter.Release(v.Phone)
	}
	return q.receive(arrived{job: j, show: func(status int, f form) error {
		if status == http.StatusConflict {
			q.goTo("/pesan/" + string(v.Phone))
			return nil
		}
		return q.problem(status, "%s", f.Fault)
	}})
}
