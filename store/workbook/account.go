package workbook

import (
	"slices"
	"strings"

	"bendahara/ledger"
)

// accountType is an account's nature, in hledger's letters.
type accountType string

const (
	asset     accountType = "A"
	cash      accountType = "C"
	liability accountType = "L"
	equity    accountType = "E"
	income    accountType = "R"
	expense   accountType = "X"
)

// accountName is a line of the chart with its nature; its name is the ledger's.
type accountName struct {
	code ledger.AccountCode
	kind accountType
}

func (a accountName) name() string { return a.code.Name() }

// chart is the chart of accounts; names are unique.
var chart = []accountName{
	{ledger.UPKCash, cash},
	{ledger.UPKBank, cash},
	{ledger.LoanPrincipal, asset},
	{ledger.Reserve, asset},
	{ledger.HeldForGroups, liability},
	{ledger.SocialFund, liability},
	{ledger.InstitutionFund, liability},
	{ledger.BonusPayable, liability},
	{ledger.OtherFund, liability},
	{ledger.Capital, equity},
	{ledger.RetainedProfit, equity},
	{ledger.OpeningEquity, equity},
	{ledger.InterestIncome, income},
	{ledger.FineIncome, income},
	{ledger.OtherIncome, income},
	{ledger.IncomeSummary, income},
	{ledger.Expense, expense},
	{ledger.IncentivePaid, expense},
	{ledger.ReserveExpense, expense},
	{ledger.WriteOffExpense, expense},
	{ledger.TreasurerCash, cash},
	{ledger.MemberPrincipal, asset},
	{ledger.HeldAtUPK, asset},
	{ledger.CoverOwed, asset},
	{ledger.TakenOver, asset},
	{ledger.DepositOffered, asset},
	{ledger.DepositPending, liability},
	{ledger.CashDifference, asset},
	{ledger.CashCounted, asset},
	{ledger.CashOfBooks, liability},
	{ledger.GroupOpening, equity},
	{ledger.GroupPrincipal, liability},
	{ledger.InterestCollected, income},
	{ledger.InterestRemitted, expense},
	{ledger.InterestWaived, income},
	{ledger.InterestForgiven, expense},
	{ledger.FineCollected, income},
	{ledger.FineRemitted, expense},
	{ledger.FineWaived, income},
	{ledger.FineForgiven, expense},
	{ledger.Savings, liability},
	{ledger.CoverDue, liability},
	{ledger.BorneByGroup, equity},
}

// accountOf is the named line of the chart.
func accountOf(c ledger.AccountCode) (accountName, bool) {
	i := slices.IndexFunc(chart, func(a accountName) bool { return a.code == c })
	if i < 0 {
		return accountName{}, false
	}
	return chart[i], true
}

// ofGroups tells whether the account belongs to the groups' own books.
func (a accountName) ofGroups() bool { return strings.HasPrefix(string(a.code), "G") }

// usualSide is 1 where the account is usually a debit, -1 where it is a credit.
func (a accountName) usualSide() ledger.Money {
	if a.code == ledger.Reserve {
		return -1 // an asset that is less than nothing
	}
	switch a.kind {
	case asset, cash, expense:
		return 1
	}
	return -1
}

// parseAccount reads a number (1110), a name (Kas), or the text form of a
// divided account (1210/A01/A01-L1).
func parseAccount(s string) (ledger.Account, bool) {
	a, ok := ledger.ParseAccount(s)
	if !ok {
		return a, false
	}
	for _, line := range chart {
		if normal(line.name()) == normal(string(a.Code)) || strings.EqualFold(string(line.code), string(a.Code)) {
			a.Code = line.code
			return a, true
		}
	}
	return a, false
}
