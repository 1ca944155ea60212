package conversation

import (
	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Words about reminders that an officer asks for.
type (
	// RemindWhom asks which group.
	RemindWhom struct{}
	// Reminded tells whom the reminders of a group go to.
	Reminded struct {
		Group   string
		Count   int // members who get one now
		Already int // who had one today
		Without int // who owe but have no phone, or want none
	}
	// RemindLater says why none goes out now.
	RemindLater struct {
		UPK   string
		Off   bool        // the UPK sends none
		Day   ledger.Date // when they may go out next; zero: not within a month
		Clock string      // 08:00
	}
)

// Kind names the template of each.
func (RemindWhom) Kind() string  { return "remind_whom" }
func (Reminded) Kind() string    { return "reminded" }
func (RemindLater) Kind() string { return "remind_later" }

// remindCommand reminds those of one group who have something due, at once, each at
// most once a day, within the hours for it. Those who decide at the UPK may ask.
func (t *turn) remindCommand(m understand.Meaning) error {
	if !t.officerMayRecord() {
		return t.notAllowed()
	}
	var groups []ledger.GroupCode
	for _, s := range m.Slots {
		groups = append(groups, s.Groups...)
	}
	if len(groups) > 1 {
		return t.askGroup(Offer{Query: understand.Broadcast}, m.Slots[0].NameText, groups)
	}
	if len(groups) == 0 {
		t.reply(RemindWhom{})
		return nil
	}
	if later, err := t.notNow(); err != nil || later != nil {
		if later != nil {
			t.reply(*later)
		}
		return err
	}
	return t.remindGroup(groups[0])
}

// notNow is why no reminders go out at this moment.
func (t *turn) notNow() (*RemindLater, error) {
	if t.settings.Get("pengingat") != "ya" {
		return &RemindLater{UPK: t.upk.Name, Off: true}, nil
	}
	var err error
	if t.holidays, err = t.facts.Holidays(); err != nil {
		return nil, err
	}
	if t.settings.MaySend(t.now, t.isHoliday) {
		return nil, nil
	}
	w := RemindLater{UPK: t.upk.Name}
	if opens, ok := t.settings.SendingBegins(t.now, t.isHoliday); ok {
		w.Day, w.Clock = ledger.DateOf(opens), opens.Format("15:04")
	}
	return &w, nil
}

func (t *turn) remindGroup(code ledger.GroupCode) error {
	called, err := t.labels()
	if err != nil {
		return err
	}
	due, err := RemindersAsked(t.facts, code, t.now)
	if err != nil {
		return err
	}
	w := Reminded{Group: called[code]}
	var list []Reminding
	for _, r := range due {
		stopped, err := t.facts.Stopped(r.Say.To)
		if err != nil {
			return err
		}
		told, err := t.facts.Caused(r.Today.Month, r.Today.Key)
		switch {
		case err != nil:
			return err
		case r.Say.To == "" || stopped:
			w.Without++
		case told:
			w.Already++
		default:
			list = append(list, r)
		}
	}
	w.Count = len(list)
	if w.Count > 0 {
		t.Changes = append(t.Changes, SendReminders{List: list})
	}
	t.reply(w)
	return nil
}
