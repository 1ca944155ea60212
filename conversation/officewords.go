package conversation

import (
	"slices"

	"bendahara/ledger"
)

// OfficeNotice tells a group what the office did with its books.
type OfficeNotice struct {
	Task      Task
	What      ledger.EntryKind // of an entry that was undone, and of who bears a death
	Name      string           // whose share it is; of a whole loan the group's
	Amount    ledger.Money
	Reference string // of the entry
	UPK       string
	Sharia    bool
}

// Kind names the template.
func (OfficeNotice) Kind() string { return "office_notice" }

// notices tell those whose books a proposal has changed: the treasurer, the witness
// beside her where a share or a loan is closed, and the member whose money it is. Of
// the UPK's own money nobody is told.
func (d Desk) notices(p Proposal) error {
	for _, e := range d.Entries {
		if e.Group == "" || p.Task == TaskStage {
			continue
		}
		if p.Task == TaskWaive && e.Postings[0].Credit == (ledger.Account{Code: ledger.BorneByGroup, Group: e.Group}) {
			continue // the UPK's side of what was told before
		}
		if err := d.notice(p.Task, e); err != nil {
			return err
		}
	}
	return nil
}

func (d Desk) notice(task Task, e ledger.Entry) error {
	g, err := d.group(e.Group)
	if err != nil {
		return err
	}
	w := OfficeNotice{
		Task: task, What: e.Kind, Name: g.name(e.Member), Amount: e.Amount, Reference: e.Reference(), UPK: clip(d.upk.Name, maxGroupName),
		Sharia: g.sharia[e.Loan],
	}
	if task == TaskReverse {
		was, err := d.facts.Entry(e.Group, e.Reverses)
		if err != nil {
			return err
		}
		w.What, w.Reference = was.Kind, was.Reference()
	}
	told := map[ledger.Phone]bool{"": true}
	tell := func(m ledger.Member) {
		if phone := phoneOf(m); !told[phone] {
			told[phone] = true
			d.tell(m, w)
		}
	}
	if i := slices.IndexFunc(g.members, isKeeper); i >= 0 {
		tell(g.members[i])
	}
	if m, ok := g.member(e.Member); ok && m.Status == ledger.Active && task != TaskDeath {
		tell(m)
	} else if other, ok := d.witness(g); ok {
		tell(other)
	}
	return nil
}
