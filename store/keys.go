package store

import (
	"encoding/binary"

	"bendahara/ledger"
)

// Every key begins with the shard: the UPK, so that many can share an engine.
// One data directory holds one. Codes never contain a slash (the workbook
// refuses them), so a slash ends a part. Numbers are big-endian, so that they
// sort. What grows for ever has a month or a running number in front, which
// keeps new records together at the end of their table.
//
//	table           key after shard and table              value
//	config          ""                                     the settings and the UPK's name
//	village         village                                ledger.Village
//	group           group                                  ledger.Group
//	member          group / member                         ledger.Member
//	memberGroup     member                                 the group, to find a member by code
//	loan            group / loan                           ledger.Loan
//	loanGroup       loan                                   the group, to find a loan by code
//	officer         officer                                ledger.Officer
//	phone           phone / "m" or "o" / code              nothing: who has this number
//	holiday         date                                   its name
//	sheetRow        sheet / row number                     a row of a sheet whose rule comes later
//	imported        sheet / row identity                   hash of its content
//	journal         month heard, group / number            ledger.Entry
//	chain           group                                  last number and hash, first and last month, first easing entry
//	balance         group / account                        debits less credits
//	reversed        group / number                         the number of its reversal
//	heard           month received, gateway / foreign id     running number and content hash; a twin likewise
//	heardLast       ""                                     the months in which messages were heard last
//	message         running number                         HeardMessage
//	said            phone, running number                  nothing: a message from it or to it; "": the first kept so
//	talk            phone                                  conversation.State
//	stopped         phone                                  when reminders were stopped
//	replies         date, phone                            how many replies went to it
//	outbox          running number                         Outbound
//	queue           class, running number                  when to try next, and to whom: unsent only
//	leased          class, running number                  to whom: what this process is sending now
//	cause           month, cause                           running number of what it caused
//	proposal        its number                             conversation.Proposal
//	openProposal    its number                             nothing: it waits; without a number: all are kept that do
//	broadcast       its number                             conversation.BroadcastRun
//	openRun         its number                             nothing: somebody's turn is still to come
//	addressee       broadcast's number, member             Addressee: whom it is for, and what became of it
//	caseFile        kind, number of its kind               conversation.Case
//	openCase        kind, number of its kind               nothing: it waits for an answer
//	unpaid          month heard, running number            Unpaid: who did not pay, and what she said
//	promise         group / member                         running number and month of her last with a promise
//	look            unix seconds, group                    nothing: when to look at the group, 0 at once
//	watch           ""                                     Watching: how far the looks are to be trusted
//	parked          running number                         Parked
//	wantedSlip      message's running number, picture      WantedSlip: a picture that is still to be fetched
//	slip            message's running number, picture      Slip: what is kept of it, or why it is lost
//	slipData        the same, part                         the picture's bytes
//	sequence        ""                                     the last running number
//	probe           ""                                     nothing that lasts: whether the disk takes a write
//	registration    phone                                  conversation.Registration
//	handover        group                                  conversation.HandingOver
//	standIn         group                                  conversation.StandingIn
//	lost            phone                                  conversation.LostPhone
//	tries           date, phone                            how often it tried to register or confirm
//	address         address                                conversation.BindAddress
//	contact         phone                                  Contact: the ways by which it wrote, and those that fail
//	amendment       running number                         conversation.Amendment
//	names           ""                                     how often the registers were changed
//	terms           group                                  how often its loans were changed; "": settings and holidays
//	forget          ""                                     up to which running number words were taken away
//	restores        ""                                     []Restored: when it was restored from a backup
//	secret          ""                                     what the numbers that confirm follow from
//	user            name                                   User: who may log in at the console
//	visit           running number                         Visit: what a user did there
//	form            month given out, its key               Form: a form of the console that was done
//	held            phone                                  nothing: an officer writes in this talk by hand
type table byte

const (
	config       table = 'c'
	village      table = 'v'
	group        table = 'g'
	member       table = 'm'
	memberGroup  table = 'M'
	loan         table = 'l'
	loanGroup    table = 'L'
	officer      table = 'o'
	phone        table = 'p'
	holiday      table = 'f'
	sheetRow     table = 'w'
	imported     table = 'a'
	journal      table = 'j'
	chain        table = 'h'
	balance      table = 'b'
	reversed     table = 'r'
	heard        table = 'd'
	heardLast    table = '9'
	message      table = 'i'
	talk         table = 't'
	stopped      table = 'u'
	replies      table = 'y'
	outbox       table = 'x'
	queue        table = 'q'
	leased       table = '3'
	cause        table = 'k'
	proposal     table = 'P'
	openProposal table = '4'
	broadcast    table = 'K'
	openRun      table = 'O'
	addressee    table = 'Q'
	caseFile     table = 'e'
	openCase     table = 'E'
	unpaid       table = 'U'
	promise      table = 'J'
	look         table = '7'
	watch        table = '8'
	parked       table = 'z'
	sequence     table = 'n'
	probe        table = 's'
	names        table = 'N'
	secret       table = 'S'
	wantedSlip   table = 'X'
	slip         table = 'V'
	slipData     table = 'Y'
	restores     table = 'G'
	forget       table = 'F'
	terms        table = '1'
	said         table = '2'
)

// Of people and their phones.
const (
	registration table = 'R'
	handover     table = 'H'
	standIn      table = 'I'
	lost         table = 'B'
	tries        table = 'T'
	amendment    table = 'A'
	address      table = 'W'
	contact      table = 'C'
)

// Of the console.
const (
	user  table = 'D'
	visit table = 'Z'
	form  table = '5'
	held  table = '6'
)

const shard = '1'

// usualKey is room for most keys, in bytes.
const usualKey = 48

// key builds a key: text parts end with a slash unless they are last; the
// numbers keep their width.
func (t table) key(parts ...any) []byte { return t.join(parts, len(parts)-1) }

// within is the prefix of all keys below the given parts.
func (t table) within(parts ...any) []byte { return t.join(parts, len(parts)) }

// join is a key in which the texts before the part of that place end with a slash.
func (t table) join(parts []any, open int) []byte {
	k := append(make([]byte, 0, usualKey), shard, byte(t))
	for i, part := range parts {
		switch p := part.(type) {
		case ledger.Period:
			k = binary.BigEndian.AppendUint16(k, uint16(p))
		case ledger.Date:
			k = binary.BigEndian.AppendUint32(k, uint32(p))
		case ledger.EntryNumber:
			k = binary.BigEndian.AppendUint64(k, uint64(p))
		case uint64:
			k = binary.BigEndian.AppendUint64(k, p)
		case class:
			k = append(k, byte(p))
		default:
			k = append(k, text(p)...)
			if i < open {
				k = append(k, '/')
			}
		}
	}
	return k
}

// class is one letter or number as a part of a key: a message's class, a case's kind.
type class byte

func text(part any) string {
	switch p := part.(type) {
	case string:
		return p
	case ledger.VillageCode:
		return string(p)
	case ledger.GroupCode:
		return string(p)
	case ledger.MemberCode:
		return string(p)
	case ledger.LoanCode:
		return string(p)
	case ledger.OfficerCode:
		return string(p)
	case ledger.Phone:
		return string(p)
	}
	panic("store: a key part of an unknown type")
}

// after is the first key behind every key with the prefix.
func after(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}
