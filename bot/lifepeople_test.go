package bot_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// mona is the UPK's cashier.
const mona ledger.Phone = "+6281390000912"

// person is somebody who writes, one message after the other: the next when she has the
// answer to the last.
type person struct {
	phone   ledger.Phone
	channel conversation.Channel
	plays   func(*life, *person)
	lying   []*turn // at her provider, the oldest first
	last    *turn

	forgotten bool // at her own wish
}

// turn is a message of somebody, and what it is to do.
type turn struct {
	by      *person
	message conversation.Message
	told    bool // Receive has said that it is kept
	done    bool // and the provider has heard that

	offers  *booking // what its answer is to ask about
	wants   *booking // what it says yes to
	balance ledger.Phone
	cash    ledger.GroupCode
	stops   string
	slip    string // where the picture lies that it is
	asked   string // the question that it leaves open
	looked  int    // the picture was seen, since the last restore
	lost    bool   // a restore has lost it

	id    string // ours, when it was heard
	place int    // in the order of hearing
	reply string
}

// booking is an entry as somebody wants it.
type booking struct {
	kind     ledger.EntryKind
	group    ledger.GroupCode
	member   ledger.MemberCode
	amount   ledger.Money
	reverses string // an entry's reference
}

func everybody() []*person {
	return []*person{
		{phone: ani, channel: conversation.SMS, plays: keeps},
		{phone: ratna, channel: conversation.WhatsApp, plays: keeps},
		{phone: siti, channel: conversation.SMS, plays: borrows},
		{phone: wati, channel: conversation.WhatsApp, plays: borrows},
		{phone: dewi, channel: conversation.SMS, plays: borrows},
		{phone: mona, channel: conversation.WhatsApp, plays: receives},
		{phone: nobody, channel: conversation.SMS, plays: knowsNobody},
		{phone: passersby[0], channel: conversation.SMS, plays: passes},
		{phone: passersby[1], channel: conversation.WhatsApp, plays: passes},
		{phone: passersby[2], channel: conversation.SMS, plays: passes},
	}
}

func (p *person) idle() bool {
	return !p.forgotten && len(p.lying) == 0 && (p.last == nil || p.last.id != "")
}

// writes has her write something: an answer where she is asked, or something new.
func (p *person) writes(l *life) {
	if p.last == nil || p.last.offers == nil {
		p.plays(l, p)
		return
	}
	offer, asked := *p.last.offers, p.last.question()
	ref := reference.ReplaceAllString(reference.FindString(asked), "$1/$2") // the books' own, without the letter
	if was, known := l.model.entries[ref]; offer.kind == ledger.Reversal && known {
		offer.amount, offer.member, offer.reverses = was.amount, was.member, ref
	}
	whole := strings.HasSuffix(asked, "Balas YA atau TIDAK.") && strings.Contains(asked, rupiah(int64(offer.amount)))
	if !whole || l.chance(15) {
		p.says(l, turn{}, "tidak")
		return
	}
	if offer.kind == ledger.Deposit && p.channel == conversation.WhatsApp && p.last.slip == "" && l.chance(50) {
		p.slip(l)
		return
	}
	p.says(l, turn{wants: &offer}, "ya")
}

// question is what she is asked: by the answer to this message, or to the one before.
func (t *turn) question() string {
	if t.slip != "" {
		return t.asked
	}
	return t.reply
}

var reference = regexp.MustCompile(`\b([AB]01)/[A-Z]?(\d+)\b`)

func (p *person) says(l *life, t turn, format string, args ...any) {
	t.by = p
	t.message = conversation.Message{
		Gateway: map[conversation.Channel]string{conversation.SMS: "phone", conversation.WhatsApp: "chat"}[p.channel],
		Foreign: fmt.Sprint("m", len(l.sent)), Channel: p.channel, From: p.phone, Text: fmt.Sprintf(format, args...), Sent: l.now,
	}
	p.lying, p.last = append(p.lying, &t), &t
	l.sent = append(l.sent, &t)
	l.turns[t.message.Foreign] = &t
}

func pick[T any](l *life, list ...T) T { return list[l.dice.IntN(len(list))] }

