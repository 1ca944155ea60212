package conversation

import (
	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// maxWrong is how many wrong numbers a day lock a phone for money by SMS: the odds
// of a forger are then 3 in 10,000 a day.
const maxWrong = 3

// Wrong counts the wrong numbers that came from a phone on a day.
type Wrong struct {
	Day   ledger.Date `json:"day"`
	Count int         `json:"count"`
}

// Words about confirming by a number.
type (
	// WrongCode says that the number was not the one that the phone was sent.
	WrongCode struct{ Left int } // how many more may be wrong today
	// MoneyLocked says that nothing is recorded by SMS from this phone today.
	MoneyLocked struct{ Office Contact }
	// NumberLocked tells the office that a phone is locked.
	NumberLocked struct {
		Name  string // whose it is
		Phone ledger.Phone
	}
)

// Kind names the template of each.
func (WrongCode) Kind() string    { return "wrong_code" }
func (MoneyLocked) Kind() string  { return "money_locked" }
func (NumberLocked) Kind() string { return "number_locked" }

// forgeable tells whether a yes is not enough for so much: a sender's number can be
// forged by SMS, so an officer's word by it always, and a treasurer's above the
// setting kode_di_atas, is confirmed by a number that only the true phone gets.
func (t *turn) forgeable(most ledger.Money) bool {
	if t.message.Channel == WhatsApp {
		return false
	}
	if t.role == understand.Officer {
		return true
	}
	above, err := ledger.ParseMoney(t.settings.Get("kode_di_atas"))
	return err == nil && most > above
}

// codeFor is the number that confirms what moves so much at most; none where a yes
// is enough.
func (t *turn) codeFor(most ledger.Money) (string, error) {
	switch {
	case !t.forgeable(most):
		return "", nil
	case t.code != "":
		return t.code, nil
	}
	return t.facts.Code(t.message.ID)
}

// confirms tells whether the message confirms the offer. A yes by WhatsApp is none to
// what was offered by SMS with a number: a forger's offer may have taken the place of
// hers. It is read back by WhatsApp first.
func (t *turn) confirms(o Offer, m understand.Meaning) bool {
	if o.Code != "" && m.Answer && m.Note == o.Code {
		return true
	}
	return m.Intent == understand.Yes && o.Code == "" && !t.forgeable(o.Most)
}

// today is the UPK's day by our own clock: a sender's could be set.
func (t *turn) today() ledger.Date { return ledger.DateOf(t.now.In(t.settings.Zone())) }

// locked tells whether nothing about money is taken from this phone now.
func (t *turn) locked() bool {
	return t.message.Channel != WhatsApp && t.State.Wrong.Day == t.today() && t.State.Wrong.Count >= maxWrong
}

func (t *turn) refuseLocked() error {
	t.State.Offer = nil
	office, err := t.office()
	t.reply(MoneyLocked{Office: office})
	return err
}

// wrongCode drops the offer and counts; the third of a day locks the phone and
// tells the office.
func (t *turn) wrongCode() error {
	t.State.Offer = nil
	if t.State.Wrong.Day != t.today() {
		t.State.Wrong = Wrong{Day: t.today()}
	}
	t.State.Wrong.Count++
	if !t.locked() {
		t.reply(WrongCode{Left: maxWrong - t.State.Wrong.Count})
		return nil
	}
	if err := t.refuseLocked(); err != nil {
		return err
	}
	notice := NumberLocked{Phone: t.message.From}
	if t.self != nil {
		notice.Name = titled(t.self.Title, clip(t.self.Name, maxName))
	}
	if t.role == understand.Officer {
		notice.Name = clip(t.officer.Name, maxName)
	}
	return t.tellOffice(notice, ledger.Head, ledger.Clerk, ledger.Bookkeeper, ledger.Cashier)
}
