package understand

import "strings"

// stem is a word without "-nya", "-ku" and the like, if that is understood.
func stem(word string) (string, tag) {
	if word == "sekolah" {
		return word, 0 // a school, no "seko"
	}
	for _, end := range []string{"ipun", "nya", "ku", "ne", "na", "lah", "mu", "kan", "keun", "aken", "ake", "ke", "no", "q", "in", "e"} {
		if short, ok := strings.CutSuffix(word, end); ok && len(short) >= 4 {
			if t := words().tags[short]; t != 0 {
				return short, t
			}
		}
	}
	return word, 0
}

// splitJoined cuts "bayarsiti" and "sitibayar" into a command and a name.
func (n *namer) splitJoined(tokens []token) []token {
	if n.c.People == nil {
		return tokens
	}
	var out []token
	for i, t := range tokens {
		cut := 0
		if t.kind == aWord && t.tags == 0 && n.c.People.find(t.text, n.c.Group) == nil {
			for k := 3; k <= len(t.text)-2; k++ {
				if words().tags[t.text[k:]]&tRecord != 0 && n.c.People.find(t.text[:k], n.c.Group) != nil { // "sitibayar"
					cut = k
				}
				if words().tags[t.text[:k]]&(tRecord|tBalance|tSchedule|tArrears) != 0 && n.c.People.find(t.text[k:], n.c.Group) != nil {
					cut = k
				}
			}
		}
		if cut > 0 && out == nil {
			out = append(make([]token, 0, len(tokens)+4), tokens[:i]...)
		}
		switch {
		case cut > 0:
			a, b := t, t
			a.text, a.end = t.text[:cut], t.start+cut
			a.tags = words().tags[a.text]
			b.text, b.start, b.glued = t.text[cut:], t.start+cut, true
			_, b.tags = tagsOf(b.text)
			out = append(out, a, b)
		case out != nil:
			out = append(out, t)
		}
	}
	if out == nil {
		return tokens
	}
	return out
}

// isTypedCommand tells whether the message's first word is a mistyped command.
func (n *namer) isTypedCommand(i int) bool {
	for k := range i {
		if n.tokens[k].kind != aSign && !n.tokens[k].is(tGreet|tFill|tTitle|tHelp) {
			return false
		}
	}
	command, _ := suggestion(n.tokens[i].text)
	return command != ""
}

// suggestable are the commands that a mistyped first word may have meant.
var suggestable = []string{
	"bayar", "setor", "nabung", "tabung", "tabungan", "simpan", "saldo", "jadwal", "tunggakan", "laporan", "rekap", "rapat", "bantuan",
	"petugas", "pengaduan", "angsuran", "cicilan", "terima", "batal", "tarik", "ambil", "pinjam", "lanjut", "berhenti",
}

// suggestion is the command that an unknown word was likely meant to be.
func suggestion(word string) (command string, meaning tag) {
	if len(word) < 4 {
		return "", 0
	}
	for _, s := range suggestable {
		allowed := 1
		if len(s) >= 8 {
			allowed = 2
		}
		if d := len(s) - len(word); d > allowed || -d > allowed {
			continue
		}
		if distance(word, s) <= allowed {
			return s, words().tags[s]
		}
	}
	return "", 0
}
