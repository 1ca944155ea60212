package understand

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bendahara/ledger"
)

// The corpus is messages with what they mean, a line each:
//
//	role [waiting] | text => intent; slots; asks; extras
//
// "\n" in a text is a line break. Slots are joined by " + ": what would be
// recorded (bayar, tab, ambil, setor, terima), "belum" for who did not pay,
// "lihat" for who is asked about; then the members that the name may mean
// (A/B, ? for none), the amount (? for one that is asked) and "@03-09" for a day
// other than that of sending ("@-" for one that there is not). "due 16" is that many members at what they owe,
// "amount 16" that many whose amount is asked, "each 16 5000" that many of equal
// amount. A line "people DIRECTORY" says that those of a workbook in testdata write what
// follows; the sender is then role@CODE [waiting], and names her own groups' members, an
// officer everybody. Extras are suggest=, lead=, entry=, choice=, promise= and answer.
const corpus = "../testdata/corpus"

var wib = time.FixedZone("WIB", 7*60*60)

var sentAt = time.Date(2026, 3, 10, 9, 0, 0, 0, wib)

func corpusRoster(t testing.TB) *Roster {
	t.Helper()
	var people []Person
	var groups []GroupName
	for _, line := range corpusLines(t, filepath.Join(corpus, "people.txt")) {
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if code, ok := strings.CutPrefix(cells[0], "group "); ok {
			groups = append(groups, GroupName{ledger.GroupCode(code), cells[1]})
			continue
		}
		p := Person{Member: ledger.MemberCode(cells[0]), Group: ledger.GroupCode(cells[0][:3]), Title: cells[1], Name: cells[2]}
		if cells[3] != "" {
			p.Nicknames = strings.Split(cells[3], "/")
		}
		people = append(people, p)
	}
	return NewRoster(people, groups)
}

