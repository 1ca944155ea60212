package console

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// proposalView is a proposal with what may be done with it.
type proposalView struct {
	conversation.Proposal
	Rows           []proposalRow
	Members        []memberChange // as the register will have them
	Loans          []string       // likewise, in words
	Meant          []string       // to whom an announcement goes, and when
	Broadcast      uint64         // that came of it; 0: none
	Fault          string         // why it was not done
	Amount         ledger.Money
	Made, Decided  time.Time // in the UPK's zone
	Maker, Decider string
	Own            bool // she made it
	Decides        bool // her role may
	Preview        *preview
}

// readers works out who would get an announcement that waits; nothing for anything else.
func (q *request) readers(p conversation.Proposal) (*preview, error) {
	if p.Announce == nil || !p.Decided.IsZero() || !decides(q.officer.Role) {
		return nil, nil
	}
	return q.previewOf(*p.Announce)
}

// proposalRow is an entry that a proposal would write.
type proposalRow struct {
	ledger.Entry
	Group, Member, Words string
}

func viewOf(tx *store.Tx, p conversation.Proposal, officers []ledger.Officer, q *request) (v proposalView, err error) {
	v = proposalView{
		Proposal: p, Made: in(q.now, p.Made), Decided: in(q.now, p.Decided), Maker: nameOf(officers, p.By), Decider: nameOf(officers, p.DecidedBy),
		Own: p.By == q.officer.Code, Decides: decides(q.officer.Role),
	}
	for i, e := range p.Entries {
		r := proposalRow{Entry: e}
		if p.Rows != nil {
			r.Words = p.WordsOf(i)
		}
		if r.Member, r.Group, err = names(tx, e.Group, e.Member); err != nil {
			return v, err
		}
		r.Group = cmp.Or(r.Group, "UPK")
		v.Rows = append(v.Rows, r)
		v.Amount += e.Amount
	}
	return v, nil
}

// proposalsView is the list of proposals: those that wait and those that were decided,
// each page by page.
type proposalsView struct {
	Waiting, Decided []proposalView
	Before           uint64 // with the decided ones of lower numbers; 0: the first page
	WaitingBefore    uint64 // with those that wait of lower numbers only
	NextWaiting      uint64 // before which those that wait go on; 0: these are all
	Next             uint64 // before which the decided ones go on; 0: these are all
}

func (c *Console) proposals(q *request) error {
	var v proposalsView
	err := q.read(func(tx *store.Tx) error {
		v = proposalsView{Before: q.before(), WaitingBefore: number(q.URL.Query().Get("menunggu"))}
		officers, err := tx.EveryOfficer()
		if err == nil && v.Before == 0 {
			err = v.addWaiting(tx, officers, q)
		}
		if err == nil && v.WaitingBefore == 0 {
			err = v.addDecided(tx, officers, q)
		}
		return err
	})
	if err != nil {
		return err
	}
	return q.show("proposals", "Usulan", v)
}

func (v *proposalsView) addWaiting(tx *store.Tx, officers []ledger.Officer, q *request) error {
	waiting, err := tx.OpenProposals()
	if err != nil {
		return err
	}
	for _, p := range slices.Backward(waiting) {
		if v.WaitingBefore > 0 && p.Number >= v.WaitingBefore {
			continue
		}
		if len(v.Waiting) == rowsAtOnce {
			v.NextWaiting = v.Waiting[rowsAtOnce-1].Number
			return nil
		}
		one, err := viewOf(tx, p, officers, q)
		if err != nil {
			return err
		}
		v.Waiting = append(v.Waiting, one)
	}
	return nil
}

func (v *proposalsView) addDecided(tx *store.Tx, officers []ledger.Officer, q *request) error {
	for at := v.Before; ; {
		list, err := tx.ProposalsBefore(at, rowsAtOnce)
		if err != nil {
			return err
		}
		for _, p := range list {
			if at = p.Number; p.Decided.IsZero() {
				continue
			}
			if len(v.Decided) == rowsAtOnce {
				v.Next = v.Decided[rowsAtOnce-1].Number
				return nil
			}
			one, err := viewOf(tx, p, officers, q)
			if err != nil {
				return err
			}
			v.Decided = append(v.Decided, one)
		}
		if len(list) < rowsAtOnce {
			return nil
		}
	}
}

