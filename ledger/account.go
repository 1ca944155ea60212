package ledger

import (
	"bytes"
	"strings"
)

// AccountCode is a line of the chart of accounts.
type AccountCode string

// The chart of accounts. The UPK's own books are numbered 1 to 5 (asset,
// liability, equity, income, expense); the groups' books, which remember what
// happens between a member, her treasurer and the UPK, begin with G and balance
// by themselves.
const (
	UPKCash        AccountCode = "1110" // Kas
	UPKBank        AccountCode = "1120" // Bank
	LoanPrincipal  AccountCode = "1210" // Piutang kelompok: a loan's principal owed to the UPK
	Reserve        AccountCode = "1290" // Cadangan kerugian piutang (S13)
	HeldForGroups  AccountCode = "2110" // Titipan kelompok: received above what was due
	SocialFund     AccountCode = "2210" // Dana sosial
	Capital        AccountCode = "3110" // Modal
	RetainedProfit AccountCode = "3210" // Surplus
	OpeningEquity  AccountCode = "3900" // Saldo awal
	InterestIncome AccountCode = "4110" // Pendapatan jasa, on the day it is received (S1)
	FineIncome     AccountCode = "4120" // Pendapatan denda
	OtherIncome    AccountCode = "4190" // Pendapatan lain
	Expense        AccountCode = "5110" // Beban operasional
	IncentivePaid  AccountCode = "5120" // Beban IPTW (S14)
	ReserveExpense AccountCode = "5130" // Beban cadangan (S13)

	TreasurerCash     AccountCode = "G110" // Kas di bendahara: cash held by the treasurer
	MemberPrincipal   AccountCode = "G120" // Piutang anggota: a member's principal left
	HeldAtUPK         AccountCode = "G130" // Titipan di UPK: brought to the UPK above what was due
	GroupOpening      AccountCode = "G190" // Saldo awal kelompok
	GroupPrincipal    AccountCode = "G210" // Utang ke UPK: what the group owes as its members see it
	InterestCollected AccountCode = "G220" // Jasa dari anggota: interest that members paid, ever
	InterestRemitted  AccountCode = "G221" // Jasa disetor: interest brought to the UPK, ever
	FineCollected     AccountCode = "G230" // Denda dari anggota
	Savings           AccountCode = "G240" // Simpanan: a member's purse
)

// Purse is a kind of savings (S22).
type Purse string

// The purses.
const (
	SavingsInitial   Purse = "pokok"
	SavingsMonthly   Purse = "wajib"
	SavingsVoluntary Purse = "sukarela"
	SavingsDaily     Purse = "harian"
	SavingsMutual    Purse = "tanggung_renteng"
	SavingsSocial    Purse = "sosial"
)

// Purses lists every purse in the order in which people are shown them.
var Purses = []Purse{SavingsInitial, SavingsMonthly, SavingsVoluntary, SavingsDaily, SavingsMutual, SavingsSocial}

// Account is a line of the chart, divided as far as it is: by group, loan,
// member and purse. Two equal Accounts are the same account.
type Account struct {
	Code   AccountCode
	Group  GroupCode
	Loan   LoanCode
	Member MemberCode
	Purse  Purse
}

// String is the account's text form, for keys and for the journal's hash:
// "code/group/loan/member/purse" without what is empty at the end.
func (a Account) String() string {
	var room [64]byte
	return string(a.appendText(room[:0]))
}

func (a Account) appendText(b []byte) []byte {
	b = append(append(append(b, a.Code...), '/'), a.Group...)
	b = append(append(append(b, '/'), a.Loan...), '/')
	b = append(append(append(b, a.Member...), '/'), a.Purse...)
	return bytes.TrimRight(b, "/")
}

// ParseAccount reads the text form; a text with too many parts gives false.
func ParseAccount(s string) (Account, bool) {
	parts := strings.Split(s, "/")
	if len(parts) > 5 || parts[0] == "" {
		return Account{}, false
	}
	parts = append(parts, "", "", "", "")
	return Account{
		Code: AccountCode(parts[0]), Group: GroupCode(parts[1]), Loan: LoanCode(parts[2]),
		Member: MemberCode(parts[3]), Purse: Purse(parts[4]),
	}, true
}

// MarshalText writes the text form.
func (a Account) MarshalText() ([]byte, error) { return a.appendText(nil), nil }

// UnmarshalText reads the text form; it returns ErrAccount for anything else.
func (a *Account) UnmarshalText(b []byte) error {
	parsed, ok := ParseAccount(string(b))
	if !ok {
		return ErrAccount
	}
	*a = parsed
	return nil
}
