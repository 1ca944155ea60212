package console

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// outboxView is a page of the outbox, newest first.
type outboxView struct {
	Held []held // talks in which officers write by hand
	Rows []sentRow
	Only string // which states are shown; empty: all
	Next string // the next page; empty: this is the last
}

// sentStates are the states of messages by what one looks for.
var sentStates = map[string][]conversation.Delivery{
	"menunggu": {conversation.Queued},
	"dikirim":  {conversation.Taken, conversation.SentOn},
	"sampai":   {conversation.Delivered, conversation.Read},
	"gagal":    {conversation.Failed, conversation.Uncertain, conversation.Expired},
}

type sentRow struct {
	store.Outbound
	Written, Changed time.Time // in the UPK's zone
	Bad              bool
}

func sent(o store.Outbound, now time.Time) sentRow {
	bad := o.Delivery == conversation.Failed || o.Delivery == conversation.Uncertain || o.Delivery == conversation.Expired
	o.Text = withoutCode(o.Text)
	return sentRow{o, in(now, o.Written), in(now, o.Changed), bad}
}

// code is the number that confirms, as our messages tell it.
var code = regexp.MustCompile(`\b(Balas|Bales|Balesi|Reply|angka|number) \d{4}\b`)

// withoutCode hides the number that only the phone it went to may know: who could read it
// here could confirm in the other's name.
func withoutCode(text string) string { return code.ReplaceAllString(text, "$1 ****") }

// before is where a page goes on; 0, the newest, for what is no number.
func (q *request) before() uint64 { return number(q.URL.Query().Get("sebelum")) }

// number is a number in an address; 0 where it is none.
func number(s string) uint64 {
	n, _ := strconv.ParseUint(s, 10, 63)
	return n
}

