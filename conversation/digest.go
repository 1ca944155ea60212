package conversation

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"bendahara/ledger"
)

// Digests, as the settings rekap_bendahara, rekap_anggota and rekap_petugas have them.
type (
	// OfficeDay is an officer's day: of the whole UPK, or of a facilitator's villages.
	OfficeDay struct {
		UPK     string
		Day     ledger.Date
		In      ledger.Money // received from groups today
		Held    ledger.Money // by treasurers
		Since   ledger.Date  // the oldest of it; zero: none is held
		Overdue ledger.Money // at the UPK
		Late    int          // groups
		New     int          // of these, late since the last such digest could be sent
		Waiting int          // disputes, complaints, wishes for loans, claims and proposals
		Ailing  string       // gateways that are not well
	}
	// BooksDay is the code of the books for the supervisor, by which a later change shows.
	BooksDay struct {
		UPK     string
		Day     ledger.Date // the last day that is over
		Code    string
		Entries int // until then
	}
	// MeetingDay is a treasurer's day on which many paid.
	MeetingDay struct {
		Group  string
		Day    ledger.Date
		Paid   ledger.Money
		Payers int
		Saved  ledger.Money
		Cash   ledger.Money // that she holds
		Unpaid List         // who is late
	}
)

// Kind names the template of each.
func (OfficeDay) Kind() string  { return "office_day" }
func (BooksDay) Kind() string   { return "books_day" }
func (MeetingDay) Kind() string { return "meeting_day" }

// DigestStep begins the key of a digest's step.
const DigestStep = "digest/"

const (
	meetingEntries = 5             // entries of members that make a day one of a meeting
	meetingOver    = 1 * time.Hour // without another
)

// OfficeDigests are what the officers are told in the evening, each once a day, where
// anything has happened; ailing are the gateways that are not well.
func OfficeDigests(f Facts, ailing []string, now time.Time) ([]Reminding, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return nil, err
	}
	evening := t.settings.Get("rekap_petugas")
	if evening == "tidak" || t.now.In(t.settings.Zone()).Format("15:04") < evening {
		return nil, nil
	}
	officers, err := f.Officers()
	if err != nil {
		return nil, err
	}
	var list []Reminding
	// Worked out once, if at all.
	whole := sync.OnceValues(func() (Words, error) { return t.officeDay(nil, ailing) })
	for _, o := range officers {
		step := Step{Key: fmt.Sprintf("%s%s/%s", DigestStep, t.day, o.Code), Month: t.day.Period()}
		told, err := f.Caused(step.Month, step.Key)
		if err != nil {
			return nil, err
		}
		if told || o.Phone == "" {
			continue
		}
		w, err := t.dayOf(o, whole)
		if err != nil {
			return nil, err
		}
		if w != nil {
			list = append(list, Reminding{Say: Say{To: o.Phone, Class: Reminder, Words: w}, Steps: []Step{step}})
		}
	}
	return list, nil
}

// dayOf is what an officer is told of this day; nothing where nothing has happened.
func (t *turn) dayOf(o ledger.Officer, whole func() (Words, error)) (Words, error) {
	switch {
	case o.Role == ledger.Supervisor:
		return t.booksDay()
	case o.Role == ledger.Facilitator && len(o.Villages) > 0:
		return t.officeDay(o.Villages, nil)
	}
	return whole()
}

// officeDay is the day of some villages' groups, or without any of the whole UPK with what
// waits for its officers.
func (t *turn) officeDay(villages []ledger.VillageCode, ailing []string) (Words, error) {
	w := OfficeDay{UPK: t.upk.Name, Day: t.day, Ailing: strings.Join(ailing, ", ")}
	happened := len(ailing) > 0
	groups, err := t.facts.Groups()
	if err != nil {
		return nil, err
	}
	before, err := t.lastOpenDay()
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		if !fits(villages, g.Village) {
			continue
		}
		moved, err := t.groupDay(&w, g.Code, before)
		if err != nil {
			return nil, err
		}
		happened = happened || moved
	}
	for _, kind := range CaseKinds {
		open, err := t.facts.OpenCases(kind)
		if err != nil {
			return nil, err
		}
		for _, c := range open {
			if c.Group != "" && len(villages) > 0 {
				g, err := t.facts.Group(c.Group)
				if err != nil {
					return nil, err
				}
				if !fits(villages, g.Village) {
					continue
				}
			}
			w.Waiting++
			happened = happened || ledger.DateOf(c.Opened.In(t.settings.Zone())) == t.day
		}
	}
	if len(villages) == 0 {
		proposals, err := t.facts.OpenProposals()
		if err != nil {
			return nil, err
		}
		w.Waiting += len(proposals)
	}
	if !happened && w.New == 0 {
		return nil, nil
	}
	return w, nil
}

// groupDay adds a group's day, and tells whether anything was recorded in it.
func (t *turn) groupDay(w *OfficeDay, code ledger.GroupCode, before ledger.Date) (moved bool, err error) {
	today, err := t.recordedToday(code)
	if err != nil {
		return false, err
	}
	for _, e := range today {
		if e.Kind == ledger.DepositReceived {
			w.In += e.Amount
		}
	}
	held, err := t.held(code)
	if err != nil {
		return false, err
	}
	if held > 0 {
		w.Held += held
		since, err := t.cashSince(code)
		if err != nil {
			return false, err
		}
		if !since.IsZero() && (w.Since.IsZero() || since < w.Since) {
			w.Since = since
		}
	}
	late, err := t.overdueAtUPK(code, t.day)
	if err != nil || late == 0 {
		return len(today) > 0, err
	}
	w.Late++
	w.Overdue += late
	earlier, err := t.overdueAtUPK(code, before)
	if earlier == 0 {
		w.New++
	}
	return len(today) > 0, err
}

