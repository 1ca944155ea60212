package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bendahara/bot/whatsapp/watest"
	"bendahara/ledger"
)

// What a day has of people.
const (
	dayGroups  = 25
	dayMembers = 20 // of a group, its treasurer with them
)

// The ways by which people write.
const (
	byPhone    = "the office's phone"
	byTwilio   = "SMS to Twilio"
	byTwilioWA = "WhatsApp to Twilio"
	byWhatsApp = "WhatsApp to the office"
)

// villager is somebody with a phone.
type villager struct {
	group     int
	code      ledger.MemberCode
	name      string // nobody else's
	phone     ledger.Phone
	by        string
	treasurer bool
	chat      *watest.Person // hers, where she has WhatsApp

	wrote    []string // what she sent, once each
	receipts int      // that she must get
}

func groupCode(group int) ledger.GroupCode { return ledger.GroupCode(fmt.Sprintf("K%02d", group+1)) }

// A member's name is one of a row and one of her group: in her group the first is
// enough, and no text with it can be meant for anybody else.
var (
	firstNames = strings.Fields("Warsini Partiyem Sulastri Ngatinah Kasmirah Lasmini Poniyah Rukmini Wagiyem Jumirah " +
		"Kartinah Saminah Paryati Giyarti Hastuti Endrawati Yulianti Mulyani Tukinem Bekti")
	lastNames = strings.Fields("Lestari Suryani Rahayu Wahyuni Utami Pertiwi Handayani Susanti Astuti Purwanti Setyowati Kusuma " +
		"Wulandari Anggraini Maharani Puspita Safitri Novitasari Permata Indrayani Saraswati Hapsari Widodo Santoso Hidayat")
)

// villagers are all members of all groups, the treasurer of each first. Who writes by
// Twilio works abroad.
func villagers() (all []*villager) {
	for g := range dayGroups {
		for m := range dayMembers {
			v := &villager{
				group: g, code: ledger.MemberCode(fmt.Sprintf("%s-%02d", groupCode(g), m+1)),
				name: firstNames[m] + " " + lastNames[g], treasurer: m == 0,
			}
			n := g*dayMembers + m
			switch (g + m) % 4 {
			case 0:
				v.by, v.phone = byPhone, ledger.Phone(fmt.Sprintf("+6281390%06d", n))
			case 1:
				v.by, v.phone = byTwilio, ledger.Phone(fmt.Sprintf("+6581%06d", n))
			case 2:
				v.by, v.phone = byTwilioWA, ledger.Phone(fmt.Sprintf("+6582%06d", n))
			case 3:
				v.by, v.phone = byWhatsApp, ledger.Phone(fmt.Sprintf("+6281391%06d", n))
			}
			all = append(all, v)
		}
	}
	return all
}

// dayWorkbook writes the workbook of all these people. An instalment fell due some days
// ago, so all are reminded of it, whatever the time.
func dayWorkbook(t *testing.T, all []*villager) (dir string) {
	t.Helper()
	var groups, members, loans, shares strings.Builder
	paidOut := time.Now().AddDate(0, -1, -5).Format(time.DateOnly)
	for _, v := range all {
		office := "anggota"
		if v.treasurer {
			office = "bendahara"
			fmt.Fprintf(&groups, "%s,Kelompok %s,D01,SPP\n", groupCode(v.group), groupCode(v.group))
			fmt.Fprintf(&loans, "%s-L,%s,SPP,%d,1,12,%s\n", groupCode(v.group), groupCode(v.group), dayMembers*12_000_000, paidOut)
		}
		fmt.Fprintf(&members, "%s,%s,%s,%s,%s,ya,%s\n", v.code, groupCode(v.group), v.name, v.phone, office, paidOut)
		fmt.Fprintf(&shares, "%s-L,%s,12000000\n", groupCode(v.group), v.code)
	}
	dir = t.TempDir()
	for name, text := range map[string]string{
		"upk": "kunci,nilai\nkode,UJI\nnama,UPK Uji\njam_kirim,00:00-23:59\nhari_kirim,Senin-Minggu\n" +
			"\"pengingat_hari\",\"2,3,4,5,6,7,8\"\nrekap_bendahara,tidak\nrekap_anggota,tidak\nrekap_petugas,tidak\n" +
			"balasan_per_hari,10000\n",
		"desa":      "kode,nama\nD01,Saren\n",
		"kelompok":  "kode,nama,desa,jenis\n" + groups.String(),
		"anggota":   "kode,kelompok,nama,hp,jabatan,setuju,tanggal_setuju\n" + members.String(),
		"pinjaman":  "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair\n" + loans.String(),
		"pemanfaat": "pinjaman,anggota,pokok\n" + shares.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