func (c *Console) outbox(q *request) error {
	only := q.URL.Query().Get("keadaan")
	states := sentStates[only]
	var v outboxView
	err := q.read(func(tx *store.Tx) (err error) {
		var list []store.Outbound
		var next uint64
		v = outboxView{}
		if states == nil {
			list, next, err = tx.OutboxBefore(q.before(), messagesAtOnce)
		} else {
			v.Only = only
			list, next, err = tx.OutboxIn(states, q.before(), messagesAtOnce)
		}
		if next > 0 {
			v.Next = "/pesan?" + url.Values{"keadaan": {v.Only}, "sebelum": {strconv.FormatUint(next, 10)}}.Encode()
		}
		for _, o := range list {
			v.Rows = append(v.Rows, sent(o, q.now))
		}
		if err == nil {
			v.Held, err = q.heldTalks(tx)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := q.note("outbox", ""); err != nil {
		return err
	}
	return q.show("outbox", "Pesan", v)
}

// talkView is what was texted and answered, newest first.
type talkView struct {
	Phone ledger.Phone
	Whose []owner
	Codes []string
	Lines []line
	Next  uint64
	Held  *held // by an officer
	Form  *form // for words by hand
}

// about is what the trail has of a talk: a stranger's number is not written down once
// more.
func (v talkView) about() string {
	if len(v.Codes) > 0 {
		return strings.Join(v.Codes, " ")
	}
	return "... " + string(v.Phone[len(v.Phone)-3:])
}

type line struct {
	Mine     bool // the person's own
	At       time.Time
	Channel  conversation.Channel
	Text     string
	Delivery conversation.Delivery // of ours
	Entries  []string              // that it made
}

// phoneText is a number, or an address where WhatsApp hides it.
var phoneText = regexp.MustCompile(`^(\+\d{5,20}|[a-z]{2,8}:\w{1,64})$`)

func (c *Console) talk(q *request) error {
	v, err := q.talkView()
	if err != nil {
		return err
	}
	if err := q.note("talk", v.about()); err != nil {
		return err
	}
	v.Form = byHandForm(q, v.Phone)
	return q.show("talk", "Percakapan", v)
}

func (q *request) talkView() (v talkView, err error) {
	written := q.PathValue("phone")
	if rest, local := strings.CutPrefix(written, "0"); local {
		written = "+62" + rest
	}
	if !phoneText.MatchString(written) {
		return v, problem{404, "Ini bukan nomor HP."}
	}
	err = q.read(func(tx *store.Tx) (err error) {
		v = talkView{Phone: ledger.Phone(written)}
		if v.Whose, v.Codes, err = q.whoseNumber(tx, v.Phone); err != nil {
			return err
		}
		if v.Held, err = q.heldBy(tx, v.Phone); err != nil {
			return err
		}
		said, next, err := tx.SaidBefore(v.Phone, q.before(), messagesAtOnce)
		v.Next = next
		for _, s := range said {
			v.Lines = append(v.Lines, lineOf(s, q.now))
		}
		return err
	})
	return v, err
}

func lineOf(s store.Said, now time.Time) line {
	if s.Sent != nil {
		return line{At: in(now, s.Sent.Written), Channel: s.Sent.Channel, Text: withoutCode(s.Sent.Text), Delivery: s.Sent.Delivery}
	}
	l := line{Mine: true, At: in(now, s.Heard.Received), Channel: s.Heard.Channel, Text: s.Heard.Text}
	for _, e := range s.Heard.Entries {
		l.Entries = append(l.Entries, string(e.Group)+"/"+strconv.FormatInt(int64(e.Number), 10))
	}
	return l
}

// broadcastRow is a broadcast with who made it.
type broadcastRow struct {
	conversation.BroadcastRun
	Maker string
	Made  time.Time
}

func (c *Console) broadcasts(q *request) error {
	var v struct {
		Rows []broadcastRow
		Next uint64 // before which the next page goes on; 0: this is the last
	}
	err := q.read(func(tx *store.Tx) error {
		v.Rows, v.Next = nil, 0
		officers, err := tx.EveryOfficer()
		if err != nil {
			return err
		}
		runs, err := tx.BroadcastsBefore(q.before(), rowsAtOnce+1)
		if len(runs) > rowsAtOnce {
			runs = runs[:rowsAtOnce]
			v.Next = runs[rowsAtOnce-1].Number
		}
		for _, run := range runs {
			v.Rows = append(v.Rows, broadcastRow{run, nameOf(officers, run.By), in(q.now, run.Made)})
		}
		return err
	})
	if err != nil {
		return err
	}
	return q.show("broadcasts", "Siaran", v)
}

// broadcastView is how far a broadcast has come.
type broadcastView struct {
	bot.Progress
	Made, Changed time.Time
	Counted       time.Time // when its figures were; zero: now
	Maker         string
	Approver      string   // where it was approved
	Changer       string   // who paused, resumed or cancelled it; nobody: it was left alone
	Meant         []string // to whom and when
	Lines         []progressLine
}

type progressLine struct {
	N    int
	What text
}

// progressWords say what the figures of a broadcast are.
var progressWords = map[bot.Part]text{
	bot.Meant: "orang dituju", bot.ToCome: "belum gilirannya", bot.Waiting: "menunggu dikirim", bot.Reached: "sampai",
	bot.Unconfirmed: "dikirim, belum ada kabar dari HP-nya", bot.NotReached: "gagal", bot.CalledBack: "ditarik sebelum dikirim",
	bot.Part(conversation.NotMeant):       "tidak dituju lagi waktu gilirannya",
	bot.Part(conversation.WithoutConsent): "tidak mau pesan seperti ini lagi",
	bot.Part(conversation.WithoutPhone):   "tidak punya HP lagi",
	bot.Part(conversation.SamePhone):      "satu HP dengan yang sudah dapat",
	bot.Replied:                           "menulis sesudahnya", bot.Segments: "segmen",
}

func (c *Console) broadcast(q *request) error {
	n, err := q.number()
	if err != nil {
		return err
	}
	p, at, err := c.progress(q.Context(), n)
	if err != nil {
		return err
	}
	v := broadcastView{Progress: p, Counted: in(q.now, at), Made: in(q.now, p.Run.Made), Changed: in(q.now, p.Run.Changed)}
	for _, f := range p.Figures() {
		words := progressWords[f.Part]
		if f.Part == bot.ToCome && p.Run.State == conversation.Cancelled {
			words = "tidak jadi dikirim"
		}
		v.Lines = append(v.Lines, progressLine{f.N, words})
	}
	err = q.read(func(tx *store.Tx) error {
		officers, err := tx.EveryOfficer()
		if err != nil {
			return err
		}
		v.Maker, v.Approver, v.Changer = nameOf(officers, p.Run.By), nameOf(officers, p.Run.Approved), nameOf(officers, p.Run.Changer)
		v.Meant, err = q.meant(tx, p.Run.Announcement)
		return err
	})
	if err != nil {
		return err
	}
	return q.show("broadcast", "Siaran %s", v, p.Run.Reference())
}
