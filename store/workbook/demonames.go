package workbook

import (
	"fmt"
	"strings"

	"bendahara/ledger"
)

// The people of the demonstration are invented: each name is put together from
// two lists of names that are usual in Central Java.
var (
	womensNames = strings.Fields(`Siti Sri Endang Wahyuni Sumarni Suparmi Partini Ngatini Tukinem Wagiyem Painem Sutini Suyatmi Sulastri
		Lestari Rahayu Purwanti Widayati Yuliani Nurhayati Kartini Mulyani Handayani Susanti Winarni Rumiyati Darmini Sarinem Lasmi
		Murtini Saminah Jumiyati Sularni Kusmiyati Ratna Dewi Indah Nining Titik Yanti Umi Aminah Fatimah Khotimah Mariyam Rukmini
		Suharti Sugiyarti Warsini Tumini`)
	womensSecond = strings.Fields(`Rahayu Wahyuni Lestari Suryani Handayani Purwanti Astuti Ningsih Utami Kurniasih Puspita Setyowati
		Hastuti Wulandari Widiastuti Rahmawati Fitriani Kusumawati Pratiwi Maryati Hidayati Indriani Anggraini Safitri Saraswati
		Yuliati Mulyati Sundari Sukesi Winarsih`)
	mensNames = strings.Fields(`Slamet Suparno Sutrisno Sugeng Joko Bambang Agus Sarwono Wagimin Paimin Ngadimin Tukiman Parjo Suyono
		Mulyono Haryanto Widodo Sukirno Suwarno Darmanto Sunardi Purwanto Kasno Sumadi Wiyono Marsudi Giyanto Supriyadi Hartono
		Sarjono Mardi Kuswanto Triyono Budi Eko`)
	mensSecond = strings.Fields(`Riyadi Santoso Wibowo Prasetyo Susilo Raharjo Hidayat Nugroho Setiawan Utomo Purnomo Kurniawan Saputra
		Wijaya Hartanto Suharto Gunawan Iswanto Yulianto Suryanto`)
	womensGroups = strings.Fields(`Melati Mawar Kenanga Anggrek Dahlia Cempaka Teratai Flamboyan Seruni Sakura Bougenvil Kamboja`)
	mensGroups   = strings.Split(`Tani Makmur,Karya Maju,Sido Rukun,Ngudi Rejeki,Sumber Rejeki,Tunas Harapan`, ",")
)

// demoVillages are the villages of Kecamatan Kalijambe, Kabupaten Sragen. The
// UPK's figures are those that it published (seed 001); all else is invented.
var demoVillages = []string{
	"Banaran", "Bukuran", "Donoyudan", "Jetis Karangpung", "Kalimacan", "Karangjati", "Keden",
	"Krikilan", "Ngebung", "Samberembe", "Saren", "Tegalombo", "Trobayan", "Wonorejo",
}

// demoPhone is a number that no network assigns: no Indonesian mobile number
// begins with 084 (they are 081-083 and 085-089), and 0840 is none of the services
// (0800, 0804, 0807, 0809). It has the length of a real one.
func demoPhone(n int) ledger.Phone { return ledger.Phone(fmt.Sprintf("+62840%08d", 1_000_000+n)) }

// dice gives the same numbers each time: splitmix64, seeded by a constant.
type dice uint64

const demoSeed dice = 0x4b_41_4c_49_4a_41_4d_42

func (d *dice) roll() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// below is a number from 0 to n-1.
func (d *dice) below(n int) int { return int(d.roll() % uint64(n)) }

// chance is true so often in a hundred.
func (d *dice) chance(percent int) bool { return d.below(100) < percent }

// name is a name that is not in use yet in the group.
func (d *dice) name(woman bool, used map[string]bool) string {
	first, second := mensNames, mensSecond
	if woman {
		first, second = womensNames, womensSecond
	}
	for {
		a, b := first[d.below(len(first))], second[d.below(len(second))]
		if name := a + " " + b; a != b && !used[name] {
			used[name] = true
			return name
		}
	}
}