func (c *Console) proposal(q *request) error { return q.showProposal(http.StatusOK, "") }

// showProposal shows the one whose number is in the path, with why a click at it was not
// done.
func (q *request) showProposal(status int, fault string) error {
	v, err := q.proposal()
	if err != nil {
		return err
	}
	if v.Preview, err = q.readers(v.Proposal); err != nil {
		return err
	}
	v.Fault = fault
	q.status(status, "proposal", "Usulan U%d", v, v.Number)
	return nil
}

// proposal is the one whose number is in the path.
func (q *request) proposal() (v proposalView, err error) {
	n, err := q.number()
	if err != nil {
		return v, err
	}
	err = q.read(func(tx *store.Tx) error {
		p, err := tx.Proposal(n)
		if err != nil {
			return err
		}
		officers, err := tx.EveryOfficer()
		if err != nil {
			return err
		}
		if v, err = viewOf(tx, p, officers, q); err != nil {
			return err
		}
		v.Loans = q.loansAfter(p)
		if p.Announce != nil {
			if v.Meant, err = q.meant(tx, *p.Announce); err != nil {
				return err
			}
		}
		if v.Broadcast, err = broadcastOf(tx, p); err != nil {
			return err
		}
		v.Members, err = q.memberChanges(tx, p)
		return err
	})
	return v, err
}

func (q *request) number() (uint64, error) {
	n, err := strconv.ParseUint(q.PathValue("number"), 10, 63)
	if err != nil {
		return 0, nothing
	}
	return n, nil
}

func (c *Console) confirm(q *request) error {
	return q.decide(func(ctx context.Context, n uint64) error {
		_, err := c.Bot.Confirm(ctx, n, q.officer.Code, q.now, q.trail("confirm", n))
		return err
	})
}

func (c *Console) refuse(q *request) error {
	return q.decide(func(ctx context.Context, n uint64) error {
		return c.Bot.Refuse(ctx, n, q.officer.Code, q.now, q.trail("refuse", n))
	})
}

// trail keeps that a proposal was decided, with the decision or not at all.
func (q *request) trail(what string, n uint64) func(*store.Tx) error {
	return func(tx *store.Tx) error { return tx.KeepVisit(q.visit(what, fmt.Sprint("U", n))) }
}

// decide does what the button says, by the same functions as the command, and shows the
// proposal as it is then. A second click, or another officer's, is told who was first.
func (q *request) decide(how func(context.Context, uint64) error) error {
	n, err := q.number()
	if err != nil {
		return err
	}
	// The page may be closed at once: what was clicked is done.
	if err := how(context.WithoutCancel(q.Context()), n); err != nil {
		p, known := errors.AsType[problem](q.refusal(err))
		if !known {
			return err
		}
		words, err := q.meanwhile(n, err, p.words)
		if err != nil {
			return err
		}
		return q.showProposal(p.status, words)
	}
	q.goTo(fmt.Sprint("/usulan/", n))
	return nil
}

// meanwhile is why a proposal was not decided, with who was first.
func (q *request) meanwhile(n uint64, why error, words text) (said string, err error) {
	said = q.language.say(words)
	err = q.read(func(tx *store.Tx) error {
		p, err := tx.Proposal(n)
		if err != nil {
			return err
		}
		officers, err := tx.EveryOfficer()
		if err != nil {
			return err
		}
		switch {
		case errors.Is(why, conversation.ErrDecided):
			done := text("disetujui")
			if p.Refused {
				done = "ditolak"
			}
			said = q.language.say("Usulan ini sudah %s oleh %s pada %s. Klik Anda tidak mengubah apa-apa.", done, nameOf(officers, p.DecidedBy), q.language.clock(in(q.now, p.Decided)))
		case errors.Is(why, conversation.ErrStale):
			by, err := q.overtaken(tx, p)
			said = strings.TrimSpace(by + " " + said)
			return err
		}
		return nil
	})
	return said, err
}

// refusal is why the office's work is not done, in words for the page.
func (q *request) refusal(err error) error {
	for _, known := range errorsOfOffice {
		if errors.Is(err, known.is) {
			return problem{http.StatusConflict, known.words}
		}
	}
	return err
}
