package templates

import (
	"strconv"
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
)

// funcs are what templates may call, in the words of a language.
func funcs(language string) map[string]any {
	months := monthNames[language]
	dayShort := func(d ledger.Date) string {
		if d.IsZero() {
			return ""
		}
		_, month, day := d.Civil()
		return strconv.Itoa(day) + " " + months[month-1]
	}
	day := func(d ledger.Date) string {
		if d.IsZero() {
			return ""
		}
		year, _, _ := d.Civil()
		return dayShort(d) + " " + strconv.Itoa(year)
	}
	return map[string]any{
		"rp":        ledger.Money.String, // Rp250.000
		"num":       ledger.Money.Digits, // 250.000
		"short":     short,               // 250RB
		"dayshort":  dayShort,            // 10 Mar
		"day":       day,                 // 10 Mar 2026
		"items":     func(l conversation.List) string { return items(l, language, day, dayShort) },
		"choices":   choices,
		"names":     func(of []string) string { return strings.Join(of, ", ") },
		"kind":      kindOf,
		"pursename": func(p ledger.Purse) string { return purseName(p, language) },
		"inpurse":   func(p ledger.Purse) string { return inPurse(p, language) },
		"example":   example,
		"phone":     phone,
		"monthof": func(d ledger.Date) string { // Mar 2026
			if d.IsZero() {
				return ""
			}
			year, month, _ := d.Civil()
			return months[month-1] + " " + strconv.Itoa(year)
		},
		"sentence": sentence,
		"filled": func(w conversation.AnnouncementWords) string {
			name := strings.TrimSpace(w.Title + " " + w.Name)
			return strings.NewReplacer("{nama}", name, "{kelompok}", w.Group, "{sisa}", w.Left.String(), "{tagihan}", w.Bill.String(), "{jatuh_tempo}", day(w.Due)).Replace(w.Text)
		},
		"upk":   upk,
		"upper": strings.ToUpper,
		"nth":   func(i int) int { return i + 1 },
		"neg":   func(i int) int { return -i },
		"nl":    func() string { return lineBreak },
	}
}

// kindOf is a kind of entry; a fine on a sharia loan is a kind of its own here,
// since it goes to the social fund and has another name.
func kindOf(kind ledger.EntryKind, sharia bool) ledger.EntryKind {
	if sharia && kind == ledger.FineEntry {
		return kind + "_sharia"
	}
	return kind
}

// wroteOf says what a treasurer wrote of a deposit, where another amount arrived.
var wroteOf = map[string]string{"id": "ditulis", "en": "noted", "jv": "seratan", "su": "ditulis"}

// items is a list with what each is for, where they differ.
func items(l conversation.List, language string, day, dayShort func(ledger.Date) string) string {
	parts := make([]string, len(l.Items))
	for i, item := range l.Items {
		name, what := item.Name, item.Word
		if item.To != "" {
			name += owedTo[language] + item.To
		}
		if what == "" {
			what = item.Amount.String()
		}
		parts[i] = name + day(item.Due) + purposes[language][item.Kind] + borne(item.By) + " " + what + inPurse(item.Purse, language)
		if item.Told != 0 {
			parts[i] += " (" + wroteOf[language] + " " + item.Told.String() + ")"
		}
		if !item.Day.IsZero() {
			parts[i] += " (" + dayShort(item.Day) + ")"
		}
	}
	return strings.Join(parts, ", ")
}

// borne is who bears what stands behind it.
func borne(by string) string {
	if by == "" {
		return ""
	}
	return " " + by
}

// purseName is a savings purse as people call it.
func purseName(p ledger.Purse, language string) string {
	if name, ok := purseNames[language][p]; ok {
		return name
	}
	return strings.ReplaceAll(string(p), "_", " ")
}

