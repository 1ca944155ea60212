package templates

import (
	"strings"

	"bendahara/conversation"
	"bendahara/ledger"
)

// The longest data about what people bring: a reference of a letter and five
// digits, 44 letters of somebody's words in an officer's notice, 80 of an answer, 30
// of a loan's purpose.
const (
	longDispute   = "D12345"
	longComplaint = "P12345"
	longWish      = "L12345"
)

var (
	longNote   = strings.Repeat("kata ", 8) + "kata"   // 44 letters
	longAnswer = strings.Repeat("kata ", 15) + "katas" // 80 letters
)

// care is what people bring, and what becomes of it.
func care() [][]conversation.Words {
	all := append(complaints(), decisions()...)
	all = append(all, wishes()...)
	all = append(all, claims()...)
	return append(all, month()...)
}

func complaints() [][]conversation.Words {
	taken := conversation.ComplaintTaken{
		Title: "Mbak", Name: longName, Case: longComplaint, Officer: longName, Due: longDay, UPK: longUPK,
	}
	added, office, stranger := taken, taken, taken
	added.Added, office.Officer, stranger.Title, stranger.Name = true, "", "", ""
	return [][]conversation.Words{
		form(conversation.AskComplaint{UPK: longUPK}),
		form(taken, added, office, stranger),
		form(
			conversation.ComplaintNotice{Case: longComplaint, Name: longName, Group: longGroup, Note: longNote, Due: longDay},
			conversation.ComplaintNotice{Case: longComplaint, Name: "+628123456789012", Note: longNote, Due: longDay},
		),
		form(conversation.ComplaintAnswered{Case: longComplaint, Answer: longAnswer, Officer: longName, UPK: longUPK}),
		form(
			conversation.CaseLate{Case: longComplaint, Name: longName, Group: longGroup, Due: longDay},
			conversation.CaseLate{Case: longComplaint, Name: longName, Group: longGroup, Due: longDay, Officer: longName},
		),
		form(conversation.HumanWords{Name: longName, Phone: "+6281234567890", UPK: longUPK, Told: true},
			conversation.HumanWords{Name: longName, Phone: "+6281234567890", UPK: longUPK, Told: true, Died: true}),
		form(conversation.CallWanted{Name: longName, Group: longGroup, Phone: "+6281234567890"},
			conversation.CallWanted{Name: longName, Group: longGroup, Phone: "+6281234567890", Died: longName}),
		form(conversation.NotForUs{Example: conversation.Example{Name: longName, Amount: much}}, conversation.NotForUs{}),
		form(conversation.AnswerFirst{}),
	}
}

func decisions() [][]conversation.Words {
	var refused []conversation.Words
	for _, why := range []conversation.CaseProblem{
		conversation.NoSuchCase, conversation.NoCaseNamed, conversation.NoAnswer, conversation.NeedVerdict, conversation.OwnCase,
		conversation.NotHers, conversation.LongAnswer, conversation.StaleCase, conversation.HeadsCase,
	} {
		refused = append(refused, conversation.CaseRefused{Case: longDispute, Why: why, Limit: 80})
	}
	closed := conversation.DisputeClosed{
		Title: "Mbak", Name: longName, Case: longDispute, Reference: longReference, Amount: much, Outcome: conversation.Accepted,
		Reversed: true, Answer: longAnswer,
	}
	unchanged, no, keeper := closed, closed, closed
	unchanged.Reversed, no.Reversed, no.Outcome, keeper.ToTreasurer = false, false, conversation.Refused, true
	offer := conversation.DecideOffer{
		Case: longDispute, Of: conversation.DisputeCase, Name: longName, Group: longGroup, Reference: longReference, Amount: much,
	}
	nothing, loan := offer, offer
	offer.Code = "4821"
	nothing.Reference, loan.Of = "", conversation.LoanCase
	list := conversation.List{
		Items: []conversation.Item{{Name: longDispute + " " + longName, Amount: much}, {Name: longDispute + " " + longName, Amount: much}, {Name: "D1 " + longName[:3], Amount: 999}},
		Count: 60, More: 57,
	}
	return [][]conversation.Words{
		form(
			conversation.CaseDone{Case: longDispute, Name: longName, Outcome: conversation.Accepted},
			conversation.CaseDone{Case: longDispute, Name: longName, Outcome: conversation.Refused},
			conversation.CaseDone{Case: longComplaint, Name: longName, Outcome: conversation.Answered},
		),
		refused,
		form(conversation.CaseWords{
			Case: longDispute, Name: longName, Group: longGroup, Amount: much, Reference: longReference, Note: longNote + " kata", Due: longDay, More: true,
		}),
		form(
			conversation.CaseList{Of: conversation.DisputeCase, List: list},
			conversation.CaseList{Of: conversation.LoanCase, List: list},
			conversation.CaseList{Of: conversation.ComplaintCase, List: list},
			conversation.CaseList{Of: conversation.LoanCase},
			conversation.CaseList{Of: conversation.ProposalCase, List: list}, conversation.CaseList{Of: conversation.ProposalCase},
		),
		form(offer, nothing, loan),
		form(closed, unchanged, no, keeper),
	}
}

