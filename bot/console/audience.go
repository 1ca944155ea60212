package console

import (
	"fmt"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// meant says to whom an announcement goes and when, a line each, as its form has it.
func (q *request) meant(tx *store.Tx, a conversation.Announcement) (lines []string, err error) {
	l := q.language
	say := func(words text, with ...any) { lines = append(lines, l.say(words, with...)) }
	listed := func(title text, list []string) {
		if len(list) > 0 {
			lines = append(lines, l.say(title)+": "+strings.Join(list, ", "))
		}
	}
	to := a.To
	villages, err := each(to.Villages, func(c ledger.VillageCode) (string, error) { v, err := tx.Village(c); return v.Name, err })
	if err != nil {
		return nil, err
	}
	groups, err := each(to.Groups, func(c ledger.GroupCode) (string, error) {
		g, err := tx.Group(c)
		return fmt.Sprint(c, " ", g.Name), err
	})
	if err != nil {
		return nil, err
	}
	members, err := each(to.Members, func(c ledger.MemberCode) (string, error) {
		m, err := tx.Member(c)
		return fmt.Sprint(c, " ", m.Name), err
	})
	if err != nil {
		return nil, err
	}
	classes, err := q.classNames(tx, to.Classes)
	if err != nil {
		return nil, err
	}
	types, _ := each(to.Types, func(t ledger.GroupType) (string, error) { return string(t), nil })
	offices, _ := each(to.Offices, func(o ledger.Office) (string, error) { return l.value(o), nil })
	listed("Desa", villages)
	listed("Jenis kelompok", types)
	listed("Kelompok", groups)
	listed("Jabatan di kelompok", offices)
	listed("Kolektibilitas terburuknya", classes)
	listed("Anggota", members)
	if to.LateDays > 0 {
		say("Menunggak paling sedikit %d hari", to.LateDays)
	}
	if to.DueDays > 0 {
		say("Jatuh tempo dalam %d hari", to.DueDays)
	}
	if len(lines) == 0 {
		say("Kepada semua anggota")
	}
	if !a.Begin.IsZero() {
		say("Mulai %s", l.clock(in(q.now, a.Begin)))
	}
	if a.Over > 0 {
		say("Disebar selama %d jam", int(a.Over.Hours()))
	}
	return lines, nil
}

// classNames are classes of collectability by their numbers.
func (q *request) classNames(tx *store.Tx, numbers []int) (names []string, err error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	scheme, err := schemeOf(tx)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		name := fmt.Sprint(n)
		for _, c := range scheme.Classes {
			if c.Number == n {
				name = c.Name
			}
		}
		names = append(names, name)
	}
	return names, nil
}

// each is what fn makes of each of a list; of what is in no register any more, its code.
func each[T ~string](list []T, fn func(T) (string, error)) (all []string, err error) {
	for _, one := range list {
		made, err := fn(one)
		if none(err) != nil {
			return nil, err
		}
		if err != nil {
			made = string(one)
		}
		all = append(all, made)
	}
	return all, nil
}
