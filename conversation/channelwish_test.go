package conversation_test

import (
	"testing"

	"bendahara/conversation"
)

// TestWishedChannel: a wish is the whole text; anything else is something else.
func TestWishedChannel(t *testing.T) {
	for text, want := range map[string]conversation.Channel{
		"lewat sms": conversation.SMS, "Lewat WA.": conversation.WhatsApp, " via  whatsapp ": conversation.WhatsApp, "kirim lewat sms": conversation.SMS,
		"pakai wa": conversation.WhatsApp, "liwat sms": conversation.SMS, "balas pake wa!": conversation.WhatsApp,

		"lewat": "", "wa": "", "sms": "", "lewat bank": "", "terima 2jt dari melati lewat bank": "", "siti bayar lewat wa": "",
		"lewat wa siti": "", "kirim sms": "", "kirim lewat": "", "jangan sms": "", "": "", "lewati": "",
	} {
		if got, is := conversation.WishedChannel(text); got != want || is != (want != "") {
			t.Errorf("%q is %q", text, got)
		}
	}
}
