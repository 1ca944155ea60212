package console

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
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
	Manages  bool
	Decides  bool
	Now      time.Time
	Here     string // the tab that the page belongs to
	Data     any
	Told     string // what came of what she did last
	Language language
}

// pages are the pages by language and the name of their file, each with the frame around
// it and the parts that several share.
var pages = parse("page/frame.html", "page/parts.html", "page/form.html")

func parse(shared ...string) map[language]map[string]*template.Template {
	names, err := fs.Glob(files, "page/*.html")
	if err != nil {
		panic(err)
	}
	all := map[language]map[string]*template.Template{}
	for _, l := range languages {
		all[l] = map[string]*template.Template{}
		for _, file := range names {
			if name := strings.TrimSuffix(path.Base(file), ".html"); !slices.Contains(shared, file) {
				all[l][name] = template.Must(template.New(name).Funcs(l.funcs()).ParseFS(files, append(shared, file)...))
			}
		}
	}
	return all
}

// render writes a page whole, or says that it cannot be made. To htmx, which puts it, or
// what hx-select names of it, into a page that is there, it goes without its frame.
func render(log *slog.Logger, w http.ResponseWriter, r *http.Request, status int, page string, v view) {
	part := "frame"
	if live(r) {
		part = "body"
	}
	var b bytes.Buffer
	if err := pages[v.Language][page].ExecuteTemplate(&b, part, v); err != nil {
		log.Error("a page of the console cannot be made", "page", page, "error", err)
		http.Error(w, v.Language.say(broken.words), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// live tells whether htmx asks, for a part of a page that is there.
func live(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

// tabs are the tabs that pages belong to.
var tabs = map[string]string{
	"today": "/", "groups": "/kelompok", "group": "/kelompok", "proposals": "/usulan", "proposal": "/usulan", "cases": "/perkara",
	"outbox": "/pesan", "talk": "/pesan", "broadcasts": "/siaran", "broadcast": "/siaran", "compose": "/siaran", "reminders": "/pesan", "wordlist": "/pesan", "reports": "/laporan", "member": "/kelompok", "loan": "/kelompok", "trends": "/perkembangan",
	"visits": "/jejak", "account": "/akun", "codes": "/akun", "users": "/pengaturan", "sheet": "/pengaturan", "settings": "/pengaturan", "setting": "/pengaturan", "link": "/pengaturan", "guide": "/pengaturan", "lending": "/pengaturan", "import": "/pengaturan",
	"works": "/kerja", "work": "/kerja", "deposits": "/kerja", "deposit": "/kerja", "statement": "/kerja", "case": "/perkara",
}

var tasks = map[conversation.Task]text{
	conversation.TaskDeath: "Anggota meninggal", conversation.TaskWaive: "Keringanan", conversation.TaskWithdraw: "Ambil simpanan",
	conversation.TaskStage: "Tahap pinjaman", conversation.TaskReschedule: "Jadwal ulang", conversation.TaskWriteOff: "Hapus buku",
	conversation.TaskProfit: "Bagi hasil", conversation.TaskJournal: "Jurnal UPK", conversation.TaskReserve: "Cadangan penyisihan",
	conversation.TaskIncentive: "IPTW", conversation.TaskYearEnd: "Tutup tahun", conversation.TaskSurplus: "Bagi surplus",
	conversation.TaskReverse: "Pembatalan catatan", conversation.TaskClose: "Tutup bulan", conversation.TaskAnnounce: "Siaran", conversation.TaskAnonymise: "Hapus data pribadi",
	conversation.TaskAdmit: "Anggota baru", conversation.TaskMerge: "Lebur dua catatan",
}

var deliveries = map[conversation.Delivery]text{
	conversation.Queued: "menunggu", conversation.Taken: "diterima penyedia", conversation.SentOn: "dikirim",
	conversation.Uncertain: "tidak pasti", conversation.Expired: "lewat waktunya", conversation.Failed: "gagal",
	conversation.Delivered: "sampai", conversation.Read: "dibaca",
}

var classes = map[conversation.Class]text{
	conversation.Reply: "balasan", conversation.Receipt: "kabar", conversation.Reminder: "pengingat", conversation.Broadcast: "siaran",
}

var runs = map[conversation.BroadcastState]text{
	conversation.Running: "berjalan", conversation.Paused: "dijeda", conversation.Cancelled: "dibatalkan", conversation.Done: "selesai",
}

var cases = map[conversation.CaseKind]text{
	conversation.DisputeCase: "Sanggahan", conversation.ComplaintCase: "Pengaduan",
	conversation.LoanCase: "Pengajuan pinjaman", conversation.ClaimCase: "Mengaku sudah bayar",
}

// oneCase are the titles of their pages.
var oneCase = map[conversation.CaseKind]text{
	conversation.DisputeCase: "Sanggahan %s", conversation.ComplaintCase: "Pengaduan %s",
	conversation.LoanCase: "Pengajuan pinjaman %s", conversation.ClaimCase: "Mengaku sudah bayar %s",
}

// whats are what users did.
var whats = map[string]text{
	"login": "masuk", "login_refused": "ditolak masuk", "logout": "keluar", "confirm": "menyetujui usulan", "refuse": "menolak usulan",
	"broadcast": "mengirim siaran", "broadcast_proposed": "mengusulkan siaran", "broadcast_paused": "menjeda siaran",
	"broadcast_running": "melanjutkan siaran", "broadcast_cancelled": "membatalkan siaran",
	"group": "melihat kelompok", "member": "melihat anggota", "loan": "melihat pinjaman", "search": "mencari", "reminders": "membaca pengingat", "talk": "membaca percakapan",
	"outbox": "membaca pesan keluar", "cases": "membaca perkara", "report": "mengunduh laporan",
	"case": "membaca perkara", "decide": "memutuskan perkara", "slip": "melihat bukti setoran", "receive": "menerima setoran", "by_hand": "menulis sendiri",
	"released": "melepas percakapan", "catat": "mencatat uang anggota", "batal": "membatalkan catatan", "kas": "menghitung kas", "hp": "mendaftarkan HP",
	"wakil": "menunjuk wakil bendahara", "wakil-selesai": "mengakhiri wakil bendahara", "serah-terima": "memulai ganti bendahara", "blokir": "memblokir HP",
	"buka-blokir": "membuka blokir HP",
	"user_added":  "pengguna dibuat", "user_removed": "pengguna dihapus", "user_reset": "kata sandi pengguna dicabut",
	"password": "mengganti kata sandi", "sessions_ended": "mengakhiri sesi lain", "codes_on": "menyalakan kode sekali pakai", "codes_off": "mematikan kode sekali pakai",
	"recovery_codes": "membuat kode cadangan", "register": "mengubah daftar", "setting": "mengubah pengaturan", "import": "mengimpor berkas", "link": "menyambungkan WhatsApp",
}
