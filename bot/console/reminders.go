package console

import (
	"strconv"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/ledger"
	"bendahara/store"
)

// remindersView is what would be sent of itself on the next day for it, if nothing changes
// until then.
type remindersView struct {
	At     time.Time // when the hours for sending begin; zero: never within a month
	Off    bool      // the UPK does not remind
	Rows   []reminderRow
	Groups int    // that may be told something, on all pages
	Next   string // the next page; empty: this is the last
}

type reminderRow struct {
	store.Outbound
	Member ledger.MemberCode
	Name   string
	Why    string
}

// A page has whole groups: until it has so many reminders, or so many were looked at, of
// which after a change of the settings most may have nothing to be told of.
const (
	remindersAtOnce = 30
	looksAtOnce     = 12
)

func (c *Console) reminders(q *request) error {
	var v remindersView
	err := q.read(func(tx *store.Tx) error {
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		holidays, err := tx.Holidays()
		if err != nil {
			return err
		}
		v.Off = settings.Get("pengingat") != "ya"
		tomorrow := time.Date(q.now.Year(), q.now.Month(), q.now.Day()+1, 0, 0, 0, 0, q.now.Location())
		v.At, _ = settings.SendingBegins(tomorrow, func(d ledger.Date) bool { _, is := holidays[d]; return is })
		return nil
	})
	if err != nil {
		return err
	}
	var part bot.DuePart
	if !v.At.IsZero() {
		behind := ledger.GroupCode(q.URL.Query().Get("setelah"))
		if part, err = c.Bot.DueBehind(q.Context(), v.At, behind, remindersAtOnce, looksAtOnce); err != nil {
			return err
		}
	}
	if v.Groups = part.Groups; part.Last != "" {
		v.Next = goOn("/pengingat", string(part.Last))
	}
	err = q.read(func(tx *store.Tx) error {
		v.Rows = nil
		for _, o := range part.Reminders {
			r, err := q.reminderRow(tx, o)
			if err != nil {
				return err
			}
			v.Rows = append(v.Rows, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := q.note("reminders", ""); err != nil {
		return err
	}
	return q.show("reminders", "Pengingat besok", v)
}

func (q *request) reminderRow(tx *store.Tx, o store.Outbound) (r reminderRow, err error) {
	r = reminderRow{Outbound: o, Why: q.language.whyReminded(o.Cause)}
	members, err := tx.MembersByPhone(o.To)
	if err != nil {
		return r, err
	}
	for _, m := range members {
		if r.Member == "" || strings.Contains(o.Cause, "/"+string(m.Code)+"/") { // of two with one phone
			r.Member, r.Name = m.Code, m.Name
		}
	}
	if r.Member != "" {
		return r, nil
	}
	officers, err := tx.OfficersByPhone(o.To)
	for _, f := range officers {
		r.Name = f.Name
	}
	return r, err
}

// whyReminded is the decision that a reminder's cause tells, in words: which instalment of
// which loan, and how many days before or after it falls due.
func (l language) whyReminded(cause string) string {
	parts := strings.Split(strings.TrimPrefix(cause, "remind/"), "/")
	switch parts[0] {
	case "meeting":
		return l.say("Kelompok ini bertemu: daftar yang harus dibayar.")
	case "roll":
		return l.say("Daftar bayar di rapat belum ditutup.")
	case "claim":
		return l.say("Ada anggota yang mengaku sudah bayar dan belum ditanyakan.")
	case "case":
		return l.say("Ada perkara yang lewat batasnya.")
	case "promise":
		return l.say("Hari yang dijanjikan sudah tiba.")
	case "digest":
		return l.say("Ringkasan hari.")
	}
	if len(parts) < 4 {
		return l.say("Ada yang menunggu.")
	}
	offset, err := strconv.Atoi(parts[3])
	if err != nil {
		return l.say("Ada yang menunggu.")
	}
	why := l.say("Jatuh tempo angsuran ke-%s, pinjaman %s.", parts[2], parts[0])
	switch {
	case offset < 0:
		why = l.say("%d hari sebelum angsuran ke-%s jatuh tempo, pinjaman %s.", -offset, parts[2], parts[0])
	case offset > 0:
		why = l.say("%d hari sesudah angsuran ke-%s jatuh tempo, pinjaman %s.", offset, parts[2], parts[0])
	}
	if parts[len(parts)-1] == "list" {
		why = l.say("Daftar untuk bendahara kelompok, yang pertama:") + " " + why
	}
	return why
}
