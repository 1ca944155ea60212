package console

import (
	"context"
	"sync"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// kept is something worked out of every entry of a group, kept until an entry, a loan, the
// settings, the holidays or the day is another.
type kept[T any] struct {
	work func(*store.Tx, []ledger.Group, time.Time) ([]T, error)
	mu   sync.Mutex
	by   map[ledger.GroupCode]worked[T]
}

type worked[T any] struct {
	it T
	of mark
}

// mark is what a group's figures were worked out of.
type mark struct {
	books, rules string
	day          ledger.Date
}

func keep[T any](work func(*store.Tx, []ledger.Group, time.Time) ([]T, error)) *kept[T] {
	return &kept[T]{work: work, by: map[ledger.GroupCode]worked[T]{}}
}

// of is what is kept of these groups, in their order; what is not is worked out.
func (k *kept[T]) of(tx *store.Tx, groups []ledger.Group, now time.Time) (list []T, err error) {
	marks, err := marksOf(tx, groups, now)
	if err != nil {
		return nil, err
	}
	list = make([]T, len(groups))
	var missing []ledger.Group
	var at []int
	k.mu.Lock()
	for i, g := range groups {
		if old, ok := k.by[g.Code]; ok && old.of == marks[i] {
			list[i] = old.it
			continue
		}
		missing, at = append(missing, g), append(at, i)
	}
	k.mu.Unlock()
	if len(missing) == 0 {
		return list, nil
	}
	fresh, err := k.work(tx, missing, now)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for n, i := range at {
		list[i] = fresh[n]
		k.by[groups[i].Code] = worked[T]{fresh[n], marks[i]}
	}
	return list, nil
}

// fewGroups are so few that each is asked for by itself.
const fewGroups = 30

func marksOf(tx *store.Tx, groups []ledger.Group, now time.Time) ([]mark, error) {
	books := func(g ledger.GroupCode) (string, error) { return tx.Mark(g) }
	if len(groups) > fewGroups {
		all, err := tx.Marks()
		if err != nil {
			return nil, err
		}
		books = func(g ledger.GroupCode) (string, error) { return all[g], nil }
	}
	rules, err := books("")
	if err != nil {
		return nil, err
	}
	marks := make([]mark, len(groups))
	for i, g := range groups {
		marks[i] = mark{rules: rules, day: ledger.DateOf(now)}
		if marks[i].books, err = books(g.Code); err != nil {
			return nil, err
		}
	}
	return marks, nil
}

// monthsShown are the months of a chart, the running one with them.
const monthsShown = 12

func standings(tx *store.Tx, groups []ledger.Group, now time.Time) ([]conversation.GroupStanding, error) {
	return conversation.Overview(tx, groups, now)
}

func courses(tx *store.Tx, groups []ledger.Group, now time.Time) ([]conversation.Course, error) {
	return conversation.Courses(tx, groups, monthsShown, now)
}

func owing(tx *store.Tx, groups []ledger.Group, now time.Time) ([]conversation.Figures, error) {
	return conversation.FiguresOf(tx, groups, now)
}

// groupsAhead are worked out in one look at the store, so that what is written meanwhile
// does not pile up behind a long one.
const groupsAhead = 20

// renewEvery is how often what the pages show is worked out ahead.
const renewEvery = time.Minute

// Run keeps figures ready for the pages until the context ends.
func (c *Console) Run(ctx context.Context) {
	tick := time.NewTicker(renewEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := c.Renew(ctx); err != nil && ctx.Err() == nil {
			c.Log.Error("the figures of the console cannot be worked out", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

// Renew works out ahead what the pages will show, group by group: after a start, on a new
// day, after a change. Where nothing has changed it is quick. The error is the store's, or
// that of the context.
func (c *Console) Renew(ctx context.Context) error {
	var groups []ledger.Group
	var now time.Time
	err := c.DB.View(ctx, func(tx *store.Tx) (err error) {
		if users, err := tx.Users(); err != nil || len(users) == 0 {
			return err // nobody looks: an index of all names would only lie in the memory
		}
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		now = c.Now().In(settings.Zone())
		x, err := c.directory.of(tx)
		if err == nil {
			groups = x.all
		}
		return err
	})
	for len(groups) > 0 && err == nil {
		n := min(groupsAhead, len(groups))
		err = c.DB.View(ctx, func(tx *store.Tx) error {
			if _, err := c.standings.of(tx, groups[:n], now); err != nil {
				return err
			}
			if _, err := c.owing.of(tx, groups[:n], now); err != nil {
				return err
			}
			_, err := c.courses.of(tx, groups[:n], now)
			return err
		})
		groups = groups[n:]
	}
	if err != nil {
		return err
	}
	return c.countAhead(ctx)
}
