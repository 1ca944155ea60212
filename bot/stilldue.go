package bot

import (
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// stillDue tells whether a message is still to be sent, and how: a reminder only
// while it would be decided now, with what is due now. She may have paid since it
// was written, all or a part, or stopped them.
func (b *Bot) stillDue(tx *store.Tx, o store.Outbound, now time.Time) (store.Outbound, bool, error) {
	if strings.HasPrefix(o.Cause, conversation.BroadcastCause) {
		return b.stillBroadcast(tx, o, now)
	}
	step, isReminder := strings.CutPrefix(o.Cause, remindCause)
	if !isReminder {
		return o, true, nil
	}
	settings, err := tx.Settings()
	if err != nil {
		return o, false, err
	}
	if may, err := maySend(tx, settings, now); err != nil || !may {
		return o, false, err
	}
	if stopped, err := tx.Stopped(o.To); err != nil || stopped {
		return o, false, err
	}
	zone := settings.Zone()
	if ledger.DateOf(o.Written.In(zone)) > ledger.DateOf(now.In(zone)) { // by a clock that was ahead: this day has its own
		return o, false, nil
	}
	if strings.HasPrefix(step, conversation.DigestStep) { // a day as it was told then
		return o, true, nil
	}
	due, err := dueNow(tx, o, step, settings, now)
	if err != nil {
		return o, false, err
	}
	for _, r := range due {
		is, err := tells(tx, r, o, step)
		if err != nil {
			return o, false, err
		}
		if !is {
			continue
		}
		fresh, err := b.outbound(tx, r.Say, settings, now)
		o.Text, o.Segments = fresh.Text, fresh.Segments
		return o, err == nil, err
	}
	return o, false, nil
}

// dueNow are the reminders among which one that was queued would be now.
func dueNow(tx *store.Tx, o store.Outbound, step string, settings ledger.Settings, now time.Time) ([]conversation.Reminding, error) {
	switch {
	case o.Kind == (conversation.CaseLate{}).Kind():
		return conversation.LateCases(tx, now)
	case settings.Get("pengingat") != "ya":
		return nil, nil
	}
	members, err := tx.MembersByPhone(o.To)
	if err != nil {
		return nil, err
	}
	watch, err := conversation.NewWatch(tx, now)
	if err != nil {
		return nil, err
	}
	decide := watch.Reminders
	if strings.HasPrefix(step, conversation.OnDay) {
		decide = func(g ledger.GroupCode) ([]conversation.Reminding, error) {
			return conversation.RemindersAsked(tx, g, now)
		}
	}
	var all []conversation.Reminding
	for _, m := range members {
		due, err := decide(m.Group)
		if err != nil {
			return nil, err
		}
		all = append(all, due...)
	}
	return all, nil
}

// tells says whether r is what the reminder o of this step would be now. A list
// stays good when the one on it whom its cause names has paid.
func tells(tx *store.Tx, r conversation.Reminding, o store.Outbound, step string) (bool, error) {
	if list := (conversation.DueSummary{}).Kind(); r.Say.To != o.To || o.Kind == list {
		return r.Say.To == o.To && r.Say.Words.Kind() == list, nil
	}
	return r.Told(step, tx.Caused)
}
