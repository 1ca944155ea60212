package console

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// searchView is what was found of what somebody looks for.
type searchView struct {
	Search string
	Direct []direct // what has exactly this number or code
	Rows   []found
	Found  int
	Next   string // the next page; empty: this is the last
}

// direct is a thing that was named by its number.
type direct struct{ Path, What, Words string }

const searchAtOnce = 50

var subjectKinds = map[subjectKind]text{aVillage: "desa", aGroup: "kelompok", aMember: "anggota"}

var directs = map[string]text{"entry": "Catatan", "loan": "Pinjaman", "proposal": "Usulan", "case": "Perkara", "broadcast": "Siaran"}

func (c *Console) search(q *request) error {
	asked := q.URL.Query()
	v := searchView{Search: strings.TrimSpace(asked.Get("q"))}
	if r := []rune(v.Search); len(r) > maxLetter {
		v.Search = string(r[:maxLetter])
	}
	err := q.read(func(tx *store.Tx) (err error) {
		v.Rows, v.Direct = nil, nil
		if v.Search == "" {
			return nil
		}
		if v.Direct, err = named(tx, v.Search); err != nil {
			return err
		}
		x, err := c.directory.of(tx)
		if err != nil {
			return err
		}
		if digits, ok := phoneDigits(v.Search); ok {
			v.Rows = x.withPhone(digits)
		} else {
			v.Rows = x.search(v.Search)
		}
		return nil
	})
	if err != nil {
		return err
	}
	v.Found = len(v.Rows)
	v.page(asked.Get("setelah"))
	if v.Found+len(v.Direct) > 0 {
		if err := q.note("search", ""); err != nil {
			return err
		}
	}
	return q.show("search", "Cari", v)
}

// page keeps the rows behind a key.
func (v *searchView) page(after string) {
	if rank, rest, ok := strings.Cut(after, "~"); ok {
		name, code, _ := strings.Cut(rest, "~")
		n, _ := strconv.Atoi(rank)
		at := found{&subject{Kind: subjectKind(n % 10), Name: name, Code: code}, n / 10}
		from, there := slices.BinarySearchFunc(v.Rows, at, found.compare)
		if there {
			from++
		}
		v.Rows = v.Rows[from:]
	}
	if len(v.Rows) > searchAtOnce {
		v.Rows = v.Rows[:searchAtOnce]
		last := v.Rows[searchAtOnce-1]
		key := strconv.Itoa(last.Rank*10+int(last.Kind)) + "~" + last.Name + "~" + last.Code
		v.Next = "/cari?" + url.Values{"q": {v.Search}, "setelah": {key}}.Encode()
	}
}

var phoneSearch = regexp.MustCompile(`^\+?[\d .-]{4,20}$`)

// phoneDigits are the digits of a number as it is kept, of a number or a part of one.
func phoneDigits(text string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
	if !phoneSearch.MatchString(text) || len(digits) < 4 {
		return "", false
	}
	if rest, local := strings.CutPrefix(digits, "0"); local {
		return "62" + rest, true
	}
	return digits, true
}

var (
	entryReference = regexp.MustCompile(`^([A-Z0-9._-]{1,20})/([B-Z]?)(\d{1,9})$`)
	caseReference  = regexp.MustCompile(`^([USDLPC])(\d{1,9})$`)
)

// named is what a receipt's number, a proposal's, a case's, or a code names.
func named(tx *store.Tx, text string) (list []direct, err error) {
	text = strings.ToUpper(text)
	if m := entryReference.FindStringSubmatch(text); m != nil {
		n, _ := strconv.ParseInt(m[3], 10, 64)
		group := ledger.GroupCode(m[1])
		if group == "UPK" {
			group = ""
		}
		e, err := tx.Entry(group, ledger.EntryNumber(n))
		if err == nil && e.Series.Letter() == m[2] {
			path := "/kelompok/" + m[1]
			switch {
			case e.Member != "":
				path = "/anggota/" + string(e.Member)
			case e.Loan != "":
				path = "/pinjaman/" + string(e.Loan)
			case group == "":
				path = "/laporan"
			}
			list = append(list, direct{path + "#" + e.Reference(), "entry", e.Reference()})
		}
		return list, none(err)
	}
	if m := caseReference.FindStringSubmatch(text); m != nil {
		d, err := numbered(tx, m[1], m[2])
		if err != nil {
			return nil, none(err)
		}
		list = append(list, d)
	}
	if l, err := tx.Loan(ledger.LoanCode(text)); err == nil {
		list = append(list, direct{"/pinjaman/" + string(l.Code), "loan", string(l.Code)})
	} else if none(err) != nil {
		return nil, err
	}
	return list, nil
}

func numbered(tx *store.Tx, letter, number string) (direct, error) {
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return direct{}, err
	}
	switch letter {
	case "U":
		_, err := tx.Proposal(n)
		return direct{"/usulan/" + number, "proposal", letter + number}, err
	case "S":
		_, err := tx.Broadcast(n)
		return direct{"/siaran/" + number, "broadcast", letter + number}, err
	}
	_, err = tx.Case(conversation.CaseKind(letter), n)
	return direct{"/perkara#" + letter + number, "case", letter + number}, err
}

// none is the error but for that there is no such thing.
func none(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
