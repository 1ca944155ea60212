package bot

import (
	"fmt"

	"bendahara/conversation"
	"bendahara/store"
)

// changePeople writes what a turn changes among people and their phones.
func changePeople(tx *store.Tx, c conversation.Change) error {
	switch c := c.(type) {
	case conversation.Amend:
		return tx.Amend(c.Amendment)
	case conversation.KeepRegistration:
		return tx.KeepRegistration(c.Registration)
	case conversation.EndRegistration:
		return tx.EndRegistration(c.Phone)
	case conversation.KeepHandover:
		return tx.KeepHandover(c.Handover)
	case conversation.EndHandover:
		return tx.EndHandover(c.Group)
	case conversation.KeepStandIn:
		return tx.KeepStandIn(c.StandIn)
	case conversation.EndStandIn:
		return tx.EndStandIn(c.Group)
	case conversation.BindAddress:
		return tx.BindAddress(c)
	case conversation.SuspendPhone:
		return tx.SuspendPhone(c.Lost)
	case conversation.ObeyPhone:
		return tx.ObeyPhone(c.Phone)
	case conversation.CountTry:
		return tx.CountTry(c.Phone, c.Day)
	}
	return fmt.Errorf("a change that the bot does not know: %T", c)
}
