package conversation

import (
	"slices"
	"strings"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// turn is one message being worked on: the facts read so far, and the Turn that
// grows from them.
type turn struct {
	Turn
	ofPeople
	facts    Facts
	message  Message
	now      time.Time
	day      ledger.Date // on which the message was sent, in the UPK's zone
	settings ledger.Settings
	upk      ledger.UPK
	role     understand.Role
	self     *ledger.Member  // the sender's membership that the message is about
	also     []ledger.Member // her other memberships
	officer  *ledger.Officer
	groups   map[ledger.GroupCode]*groupFacts
	holidays map[ledger.Date]string // read where they matter
	moved    ledger.Balances        // by the entries of this turn
	beside   Beside                 // what goes with the lines that are worked on
	heads    map[ledger.GroupCode]ledger.ChainHead
	code     string                      // of an offer that is put once more
	asked    *Offer                      // whose question this message answered
	agreed   bool                        // what is offered now was agreed to with what it stands in place of
	called   map[ledger.GroupCode]string // groups' names to the office, once read
	urging   bool                        // reminders are worked out because an officer asked
	ahead    map[ledger.GroupCode]Ahead
	stopped  map[ledger.Phone]bool // of all phones, read for an audience
}

// groupFacts is what a turn has read of one group.
type groupFacts struct {
	*GroupIndex
	label   string // its name as shown, to the office different from all others
	members []ledger.Member
}

func begin(s State, m Message, f Facts) (*turn, error) {
	t := &turn{
		Turn: Turn{State: s}, facts: f, message: m, now: m.Received,
		groups: map[ledger.GroupCode]*groupFacts{}, moved: ledger.Balances{}, heads: map[ledger.GroupCode]ledger.ChainHead{},
	}
	t.State.Channel, t.State.Address = m.Channel, m.Address
	t.State.Offer, t.State.Roll = s.Offer.clone(), s.Roll.clone()
	var err error
	if t.settings, err = f.Settings(); err != nil {
		return nil, err
	}
	if t.upk, err = f.UPK(); err != nil {
		return nil, err
	}
	sent := m.Sent
	if sent.IsZero() || sent.After(m.Received) {
		sent = m.Received // a provider's clock ahead of ours must not date money into the future
	}
	t.message.Sent = sent.In(t.settings.Zone())
	t.day = ledger.DateOf(t.message.Sent)
	return t, t.identify()
}

// identify finds who is texting. Who is several is what counts most for money:
// treasurer, then officer, chair or secretary, and member.
func (t *turn) identify() error {
	if err := t.findLost(); err != nil || t.lost != nil {
		t.role = understand.Unknown
		return err
	}
	return t.recognize()
}

// recognize finds whose the sender's number is.
func (t *turn) recognize() error {
	members, err := t.facts.MembersByPhone(t.message.From)
	if err != nil {
		return err
	}
	members = slices.DeleteFunc(members, func(m ledger.Member) bool { return m.Status != ledger.Active })
	for _, m := range members {
		stands, err := t.standsInNow(m)
		if err != nil {
			return err
		}
		if stands {
			t.standsIn = append(t.standsIn, m.Code)
		}
	}
	slices.SortStableFunc(members, func(a, b ledger.Member) int { return t.rank(a) - t.rank(b) })
	officers, err := t.facts.OfficersByPhone(t.message.From)
	if err != nil {
		return err
	}
	if len(members) > 0 {
		t.self, t.also = &members[0], members[1:]
	}
	if len(officers) > 0 {
		t.officer = &officers[0]
	}
	switch {
	case t.self != nil && t.keepsBooks(*t.self):
		t.role = understand.Treasurer
	case t.officer != nil:
		t.role = t.officerRole()
	case t.self != nil && t.self.Office != ledger.Ordinary:
		t.role = understand.Head
	case t.self != nil:
		t.role = understand.Member
	default:
		t.role = understand.Unknown
	}
	return nil
}

// findLost finds whether the sender's phone is suspended, and keeps the others that
// are from being told anything.
func (t *turn) findLost() (err error) {
	if t.lostPhones, err = t.facts.LostPhones(); err != nil || len(t.lostPhones) == 0 {
		return err
	}
	t.facts = reachable{t.facts, t.isLost}
	for i := range t.lostPhones {
		if t.lostPhones[i].Phone == t.message.From {
			t.lost = &t.lostPhones[i]
		}
	}
	return nil
}

// rank orders memberships by what counts most for money.
func (t *turn) rank(m ledger.Member) int {
	office := slices.Index([]ledger.Office{ledger.Treasurer, "", ledger.Chair, ledger.Secretary, ledger.Ordinary}, m.Office)
	if office > 1 && t.keepsBooks(m) { // for a treasurer
		return 1
	}
	return office
}

// keepsBooks tells whether she records in this group: its treasurer, or who stands in.
func (t *turn) keepsBooks(m ledger.Member) bool {
	return m.Office == ledger.Treasurer || slices.Contains(t.standsIn, m.Code)
}

// teller is who an entry of this turn is told by.
func (t *turn) teller() string {
	if t.officer != nil && (t.role == understand.Officer || t.self == nil) {
		return string(t.officer.Code)
	}
	return string(t.self.Code)
}

// kept are the groups that the sender keeps as treasurer, or for one.
func (t *turn) kept() []ledger.GroupCode {
	var groups []ledger.GroupCode
	for _, m := range t.memberships() {
		if t.keepsBooks(m) && !slices.Contains(groups, m.Group) {
			groups = append(groups, m.Group)
		}
	}
	return groups
}

func (t *turn) memberships() []ledger.Member {
	if t.self == nil {
		return nil
	}
	return append([]ledger.Member{*t.self}, t.also...)
}

// mayRecord tells whether the sender may record in the group (contract.md
// section 3).
func (t *turn) mayRecord(g ledger.GroupCode) bool {
	if t.role == understand.Treasurer {
		return slices.Contains(t.kept(), g)
	}
	return t.officerMayRecord()
}

func (t *turn) officerMayRecord() bool {
	return t.role == understand.Officer && t.officer.Role != ledger.Facilitator
}

// maySee tells whether the sender may see the group's figures.
func (t *turn) maySee(g ledger.GroupCode) bool {
	if t.role == understand.Officer || t.role == understand.Auditor {
		return true
	}
	return slices.ContainsFunc(t.memberships(), func(m ledger.Member) bool {
		return m.Group == g && (m.Office != ledger.Ordinary || t.keepsBooks(m))
	})
}

// group reads what a turn needs of a group, once.
func (t *turn) group(code ledger.GroupCode) (*groupFacts, error) {
	if g, ok := t.groups[code]; ok {
		return g, nil
	}
	var g groupFacts
	var err error
	if g.GroupIndex, err = t.facts.GroupIndex(code); err != nil {
		return nil, err
	}
	g.label = clip(g.Name, maxGroupName)
	if t.works() {
		called, err := t.labels()
		if err != nil {
			return nil, err
		}
		g.label = called[code]
	}
	g.members = g.GroupIndex.members[:len(g.GroupIndex.members):len(g.GroupIndex.members)] // others read them, too
	t.groups[code] = &g
	return &g, nil
}

// offHolidays moves due days off the holidays, where the UPK does that.
func (t *turn) offHolidays(l ledger.Loan) (ledger.Loan, error) {
	shift := t.settings.Shift()
	if shift == ledger.NoShift {
		return l, nil
	}
	if t.holidays == nil {
		var err error
		if t.holidays, err = t.facts.Holidays(); err != nil {
			return l, err
		}
	}
	return l.OffHolidays(shift, t.holidays), nil
}

func (g *groupFacts) member(code ledger.MemberCode) (ledger.Member, bool) {
	i := slices.IndexFunc(g.members, func(m ledger.Member) bool { return m.Code == code })
	if i < 0 {
		return ledger.Member{}, false
	}
	return g.members[i], true
}

// name is the member's full name, or for the whole group the group's.
func (g *groupFacts) name(code ledger.MemberCode) string {
	if name, ok := g.full[code]; ok {
		return name
	}
	return g.label
}

// item is a member's line of a list.
func (g *groupFacts) item(code ledger.MemberCode, amount ledger.Money) Item {
	return Item{Name: g.name(code), Short: g.names[code], Amount: amount}
}

// treasurer is the group's treasurer's short name, or nothing.
func (g *groupFacts) treasurer() string {
	for _, m := range g.members {
		if m.Office == ledger.Treasurer && m.Status == ledger.Active {
			return strings.TrimSpace(m.Title + " " + g.names[m.Code])
		}
	}
	return ""
}

// balance is an account's balance with what this turn has moved.
func (t *turn) balance(a ledger.Account) (ledger.Money, error) {
	kept, err := t.facts.Balance(a)
	return kept + t.moved[a], err
}

// balancesOf are the balances of a group's accounts of some kinds, in order of their codes,
// with what this turn books.
func (t *turn) balancesOf(group ledger.GroupCode, codes ...ledger.AccountCode) (ledger.Balances, error) {
	found, err := t.facts.GroupBalances(group, codes...)
	if err != nil {
		return nil, err
	}
	for a, m := range t.moved {
		if a.Group == group && slices.Contains(codes, a.Code) {
			if found == nil {
				found = ledger.Balances{}
			}
			found[a] += m
		}
	}
	return found, nil
}

// record seals an entry behind the last of its group and adds it to the turn.
func (t *turn) record(e ledger.Entry) (ledger.Entry, error) {
	head, ok := t.heads[e.Group]
	if !ok {
		var err error
		if head, err = t.facts.Head(e.Group); err != nil {
			return e, err
		}
	}
	e.Heard, e.Cause = t.now, t.message.ID
	if e.Teller == "" {
		e.Teller = t.teller()
	}
	e.Booked = t.settings.BookOn(e.Day)
	e = e.Seal(head)
	t.heads[e.Group] = e.Head()
	t.moved.Add(e)
	t.Entries = append(t.Entries, e)
	return e, nil
}

// unknown tells whether the sender is one who gets few replies a day: nobody whom we
// know. Who registers, or whose lost phone it is, is somebody; tries of both have
// limits of their own.
func (t *turn) unknown() bool {
	return t.role == understand.Unknown && t.lost == nil && t.Intent != understand.Registration
}

// reply says something to the sender, where she wrote.
func (t *turn) reply(w Words) {
	say := Say{
		To: t.message.From, Address: t.message.Address, Channel: t.message.Channel, Class: Reply, Words: w, Unknown: t.unknown(),
	}
	if t.self != nil {
		say.Language = t.self.Language
	}
	t.Say = append(t.Say, say)
}

// tell says something to a member about her own money.
func (t *turn) tell(m ledger.Member, w Words) {
	t.Say = append(t.Say, Say{To: phoneOf(m), Class: Receipt, Language: m.Language, Words: w})
}

func phoneOf(m ledger.Member) ledger.Phone {
	if m.Phone != "" {
		return m.Phone
	}
	return m.Phone2
}
