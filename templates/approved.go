package templates

import (
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
	approvedOffice   = "bendahara_kabar"
)

// Frames are the texts to have approved, each as a utility template in Indonesian.
func Frames() []Framed {
	return []Framed{
		{approvedReminder, "Pengingat angsuran dari UPK {{1}}: {{2}} Balas pesan ini bila ada pertanyaan."},
		{approvedReceipt, "Bukti catatan dari UPK {{1}}: {{2}} Bila tidak benar, balas SALAH."},
		{approvedOffice, "Kabar untuk Anda dari UPK {{1}}: {{2}} Balas pesan ini untuk menjawab."},
	}
}

// approved is which template carries a kind that may have to go to somebody who has
// not written of late. Other kinds are answers, and go while she is writing.
var approved = map[string]string{
	"reminder":         approvedReminder,
	"reminder_summary": approvedReminder,
	"reminder_promise": approvedReminder,
	"case_late":        approvedReminder,

	"receipt":           approvedReceipt,
	"receipt_for_other": approvedReceipt,
	"reversed_notice":   approvedReceipt,
	"cover_notice":      approvedReceipt,
	"cover_for_others":  approvedReceipt,

	"deposit_notice":     approvedOffice,
	"dispute_notice":     approvedOffice,
	"dispute_closed":     approvedOffice,
	"complaint_notice":   approvedOffice,
	"complaint_answered": approvedOffice,
	"loan_notice":        approvedOffice,
	"loan_decided":       approvedOffice,
	"office_notice":      approvedOffice,
	"count_notice":       approvedOffice,
	"call_wanted":        approvedOffice,
	"phone_moved":        approvedOffice,
	"phone_bound":        approvedOffice,
	"address_bound":      approvedOffice,
	"handover_done":      approvedOffice,
	"handover_ended":     approvedOffice,
	"stand_in_hello":     approvedOffice,
	"stand_in_ended":     approvedOffice,
	"lost_phone_wrote":   approvedOffice,
	"claim_denied":       approvedOffice,
}

// Approved names the approved template that carries a kind of words; empty where none
// does.
func Approved(kind string) string { return approved[kind] }

// ApprovedKinds are the kinds that one carries.
func ApprovedKinds() []string { return slices.Sorted(maps.Keys(approved)) }
