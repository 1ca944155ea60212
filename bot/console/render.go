package console

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/templates"
)

//go:embed page
var files embed.FS

// view is what a page is made from.
type view struct {
	Title    string
	UPK      ledger.UPK
	User     string // empty: nobody is logged in
	Officer  ledger.Officer
	Oversees bool
	Now      time.Time
	Here     string // the tab that the page belongs to
	Data     any
}

// pages are the pages by name, each with the frame around it.
var pages = parse("login", "problem", "today", "groups", "group", "proposals", "proposal", "cases", "outbox", "talk",
	"broadcasts", "broadcast", "reports", "visits", "works", "work", "deposits", "deposit", "statement", "case")

func parse(names ...string) map[string]*template.Template {
	all := map[string]*template.Template{}
	for _, name := range names {
		all[name] = template.Must(template.New(name).Funcs(funcs).ParseFS(files, "page/frame.html", "page/form.html", "page/"+name+".html"))
	}
	return all
}

// render writes a page whole, or says that it cannot be made.
func render(log *slog.Logger, w http.ResponseWriter, status int, page string, v view) {
	var b bytes.Buffer
	if err := pages[page].ExecuteTemplate(&b, "frame", v); err != nil {
		log.Error("a page of the console cannot be made", "page", page, "error", err)
		http.Error(w, broken.words, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// tabs are the tabs that pages belong to.
var tabs = map[string]string{
	"today": "/", "groups": "/kelompok", "group": "/kelompok", "proposals": "/usulan", "proposal": "/usulan", "cases": "/perkara",
	"outbox": "/pesan", "talk": "/pesan", "broadcasts": "/siaran", "broadcast": "/siaran", "reports": "/laporan", "visits": "/jejak",
	"works": "/kerja", "work": "/kerja", "deposits": "/kerja", "deposit": "/kerja", "statement": "/kerja", "case": "/perkara",
}

var funcs = template.FuncMap{
	"t":        fmt.Sprintf, // what a page says, in Indonesian, with what goes into it
	"rp":       ledger.Money.String,
	"day":      templates.PaperDay,
	"month":    templates.PaperMonth,
	"phone":    templates.PaperPhone,
	"kind":     templates.PaperKind,
	"upk":      func(u ledger.UPK) string { name, _ := templates.PaperUPK(u); return name },
	"clock":    clock,
	"task":     func(t conversation.Task) string { return word(tasks, t) },
	"delivery": func(d conversation.Delivery) string { return deliveries[d] },
	"class":    func(c conversation.Class) string { return classes[c] },
	"runs":     func(s conversation.BroadcastState) string { return word(runs, s) },
	"what":     whatOf,
	"caseof":   func(k conversation.CaseKind) string { return word(cases, k) },
	"account":  func(a ledger.Account) string { return a.String() + " " + a.Code.Name() },
	"tab": func(path, name, here string) any {
		return struct {
			Path, Name string
			Here       bool
		}{path, name, path == here}
	},
}

// clock is a time in the zone that it is given in: 27 Nov 2026 15.04.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return templates.PaperDay(ledger.DateOf(t)) + t.Format(" 15.04")
}

// word is what something is called; where it has no word, its own.
func word[K ~string](words map[K]string, k K) string {
	if w, ok := words[k]; ok {
		return w
	}
	return string(k)
}

var tasks = map[conversation.Task]string{
	conversation.TaskDeath: "Anggota meninggal", conversation.TaskWaive: "Keringanan", conversation.TaskWithdraw: "Ambil simpanan",
	conversation.TaskStage: "Tahap pinjaman", conversation.TaskReschedule: "Jadwal ulang", conversation.TaskWriteOff: "Hapus buku",
	conversation.TaskProfit: "Bagi hasil", conversation.TaskJournal: "Jurnal UPK", conversation.TaskReserve: "Cadangan penyisihan",
	conversation.TaskIncentive: "IPTW", conversation.TaskYearEnd: "Tutup tahun", conversation.TaskSurplus: "Bagi surplus",
	conversation.TaskReverse: "Pembatalan catatan", conversation.TaskClose: "Tutup bulan", conversation.TaskAnnounce: "Siaran",
	conversation.TaskAdmit: "Anggota baru", conversation.TaskMerge: "Lebur dua catatan",
}

var deliveries = map[conversation.Delivery]string{
	conversation.Queued: "menunggu", conversation.Taken: "diterima penyedia", conversation.SentOn: "dikirim",
	conversation.Uncertain: "tidak pasti", conversation.Expired: "lewat waktunya", conversation.Failed: "gagal",
	conversation.Delivered: "sampai", conversation.Read: "dibaca",
}

var classes = map[conversation.Class]string{
	conversation.Reply: "balasan", conversation.Receipt: "kabar", conversation.Reminder: "pengingat", conversation.Broadcast: "siaran",
}

var runs = map[conversation.BroadcastState]string{
	conversation.Running: "berjalan", conversation.Paused: "dijeda", conversation.Cancelled: "dibatalkan", conversation.Done: "selesai",
}

var cases = map[conversation.CaseKind]string{
	conversation.DisputeCase: "Sanggahan", conversation.ComplaintCase: "Pengaduan",
	conversation.LoanCase: "Pengajuan pinjaman", conversation.ClaimCase: "Mengaku sudah bayar",
}

// whats are what users did.
var whats = map[string]string{
	"login": "masuk", "login_refused": "ditolak masuk", "logout": "keluar", "confirm": "menyetujui usulan", "refuse": "menolak usulan",
	"group": "melihat kelompok", "talk": "membaca percakapan", "outbox": "membaca pesan keluar", "cases": "membaca perkara", "report": "mengunduh laporan",
	"case": "membaca perkara", "decide": "memutuskan perkara", "slip": "melihat bukti setoran", "receive": "menerima setoran", "by_hand": "menulis sendiri",
	"released": "melepas percakapan", "catat": "mencatat uang anggota", "batal": "membatalkan catatan", "kas": "menghitung kas", "hp": "mendaftarkan HP",
	"wakil": "menunjuk wakil bendahara", "wakil-selesai": "mengakhiri wakil bendahara", "serah-terima": "memulai ganti bendahara", "blokir": "memblokir HP",
	"buka-blokir": "membuka blokir HP",
	"user_added":  "pengguna dibuat", "user_removed": "pengguna dihapus", "user_reset": "kata sandi diganti",
}

// whatOf is what a user did; the office's tasks are proposed.
func whatOf(s string) string {
	if t, is := tasks[conversation.Task(s)]; is {
		return "mengusulkan: " + t
	}
	return word(whats, s)
}
