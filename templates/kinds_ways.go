package templates

import "bendahara/conversation"

// ways are about how messages go, and what comes with them.
func ways() [][]conversation.Words {
	number := conversation.NumberFails{Name: longName, Group: longGroup, Phone: "+6281390000103", Channel: conversation.WhatsApp}
	sms := number
	sms.Channel, sms.Group = conversation.SMS, ""
	return [][]conversation.Words{
		form(number, sms),
		form(conversation.SlipKept{Amount: most}, conversation.SlipKept{}),
		form(
			conversation.ChannelWished{Channel: conversation.SMS}, conversation.ChannelWished{Channel: conversation.WhatsApp},
			conversation.ChannelWished{Channel: conversation.WhatsApp, Elsewhere: true}, conversation.ChannelWished{Channel: conversation.SMS, Elsewhere: true},
		),
		form(conversation.GatewayFails{Gateway: "Twilio (WhatsApp)", UPK: longUPK}),
		form(conversation.GatewayWorks{Gateway: "Twilio (WhatsApp)", UPK: longUPK}),
	}
}
