package console

import (
	"cmp"
	"maps"
	"slices"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// trendsView is how the UPK, a village or a group went.
type trendsView struct {
	Of       string // whose it is; empty: the whole UPK
	Village  ledger.VillageCode
	Group    ledger.GroupCode
	Groups   int
	Charts   []chart
	Villages []ledger.Village // to choose from
}

func (c *Console) trends(q *request) error {
	asked := q.URL.Query()
	v := trendsView{Village: ledger.VillageCode(asked.Get("desa")), Group: ledger.GroupCode(asked.Get("kelompok"))}
	err := q.read(func(tx *store.Tx) (err error) {
		x, err := c.directory.of(tx)
		if err != nil {
			return err
		}
		groups := x.all
		v.Villages = slices.Collect(maps.Values(x.villages))
		switch {
		case v.Group != "":
			g, err := tx.Group(v.Group)
			if err != nil {
				return err
			}
			v.Of, groups = g.Name, []ledger.Group{g}
		case v.Village != "":
			village, err := tx.Village(v.Village)
			if err != nil {
				return err
			}
			v.Of = village.Name
			groups = slices.DeleteFunc(slices.Clone(groups), func(g ledger.Group) bool { return g.Village != v.Village })
		}
		v.Groups = len(groups)
		v.Charts, err = c.chartsOf(q, tx, groups)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(v.Villages, func(a, b ledger.Village) int { return cmp.Compare(a.Name, b.Name) })
	if v.Of == "" {
		return q.show("trends", "Perkembangan", v)
	}
	return q.show("trends", "Perkembangan %s", v, v.Of)
}

// schemeOf is the UPK's scheme of classes of arrears.
func schemeOf(tx *store.Tx) (s ledger.Scheme, err error) {
	settings, err := tx.Settings()
	if err != nil {
		return s, err
	}
	return settings.Scheme()
}

// chartsOf are the charts of some groups together.
func (c *Console) chartsOf(q *request, tx *store.Tx, groups []ledger.Group) ([]chart, error) {
	scheme, err := schemeOf(tx)
	if err != nil {
		return nil, err
	}
	all, err := c.courses.of(tx, groups, q.now)
	if err != nil {
		return nil, err
	}
	months := make([]conversation.MonthStanding, monthsShown)
	for i := range months {
		months[i].Month = ledger.DateOf(q.now).Period() - ledger.Period(monthsShown-1-i)
		for _, course := range all {
			months[i].Add(course.Months[i])
		}
	}
	return q.language.charts(months, scheme.Classes), nil
}
