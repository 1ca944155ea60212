package templates

import (
	"slices"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Kind is a kind of words, with example data as long as any that is to fit into
// one segment: every form that the kind takes, each at its longest.
type Kind struct {
	Name    string
	Longest []conversation.Words
}

// Kinds lists every kind of words, in the order of a conversation. Their data is
// at the limits within which one segment is promised:
//
//   - a name has 16 letters, one with a title 19, a group's name 20, the UPK's 22
//   - up to 5 choices have 20 letters each
//   - a member's amount goes up to Rp99.999.999, a group's up to Rp9.999.999.999
//   - a reference has 14 characters: "KJB-A012/12345"
//   - the items of a list have 84 characters together (the rest of one 116), those of one that is read
//     back with a question ([conversation.EchoMany]) 70, and 50 where one is named as recorded before
//   - what a person wrote herself has 16 letters where a name or an amount is
//     repeated, and 30 where her words are passed on
func Kinds() []Kind {
	var all []Kind
	for _, longest := range [][][]conversation.Words{
		recording(), deposits(), receipts(), questions(), refusals(), figures(), teaching(), corrections(), reminders(), office(),
		covering(), counting(), guarding(), care(), people(), meetings(), sharia(), ways(),
	} {
		for _, forms := range longest {
			name := forms[0].Kind()
			if i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name }); i >= 0 {
				all[i].Longest = append(all[i].Longest, forms...)
				continue
			}
			all = append(all, Kind{name, forms})
		}
	}
	return all
}

// The longest data.
const (
	longName   = "Purwaningsihwati"
	longTeller = "Bu Purwaningsihwati"
	longGroup  = "Karya Wanita Mandiri"
	longUPK    = "Karangpandan Sejahtera"
	longWords  = "saya sudah bayar ke bu ani itu" // 30 letters

	longReference = "KJB-A012/12345"
	longCode      = "4821"

	much     ledger.Money = 99_999_999    // a member's
	muchMore ledger.Money = 999_999_999   // of one message or meeting
	most     ledger.Money = 9_999_999_999 // a group's
)

var longDay = ledger.NewDate(2026, time.November, 28)

// form is one form that a kind takes.
func form(w ...conversation.Words) []conversation.Words { return w }

func longLine(kind ledger.EntryKind) conversation.EchoLine {
	line := conversation.EchoLine{Name: longName, Kind: kind, Amount: much, Day: longDay}
	if kind == ledger.SavingsDeposit || kind == ledger.SavingsWithdrawal {
		line.Purse = ledger.SavingsMutual
	}
	return line
}

// withBack is a repayment of which something is given back.
func withBack() conversation.EchoLine {
	line := longLine(ledger.Repayment)
	line.Fund, line.Over, line.Use = "SPP", much, conversation.GiveBack
	return line
}

// byGroup is a repayment of a group as a whole.
func byGroup() conversation.EchoLine {
	line := longLine(ledger.Repayment)
	line.Name, line.Amount = longGroup, most
	return line
}

// deposits are a treasurer's deposit to the UPK, offered and received.
func deposits() [][]conversation.Words {
	line := conversation.EchoLine{Name: longGroup, Kind: ledger.Deposit, Amount: most, Day: longDay}
	return [][]conversation.Words{
		form(conversation.AskGroupName{}, conversation.AskGroupName{Count: true}),
		form(
			conversation.PurseClosed{Name: longName, Purse: ledger.SavingsMonthly, AfterLoan: true, LoanLeft: much},
			conversation.PurseClosed{Name: longName, Purse: ledger.SavingsMutual},
		),
		form(
			conversation.DepositWords{Line: line, Reference: longReference, Officer: longName, UPK: most, Cash: most},
			conversation.DepositWords{Line: byTransfer(line), Reference: longReference, Officer: longName, UPK: most, Cash: most},
		),
		form(conversation.DepositNotice{Line: line, Teller: longTeller}, conversation.DepositNotice{Line: offeredByBank(line), Teller: longTeller}),
	}
}

