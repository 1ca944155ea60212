package understand

import (
	"slices"
	"testing"

	"bendahara/ledger"
)

// TestVillages: an officer asks about a village by its name, with "desa" before it
// where a person or a group is called so, too.
func TestVillages(t *testing.T) {
	roster := NewRoster(
		[]Person{{Member: "A01-01", Group: "A01", Name: "Sari Wulandari"}, {Member: "A01-02", Group: "A01", Name: "Jeti Rahayu"}},
		[]GroupName{{"A01", "Melati"}, {"B01", "Karangjati"}},
		VillageName{Code: "D01", Name: "Jetis"}, VillageName{Code: "D02", Name: "Sari"}, VillageName{Code: "D03", Name: "Karangjati"}, VillageName{Code: "D04", Name: "Banjar Sari"},
		VillageName{Code: "D05", Name: "Banjar Kulon"}, VillageName{Code: "D06", Name: "Desa Soekorejo"},
	)
	none := []ledger.VillageCode(nil)
	for _, c := range []struct {
		text     string
		intent   Intent
		villages []ledger.VillageCode
	}{
		{"tunggakan jetis", Arrears, []ledger.VillageCode{"D01"}},
		{"Tunggakan desa Jetis", Arrears, []ledger.VillageCode{"D01"}},
		{"siapa yg nunggak di desa jetis?", Arrears, []ledger.VillageCode{"D01"}},
		{"tunggakan sari", Arrears, none},
		{"tunggakan desa sari", Arrears, []ledger.VillageCode{"D02"}},
		{"tunggakan karangjati", Arrears, none},
		{"tunggakan desa karangjati", Arrears, []ledger.VillageCode{"D03"}},
		{"tunggakan banjar sari", Arrears, []ledger.VillageCode{"D04"}},
		{"tunggakan desa banjar", Arrears, []ledger.VillageCode{"D04", "D05"}},
		{"tunggakan sukorejo", Arrears, []ledger.VillageCode{"D06"}},
		{"tunggakan melati", Arrears, none},
		{"tunggakan", Arrears, none},
		{"terima 2jt dari melati", DepositReceived, none},
		{"masuk 825rb dari sukorejo", DepositReceived, none},
		{"masuk 825rb dari pasar", Repayment, none},
		{"bayar sari 250rb", Repayment, none},
	} {
		m := Read(c.text, Context{Role: Officer, Sent: sentAt, People: roster})
		var got []ledger.VillageCode
		for _, s := range m.Slots {
			got = append(got, s.Villages...)
		}
		if m.Intent != c.intent || !slices.Equal(got, c.villages) {
			t.Errorf("%q is %s of %v, want %s of %v: %+v", c.text, m.Intent, got, c.intent, c.villages, m)
		}
	}
}

// TestGroupsOfOneName are told apart by the village behind the name.
func TestGroupsOfOneName(t *testing.T) {
	roster := NewRoster(
		[]Person{{Member: "A01-01", Group: "A01", Name: "Banaran Wulan"}},
		[]GroupName{{"A01", "Melati"}, {"E01", "Melati"}, {"B01", "Mawar"}},
		VillageName{Code: "D01", Name: "Saren", Groups: []ledger.GroupCode{"A01"}},
		VillageName{Code: "D02", Name: "Banaran Kulon", Groups: []ledger.GroupCode{"E01", "B01"}},
	)
	both := []ledger.GroupCode{"A01", "E01"}
	for _, c := range []struct {
		text   string
		groups []ledger.GroupCode
		amount ledger.Money
	}{
		{"terima 2jt dari melati", both, 2_000_000},
		{"terima 2jt dari melati saren", both[:1], 2_000_000},
		{"terima melati banaran kulon 1,5jt", both[1:], 1_500_000},
		{"terima melati banaran 1,5jt", both[1:], 1_500_000},
		{"terima dari kelompok melati di desa saren dua juta", both[:1], 2_000_000},
		{"terima 2jt dari mawar banaran", []ledger.GroupCode{"B01"}, 2_000_000},
		{"saldo melati desa banaran", both[1:], 0},
		{"ingatkan melati saren", both[:1], 0},
	} {
		m := Read(c.text, Context{Role: Officer, Sent: sentAt, People: roster})
		if len(m.Slots) != 1 || !slices.Equal(m.Slots[0].Groups, c.groups) || m.Slots[0].Amount != c.amount {
			t.Errorf("%q: %+v, want %v of %v", c.text, m, c.amount, c.groups)
		}
	}
	if got := roster.Villages("banaran"); !slices.Equal(got, []ledger.VillageCode{"D02"}) {
		t.Errorf("banaran is %v", got)
	}
	if got := roster.Villages("xyzzy"); got != nil {
		t.Errorf("xyzzy is %v", got)
	}
}

// TestConfirmingNumber: what counts as the number that confirms, while one is waited
// for and while a plain yes is.
func TestConfirmingNumber(t *testing.T) {
	for _, c := range []struct{ text, coded, plain string }{
		{"4821", "4821", "4821"},
		{" 4821 .", "4821", ""},
		{"ya 4821", "4821", ""},
		{"4821 ya bu", "4821", ""},
		{"0042", "0042", "0042"},
		{"4.821", "4821", ""},
		{"482", "482", ""},
		{"48217", "48217", "48217"},
		{"ya", "", ""},
		{"tidak", "", ""},
		{"siti 4821", "", ""},
		{"bayar 4821", "", ""},
		{"4821 4822", "", ""},
		{"4821?", "", ""},
	} {
		for coded, want := range map[bool]string{true: c.coded, false: c.plain} {
			m := Read(c.text, Context{Role: Treasurer, Self: "A01-01", Group: "A01", Sent: sentAt, People: corpusRoster(t), Waiting: WaitYesNo, Coded: coded})
			if got := m.Note; (m.Answer && got != want) || m.Answer != (want != "") {
				t.Errorf("%q, waiting for a number %v: %q (answer %v), want %q", c.text, coded, got, m.Answer, want)
			}
		}
	}
}
