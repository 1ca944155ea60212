package conversation

import (
	"errors"
	"slices"
	"strings"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// TaskAnnounce is an officer's announcement that another has to approve: of one who
// may only prepare it, or to more people than the setting
// siaran_persetujuan_di_atas (contract.md section 3).
const TaskAnnounce Task = "announce"

// Announcement is an officer's words to members of one group, or of all.
type Announcement struct {
	Group ledger.GroupCode `json:"group,omitempty"` // empty: of all groups
	Text  string           `json:"text"`
}

// maxAnnouncement is how many letters an announcement may have, so that it goes out as
// one SMS with the UPK's name and the way to stop it.
const maxAnnouncement = 100

// Why an announcement is not sent.
var (
	ErrSendingHours = errors.New("announcements go out only within the hours of the settings jam_kirim and hari_kirim")
	ErrAnnouncer    = errors.New("an announcement is approved by the UPK's head or clerk")
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
	// AnnouncementWords go to a member.
	AnnouncementWords struct{ UPK, Text string }
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
	case len(m.Slots) == 1 && len(m.Slots[0].Groups) == 1:
		a.Group, a.Text = m.Slots[0].Groups[0], afterName(a.Text, m.Slots[0].NameText)
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
	if a.Group == "" {
		return "", nil
	}
	called, err := t.labels()
	return called[a.Group], err
}

// notAnnounced is why no announcement goes out at this moment.
func (t *turn) notAnnounced() (*RemindLater, error) {
	later, err := t.notNow()
	if later != nil && later.Off { // announcements are no reminders
		return nil, err
	}
	return later, err
}

// audience are the members who get an announcement, each phone once, and how many do
// not: without a phone, or without their consent.
func (t *turn) audience(a Announcement) (to []ledger.Member, without int, err error) {
	groups := []ledger.GroupCode{a.Group}
	if a.Group == "" {
		all, err := t.facts.Groups()
		if err != nil {
			return nil, 0, err
		}
		groups = nil
		for _, g := range all {
			groups = append(groups, g.Code)
		}
	}
	seen := map[ledger.Phone]bool{}
	for _, code := range groups {
		members, err := t.facts.Members(code)
		if err != nil {
			return nil, 0, err
		}
		for _, m := range members {
			phone := phoneOf(m)
			stopped, err := t.facts.Stopped(phone)
			switch {
			case err != nil:
				return nil, 0, err
			case m.Status != ledger.Active || seen[phone] && phone != "":
			case phone == "" || !m.Consent || stopped:
				without++
			default:
				seen[phone] = true
				to = append(to, m)
			}
		}
	}
	return to, without, nil
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
		t.send(a, to)
		return nil
	}
	waiting, err := t.facts.Proposals()
	if err != nil {
		return err
	}
	p := Proposal{Number: 1, Task: TaskAnnounce, By: t.officer.Code, Made: t.now, Words: a.Text, Announce: &a}
	if n := len(waiting); n > 0 {
		p.Number = waiting[n-1].Number + 1
	}
	t.Changes = append(t.Changes, ProposalDecided{p})
	t.reply(Announced{Count: len(to), Proposal: p.Reference()})
	_, err = (Desk{t}).ProposalMade(p)
	return err
}

// announces tells who may let an announcement go out.
func announces(r ledger.Role) bool {
	return slices.Contains([]ledger.Role{ledger.Head, ledger.Clerk}, r)
}

// send puts an announcement into words for each.
func (t *turn) send(a Announcement, to []ledger.Member) {
	for _, m := range to {
		t.Say = append(t.Say, Say{
			To: phoneOf(m), Class: Broadcast, Language: m.Language, Words: AnnouncementWords{UPK: t.upk.Name, Text: a.Text},
		})
	}
}

// approveAnnouncement lets a proposed announcement go out, to those who would get it
// now.
func (d Desk) approveAnnouncement(a Announcement) error {
	if !announces(d.officer.Role) {
		return ErrAnnouncer
	}
	later, err := d.notAnnounced()
	if err != nil {
		return err
	}
	if later != nil {
		return ErrSendingHours
	}
	to, _, err := d.audience(a)
	d.send(a, to)
	return err
}
