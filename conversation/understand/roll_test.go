package understand

import (
	"fmt"
	"testing"
)

// rollAnswers are messages in a roll-call, and what they mean.
var rollAnswers = map[string]string{
	"ya":                        "yes",
	"Ya bu":                     "yes",
	"sudah":                     "yes",
	"sdh bayar":                 "yes",
	"lunas":                     "yes",
	"nggih":                     "yes",
	"100":                       "repayment; bayar ? 100000; member unit; answer",
	"100rb":                     "repayment; bayar ? 100000; member; answer",
	"bayar 100rb":               "repayment; bayar ? 100000; member; answer",
	"50 tab 10":                 "repayment; bayar ? 50000 + tab ? 10000; member unit; answer",
	"50rb tabungan 10rb":        "repayment; bayar ? 50000 + tab ? 10000; member; answer",
	"100rb kemarin":             "repayment; bayar ? 100000 @03-09; member; answer",
	"50 konsumsi":               "other",
	"tab 5rb":                   "savings_deposit; tab ? 5000; member; answer",
	"100rb sisanya besok":       "repayment; bayar ? 100000; member; answer promise=2026-03-11",
	"0":                         "not_paid; ; ; answer",
	"nol":                       "not_paid; ; ; answer",
	"tidak":                     "not_paid; ; ; answer",
	"belum":                     "not_paid; ; ; answer",
	"0 sakit, janji tgl 20":     "not_paid; ; ; answer promise=2026-03-20",
	"sakit":                     "not_paid; ; ; answer",
	"belum ada uang bu":         "not_paid; ; ; answer",
	"besok":                     "not_paid; ; ; answer promise=2026-03-11",
	"0 katanya minggu depan":    "not_paid; ; ; answer promise=2026-03-17",
	"siti":                      "other; lihat A01-03; ; answer",
	"lewati":                    "skip",
	"lewat dulu":                "skip",
	"nanti":                     "skip",
	"skip":                      "skip",
	"kembali":                   "back",
	"balik":                     "back",
	"salah":                     "back",
	"selesai":                   "close",
	"sudah selesai bu":          "close",
	"tutup rapat":               "close",
	"rampung":                   "close",
	"batal":                     "leave",
	"siti 100rb":                "repayment; bayar A01-03 100000; ; answer",
	"bu siti 50 tab 10":         "repayment; bayar A01-03 50000 + tab A01-03 10000; unit; answer",
	"siti belum":                "not_paid; belum A01-03; ; answer",
	"siti sakit":                "not_paid; belum A01-03; ; answer",
	"fatonah 100rb":             "repayment; bayar ? 100000; member; answer",
	"siti 100rb, wati 200rb":    "repayment; bayar A01-02 200000 + bayar A01-03 100000; ; answer",
	"bayar siti 100rb":          "repayment; bayar A01-03 100000",
	"semua bayar kecuali siti":  "repayment; bayar A01-01 due + bayar A01-02 due + belum A01-03",
	"saldo siti":                "balance; lihat A01-03",
	"tunggakan":                 "arrears",
	"saldo":                     "balance",
	"kas":                       "cash_held",
	"setor upk 2jt":             "deposit_to_upk; setor A01 2000000",
	"bantuan":                   "help",
	"rapat":                     "meeting",
	"lanjut":                    "more",
	"ambil siti 50rb":           "savings_withdrawal; ambil A01-03 50000",
	"siti sudah bayar?":         "arrears; lihat A01-03",
	"100rb?":                    "other",
	"batal 17":                  "correction; ; ; entry=17",
	"kode otp anda 123456":      "other",
	"terima kasih":              "other",
	"rapatnya kapan":            "schedule",
	"wah ramai sekali yang ada": "other",
}

// TestRollAnswers reads what a treasurer answers in a roll-call, and what she texts
// in the middle of one that is no answer.
func TestRollAnswers(t *testing.T) {
	roster := NewRoster([]Person{
		{Member: "A01-01", Group: "A01", Title: "Bu", Name: "Ani Lestari", Nicknames: []string{"Ani"}},
		{Member: "A01-02", Group: "A01", Title: "Bu", Name: "Wati Suryani", Nicknames: []string{"Wati"}},
		{Member: "A01-03", Group: "A01", Title: "Bu", Name: "Siti Rahayu", Nicknames: []string{"Siti"}},
	}, []GroupName{{"A01", "Melati"}})
	for text, want := range rollAnswers {
		c := Context{Role: Treasurer, Sent: sentAt, People: roster, Self: "A01-01", Group: "A01", Waiting: WaitRoll, Roll: true}
		m := Read(text, c)
		got := m.show()
		if m.Step != "" {
			got = string(m.Step)
		}
		if got != want {
			t.Errorf("%q:\n\tgot  %s\n\twant %s", text, got, want)
		}
	}
}

// TestRollWordsOnlyInARoll: out of a roll-call its words move nothing.
func TestRollWordsOnlyInARoll(t *testing.T) {
	for word := range stepWords {
		if m := Read(word, Context{Role: Treasurer, Sent: sentAt}); m.Step != "" || m.Answer {
			t.Errorf("%q without a roll-call: %+v", word, m)
		}
	}
}

func BenchmarkRollAnswer(b *testing.B) {
	for _, size := range []int{30, 3000} {
		people, groups := crowd(size)
		c := Context{
			Role: Treasurer, Sent: sentAt, People: NewRoster(people, groups), Self: "A01-01", Group: "A01", Waiting: WaitRoll, Roll: true,
		}
		for _, text := range []string{"ya", "50 tab 10", "0 sakit, janji tgl 20", "siti 100rb"} {
			b.Run(fmt.Sprintf("%d/%s", size, text), func(b *testing.B) {
				for b.Loop() {
					Read(text, c)
				}
			})
		}
	}
}

// TestPromises: the day that is promised, not the one on which she should have paid.
func TestPromises(t *testing.T) {
	roster := NewRoster([]Person{
		{Member: "A01-02", Group: "A01", Title: "Bu", Name: "Wati Suryani", Nicknames: []string{"Wati"}},
		{Member: "A01-03", Group: "A01", Title: "Bu", Name: "Siti Rahayu", Nicknames: []string{"Siti"}},
	}, nil)
	for text, want := range map[string]string{
		"siti belum bayar, janji tgl 20":        "2026-03-20",
		"siti belum bayar janji besok":          "2026-03-11",
		"siti tidak bayar sakit, tgl 20 bayar":  "2026-03-20",
		"siti belum bisa bayar, minggu depan":   "2026-03-17",
		"siti belum bayar, janji tgl 5":         "2026-04-05",
		"siti blm bayar katanya jumat":          "",
		"siti belum bayar tgl 15":               "",
		"siti belum bayar":                      "",
		"siti tidak bayar tgl 5":                "",
		"wati 200rb sisanya tgl 20":             "2026-03-20",
		"wati 250rb, siti belum janji tgl 20":   "2026-03-20",
		"semua bayar kecuali siti janji lusa":   "2026-03-12",
		"semua bayar kecuali siti":              "",
		"siti belum ada uang, habis panen saja": "",
	} {
		m := Read(text, Context{Role: Treasurer, Sent: sentAt, People: roster, Group: "A01"})
		got := ""
		if m.Promise != 0 {
			got = m.Promise.String()
		}
		if got != want {
			t.Errorf("%q (%s): promised %q, want %q", text, m.Intent, got, want)
		}
	}
}
