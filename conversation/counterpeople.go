package conversation

import (
	"slices"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// NewPhone asks a number whether it is the member's: it is hers when it has said so.
func (c Counter) NewPhone(code ledger.MemberCode, p ledger.Phone) (Result, error) {
	m, err := c.facts.Member(code)
	if err != nil {
		return Result{}, err
	}
	if m.Status != ledger.Active {
		return Result{Ask: understand.AskMember}, nil
	}
	err = c.askOwner(Register{Matter: understand.NewPhone, Group: m.Group, Member: code, Phone: p})
	return c.asking(understand.AskMember), err
}

// asking is the result, or where nothing came of it what is wrong beside a field.
func (c Counter) asking(ask understand.Ask) Result {
	r := c.result()
	if !r.Done() {
		r.Ask = ask
	}
	return r
}

// StandIn lets a member record for her group's treasurer for so many hours, 24 at most;
// 0 is until the day's end.
func (c Counter) StandIn(code ledger.MemberCode, hours int) (Result, error) {
	m, err := c.facts.Member(code)
	if err != nil {
		return Result{}, err
	}
	g, err := c.group(m.Group)
	if err != nil {
		return Result{}, err
	}
	if m.Office == ledger.Treasurer {
		c.reply(CannotHandOver{Why: SamePerson, Name: g.called(code), UPK: c.upk.Name})
		return c.asking(understand.AskMember), nil
	}
	err = c.setStandIn(Register{Matter: understand.StandIn, Group: m.Group, Member: code, Until: c.until(hours)})
	return c.asking(understand.AskMember), err
}

// until is the end of the day, or so many hours on.
func (t *turn) until(hours int) time.Time {
	local := t.now.In(t.settings.Zone())
	if hours > 0 {
		return local.Add(time.Duration(min(hours, maxStandIn)) * time.Hour)
	}
	return time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, local.Location())
}

// EndStandIn ends it before its time.
func (c Counter) EndStandIn(code ledger.GroupCode) (Result, error) {
	s, err := c.facts.StandIn(code)
	if err != nil || s.Member == "" || !c.now.Before(s.Until) {
		return Result{Fault: CaseClosed}, err
	}
	err = c.standInOver(s)
	return c.result(), err
}

// Handover begins a change of a group's treasurer, with the cash as it was counted: the
// old one, the new one and a witness each say yes from her own phone.
func (c Counter) Handover(code ledger.MemberCode, cash ledger.Money) (Result, error) {
	m, err := c.facts.Member(code)
	if err != nil {
		return Result{}, err
	}
	err = c.startHandover(Register{Matter: understand.Handover, Group: m.Group, Member: code, Cash: cash, Counted: true})
	return c.asking(understand.AskMember), err
}

// Suspend stops obeying a member's phones.
func (c Counter) Suspend(code ledger.MemberCode) (Result, error) {
	m, err := c.facts.Member(code)
	if err != nil {
		return Result{}, err
	}
	g, err := c.group(m.Group)
	if err != nil {
		return Result{}, err
	}
	phones := slices.DeleteFunc([]ledger.Phone{m.Phone, m.Phone2}, func(p ledger.Phone) bool { return p == "" || c.isLost(p) })
	if len(phones) == 0 {
		c.reply(NumberWanted{Name: g.names[code], None: true})
		return c.asking(understand.AskMember), nil
	}
	err = c.suspend(code, g.called(code), phones)
	return c.result(), err
}

// Obey obeys a member's phones again.
func (c Counter) Obey(code ledger.MemberCode) (Result, error) {
	err := c.obeyMember(code)
	return c.asking(understand.AskMember), err
}
