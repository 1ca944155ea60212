package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// broadcastCmd are messages to many (docs/contract.md section 3).
type broadcastCmd struct {
	Preview  broadcastPreview  `cmd:"" help:"Show who would get it, how three of them would read it, and its segments. Writes nothing."`
	Send     broadcastSend     `cmd:"" aliases:"confirm" help:"Send it, or propose it where another officer has to approve it."`
	List     broadcastList     `cmd:"" help:"List the broadcasts."`
	Progress broadcastProgress `cmd:"" help:"Show how far one has come."`
	Pause    broadcastPause    `cmd:"" help:"Stop one for the time being."`
	Resume   broadcastResume   `cmd:"" help:"Let a paused one go on."`
	Cancel   broadcastCancel   `cmd:"" help:"End one: who has not got it gets none."`
}

// broadcastText is what is said, to whom and when.
type broadcastText struct {
	Text    string        `required:"" placeholder:"TEXT" help:"What it says; {nama}, {kelompok}, {sisa}, {tagihan} and {jatuh_tempo} stand for each reader's own."`
	Village []string      `placeholder:"CODE" help:"Only of these villages."`
	Group   []string      `placeholder:"CODE" help:"Only of these groups."`
	Type    []string      `enum:"SPP,UEP,KSM,KUBE" placeholder:"TYPE" help:"Only of groups of these types: SPP, UEP, KSM, KUBE."`
	Office  []string      `enum:"ketua,sekretaris,bendahara,anggota" placeholder:"OFFICE" help:"Only who is this in her group: ketua, sekretaris, bendahara, anggota."`
	Member  []string      `placeholder:"CODE" help:"Only these members."`
	Late    int           `placeholder:"DAYS" help:"Only who is late for at least so many days."`
	Class   []string      `placeholder:"CLASS" help:"Only whose loans are, at worst, in one of these classes of collectability (setting kolektibilitas), by name or number: Macet, or 3."`
	Due     int           `placeholder:"DAYS" help:"Only who has something due within so many days."`
	Begin   string        `placeholder:"TIME" help:"No earlier than this, such as 2026-03-12T09:00 in the UPK's zone (default at once, within the hours for sending)."`
	Over    time.Duration `placeholder:"DURATION" help:"Spread over so long, such as 3h."`
	officer
}

// announcement is the text with its audience; begin is read in the UPK's zone.
func (c broadcastText) announcement(tx *store.Tx) (conversation.Announcement, error) {
	a := conversation.Announcement{
		Text: strings.Join(strings.Fields(c.Text), " "), Over: c.Over,
		To: conversation.Audience{
			Villages: codes[ledger.VillageCode](c.Village), Groups: codes[ledger.GroupCode](c.Group), Types: codes[ledger.GroupType](c.Type),
			Offices: codes[ledger.Office](c.Office), Members: codes[ledger.MemberCode](c.Member), LateDays: c.Late, DueDays: c.Due,
		},
	}
	if c.Late < 0 || c.Due < 0 {
		return a, usageError{fmt.Errorf("--late and --due are numbers of days")}
	}
	settings, err := tx.Settings()
	if err != nil {
		return a, err
	}
	if a.To.Classes, err = classes(settings, c.Class); err != nil {
		return a, err
	}
	if err := known(tx, a.To); err != nil || c.Begin == "" {
		return a, err
	}
	if a.Begin, err = time.Parse(time.RFC3339, c.Begin); err == nil {
		return a, nil
	}
	if a.Begin, err = time.ParseInLocation("2006-01-02T15:04", c.Begin, settings.Zone()); err != nil {
		return a, usageError{fmt.Errorf("--begin %q is not a time such as 2026-03-12T09:00", c.Begin)}
	}
	return a, nil
}

// classes are the numbers of classes of collectability, by name or number.
func classes(settings ledger.Settings, named []string) (numbers []int, err error) {
	scheme, err := settings.Scheme()
	if err != nil {
		return nil, err
	}
	for _, name := range named {
		i := slices.IndexFunc(scheme.Classes, func(c ledger.Class) bool {
			return strings.EqualFold(c.Name, name) || strconv.Itoa(c.Number) == name
		})
		if i < 0 {
			var all []string
			for _, c := range scheme.Classes {
				all = append(all, fmt.Sprintf("%d %s", c.Number, c.Name))
			}
			return nil, usageError{fmt.Errorf("--class %q is none of the classes: %s", name, strings.Join(all, ", "))}
		}
		numbers = append(numbers, scheme.Classes[i].Number)
	}
	return numbers, nil
}

func codes[T ~string](list []string) (all []T) {
	for _, s := range list {
		all = append(all, T(s))
	}
	return all
}

// known returns an error for a code that nothing has, lest a slip of the pen reach
// nobody, or only a part of those meant.
func known(tx *store.Tx, a conversation.Audience) error {
	for _, v := range a.Villages {
		if _, err := tx.Village(v); err != nil {
			return err
		}
	}
	for _, g := range a.Groups {
		if _, err := tx.Group(g); err != nil {
			return err
		}
	}
	for _, m := range a.Members {
		if _, err := tx.Member(m); err != nil {
			return err
		}
	}
	return nil
}

type broadcastPreview struct{ broadcastText }

// shownReaders is how many people's texts a preview shows.
const shownReaders = 3

// Run shows what would go out, as three real people would read it.
func (c *broadcastPreview) Run(e *env) error {
	return e.withBot(func(b *bot.Bot, db *store.DB) error {
		_, err := c.preview(e, b, db)
		return err
	})
}

