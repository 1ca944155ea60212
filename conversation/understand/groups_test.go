package understand

import (
	"strings"
	"testing"
)

// TestSeveralGroups reads what a treasurer of two groups texts.
func TestSeveralGroups(t *testing.T) {
	roster := NewRoster([]Person{
		{Member: "A01-01", Group: "A01", Title: "Bu", Name: "Suminah"},
		{Member: "A01-02", Group: "A01", Title: "Bu", Name: "Wati Suryani"},
		{Member: "A01-03", Group: "A01", Title: "Bu", Name: "Nurul Huda"},
		{Member: "A02-01", Group: "A02", Title: "Bu", Name: "Suminah"},
		{Member: "A02-02", Group: "A02", Title: "Bu", Name: "Tukinem"},
	}, []GroupName{{"A01", "Melati"}, {"A02", "Teratai"}})
	for text, want := range map[string]string{
		"bayar suminah 115rb":                         "repayment; bayar A01-01/A02-01 115000; member",
		"bayar suminah teratai 115rb":                 "repayment; bayar A02-01 115000",
		"suminah melati 100rb":                        "repayment; bayar A01-01 100000",
		"suminah (melati) 100rb":                      "repayment; bayar A01-01 100000",
		"suminah kelompok melati 100rb":               "repayment; bayar A01-01 100000",
		"suminah dari teratai 100rb":                  "repayment; bayar A02-01 100000",
		"suminah 100rb teratai":                       "repayment; bayar A02-01 100000",
		"melati: suminah 100rb, wati 50rb":            "repayment; bayar A01-01 100000 + bayar A01-02 50000",
		"teratai\nsuminah 115rb\ntukinem 20rb":        "repayment; bayar A02-01 115000 + bayar A02-02 20000",
		"suminah melati 100rb, suminah teratai 115rb": "repayment; bayar A01-01 100000 + bayar A02-01 115000",
		"melati suminah 100rb, teratai suminah 115rb": "repayment; bayar A01-01 100000 + bayar A02-01 115000",
		"tukinem melati 20rb":                         "repayment; bayar A02-02 20000; member",
		"tukinem 20rb":                                "repayment; bayar A02-02 20000",
		"semua bayar":                                 "repayment; ; group",
		"semua nabung 5rb":                            "savings_deposit; ; group",
		"semua bayar kecuali wati":                    "repayment; ; group",
		"semua bayar kecuali wati; tukinem 20rb":      "repayment; ; group",
		"semua teratai bayar":                         "repayment; bayar A02-01 due + bayar A02-02 due",
		"semua bayar teratai kecuali suminah":         "repayment; bayar A02-02 due + belum A02-01",
		"teratai semua bayar kecuali suminah":         "repayment; bayar A02-02 due + belum A02-01",
		"setor upk 2jt":                               "deposit_to_upk; setor ? 2000000; group",
		"setor upk melati 2jt":                        "deposit_to_upk; setor A01 2000000",
		"saldo suminah":                               "balance; lihat A01-01/A02-01; member",
		"saldo suminah teratai":                       "balance; lihat A02-01",
		"tunggakan teratai":                           "arrears; lihat group A02",
	} {
		c := Context{Role: Treasurer, Sent: sentAt, People: roster, Self: "A01-03"}
		if got := Read(text, c).show(); got != want {
			t.Errorf("%q:\n\tgot  %s\n\twant %s", text, got, want)
		}
	}
}

// TestNameThatIsATitle reads members whose names are titles, too.
func TestNameThatIsATitle(t *testing.T) {
	roster := NewRoster([]Person{
		{Member: "A01-01", Group: "A01", Title: "Bu", Name: "Nurul Hidayah"},
		{Member: "A01-02", Group: "A01", Title: "Bu", Name: "Ummi Kulsum"},
		{Member: "A01-03", Group: "A01", Name: "Neng"},
		{Member: "A01-04", Group: "A01", Title: "Bu", Name: "Sri Kulsum", Nicknames: []string{"Bunda"}},
		{Member: "A01-05", Group: "A01", Name: "Bu Siti"},
		{Member: "A01-06", Group: "A01", Name: "Mbah Karto"},
	}, nil)
	for text, want := range map[string]string{
		"nurul 236rb, ummi 118rb":     "repayment; bayar A01-01 236000 + bayar A01-02 118000",
		"nurul 236rb ummi 118rb":      "repayment; bayar A01-01 236000 + bayar A01-02 118000",
		"bayar ummi 118rb":            "repayment; bayar A01-02 118000",
		"umi 118rb":                   "repayment; bayar A01-02 118000",
		"bu ummi 118rb":               "repayment; bayar A01-02 118000",
		"ummi kulsum 118rb":           "repayment; bayar A01-02 118000",
		"ummi nurul 118rb":            "repayment; bayar A01-01 118000",
		"neng 50rb, bunda 60rb":       "repayment; bayar A01-03 50000 + bayar A01-04 60000",
		"neng nurul 50rb":             "repayment; bayar A01-01 50000",
		"nurul 50rb ya neng":          "repayment; bayar A01-01 50000",
		"neng sudah bayar 50rb":       "repayment; bayar A01-03 50000",
		"bayar neng dan bunda @ 50rb": "repayment; bayar A01-03 50000 + bayar A01-04 50000",
		"saldo neng":                  "balance; lihat A01-03",
		"makasih neng":                "other",
		"bu 50rb":                     "repayment; bayar ? 50000; member",
		"bu siti 50rb":                "repayment; bayar A01-05 50000",
		"mbah 50rb":                   "repayment; bayar A01-06 50000",
	} {
		c := Context{Role: Treasurer, Sent: sentAt, People: roster, Group: "A01"}
		if got := strings.TrimRight(Read(text, c).show(), "; "); got != want {
			t.Errorf("%q:\n\tgot  %s\n\twant %s", text, got, want)
		}
	}
	if got := Read("ya neng", Context{Role: Treasurer, Sent: sentAt, People: roster, Group: "A01", Waiting: WaitYesNo}).show(); got != "yes" {
		t.Errorf("ya neng: %s", got)
	}
}
