package templates

import (
	"cmp"
	"maps"
	"slices"
)

// Framed is a text that WhatsApp approves for the UPK beforehand, to carry what it
// takes no free text for. {{1}} is the UPK's name, {{2}} the message.
type Framed struct{ Name, Body string }

// The names of the WhatsApp-approved templates.
const (
	approvedReminder = "bendahara_pengingat"
	approvedReceipt  = "bendahara_bukti"
	approvedNews     = "bendahara_kabar"
)

// Frames are the texts to have approved, each as a utility template in Indonesian.
func Frames() []Framed {
	return []Framed{
		{approvedReminder, "Pengingat angsuran dari UPK {{1}}: {{2}} Balas pesan ini bila ada pertanyaan."},
		{approvedReceipt, "Bukti catatan dari UPK {{1}}: {{2}} Bila tidak benar, balas SALAH."},
		{approvedNews, "Kabar untuk Anda dari UPK {{1}}: {{2}} Balas pesan ini untuk menjawab."},
	}
}

// approved is which template carries a kind that may have to go to somebody who has
// not written of late; every other kind is news.
var approved = map[string]string{
	"reminder":         approvedReminder,
	"reminder_summary": approvedReminder,
	"reminder_promise": approvedReminder,
	"reminder_groups":  approvedReminder,
	"case_late":        approvedReminder,

	"receipt":           approvedReceipt,
	"receipt_for_other": approvedReceipt,
	"reversed_notice":   approvedReceipt,
	"cover_notice":      approvedReceipt,
	"cover_for_others":  approvedReceipt,
}

// Approved names the approved template that carries a kind of words.
func Approved(kind string) string { return cmp.Or(approved[kind], approvedNews) }

// ApprovedKinds are the kinds that have one of their own.
func ApprovedKinds() []string { return slices.Sorted(maps.Keys(approved)) }
