package main

import (
	"fmt"

	"bendahara/ledger"
)

// answers and reasons are the rule's answer in the words of the reports.
var answers = map[ledger.Answer]string{
	ledger.MayAskMore:  "boleh minta lebih",
	ledger.MayAskSame:  "boleh minta sebesar pinjaman lalu",
	ledger.MayAskFirst: "pinjaman pertama",
	ledger.Refused:     "belum boleh",
}

func reason(a ledger.Assessment) string {
	switch a.Reason {
	case ledger.BecauseArrears:
		return fmt.Sprintf("%s menunggak sejak %s", a.Loan, a.Since)
	case ledger.BecauseUnpaid:
		return fmt.Sprintf("%s belum lunas", a.Loan)
	case ledger.BecauseNoRecord:
		return "belum pernah meminjam"
	case ledger.BecauseMoved:
		return fmt.Sprintf("%s dijadwal ulang", a.Loan)
	case ledger.BecauseOnTime:
		return fmt.Sprintf("%s tepat waktu %s %%, syarat paling sedikit %s %%", a.Loan, a.Have, a.Need)
	case ledger.BecauseLongest:
		return fmt.Sprintf("%s pernah menunggak %s hari, syarat paling lama %s hari", a.Loan, a.Have, a.Need)
	case ledger.BecauseClass:
		return fmt.Sprintf("%s pernah kelas ke-%s, syarat paling buruk kelas ke-%s", a.Loan, a.Have, a.Need)
	case ledger.BecauseClean:
		return fmt.Sprintf("%s lancar sesuai syarat", a.Loan)
	}
	return string(a.Reason)
}

func assessmentTables(q question) ([]reportTable, error) {
	got, err := q.Assessments(q.now)
	if err != nil || len(got.Rows) == 0 {
		return nil, err
	}
	rule := fmt.Sprintf("syarat: tepat waktu %s %%, kelas ke-%d, menunggak %d hari", got.Rule.OnTime, got.Rule.WorstClass, got.Rule.LongestDays)
	t := reportTable{Title: "Penilaian kelompok " + q.now.String() + ", " + rule, Columns: []string{
		"Desa", "Kelompok", "Pinjaman", "Status", "Tepat waktu", "Dari", "%", "Kelas terburuk", "Terlama menunggak (hari)",
		"Tunggakan", "Sisa", "Jawaban", "Alasan",
	}}
	asked := reportTable{Title: "Permohonan dibanding pinjaman lalu", Columns: []string{
		"Desa", "Kelompok", "Pinjaman", "Dana", "Status", "Pinjaman lalu", "Anggota", "Dulu", "Diminta", "Perubahan", "Sesuai syarat",
	}}
	for _, r := range got.Rows {
		for _, rec := range r.Records {
			share := "-"
			if s, ok := rec.OnTimeShare(); ok {
				share = s.StringFixed(2)
			}
			t.row(r.VillageName, r.GroupName, rec.Loan, rec.Status, rec.InTime, rec.Judged, share, rec.WorstClass.Name, rec.Longest,
				rec.Overdue.Total(), rec.Left.Total(), "", "")
		}
		t.row(r.VillageName, r.GroupName, "", "", "", "", "", "", "", "", "", answers[r.Answer], reason(r.Assessment))
		for _, p := range r.Requests {
			for _, m := range p.Members {
				asked.row(r.VillageName, r.GroupName, p.Loan, p.Fund, p.Status, p.Before, m.Member, m.Previous, m.Requested, m.Change, "")
			}
			asked.row(r.VillageName, r.GroupName, p.Loan, p.Fund, p.Status, p.Before, "JUMLAH", p.Previous, p.Requested, "", yesNo(p.Allowed))
		}
	}
	tables := []reportTable{t}
	if len(asked.Rows) > 0 {
		tables = append(tables, asked)
	}
	return tables, nil
}

func yesNo(b bool) string {
	if b {
		return "ya"
	}
	return "tidak"
}

func coverTables(q question) ([]reportTable, error) {
	got := q.Covers(q.now)
	var tables []reportTable
	for _, part := range got.Debts {
		t := reportTable{Title: "Talangan " + string(part.Fund) + " " + q.now.String(), Columns: []string{
			"Dana", "Desa", "Kelompok", "Pinjaman", "Ditalangi", "Nama", "Penalang", "Nama penalang", "Belum diganti",
		}}
		for _, r := range part.Rows {
			t.row(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Defaulter, r.DefaulterName, r.Coverer, r.CovererName, r.Owed)
		}
		t.row(part.Fund, "JUMLAH", "", "", "", "", "", "", part.Total.Owed)
		tables = append(tables, t)
	}
	members := func(title, due string, parts []ledger.FundPart[ledger.CoverDueRow]) {
		for _, part := range parts {
			t := reportTable{Title: title + " " + string(part.Fund) + " " + q.now.String(), Columns: []string{
				"Dana", "Desa", "Kelompok", "Pinjaman", "Anggota", "Nama", due, "Ada di bendahara",
			}}
			for _, r := range part.Rows {
				t.row(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Member, r.Name, r.Due, r.Returnable)
			}
			t.row(part.Fund, "JUMLAH", "", "", "", "", part.Total.Due, part.Total.Returnable)
			tables = append(tables, t)
		}
	}
	members("Hak penalang", "Belum diterima", got.Due)
	members("Tanggungan atas anggota yang meninggal", "Belum dibayar", got.TakenOver)
	return tables, nil
}

func savingsTables(q question) ([]reportTable, error) {
	got := q.Savings(q.now)
	if len(got.Groups) == 0 {
		return nil, nil
	}
	t := reportTable{Title: "Simpanan " + q.now.String(), Columns: []string{
		"Desa", "Kelompok", "Anggota", "Nama", "Pokok", "Wajib", "Sukarela", "Harian", "Tanggung renteng", "Sosial", "Jumlah",
	}}
	daily := reportTable{Title: "Simpanan harian KSM " + q.now.String(), Columns: []string{
		"Desa", "Kelompok", "Anggota", "Nama", "Per hari", "Mulai", "Terisi s.d.", "Sisa untuk hari berikut", "Hari tertinggal", "Kurang", "Hari di muka",
	}}
	for _, g := range got.Groups {
		for _, r := range g.Rows {
			t.row(g.VillageName, g.GroupName, r.Member, r.Name, r.Purses, r.Total)
			if d := r.Daily; d != nil {
				daily.row(g.VillageName, g.GroupName, r.Member, r.Name, d.Amount, d.Start, since(d.PaidThrough), d.Part, d.DaysBehind, d.Behind, d.DaysAhead)
			}
		}
		t.row(g.VillageName, g.GroupName, "JUMLAH", "", g.Total.Purses, g.Total.Total)
	}
	t.row("JUMLAH", "", "", "", got.Total.Purses, got.Total.Total)
	tables := []reportTable{t}
	if len(daily.Rows) > 0 {
		tables = append(tables, daily)
	}
	return tables, nil
}

func digestTables(q question) ([]reportTable, error) {
	d, err := q.Digest(q.heard)
	if err != nil {
		return nil, err
	}
	t := reportTable{Title: "Sidik pembukuan " + d.Day.String(), Columns: []string{"Tanggal", "Sidik", "Rantai", "Catatan", "Jumlah neraca saldo"}}
	t.row(d.Day, d.Code, d.Chains, d.Entries, d.Total)
	return []reportTable{t}, nil
}
