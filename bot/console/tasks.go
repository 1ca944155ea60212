package console

import (
	"strings"

	"github.com/shopspring/decimal"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// The fields that many tasks have.
var (
	basis     = field{Name: "dasar", Label: "Dasarnya", Hint: "Nomor surat atau keputusan, atau untuk apa uangnya.", Kind: asText, Most: conversation.MaxReference}
	onDay     = field{Name: "tanggal", Label: "Tanggal", Kind: asDay}
	whichLoan = field{Name: "pinjaman", Label: "Kode pinjaman", Hint: "Seperti A01-L1; ada di halaman kelompok.", Kind: asText}
	whose     = field{Name: "anggota", Label: "Anggota", Hint: "Kode (A01-03) atau nama.", Kind: asText}
	howMuch   = field{Name: "jumlah", Label: "Jumlah", Kind: asMoney}
	whichMo   = field{Name: "bulan", Label: "Bulan", Kind: asMonth}
	purse     = field{Name: "simpanan", Label: "Simpanan", Kind: asSelect, Choices: purseChoices()}
)

// purseNames are what purses are called.
var purseNames = map[ledger.Purse]text{
	ledger.SavingsInitial: "simpanan pokok", ledger.SavingsMonthly: "simpanan wajib", ledger.SavingsVoluntary: "simpanan sukarela",
	ledger.SavingsDaily: "simpanan harian", ledger.SavingsMutual: "simpanan tanggung renteng", ledger.SavingsSocial: "simpanan sosial",
}

func purseChoices() (list []choice) {
	for _, p := range ledger.Purses {
		list = append(list, choice{string(p), purseNames[p]})
	}
	return list
}

func accounts() (list []choice) {
	for _, c := range ledger.OwnAccounts() {
		list = append(list, choice{string(c), text(string(c) + " " + c.Name())})
	}
	return list
}

// fixed are fields that are the same for everybody, but that a day is today's at first.
func fixed(fields ...field) func(*request, *store.Tx) ([]field, error) {
	return func(q *request, _ *store.Tx) ([]field, error) {
		list := append([]field{}, fields...)
		for i, f := range list {
			if f.Kind == asDay && f.Name == onDay.Name {
				list[i].Value = ledger.DateOf(q.now).String()
			}
		}
		return list, nil
	}
}

// task is one of the office's tasks, which another officer confirms.
type task struct {
	task   conversation.Task
	about  text
	fields []field
	work   func(*filled, *store.Tx, conversation.Desk) (conversation.Proposal, error)
}

// officeTasks are the office's tasks, a line each: what is to be filled in and what the
// desk does with it.
func (c *Console) officeTasks() []task {
	member := func(f *filled, tx *store.Tx) ledger.MemberCode { return f.member(tx, "anggota") }
	loan := func(f *filled) ledger.LoanCode { return ledger.LoanCode(strings.ToUpper(f.text("pinjaman"))) }
	return []task{
		{
			conversation.TaskDeath, "Sisa pinjaman anggota yang meninggal ditutup sesuai aturan UPK.",
			[]field{whose, onDay, basis},
			func(f *filled, tx *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				return d.Death(member(f, tx), f.day("tanggal"), f.text("dasar"))
			},
		},
		{
			conversation.TaskWaive, "Jasa atau denda seorang anggota dibebaskan dengan keputusan.",
			[]field{whose, whichLoan, optional(howMuch, "jasa", "Jasa yang dibebaskan"), optional(howMuch, "denda", "Denda yang dibebaskan"), onDay, basis},
			func(f *filled, tx *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				if f.money("jasa")+f.money("denda") == 0 {
					f.fault("jasa", "Isi jasa atau denda yang dibebaskan.")
				}
				return d.Waive(member(f, tx), loan(f), f.money("jasa"), f.money("denda"), f.day("tanggal"), f.text("dasar"))
			},
		},
		{
			conversation.TaskWithdraw, "Simpanan dibayarkan dari kas bendahara kelompok: dengan keputusan, atau kepada ahli waris.",
			[]field{whose, purse, howMuch, onDay, basis},
			func(f *filled, tx *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				return d.Withdraw(member(f, tx), ledger.Purse(f.text("simpanan")), f.amount("jumlah"), f.day("tanggal"), f.text("dasar"))
			},
		},
		{
			conversation.TaskStage, "Pinjaman maju atau mundur satu tahap. Tahap cair membayarkan uangnya pada tanggal itu.",
			[]field{whichLoan, {Name: "tahap", Label: "Tahap", Kind: asSelect, Choices: same("usulan", "verifikasi", "disetujui", "cair", "lunas")}, onDay, basis},
			func(f *filled, _ *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				return d.Stage(loan(f), ledger.LoanStatus(f.text("tahap")), f.day("tanggal"), f.text("dasar"))
			},
		},
		{
			conversation.TaskReschedule, "Pinjaman baru menggantikan yang tidak bisa dibayar seperti semula. Yang kosong tetap seperti dulu.",
			[]field{
				whichLoan,
				{Name: "baru", Label: "Kode pinjaman baru", Kind: asText, Most: 20},
				{Name: "angsuran", Label: "Berapa kali angsuran", Kind: asNumber},
				{Name: "jasa_persen", Label: "Jasa (persen)", Kind: asText, Optional: true},
				{Name: "setiap", Label: "Jarak angsuran", Kind: asSelect, Optional: true, Choices: rhythms},
				{Name: "jatuh_tempo", Label: "Jatuh tempo pertama", Kind: asDay, Optional: true},
				{Name: "tenggang", Label: "Angsuran pertama yang hanya jasa", Kind: asNumber, Optional: true},
				onDay, basis,
			},
			rescheduled,
		},
		{
			conversation.TaskWriteOff, "Pinjaman keluar dari pembukuan karena tidak tertagih, dengan keputusan forum.",
			[]field{whichLoan, onDay, basis},
			func(f *filled, _ *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				return d.WriteOff(loan(f), f.day("tanggal"), f.text("dasar"))
			},
		},
		{
			conversation.TaskProfit, "Keuntungan yang dilaporkan kelompok: bagian UPK ditagih.",
			[]field{whichLoan, optional(howMuch, "jumlah", "Keuntungan seluruhnya").must(), {Name: "jatuh_tempo", Label: "Bagian UPK jatuh tempo", Kind: asDay}, basis},
			func(f *filled, _ *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				return d.Profit(loan(f), f.amount("jumlah"), f.day("jatuh_tempo"), f.text("dasar"))
			},
		},
		{
			conversation.TaskJournal, "Uang UPK sendiri: gaji, biaya bank, pindah kas, modal.",
			[]field{
				{Name: "debit", Label: "Debit", Kind: asSelect, Choices: accounts()},
				{Name: "kredit", Label: "Kredit", Kind: asSelect, Choices: accounts()},
				howMuch, onDay, basis,
				{Name: "sekali_lagi", Label: "Yang sama sudah pernah dicatat, dan ini memang sekali lagi", Kind: asCheck},
			},
			func(f *filled, _ *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				debit, credit := ledger.AccountCode(f.text("debit")), ledger.AccountCode(f.text("kredit"))
				return d.Journal(ledger.Account{Code: debit}, ledger.Account{Code: credit}, f.amount("jumlah"), f.day("tanggal"), f.text("dasar"), f.text("sekali_lagi") != "")
			},
		},
		{
			conversation.TaskReverse, "Catatan apa saja dibatalkan, juga jurnal UPK dan pekerjaan kantor.",
			[]field{{Name: "nomor", Label: "Nomor catatan", Hint: "Seperti A01/17, atau UPK/3.", Kind: asText, Most: 20}, basis},
			func(f *filled, _ *store.Tx, d conversation.Desk) (p conversation.Proposal, err error) {
				g, n, ok := f.entry("nomor")
				if !ok {
					return p, nil
				}
				return d.Reverse(g, n, f.text("dasar"))
			},
		},
		{
			conversation.TaskReserve, "Cadangan penyisihan disesuaikan dengan kolektibilitas akhir bulan.",
			[]field{whichMo, basis},
			c.byBooks(conversation.TaskReserve, func(f *filled, _ conversation.Desk, r *ledger.Reports) ([]ledger.Entry, error) {
				e, err := r.ReserveEntry(f.month("bulan").First().MonthEnd())
				return []ledger.Entry{e}, err
			}),
		},
		{
			conversation.TaskIncentive, "Insentif (IPTW) dibayarkan tunai untuk angsuran tepat waktu sampai akhir bulan itu.",
			[]field{whichMo, onDay, basis},
			c.byBooks(conversation.TaskIncentive, func(f *filled, _ conversation.Desk, r *ledger.Reports) ([]ledger.Entry, error) {
				return r.IncentiveEntries(ledger.IncentiveTime{To: f.month("bulan").First().MonthEnd(), AsOf: f.day("tanggal")})
			}),
		},
		{
			conversation.TaskYearEnd, "Hasil tahun yang sudah lewat dipindah ke surplus.",
			[]field{{Name: "tahun", Label: "Tahun", Kind: asNumber}, basis},
			c.byBooks(conversation.TaskYearEnd, func(f *filled, _ conversation.Desk, r *ledger.Reports) ([]ledger.Entry, error) {
				e, err := r.CloseYear(f.number("tahun"))
				return []ledger.Entry{e}, err
			}),
		},
		{
			conversation.TaskSurplus, "Surplus dibagi seperti aturan UPK (surplus).",
			[]field{onDay, basis},
			c.byBooks(conversation.TaskSurplus, func(f *filled, _ conversation.Desk, r *ledger.Reports) ([]ledger.Entry, error) {
				e, _, err := r.SurplusEntry(f.day("tanggal"))
				return []ledger.Entry{e}, err
			}),
		},
		{
			conversation.TaskClose, "Semua bulan sampai bulan ini ditutup, dan tetap tertutup.",
			[]field{whichMo, basis},
			func(f *filled, _ *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				return d.Close(f.month("bulan"), f.text("dasar"))
			},
		},
		{
			conversation.TaskAdmit, "Anggota baru masuk kelompok. Nomor HP-nya didaftarkan sesudah ini, dan dijawab dari HP itu sendiri.",
			[]field{
				{Name: "kelompok", Label: "Kelompok", Hint: "Kode (A01) atau nama.", Kind: asText},
				{Name: "kode", Label: "Kode anggota baru", Hint: "Seperti A01-12.", Kind: asText, Most: 20},
				{Name: "nama", Label: "Nama lengkap", Kind: asText, Most: 60},
				{Name: "sapaan", Label: "Sapaan", Kind: asSelect, Optional: true, Choices: same("Bu", "Pak", "Mbak", "Mas")},
				{Name: "bahasa", Label: "Bahasa", Kind: asSelect, Optional: true, Choices: []choice{{"id", "Indonesia"}, {"jv", "Jawa"}, {"su", "Sunda"}, {"en", "Inggris"}}},
				{Name: "setuju", Label: "Setuju menerima pengingat, sejak tanggal", Hint: "Kosong: belum setuju.", Kind: asDay, Optional: true},
				basis,
			},
			admitted,
		},
		{
			conversation.TaskMerge, "Dua catatan dari satu orang. Dalam satu kelompok catatan yang dilebur berakhir dan menunjuk ke yang dipertahankan; yang sudah tercatat tetap di tempatnya. Dari dua kelompok, nama dan nomornya menjadi sama.",
			[]field{
				{Name: "pertahankan", Label: "Yang dipertahankan", Hint: "Kode anggota.", Kind: asText, Most: 60}, {Name: "lebur", Label: "Yang dilebur", Hint: "Kode anggota.", Kind: asText, Most: 60}, basis,
			},
			func(f *filled, tx *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
				return d.Merge(f.member(tx, "pertahankan"), f.member(tx, "lebur"), f.text("dasar"))
			},
		},
	}
}

// optional is a field under another name that need not be filled in.
func optional(f field, name string, label text) field {
	f.Name, f.Label, f.Optional = name, label, true
	return f
}

// must is the field, which has to be filled in.
func (f field) must() field {
	f.Optional = false
	return f
}

func same(words ...text) (list []choice) {
	for _, w := range words {
		list = append(list, choice{string(w), w})
	}
	return list
}

// rhythms are the times between instalments.
var rhythms = []choice{{"1 bulan", "sebulan"}, {"3 bulan", "tiga bulan"}, {"1 minggu", "seminggu"}, {"2 minggu", "dua minggu"}, {"selapan", "selapan (35 hari)"}, {"1 hari", "sehari"}}

var intervals = map[string]ledger.Interval{
	"1 bulan": {N: 1, Unit: ledger.Month}, "3 bulan": {N: 3, Unit: ledger.Month}, "1 minggu": {N: 1, Unit: ledger.Week},
	"2 minggu": {N: 2, Unit: ledger.Week}, "selapan": {N: ledger.Selapan, Unit: ledger.Day}, "1 hari": {N: 1, Unit: ledger.Day},
}

func rescheduled(f *filled, tx *store.Tx, d conversation.Desk) (p conversation.Proposal, err error) {
	old, err := tx.Loan(ledger.LoanCode(strings.ToUpper(f.text("pinjaman"))))
	if err != nil {
		f.fault("pinjaman", "Pinjaman ini tidak ada.")
		return p, err
	}
	code := ledger.LoanCode(strings.ToUpper(f.text("baru")))
	if _, err := tx.Loan(code); err == nil {
		f.fault("baru", "Kode ini sudah dipakai pinjaman lain.")
	} else if none(err) != nil {
		return p, err
	}
	terms := old.Terms
	terms.Instalments, terms.Grace, terms.FirstDue = f.number("angsuran"), f.number("tenggang"), f.day("jatuh_tempo")
	if text := f.text("jasa_persen"); text != "" {
		if terms.Rate, err = decimal.NewFromString(strings.Replace(text, ",", ".", 1)); err != nil {
			f.fault("jasa_persen", "Tulis persen dengan angka, misalnya 1,5.")
			return p, err
		}
	}
	if text := f.text("setiap"); text != "" {
		terms.Every, terms.InterestEvery = intervals[text], ledger.Interval{}
	}
	return d.Reschedule(old.Code, code, terms, f.day("tanggal"), f.text("dasar"))
}

func admitted(f *filled, tx *store.Tx, d conversation.Desk) (conversation.Proposal, error) {
	day := f.day("setuju")
	if day > d.Today() {
		f.fault("setuju", "Tanggalnya harus sudah lewat.")
	}
	return d.Admit(ledger.Member{
		Code: ledger.MemberCode(strings.ToUpper(f.text("kode"))), Group: f.group(tx, "kelompok"), Name: f.text("nama"), Title: f.text("sapaan"),
		Language: f.text("bahasa"), Consent: day != 0, ConsentDay: day,
	}, f.text("dasar"))
}

// byBooks is work that follows from the UPK's books as a whole.
func (c *Console) byBooks(t conversation.Task, work func(*filled, conversation.Desk, *ledger.Reports) ([]ledger.Entry, error),
) func(*filled, *store.Tx, conversation.Desk) (conversation.Proposal, error) {
	return func(f *filled, tx *store.Tx, d conversation.Desk) (p conversation.Proposal, err error) {
		reports, err := c.Books(f.q.Context(), tx)
		if err != nil {
			return p, err
		}
		entries, err := work(f, d, reports)
		if err != nil || !f.ok() {
			return p, err
		}
		return d.Worked(t, f.text("dasar"), entries...)
	}
}

// taskJobs are the office's tasks as jobs.
func (c *Console) taskJobs() (jobs []job) {
	for _, t := range c.officeTasks() {
		jobs = append(jobs, job{
			name: string(t.task), title: tasks[t.task], about: t.about, button: "Usulkan", may: decides,
			fields: fixed(t.fields...), propose: t.work, of: func(f *filled) string { return f.text("anggota") + f.text("pinjaman") + f.text("nomor") },
		})
	}
	return jobs
}
