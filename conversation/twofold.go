package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// NotYourOwn says that another officer must confirm what she told herself.
type NotYourOwn struct{}

// Kind names the template.
func (NotYourOwn) Kind() string { return "not_your_own" }

// officerRole is what the sender is as an officer.
func (t *turn) officerRole() understand.Role {
	if t.officer.Role == ledger.Supervisor {
		return understand.Auditor
	}
	return understand.Officer
}

// twofold tells whether the sender keeps a group and works for the UPK, too.
func (t *turn) twofold() bool { return t.officer != nil && len(t.kept()) > 0 }

// asWhom reads a command of somebody twofold: she speaks as an officer where it is
// about others than the groups she keeps, or what only an officer does.
func (t *turn) asWhom() (understand.Meaning, error) {
	t.role = t.officerRole()
	m, err := t.read()
	if err != nil || t.beyondKept(m) {
		return m, err
	}
	t.role = understand.Treasurer
	return t.read()
}

func (t *turn) beyondKept(m understand.Meaning) bool {
	switch m.Intent {
	case understand.DepositReceived, understand.Broadcast, understand.Decision:
		return true
	}
	for _, s := range slices.Concat(m.Slots, m.Named) {
		if len(s.Villages) > 0 || len(s.Groups) > 0 && !slices.ContainsFunc(s.Groups, t.keeps) {
			return true
		}
		others := len(s.Members) > 0
		for _, code := range s.Members {
			g, err := t.groupOf(code)
			others = others && err == nil && !t.keeps(g.Code)
		}
		if others {
			return true
		}
	}
	return false
}

func (t *turn) keeps(g ledger.GroupCode) bool { return slices.Contains(t.kept(), g) }

// broughtBySelf tells whether the sender keeps the group, or said herself that its
// money is on the way: nobody confirms her own entry.
func (t *turn) broughtBySelf(g ledger.GroupCode) (bool, error) {
	if t.keeps(g) {
		return true, nil
	}
	recent, err := t.standing(g, time.Time{})
	if err != nil {
		return false, err
	}
	for _, e := range recent {
		if e.Kind == ledger.DepositReceived {
			break
		}
		own := func(m ledger.Member) bool { return e.Teller == string(m.Code) }
		if e.Kind == ledger.Deposit && (e.Teller == string(t.officer.Code) || slices.ContainsFunc(t.memberships(), own)) {
			return true, nil
		}
	}
	return false, nil
}
