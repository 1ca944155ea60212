package conversation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"bendahara/conversation/understand"
	"bendahara/ledger"
)

// Counter is where an officer does by a form what she may also text, by the very same
// rules. She has logged in, so no number has to confirm her word; what would be read back
// to her is in the [Result].
type Counter struct{ *turn }

// Result is what came of work at the counter.
type Result struct {
	Turn
	Says []Words // what she is answered

	// Ask is what has to be filled in otherwise before anything can be done, and Choices
	// what it can be; a Fault says why it cannot.
	Ask     Asked
	Choices []string
	Fault   CounterFault
	// Look says that she has to look at Echo, or what she is answered, first. It is done
	// when the same comes again with this.
	Look string
	Echo CounterEcho
	// Meanwhile is what another did to it since her page was made; the zero entry where
	// there is none.
	Meanwhile ledger.Entry
}

// AnsweredYes is the intent of a message that confirms what was read back.
const AnsweredYes = string(understand.Yes)

// Asked is what has to be filled in otherwise.
type Asked = understand.Ask

// What a counter asks for.
const (
	AskedAmount = understand.AskAmount
	AskedDay    = understand.AskDate
	AskedMember = understand.AskMember
	AskedEntry  = understand.AskGroup
	AskedLoan   = understand.AskLoan
	AskedPurse  = understand.AskPurse
	AskedExcess = understand.AskExcess
)

// Done tells whether the books or the registers changed.
func (r Result) Done() bool { return len(r.Entries)+len(r.Changes) > 0 }

// CounterEcho is what would be recorded, and what is to be looked at.
type CounterEcho struct {
	Line     EchoLine
	Count    *Count
	Repeated bool // the same is recorded already
}

// CounterFault is why a counter does nothing.
type CounterFault string

// The faults that the answer's words do not tell.
const (
	NoRight    CounterFault = "right" // her office may not
	OwnMatter  CounterFault = "own"   // it is her own
	TooLong    CounterFault = "long"  // her words
	NoWords    CounterFault = "words" // there have to be some
	CaseClosed CounterFault = "closed"
)

// NewCounter is the counter of the officer with this code; cause is what her entries are
// caused by. It returns ErrOfficer for a code that nobody has and for a supervisor, who
// changes nothing, and otherwise errors only where a fact could not be read.
func NewCounter(f Facts, by ledger.OfficerCode, cause string, now time.Time) (Counter, error) {
	officers, err := f.Officers()
	if err != nil {
		return Counter{}, err
	}
	i := slices.IndexFunc(officers, func(o ledger.Officer) bool { return o.Code == by })
	if i < 0 || officers[i].Role == ledger.Supervisor {
		return Counter{}, fmt.Errorf("officer %q: %w", by, ErrOfficer)
	}
	me := officers[i]
	// As by WhatsApp a yes is enough.
	t, err := begin(State{}, Message{ID: cause, Channel: WhatsApp, From: me.Phone, Received: now}, f)
	if err != nil {
		return Counter{}, err
	}
	if t.lost != nil { // her phone is, and not she
		t.lost = nil
		if err := t.recognize(); err != nil {
			return Counter{}, err
		}
	}
	t.role, t.officer = understand.Officer, &me
	return Counter{t}, nil
}

// Today is the day in the UPK's zone.
func (c Counter) Today() ledger.Date { return c.day }

// result is what the turn has come to: its replies are not sent but shown.
func (c Counter) result() Result {
	r := Result{Turn: c.Turn}
	r.Say = nil
	for _, s := range c.Say {
		if s.Class == Reply && s.To == c.message.From {
			r.Says = append(r.Says, s.Words)
		} else {
			r.Say = append(r.Say, s)
		}
	}
	return r
}

func refused(f CounterFault) Result { return Result{Fault: f} }

// Record books one thing: a payment or savings of a member, a deposit that the UPK has
// received, a count of a treasurer's cash. What is to be looked at first is done when
// seen is the Look that the result had. Since is the last entry of the group's that her
// page knew of; what another received or counted meanwhile is told and nothing is done.
func (c Counter) Record(l Line, seen string, since ledger.EntryNumber) (Result, error) {
	if err := c.place(&l); err != nil {
		return Result{}, err
	}
	if !c.mayBook([]Line{l}) {
		return refused(NoRight), nil
	}
	if l.Kind == ledger.DepositReceived {
		if own, err := c.broughtBySelf(l.Group); err != nil || own {
			return refused(OwnMatter), err
		}
	}
	if e, err := c.meanwhile(l, since); err != nil || e.Number != 0 {
		return Result{Meanwhile: e}, err
	}
	lines := []Line{l}
	all, d, _, err := c.drawAll(lines)
	if err != nil {
		return Result{}, err
	}
	c.undraw()
	if d != nil {
		return Result{Ask: d.ask, Choices: d.choices, Says: []Words{d.words}}, nil
	}
	repeated, err := c.repeated(lines[0])
	if err != nil {
		return Result{}, err
	}
	if look, echo := c.look(lines[0], all[0], repeated); look != "" && look != seen {
		return Result{Look: look, Echo: echo}, nil
	}
	lines[0].Again = repeated
	if err := c.book(lines, false); err != nil {
		return Result{}, err
	}
	return c.result(), nil
}

