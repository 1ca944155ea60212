package templates

import (
	"io/fs"
	"path"
	"regexp"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// commands are the words in capitals that the texts tell people to write, and
// what they must be understood as.
var commands = map[string]understand.Intent{
	"YA": understand.Yes, "TIDAK": understand.No, "LANJUT": understand.More, "BATAL": understand.Correction,
	"SALAH": understand.Dispute, "SALDO": understand.Balance, "JADWAL": understand.ScheduleOf,
	"TUNGGAKAN": understand.Arrears, "BERHENTI": understand.Stop, "MULAI": understand.Start, "BANTUAN": understand.Help,
	"BAYAR": understand.Repayment, "SIMPAN": understand.SavingsDeposit, "AMBIL": understand.SavingsWithdrawal,
	"TERIMA": understand.DepositReceived, "LUNASI": understand.Repayment, "INGATKAN": understand.Broadcast, "KAS": understand.CashHeld,
	"LAPORAN": understand.Report, "PINJAM": understand.LoanRequest, "PENGADUAN": understand.Complaint, "PETUGAS": understand.Human,
	"UMUMKAN": understand.Broadcast, "ANNOUNCE": understand.Broadcast,
	"DAFTAR": understand.Registration, "WAKIL": understand.Registration, "BLOKIR": understand.Registration,

	"YES": understand.Yes, "NO": understand.No, "MORE": understand.More, "CANCEL": understand.Correction,
	"MISTAKE": understand.Dispute, "BALANCE": understand.Balance, "SCHEDULE": understand.ScheduleOf,
	"ARREARS": understand.Arrears, "STOP": understand.Stop, "START": understand.Start, "HELP": understand.Help,
	"PAY": understand.Repayment, "SAVE": understand.SavingsDeposit, "WITHDRAW": understand.SavingsWithdrawal,
	"RECEIVED": understand.DepositReceived, "REMIND": understand.Broadcast, "CASH": understand.CashHeld,
	"REPORT": understand.Report, "LOAN": understand.LoanRequest, "COMPLAINT": understand.Complaint, "HUMAN": understand.Human,
	"REGISTER": understand.Registration,
	"RAPAT":    understand.Meeting, "MEETING": understand.Meeting,

	"NGGIH": understand.Yes, "MBOTEN": understand.No, "MUHUN": understand.Yes, "HENTEU": understand.No,
}

// steps are those that move a roll-call.
var steps = map[string]understand.Step{
	"LEWATI": understand.Skip, "KEMBALI": understand.Back, "SELESAI": understand.Close,
	"SKIP": understand.Skip, "BACK": understand.Back, "DONE": understand.Close,
}

// verdicts are those that an officer writes with a case, and what they must mean.
var verdicts = map[string]understand.Verdict{
	"SELESAI": understand.Settle, "SETUJUI": understand.Approve, "TERIMA": understand.Approve, "TOLAK": understand.Reject,
	"DONE": understand.Settle, "APPROVE": understand.Approve, "ACCEPT": understand.Approve, "REJECT": understand.Reject,
}

// caseLists are those that an officer writes for the cases that wait.
var caseLists = map[string]string{
	"SENGKETA": "D", "PENGADUAN": "P", "PENGAJUAN": "L", "DISPUTES": "D", "COMPLAINTS": "P", "REQUESTS": "L", "USULAN": "U", "PROPOSALS": "U",
}

// noCommand are words in capitals that are none.
var noCommand = map[string]bool{
	"UPK": true, "HARI": true, "INI": true, "KEMARIN": true, "TODAY": true, "YESTERDAY": true, "MELATI": true, "50RB": true,
	"GANTI": true, "NOMOR": true, "HP": true, "SITI": true, "RAHAYU": true, "081234567890": true, "BUKA": true, "250RB": true,
	"DARI": true, "SMS": true, "IPTW": true, "FROM": true, "2JT": true, "100RB": true, "5RB": true, "SEMUA": true, "KECUALI": true, "ALL": true, "EXCEPT": true, "BAGI": true, "SHARE": true, "L7": true,
	"SAKING": true, "TI": true, "DINTEN": true, "NIKI": true, "WINGI": true, "POE": true, "IEU": true, "KAMARI": true,
	// of the phrases below
	"LEWAT": true, "BY": true, "WA": true,
	"PERIKSA": true, "25JT": true, "DITANGGUNG": true, "ANI": true, "WATI": true, "TANGGUNG": true, "RENTENG": true,
	"SERAH": true, "KE": true, "HILANG": true,
}

// TestPhrasesAreUnderstood: so are commands of several words.
func TestPhrasesAreUnderstood(t *testing.T) {
	people := understand.NewRoster(
		[]understand.Person{
			{Member: "A01-01", Group: "A01", Name: "Ani Lestari", Title: "Bu"},
			{Member: "A01-02", Group: "A01", Name: "Wati Suryani", Title: "Bu"},
			{Member: "A01-03", Group: "A01", Name: "Siti Aminah", Title: "Bu"},
		},
		[]understand.GroupName{{Code: "A01", Name: "Melati"}},
	)
	for _, c := range []struct {
		text   string
		role   understand.Role
		kind   ledger.EntryKind
		amount ledger.Money
	}{
		{"PERIKSA KAS MELATI 1,25JT", understand.Officer, ledger.General, 1_250_000},
		{"SITI DITANGGUNG ANI 50RB WATI 50RB", understand.Treasurer, ledger.Cover, 100_000},
		{"TANGGUNG RENTENG SITI", understand.Treasurer, ledger.Cover, 0},
		{"LUNASI SITI", understand.Treasurer, ledger.Repayment, 0},
	} {
		context := understand.Context{Role: c.role, People: people, Sent: time.Date(2026, time.March, 10, 9, 0, 0, 0, time.UTC)}
		if c.role == understand.Treasurer {
			context.Self, context.Group = "A01-01", "A01"
		}
		m := understand.Read(c.text, context)
		if len(m.Slots) != 1 || m.Slots[0].Kind != c.kind || m.Slots[0].Amount != c.amount {
			t.Errorf("%s is understood as %+v", c.text, m)
		}
	}
}

// TestMattersAreUnderstood: so is what is meant about people and phones.
func TestMattersAreUnderstood(t *testing.T) {
	people := understand.NewRoster([]understand.Person{{Member: "A01-02", Group: "A01", Name: "Wati Suryani", Title: "Bu"}}, nil)
	c := understand.Context{Role: understand.Treasurer, Self: "A01-01", Group: "A01", People: people, Sent: time.Date(2026, time.March, 10, 9, 0, 0, 0, time.UTC)}
	for text, want := range map[string]understand.Matter{
		"WAKIL WATI": understand.StandIn, "SERAH TERIMA KE WATI": understand.Handover, "GANTI NOMOR": understand.Join, "HP HILANG": understand.Block,
	} {
		if m := understand.Read(text, c); m.Intent != understand.Registration || m.Matter != want {
			t.Errorf("%s is understood as %s %q", text, m.Intent, m.Matter)
		}
	}
}

// TestChannelsAreUnderstood: so is the wish for a channel.
func TestChannelsAreUnderstood(t *testing.T) {
	for text, want := range map[string]conversation.Channel{
		"LEWAT WA": conversation.WhatsApp, "BY WA": conversation.WhatsApp, "LEWAT SMS": conversation.SMS, "BY SMS": conversation.SMS,
	} {
		if got, is := conversation.WishedChannel(text); !is || got != want {
			t.Errorf("%s is understood as %q", text, got)
		}
	}
}

// TestOfficersWordsAreUnderstood: likewise for what officers are told to write.
func TestOfficersWordsAreUnderstood(t *testing.T) {
	c := understand.Context{Role: understand.Officer, Sent: time.Date(2026, time.March, 10, 9, 0, 0, 0, time.UTC)}
	for word, want := range verdicts {
		m := understand.Read(word+" D5 sudah dicek", c)
		if m.Intent != understand.Decision || m.Case == nil || *m.Case != (understand.CaseRef{Letter: "D", Number: 5, Verdict: want}) || m.Note != "sudah dicek" {
			t.Errorf("%s D5 is understood as %+v", word, m)
		}
	}
	for word, want := range caseLists {
		m := understand.Read(word, c)
		if m.Case == nil || *m.Case != (understand.CaseRef{Letter: want, Verdict: understand.ListAll}) {
			t.Errorf("%s is understood as %+v", word, m)
		}
	}
}

func known(word string) bool {
	return commands[word] != "" || verdicts[word] != "" || caseLists[word] != "" || noCommand[word]
}

// TestCommandsAreUnderstood: what people are told to write is what the bot reads.
func TestCommandsAreUnderstood(t *testing.T) {
	capitals := regexp.MustCompile(`\b[0-9A-Z]{2,}\b`)
	used := map[string]bool{}
	for _, language := range languages {
		for _, name := range append(templateFiles(t, language), path.Join(language, parts)) {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range capitals.FindAllString(string(text), -1) {
				if !known(word) && steps[word] == "" {
					t.Errorf("%s: %s is no command that this test knows", name, word)
				}
				used[word] = true
			}
		}
	}
	people := understand.NewRoster(
		[]understand.Person{
			{Member: "A01-01", Group: "A01", Name: "Ani Lestari", Title: "Bu"},
			{Member: "A01-03", Group: "A01", Name: "Siti Aminah", Title: "Bu"},
		},
		[]understand.GroupName{{Code: "A01", Name: "Melati"}},
	)
	for word, want := range steps {
		c := understand.Context{Role: understand.Treasurer, People: people, Waiting: understand.WaitRoll, Roll: true}
		if m := understand.Read(word, c); m.Step != want || !used[word] {
			t.Errorf("%s is understood as the step %q, want %q", word, m.Step, want)
		}
	}
	for command, want := range commands {
		if !used[command] {
			t.Errorf("no text uses %s", command)
		}
		c := understand.Context{
			Role: understand.Treasurer, Self: "A01-01", Group: "A01", People: people,
			Sent: time.Date(2026, time.March, 10, 9, 0, 0, 0, time.UTC),
		}
		text := command
		switch want {
		case understand.Dispute:
			c.Role, c.Self = understand.Member, "A01-03"
		case understand.Yes, understand.No:
			c.Waiting = understand.WaitYesNo
		case understand.Repayment, understand.SavingsDeposit, understand.SavingsWithdrawal:
			text += " SITI 250RB"
		case understand.DepositReceived:
			c.Role, c.Self, c.Group = understand.Officer, "", ""
			text += " 250RB DARI MELATI"
		case understand.Broadcast:
			c.Role, c.Self, c.Group = understand.Officer, "", ""
		}
		m := understand.Read(text, c)
		if m.Intent != want {
			t.Errorf("%s is understood as %s, want %s", text, m.Intent, want)
		}
		if text != command && (len(m.Slots) != 1 || m.Slots[0].Amount != ledger.Money(250_000) || len(m.Asks) > 0) {
			t.Errorf("%s is understood as %+v", text, m)
		}
	}
}

// TestPhrasesOfPeople: so are the commands of several words.
func TestPhrasesOfPeople(t *testing.T) {
	people := understand.NewRoster(
		[]understand.Person{{Member: "A01-03", Group: "A01", Name: "Siti Rahayu", Title: "Bu"}},
		[]understand.GroupName{{Code: "A01", Name: "Melati"}},
	)
	for text, want := range map[string]understand.Matter{
		"DAFTAR SITI RAHAYU MELATI": understand.Join, "REGISTER SITI RAHAYU MELATI": understand.Join, "GANTI NOMOR": understand.Join,
		"HP SITI 081234567890": understand.NewPhone, "WAKIL SELESAI": understand.StandInEnds, "WAKIL SITI": understand.StandIn,
		"BUKA BLOKIR SITI": understand.Unblock, "BLOKIR HP SITI": understand.Block,
	} {
		m := understand.Read(text, understand.Context{Role: understand.Treasurer, Self: "A01-01", Group: "A01", People: people})
		if m.Intent != understand.Registration || m.Matter != want {
			t.Errorf("%s is understood as %s %s, want %s", text, m.Intent, m.Matter, want)
		}
	}
}
