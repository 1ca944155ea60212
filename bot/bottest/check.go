package bottest

import (
	"errors"
	"fmt"
	"strings"

	"bendahara/ledger"
	"bendahara/store"
)

// arrived checks the next message out to a number.
func (r *run) arrived(l line) error {
	channel, phone := address(l.who)
	messages := r.phones.Outbox(phone)
	n := r.read[phone]
	if l.verb == "<!" {
		if n < len(messages) {
			return fmt.Errorf("but this went out: %s", messages[n].Text)
		}
		return nil
	}
	if n >= len(messages) {
		return errors.New("nothing more has gone out to this number")
	}
	r.read[phone]++
	got := messages[n]
	if (strings.HasPrefix(l.who, "wa:") || strings.HasPrefix(l.who, "sms:")) && got.Channel != channel {
		return fmt.Errorf("it went by %s: %s", got.Channel, got.Text)
	}
	if l.verb == "<" && got.Text != unescape(l.rest) {
		return fmt.Errorf("got: %s", got.Text)
	}
	if l.verb == "<~" {
		for part := range strings.SplitSeq(unescape(l.rest), " & ") {
			if !strings.Contains(strings.ToLower(got.Text), strings.ToLower(strings.TrimSpace(part))) {
				return fmt.Errorf("%q is not in: %s", part, got.Text)
			}
		}
	}
	return nil
}

// figure checks a figure of the books.
func (r *run) figure(l line) error {
	words := strings.Fields(l.rest)
	return r.db.View(r.ctx, func(tx *store.Tx) error {
		switch {
		case l.verb == "books" && len(words) >= 2:
			return r.books(tx, words)
		case l.verb == "balance" && len(words) == 2:
			left, err := r.left(tx, ledger.MemberCode(words[0]))
			return same(left, words[1], err)
		case l.verb == "loan" && len(words) == 2:
			loan, err := tx.Loan(ledger.LoanCode(words[0]))
			if err != nil {
				return err
			}
			paid, err := loan.PaidToUPK(tx.Balance)
			return same(loan.Terms.Principal-paid.Principal, words[1], err)
		case l.verb == "cash" && len(words) == 2:
			held, err := tx.Balance(ledger.Account{Code: ledger.TreasurerCash, Group: ledger.GroupCode(words[0])})
			return same(held, words[1], err)
		case l.verb == "purse" && len(words) == 3:
			m, err := tx.Member(ledger.MemberCode(words[0]))
			if err != nil {
				return err
			}
			saved, err := tx.Balance(ledger.PurseOf(m.Group, m.Code, ledger.Purse(words[1])))
			return same(-saved, words[2], err)
		}
		return fmt.Errorf("%s does not read like this", l.verb)
	})
}

func same(got ledger.Money, written string, err error) error {
	if err != nil {
		return err
	}
	want, err := ledger.ParseMoney(written)
	if err != nil {
		return fmt.Errorf("%q: %w", written, err)
	}
	if got != want {
		return fmt.Errorf("it is %d", int64(got))
	}
	return nil
}

// left is all that a member has still to pay on open loans.
func (r *run) left(tx *store.Tx, code ledger.MemberCode) (ledger.Money, error) {
	m, err := tx.Member(code)
	if err != nil {
		return 0, err
	}
	loans, err := tx.Loans(m.Group)
	if err != nil {
		return 0, err
	}
	var left ledger.Money
	for _, l := range loans {
		if !l.Open() || l.ShareOf(code) == 0 || len(l.Shares) == 0 {
			continue
		}
		schedules, err := l.MemberSchedules()
		if err != nil {
			return 0, err
		}
		paid, err := l.PaidBy(code, tx.Balance)
		if err != nil {
			return 0, err
		}
		left += schedules[code].On(0, paid).Left()
	}
	return left, nil
}

// books checks the next entry that a sender's messages made.
func (r *run) books(tx *store.Tx, words []string) error {
	_, phone := address(words[0])
	messages, err := tx.Messages()
	if err != nil {
		return err
	}
	for _, m := range messages {
		if m.From != phone {
			continue
		}
		for _, ref := range m.Entries {
			key := fmt.Sprint(ref)
			if r.checked[key] {
				continue
			}
			e, err := tx.Entry(ref.Group, ref.Number)
			if err != nil {
				return err
			}
			if words[1] == "none" {
				return fmt.Errorf("there is %s: %s of %d", e.Reference(), e.Kind, int64(e.Amount))
			}
			r.checked[key] = true
			if len(words) != 3 {
				return errors.New("books takes a number, a kind and an amount, or none")
			}
			if string(e.Kind) != words[1] {
				return fmt.Errorf("it is %s of %d", e.Kind, int64(e.Amount))
			}
			return same(e.Amount, words[2], nil)
		}
	}
	if words[1] == "none" {
		return nil
	}
	return errors.New("no further entry of this sender")
}

// end checks that nothing went out unseen and that the books hold.
func (r *run) end() error {
	var faults []error
	if !r.loose {
		counted := map[ledger.Phone]int{}
		for _, m := range r.phones.Sent() {
			counted[m.To]++
			if counted[m.To] > r.read[m.To] {
				faults = append(faults, fmt.Errorf("no line checked this message to %s: %s", m.To, m.Text))
			}
		}
	}
	faults = append(faults, r.db.View(r.ctx, func(tx *store.Tx) error {
		_, err := tx.Verify()
		return err
	}))
	faults = append(faults, r.db.View(r.ctx, func(tx *store.Tx) error {
		parked, err := tx.ParkedMessages()
		for _, p := range parked {
			err = errors.Join(err, fmt.Errorf("a message was parked: %s", p.Reason))
		}
		return err
	}))
	return errors.Join(faults...)
}
