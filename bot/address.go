package bot

import (
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// learnAddress binds the hidden address that a gateway names beside a number to that
// number, where somebody whom we know has it. The provider vouches for both, so nobody is
// asked. One that is bound already stays, and to a lost phone nothing is bound.
func learnAddress(tx *store.Tx, m conversation.Message, id string) error {
	if !conversation.IsAddress(m.Also) || !isPhone(m.From) {
		return nil
	}
	if phone, err := tx.PhoneOf(m.Also); err != nil || phone != m.Also {
		return err
	}
	lost, err := tx.LostPhones()
	if err != nil || slices.ContainsFunc(lost, func(l conversation.LostPhone) bool { return l.Phone == m.From }) {
		return err
	}
	amendment := conversation.Amendment{
		What: conversation.AddressAmended, Was: string(m.From), Now: string(m.Also), Message: id, At: m.Received,
	}
	members, err := tx.MembersByPhone(m.From)
	if err != nil {
		return err
	}
	officers, err := tx.OfficersByPhone(m.From)
	switch {
	case err != nil:
		return err
	case len(members) > 0:
		amendment.Group, amendment.Member = members[0].Group, members[0].Code
	case len(officers) > 0:
		amendment.By = string(officers[0].Code)
	default:
		return nil
	}
	if err := tx.BindAddress(conversation.BindAddress{Address: m.Also, Phone: m.From}); err != nil {
		return err
	}
	return tx.Amend(amendment)
}

// changeMember replaces a member's record. A number of hers that is nobody's afterwards
// loses its hidden addresses: whoever gets that number next is somebody else.
func changeMember(tx *store.Tx, m ledger.Member, now time.Time) error {
	was, err := tx.Member(m.Code)
	if err != nil {
		return err
	}
	if err := tx.ChangeMember(m); err != nil {
		return err
	}
	for _, p := range []ledger.Phone{was.Phone, was.Phone2} {
		if p == "" || p == m.Phone || p == m.Phone2 {
			continue
		}
		members, err := tx.MembersByPhone(p)
		if err != nil {
			return err
		}
		officers, err := tx.OfficersByPhone(p)
		if err != nil {
			return err
		}
		if len(members)+len(officers) > 0 {
			continue
		}
		unbound, err := tx.UnbindAddresses(p)
		if err != nil {
			return err
		}
		for _, a := range unbound {
			if err := tx.Amend(conversation.Amendment{
				What: conversation.AddressAmended, Group: m.Group, Member: m.Code, Was: string(a), At: now,
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
