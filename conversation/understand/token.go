package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"bendahara/ledger"
)

// kind is what a token is. Reading turns words into amounts, days and names,
// layer by layer.
type kind int

const (
	aWord kind = iota
	aNumber
	aSign // a punctuation character or "\n"
	aCode // shaped like a member code or an entry: A01-03, A01/17
	anAmount
	aDay
	aName
)

// token is a piece of a message.
type token struct {
	kind       kind
	text       string // lower case; a phrase is joined by "_"
	start, end int    // where it stands in the plain text
	glued      bool   // nothing stands before it, not even a space
	fixed      bool   // a number in which letters stood for digits
	tags       tag
	amount     amount
	day        day
	who        who
}

func (t token) is(tags tag) bool { return t.kind == aWord && t.tags&tags != 0 }

func (t token) sign(signs string) bool { return t.kind == aSign && strings.Contains(signs, t.text) }

// tokenize cuts a plain text into words, numbers and signs, and joins phrases.
func tokenize(plain string) []token {
	l := lexer{text: plain}
	for l.at < len(plain) {
		l.next()
	}
	return joinPhrases(l.tokens)
}

type lexer struct {
	text   string
	at     int
	gap    bool
	tokens []token
}

func (l *lexer) emit(k kind, end int) *token {
	t := token{kind: k, text: strings.ToLower(l.text[l.at:end]), start: l.at, end: end, glued: !l.gap && l.at > 0}
	l.tokens = append(l.tokens, t)
	l.at, l.gap = end, false
	return &l.tokens[len(l.tokens)-1]
}

func (l *lexer) next() {
	r, size := utf8.DecodeRuneInString(l.text[l.at:])
	switch {
	case r == ' ':
		l.at, l.gap = l.at+1, true
	case r >= '0' && r <= '9':
		l.number()
	case unicode.IsLetter(r):
		l.word()
	default:
		l.emit(aSign, l.at+size)
	}
}

func (l *lexer) word() {
	if end := codeEnd(l.text[l.at:]); end > 0 && l.wordBefore() {
		l.emit(aCode, l.at+end)
		return
	}
	if l.startsWithLookAlike() {
		l.number()
		return
	}
	end := l.at
	for end < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[end:])
		if !unicode.IsLetter(r) {
			break
		}
		end += size
	}
	if l.twofold(end) {
		return
	}
	// "masing2" and "masing-masing" are one word
	if end < len(l.text) && l.text[end] == '2' && !startsWithWordRune(l.text[end+1:]) {
		if _, tags := tagsOf(strings.ToLower(l.text[l.at : end+1])); tags != 0 {
			end++
		} else if word, tags := tagsOf(strings.ToLower(l.text[l.at:end])); !l.moneyAt(end) && (twice[word] || tags != 0 && tags&^(tFill|tGreet|tTitle|tReason|tWish) == 0) {
			t := l.emit(aWord, end+1) // "malam2", "maaf2": said twice
			t.text, t.tags = word, tags|tFill
			return
		}
	} else if n := end - l.at; n > 1 && end+n < len(l.text)+1 && strings.HasPrefix(l.text[end:], "-") &&
		end+1+n <= len(l.text) && strings.EqualFold(l.text[l.at:end], l.text[end+1:end+1+n]) && !startsWithWordRune(l.text[end+1+n:]) {
		word := strings.ToLower(l.text[l.at:end]) + "2"
		at := l.at
		t := l.emit(aWord, end+1+n)
		t.start, t.text = at, word
		_, t.tags = tagsOf(word)
		return
	}
	t := l.emit(aWord, end)
	t.text, t.tags = tagsOf(t.text)
}

// twofold reads "dua-duanya" and "dua2nya" for one word: what is said twice and has an ending
// is no number.
func (l *lexer) twofold(end int) bool {
	word, rest := strings.ToLower(l.text[l.at:end]), l.text[end:]
	from := 0 // the ending's place in rest
	switch {
	case len(word) < 3:
		return false
	case strings.HasPrefix(rest, "2"):
		from = 1
	case strings.HasPrefix(strings.ToLower(rest), "-"+word):
		from = 1 + len(word)
	}
	suffix := strings.ToLower(rest[from:][:letters(rest[from:])])
	if from == 0 || !endings[suffix] || startsWithWordRune(rest[from+len(suffix):]) {
		return false
	}
	text, tags := tagsOf(word + "2" + suffix) // masing2nya
	if tags == 0 {
		_, tags = tagsOf(word)
		text, tags = word+"_"+word+suffix, tags&^tNumber
	}
	if tags == 0 && numberWords[word].value > 0 {
		tags = tFill
	}
	t := l.emit(aWord, end+from+len(suffix))
	t.text, t.tags = text, tags
	return true
}

// endings may stand behind a word that is said twice.
var endings = map[string]bool{"nya": true, "ne": true, "e": true, "ipun": true, "nipun": true, "na": true, "ana": true, "anana": true}

// moneyAt tells whether the "2" at i begins an amount: "rp2.000", "rp 2".
func (l *lexer) moneyAt(i int) bool {
	return i+2 < len(l.text) && isMark(l.text[i+1]) && l.text[i+2] >= '0' && l.text[i+2] <= '9' || strings.EqualFold(l.text[l.at:i], "rp")
}

