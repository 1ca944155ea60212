package conversation

import (
	"strings"

	"bendahara/ledger"
)

// IsAddress tells whether this is no number but an address under which WhatsApp
// hides one.
func IsAddress(p ledger.Phone) bool {
	return strings.HasPrefix(string(p), "lid:") || strings.HasPrefix(string(p), "bsuid:")
}

// bindAddress makes a hidden number one of the member's phone: what comes from it
// comes from her. She is told there and at her phone.
func (t *turn) bindAddress(g *groupFacts, member ledger.Member, r Registration) error {
	phone := phoneOf(member)
	t.Changes = append(t.Changes, BindAddress{Address: r.Phone, Phone: phone}, EndRegistration{r.Phone})
	t.amended(Amendment{What: AddressAmended, Group: member.Group, Member: member.Code, Was: string(phone), Now: string(r.Phone)})
	welcome := Welcome{Title: member.Title, Name: g.name(member.Code), Group: clip(g.Name, maxGroupName), UPK: t.upk.Name}
	t.Say = append(t.Say, Say{To: phone, Address: r.Phone, Channel: WhatsApp, Class: Receipt, Language: member.Language, Words: welcome})
	who := t.tellerName(g)
	t.Say = append(t.Say, Say{To: phone, Channel: SMS, Class: Receipt, Language: member.Language, Words: AddressBound{
		Title: member.Title, Name: g.name(member.Code), By: who, UPK: t.upk.Name,
	}})
	t.reply(PhoneBound{Name: clip(member.Name, maxFullName), Group: welcome.Group, By: who})
	return nil
}
