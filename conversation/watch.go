package conversation

import (
	"slices"
	"time"

	"bendahara/ledger"
)

// Watch looks at groups, one after the other, at one moment: what there is to tell of
// each unasked, and when to look again. What all groups have in common it reads once.
type Watch struct {
	*turn
	disputed map[ledger.MemberCode]bool // who says that the books are wrong about her, unanswered
	claims   map[ledger.GroupCode][]Case
	days     map[ledger.Fund][]int // on which the UPK reminds, of the funds asked for
}

// Look is what there is to tell about a group at a moment.
type Look struct {
	Due []Reminding
	// Next is the first later moment at which there may be more to tell, if nothing is
	// written of what [NewWatch] reads until then; zero: there is none.
	Next time.Time
}

// NewWatch is a look at groups at a moment. What it goes by is the UPK's settings and
// holidays, a group's register, members, loans, entries, promises, cases and the
// roll-calls of its treasurer; the store notes for each group that one of them was
// written. An error is one of reading, of the methods too.
func NewWatch(f Facts, now time.Time) (*Watch, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, err
	}
	if t.holidays, err = f.Holidays(); err != nil {
		return nil, err
	}
	w := &Watch{t, map[ledger.MemberCode]bool{}, map[ledger.GroupCode][]Case{}, map[ledger.Fund][]int{}}
	for _, kind := range []CaseKind{DisputeCase, ClaimCase} {
		open, err := f.OpenCases(kind)
		if err != nil {
			return nil, err
		}
		for _, c := range open {
			w.disputed[c.Member] = true
			if kind == ClaimCase {
				w.claims[c.Group] = append(w.claims[c.Group], c)
			}
		}
	}
	return w, nil
}

// At is all that there is to tell of a group: whom to remind, where the UPK reminds, and
// what came of a meeting.
func (w *Watch) At(code ledger.GroupCode) (l Look, err error) {
	g, err := w.group(code)
	if err != nil {
		return l, err
	}
	if l.Due, err = w.reminders(g); err != nil {
		return l, err
	}
	later := false
	if l.Due, later, err = w.onceADay(l.Due); err != nil {
		return l, err
	}
	r, ok, err := w.meetingDigest(g)
	if ok {
		l.Due = append(l.Due, r)
	}
	if err != nil {
		return l, err
	}
	l.Next, err = w.next(g)
	if tomorrow := w.midnight(w.day + 1); later && (l.Next.IsZero() || tomorrow.Before(l.Next)) {
		l.Next = tomorrow
	}
	clear(w.groups) // there may be many
	return l, err
}

// Reminders are those of a group at this moment, without the digest of a meeting.
func (w *Watch) Reminders(code ledger.GroupCode) ([]Reminding, error) {
	g, err := w.group(code)
	if err != nil {
		return nil, err
	}
	return w.reminders(g)
}

func (w *Watch) reminders(g *groupFacts) ([]Reminding, error) {
	if w.settings.Get("pengingat") != "ya" {
		return nil, nil
	}
	list, err := w.ofDueDays(g)
	if err != nil {
		return nil, err
	}
	for _, m := range g.keepers() {
		r, ok, err := w.unclosed(g, m)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, r)
		}
		list = append(list, w.unasked(g, m)...)
	}
	return list, nil
}

// keepers are the group's treasurers with a phone.
func (g *groupFacts) keepers() (list []ledger.Member) {
	for _, m := range g.members {
		if isKeeper(m) && m.Phone != "" {
			list = append(list, m)
		}
	}
	return list
}

// next is Look's. It may be a moment at which there is nothing to tell after all, but
// never one too late.
func (w *Watch) next(g *groupFacts) (time.Time, error) {
	s := &soonest{now: w.now, today: w.day}
	if w.settings.Get("pengingat") == "ya" {
		if err := w.nextReminder(g, s); err != nil {
			return time.Time{}, err
		}
	}
	if w.settings.Get("rekap_bendahara") == "ya" {
		today, err := w.recordedToday(g.Code)
		if err != nil {
			return time.Time{}, err
		}
		if len(today) >= meetingEntries {
			s.at(today[0].Heard.Add(meetingOver))
		}
	}
	if !s.day.IsZero() {
		s.at(w.midnight(s.day))
	}
	return s.moment, nil
}

