package conversation

import (
	"slices"
	"strings"
	"time"

	"bendahara/ledger"
)

// Audience says whom a broadcast is for. A person is meant who fits each line that is
// not empty; an empty audience is all members. Who has no phone, has not agreed or has
// stopped such messages gets none whatever the audience says.
type Audience struct {
	Villages []ledger.VillageCode `json:"villages,omitempty"`
	Groups   []ledger.GroupCode   `json:"groups,omitempty"`
	Types    []ledger.GroupType   `json:"types,omitempty"`
	Offices  []ledger.Office      `json:"offices,omitempty"` // within the group
	Members  []ledger.MemberCode  `json:"members,omitempty"` // chosen by hand
	// LateDays is for how long at least something of hers must be overdue; 0: whether or not.
	LateDays int `json:"late_days,omitempty"`
	// Classes are those of collectability, as numbers of the UPK's scheme from 1, the best:
	// the worst of her loans is in one of them.
	Classes []int `json:"classes,omitempty"`
	// DueDays is within how many days from today something of hers must fall due, or have
	// fallen due; 0: whether or not.
	DueDays int `json:"due_days,omitempty"`
}

// has tells whether the registers put a member among those meant.
func (a *Audience) has(g *ledger.Group, m *ledger.Member) bool {
	return fits(a.Villages, g.Village) && fits(a.Groups, g.Code) && fits(a.Types, g.Type) && fits(a.Offices, m.Office) && fits(a.Members, m.Code)
}

func fits[T comparable](wanted []T, it T) bool {
	return len(wanted) == 0 || slices.Contains(wanted, it)
}

// byFigures tells whether who is meant follows from what she owes.
func (a *Audience) byFigures() bool { return a.LateDays > 0 || a.DueDays > 0 || len(a.Classes) > 0 }

// LeftOut is why a member does not get a broadcast; empty where she does.
type LeftOut string

// The reasons.
const (
	WithoutPhone   LeftOut = "no_phone"
	WithoutConsent LeftOut = "no_consent" // or she has stopped them
	NotMeant       LeftOut = "not_meant"  // she left, or has paid meanwhile
	SamePhone      LeftOut = "same_phone" // it went to somebody else with her number
)

// unaddressed is why a member does not get an announcement at this moment.
func (t *turn) unaddressed(a *Announcement, g *ledger.Group, m *ledger.Member) (LeftOut, error) {
	if m.Status != ledger.Active || !a.To.has(g, m) {
		return NotMeant, nil
	}
	if a.To.byFigures() {
		meant, err := t.meantByFigures(&a.To, *m)
		if err != nil || !meant {
			return NotMeant, err
		}
	}
	if strings.Contains(a.Text, "{tagihan}") || strings.Contains(a.Text, "{jatuh_tempo}") {
		f, err := t.ownFigures(*m)
		if err != nil || f.due.IsZero() { // nothing is due to her, so it would say nothing
			return NotMeant, err
		}
	}
	phone := phoneOf(*m)
	if phone == "" {
		return WithoutPhone, nil
	}
	if t.stopped != nil {
		if t.stopped[phone] || !m.Consent {
			return WithoutConsent, nil
		}
		return "", nil
	}
	stopped, err := t.facts.Stopped(phone)
	if stopped || !m.Consent {
		return WithoutConsent, err
	}
	return "", err
}

func (t *turn) meantByFigures(a *Audience, m ledger.Member) (bool, error) {
	f, err := t.ownFigures(m)
	late, due := a.LateDays == 0, a.DueDays == 0
	if len(a.Classes) > 0 && !slices.Contains(a.Classes, f.class) { // 0: she has no loan
		return false, err
	}
	if !f.since.IsZero() && int(t.day-f.since) >= a.LateDays {
		late = true
	}
	if !f.due.IsZero() && int(f.due-t.day) <= a.DueDays {
		due = true
	}
	return late && due, err
}

