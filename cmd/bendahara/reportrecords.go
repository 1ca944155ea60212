package main

import "bendahara/ledger"

func digestTables(q question) ([]reportTable, error) {
	d, err := q.Digest(q.heard)
	if err != nil {
		return nil, err
	}
	t := reportTable{Title: "Sidik pembukuan " + d.Day.String(), Columns: []string{"Tanggal", "Sidik", "Rantai", "Catatan", "Jumlah neraca saldo"}}
	t.row(d.Day, d.Code, d.Chains, d.Entries, d.Total)
	return []reportTable{t}, nil
}