// soonest is the first of some days and moments that are still to come.
type soonest struct {
	now    time.Time
	today  ledger.Date
	moment time.Time
	day    ledger.Date
}

func (s *soonest) at(t time.Time) {
	if t.After(s.now) && (s.moment.IsZero() || t.Before(s.moment)) {
		s.moment = t
	}
}

func (s *soonest) on(d ledger.Date) {
	if d > s.today && (s.day.IsZero() || d < s.day) {
		s.day = d
	}
}

func (w *Watch) nextReminder(g *groupFacts, s *soonest) error {
	owed, err := w.nextStep(g, s)
	if err != nil {
		return err
	}
	promised, err := w.nextPromise(g, s)
	if err != nil {
		return err
	}
	w.nextMeeting(g, earlier(owed, promised), s)
	for _, m := range g.keepers() {
		rolls, err := w.rollsOf(g, m)
		if err != nil {
			return err
		}
		for _, r := range rolls {
			s.at(r.Touched.Add(unclosedAfter))
		}
	}
	for _, c := range w.claims[g.Code] {
		s.at(c.Opened.Add(unaskedAfter))
	}
	return nil
}

// earlier is the earlier day, where zero is none.
func earlier(a, b ledger.Date) ledger.Date {
	if a.IsZero() || !b.IsZero() && b < a {
		return b
	}
	return a
}

// nextStep adds the days on which a step of an unpaid instalment comes, and returns the
// first from which on there is somebody to name in the treasurer's list; zero: all is paid.
func (w *Watch) nextStep(g *groupFacts, s *soonest) (first ledger.Date, err error) {
	for _, payer := range append([]ledger.Member{{}}, g.members...) { // first the group as a whole
		open, err := w.openLoans(g, payer.Code, w.day)
		if err != nil {
			return first, err
		}
		open = slices.DeleteFunc(open, func(o openLoan) bool { return o.payer != payer.Code })
		for _, o := range open {
			reminding := w.remindingDays(o)
			for n, i := range w.stepping(o) {
				if !s.day.IsZero() && i.Due-maxReminderReach > s.day {
					break
				}
				if n > 0 && i.Due+maxReminderWait < w.day {
					continue // behind the first, and past all its days
				}
				first = earlier(first, i.Due)
				for _, days := range reminding {
					day := w.stepDay(i, days)
					s.on(day)
					first = earlier(first, day)
				}
				if len(open) > 1 { // what is still to come of another loan waits for this one
					s.on(i.Due + 1)
				}
			}
		}
	}
	return first, nil
}

// nextPromise adds the next days of promises that are not kept, and returns the first.
func (w *Watch) nextPromise(g *groupFacts, s *soonest) (first ledger.Date, err error) {
	promises, err := w.facts.Promises(g.Code)
	for _, u := range promises {
		if w.day > u.Promise+promiseLife {
			continue
		}
		kept, err := w.keptPromise(g, u)
		if err != nil {
			return first, err
		}
		if kept {
			continue
		}
		first = earlier(first, u.Promise)
		s.on(max(u.Promise, w.day+1)) // past its day, she may have something due only tomorrow
	}
	return first, err
}

// nextMeeting adds the day of the list before the next meeting at which somebody may have
// something to pay.
func (w *Watch) nextMeeting(g *groupFacts, owed ledger.Date, s *soonest) {
	m, err := ledger.ParseMeeting(g.Meeting)
	if err != nil || owed.IsZero() {
		return
	}
	for day := m.Next(max(owed, w.day)); ; day = m.Next(day + 1) {
		if list := w.settings.OpenDayBefore(day, w.isHoliday); list > w.day {
			s.on(list)
			return
		}
	}
}