// sheet is a sheet of a workbook in testdata, a map a row.
func sheet(t testing.TB, dir, name string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(filepath.Join("../testdata", dir, name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%s of %s has no rows: %v", name, dir, err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// workbookRoster is whom the sender of a sample may name: the active members of the
// groups of everybody with her phone, for an officer everybody.
func workbookRoster(t testing.TB, s sample) *Roster {
	role, _, _ := strings.Cut(s.who, " ")
	role, code, _ := strings.Cut(role, "@")
	everybody := role == string(Officer) || role == string(Auditor) || code == "" && role != string(Unknown)
	rows, phone, hers := sheet(t, s.people, "anggota"), "", map[string]bool{}
	for _, row := range rows {
		if row["kode"] == code {
			phone = row["hp"]
		}
	}
	for _, row := range rows {
		hers[row["kelompok"]] = hers[row["kelompok"]] || phone != "" && row["hp"] == phone
	}
	var people []Person
	for _, row := range rows {
		if row["status"] != "" && row["status"] != "aktif" || !everybody && !hers[row["kelompok"]] {
			continue
		}
		p := Person{Member: ledger.MemberCode(row["kode"]), Group: ledger.GroupCode(row["kelompok"]), Title: row["sapaan"], Name: row["nama"], Keeps: row["jabatan"] == string(ledger.Treasurer), Chairs: row["jabatan"] == string(ledger.Chair), Writes: row["jabatan"] == string(ledger.Secretary)}
		if row["panggilan"] != "" {
			p.Nicknames = strings.Split(row["panggilan"], "/")
		}
		people = append(people, p)
	}
	if people == nil {
		return nil
	}
	var groups []GroupName
	for _, row := range sheet(t, s.people, "kelompok") {
		if everybody || hers[row["kode"]] {
			groups = append(groups, GroupName{ledger.GroupCode(row["kode"]), row["nama"]})
		}
	}
	return NewRoster(people, groups)
}

func corpusLines(t testing.TB, file string) (lines []string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		t.Fatalf("%s has no lines", file)
	}
	return lines
}

// corpusContext is the sender of a line: "treasurer yesno".
func corpusContext(who string, roster *Roster) Context {
	role, waiting, _ := strings.Cut(strings.TrimSpace(who), " ")
	role, code, known := strings.Cut(role, "@")
	c := Context{Role: Role(role), Sent: sentAt, People: roster, Waiting: Waiting(waiting)}
	if known {
		c.Self = ledger.MemberCode(code)
		for _, p := range roster.people {
			if p.Member == c.Self {
				c.Group = p.Group
			}
		}
		if len(roster.members) > 1 && c.Role == Treasurer {
			c.Group = "" // no group of hers is nearer than another
		}
		return c
	}
	switch c.Role {
	case Treasurer:
		c.Self, c.Group = "A01-01", "A01"
	case Member:
		c.Self, c.Group = "A01-02", "A01"
	case Head:
		c.Self, c.Group = "A01-05", "A01"
	}
	return c
}

// sample is one line of the corpus.
type sample struct {
	people           string // the workbook that the sender is in; empty: people.txt
	where, who, text string
	intent           Intent
	slots, asks      []string
	extras           string
}

func samples(t testing.TB, file string) (out []sample) {
	t.Helper()
	people := ""
	for i, line := range corpusLines(t, file) {
		if dir, ok := strings.CutPrefix(line, "people "); ok {
			people = dir
			continue
		}
		who, rest, ok1 := strings.Cut(line, " | ")
		cut := strings.LastIndex(rest, "=> ")
		if !ok1 || cut < 0 {
			t.Fatalf("%s: line %d: want role | text => meaning: %q", file, i+1, line)
		}
		parts := strings.Split(rest[cut+3:], ";")
		s := sample{
			people: people, where: filepath.Base(file), who: who, intent: Intent(strings.TrimSpace(parts[0])),
			text: strings.ReplaceAll(strings.TrimSuffix(rest[:cut], " "), `\n`, "\n"),
		}
		if len(parts) > 1 && strings.TrimSpace(parts[1]) != "" {
			for _, slot := range strings.Split(parts[1], " + ") {
				s.slots = append(s.slots, strings.TrimSpace(slot))
			}
		}
		if len(parts) > 2 {
			s.asks = strings.Fields(parts[2])
		}
		if len(parts) > 3 {
			s.extras = strings.TrimSpace(parts[3])
		}
		out = append(out, s)
	}
	return out
}

var kindWords = map[ledger.EntryKind]string{
	ledger.Repayment: "bayar", ledger.SavingsDeposit: "tab", ledger.SavingsWithdrawal: "ambil",
	ledger.Deposit: "setor", ledger.DepositReceived: "terima",
}

// show writes a slot the way the corpus does.
func (s Slot) show() string {
	var words []string
	kind := kindWords[s.Kind]
	switch {
	case s.NotPaid:
		kind = "belum"
	case kind == "":
		kind = "lihat"
	}
	if s.Purse != "" {
		kind += ":" + string(s.Purse)
	}
	words = append(words, kind)
	var codes []string
	for _, c := range s.Members {
		codes = append(codes, string(c))
	}
	slices.Sort(codes)
	for _, g := range s.Groups {
		if kind == "lihat" {
			codes = append(codes, "group")
			words = append(words, "group")
			codes = codes[:0]
		}
		codes = append(codes, string(g))
	}
	if len(codes) > 0 {
		words = append(words, strings.Join(codes, "/"))
	} else if s.Kind != "" || s.NotPaid {
		words = append(words, "?")
	}
	switch {
	case s.Due:
		words = append(words, "due")
	case s.Amount > 0:
		words = append(words, strconv.FormatInt(int64(s.Amount), 10))
	case s.Kind != "":
		words = append(words, "?")
	}
	switch {
	case s.Kind != "" && s.Date.IsZero():
		words = append(words, "@-")
	case s.Kind != "" && s.Date != ledger.DateOf(sentAt):
		words = append(words, "@"+s.Date.String()[5:])
	}
	return strings.Join(words, " ")
}

// showSlots writes all slots; many alike are counted.
func showSlots(slots []Slot) (out []string) {
	due, open := 0, 0
	equal := map[ledger.Money]int{}
	for _, s := range slots {
		if s.Due {
			due++
		} else if s.Kind != "" && s.Amount == 0 {
			open++
		}
		equal[s.Amount]++
	}
	if due > 3 {
		out = append(out, fmt.Sprintf("due %d", due))
	}
	if open > 9 {
		out = append(out, fmt.Sprintf("amount %d", open))
	}
	for _, s := range slots {
		if n := equal[s.Amount]; n > 9 && s.Amount > 0 {
			if line := fmt.Sprintf("each %d %d", n, s.Amount); !slices.Contains(out, line) {
				out = append(out, line)
			}
			continue
		}
		if s.Due && due > 3 || open > 9 && s.Kind != "" && s.Amount == 0 {
			continue
		}
		out = append(out, s.show())
	}
	slices.Sort(out)
	return out
}

func (m Meaning) showExtras() string {
	var out []string
	add := func(format string, ok bool, v any) {
		if ok {
			out = append(out, fmt.Sprintf(format, v))
		}
	}
	if m.Answer {
		out = append(out, "answer")
	}
	if m.Case != nil {
		ref := m.Case.Letter
		if m.Case.Number > 0 {
			ref += strconv.FormatUint(m.Case.Number, 10)
		}
		out = append(out, "case="+ref+"/"+string(m.Case.Verdict))
	}
	if m.Also != nil {
		out = append(out, "also="+string(m.Also.Intent))
	}
	add("choice=%d", m.Choice != 0, m.Choice)
	add("entry=%d", m.Entry != 0, m.Entry)
	add("lead=%s", m.Lead != "", m.Lead)
	add("promise=%s", m.Promise != 0, m.Promise)
	add("suggest=%s", m.Suggest != "", m.Suggest)
	return strings.Join(out, " ")
}

// show writes a meaning the way the corpus does.
func (m Meaning) show() string {
	var asks []string
	for _, a := range m.Asks {
		asks = append(asks, string(a))
	}
	slices.Sort(asks)
	s := string(m.Intent) + "; " + strings.Join(showSlots(m.Slots), " + ") + "; " + strings.Join(asks, " ") + "; " + m.showExtras()
	return strings.TrimRight(s, "; ")
}

func (s sample) want() string {
	want := slices.Clone(s.slots)
	for i, slot := range want { // members are shown in the order of their codes
		words := strings.Fields(slot)
		for k := range words {
			codes := strings.Split(words[k], "/")
			slices.Sort(codes)
			words[k] = strings.Join(codes, "/")
		}
		want[i] = strings.Join(words, " ")
	}
	slices.Sort(want)
	asks := slices.Clone(s.asks)
	slices.Sort(asks)
	return strings.TrimRight(string(s.intent)+"; "+strings.Join(want, " + ")+"; "+strings.Join(asks, " ")+"; "+s.extras, "; ")
}

func recordable(slots []Slot) bool {
	return slices.ContainsFunc(slots, func(s Slot) bool { return s.Kind != "" })
}

func (s sample) records() bool {
	return slices.ContainsFunc(s.slots, func(slot string) bool {
		return !strings.HasPrefix(slot, "lihat") && !strings.HasPrefix(slot, "belum")
	})
}

// judge says how well a message was understood. Dangerous is what could put
// something wrong into the books: slots offered where nothing is to be recorded,
// or a sure slot that is not what was meant.
func judge(s sample, m Meaning) string {
	if m.show() == s.want() {
		return "right"
	}
	if !recordable(m.Slots) {
		return "missed"
	}
	if !s.records() {
		return "DANGEROUS"
	}
	if m.Suggest = ""; m.show() == s.want() {
		return "asked" // right, but another command is suggested
	}
	if len(m.Asks) > 0 {
		// what is sure in it must be what was meant
		for _, slot := range m.Slots {
			if slot.Kind == "" || len(slot.Members) > 1 || slot.Guessed || slot.Unsure || slot.Due || slot.Amount == 0 || len(slot.Members)+len(slot.Groups) == 0 {
				continue
			}
			if !slices.Contains(s.slots, slot.show()) && !slices.Contains(m.Asks, AskDate) && !slices.Contains(m.Asks, AskPurpose) {
				return "DANGEROUS"
			}
		}
		return "asked"
	}
	return "DANGEROUS"
}

func runCorpus(t *testing.T, percent int, files ...string) {
	plain := corpusRoster(t)
	counts := map[string]map[string]int{}
	total, good := 0, 0
	for _, file := range files {
		for _, s := range samples(t, file) {
			roster := plain
			if s.people != "" {
				roster = workbookRoster(t, s)
			}
			m := Read(s.text, corpusContext(s.who, roster))
			verdict := judge(s, m)
			class := string(s.intent)
			if counts[class] == nil {
				counts[class] = map[string]int{}
			}
			counts[class][verdict]++
			total++
			if verdict == "right" || verdict == "asked" {
				good++
			}
			if verdict != "right" {
				t.Logf("%-9s %s | %q\n\twant %s\n\tgot  %s", verdict, s.who, s.text, s.want(), m.show())
			}
			if verdict == "DANGEROUS" {
				t.Errorf("dangerous: %q", s.text)
			}
		}
	}
	sum := map[string]int{}
	classes := make([]string, 0, len(counts))
	for class, verdicts := range counts {
		classes = append(classes, class)
		for v, n := range verdicts {
			sum[v] += n
		}
	}
	slices.Sort(classes)
	for _, class := range classes {
		v := counts[class]
		t.Logf("%-20s right %3d  asked %3d  missed %3d  DANGEROUS %3d", class, v["right"], v["asked"], v["missed"], v["DANGEROUS"])
	}
	t.Logf("%-20s right %3d  asked %3d  missed %3d  DANGEROUS %3d of %d", "all", sum["right"], sum["asked"], sum["missed"], sum["DANGEROUS"], total)
	if percent == 100 && sum["right"] < total {
		t.Errorf("right: %d of %d; -v shows which are not", sum["right"], total)
	}
	if good*100 < total*percent {
		t.Errorf("right or rightly asked: %d of %d, less than %d per cent", good, total, percent)
	}
}

// TestCorpus runs the messages that the code was tuned on: they are what it
// promises, so every one must be right.
func TestCorpus(t *testing.T) {
	runCorpus(t, 100, filepath.Join(corpus, "treasurer.txt"), filepath.Join(corpus, "talk.txt"), filepath.Join(corpus, "mixed.txt"), filepath.Join(corpus, "traps.txt"), filepath.Join(corpus, "unseen4.txt"), filepath.Join(corpus, "daerah.txt"), filepath.Join(corpus, "voices.txt"), filepath.Join(corpus, "village.txt"), filepath.Join(corpus, "village2.txt"), filepath.Join(corpus, "unseen6.txt"), filepath.Join(corpus, "unseen7.txt"), filepath.Join(corpus, "unseen8.txt"), filepath.Join(corpus, "unseen9.txt"), filepath.Join(corpus, "unseen10.txt"), filepath.Join(corpus, "unseen11.txt"), filepath.Join(corpus, "unseen12.txt"))
}

// TestCorpusCare runs what people bring, and what an officer says to it. Only there
// is it written whether something is told as done, and whether it is for nobody.
func TestCorpusCare(t *testing.T) {
	roster := corpusRoster(t)
	for _, s := range samples(t, filepath.Join(corpus, "care.txt")) {
		m := Read(s.text, corpusContext(s.who, roster))
		got := m.show()
		for word, is := range map[string]bool{"done": m.Done, "spam": m.Spam} {
			if is {
				got += strings.Repeat(";", 3-strings.Count(got, ";")) + " " + word
			}
		}
		if normal(got) != normal(s.want()) {
			t.Errorf("%s | %q\n\twant %s\n\tgot  %s", s.who, s.text, s.want(), got)
		}
	}
}

// normal leaves out the spaces around the parts of a meaning.
func normal(meaning string) string {
	return strings.ReplaceAll(strings.ReplaceAll(meaning, " ;", ";"), "; ", ";")
}

// TestCorpusUnseen runs the messages that were written apart from the code; each file
// tells how its first run went, and what was mended for it since.
func TestCorpusUnseen(t *testing.T) {
	runCorpus(t, 97, filepath.Join(corpus, "unseen.txt"), filepath.Join(corpus, "daerah_unseen.txt"), filepath.Join(corpus, "unseen5.txt"))
}