// keeps is how a treasurer keeps a group.
func keeps(l *life, p *person) {
	group := ledger.GroupCode("A01")
	member := pick(l, siti, wati)
	if p.phone == ratna {
		group, member = "B01", dewi
	}
	who := borrowers[member]
	switch n := l.dice.IntN(100); {
	case n < 45:
		if due := l.dueNow(who.code); due > 1_000 {
			amount := 1_000 + ledger.Money(l.dice.IntN(int(due-1_000)))
			p.says(l, turn{offers: &booking{kind: ledger.Repayment, group: group, member: who.code, amount: amount}}, "bayar %s %d", who.name, amount)
			return
		}
		p.says(l, turn{balance: member}, "saldo %s", who.name)
	case n < 60:
		amount := 1_000 + ledger.Money(l.dice.IntN(30_000))
		p.says(l, turn{offers: &booking{kind: ledger.SavingsDeposit, group: group, member: who.code, amount: amount}}, "simpan %s sukarela %d", who.name, amount)
	case n < 75:
		if cash := l.model.cash[group]; cash > 1_000 {
			amount := 1_000 + ledger.Money(l.dice.IntN(int(cash-1_000)))
			p.says(l, turn{offers: &booking{kind: ledger.Deposit, group: group, amount: amount}}, "setor upk %d", amount)
			return
		}
		p.says(l, turn{cash: group}, "kas")
	case n < 83:
		p.says(l, turn{offers: &booking{kind: ledger.Reversal, group: group}}, "batal")
	case n < 95:
		p.says(l, turn{cash: group}, "kas")
	default:
		nonsense(l, p)
	}
}

// borrows is how a borrower asks, and wants reminders or not.
func borrows(l *life, p *person) {
	switch n := l.dice.IntN(100); {
	case n < 60:
		p.says(l, turn{balance: p.phone}, "saldo")
	case n < 70:
		p.says(l, turn{stops: "berhenti"}, "berhenti")
	case n < 85:
		p.says(l, turn{stops: "mulai"}, "mulai")
	case n < 92:
		p.says(l, turn{}, "salah")
	default:
		nonsense(l, p)
	}
}

// receives is how a cashier receives what treasurers bring.
func receives(l *life, p *person) {
	group := pick(l, ledger.GroupCode("A01"), "B01")
	if cash := l.model.cash[group]; cash > 1_000 {
		amount := 1_000 + ledger.Money(l.dice.IntN(int(cash-1_000)))
		name := map[ledger.GroupCode]string{"A01": "melati", "B01": "mawar"}[group]
		p.says(l, turn{offers: &booking{kind: ledger.DepositReceived, group: group, amount: amount}}, "terima %d dari %s", amount, name)
		return
	}
	nonsense(l, p)
}

// knowsNobody has a number that nobody knows.
func knowsNobody(l *life, p *person) { nonsense(l, p) }

// passes is how one asks who has no loan.
func passes(l *life, p *person) {
	if l.chance(50) {
		p.says(l, turn{}, "saldo")
		return
	}
	nonsense(l, p)
}

// thanks need no answer.
const thanks = "terima kasih"

func nonsense(l *life, p *person) {
	p.says(l, turn{}, "%s", pick(l, "apa kabar", "????", thanks, "\u00e9\u4f60\U0001F600 halo", strings.Repeat("panjang sekali ", 120), "ya", "12"))
}

// figures is what the books should come to, by plain sums of what people said yes to.
type figures struct {
	entries   map[string]booking // by reference
	paid      map[ledger.MemberCode]ledger.Money
	saved     map[ledger.MemberCode]ledger.Money
	cash      map[ledger.GroupCode]ledger.Money
	stopped   map[ledger.Phone]bool
	conflicts map[string]bool // ids that came with other words
	months    []ledger.Period // of what was heard, in that order
}

func newFigures() figures {
	return figures{
		entries: map[string]booking{}, paid: map[ledger.MemberCode]ledger.Money{}, saved: map[ledger.MemberCode]ledger.Money{},
		cash: map[ledger.GroupCode]ledger.Money{}, stopped: map[ledger.Phone]bool{}, conflicts: map[string]bool{},
	}
}

// borrowed is what each borrower has to pay in all.
const borrowed = 10 * instalment

// add is a booking that was made under a reference.
func (f *figures) add(ref string, b booking) {
	f.entries[ref] = b
	sign := ledger.Money(1)
	if b.kind == ledger.Reversal {
		b, sign = f.entries[b.reverses], -1
	}
	switch b.kind {
	case ledger.Repayment:
		f.paid[b.member] += sign * b.amount
		f.cash[b.group] += sign * b.amount
	case ledger.SavingsDeposit:
		f.saved[b.member] += sign * b.amount
		f.cash[b.group] += sign * b.amount
	case ledger.DepositReceived:
		f.cash[b.group] -= sign * b.amount
	}
}

// forgets tells whether so much has come in other months since a message that it would
// be heard anew: no provider repeats one that late.
func (l *life) forgets(t *turn) bool {
	if t.id == "" {
		return false
	}
	others := map[ledger.Period]bool{ledger.DateOf(l.now.UTC()).Period(): true}
	for _, p := range l.model.months[t.place:] {
		others[p] = true
	}
	delete(others, l.model.months[t.place])
	return len(others) > 3
}

