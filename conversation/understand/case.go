package understand

import (
	"slices"
	"strconv"
	"strings"
)

// Verdict is what an officer says to a case that waits for her.
type Verdict string

// The verdicts.
const (
	Settle  Verdict = "settle"  // selesai
	Approve Verdict = "approve" // setujui, terima
	Reject  Verdict = "reject"  // tolak
	ListAll Verdict = "list"    // which cases wait: sengketa
	Show    Verdict = "show"    // the words of one: P12
)

// CaseRef names a case and what is to become of it.
type CaseRef struct {
	Letter  string // D, P, L, C or U; see package conversation
	Number  uint64 // 0 for a list
	Verdict Verdict
}

// verdicts are the words of an officer's decision; what is not here is no decision.
var verdicts = map[string]Verdict{
	"selesai": Settle, "beres": Settle, "tutup": Settle, "rampung": Settle, "tuntas": Settle, "done": Settle, "close": Settle, "closed": Settle,
	"setuju": Approve, "setujui": Approve, "disetujui": Approve, "menyetujui": Approve, "acc": Approve, "approve": Approve, "approved": Approve,
	"terima": Approve, "diterima": Approve, "kabulkan": Approve, "accept": Approve, "sarujuk": Approve, "satuju": Approve,
	"tolak": Reject, "ditolak": Reject, "menolak": Reject, "reject": Reject, "rejected": Reject, "refuse": Reject,
}

// approves are the words that say yes to a wish for a loan, and to nothing else: a
// complaint is not closed by an "ok".
var approves = map[string]bool{"ok": true, "oke": true, "oks": true, "okey": true, "boleh": true}

// caseLists are the words that ask for the open cases, where they stand alone.
var caseLists = map[string]string{
	"sengketa": "D", "salah catat": "D", "disputes": "D",
	"pengaduan": "P", "aduan": "P", "keluhan": "P", "complaints": "P",
	"usulan": "U", "usul": "U", "proposals": "U",
	"pengajuan": "L", "ajuan": "L", "pengajuan pinjaman": "L", "permohonan": "L", "requests": "L",
}

// joins are words between a case and what is said about it.
var joins = map[string]bool{
	"karena": true, "krn": true, "karna": true, "alasan": true, "alasannya": true, "sebab": true, "because": true,
	"pengaduan": true, "sengketa": true, "pengajuan": true, "no": true, "nomor": true,
}

// maxCaseNumber is more than any UPK will have.
const maxCaseNumber = 9_999_999

// caseLetter reads "P12" and "p-12". A village's "D01" is none.
func caseLetter(word string) (letter string, n uint64, ok bool) {
	word = strings.ToUpper(strings.Trim(word, ".,:;!?()#*\""))
	if len(word) < 2 || !strings.Contains("DPLCU", word[:1]) {
		return "", 0, false
	}
	digits := strings.TrimPrefix(word[1:], "-")
	if digits == "" || digits[0] == '0' || strings.Trim(digits, "0123456789") != "" {
		return "", 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	return word[:1], n, err == nil && n <= maxCaseNumber
}

// readCase reads an officer's word on a case: "selesai P12 sudah dijelaskan",
// "tolak D5 alasan", "setujui L7 2jt", "P12", "sengketa". The text is read as
// written: cleaned for amounts, "L7" would be seventeen.
func readCase(text string, c Context) (Meaning, bool) {
	if c.Role != Officer && c.Role != Auditor {
		return Meaning{}, false
	}
	words := strings.Fields(text)
	if letter, ok := caseLists[listWanted(words)]; ok {
		return Meaning{Intent: Decision, Case: &CaseRef{Letter: letter, Verdict: ListAll}}, true
	}
	ref, rest := CaseRef{}, []string(nil)
	for _, w := range words {
		letter, n, is := caseLetter(w)
		verdict := verdicts[strings.ToLower(strings.Trim(w, ".,:;!?"))]
		switch {
		case is && ref.Number == 0:
			ref.Letter, ref.Number = letter, n
		case verdict != "" && ref.Verdict == "":
			ref.Verdict = verdict
		case len(rest) == 0 && joins[strings.ToLower(strings.Trim(w, ".,:;!?"))]:
		default:
			rest = append(rest, w)
		}
	}
	if ref.Letter == "L" && ref.Verdict == "" && len(rest) > 0 && approves[strings.ToLower(strings.Trim(rest[0], ".,:;!?"))] {
		ref.Verdict, rest = Approve, rest[1:]
	}
	if ref.Number > 0 && ref.Verdict == "" && slices.ContainsFunc(rest, func(w string) bool { return postpones[strings.ToLower(strings.Trim(w, ".,:;!?"))] }) {
		ref.Verdict, rest = Show, nil // nothing is decided: how it stands, and what may be said of it
	}
	switch {
	case ref.Number == 0, ref.Verdict == "" && len(rest) > 0:
		return Meaning{}, false
	case ref.Verdict == "":
		ref.Verdict = Show
	}
	out := Meaning{Intent: Decision, Case: &ref, Note: strings.Trim(strings.Join(rest, " "), " .,:;-")}
	if ref.Verdict == Approve {
		out.granted(rest, c)
	}
	return out, true
}

// postpones are words that put a decision off: "L9 jangan dulu, tunggu verifikasi".
var postpones = map[string]bool{"tunda": true, "ditunda": true, "pending": true, "dipending": true, "jangan": true, "jgn": true, "tunggu": true, "nunggu": true, "ojo": true, "entosi": true, "hold": true}

// listWanted is what a list is wanted of: "daftar sengketa", "lihat pengaduan".
func listWanted(words []string) string {
	for len(words) > 1 {
		switch strings.ToLower(words[0]) {
		case "daftar", "lihat", "liat", "cek", "list":
			words = words[1:]
			continue
		}
		break
	}
	return strings.Trim(strings.ToLower(strings.Join(words, " ")), ".!?")
}

// granted reads the amount that an approval names.
func (m *Meaning) granted(rest []string, c Context) {
	plain, damaged := clean(strings.Join(rest, " "))
	r := &reading{c: c, plain: plain, tokens: findAmounts(findDays(tokenize(plain), c.Sent), damaged)}
	if r.count(anAmount) == 0 {
		return
	}
	for i := range r.tokens { // "7 juta tapi dipotong jadi 5 juta"
		if r.tokens[i].kind == anAmount && r.mark(i) == markNew {
			r.tokens = r.tokens[i:]
			break
		}
	}
	s := Slot{}
	s.Amount, s.Unsure = r.oneAmount(m)
	m.Slots = []Slot{s}
}
