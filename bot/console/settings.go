package console

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
)

// settingsView is the page of all that the UPK has decided.
type settingsView struct {
	Groups   []settingGroup
	Example  []effect
	Gateways []gateway
	WhatsApp bool // a number can be linked here
	Manages  bool
}

type settingGroup struct {
	Title text
	Rows  []settingRow
}

// settingRow is a setting as it is.
type settingRow struct {
	Key, Value, Default, Source string
	Label, About                text
	Own                         bool // another than the default
}

// settingView is the page of one setting.
type settingView struct {
	settingRow
	Choices []string
	Day     bool
	Typed   string
	Accepts string
	Fault   string
	Live    bool   // a part of the page is asked for, while she types
	Base    string // the value that the page was made with
	Effects []effect
	Touched int // how many of them change
	Manages bool
	Other   bool // it is changed elsewhere
}

func settingRowOf(r rule, s ledger.Settings) settingRow {
	usual := ledger.Settings(nil).Get(r.key)
	value := s.Get(r.key)
	return settingRow{r.key, value, usual, r.source, r.label, r.about, value != usual}
}

func (c *Console) settings(q *request) error {
	v := settingsView{Manages: manages(q.officer.Role), WhatsApp: c.WhatsApp != nil}
	err := q.read(func(tx *store.Tx) error {
		v.Groups = nil
		s, err := tx.Settings()
		if err != nil {
			return err
		}
		holidays, err := tx.Holidays()
		if err != nil {
			return err
		}
		for _, g := range ruleGroups {
			group := settingGroup{Title: g.title}
			for _, r := range g.rules {
				group.Rows = append(group.Rows, settingRowOf(r, s))
			}
			v.Groups = append(v.Groups, group)
		}
		v.Example, err = q.language.effects(s, s, holidays)
		return err
	})
	if err != nil {
		return err
	}
	status, err := c.status(q.Context(), q.now)
	if err != nil {
		return err
	}
	for _, g := range status.Gateways {
		v.Gateways = append(v.Gateways, gateway{g, in(q.now, g.Seen)})
	}
	return q.show("settings", "Pengaturan", v)
}

// settingOf is the page of the setting in the path, with what was typed in place of its
// value, and what that would do to the example.
func (q *request) settingOf(tx *store.Tx, typed string, given bool) (v settingView, err error) {
	r, ok := ruleOf(q.PathValue("key"))
	if !ok {
		return v, nothing
	}
	s, err := tx.Settings()
	if err != nil {
		return v, err
	}
	holidays, err := tx.Holidays()
	if err != nil {
		return v, err
	}
	v = settingView{settingRow: settingRowOf(r, s), Manages: manages(q.officer.Role), Other: r.key == monthsClosed, Day: r.key == "kartu_sampai"}
	i := slices.IndexFunc(ledger.SettingKeys, func(k ledger.Setting) bool { return k.Key == r.key })
	known := ledger.SettingKeys[i]
	if list := oneOf.FindStringSubmatch(known.Accepts); list != nil {
		v.Choices = strings.Split(list[1], ", ")
	}
	v.Accepts, v.Base, v.Typed = q.language.fault(known.Accepts), v.Value, v.Value
	if given {
		v.Typed = typed
	}
	then := maps.Clone(s)
	if then == nil {
		then = ledger.Settings{}
	}
	then[r.key] = v.Typed
	if v.Fault = q.cannotBe(r.key, v.Typed, v.Accepts, then); v.Fault != "" {
		then = s
	}
	v.Effects, err = q.language.effects(s, then, holidays)
	for _, e := range v.Effects {
		if e.Changed {
			v.Touched++
		}
	}
	return v, err
}

// oneOf is how a setting says that it takes one of some values.
var oneOf = regexp.MustCompile(`^one of (.+)$`)

// monthsClosed is the setting that another officer confirms: see the office's work.
const monthsClosed = "tutup_buku"

// cannotBe says why a setting cannot have a value; nothing where it can.
func (q *request) cannotBe(key, value, accepts string, then ledger.Settings) string {
	if err := ledger.CheckSetting(key, value); err != nil {
		return q.language.say("Nilai ini tidak bisa dipakai. Yang bisa: %s.", accepts)
	}
	if _, err := then.FineRule(); err != nil {
		return q.language.say("Dengan jenis dendanya nilai ini tidak bisa: denda tetap dalam rupiah bulat, denda persen dari 0 sampai 100.")
	}
	return ""
}

func (c *Console) setting(q *request) error {
	asked := q.URL.Query()
	var v settingView
	err := q.read(func(tx *store.Tx) (err error) {
		v, err = q.settingOf(tx, strings.TrimSpace(asked.Get("nilai")), asked.Has("nilai"))
		return err
	})
	if err != nil {
		return err
	}
	v.Live = live(q.Request)
	return q.show("setting", "%s", v, v.Label)
}

// saveSetting changes a setting, with the trail of who did and what it was. The same
// value once more changes nothing; a page that was made before another's change does not
// undo it.
func (c *Console) saveSetting(q *request) error {
	var v settingView
	var refused error
	err := c.DB.Update(context.WithoutCancel(q.Context()), func(tx *store.Tx) (err error) {
		refused = nil
		value, base := typed(q.Request, "nilai"), typed(q.Request, "dasar")
		if v, err = q.settingOf(tx, value, true); err != nil {
			return err
		}
		switch {
		case v.Other:
			return notHers
		case v.Fault != "":
			return errFaulty
		case v.Value == value:
			return nil // a second click, or nothing to change
		case v.Value != base:
			said, err := q.lastChange(tx, v.Key)
			if err == nil {
				refused = problem{http.StatusConflict, text(said)}
				err = errMeanwhile
			}
			return err
		}
		visit := q.visit("setting", v.Key)
		visit.Before, visit.After = v.Value, value
		return errors.Join(tx.PutSetting(v.Key, value), tx.KeepVisit(visit))
	})
	switch {
	case errors.Is(err, errFaulty):
		q.status(http.StatusUnprocessableEntity, "setting", "%s", v, v.Label)
		return nil
	case errors.Is(err, errMeanwhile):
		return refused
	case err != nil:
		return err
	}
	q.tellNext(q.language.say("Tersimpan. %s: %s.", v.Label, q.language.choice(v.Typed)))
	q.goTo("/pengaturan#" + v.Key)
	return nil
}
