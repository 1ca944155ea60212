package understand

import (
	"fmt"
	"strings"
	"testing"
)

// showMore is what a meaning says of payoffs, covers, counts and transfers.
func showMore(m Meaning) string {
	parts := []string{string(m.Intent)}
	if m.Topic != "" {
		parts = append(parts, "about "+string(m.Topic))
	}
	for _, s := range m.Slots {
		kind := string(s.Kind)
		if s.Payoff {
			kind = "payoff"
		}
		who := []string{}
		for _, code := range s.Members {
			who = append(who, string(code))
		}
		for _, code := range s.Groups {
			who = append(who, string(code))
		}
		text := strings.TrimSpace(fmt.Sprint(kind, " ", strings.Join(who, "/")))
		if s.Amount > 0 {
			text += fmt.Sprint(" ", int64(s.Amount))
		}
		if s.Due {
			text += " due"
		}
		if s.Cover != nil {
			for _, by := range s.Cover.By {
				text += fmt.Sprint(" by ", by.Members, int64(by.Amount))
			}
			if s.Cover.Back {
				text += " back"
			}
			if s.Cover.Return {
				text += " return"
			}
		}
		if s.ByBank {
			text += " bank " + s.BankNote
		}
		parts = append(parts, strings.TrimSpace(text))
	}
	if len(m.Asks) > 0 {
		parts = append(parts, fmt.Sprint(m.Asks))
	}
	return strings.Join(parts, "; ")
}

func TestPayoffsCoversCountsTransfers(t *testing.T) {
	roster := corpusRoster(t)
	for _, c := range []struct{ who, text, want string }{
		{"treasurer", "ratna lunas", "repayment; payoff A01-09; [amount]"},
		{"treasurer", "bayar ratna lunas", "repayment; payoff A01-09; [amount]"},
		{"treasurer", "pelunasan bu ratna", "repayment; payoff A01-09; [amount]"},
		{"treasurer", "lunasi ratna 2,1jt", "repayment; payoff A01-09 2100000"},
		{"treasurer", "ratna lunas bulan ini", "repayment; repayment A01-09; [amount]"},
		{"treasurer", "ratna lunas angsurannya", "repayment; repayment A01-09; [amount]"},
		{"treasurer", "wati lunas, ratna lunas", "repayment; repayment A01-04; repayment A01-09; [amount]"},
		{"treasurer", "ratna belum lunas", "not_paid; A01-09"},
		{"treasurer", "ratna mau melunasi berapa?", "balance; about payoff; A01-09"},
		{"treasurer", "ratna mau melunasi", "balance; about payoff; A01-09"},
		{"treasurer", "kalau ratna lunas sekarang bayar berapa", "balance; about payoff; A01-09"},
		{"treasurer", "ratna lunas?", "balance; A01-09"},
		{"member", "pelunasan saya berapa", "balance; about payoff; A01-02"},
		{"treasurer", "besok ratna melunasi", "not_paid; A01-09"},

		{"treasurer", "ratna ditanggung wati 100rb jum 50rb", "repayment; cover A01-09 150000 by [A01-04] 100000 by [A01-12] 50000"},
		{"treasurer", "ratna ditanggung oleh bu wati 100rb dan bu jum 50rb", "repayment; cover A01-09 150000 by [A01-04] 100000 by [A01-12] 50000"},
		{"treasurer", "wati nanggung ratna 100rb", "repayment; cover A01-09 100000 by [A01-04] 100000"},
		{"treasurer", "wati 100rb jum 50rb nanggung ratna", "repayment; cover A01-09 150000 by [A01-04] 100000 by [A01-12] 50000"},
		{"treasurer", "wati dan jum nanggung ratna masing2 50rb", "repayment; cover A01-09 100000 by [A01-04] 50000 by [A01-12] 50000"},
		{"treasurer", "wati dan jum nanggung ratna 50rb", "repayment; cover A01-09 by [A01-04] 0 by [A01-12] 0; [amount]"},
		{"treasurer", "wati nalangi ratna", "repayment; cover A01-09 due by [A01-04] 0"},
		{"treasurer", "ratna ditanggung kelompok", "repayment; cover A01-09 due"},
		{"treasurer", "tanggung renteng ratna", "repayment; cover A01-09 due"},
		{"treasurer", "ratna ditanggung fatonah 100rb", "repayment; cover A01-09 100000 by [] 100000; [member]"},
		{"treasurer", "ditanggung wati 100rb", "repayment; cover 100000 by [A01-04] 100000; [member]"},
		{"treasurer", "ratna tidak ditanggung wati 100rb", "balance; about covers; A01-09; A01-04"},
		{"treasurer", "besok wati nanggung ratna 100rb", "not_paid; A01-04; A01-09"},
		{"treasurer", "tanggung renteng ratna 10rb", "savings_deposit; savings_deposit A01-09 10000"},
		{"treasurer", "saldo tanggung renteng ratna", "balance; A01-09"},
		{"treasurer", "ratna bayar talangan 50rb", "repayment; cover A01-09 50000 back"},
		{"treasurer", "ratna kembalikan talangan 50rb", "repayment; cover A01-09 50000 back"},
		{"treasurer", "wati ambil talangan 20rb", "repayment; cover A01-04 20000 return"},
		{"treasurer", "serahkan talangan ke bu wati", "repayment; cover A01-04 due return"},
		{"treasurer", "talangan", "balance; about covers"},
		{"treasurer", "talangan ratna", "balance; about covers; A01-09"},
		{"treasurer", "siapa yang nanggung ratna?", "balance; about covers; A01-09"},
		{"member", "wati nanggung saya 100rb", "repayment; cover A01-02 100000 by [A01-04] 100000"},
		{"unknown", "wati nanggung ratna 100rb", "balance; about covers; A01-04; A01-09"},

		{"officer", "periksa kas melati 1,25jt", "cash_held; general A01 1250000"},
		{"officer", "periksa kas melati 0", "cash_held; general A01"},
		{"officer", "periksa kas 1,25jt", "cash_held; general 1250000; [group]"},
		{"officer", "periksa kas melati", "cash_held; A01"},
		{"officer", "periksa kas melati 1,25jt?", "cash_held; A01"},
		{"treasurer", "periksa kas 1,25jt", "cash_held; general A01 1250000"},

		{"officer", "terima 2jt dari melati transfer", "deposit_received; deposit_received A01 2000000 bank"},
		{"officer", "terima 2jt dari melati lewat bank", "deposit_received; deposit_received A01 2000000 bank"},
		{"officer", "terima 2jt dari melati tf tgl 5 ref 12345", "deposit_received; deposit_received A01 2000000 bank 12345"},
		{"officer", "terima dari melati 2jt ref: TX998877", "deposit_received; deposit_received A01 2000000 bank TX998877"},
		{"officer", "terima 2jt dari melati", "deposit_received; deposit_received A01 2000000"},
		{"treasurer", "setor upk 2jt transfer", "deposit_to_upk; deposit A01 2000000 bank"},
		{"treasurer", "setor ke upk 2jt", "deposit_to_upk; deposit A01 2000000"},
	} {
		if got := showMore(Read(c.text, corpusContext(c.who, roster))); got != c.want {
			t.Errorf("%s: %q\n\tgot  %s\n\twant %s", c.who, c.text, got, c.want)
		}
	}
}
