package conversation

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"bendahara/ledger"
)

// BroadcastRun is an announcement on its way to many: each gets it when her turn comes, if
// she is still meant then, and once, whatever happens.
type BroadcastRun struct {
	Number uint64 `json:"number"`
	Announcement
	By       ledger.OfficerCode `json:"by"`
	Approved ledger.OfficerCode `json:"approved,omitempty"` // who let it go out, where it was another
	Made     time.Time          `json:"made"`
	People   int                `json:"people"` // who were meant then
	State    BroadcastState     `json:"state"`
	Changed  time.Time          `json:"changed"`           // the state
	Changer  ledger.OfficerCode `json:"changer,omitempty"` // who paused, resumed or cancelled it; nobody yet
	Last     ledger.MemberCode  `json:"last,omitempty"`    // whose turn was the last, in the order of the codes
	Had      int                `json:"had"`               // how many turns have been
}

// BroadcastState is how a broadcast stands.
type BroadcastState string

// The states.
const (
	Running   BroadcastState = "running"
	Paused    BroadcastState = "paused"
	Cancelled BroadcastState = "cancelled"
	Done      BroadcastState = "done" // everybody's turn has been
)

// Open tells whether somebody's turn is still to come.
func (b BroadcastRun) Open() bool { return b.State == Running || b.State == Paused }

// Reference is how people name it: S7, from siaran.
func (b BroadcastRun) Reference() string { return fmt.Sprintf("S%d", b.Number) }

// Cause is what its message to a phone is caused by: it works once.
func (b BroadcastRun) Cause(p ledger.Phone) string {
	return fmt.Sprintf("%s%d/%s", BroadcastCause, b.Number, p)
}

// BroadcastCause begins the cause of every message of a broadcast.
const BroadcastCause = "broadcast/"

// Allowed is how many people's turns may have been by now: all, or where it is spread
// over hours, as many as of the time has passed.
func (b BroadcastRun) Allowed(now time.Time) int {
	begin := b.Begin
	if begin.Before(b.Made) {
		begin = b.Made
	}
	switch passed := now.Sub(begin); {
	case b.State != Running || passed < 0:
		return 0
	case passed >= b.Over:
		return b.People
	default:
		return int(int64(b.People) * int64(passed) / int64(b.Over))
	}
}

// Move changes the state; waiting says that messages of it still wait to be sent. It
// returns ErrBroadcast where that cannot be.
func (b BroadcastRun) Move(to BroadcastState, waiting bool, now time.Time) (BroadcastRun, error) {
	if !b.Open() && (b.State == Cancelled || !waiting) || to == b.State || to == Done || to == Running && b.State != Paused {
		return b, fmt.Errorf("%s is %s: %w", b.Reference(), b.State, ErrBroadcast)
	}
	if to == Running && b.Had >= b.People { // only what waits in the outbox is still to go
		to = Done
	}
	b.State, b.Changed = to, now.UTC()
	return b, nil
}

// Why a broadcast is refused.
var (
	ErrBroadcast = errors.New("that cannot be done with a broadcast as it stands")
	ErrNobody    = errors.New("nobody would get it: choose other people, or look at who has a phone and has agreed")
	ErrField     = errors.New("the text has a field that there is not; fields are {nama} {kelompok} {sisa} {tagihan} {jatuh_tempo}")
	ErrPast      = errors.New("it is to begin at a time that has passed")
	ErrText      = errors.New("say something, in not more letters than fit")
	ErrSpread    = errors.New("a broadcast is spread over 72 hours at most")
)

// maxSpread is how long a broadcast may take.
const maxSpread = 72 * time.Hour

// maxBroadcast is how many letters a broadcast's text may have: two segments with the
// UPK's name and the way to stop it.
const maxBroadcast = 240

var field = regexp.MustCompile(`\{[^{}]*\}?|\}`)

// fields are those that a text may have.
var fields = []string{"{nama}", "{kelompok}", "{sisa}", "{tagihan}", "{jatuh_tempo}"}

