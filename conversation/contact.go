package conversation

import (
	"bendahara/ledger"
)

// Contact is where people get help from a person.
type Contact struct {
	UPK   string
	Name  string       // of the officer; empty where none has a phone
	Phone ledger.Phone // the officer's
}

// OfficeHelp says whom to call, in place of a question asked for the third time.
type OfficeHelp struct{ Office Contact }

// LastReply is said with a phone's last reply of the day.
type LastReply struct{}

// Kind names the template.
func (LastReply) Kind() string { return "last_reply" }

// Kind names the template.
func (OfficeHelp) Kind() string { return "office_help" }

// office is whom to call: the cashier, who knows the day's money, or else the
// bookkeeper, the head or the clerk.
func (t *turn) office() (Contact, error) {
	c := Contact{UPK: t.upk.Name}
	officers, err := t.facts.Officers()
	if err != nil {
		return c, err
	}
	for _, o := range t.first(officers, ledger.Cashier, ledger.Bookkeeper, ledger.Head, ledger.Clerk) {
		c.Name, c.Phone = clip(o.Name, maxName), o.Phone
		break
	}
	return c, nil
}

// tellOffice tells those who hold the first of the roles that anybody but the
// sender holds.
func (t *turn) tellOffice(w Words, roles ...ledger.Role) error {
	officers, err := t.facts.Officers()
	if err != nil {
		return err
	}
	for _, o := range t.first(officers, roles...) {
		t.Say = append(t.Say, Say{To: o.Phone, Class: Receipt, Words: w})
	}
	return nil
}

// first are the officers of the first of the roles that anybody with a phone, who
// is not the sender, holds.
func (t *turn) first(officers []ledger.Officer, roles ...ledger.Role) (found []ledger.Officer) {
	for _, role := range roles {
		for _, o := range officers {
			if o.Role == role && o.Phone != "" && o.Phone != t.message.From {
				found = append(found, o)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