func wishes() [][]conversation.Words {
	notice := conversation.LoanNotice{
		Case: longWish, Name: longName, Group: longGroup, Amount: much, Purpose: longWords,
		Record: conversation.GroupRecord{Reason: ledger.BecauseArrears, Overdue: most},
	}
	notices := form(notice)
	for _, record := range []conversation.GroupRecord{
		{Reason: ledger.BecauseUnpaid, Left: most},
		{Reason: ledger.BecauseNoRecord},
		{Reason: ledger.BecauseClean},
		{Reason: ledger.BecauseLongest, Longest: 1234},
		{},
	} {
		notice.Record = record
		notices = append(notices, notice)
	}
	notice.ToGroup = true
	taken := conversation.LoanTaken{Title: "Mbak", Name: longName, Case: longWish, Amount: much, UPK: longUPK}
	waits := taken
	waits.Waits = true
	decided := conversation.LoanDecided{
		Title: "Mbak", Name: longName, Case: longWish, Amount: much, Outcome: conversation.Accepted, Answer: longAnswer, UPK: longUPK,
	}
	no, keeper := decided, decided
	no.Outcome, keeper.ToTreasurer = conversation.Refused, true
	return [][]conversation.Words{
		form(conversation.AskLoanAmount{Name: longName}),
		form(conversation.AskPurpose{Amount: much}),
		form(conversation.LoanOffer{Name: longName, Amount: much, Purpose: longWords}),
		form(taken, waits),
		append(notices, notice),
		form(decided, no, keeper),
	}
}

func claims() [][]conversation.Words {
	line := longLine(ledger.SavingsDeposit)
	taken := conversation.ClaimTaken{Line: line, Treasurer: longTeller}
	before, full := taken, taken
	before.Before, full.Full = true, true
	return [][]conversation.Words{
		form(
			conversation.AskClaim{Line: line, Treasurer: longTeller},
			conversation.AskClaim{Line: line, Treasurer: longTeller, Unsure: true, Written: "99.999"},
		),
		form(taken, before, full),
		form(conversation.ClaimKnown{Title: "Mbak", Line: line, Reference: longReference}),
		form(conversation.ClaimDenied{Title: "Mbak", Line: line, Treasurer: longTeller, Case: longDispute}),
		form(conversation.ClaimWaits{Line: line}),
	}
}

func month() [][]conversation.Words {
	return [][]conversation.Words{
		form(
			conversation.OwnMonth{Title: "Mbak", Name: longName, Day: longDay, Paid: much, Saved: much, Due: much, Left: much},
			conversation.OwnMonth{Title: "Mbak", Name: longName, Day: longDay, Paid: much, Saved: much, Due: much, Left: much, Over: true},
		),
	}
}
