package conversation

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"bendahara/ledger"
)

// What the office's registers refuse.
var (
	ErrMemberCode = errors.New("a member's code is new, of letters, digits and hyphens")
	ErrSameRecord = errors.New("two different records are merged, of which neither was merged before")
	ErrMergeMoney = errors.New("the record that is merged still has a loan or savings")
)

// The tasks of the registers.
const (
	TaskAdmit Task = "admit" // somebody becomes a member
	TaskMerge Task = "merge" // two records are of one person
)

var memberCodeText = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,19}$`)

// Admit puts somebody into a group's register. Her phone is not part of it: that says
// itself whose it is ([Counter.NewPhone]). It returns ErrMemberCode and ErrReference.
func (d Desk) Admit(m ledger.Member, words string) (Proposal, error) {
	if _, err := d.facts.Group(m.Group); err != nil {
		return Proposal{}, err
	}
	if !memberCodeText.MatchString(string(m.Code)) {
		return Proposal{}, fmt.Errorf("%q: %w", m.Code, ErrMemberCode)
	}
	if was, err := d.facts.Member(m.Code); err == nil {
		return Proposal{}, fmt.Errorf("%s is %s: %w", m.Code, was.Name, ErrMemberCode)
	}
	waiting, err := d.facts.OpenProposals()
	if err != nil {
		return Proposal{}, err
	}
	for _, p := range waiting {
		for _, other := range p.Members {
			if p.Task == TaskAdmit && other.Code == m.Code {
				return Proposal{}, fmt.Errorf("%s is proposed in %s: %w", m.Code, p.Reference(), ErrMemberCode)
			}
		}
	}
	m.Phone, m.Phone2, m.Office, m.Status = "", "", ledger.Ordinary, ledger.Active
	m.Name = strings.Join(strings.Fields(m.Name), " ")
	p, err := d.propose(TaskAdmit, words, nil, m.Group)
	p.Members = []ledger.Member{m}
	return p, err
}

// Merge says that two records are of one person. What was booked stays where it is. Of
// one group, the other record ends and points to the kept one: it must owe and have
// nothing. Of two groups, she is in both: the other gets her name and her number, by which
// they are one person from then on. It returns ErrSameRecord, ErrMergeMoney and
// ErrReference.
func (d Desk) Merge(keep, other ledger.MemberCode, words string) (Proposal, error) {
	g, kept, err := d.member(keep)
	if err != nil {
		return Proposal{}, err
	}
	og, gone, err := d.member(other)
	if err != nil {
		return Proposal{}, err
	}
	if keep == other || kept.Same != "" || gone.Same != "" || kept.Status != ledger.Active {
		return Proposal{}, ErrSameRecord
	}
	p, err := d.propose(TaskMerge, words, nil, g.Code, og.Code)
	if err != nil {
		return p, err
	}
	if g.Code != og.Code {
		p.Was = []ledger.Member{gone}
		gone.Name, gone.Phone, gone.Phone2 = kept.Name, kept.Phone, kept.Phone2
		p.Members = []ledger.Member{gone}
		return p, nil
	}
	left, err := d.leftToPay(g, other)
	if err != nil {
		return Proposal{}, err
	}
	for _, purse := range ledger.Purses {
		saved, err := d.balance(ledger.PurseOf(g.Code, other, purse))
		if err != nil {
			return Proposal{}, err
		}
		if saved != 0 {
			left++
		}
	}
	if left != 0 || gone.Office == ledger.Treasurer {
		return Proposal{}, fmt.Errorf("member %s: %w", other, ErrMergeMoney)
	}
	p.Was = []ledger.Member{kept, gone}
	if kept.Phone == "" {
		kept.Phone = gone.Phone
	}
	if kept.Phone2 == "" && gone.Phone != kept.Phone {
		kept.Phone2 = gone.Phone
	}
	if gone.Office != ledger.Ordinary && kept.Office == ledger.Ordinary {
		kept.Office = gone.Office
	}
	gone.Phone, gone.Phone2, gone.Office, gone.Status, gone.Same = "", "", ledger.Ordinary, ledger.Left, keep
	p.Members = []ledger.Member{kept, gone}
	return p, nil
}

// changeMembers writes what a proposal makes of members, and what of it is about their
// phones and offices as amendments. It returns ErrStale where the register has changed.
func (d Desk) changeMembers(p Proposal) error {
	for i, m := range p.Members {
		was, err := d.facts.Member(m.Code)
		if p.Task == TaskAdmit {
			if err == nil {
				return fmt.Errorf("proposal %d: %s is %s by now: %w", p.Number, m.Code, was.Name, ErrStale)
			}
			d.Changes = append(d.Changes, MemberAdmitted{m})
			continue
		}
		if err != nil {
			return err
		}
		if i < len(p.Was) && !reflect.DeepEqual(was, p.Was[i]) {
			return fmt.Errorf("proposal %d: %s has changed: %w", p.Number, m.Code, ErrStale)
		}
		if p.Task == TaskAnonymise { // an amendment of her number would keep it
			d.Changes = append(d.Changes, PersonForgotten{m, p.Cause(), d.officer.Code})
			continue
		}
		d.Changes = append(d.Changes, MemberChanged{m})
		if was.Phone != m.Phone {
			d.amended(Amendment{What: PhoneAmended, Group: m.Group, Member: m.Code, Was: string(was.Phone), Now: string(m.Phone), By: string(p.By)})
		}
		if was.Office != m.Office {
			d.amended(Amendment{What: OfficeAmended, Group: m.Group, Member: m.Code, Was: string(was.Office), Now: string(m.Office), By: string(p.By)})
		}
	}
	return nil
}
