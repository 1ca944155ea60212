package main

import (
	"cmp"
	"slices"
	"time"

	"bendahara/bot/report"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// urgencies are the kinds of messages in the report's words.
var urgencies = map[conversation.Class]string{
	conversation.Reply: "Balasan", conversation.Receipt: "Bukti dan pemberitahuan", conversation.Reminder: "Pengingat dan rekap", conversation.Broadcast: "Siaran dan rekap bulanan",
}

// spent is what some messages were and cost.
type spent struct {
	messages, segments, failed int
	cost                       ledger.Money
}

// add counts a message by the ways that it went: one that a provider took and that failed
// then is paid for, too.
func (s *spent) add(o store.Outbound) {
	for _, w := range o.Tried {
		s.cost += w.Cost
		if w.Gateway != "" {
			s.failed++
		}
	}
	s.cost += o.Cost
	switch o.Delivery {
	case conversation.Taken, conversation.SentOn, conversation.Delivered, conversation.Read:
		s.messages++
		s.segments += o.Segments
	case conversation.Failed:
		s.failed++
	}
}

// costTables tell what the month's messages cost: by kind, group and gateway, and for one
// repayment that was recorded.
func costTables(q question) ([]report.Table, error) {
	var total spent
	kinds, groups, ways := map[conversation.Class]*spent{}, map[ledger.GroupCode]*spent{}, map[string]*spent{}
	groupOf := map[ledger.Phone]ledger.GroupCode{}
	for _, m := range slices.Backward(q.books.Members) {
		for _, p := range []ledger.Phone{m.Phone, m.Phone2} {
			groupOf[p] = m.Group
		}
	}
	for _, o := range q.sent {
		total.add(o)
		of(kinds, o.Class).add(o)
		of(groups, groupOf[o.To]).add(o)
		of(ways, cmp.Or(o.Gateway, "-")+" "+string(o.Channel)).add(o)
	}
	columns := func(first ...string) []string {
		return append(first, "Pesan", "Segmen", "Gagal", "Biaya")
	}
	byKind := report.Table{Title: "Biaya pesan menurut jenis", Detail: []any{q.month}, Columns: columns("Jenis")}
	for _, c := range []conversation.Class{conversation.Reply, conversation.Receipt, conversation.Reminder, conversation.Broadcast} {
		if s, ok := kinds[c]; ok {
			byKind.Add(urgencies[c], s.messages, s.segments, s.failed, s.cost)
		}
	}
	byKind.Total(0, "JUMLAH", total.messages, total.segments, total.failed, total.cost)
	byGroup := report.Table{Title: "Biaya pesan menurut kelompok", Detail: []any{q.month}, Columns: columns("Desa", "Kelompok")}
	villages := map[ledger.VillageCode]string{}
	for _, v := range q.books.Villages {
		villages[v.Code] = v.Name
	}
	for _, g := range q.books.Groups {
		if s, ok := groups[g.Code]; ok {
			byGroup.Add(villages[g.Village], g.Name, s.messages, s.segments, s.failed, s.cost)
		}
	}
	if s, ok := groups[""]; ok {
		byGroup.Add("", "Kantor dan nomor lain", s.messages, s.segments, s.failed, s.cost)
	}
	byGroup.Total(0, "JUMLAH", "", total.messages, total.segments, total.failed, total.cost)
	byWay := report.Table{Title: "Biaya pesan menurut jalan", Detail: []any{q.month}, Columns: columns("Jalan")}
	for _, name := range sortedKeys(ways) {
		s := ways[name]
		byWay.Add(name, s.messages, s.segments, s.failed, s.cost)
	}
	byWay.Total(0, "JUMLAH", total.messages, total.segments, total.failed, total.cost)
	each := report.Table{Title: "Biaya per angsuran yang dicatat lewat pesan", Detail: []any{q.month}, Columns: []string{"Angsuran dicatat", "Biaya semua pesan", "Biaya per angsuran"}}
	begin, end := q.span()
	if n := q.Recorded(ledger.Repayment, begin, end); n > 0 {
		each.Add(n, total.cost, (total.cost+ledger.Money(n)/2)/ledger.Money(n))
	} else {
		each.Add(0, total.cost, "")
	}
	return []report.Table{byKind, byGroup, byWay, each}, nil
}

// of is what is counted under a key.
func of[K comparable](all map[K]*spent, key K) *spent {
	if all[key] == nil {
		all[key] = &spent{}
	}
	return all[key]
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// span is the month in the UPK's zone.
func (q question) span() (begin, end time.Time) {
	at := func(d ledger.Date) time.Time {
		year, month, day := d.Civil()
		return time.Date(year, month, day, 0, 0, 0, 0, q.books.Settings.Zone())
	}
	return at(q.first), at((q.month + 1).First())
}
