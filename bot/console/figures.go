package console

import (
	"sync"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// figuresTime is how long a group's figures are kept while its chain stays as it is.
// What an entry changes is seen at once; what a file changed of a schedule or a holiday
// that late.
const figuresTime = 5 * time.Minute

// figures are how groups stand, kept because they are worked out from every entry of
// every group.
type figures struct {
	mu   sync.Mutex
	kept map[ledger.GroupCode]figure
}

type figure struct {
	conversation.GroupStanding
	head ledger.ChainHead
	day  ledger.Date
	at   time.Time
}

// of is how these groups stand; of nil, all.
func (f *figures) of(tx *store.Tx, groups []ledger.Group, now time.Time) (list []conversation.GroupStanding, err error) {
	if groups == nil {
		if groups, err = tx.Groups(); err != nil {
			return nil, err
		}
	}
	list = make([]conversation.GroupStanding, len(groups))
	fresh := make([]figure, len(groups))
	missing := []ledger.Group{}
	var at []int
	for i, g := range groups {
		head, err := tx.Head(g.Code)
		if err != nil {
			return nil, err
		}
		fresh[i] = figure{head: head, day: ledger.DateOf(now), at: now}
		if old, ok := f.get(g.Code); ok && old.head == head && old.day == fresh[i].day && now.Sub(old.at) < figuresTime {
			list[i] = old.GroupStanding
			list[i].Group = g
			continue
		}
		missing, at = append(missing, g), append(at, i)
	}
	worked, err := conversation.Overview(tx, missing, now)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for n, i := range at {
		list[i], fresh[i].GroupStanding = worked[n], worked[n]
		f.kept[groups[i].Code] = fresh[i]
	}
	return list, nil
}

func (f *figures) get(code ledger.GroupCode) (figure, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found, ok := f.kept[code]
	return found, ok
}