// inPurse is a purse behind an amount that goes into it or comes out of it.
func inPurse(p ledger.Purse, language string) string {
	switch {
	case p == "":
		return ""
	case language == "en" && (p == ledger.SavingsDaily || p == ledger.SavingsSocial):
		return " (" + purseName(p, language) + " savings)" // "daily" alone is no purse
	}
	return " (" + purseName(p, language) + ")"
}

// purseNames are purses whose name is not that of the books, in at most sixteen
// letters.
var purseNames = map[string]map[ledger.Purse]string{
	"en": {
		ledger.SavingsInitial: "membership", ledger.SavingsMonthly: "compulsory", ledger.SavingsVoluntary: "voluntary",
		ledger.SavingsDaily: "daily", ledger.SavingsMutual: "group guarantee", ledger.SavingsSocial: "social",
	},
}

// owedTo stands between who owes and whom, in at most four letters.
var owedTo = map[string]string{"id": " ke ", "en": " to ", "jv": " ke ", "su": " ka "}

// purposes are what an item of a mixed list is for, in at most nine letters, and of a cover
// twelve.
var purposes = map[string]map[ledger.EntryKind]string{
	"id": {ledger.Repayment: " bayar", ledger.SavingsDeposit: " simpan", ledger.SavingsWithdrawal: " ambil", ledger.Cover: " ditanggung"},
	"en": {ledger.Repayment: " pays", ledger.SavingsDeposit: " saves", ledger.SavingsWithdrawal: " draws", ledger.Cover: " covered by"},
	"jv": {ledger.Repayment: " mbayar", ledger.SavingsDeposit: " nyimpen", ledger.SavingsWithdrawal: " mendhet", ledger.Cover: " ditanggung"},
	"su": {ledger.Repayment: " mayar", ledger.SavingsDeposit: " nyimpen", ledger.SavingsWithdrawal: " ngambil", ledger.Cover: " ditanggung"},
}

// monthNames are short names of the months.
var monthNames = map[string][12]string{
	"id": {"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"},
	"en": {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	"jv": {"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"},
	"su": {"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"},
}

// short is an amount as a hurried person writes it, never rounded: 250RB, 2JT,
// 1,25JT, 262.500.
func short(m ledger.Money) string {
	const thousand, million = 1_000, 1_000_000
	switch {
	case m >= million && m%(million/100) == 0:
		fraction := strings.TrimRight(strconv.FormatInt(int64(m%million/(million/100)+100), 10)[1:], "0")
		if fraction != "" {
			fraction = "," + fraction
		}
		return (m / million).Digits() + fraction + "JT"
	case m >= thousand && m < million && m%thousand == 0:
		return (m / thousand).Digits() + "RB"
	}
	return m.Digits()
}

// choices numbers what to choose from: "1 Siti Aminah 2 Siti Rahayu".
func choices(separator string, of []string) string {
	numbered := make([]string, len(of))
	for i, choice := range of {
		numbered[i] = strconv.Itoa(i+1) + " " + choice
	}
	return strings.Join(numbered, separator)
}

// example is a command to write, with the person's own data: "BAYAR SITI 250RB".
func example(command string, e conversation.Example) string {
	if e.Name == "" {
		e.Name = "SITI"
	}
	if e.Amount <= 0 {
		e.Amount = 250_000
	}
	return command + " " + strings.ToUpper(e.Name) + " " + short(e.Amount)
}

// phone is a number as people at home dial it: 081390000903.
func phone(p ledger.Phone) string {
	if rest, ok := strings.CutPrefix(string(p), "+62"); ok {
		return "0" + rest
	}
	return string(p)
}

// upk is the office's name with what it is in front: "UPK Kalijambe".
func upk(name string) string {
	for _, already := range []string{"UPK", "BUMDES", "LKD", "DAPM", "BMT", "LKM", "KUBE"} {
		if strings.HasPrefix(strings.ToUpper(name), already) {
			return name
		}
	}
	return strings.TrimSpace("UPK " + name)
}

// sentence is what people wrote with a full stop behind it, unless it ends by itself.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text != "" && strings.ContainsRune(".!?", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}
