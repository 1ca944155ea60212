package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/bolt"
)

// evening waits until everybody has her answers and nothing more is to go.
func (d *day) evening() {
	d.Helper()
	lacks := func() (list []string) {
		for _, v := range d.people {
			got := slices.DeleteFunc(d.has(v), isReminder)
			if want := len(v.wrote) + v.receipts; len(got) < want {
				list = append(list, fmt.Sprintf("%s (%s) has %d of %d texts", v.phone, v.by, len(got), want))
			}
		}
		return list
	}
	for end := time.Now().Add(d.patience()); time.Now().Before(end) && d.ctx.Err() == nil; d.pause(5 * dayLook) {
		if len(lacks()) == 0 && d.waiting() == "0" && d.chat.Idle() {
			return
		}
	}
	d.Errorf("%s wait in the outbox; not answered: %s", d.waiting(), strings.Join(lacks(), "\n"))
}

// waiting is how many messages wait to be sent, as the program says.
func (d *day) waiting() string {
	response, err := http.Get(d.program.Load().url + "/metrics")
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	_, after, _ := strings.Cut(string(body), "\nbendahara_outbox_waiting ")
	n, _, _ := strings.Cut(after, "\n")
	return n
}

// check looks at the books and the phones when the day is over.
func (d *day) check() {
	d.Helper()
	if out, errs, code := runProgram(d, "verify", "--data", d.data); code != 0 {
		d.Errorf("verify: %s%s", out, errs)
	}
	for i, o := range d.lives {
		if said := o.output(); strings.Contains(said, "panic") {
			d.Errorf("life %d: %s", i+1, said)
		}
	}
	engine, err := bolt.Open(filepath.Join(d.data, storeFile))
	if err != nil {
		d.Fatal(err)
	}
	db := store.New(engine)
	defer db.Close()
	err = db.View(d.Context(), func(tx *store.Tx) error {
		parked, err := tx.ParkedMessages()
		for _, p := range parked {
			d.Errorf("parked: %s: %s", p.Message.Text, p.Reason)
		}
		if err != nil {
			return err
		}
		if err := d.checkMoney(tx); err != nil {
			return err
		}
		heard, err := tx.Messages()
		if err != nil {
			return err
		}
		out, err := tx.Outbox()
		if err != nil {
			return err
		}
		d.checkTalk(heard, out)
		d.checkPhones(out)
		return nil
	})
	if err != nil {
		d.Fatal(err)
	}
}

// checkMoney compares the books with what people said.
func (d *day) checkMoney(tx *store.Tx) error {
	books, left := map[payment]int{}, map[ledger.MemberCode]ledger.Money{}
	for e, err := range tx.Journal() {
		if err != nil {
			return err
		}
		switch e.Kind {
		case ledger.Repayment:
			books[payment{e.Group, e.Member, e.Amount}]++
			left[e.Member] += e.Amount
		case ledger.Disbursement:
		default:
			d.Errorf("an entry that nobody asked for: %s of %s", e.Kind, e.Amount)
		}
	}
	for p := range maps.Keys(books) {
		if books[p] != d.booked[p] {
			d.Errorf("%s of %s is in the books %d times, said %d times", p.amount, p.member, books[p], d.booked[p])
		}
	}
	total := ledger.Money(0)
	for p, n := range d.booked {
		if books[p] == 0 {
			d.Errorf("%s of %s is not in the books", p.amount, p.member)
		}
		total += p.amount * ledger.Money(n)
	}
	d.Logf("%d repayments, %s", len(d.booked), total)
	return nil
}