func recording() [][]conversation.Words {
	repayment, back := longLine(ledger.Repayment), withBack()
	saving, drawing := longLine(ledger.SavingsDeposit), longLine(ledger.SavingsWithdrawal)
	short := longList(70, muchMore)
	return [][]conversation.Words{
		form(
			conversation.Echo{Line: repayment},
			conversation.Echo{Line: repayment, Group: longGroup, Unsure: true, Written: "99,999999 juta"},
			conversation.Echo{Line: drawing, Group: longGroup, Unsure: true, Written: "99,999999 juta"},
			conversation.Echo{Line: back, Group: longGroup, Unsure: true, Repeated: true},
			conversation.Echo{Line: saving, Group: longGroup, Repeated: true},
			conversation.Echo{Line: byGroup(), Group: longGroup, Repeated: true},
			conversation.Echo{Line: payingOff(), Group: longGroup},
			conversation.Echo{Line: byTransfer(longLine(ledger.DepositReceived)), Group: longGroup},
			conversation.Echo{Line: offeredByBank(longLine(ledger.Deposit)), Group: longGroup},
			conversation.Echo{Line: back, Group: longGroup, Unsure: true, Repeated: true, Code: longCode},
		),
		form(
			conversation.EchoMany{List: short, Day: longDay},
			conversation.EchoMany{List: short, Day: longDay, Days: true, What: ledger.SavingsWithdrawal, Unsure: true},
			conversation.EchoMany{List: longList(50, muchMore), Day: longDay, Days: true, Repeated: longName},
			conversation.EchoMany{List: short, Day: longDay, Days: true, What: ledger.SavingsWithdrawal, Unsure: true, Code: longCode},
			conversation.EchoMany{List: purseList(), Day: longDay, Days: true, Unsure: true, Code: longCode},
			conversation.EchoMany{List: depositList(), Day: longDay, Days: true, What: ledger.DepositReceived, Unsure: true, Code: longCode},
			conversation.EchoMany{List: coverList(), Day: longDay, Days: true, Unsure: true, Code: longCode},
			allBut("", ledger.Repayment), allBut(longName, ledger.Repayment), allBut("", ledger.SavingsWithdrawal),
		),
		form(
			conversation.Recorded{Line: back, Reference: longReference, Left: much, AtOnce: true},
			conversation.Recorded{Line: saving, Reference: longReference, Left: much, AtOnce: true},
			conversation.Recorded{Line: drawing, Reference: longReference, Left: much, AtOnce: true},
			conversation.Recorded{Line: byGroup(), Reference: longReference, Left: most, AtOnce: true},
			conversation.Recorded{Line: repayment, Reference: longReference},
			conversation.Recorded{Line: payingOff(), Reference: longReference},
			conversation.Recorded{Line: byTransfer(longLine(ledger.DepositReceived)), Reference: longReference},
			conversation.Recorded{Line: offeredByBank(longLine(ledger.Deposit)), Reference: longReference},
			conversation.Recorded{Line: longLine(ledger.Cover), Reference: longReference, Left: much},
			conversation.Recorded{Line: longLine(conversation.CoverBack), Reference: longReference, Left: much},
		),
		form(conversation.RecordedMany{
			Count: 60, Total: muchMore, First: longReference, Last: longReference, AtOnce: true,
		}),
		form(
			conversation.Dropped{Name: longName, Amount: muchMore, Others: 59},
			conversation.Dropped{Name: longName, Amount: muchMore, Others: 59, Late: true},
			conversation.Dropped{Name: longName, Amount: much, Late: true},
			conversation.Dropped{Reverse: longReference, Late: true},
		),
		form(conversation.NotRecorded{}),
	}
}

func receipts() [][]conversation.Words {
	receipt := func(line conversation.EchoLine, left ledger.Money) conversation.Words {
		return conversation.ReceiptWords{
			Title: "Mbak", Line: line, Teller: longTeller, Reference: longReference, Left: left,
		}
	}
	other := func(line conversation.EchoLine) conversation.Words {
		return conversation.ReceiptForOther{Line: line, Teller: longTeller, Reference: longReference}
	}
	return [][]conversation.Words{
		form(
			receipt(longLine(ledger.Repayment), much),
			receipt(longLine(ledger.Repayment), 0),
			receipt(withBack(), much),
			receipt(payingOff(), 0),
			receipt(longLine(ledger.SavingsDeposit), much),
			receipt(longLine(ledger.SavingsWithdrawal), much),
		),
		form(
			other(longLine(ledger.Repayment)),
			other(withBack()),
			other(longLine(ledger.SavingsDeposit)),
			other(longLine(ledger.SavingsWithdrawal)),
			other(byGroup()),
		),
	}
}