// dueNow is what a member has still to bring for what has fallen due, or for the next.
func (l *life) dueNow(code ledger.MemberCode) ledger.Money {
	today, n := ledger.DateOf(l.now.In(wib)), 1
	for n < 10 && due(n) < today {
		n++
	}
	return ledger.Money(n)*instalment - l.model.paid[code]
}

// heard is a message that was heard since the last look, in its turn.
func (l *life) heard(h store.HeardMessage, replies []store.Outbound, entries map[string]ledger.Entry) {
	l.Helper()
	t := l.turns[h.Foreign]
	switch {
	case t == nil || h.From != t.by.phone || h.Channel != t.message.Channel:
		l.Errorf("nobody wrote %+v", h)
		return
	case t.id != "":
		l.Errorf("%s was heard as %s and as %s", h.Foreign, t.id, h.ID)
	case h.Text != t.message.Text:
		l.Errorf("%s: heard %q, written was %q", h.Foreign, h.Text, t.message.Text)
	case len(replies) == 0 && h.Text != thanks:
		l.Errorf("%s: %q has no reply", h.ID, h.Text)
	}
	t.id, t.place = h.ID, len(l.model.months)
	l.model.months = append(l.model.months, ledger.DateOf(h.Received.UTC()).Period())
	var said []string
	for _, o := range replies {
		if o.To != h.From || o.Channel != h.Channel && len(o.Tried) == 0 {
			l.Errorf("%q of %s is answered to %s by %s", h.Text, h.From, o.To, o.Channel)
		}
		said = append(said, o.Text)
	}
	t.reply = strings.Join(said, " ")
	switch t.stops {
	case "berhenti", "mulai":
		l.model.stopped[h.From] = t.stops == "berhenti"
	}
	l.booked(t, h, entries)
	if t.balance != "" {
		l.says(t, "sisa pinjaman "+rupiah(int64(borrowed-l.model.paid[borrowers[t.balance].code])))
	}
	if t.cash != "" {
		l.says(t, rupiah(int64(l.model.cash[t.cash])))
	}
}

func (l *life) says(t *turn, want string) {
	l.Helper()
	if !strings.Contains(t.reply, want) {
		l.Errorf("%q of %s is answered %q, want %q", t.message.Text, t.by.phone, t.reply, want)
	}
}

// booked compares the entries of a message with what it said yes to: who reads that it
// is recorded has it in the books as she asked, and nobody has anything else.
func (l *life) booked(t *turn, h store.HeardMessage, entries map[string]ledger.Entry) {
	l.Helper()
	says := strings.Contains(t.reply, "Tercatat: ") || strings.Contains(t.reply, "Sudah dibatalkan: ")
	if t.wants == nil || !says {
		if len(h.Entries) > 0 || says {
			l.Errorf("%q made %v and is answered %q", h.Text, h.Entries, t.reply)
		}
		return
	}
	if len(h.Entries) != 1 {
		l.Errorf("%q to %+v made %v: %s", h.Text, *t.wants, h.Entries, t.reply)
		return
	}
	ref := fmt.Sprintf("%s/%d", h.Entries[0].Group, h.Entries[0].Number)
	e := entries[ref]
	got := booking{kind: e.Kind, group: e.Group, member: e.Member, amount: e.Amount}
	if e.Kind == ledger.Reversal {
		got.reverses = fmt.Sprintf("%s/%d", e.Group, e.Reverses)
	}
	if got != *t.wants || e.Cause != h.ID || !strings.Contains(t.reply, rupiah(int64(e.Amount))) {
		l.Errorf("%+v was wanted, %+v is booked of %s: %q", *t.wants, got, e.Cause, t.reply)
	}
	if _, twice := l.model.entries[ref]; twice {
		l.Errorf("%s is booked twice", ref)
	}
	l.model.add(ref, got)
}

// borrowers are those who are reminded.
var borrowers = map[ledger.Phone]struct {
	name string
	code ledger.MemberCode
}{siti: {"siti", "A01-03"}, wati: {"wati", "A01-04"}, dewi: {"dewi", "B01-02"}}

// holidays are two days on which a step of reminding would fall.
var holidays = []ledger.Date{ledger.NewDate(2026, 5, 12), ledger.NewDate(2026, 8, 18)}

// due is the day of the n-th instalment.
func due(n int) ledger.Date { return ledger.NewDate(2026, time.Month(2+n), 15) }

func closed(d ledger.Date) bool { return d.Weekday() == time.Sunday || slices.Contains(holidays, d) }

// openBefore is the day, or the last open one before it.
func openBefore(d ledger.Date) ledger.Date {
	for closed(d) {
		d--
	}
	return d
}
