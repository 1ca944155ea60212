package understand

import (
	"fmt"
	"testing"

	"bendahara/ledger"
)

// crowd is n people in groups of 15 with names as common as they are.
func crowd(n int) ([]Person, []GroupName) {
	given := []string{"Siti", "Sri", "Ani", "Endang", "Wati", "Yanti", "Nur", "Sumarni", "Ratna", "Fatimah", "Dewi", "Tri", "Lestari", "Parti", "Karsini"}
	family := []string{
		"Aminah", "Rahayu", "Wahyuni", "Lestari", "Hayati", "Kusuma", "Purwanti", "Handayani", "Astuti", "Suryani", "Utami",
		"Maryati", "Mulyani", "Rohani", "Sulastri", "Kartini", "Widodo", "Ningsih", "Puspita",
	}
	var people []Person
	var groups []GroupName
	for i := range n {
		g := ledger.GroupCode(fmt.Sprintf("A%02d", i/15+1))
		if i%15 == 0 {
			groups = append(groups, GroupName{g, fmt.Sprintf("Melati %d", i/15+1)})
		}
		people = append(people, Person{
			Member: ledger.MemberCode(fmt.Sprintf("%s-%02d", g, i%15+1)), Group: g, Title: "Bu",
			Name: given[i%len(given)] + " " + family[i%len(family)] + string(rune('a'+i/570)), Nicknames: []string{given[i%len(given)]},
		})
	}
	return people, groups
}

var benchTexts = map[string]string{
	"short":   "byr siti 250rb kmrn",
	"asks":    "saldo",
	"typo":    "bayar endnag purwanit 250rb",
	"several": "bayar: siti 250rb tab 10rb, ani 200rb, bu sri seratus lima puluh ribu, wait 75rb dan fatonah 50.000",
	"chatter": "Selamat siang ibu, kami dari perusahaan menawarkan bantuan modal sampai lima juta tanpa syarat silakan balas pesan berikut",
}

func BenchmarkRead(b *testing.B) {
	for _, size := range []int{30, 3000} {
		roster := NewRoster(crowd(size))
		for name, text := range benchTexts {
			for _, role := range []string{"treasurer", "officer"} {
				b.Run(fmt.Sprintf("%d/%s/%s", size, role, name), func(b *testing.B) {
					c := corpusContext(role, roster)
					for b.Loop() {
						Read(text, c)
					}
				})
			}
		}
	}
}

func BenchmarkNewRoster(b *testing.B) {
	for _, size := range []int{30, 3000} {
		people, groups := crowd(size)
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				NewRoster(people, groups)
			}
		})
	}
}
