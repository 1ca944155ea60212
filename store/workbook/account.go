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

// accountName is how people call a line of the chart.
type accountName struct {
	code ledger.AccountCode
	name string
	kind accountType
}

// chart names the chart of accounts; names are unique.
var chart = []accountName{
	{ledger.UPKCash, "Kas", cash},
	{ledger.UPKBank, "Bank", cash},
	{ledger.LoanPrincipal, "Piutang kelompok", asset},
	{ledger.Reserve, "Cadangan kerugian piutang", asset},
	{ledger.HeldForGroups, "Titipan kelompok", liability},
	{ledger.SocialFund, "Dana sosial", liability},
	{ledger.InstitutionFund, "Dana kelembagaan", liability},
	{ledger.BonusPayable, "Utang bonus", liability},
	{ledger.OtherFund, "Dana lain", liability},
	{ledger.Capital, "Modal", equity},
	{ledger.RetainedProfit, "Surplus", equity},
	{ledger.OpeningEquity, "Saldo awal", equity},
	{ledger.InterestIncome, "Pendapatan jasa", income},
	{ledger.FineIncome, "Pendapatan denda", income},
	{ledger.OtherIncome, "Pendapatan lain", income},
	{ledger.Expense, "Beban operasional", expense},
	{ledger.IncentivePaid, "Beban IPTW", expense},
	{ledger.ReserveExpense, "Beban cadangan", expense},
	{ledger.WriteOffExpense, "Beban penghapusan", expense},
	{ledger.TreasurerCash, "Kas bendahara", cash},
	{ledger.MemberPrincipal, "Piutang anggota", asset},
	{ledger.HeldAtUPK, "Titipan di UPK", asset},
	{ledger.CoverOwed, "Talangan", asset},
	{ledger.TakenOver, "Tanggungan", asset},
	{ledger.DepositOffered, "Setoran ditawarkan", asset},
	{ledger.DepositPending, "Lawan setoran ditawarkan", liability},
	{ledger.GroupOpening, "Saldo awal kelompok", equity},
	{ledger.GroupPrincipal, "Utang ke UPK", liability},
	{ledger.InterestCollected, "Jasa dari anggota", income},
	{ledger.InterestRemitted, "Jasa disetor", expense},
	{ledger.InterestWaived, "Jasa dibebaskan", income},
	{ledger.InterestForgiven, "Jasa dibebaskan UPK", expense},
	{ledger.FineCollected, "Denda dari anggota", income},
	{ledger.FineRemitted, "Denda disetor", expense},
	{ledger.FineWaived, "Denda dibebaskan", income},
	{ledger.FineForgiven, "Denda dibebaskan UPK", expense},
	{ledger.Savings, "Simpanan anggota", liability},
	{ledger.CoverDue, "Utang talangan", liability},
	{ledger.BorneByGroup, "Ditanggung kelompok", equity},
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
		if normal(line.name) == normal(string(a.Code)) || strings.EqualFold(string(line.code), string(a.Code)) {
			a.Code = line.code
			return a, true
		}
	}
	return a, false
}
