package conversation

import (
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// ChannelWish is by which channel a phone wants to have what it did not ask for.
type ChannelWish struct {
	Phone   ledger.Phone
	Channel Channel
}

func (ChannelWish) change() {}

// ChannelWished says that her wish is kept, or where to write it: only who writes by
// WhatsApp can have it there.
type ChannelWished struct {
	Channel   Channel
	Elsewhere bool
}

// Kind names the template.
func (ChannelWished) Kind() string { return "channel_wished" }

// The words of a wish: one of these, and the channel, and beside them only polite ones.
const (
	wishWords  = " lewat liwat via pakai pake by dengan ku ngangge "
	politeness = " kirim kirimi balas kabari saja aja wae ya nggih tolong mohon bu pak mbak mas kalau bisa please "
	smsWords   = " sms "
	whatsWords = " wa whatsapp whatsap watsap "
)

// WishedChannel is the channel that a text wishes for; false for any other text.
func WishedChannel(text string) (Channel, bool) {
	words := slices.DeleteFunc(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" .,!\n", r) }),
		func(w string) bool { return strings.Contains(politeness, " "+w+" ") })
	if len(words) != 2 || !strings.Contains(wishWords, " "+words[0]+" ") {
		return "", false
	}
	switch {
	case strings.Contains(smsWords, " "+words[1]+" "):
		return SMS, true
	case strings.Contains(whatsWords, " "+words[1]+" "):
		return WhatsApp, true
	}
	return "", false
}

// wishChannel keeps by which channel she wants to be written to. An offer goes on waiting.
func (t *turn) wishChannel(c Channel) {
	t.Intent = understand.Other
	if c == WhatsApp && t.message.Channel != WhatsApp || !strings.HasPrefix(string(t.message.From), "+") {
		t.reply(ChannelWished{Channel: c, Elsewhere: true})
		return
	}
	t.Changes = append(t.Changes, ChannelWish{Phone: t.message.From, Channel: c})
	t.reply(ChannelWished{Channel: c})
}