// owed is what a member owes, for an audience and for the fields of a text.
type owed struct {
	left    ledger.Money
	overdue ledger.Money
	bill    ledger.Money // overdue, or where nothing is the next instalment
	since   ledger.Date  // when the oldest that is overdue was due
	due     ledger.Date  // when the first that is unpaid is due
	class   int          // of collectability, the worst of her loans; 0: she has none
}

// Figures are what the members of a group owe at a moment.
type Figures map[ledger.MemberCode]owed

// Ahead is what was read and worked out of a group before, so that an audience of thousands
// is found without reading all groups' members and books.
type Ahead struct {
	Members []ledger.Member
	Figures Figures
}

// FiguresOf are the figures of these groups' members, in the groups' order.
func FiguresOf(f Facts, groups []ledger.Group, now time.Time) (list []Figures, err error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		members, err := f.Members(g.Code)
		if err != nil {
			return nil, err
		}
		figures := Figures{}
		for _, m := range members {
			if figures[m.Code], err = t.ownFigures(m); err != nil {
				return nil, err
			}
		}
		list = append(list, figures)
	}
	return list, nil
}

func (t *turn) ownFigures(m ledger.Member) (f owed, err error) {
	if f, is := t.ahead[m.Group].Figures[m.Code]; is {
		return f, nil
	}
	g, err := t.group(m.Group)
	if err != nil {
		return f, err
	}
	open, err := t.openLoans(g, m.Code, t.day)
	if err != nil {
		return f, err
	}
	scheme, err := t.settings.Scheme()
	if err != nil {
		return f, err
	}
	for _, o := range open {
		if o.payer == "" {
			continue // nobody's share is known
		}
		arrears := o.schedules[o.payer].Arrears(o.Rhythm(), t.day, o.paid)
		f.class = max(f.class, scheme.Class(arrears, o.Rhythm()).Number)
		f.left += o.standing.Left() + o.standing.Fine
		f.overdue += o.standing.Overdue() + o.standing.Fine
		f.bill += o.standing.Overdue() + o.standing.Fine
		unpaid := o.schedules[o.payer].Unpaid(o.paid)
		if len(unpaid) == 0 {
			continue
		}
		first := unpaid[0]
		if f.due.IsZero() || first.Due < f.due {
			f.due = first.Due
		}
		if first.Due < t.day && (f.since.IsZero() || first.Due < f.since) {
			f.since = first.Due
		}
		if o.standing.Overdue() == 0 {
			f.bill += first.Total()
		}
	}
	return f, nil
}

// audience are the members who get an announcement, each phone once, and how many do
// not: without a phone, or without their consent.
func (t *turn) audience(a Announcement) (to []ledger.Member, without int, err error) {
	without, err = t.addressees(a, func(m *ledger.Member) { to = append(to, *m) })
	return to, without, err
}

// addressees hands over each member of an audience, who is not to be changed.
func (t *turn) addressees(a Announcement, found func(*ledger.Member)) (without int, err error) {
	groups, err := t.facts.Groups()
	if err != nil {
		return 0, err
	}
	if t.stopped, err = t.facts.StoppedPhones(); err != nil {
		return 0, err
	}
	seen := make(map[ledger.Phone]bool, 10*len(t.ahead)) // ten to a group
	for _, g := range groups {
		if !fits(a.To.Groups, g.Code) || !fits(a.To.Villages, g.Village) || !fits(a.To.Types, g.Type) {
			continue
		}
		members := t.ahead[g.Code].Members
		if members == nil {
			if members, err = t.facts.Members(g.Code); err != nil {
				return 0, err
			}
		}
		for i := range members {
			m := &members[i]
			why, err := t.unaddressed(&a, &g, m)
			if err != nil {
				return 0, err
			}
			switch phone := phoneOf(*m); {
			case why == NotMeant || seen[phone]:
			case why != "":
				without++
			default:
				seen[phone] = true
				found(m)
			}
		}
	}
	return without, nil
}
