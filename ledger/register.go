package ledger

import "github.com/shopspring/decimal"

// Codes name the things in the registers. Each is its own type so that one
// cannot be passed for another.
type (
	VillageCode string
	GroupCode   string
	MemberCode  string
	OfficerCode string
	LoanCode    string
	// Phone is an E.164 number: "+6281390000101".
	Phone string
)

// UPK is the office that owns the fund and the books.
type UPK struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	District string `json:"district"` // kecamatan
	Regency  string `json:"regency"`  // kabupaten
}

// Village is a desa of the sub-district.
type Village struct {
	Code VillageCode `json:"code"`
	Name string      `json:"name"`
	// DueDay is the village's fixed due day, 1 to 31; 0 is the day of disbursement.
	DueDay int `json:"due_day,omitempty"`
	// CutOff is the village's cut-off day, 1 to 31; 0 is none. See [Terms.AfterCutOff].
	CutOff int `json:"cut_off,omitempty"`
}

// GroupType is what a group is for; SPP is the women's groups, UEP business
// groups, KSM daily savers, KUBE joint enterprises.
type GroupType string

// The types of groups.
const (
	SPP  GroupType = "SPP"
	UEP  GroupType = "UEP"
	KSM  GroupType = "KSM"
	KUBE GroupType = "KUBE"
)

// Group is one borrowing or saving group.
type Group struct {
	Code    GroupCode   `json:"code"`
	Name    string      `json:"name"`
	Village VillageCode `json:"village"`
	Type    GroupType   `json:"type"`
	// Executing groups lend on their own terms; others mirror the UPK's (S5).
	Executing bool `json:"executing,omitempty"`
	// Meeting is when the group meets, as written: "tanggal 15", "malam Sabtu Pahing".
	Meeting string `json:"meeting,omitempty"`
	// ArrearsShared says that the group agreed to read its arrears to all members.
	ArrearsShared bool `json:"arrears_shared,omitempty"`
}

// Office is what a member does in her group.
type Office string

// The offices of a group.
const (
	Ordinary  Office = "anggota"
	Chair     Office = "ketua"
	Secretary Office = "sekretaris"
	Treasurer Office = "bendahara"
)

// MemberStatus tells whether a member still belongs to her group.
type MemberStatus string

// The states of a membership.
const (
	Active MemberStatus = "aktif"
	Left   MemberStatus = "keluar"
	Died   MemberStatus = "meninggal"
)

// Member is one person's membership in one group. A person in two groups has two,
// with the same name and the same phone.
type Member struct {
	Code       MemberCode   `json:"code"`
	Group      GroupCode    `json:"group"`
	Name       string       `json:"name"`
	Nicknames  []string     `json:"nicknames,omitempty"`
	Title      string       `json:"title,omitempty"` // Bu, Pak, Mbak
	Phone      Phone        `json:"phone,omitempty"`
	Phone2     Phone        `json:"phone2,omitempty"`
	Office     Office       `json:"office"`
	Language   string       `json:"language,omitempty"` // id jv su en; empty is the UPK's
	Consent    bool         `json:"consent,omitempty"`  // to reminders and broadcasts
	ConsentDay Date         `json:"consent_day,omitempty"`
	NIK        string       `json:"nik,omitempty"`
	Address    string       `json:"address,omitempty"`
	Status     MemberStatus `json:"status"`
	// Same is the record of the same person that is kept, where this one was merged into it.
	Same MemberCode `json:"same,omitempty"`
	// Forgotten says that all that told who she was has been taken away.
	Forgotten bool `json:"forgotten,omitempty"`
}

// Anonymous is the membership with nothing that tells who she was: the books have her
// code, so that stays.
func (m Member) Anonymous() Member {
	a := Member{Code: m.Code, Group: m.Group, Name: "Anggota " + string(m.Code), Office: Ordinary, Status: m.Status, Same: m.Same, Forgotten: true}
	if a.Status == Active {
		a.Status = Left
	}
	return a
}

// Role is what an officer does at the UPK.
type Role string

// The roles at the UPK; their rights are in contract.md section 3.
const (
	Head        Role = "ketua"
	Clerk       Role = "sekretaris"
	Bookkeeper  Role = "bendahara"
	Cashier     Role = "kasir"
	Facilitator Role = "fasilitator"
	Supervisor  Role = "pengawas"
)

// Officer is somebody who works for the UPK.
type Officer struct {
	Code     OfficerCode   `json:"code"`
	Name     string        `json:"name"`
	Phone    Phone         `json:"phone"`
	Role     Role          `json:"role"`
	Villages []VillageCode `json:"villages,omitempty"` // whose disputes come to her
	Left     bool          `json:"left,omitempty"`     // she was one: what she did stays hers
}

// Fund is the pot that a loan comes from. SPP money goes only to SPP groups (S5).
type Fund string

// LoanStatus is a loan's place in its life (S1, S2).
type LoanStatus string

// The states of a loan.
const (
	Proposed    LoanStatus = "usulan"
	Verified    LoanStatus = "verifikasi"
	Approved    LoanStatus = "disetujui"
	Disbursed   LoanStatus = "cair"
	PaidOff     LoanStatus = "lunas"
	Rescheduled LoanStatus = "dijadwal_ulang"
	WrittenOff  LoanStatus = "dihapus"
)

// Loan is what the UPK lent to a group, with each member's share of it.
type Loan struct {
	Code   LoanCode   `json:"code"`
	Group  GroupCode  `json:"group"`
	Fund   Fund       `json:"fund"`
	Terms  Terms      `json:"terms"`
	Status LoanStatus `json:"status"`
	// Shares add up to the principal. Without any, the group pays as a whole.
	Shares []Share `json:"shares,omitempty"`
	// Printed schedules stand in place of the computed ones; the member "" is the group's own.
	Printed    map[MemberCode]Schedule `json:"printed,omitempty"`
	Decision   string                  `json:"decision,omitempty"`
	ApprovedBy OfficerCode             `json:"approved_by,omitempty"`
	Replaces   LoanCode                `json:"replaces,omitempty"`
	// ProfitShare is the agreed nisbah of a bagi hasil loan, kept as written.
	ProfitShare string `json:"profit_share,omitempty"`

	// What OffHolidays was told; no part of the register.
	shift    Shift
	holidays map[Date]string
}

// Share is one member's part of a group loan, with an executing group's own
// terms where it has them.
type Share struct {
	Member      MemberCode       `json:"member"`
	Principal   Money            `json:"principal"`
	Rate        *decimal.Decimal `json:"rate,omitempty"`
	RatePer     RatePeriod       `json:"rate_per,omitempty"`
	Instalments int              `json:"instalments,omitempty"`
	Every       Interval         `json:"every,omitzero"`
}

// Open tells whether money can still be paid on the loan.
func (l Loan) Open() bool { return l.Status == Disbursed }