// preview shows the broadcast, and returns it.
func (c broadcastText) preview(e *env, b *bot.Bot, db *store.DB) (a conversation.Announcement, err error) {
	err = db.View(e.Context, func(tx *store.Tx) (err error) {
		a, err = c.announcement(tx)
		return err
	})
	if err != nil {
		return a, err
	}
	to, without, err := b.Preview(e.Context, a, ledger.OfficerCode(c.By), e.Now())
	if err != nil {
		return a, err
	}
	segments, unpriced, cost := 0, 0, ledger.Money(0)
	for i, o := range to {
		segments += o.Segments
		if cost += o.Cost; o.Cost == 0 {
			unpriced++
		}
		if i < shownReaders {
			fmt.Fprintf(e.Stdout, "%s (%d segments): %s\n", o.To, o.Segments, o.Text)
		}
	}
	fmt.Fprintf(e.Stdout, "%d people, %d segments, %s; %d more have no phone or want no such messages.\n", len(to), segments, cost, without)
	if unpriced > 0 {
		fmt.Fprintf(e.Stdout, "Of these, %d have no price: sheet harga has none for their way, or no gateway runs.\n", unpriced)
	}
	return a, nil
}

type broadcastSend struct{ broadcastText }

// Run sends what preview shows, or proposes it.
func (c *broadcastSend) Run(e *env) error {
	return e.withBot(func(b *bot.Bot, db *store.DB) error {
		a, err := c.preview(e, b, db)
		if err != nil {
			return err
		}
		run, p, err := b.Broadcast(e.Context, a, ledger.OfficerCode(c.By), e.Now())
		switch {
		case err != nil:
			return err
		case p.Number > 0:
			_, err = fmt.Fprintf(e.Stdout, "Nothing is sent yet. The UPK's head or clerk approves it: bendahara office confirm %d --by CODE\n", p.Number)
		default:
			_, err = fmt.Fprintf(e.Stdout, "Broadcast %d goes out: bendahara broadcast progress %d\n", run.Number, run.Number)
		}
		return err
	})
}

type broadcastList struct{}

// Run lists the broadcasts, oldest first.
func (c *broadcastList) Run(e *env) error {
	return e.withStore(func(db *store.DB) error {
		return db.View(e.Context, func(tx *store.Tx) error {
			runs, err := tx.Broadcasts()
			for _, run := range runs {
				fmt.Fprintf(e.Stdout, "%d\t%s\t%s\t%d of %d\t%s\t%s\n", run.Number, run.Made.Format(time.DateOnly), run.State, run.Had, run.People, run.By, run.Text)
			}
			return err
		})
	})
}

type broadcastProgress struct {
	Number uint64 `arg:"" help:"Number of the broadcast."`
}

// Run shows how far a broadcast has come.
func (c *broadcastProgress) Run(e *env) error {
	return e.withBot(func(b *bot.Bot, _ *store.DB) error {
		p, err := b.Progress(e.Context, c.Number)
		if err != nil {
			return err
		}
		return showProgress(e.Stdout, p)
	})
}

// progressWords say what the figures of a broadcast are.
var progressWords = map[bot.Part]string{
	bot.Meant: "people", bot.ToCome: "whose turn is to come", bot.Waiting: "wait in the outbox", bot.Reached: "reached",
	bot.Unconfirmed: "sent, not confirmed by the phone", bot.NotReached: "failed", bot.CalledBack: "called back before they went",
	bot.Part(conversation.NotMeant):       "not meant any more when their turn came",
	bot.Part(conversation.WithoutConsent): "want no such messages any more",
	bot.Part(conversation.WithoutPhone):   "have no phone any more",
	bot.Part(conversation.SamePhone):      "share a phone with somebody who got it",
	bot.Replied:                           "have written since", bot.Segments: "segments",
}

func showProgress(w io.Writer, p bot.Progress) error {
	fmt.Fprintf(w, "Broadcast %d, %s, by %s, %s: %s\n", p.Run.Number, p.Run.State, p.Run.By, p.Run.Made.Format(time.DateOnly), p.Run.Text)
	for _, f := range p.Figures() {
		fmt.Fprintf(w, "%8d  %s\n", f.N, progressWords[f.Part])
	}
	if p.Cost > 0 {
		fmt.Fprintf(w, "%s so far\n", p.Cost)
	}
	return nil
}

// broadcastMove changes the state of a broadcast.
type broadcastMove struct {
	Number uint64 `arg:"" help:"Number of the broadcast."`
	officer
}

func (c broadcastMove) move(e *env, to conversation.BroadcastState) error {
	return e.withBot(func(b *bot.Bot, _ *store.DB) error {
		run, err := b.MoveBroadcast(e.Context, c.Number, to, ledger.OfficerCode(c.By), e.Now())
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(e.Stdout, "Broadcast %d is %s; %d of %d people have had their turn.\n", run.Number, run.State, run.Had, run.People)
		return err
	})
}

type (
	broadcastPause  struct{ broadcastMove }
	broadcastResume struct{ broadcastMove }
	broadcastCancel struct{ broadcastMove }
)

// Run pauses a broadcast.
func (c *broadcastPause) Run(e *env) error { return c.move(e, conversation.Paused) }

// Run resumes a broadcast.
func (c *broadcastResume) Run(e *env) error { return c.move(e, conversation.Running) }

// Run cancels a broadcast.
func (c *broadcastCancel) Run(e *env) error { return c.move(e, conversation.Cancelled) }