// checkTalk: each message that was sent was heard once and answered once, to who sent it
// and by the way that it came.
func (d *day) checkTalk(heard []store.HeardMessage, out []store.Outbound) {
	replies, receipts, reminders := map[string][]store.Outbound{}, map[ledger.Phone]int{}, map[ledger.Phone]int{}
	for _, o := range out {
		cause, _, _ := strings.Cut(o.Cause, "/")
		switch o.Class {
		case conversation.Reply:
			replies[cause] = append(replies[cause], o)
		case conversation.Receipt:
			receipts[o.To]++
		case conversation.Reminder:
			reminders[o.To]++
		default:
			d.Errorf("nobody asked for %q", o.Text)
		}
	}
	texts := map[ledger.Phone][]string{}
	for _, h := range heard {
		texts[h.From] = append(texts[h.From], h.Text)
		if r := replies[h.ID]; len(r) != 1 || r[0].To != h.From || r[0].Gateway != h.Gateway || r[0].Channel != h.Channel {
			d.Errorf("%q from %s has the answers %+v", h.Text, h.From, r)
		}
	}
	n := 0
	for _, v := range d.people {
		n += len(v.wrote)
		if got := slices.Sorted(slices.Values(texts[v.phone])); !slices.Equal(got, slices.Sorted(slices.Values(v.wrote))) {
			d.Errorf("%s (%s) wrote %q, heard was %q", v.phone, v.by, v.wrote, got)
		}
		if receipts[v.phone] != v.receipts || reminders[v.phone] == 0 {
			d.Errorf("%s gets %d receipts of %d, and %d reminders", v.phone, receipts[v.phone], v.receipts, reminders[v.phone])
		}
	}
	if len(heard) != n {
		d.Errorf("%d messages were heard of %d", len(heard), n)
	}
	d.Logf("%d messages, %d texts out", n, len(out))
}

// isReminder tells a reminder by its words: of what is due to her, or to her group.
func isReminder(text string) bool {
	return strings.HasSuffix(text, "Stop: BERHENTI") || strings.HasPrefix(text, "Tagihan ")
}

// checkPhones: each phone shows each text that was for it as often as it was written,
// and none besides. What may have gone twice says so, and a reminder that does so never
// went.
func (d *day) checkPhones(out []store.Outbound) {
	type shown struct{ want, doubtful int }
	written := map[ledger.Phone]map[string]shown{}
	doubtful, twice, uncertain := 0, 0, 0
	for _, o := range out {
		if written[o.To] == nil {
			written[o.To] = map[string]shown{}
		}
		if o.Doubtful {
			doubtful++
		}
		if o.Class == conversation.Reminder && o.Doubtful && o.Delivery == conversation.Uncertain {
			uncertain++
			continue
		}
		if o.Delivery != conversation.Delivered {
			d.Errorf("%s to %s came to %v (%s) only: %q", o.ID, o.To, o.Delivery, o.Code, o.Text)
		}
		s := written[o.To][o.Text]
		s.want++
		if o.Doubtful && o.Class != conversation.Reminder {
			s.doubtful++
		}
		written[o.To][o.Text] = s
	}
	for _, v := range d.people {
		got := map[string]int{}
		for _, text := range d.has(v) {
			got[text]++
			if written[v.phone][text].want == 0 {
				d.Errorf("%s (%s) has what nobody wrote to her: %q", v.phone, v.by, text)
			}
			if !d.concerns(v, text) {
				d.Errorf("%s (%s) has what is not for her: %q", v.phone, v.by, text)
			}
		}
		for text, s := range written[v.phone] {
			extra := got[text] - s.want
			if extra < 0 || extra > s.doubtful {
				d.Errorf("%s (%s) has %d of %d (%d of them doubtful): %q", v.phone, v.by, got[text], s.want, s.doubtful, text)
			}
			if extra > 0 {
				d.Logf("%s (%s) twice: %q", v.phone, v.by, text)
			}
			twice += max(extra, 0)
		}
	}
	d.Logf("%d doubtful, %d came twice, %d reminders did not go", doubtful, twice, uncertain)
}

// concerns tells whether a text names nobody but who may be named to somebody: herself,
// and to a treasurer her group.
func (d *day) concerns(v *villager, text string) bool {
	return !slices.ContainsFunc(d.people, func(other *villager) bool {
		return other != v && !(v.treasurer && other.group == v.group) && strings.Contains(text, other.name)
	})
}
