package conversation

import "bendahara/ledger"

// Words of figures: how a member or a group stands.
type (
	// BalanceWords tell what one member owes and has saved.
	BalanceWords struct {
		Title    string // empty: told to her treasurer, by name
		Name     string
		HasLoan  bool
		Left     ledger.Money
		Next     ledger.Money
		NextDue  ledger.Date
		Overdue  ledger.Money
		LateFor  int // instalments
		Fine     ledger.Money
		Charity  ledger.Money // for being late on a sharia loan: the social fund gets it
		Sharia   bool         // her loans are, or without one her group's
		Savings  ledger.Money
		Covered  ledger.Money          // owed to those who covered her, and for those who died
		Daily    *ledger.DailyStanding // of a daily saver
		Treasury *GroupFigures         // the group she keeps, if any
	}
	// GroupFigures tell how a group stands.
	GroupFigures struct {
		Group   string
		Members ledger.Money // what its members still owe
		UPK     ledger.Money // what it owes the UPK, principal and interest
		Cash    ledger.Money // held by the treasurer
		Since   ledger.Date  // when she received the oldest of it
		Overdue ledger.Money
		Late    int  // members
		Sharia  bool // its loans are
	}
	// ArrearsList tells who is late.
	ArrearsList struct {
		Group string
		List  List
	}
	// DueList tells a schedule's next instalments.
	DueList struct {
		Name string
		List List
		// Product is her one loan's, if it is a sharia product; of a murabahah the cost
		// and the agreed margin are disclosed (S50, S51).
		Product      ledger.Method
		Cost, Margin ledger.Money
	}
	// MoreOfList goes on with a list.
	MoreOfList struct{ List List }
)

// Kind names the template of each.
func (BalanceWords) Kind() string { return "balance" }
func (GroupFigures) Kind() string { return "group" }
func (ArrearsList) Kind() string  { return "arrears" }
func (DueList) Kind() string      { return "schedule" }
func (MoreOfList) Kind() string   { return "more" }