func questions() [][]conversation.Words {
	names := []string{
		"Ani Purwaningsihwati", "Dwi Purwaningsihwati", "Nur Purwaningsihwati", "Sri Purwaningsihwati", "Tri Purwaningsihwati",
	}
	loan := conversation.LoanChoice{Fund: "SPP", Left: much}
	return [][]conversation.Words{
		form(conversation.AskFullName{NameText: longName, Names: names}),
		form(
			conversation.AskWhich{NameText: longName, Choices: names},
			conversation.AskWhich{Choices: names},
		),
		form(
			conversation.AskName{Group: longGroup},
			conversation.AskName{Amount: much, Group: longGroup},
			conversation.AskName{Amount: muchMore, Group: longGroup, Shared: true},
			conversation.AskName{NameText: longName, Amount: much, Group: longGroup},
			conversation.AskName{NameText: longName, Amount: much, Group: longGroup, Near: names[:1]},
			conversation.AskName{NameText: longName, Amount: much, Group: longGroup, Near: names},
		),
		form(
			conversation.AskHowMuch{Name: longName},
			conversation.AskHowMuch{Name: longGroup, Each: true},
			conversation.AskHowMuch{Name: longGroup, Bill: most}, conversation.AskHowMuch{Name: longGroup, Bill: most, Held: true},
			conversation.AskHowMuch{Name: longName, Saved: much, Short: true},
		),
		form(conversation.AskDay{Day: longDay}),
		form(
			conversation.AskExcessUse{
				Name: longName, Amount: much, Bill: much, Over: much,
				Uses: []conversation.ExcessUse{
					conversation.ToPrincipal, conversation.ToNext, conversation.ToSavings, conversation.GiveBack,
				},
			},
			conversation.AskExcessUse{
				Name: longGroup, Amount: most, Over: most,
				Uses: []conversation.ExcessUse{conversation.ToPrincipal, conversation.ToNext, conversation.GiveBack},
			},
		),
		form(
			conversation.AskWhichLoan{Name: longName, Loans: []conversation.LoanChoice{loan, loan}},
			conversation.AskWhichLoan{Name: longName, Loans: []conversation.LoanChoice{loan, loan, loan, loan, loan}},
		),
	}
}

func refusals() [][]conversation.Words {
	return [][]conversation.Words{
		form(conversation.NoLoan{Name: longName}),
		form(conversation.BeforeLoan{Name: longGroup, Day: longDay, Disbursed: longDay}),
		form(conversation.TooMany{Limit: 60}),
		form(conversation.NothingWaits{Example: conversation.Example{Name: longName, Amount: much}}),
		form(conversation.NotAllowed{Treasurer: longTeller}, conversation.NotAllowed{}),
		form(
			conversation.CannotRead{Example: conversation.Example{Name: longName, Amount: much}},
			conversation.CannotRead{Example: conversation.Example{Name: longName, Amount: much}, TooLong: true},
		),
		form(conversation.NotByText{UPK: longUPK}, conversation.NotByText{UPK: longUPK, NoRight: true}),
		form(conversation.Stranger{UPK: longUPK}),
		form(conversation.Sorry{UPK: longUPK}),
	}
}

func figures() [][]conversation.Words {
	group := conversation.GroupFigures{
		Group: longGroup, Members: most, UPK: most, Cash: most, Since: longDay, Overdue: most, Late: 30,
	}
	own := conversation.BalanceWords{
		Title: "Mbak", Name: longName, HasLoan: true,
		Left: much, Next: much, NextDue: longDay, Overdue: much, LateFor: 12, Savings: much,
	}
	told, keeper, saver := own, own, own
	daily := conversation.BalanceWords{
		Title: "Mbak", Name: longName, Savings: much, Daily: &ledger.DailyStanding{PaidDays: 999, PaidThrough: longDay, DaysBehind: 99, Behind: 99_000},
	}
	ahead := daily
	ahead.Daily = &ledger.DailyStanding{PaidDays: 999, PaidThrough: longDay, DaysAhead: 99}
	told.Covered, told.Fine = much, much
	told.Title, keeper.Treasury = "", &group
	saver.HasLoan, saver.Treasury = false, &group
	list := longList(84, most)
	return [][]conversation.Words{
		form(own, told, keeper, saver, daily, ahead, conversation.BalanceWords{Title: "Mbak", Name: longName}),
		form(group, conversation.GroupFigures{Group: longGroup, Members: most, UPK: most, Cash: most}),
		form(conversation.ArrearsList{Group: longGroup, List: list}, conversation.ArrearsList{Group: longGroup}),
		form(conversation.PromiseList{Group: longGroup, List: list}, conversation.PromiseList{Group: longGroup}),
		form(conversation.DueList{Name: longName, List: list}, conversation.DueList{Name: longGroup, List: list}, conversation.DueList{Name: longName}),
		form(conversation.MoreOfList{List: longList(116, most)}, conversation.MoreOfList{}),
	}
}

