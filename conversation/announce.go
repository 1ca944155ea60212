package conversation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// TaskAnnounce is an officer's announcement that another has to approve: of one who
// may only prepare it, or to more people than the setting
// siaran_persetujuan_di_atas (contract.md section 3).
const TaskAnnounce Task = "announce"

// Announcement is an officer's words to many. The text may have fields such as {nama},
// which each reads with her own figures.
type Announcement struct {
	To    Audience      `json:"to,omitzero"`
	Text  string        `json:"text"`
	Begin time.Time     `json:"begin,omitzero"` // no earlier; zero: at once
	Over  time.Duration `json:"over,omitempty"` // spread over so long
	// Month is the month that each is told her own figures of, in place of a text.
	Month ledger.Period `json:"month,omitempty"`
}

// maxAnnouncement is how many letters an announcement may have, so that it goes out as
// one SMS with the UPK's name and the way to stop it.
const maxAnnouncement = 100

// Why an announcement is not sent.
var (
	ErrAnnouncer = errors.New("an announcement is approved by the UPK's head or clerk")
)

// Words of announcements.
type (
	// AnnounceOffer reads an announcement back before it goes out.
	AnnounceOffer struct {
		Group   string // empty: all groups
		Count   int    // who get it
		Without int    // who have no phone, or want none
		Text    string
		Code    string // the number that confirms, in place of a yes
	}
	// AnnounceHelp says what an announcement needs.
	AnnounceHelp struct {
		TooLong bool
		Limit   int
		Nobody  bool // the group has nobody who would get it
	}
	// Announced tells the officer what went out, or that another has to approve it.
	Announced struct {
		Count    int
		Proposal string // its reference; empty: it went out
	}
	// AnnouncementWords go to a member, with what the fields of the text stand for.
	AnnouncementWords struct {
		UPK, Text          string
		Title, Name, Group string
		Left, Bill         ledger.Money // what she owes; what is due of it
		Due                ledger.Date  // when; zero: never
	}
)

// Kind names the template of each.
func (AnnounceOffer) Kind() string     { return "announce_offer" }
func (AnnounceHelp) Kind() string      { return "announce_help" }
func (Announced) Kind() string         { return "announced" }
func (AnnouncementWords) Kind() string { return "announcement" }

// announceCommand offers to send an officer's words to the members of a group, or of
// all groups.
func (t *turn) announceCommand(m understand.Meaning) error {
	if t.role != understand.Officer || !decides(t.officer.Role) {
		t.reply(NotByText{UPK: t.upk.Name, NoRight: t.self == nil})
		return nil
	}
	a := Announcement{Text: strings.Join(strings.Fields(m.Note), " ")}
	first, rest, _ := strings.Cut(a.Text, " ")
	switch {
	case len(m.Slots) == 1 && len(m.Slots[0].Groups) > 0:
		a.To.Groups, a.Text = m.Slots[0].Groups, afterName(a.Text, m.Slots[0].NameText)
	case len(m.Slots) == 0 && strings.EqualFold(strings.Trim(first, ":,"), "semua"):
		a.Text = rest
	default:
		a.Text = ""
	}
	a.Text = strings.Trim(a.Text, " :,;-")
	switch {
	case a.Text == "":
		t.reply(AnnounceHelp{})
		return nil
	case letters(a.Text) > maxAnnouncement:
		t.reply(AnnounceHelp{TooLong: true, Limit: maxAnnouncement})
		return nil
	}
	if many := a.To.Groups; len(many) > 1 {
		a.To.Groups = nil
		return t.askGroup(Offer{Announce: &a}, m.Slots[0].NameText, many)
	}
	return t.offerAnnouncement(a)
}

// afterName is what stands behind the group's name, and behind the colon where the
// words begin with a list of where they go.
func afterName(text, name string) string {
	if before, after, ok := strings.Cut(text, ":"); ok && strings.Contains(strings.ToLower(before), strings.ToLower(name)) {
		return after
	}
	at := strings.Index(strings.ToLower(text), strings.ToLower(name))
	if at < 0 || name == "" {
		return ""
	}
	return text[at+len(name):]
}

func (t *turn) offerAnnouncement(a Announcement) error {
	to, without, err := t.audience(a)
	if err != nil {
		return err
	}
	if len(to) == 0 {
		t.reply(AnnounceHelp{Nobody: true})
		return nil
	}
	if later, err := t.notAnnounced(); err != nil || later != nil {
		if later != nil {
			t.reply(*later)
		}
		return err
	}
	w := AnnounceOffer{Count: len(to), Without: without, Text: a.Text}
	if w.Group, err = t.announcedTo(a); err != nil {
		return err
	}
	if w.Code, err = t.codeFor(1); err != nil {
		return err
	}
	t.State.Offer = &Offer{Announce: &a, Question: Confirm, Code: w.Code, Most: 1, Made: t.now}
	t.reply(w)
	return nil
}

func (t *turn) announcedTo(a Announcement) (string, error) {
	called, err := t.labels()
	if err != nil || len(a.To.Groups) == 0 {
		return "", err
	}
	name := called[a.To.Groups[0]]
	if more := len(a.To.Groups) - 1; more > 0 {
		name += fmt.Sprintf(" (+%d)", more)
	}
	return name, nil
}

// notAnnounced is why no announcement goes out at this moment.
func (t *turn) notAnnounced() (*RemindLater, error) {
	later, err := t.notNow()
	if later != nil && later.Off { // announcements are no reminders
		return nil, err
	}
	return later, err
}

// announce does what was read back: it goes out, or waits for another's approval.
func (t *turn) announce(a Announcement) error {
	to, _, err := t.audience(a)
	if err != nil {
		return err
	}
	limit := t.settings.Int("siaran_persetujuan_di_atas")
	if announces(t.officer.Role) && len(to) <= limit {
		t.reply(Announced{Count: len(to)})
		t.send(BroadcastRun{Announcement: a, By: t.officer.Code}, to)
		return nil
	}
	number, err := t.facts.NextProposal()
	if err != nil {
		return err
	}
	p := Proposal{Number: number, Task: TaskAnnounce, By: t.officer.Code, Made: t.now, Words: a.Text, Announce: &a}
	t.Changes = append(t.Changes, ProposalDecided{p})
	t.reply(Announced{Count: len(to), Proposal: p.Reference()})
	_, err = (Desk{t}).ProposalMade(p)
	return err
}

// announces tells who may let an announcement go out.
func announces(r ledger.Role) bool {
	return slices.Contains([]ledger.Role{ledger.Head, ledger.Clerk}, r)
}

// send lets an announcement go out.
func (t *turn) send(b BroadcastRun, to []ledger.Member) {
	t.Changes = append(t.Changes, t.going(b, to))
}

// going is a broadcast that goes out from now on.
func (t *turn) going(b BroadcastRun, to []ledger.Member) BroadcastMade {
	b.Made, b.Changed, b.State, b.People = t.now.UTC(), t.now.UTC(), Running, len(to)
	made := BroadcastMade{Run: b}
	for _, m := range to {
		made.To = append(made.To, m.Code)
	}
	return made
}

// approveAnnouncement lets a proposed announcement go out, to those who would get it
// now; outside the hours for it, as soon as they begin.
func (d Desk) approveAnnouncement(p Proposal) error {
	if !announces(d.officer.Role) {
		return ErrAnnouncer
	}
	to, _, err := d.audience(*p.Announce)
	d.send(BroadcastRun{Announcement: *p.Announce, By: p.By, Approved: d.officer.Code}, to)
	return err
}
