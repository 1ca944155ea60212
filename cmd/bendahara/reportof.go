package main

import (
	"fmt"
	"slices"
	"strings"

	"bendahara/ledger"
)

// narrow makes the report of the village or group that was asked for, by its code or its
// name; where a group and a village have the same code, of the group. The loan of a card
// and the account of a ledger are for the report itself.
func (q *question) narrow(r namedReport) error {
	isLoan := func(l ledger.Loan) bool { return string(l.Code) == q.of }
	switch {
	case q.of == "", r.of == ofAccount, r.of == ofLoan && slices.ContainsFunc(q.books.Loans, isLoan):
		return nil
	case r.of == ofWhole:
		return usageError{fmt.Errorf("%s is of the whole UPK: leave --of out", r.name)}
	}
	keep, name, err := q.place(r)
	if err != nil {
		return err
	}
	q.Reports, q.part, q.of = q.Within(keep), name, ""
	return nil
}

// place finds whose report it is, and what that is called.
func (q *question) place(r namedReport) (keep func(ledger.Group) bool, name string, err error) {
	for _, named := range []bool{false, true} { // a code goes before a name
		is := func(code, name string) bool {
			return !named && code == q.of || named && strings.EqualFold(name, strings.TrimSpace(q.of))
		}
		var found []ledger.Group
		for _, g := range q.books.Groups {
			if is(string(g.Code), g.Name) {
				found = append(found, g)
			}
		}
		for _, v := range q.books.Villages {
			if len(found) == 0 && is(string(v.Code), v.Name) {
				return func(g ledger.Group) bool { return g.Village == v.Code }, "Desa " + v.Name, nil
			}
		}
		if len(found) > 1 {
			return nil, "", fmt.Errorf("%d groups are called %s: give the code of one, such as %s", len(found), q.of, found[0].Code)
		}
		if len(found) == 1 {
			return func(g ledger.Group) bool { return g.Code == found[0].Code }, "Kelompok " + found[0].Name, nil
		}
	}
	what := "village or group"
	if r.of == ofLoan {
		what = "village, group or loan"
	}
	return nil, "", fmt.Errorf("there is no %s %s", what, q.of)
}
