package conversation

import "bendahara/ledger"

// How covers read by which a member brings money for those who covered her, and by
// which one of those gets it; in the books both are of the kind Cover.
const (
	CoverBack   ledger.EntryKind = "cover_back"
	CoverReturn ledger.EntryKind = "cover_return"
)

// The words of early payoff and joint liability.
type (
	// PayoffWords tell what would end a loan today.
	PayoffWords struct {
		Name           string
		Fund           ledger.Fund // named where she has several loans
		Pay, Principal ledger.Money
		Waived         ledger.Money
		Day            ledger.Date
		Sharia         bool
		Record         bool // the reader may record it
	}
	// PayoffShort asks again how much was paid: it was said to end the loan, and
	// does not.
	PayoffShort struct {
		Name        string
		Amount, Pay ledger.Money
	}
	// EchoCover reads a cover back: out of her own savings, and by the members named
	// or by Count of them, between Least and Most each.
	EchoCover struct {
		Name             string
		Amount, Savings  ledger.Money
		By               []Item `json:"-"`
		List             List
		Count            int
		Least, Most      ledger.Money
		Day              ledger.Date
		Unsure, Repeated bool
		Code             string // as in Echo
	}
	// CoverNotice tells one whom a cover is about what was recorded: her who was
	// covered (Hers), or one who paid for her.
	CoverNotice struct {
		Title, Name string
		Defaulter   string
		Hers, Back  bool
		Return      bool         // she who covered got it back
		Undone      bool         // it was reversed
		Amount      ledger.Money // of her who is told
		Savings     ledger.Money // of Hers: out of her own purses
		Others      ledger.Money // of Hers: by other members
		Day         ledger.Date
		Teller      string
		Reference   string
	}
	// CoverForOthers goes to the chair or secretary for those without a phone.
	CoverForOthers struct {
		CoverNotice
		List List
	}
	// CoverList tells who owes whom for covers.
	CoverList struct {
		Name string // the group's or the member's
		List List
	}
	// NothingToCover says that not so much is due.
	NothingToCover struct {
		Name string
		Due  ledger.Money
	}
	// CoverExample shows how to write who covers.
	CoverExample struct {
		Name string
		Due  ledger.Money
	}
	// CovererUnclear says that it is not sure who pays for her.
	CovererUnclear struct {
		NameText, Group string
		Names           []string // who it might be
		Self            bool     // it is she herself
	}
	// NoCoverDebt says that she owes nothing for covers, or only so much.
	NoCoverDebt struct {
		Name string
		Owed ledger.Money
	}
	// NoCoverHeld says that nothing is there to hand to her who covered, or only so
	// much.
	NoCoverHeld struct {
		Name string
		Held ledger.Money
	}
)

// Kind names the template of each.
func (PayoffWords) Kind() string    { return "payoff" }
func (PayoffShort) Kind() string    { return "payoff_short" }
func (EchoCover) Kind() string      { return "echo_cover" }
func (CoverNotice) Kind() string    { return "cover_notice" }
func (CoverForOthers) Kind() string { return "cover_for_others" }
func (CoverList) Kind() string      { return "covers" }
func (NothingToCover) Kind() string { return "nothing_to_cover" }
func (CoverExample) Kind() string   { return "cover_example" }
func (CovererUnclear) Kind() string { return "coverer_unclear" }
func (NoCoverDebt) Kind() string    { return "no_cover_debt" }
func (NoCoverHeld) Kind() string    { return "no_cover_held" }
