package main

import (
	"fmt"
	"io"
	"slices"

	"bendahara/bot/report"
	"bendahara/docs"
	"bendahara/ledger"
)

// cards are the card of the loan that was asked for, or those of all loans with
// something left.
func (q question) cards() (cards []ledger.Card, err error) {
	codes := []ledger.LoanCode{ledger.LoanCode(q.of)}
	if q.of == "" {
		if codes, err = q.Cards(q.day); err != nil {
			return nil, err
		}
	}
	for _, code := range codes {
		c, ok, err := q.Card(code, q.day)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, fmt.Errorf("there is no loan %s that was paid out by %s", code, q.day)
		}
		cards = append(cards, c)
	}
	return cards, nil
}

func printCards(w io.Writer, d *report.Document, q question) error {
	cards, err := q.cards()
	if err != nil {
		return err
	}
	return report.WriteCards(w, d, cards)
}

// kits are the start kits of the groups: members who left are not in the list.
func (q question) kits() (kits []report.Kit) {
	villages := map[ledger.VillageCode]string{}
	for _, v := range q.books.Villages {
		villages[v.Code] = v.Name
	}
	for _, code := range q.GroupCodes() {
		i := slices.IndexFunc(q.books.Groups, func(g ledger.Group) bool { return g.Code == code })
		g := q.books.Groups[i]
		k := report.Kit{Group: g, Village: villages[g.Village], Phone: q.botPhone}
		for _, m := range q.books.Members {
			if m.Group == code && m.Status == ledger.Active {
				k.Members = append(k.Members, m)
			}
		}
		kits = append(kits, k)
	}
	return kits
}

func kitTables(q question) (tables []report.Table, err error) {
	kits := q.kits()
	for i := range kits {
		tables = append(tables, report.KitTable(&kits[i]))
	}
	return tables, nil
}

func printKits(w io.Writer, d *report.Document, q question) error {
	return report.WriteKits(w, d, q.kits(), docs.TreasurersGuide)
}