// check returns ErrText, ErrField, ErrPast and ErrSpread.
func (a Announcement) check(now time.Time) error {
	for _, f := range field.FindAllString(a.Text, -1) {
		if !slices.Contains(fields, f) {
			return fmt.Errorf("%s: %w", f, ErrField)
		}
	}
	switch n := letters(a.Text); {
	case strings.TrimSpace(a.Text) == "" || n > maxBroadcast:
		return fmt.Errorf("%d letters, %d fit: %w", n, maxBroadcast, ErrText)
	case !a.Begin.IsZero() && a.Begin.Before(now.Add(-time.Minute)):
		return fmt.Errorf("%s: %w", a.Begin.Format("2006-01-02 15:04"), ErrPast)
	case a.Over < 0 || a.Over > maxSpread:
		return fmt.Errorf("%v: %w", a.Over, ErrSpread)
	}
	return nil
}

// BroadcastMade is a broadcast that goes out from now on, and whose turn will come.
type BroadcastMade struct {
	Run BroadcastRun
	To  []ledger.MemberCode
}

func (BroadcastMade) change() {}

// Announce sends an announcement to an audience, or where another has to approve it
// (contract.md section 3) proposes it: the Changes have a BroadcastMade or a
// ProposalDecided. It returns ErrNobody and the errors of a text, a time and a
// spread that cannot be.
func (d Desk) Announce(a Announcement) (Turn, error) {
	if err := a.check(d.now); err != nil {
		return Turn{}, err
	}
	to, _, err := d.audience(a)
	if err == nil && len(to) == 0 {
		err = ErrNobody
	}
	if err != nil {
		return Turn{}, err
	}
	err = d.announce(a)
	return d.Turn, err
}

// Preview is whom an announcement would go to at this moment.
type Preview struct {
	People  int   // who would get it
	Without int   // who is meant and would not
	Some    []Say // to how many were asked for, evenly from the first to the last
}

// Preview is whom an announcement would go to at this moment, with what some of them would
// read. The errors are those of [Desk.Announce].
func (d Desk) Preview(a Announcement, some int, ahead map[ledger.GroupCode]Ahead) (p Preview, err error) {
	if err := a.check(d.now); err != nil {
		return p, err
	}
	d.ahead = ahead
	var members []*ledger.Member
	if p.Without, err = d.addressees(a, func(m *ledger.Member) { members = append(members, m) }); err != nil {
		return p, err
	}
	if p.People = len(members); p.People == 0 {
		return p, ErrNobody
	}
	some = min(some, len(members))
	for i := range some {
		say, err := d.announcing(a, *members[i*(len(members)-1)/max(1, some-1)])
		if err != nil {
			return p, err
		}
		p.Some = append(p.Some, say)
	}
	return p, nil
}

// announcing is an announcement as one member gets it, with her figures of this moment.
func (t *turn) announcing(a Announcement, m ledger.Member) (Say, error) {
	if a.Month != 0 {
		w, err := t.monthOf(m, a.Month)
		return Say{To: phoneOf(m), Class: Broadcast, Language: m.Language, Words: w}, err
	}
	w := AnnouncementWords{UPK: t.upk.Name, Text: a.Text}
	if strings.Contains(a.Text, "{") {
		g, err := t.group(m.Group)
		if err != nil {
			return Say{}, err
		}
		f, err := t.ownFigures(m)
		if err != nil {
			return Say{}, err
		}
		w.Title, w.Name, w.Group, w.Left, w.Bill, w.Due = m.Title, g.name(m.Code), g.label, f.left, f.bill, f.due
	}
	return Say{To: phoneOf(m), Class: Broadcast, Language: m.Language, Words: w}, nil
}

// TurnOf is a broadcast's message to the member whose turn it is, by the books of this
// moment, or why she gets none. The error is one of reading.
func TurnOf(f Facts, b BroadcastRun, code ledger.MemberCode, now time.Time) (Say, LeftOut, error) {
	t, err := begin(State{}, Message{Received: now}, f)
	if err != nil {
		return Say{}, "", err
	}
	m, err := f.Member(code)
	if err != nil {
		return Say{}, "", err
	}
	g, err := f.Group(m.Group)
	if err != nil {
		return Say{}, "", err
	}
	why, err := t.unaddressed(&b.Announcement, &g, &m)
	if err != nil || why != "" {
		return Say{}, why, err
	}
	say, err := t.announcing(b.Announcement, m)
	if w, is := say.Words.(OwnMonth); is && w.Paid == 0 && w.Saved == 0 && w.Left == 0 {
		return Say{}, NotMeant, err
	}
	return say, "", err
}