// look is what an officer has to see before this is booked: what is offered again after
// a message, too. It holds only for these figures.
func (c Counter) look(l Line, d drawn, repeated bool) (string, CounterEcho) {
	echo := CounterEcho{Line: d.words, Repeated: repeated}
	if w, is := d.echo.(CountEcho); is {
		echo.Count = &w.Count
	}
	short := d.words.Offered != 0 && d.words.Offered != d.words.Amount
	if !short && !d.confirm && !d.words.Beyond && !repeated {
		return "", echo
	}
	return fmt.Sprintf("%d %s %s %v", int64(l.Amount), l.Day, cmp.Or(d.agreed, "-"), repeated), echo
}

// meanwhile is the newest entry behind one, that did what she is about to do: the
// deposit was received, the cash was counted.
func (c Counter) meanwhile(l Line, since ledger.EntryNumber) (ledger.Entry, error) {
	if since == 0 || l.Kind != ledger.DepositReceived && l.Kind != ledger.General {
		return ledger.Entry{}, nil
	}
	recent, err := c.standing(l.Group, time.Time{})
	if err != nil {
		return ledger.Entry{}, err
	}
	i := slices.IndexFunc(recent, func(e ledger.Entry) bool { return e.Number > since && e.Kind == l.Kind })
	if i < 0 {
		return ledger.Entry{}, nil
	}
	return recent[i], nil
}

// Undo reverses an entry, and with an amount records the same with that in its place,
// both or nothing. Excess is what becomes of more than is due. It is read back first, and
// done when seen is the Look that the result had.
func (c Counter) Undo(g ledger.GroupCode, n ledger.EntryNumber, instead ledger.Money, excess ExcessUse, seen string) (Result, error) {
	if !c.officerMayRecord() {
		return refused(NoRight), nil
	}
	undo, no, err := c.reversible(g, n)
	if err != nil {
		return Result{}, err
	}
	if no != nil {
		return Result{Says: []Words{*no}, Ask: understand.AskGroup}, nil
	}
	var lines []Line
	if instead > 0 {
		if lines = inPlace(undo[0], instead, false); len(lines) == 0 {
			return Result{Ask: understand.AskAmount}, nil
		}
		lines[0].Excess = excess
	}
	if asked, err := c.askInstead(undo, lines); asked || err != nil {
		return c.unanswered(understand.AskExcess), err
	}
	line, err := c.lineOf(undo)
	if err != nil {
		return Result{}, err
	}
	look := fmt.Sprintf("%s %d %s", undo[0].Reference(), int64(instead), cmp.Or(excess, "-"))
	if look != seen {
		return Result{Look: look, Says: []Words{ReverseOffer{Line: line, Reference: undo[0].Reference(), Instead: instead}}}, nil
	}
	if err := c.reverse(Offer{Reverse: n, Group: g, Lines: lines}); err != nil {
		return Result{}, err
	}
	if c.State.Offer != nil || len(c.Entries) == 0 {
		return c.unanswered(understand.AskAmount), nil
	}
	return c.result(), nil
}

// unanswered is the result where a question stands against it: nothing is done.
func (c Counter) unanswered(ask understand.Ask) Result {
	r := Result{Ask: ask, Says: c.result().Says}
	if o := c.State.Offer; o != nil {
		r.Choices = o.Choices
	}
	return r
}

// Decide ends a case: a complaint with words, a wish for a loan with the amount granted
// or why not, a dispute with the entry's reversal or why not.
func (c Counter) Decide(kind CaseKind, n uint64, verdict Outcome, granted ledger.Money, words string) (Result, error) {
	one, ok, err := c.openOne(kind, n)
	if err != nil {
		return Result{}, err
	}
	if !ok || c.hidden(one) {
		return refused(CaseClosed), nil
	}
	switch why, err := c.mayDecide(one); {
	case err != nil:
		return Result{}, err
	case why == OwnCase:
		return refused(OwnMatter), nil
	case why != "":
		return refused(NoRight), nil
	case letters(shownNote(words, maxText)) > maxAnswer:
		return refused(TooLong), nil
	case strings.TrimSpace(words) == "" && verdict != Accepted:
		return refused(NoWords), nil
	}
	if kind == LoanCase && verdict == Accepted && granted <= 0 {
		return Result{Ask: understand.AskAmount}, nil
	}
	switch kind {
	case LoanCase:
		err = c.settleLoan(one, verdict, granted, words)
	case DisputeCase:
		err = c.settleDispute(one, verdict, words)
	default:
		err = c.settle(one, words)
	}
	return c.result(), err
}

// MayDecide tells whether this officer may end the case.
func (c Counter) MayDecide(one Case) (bool, error) {
	why, err := c.mayDecide(one)
	return why == "" && !c.hidden(one), err
}

// Hidden tells whether the case is kept from this officer: it may be about her.
func (c Counter) Hidden(one Case) bool { return c.hidden(one) }

// MaxAnswer is how many letters the closing words of a case may have.
const MaxAnswer = maxAnswer