func teaching() [][]conversation.Words {
	var help []conversation.Words
	for _, confused := range []bool{false, true} {
		w := conversation.HelpWords{
			Confused: confused, UPK: longUPK, Example: conversation.Example{Name: longName, Amount: much},
		}
		if confused {
			w.Suggest = "tunggakan"
		}
		treasurer, member, head, officer, unknown := w, w, w, w, w
		treasurer.Role, member.Role, head.Role = "treasurer", "member", "head"
		officer.Role, unknown.Role = "officer", "unknown"
		owing := member
		owing.Title, owing.Name, owing.Next, owing.NextDue = "Mbak", longName, much, longDay
		help = append(help, treasurer, member, head, officer, unknown, owing)
		treasurer.Waits, owing.Waits, head.Waits = conversation.Waits{Claims: 12}, conversation.Waits{Case: longWish}, conversation.Waits{Case: longWish}
		officer.Waits = conversation.Waits{Disputes: 123, Complaints: 123, Wishes: 123}
		help = append(help, treasurer, owing, head, officer)
	}
	return [][]conversation.Words{
		help,
		form(conversation.RemindersStopped{UPK: longUPK}),
		form(conversation.RemindersStarted{UPK: longUPK}),
	}
}

func corrections() [][]conversation.Words {
	back, saving, drawing := withBack(), longLine(ledger.SavingsDeposit), longLine(ledger.SavingsWithdrawal)
	notice := func(line conversation.EchoLine, other bool) conversation.Words {
		return conversation.ReversedNotice{
			Title: "Mbak", Line: line, Teller: longTeller, Reference: longReference, Other: other,
		}
	}
	return [][]conversation.Words{
		form(
			conversation.ReverseOffer{Instead: much, Line: back, Reference: longReference},
			conversation.ReverseOffer{Instead: much, InsteadName: longName, Line: back, Reference: longReference, Code: longCode},
			conversation.ReverseOffer{Line: saving, Reference: longReference},
			conversation.ReverseOffer{Line: drawing, Reference: longReference},
			conversation.ReverseOffer{Line: payingOff(), Reference: longReference},
			conversation.ReverseOffer{Line: longLine(conversation.CoverBack), Reference: longReference},
			conversation.ReverseOffer{Line: longLine(conversation.CoverReturn), Reference: longReference},
			conversation.ReverseOffer{Instead: much, Line: back, Reference: longReference, Code: longCode},
		),
		form(
			conversation.Reversed{Line: back, Reference: longReference},
			conversation.Reversed{Line: drawing, Reference: longReference},
		),
		form(notice(back, false), notice(saving, false), notice(drawing, false), notice(back, true), notice(drawing, true), notice(byGroup(), true)),
		form(
			conversation.CannotReverse{},
			conversation.CannotReverse{Reference: longReference, Hours: 168},
			conversation.CannotReverse{Reference: longReference},
			conversation.CannotReverse{Reference: longReference, Gone: true},
			conversation.CannotReverse{Reference: longReference, Unknown: true},
			conversation.CannotReverse{Reference: longReference, AtOffice: true},
		),
		form(
			conversation.DisputeTaken{Title: "Mbak", Name: longName, Reference: longReference, Amount: much, UPK: longUPK, Case: longDispute},
			conversation.DisputeTaken{Title: "Mbak", Name: longName, UPK: longUPK, Case: longDispute},
		),
		form(
			conversation.DisputeNotice{
				Case: longDispute, Name: longName, Group: longGroup, Reference: longReference, Amount: much, Teller: longTeller, Note: longWords,
			},
			conversation.DisputeNotice{Case: longDispute, Name: longName, Group: longGroup, Note: longWords},
			conversation.DisputeNotice{
				Case: longDispute, Name: longName, Group: longGroup, Amount: much, Teller: longTeller, Claimed: true, Day: longDay,
			},
		),
	}
}

func reminders() [][]conversation.Words {
	reminder := conversation.DueReminder{
		Title: "Mbak", Name: longName, Amount: much, Due: longDay, Days: 30, Overdue: much, Treasurer: longTeller,
	}
	today, late := reminder, reminder
	today.Days, late.Days = 0, -30
	return [][]conversation.Words{
		form(reminder, today, late),
		form(conversation.DueInGroups{Title: "Mbak", Name: longName, List: longList(84, most)}),
		form(conversation.DueSummary{Group: longGroup, List: longList(84, most)}),
	}
}