// twice are words without a class of their own that are said twice: "malam2".
var twice = map[string]bool{"minggu": true, "bulan": true, "malam": true, "mlm": true, "malem": true, "pelan": true, "sama": true, "ibu": true, "bapak": true, "teman": true, "hati": true}

// wordBefore tells whether a code may begin here: not inside of a word.
func (l *lexer) wordBefore() bool {
	return l.at == 0 || !isWordByte(l.text[l.at-1])
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf
}

func startsWithWordRune(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && isWordRune(r)
}

// codeEnd is the length of a code at the start of s: one to four letters,
// digits, "-" or "/", digits; 0 if there is none. "rp250-300" is no code.
func codeEnd(s string) int {
	i := 0
	for i < len(s) && i < 5 && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z') {
		i++
	}
	prefix := strings.ToLower(s[:i])
	if i == 0 || i == 5 || prefix == "rp" || prefix == "tgl" || prefix == "no" || prefix == "tab" || prefix == "byr" {
		return 0
	}
	first := i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	upk := prefix == "upk" && i == first
	if i-first > 4 || i == first && !upk || i >= len(s) || s[i] != '-' && s[i] != '/' {
		return 0
	}
	slash := i
	i++
	if series, _ := ledger.CutSeries(s[i:]); series != 0 && s[slash] == '/' {
		i, slash = i+1, slash+1
	}
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == slash+1 || i-slash > 8 || startsWithWordRune(s[i:]) {
		return 0
	}
	return i
}

const (
	digitLike  = "0123456789oOlI"
	numberLike = digitLike + ".,"
	firstLike  = numberLike + "i"
)

// startsWithLookAlike tells whether a number begins here with a letter that
// stands for a digit: "l00rb", "O5".
func (l *lexer) startsWithLookAlike() bool {
	s := l.text[l.at:]
	if !strings.ContainsRune("lIoOi", rune(s[0])) || !l.wordBefore() || len(s) < 2 {
		return false
	}
	if isMark(s[1]) && runLength(s[2:], "0123456789") == 3 { // "l.250.000"
		return true
	}
	if s[0] == 'i' || s[1] < '0' || s[1] > '9' {
		return false
	}
	n := runLength(s, numberLike)
	return !startsWithWordRune(s[n:]) || unitAt(s[n:]) != ""
}

func runLength(s, chars string) int {
	n := 0
	for n < len(s) && strings.IndexByte(chars, s[n]) >= 0 {
		n++
	}
	return n
}

// unitAt is the word right at the start of s if it is a unit such as "rb".
func unitAt(s string) string {
	word := strings.ToLower(s[:letters(s)])
	if numberWords[word].power > 0 {
		return word
	}
	return ""
}

func letters(s string) int {
	n := 0
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z') {
		n++
	}
	return n
}

// number reads digits with marks between them, letters that stand for digits,
// and the ",-" behind.
func (l *lexer) number() {
	s := l.text[l.at:]
	n := runLength(s[:1], firstLike)
	n += runLength(s[n:], numberLike)
	if rest := s[n:]; startsWithWordRune(rest) {
		switch unit := unitAt(rest); {
		case unit == "":
			n = runLength(s, "0123456789.,")
		case unit == "k" && n > 0 && (s[n-1] == 'o' || s[n-1] == 'O'):
			n-- // "250ok"
		}
	} else if s[n-1] == 'l' || s[n-1] == 'I' {
		n = runLength(s, "0123456789.,") // "3l" is three litres
	}
	for n > 0 && (s[n-1] == '.' || s[n-1] == ',') {
		n--
	}
	for i := 0; i+1 < n; i++ { // "250.,5": a mark stands between digits
		if isMark(s[i]) && isMark(s[i+1]) {
			n = i
		}
	}
	if n > 3 && s[0] == '0' && s[1] != '0' && isMark(s[2]) && runLength(s[3:n], "0123456789") == 3 {
		n = 2 // "09,100rb" begins with a member's number
	}
	t := l.emit(aNumber, l.at+max(n, 1))
	if strings.ContainsAny(t.text, "oli") {
		t.text = strings.NewReplacer("o", "0", "l", "1", "i", "1").Replace(t.text)
		t.fixed = !strings.HasSuffix(t.text, ",00")
	}
	if rest := l.text[l.at:]; len(rest) > 1 && isMark(rest[0]) && (rest[1] == '-' || rest[1] == '=') {
		l.at += 1 + runLength(rest[1:], "-=")
	}
}

func isMark(c byte) bool { return c == '.' || c == ',' }

// joinPhrases makes one token of several words that are read as one.
func joinPhrases(tokens []token) []token {
	phrases := words().phrases
	out := tokens[:0]
	for i := 0; i < len(tokens); {
		n := 1
		t := tokens[i]
		if t.kind == aWord {
			for _, p := range phrases[t.text] {
				if phraseAt(tokens[i:], p.words) {
					n = len(p.words)
					t.text, t.end = p.join, tokens[i+n-1].end
					t.tags = words().tags[p.join]
					break
				}
			}
		}
		out = append(out, t)
		i += n
	}
	return out
}

func phraseAt(tokens []token, words []string) bool {
	if len(tokens) < len(words) {
		return false
	}
	for i, word := range words {
		if tokens[i].kind != aWord || tokens[i].text != word {
			return false
		}
	}
	return true
}
