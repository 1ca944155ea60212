package conversation

import (
	"slices"
	"strings"
	"unicode/utf8"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// maxText is the longest text that is read; ten long SMS are less.
const maxText = 2000

// Next works out what follows from a message. It returns an error only where a
// fact could not be read; then nothing follows.
func Next(s State, m Message, f Facts) (Turn, error) {
	t, err := begin(s, m, f)
	if err != nil {
		return Turn{}, err
	}
	if t.steppedBack() {
		t.Intent = understand.Human
		return t.Turn, nil
	}
	tooMuch, err := t.noise()
	if err != nil {
		return Turn{}, err
	}
	if tooMuch {
		t.Intent = understand.Other
		return t.Turn, nil
	}
	if err := t.take(); err != nil {
		return Turn{}, err
	}
	t.settled(s)
	t.slipsAfter(s)
	if o := t.State.Offer; o != nil {
		o.Officer = t.twofold() && t.role == understand.Officer
	}
	return t.Turn, nil
}

// take reads the message and goes on with the talk.
func (t *turn) take() (err error) {
	if t.lost != nil {
		return t.suspended()
	}
	if t.role == understand.Unknown {
		return t.stranger()
	}
	if len(t.message.Text) > maxText || t.message.Media > 0 && strings.TrimSpace(t.message.Text) == "" {
		t.Intent = understand.Other
		if t.message.Slip != "" && t.State.WaitsForSlip() {
			t.reply(SlipKept{Amount: t.State.Offer.Lines[0].Amount})
			return nil
		}
		w := CannotRead{TooLong: t.message.Media == 0}
		if t.role == understand.Treasurer {
			w.Example, err = t.example()
		}
		t.reply(w)
		return err
	}
	if c, is := WishedChannel(t.message.Text); is {
		t.wishChannel(c)
		return nil
	}
	if o := t.State.Offer; o != nil && o.Officer && t.twofold() {
		t.role = t.officerRole()
	}
	m, err := t.read()
	if err != nil {
		return err
	}
	t.Intent = m.Intent
	if t.State.Rest != nil && t.now.Sub(t.State.Rest.Made) > restLife {
		t.State.Rest = nil
	}
	done, err := t.pending(m)
	if done || err != nil {
		return err
	}
	if t.State.Offer != nil {
		done, err = t.answer(m)
	}
	if err == nil && !done {
		if t.twofold() {
			if m, err = t.asWhom(); err != nil {
				return err
			}
			t.Intent = m.Intent
		}
		err = t.goOn(m)
	}
	if err == nil && !t.State.rollWaits(t.now) {
		_, err = t.showClaim(false)
	}
	return err
}

// goOn takes a message that answers no offer: for the open roll-call, or as a command.
func (t *turn) goOn(m understand.Meaning) error {
	if t.State.Roll != nil && t.State.Offer == nil {
		if done, err := t.rollAnswer(m); done || err != nil {
			return err
		}
		if t.State.Roll.pausedBy(m) {
			return t.pauseRoll(m)
		}
	}
	return t.command(m)
}

// stranger answers a number that nobody has. Her complaint is kept like anybody's;
// advertisements are not answered: each answer costs money.
func (t *turn) stranger() error {
	m := understand.Meaning{}
	if len(t.message.Text) <= maxText {
		m = understand.Read(t.message.Text, understand.Context{Role: t.role, Sent: t.message.Sent})
	}
	if m.Intent == understand.Registration && m.Matter == understand.Join {
		t.Intent = m.Intent
		return t.join(m)
	}
	t.Intent = understand.Registration
	if done, err := t.pending(m); done || err != nil {
		return err
	}
	t.Intent = understand.Other
	switch {
	case !strings.HasPrefix(string(t.message.From), "+") && !IsAddress(t.message.From): // an operator's name: nobody reads an answer
	case m.Intent == understand.Complaint && m.Note != "":
		t.Intent = m.Intent
		return t.complaintCommand(m)
	case !m.Spam:
		t.reply(Stranger{UPK: t.upk.Name})
	}
	return nil
}

// read understands the message against the people whom the sender may name.
func (t *turn) read() (understand.Meaning, error) {
	roster, err := t.roster()
	if err != nil {
		return understand.Meaning{}, err
	}
	c := understand.Context{Role: t.role, Sent: t.message.Sent, People: roster, Waiting: t.State.waiting(), Roll: t.State.rollOpen()}
	c.Coded = t.State.Offer != nil && t.State.Offer.Code != ""
	if t.self != nil {
		c.Self, c.Group = t.self.Code, t.self.Group
	}
	if len(t.kept()) > 1 {
		c.Group = "" // no group of hers is nearer than another
	}
	if c.Group != "" && len(t.memberships()) == 1 {
		g, err := t.group(c.Group)
		if err != nil {
			return understand.Meaning{}, err
		}
		c.Saves = g.onlySaves()
	}
	return understand.Read(t.message.Text, c), nil
}

// roster is whom the sender may name: her groups' members; for an officer
// everybody.
func (t *turn) roster() (*Roster, error) {
	if t.works() {
		return t.facts.Roster()
	}
	var groups []ledger.GroupCode
	for _, m := range t.memberships() {
		if !slices.Contains(groups, m.Group) {
			groups = append(groups, m.Group)
		}
	}
	if len(groups) == 0 {
		return nil, nil
	}
	return t.facts.Roster(groups...)
}

// command does what a message asks for that answers nothing.
func (t *turn) command(m understand.Meaning) error {
	t.beside = Beside{}
	if m.Remind {
		return t.remindCommand(m)
	}
	switch m.Intent {
	case understand.Repayment, understand.SavingsDeposit, understand.SavingsWithdrawal:
		return t.recordCommand(m)
	case understand.DepositToUPK:
		return t.depositCommand(m)
	case understand.DepositReceived:
		return t.receivedCommand(m)
	case understand.Balance, understand.CashHeld:
		return t.balanceCommand(m)
	case understand.Arrears:
		return t.arrearsCommand(m)
	case understand.ScheduleOf:
		return t.scheduleCommand(m)
	case understand.Report:
		return t.reportCommand(m)
	case understand.More:
		return t.more()
	case understand.Correction:
		return t.reverseCommand(m)
	case understand.Dispute:
		return t.disputeCommand(m)
	case understand.Complaint:
		return t.complaintCommand(m)
	case understand.LoanRequest:
		return t.wishCommand(m)
	case understand.Decision:
		return t.decisionCommand(m)
	case understand.Human:
		return t.humanCommand(m)
	case understand.Stop, understand.Start:
		return t.stopReminders(m.Intent == understand.Stop)
	case understand.Registration:
		return t.registerCommand(m)
	case understand.NotPaid:
		return t.notPaidCommand(m)
	case understand.Meeting:
		return t.meetingCommand(m)
	case understand.Broadcast:
		return t.announceCommand(m)
	case understand.Yes, understand.No:
		if m.Agrees && t.self != nil {
			return t.consent(true)
		}
		if t.role != understand.Treasurer {
			return t.help(false, "")
		}
		example, err := t.example()
		t.reply(NothingWaits{Example: example})
		return err
	case understand.Help:
		return t.help(false, "")
	case understand.Other:
		if m.Spam {
			example, err := t.example()
			t.reply(NotForUs{Example: example})
			return err
		}
		if m.Chatter && !t.saysNothing() { // thanks need no answer, and each costs money
			return nil
		}
		return t.help(true, m.Suggest)
	}
	t.reply(NotByText{UPK: t.upk.Name})
	return nil
}

func (t *turn) notAllowed() error {
	if t.self == nil {
		t.reply(NotByText{UPK: t.upk.Name, NoRight: true})
		return nil
	}
	g, err := t.group(t.self.Group)
	if err != nil {
		return err
	}
	t.reply(NotAllowed{Treasurer: g.treasurer()})
	return nil
}

// help teaches with the sender's own data.
func (t *turn) help(confused bool, suggest string) error {
	example, err := t.example()
	if err != nil {
		return err
	}
	w := HelpWords{Role: t.role, Confused: confused, Example: example, UPK: t.upk.Name, Suggest: suggest}
	if w.Waits, err = t.waits(); err != nil {
		return err
	}
	if t.self != nil {
		own, err := t.balanceWords(*t.self)
		if err != nil {
			return err
		}
		w.Title, w.Name, w.Next, w.NextDue = t.self.Title, own.Name, own.Next, own.NextDue
	}
	t.reply(w)
	return nil
}

// example is somebody of the sender's group who has something to pay.
func (t *turn) example() (Example, error) {
	if t.self == nil {
		return Example{}, nil
	}
	g, err := t.group(t.self.Group)
	if err != nil {
		return Example{}, err
	}
	var first Example
	for _, m := range g.members {
		if m.Code == t.self.Code || m.Status != ledger.Active {
			continue
		}
		if first.Name == "" {
			first = Example{Name: g.names[m.Code], Amount: exampleAmount}
		}
		open, err := t.openLoans(g, m.Code, t.day)
		if err != nil {
			return Example{}, err
		}
		if len(open) == 1 && open[0].payer != "" && open[0].standing.ToPay() > 0 {
			return Example{Name: g.names[m.Code], Amount: open[0].standing.ToPay()}, nil
		}
	}
	return first, nil
}

// exampleAmount stands in an example where nobody of the group owes anything.
const exampleAmount ledger.Money = 10_000

// letters counts a text's letters.
func letters(s string) int { return utf8.RuneCountInString(s) }