// recordedToday are a group's entries that people recorded on this day, newest first,
// without what was undone, and without what a file or the office brought of other days.
func (t *turn) recordedToday(code ledger.GroupCode) ([]ledger.Entry, error) {
	today, err := t.standingOf(code, t.midnight(t.day), monthEntries)
	return slices.DeleteFunc(today, func(e ledger.Entry) bool { return e.Teller == ledger.TellerImport || e.Kind == ledger.Opening }), err
}

// midnight is when a day begins in the UPK's zone.
func (t *turn) midnight(d ledger.Date) time.Time {
	year, month, day := d.Civil()
	return time.Date(year, month, day, 0, 0, 0, 0, t.settings.Zone())
}

// lastOpenDay is the last day before this one on which a digest could be sent.
func (t *turn) lastOpenDay() (ledger.Date, error) {
	var err error
	t.holidays, err = t.facts.Holidays()
	return t.settings.OpenDayBefore(t.day-1, t.isHoliday), err
}

// booksDay is the code of the books at the end of yesterday, which report sidik tells
// of that day, too: what is heard later than now is not in it. Nothing on a day after
// one without entries.
func (t *turn) booksDay() (Words, error) {
	groups, err := t.facts.Groups()
	if err != nil {
		return nil, err
	}
	heads := map[ledger.GroupCode]ledger.ChainHead{}
	news := false
	for _, g := range append(groups, ledger.Group{}) {
		head, last, err := t.headBefore(g.Code, t.midnight(t.day))
		if err != nil {
			return nil, err
		}
		heads[g.Code] = head
		news = news || !last.Before(t.midnight(t.day).AddDate(0, 0, -1))
	}
	d := ledger.Digest(t.day-1, heads)
	if !news {
		return nil, nil
	}
	return BooksDay{UPK: t.upk.Name, Day: d.Day, Code: d.Code, Entries: int(d.Entries)}, nil
}

// headBefore is the last entry of a chain that was heard before a time, and when.
func (t *turn) headBefore(g ledger.GroupCode, before time.Time) (ledger.ChainHead, time.Time, error) {
	head, err := t.facts.Head(g)
	for n := head.Number; n > 0 && err == nil; n-- {
		var e ledger.Entry
		if e, err = t.facts.Entry(g, n); err == nil && e.Heard.Before(before) {
			return e.Head(), e.Heard, nil
		}
	}
	return ledger.ChainHead{}, time.Time{}, err
}

// meetingDigest tells a group's treasurer after a meeting what came of it: of a day on
// which many members' money was recorded, once nothing more has been for a while. False
// where there is nothing to tell.
func (t *turn) meetingDigest(g *groupFacts) (r Reminding, ok bool, err error) {
	if t.settings.Get("rekap_bendahara") != "ya" {
		return r, false, nil
	}
	today, err := t.recordedToday(g.Code)
	if err != nil || len(today) < meetingEntries || t.now.Sub(today[0].Heard) < meetingOver {
		return r, false, err
	}
	step := Step{Key: fmt.Sprintf("%s%s/%s", DigestStep, t.day, g.Code), Month: t.day.Period()}
	if told, err := t.facts.Caused(step.Month, step.Key); err != nil || told {
		return r, false, err
	}
	keeper := slices.IndexFunc(g.members, isKeeper)
	if keeper < 0 {
		return r, false, nil
	}
	w := MeetingDay{Group: g.label, Day: t.day}
	payers := map[ledger.MemberCode]bool{}
	n := 0
	for _, e := range today {
		switch e.Kind {
		case ledger.Repayment, ledger.FineEntry:
			w.Paid += e.Amount
			payers[e.Member] = true
		case ledger.SavingsDeposit:
			w.Saved += e.Amount
		default:
			continue
		}
		n++
	}
	if n < meetingEntries {
		return r, false, nil
	}
	w.Payers = len(payers)
	if w.Cash, err = t.held(g.Code); err != nil {
		return r, false, err
	}
	var late []Item
	for _, m := range g.members {
		owed, err := t.ownFigures(m)
		if err != nil {
			return r, false, err
		}
		if !owed.since.IsZero() {
			late = append(late, g.item(m.Code, owed.bill))
		}
	}
	w.Unpaid = t.list(late, repeatedBudget)
	return Reminding{Say: Say{To: phoneOf(g.members[keeper]), Class: Reminder, Language: g.members[keeper].Language, Words: w}, Steps: []Step{step}}, true, nil
}

// monthDigestDays is until which day of a month the one before is told of, where the
// machine was dark on its first days.
const monthDigestDays = 3

// MonthDigest is the broadcast that tells each member how her last month went, in the
// first days of a month, with the step that makes it once. False where now is not the
// time.
func MonthDigest(f Facts, now time.Time) (made BroadcastMade, step Step, ok bool, err error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil || t.settings.Get("rekap_anggota") != "bulanan" {
		return made, step, false, err
	}
	if _, _, day := t.day.Civil(); day > monthDigestDays {
		before, err := t.lastOpenDay()
		if err != nil || before.Period() == t.day.Period() {
			return made, step, false, err
		}
	}
	month := t.day.Period() - 1
	step = Step{Key: DigestStep + month.String(), Month: month}
	if told, err := f.Caused(step.Month, step.Key); err != nil || told {
		return made, step, false, err
	}
	a := Announcement{Month: month}
	to, _, err := t.audience(a)
	if err != nil || len(to) == 0 {
		return made, step, false, err
	}
	return t.going(BroadcastRun{Announcement: a}, to), step, true, nil
}
