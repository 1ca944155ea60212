package conversation

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

// awkward are names of a village where half of the women are called Siti.
var awkward = rapid.Custom(func(t *rapid.T) string {
	given := rapid.SampledFrom([]string{
		"Siti", "SITI", "Sri", "Dwi", "Nur", "Purwaningsihwatiningrum", "Sitiaminah", "Ñi", "ꦱꦶꦠꦶ", "A", "Mbah",
	})
	rest := rapid.SliceOfN(rapid.SampledFrom([]string{
		"Aminah", "aminah", "A", "Lestari", "Rahayu", "Rahmawati", "Purwaningsihwatiningrum", "Binti", "S", "A01-02", "2",
	}), 0, 3)
	return strings.Join(append([]string{given.Draw(t, "given")}, rest.Draw(t, "rest")...), " ")
})

// crowd is a group of awkward names, its codes plain or as long as a workbook may
// have them, alike at their ends.
var crowd = rapid.Custom(func(t *rapid.T) []ledger.Member {
	code := rapid.SampledFrom([]string{"A01-%02d", "%d", "%02d-ANGGOTA-KELOMPOK-MELATI-SAREN", "X%d-123456"}).Draw(t, "code")
	names := rapid.SliceOfN(awkward, 1, 30).Draw(t, "names")
	if rapid.Bool().Draw(t, "all alike") {
		for i := range names {
			names[i] = names[0]
		}
	}
	members := make([]ledger.Member, len(names))
	for i, name := range names {
		members[i] = ledger.Member{Code: ledger.MemberCode(fmt.Sprintf(code, i+1)), Group: "A01", Name: name}
	}
	return members
})

// TestNamesKeepPeopleApart: whatever people are called, no two of a group have the
// same short name, nor two of a list the same choice, and none is too long.
func TestNamesKeepPeopleApart(t *testing.T) {
	check := func(t *rapid.T, limit int, names []string) {
		seen := map[string]bool{}
		for _, name := range names {
			if name == "" || letters(name) > limit || seen[strings.ToLower(name)] || name != strings.TrimSpace(name) {
				t.Fatalf("%q is empty, too long or twice in %q", name, names)
			}
			seen[strings.ToLower(name)] = true
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		members := crowd.Draw(t, "members")
		short := shortNames(members)
		if len(short) != len(members) {
			t.Fatalf("%d names of %d members", len(short), len(members))
		}
		check(t, maxName, slices.Collect(maps.Values(short)))
		check(t, maxName, slices.Collect(maps.Values(fullNames(members, short))))
		groups := map[ledger.MemberCode]string{}
		for _, m := range members {
			groups[m.Code] = rapid.SampledFrom([]string{"Melati", "Karya Wanita Mandiri", "M"}).Draw(t, "group")
		}
		check(t, maxFullName, choiceNames(members[:min(len(members), maxChoice)], func(m ledger.Member) string { return groups[m.Code] }))
	})
}

// TestNames shows the rule.
func TestNames(t *testing.T) {
	for _, c := range []struct{ names, short, full string }{
		{"Siti Aminah, Wati", "Siti, Wati", "Siti Aminah, Wati"},
		{"Siti Aminah, Siti Rahayu", "Siti A, Siti R", "Siti Aminah, Siti Rahayu"},
		{"Siti Aminah, Siti Astuti", "Siti Aminah, Siti Astuti", "Siti Aminah, Siti Astuti"},
		{"Siti Aminah, Siti Aminah", "Siti A01-01, Siti A01-02", "Siti A01-01, Siti A01-02"},
		{"Siti Aminah, siti aminah", "Siti A01-01, siti A01-02", "Siti A01-01, siti A01-02"},
		{"Siti Purwaningsihwati Rahayu, Siti Purwaningsihwati Rini", "Siti A01-01, Siti A01-02", "Siti A01-01, Siti A01-02"},
		{"Siti A01-02, Siti Rahayu, Siti Rahayu", "Siti A, Siti A01-02, Siti A01-03", "Siti A01-02, Siti 1, Siti A01-03"},
	} {
		var members []ledger.Member
		for i, name := range strings.Split(c.names, ", ") {
			members = append(members, ledger.Member{Code: ledger.MemberCode(fmt.Sprintf("A01-%02d", i+1)), Name: name})
		}
		if got := strings.Join(apart(members, maxName, calledName, calledName, initialName, longName), ", "); got != c.short {
			t.Errorf("%s: called %s, want %s", c.names, got, c.short)
		}
		full := fullNames(members, shortNames(members))
		var got []string
		for _, m := range members {
			got = append(got, full[m.Code])
		}
		if got := strings.Join(got, ", "); got != c.full {
			t.Errorf("%s: in full %s, want %s", c.names, got, c.full)
		}
	}
}
