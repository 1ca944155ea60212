package main

import (
	"fmt"

	"bendahara/bot/report"
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

func assessmentTables(q question) ([]report.Table, error) {
	got, err := q.Assessments(q.now)
	if err != nil || len(got.Rows) == 0 {
		return nil, err
	}
	rule := fmt.Sprintf("(syarat: tepat waktu %s %%, kelas ke-%d, menunggak %d hari)", got.Rule.OnTime, got.Rule.WorstClass, got.Rule.LongestDays)
	t := report.Table{Title: "Penilaian kelompok", Detail: []any{q.now, rule}, Columns: []string{
		"Desa", "Kelompok", "Pinjaman", "Status", "Tepat waktu", "Dari", "%", "Kelas terburuk", "Terlama menunggak (hari)",
		"Tunggakan", "Sisa", "Jawaban", "Alasan",
	}}
	asked := report.Table{Title: "Permohonan dibanding pinjaman lalu", Columns: []string{
		"Desa", "Kelompok", "Pinjaman", "Dana", "Status", "Pinjaman lalu", "Anggota", "Dulu", "Diminta", "Perubahan", "Sesuai syarat",
	}}
	for _, r := range got.Rows {
		for _, rec := range r.Records {
			var share ledger.Percentage
			share.Value, share.Known = rec.OnTimeShare()
			t.Add(r.VillageName, r.GroupName, rec.Loan, rec.Status, rec.InTime, rec.Judged, share, rec.WorstClass.Name, rec.Longest,
				rec.Overdue.Total(), rec.Left.Total(), "", "")
		}
		t.Add(r.VillageName, r.GroupName, "", "", "", "", "", "", "", "", "", answers[r.Answer], reason(r.Assessment))
		for _, p := range r.Requests {
			first := len(asked.Rows)
			for _, m := range p.Members {
				asked.Add(r.VillageName, r.GroupName, p.Loan, p.Fund, p.Status, p.Before, m.Member, m.Previous, m.Requested, m.Change, "")
			}
			asked.Total(first, r.VillageName, r.GroupName, p.Loan, p.Fund, p.Status, p.Before, "JUMLAH", p.Previous, p.Requested, "", yesNo(p.Allowed))
		}
	}
	tables := []report.Table{t}
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

func coverTables(q question) ([]report.Table, error) {
	got := q.Covers(q.now)
	var tables []report.Table
	for _, part := range got.Debts {
		t := report.Table{Title: "Talangan " + string(part.Fund), Detail: []any{q.now}, Columns: []string{
			"Dana", "Desa", "Kelompok", "Pinjaman", "Ditalangi", "Nama", "Penalang", "Nama penalang", "Belum diganti",
		}}
		for _, r := range part.Rows {
			t.Add(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Defaulter, r.DefaulterName, r.Coverer, r.CovererName, r.Owed)
		}
		t.Total(0, part.Fund, "JUMLAH", "", "", "", "", "", "", part.Total.Owed)
		tables = append(tables, t)
	}
	members := func(title, due string, parts []ledger.FundPart[ledger.CoverDueRow]) {
		for _, part := range parts {
			t := report.Table{Title: title + " " + string(part.Fund), Detail: []any{q.now}, Columns: []string{
				"Dana", "Desa", "Kelompok", "Pinjaman", "Anggota", "Nama", due, "Ada di bendahara",
			}}
			for _, r := range part.Rows {
				t.Add(part.Fund, r.VillageName, r.GroupName, r.Loan, r.Member, r.Name, r.Due, r.Returnable)
			}
			t.Total(0, part.Fund, "JUMLAH", "", "", "", "", part.Total.Due, part.Total.Returnable)
			tables = append(tables, t)
		}
	}
	members("Hak penalang", "Belum diterima", got.Due)
	members("Tanggungan atas anggota yang meninggal", "Belum dibayar", got.TakenOver)
	return tables, nil
}

func savingsTables(q question) ([]report.Table, error) {
	got := q.Savings(q.now)
	if len(got.Groups) == 0 {
		return nil, nil
	}
	t := report.Table{Title: "Simpanan", Detail: []any{q.now}, Columns: []string{
		"Desa", "Kelompok", "Anggota", "Nama", "Pokok", "Wajib", "Sukarela", "Harian", "Tanggung renteng", "Sosial", "Jumlah",
	}}
	daily := report.Table{Title: "Simpanan harian KSM", Detail: []any{q.now}, Columns: []string{
		"Desa", "Kelompok", "Anggota", "Nama", "Per hari", "Mulai", "Terisi s.d.", "Sisa untuk hari berikut", "Hari tertinggal", "Kurang", "Hari di muka",
	}}
	var sums []int
	for _, g := range got.Groups {
		first := len(t.Rows)
		for _, r := range g.Rows {
			t.Add(g.VillageName, g.GroupName, r.Member, r.Name, r.Purses, r.Total)
			if d := r.Daily; d != nil {
				daily.Add(g.VillageName, g.GroupName, r.Member, r.Name, d.Amount, d.Start, d.PaidThrough, d.Part, d.DaysBehind, d.Behind, d.DaysAhead)
			}
		}
		sums = append(sums, len(t.Rows))
		t.Total(first, g.VillageName, g.GroupName, "JUMLAH", "", g.Total.Purses, g.Total.Total)
	}
	t.TotalOf(sums, "JUMLAH", "", "", "", got.Total.Purses, got.Total.Total)
	tables := []report.Table{t}
	if len(daily.Rows) > 0 {
		tables = append(tables, daily)
	}
	return tables, nil
}

func digestTables(q question) ([]report.Table, error) {
	d, err := q.Digest(q.heard)
	if err != nil {
		return nil, err
	}
	t := report.Table{Title: "Sidik pembukuan", Detail: []any{d.Day}, Columns: []string{"Tanggal", "Sidik", "Rantai", "Catatan", "Jumlah neraca saldo"}}
	t.Add(d.Day, d.Code, d.Chains, d.Entries, d.Total)
	return []report.Table{t}, nil
}
