package ledger

import "slices"

// accountNames are the names of the chart, as reports print them.
var accountNames = map[AccountCode]string{
	UPKCash:         "Kas",
	UPKBank:         "Bank",
	LoanPrincipal:   "Piutang kelompok",
	Reserve:         "Cadangan kerugian piutang",
	HeldForGroups:   "Titipan kelompok",
	SocialFund:      "Dana sosial",
	InstitutionFund: "Dana kelembagaan",
	BonusPayable:    "Utang bonus",
	OtherFund:       "Dana lain",
	Capital:         "Modal",
	RetainedProfit:  "Surplus",
	OpeningEquity:   "Saldo awal",
	InterestIncome:  "Pendapatan jasa",
	FineIncome:      "Pendapatan denda",
	OtherIncome:     "Pendapatan lain",
	IncomeSummary:   "Ikhtisar laba rugi",
	Expense:         "Beban operasional",
	IncentivePaid:   "Beban IPTW",
	ReserveExpense:  "Beban cadangan",
	WriteOffExpense: "Beban penghapusan",

	TreasurerCash:     "Kas bendahara",
	MemberPrincipal:   "Piutang anggota",
	HeldAtUPK:         "Titipan di UPK",
	CoverOwed:         "Talangan",
	TakenOver:         "Tanggungan",
	DepositOffered:    "Setoran ditawarkan",
	DepositPending:    "Lawan setoran ditawarkan",
	GroupOpening:      "Saldo awal kelompok",
	GroupPrincipal:    "Utang ke UPK",
	InterestCollected: "Jasa dari anggota",
	InterestRemitted:  "Jasa disetor",
	InterestWaived:    "Jasa dibebaskan",
	InterestForgiven:  "Jasa dibebaskan UPK",
	FineCollected:     "Denda dari anggota",
	FineRemitted:      "Denda disetor",
	FineWaived:        "Denda dibebaskan",
	FineForgiven:      "Denda dibebaskan UPK",
	Savings:           "Simpanan anggota",
	CoverDue:          "Utang talangan",
	BorneByGroup:      "Ditanggung kelompok",
	CashDifference:    "Selisih kas",
	CashCounted:       "Kas dihitung",
	CashOfBooks:       "Lawan kas dihitung",
}

// Name is how people call the line of the chart, or its code where it has no name.
func (c AccountCode) Name() string {
	if name, ok := accountNames[c]; ok {
		return name
	}
	return string(c)
}

// Section is a part of the UPK's own chart, by the first digit of a code.
type Section byte

// The sections; NoSection is the groups' books.
const (
	NoSection   Section = 0
	Assets      Section = '1'
	Liabilities Section = '2'
	Equity      Section = '3'
	Income      Section = '4'
	Expenses    Section = '5'
)

// Section is the part of the chart that the account belongs to.
func (c AccountCode) Section() Section {
	if c != "" && c[0] >= byte(Assets) && c[0] <= byte(Expenses) {
		return Section(c[0])
	}
	return NoSection
}

// result tells whether the section makes the year's result.
func (s Section) result() bool { return s == Income || s == Expenses }

// OwnAccounts are the accounts of the UPK's own chart that money of its own moves
// between, by code: what groups owe moves by loans and deposits.
func OwnAccounts() []AccountCode {
	var codes []AccountCode
	for code := range accountNames {
		if code.Section() != NoSection && code != LoanPrincipal {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}
