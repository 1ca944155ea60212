package ledger

import (
	"errors"
	"fmt"
	"slices"
)

// Accounts of shares that are closed without money.
const (
	WriteOffExpense AccountCode = "5140" // Beban penghapusan: a loss that no reserve covers
	TakenOver       AccountCode = "G150" // Tanggungan: a survivor's part of what a dead member owed
)

// DeathRule is the setting meninggal: who bears the share of a member who died.
type DeathRule string

// The rules of death. By each the share is closed with a village's death letter
// (S7), the dead woman's debt is nothing, no cash moves and no income is booked:
// money that nobody paid would inflate repayment rate and IPTW.
const (
	// DeathWriteOff: the UPK loses the principal, out of its reserve as far as that
	// goes, and gives up the interest. The default.
	DeathWriteOff DeathRule = "hapus"
	// DeathGroup: the group goes on owing the UPK all of it, and each survivor owes
	// her treasurer an equal part, kept by itself in TakenOver. (INF: neither her
	// schedule nor the survivors' shares change, so what each borrowed stays
	// readable. The group may pay a part from a purse, see TakenOverEntry.)
	DeathGroup DeathRule = "kelompok"
	// DeathFund: the UPK's social fund pays the principal, and the UPK gives up the
	// interest.
	DeathFund DeathRule = "dana"
)

// Why the share of a member who died is not closed.
var (
	ErrDeath      = errors.New("a share is closed with what is left of it, and the UPK gives up no more than that")
	ErrDeathRule  = errors.New("a death is borne by hapus, kelompok or dana")
	ErrSurvivors  = errors.New("each survivor is another member, named once, and there must be at least one")
	ErrSocialFund = errors.New("the social fund does not have so much")
)

// Death is what is known when the share of a member who died is closed, in rupiah.
type Death struct {
	Member MemberCode
	Day    Date
	Left   Dues // what she has left to pay to her treasurer, and the fine that is due
	// Forgiven is what the UPK gives up of the group's debt, by hapus and dana. In a
	// channelling group it is Left; of an executing group's own terms the UPK knows
	// nothing, so the caller says what her part of the group's schedule has left.
	Forgiven   Amounts
	Reserve    Money        // what the UPK's reserve holds, for hapus
	SocialFund Money        // what the social fund holds, for dana
	Survivors  []MemberCode // who takes over, for kelompok
}

// DeathEntry closes the share of a member who died; the group's other shares stay as
// they are. Afterwards her standing is nothing left, and by hapus and dana the
// group owes the UPK so much less. Her fine is let go in any case. The entry is of
// the kind WriteOff, and by kelompok of the kind Cover.
//
// It returns ErrDeathRule, ErrDeath for amounts that cannot be, ErrSurvivors for
// kelompok without good survivors, and ErrSocialFund for dana with too small a fund.
func DeathEntry(l Loan, d Death, rule DeathRule) (Entry, error) {
	if err := d.check(l, rule); err != nil {
		return Entry{}, fmt.Errorf("loan %s, death of %s: %w", l.Code, d.Member, err)
	}
	e := Entry{Group: l.Group, Amount: d.Left.Total(), Day: d.Day, Member: d.Member, Loan: l.Code}
	hers := []part{
		{l.MemberPrincipal(d.Member), d.Left.Principal},
		{l.closed(InterestWaived, d.Member), d.Left.Interest},
	}
	if rule == DeathGroup {
		e.Kind = Cover
		e.pour(l.takenOver(d.Survivors, d.Left.Amounts.Total()), hers)
		e.post(l.borne(), l.closed(FineWaived, d.Member), d.Left.Fine)
		return e, nil
	}
	e.Kind = WriteOff
	if rule == DeathFund {
		e.post(Account{Code: SocialFund}, l.principalAccount(), d.Forgiven.Principal)
	} else {
		e.lose(l, d.Forgiven.Principal, d.Reserve)
	}
	e.release(l, d.Forgiven, hers)
	e.post(l.borne(), l.closed(FineWaived, d.Member), d.Left.Fine)
	return e, nil
}

func (d Death) check(l Loan, rule DeathRule) error {
	left, up := d.Left, d.Forgiven
	if !slices.Contains(l.payers(), d.Member) || d.Member == "" {
		return fmt.Errorf("no share: %w", ErrDeath)
	}
	low := min(left.Principal, left.Interest, left.Fine, up.Principal, up.Interest, d.Reserve, d.SocialFund)
	if low < 0 || left.Total() == 0 || left.Principal > l.ShareOf(d.Member) || up.Principal > left.Principal {
		return fmt.Errorf("share %d, left %d, interest %d, fine %d, given up %d and %d: %w", int64(l.ShareOf(d.Member)),
			int64(left.Principal), int64(left.Interest), int64(left.Fine), int64(up.Principal), int64(up.Interest), ErrDeath)
	}
	switch rule {
	case DeathWriteOff:
	case DeathFund:
		if up.Principal > d.SocialFund {
			return fmt.Errorf("%d of %d: %w", int64(up.Principal), int64(d.SocialFund), ErrSocialFund)
		}
	case DeathGroup:
		return checkOthers(d.Member, d.Survivors)
	default:
		return fmt.Errorf("%q: %w", rule, ErrDeathRule)
	}
	return nil
}

// checkOthers returns ErrSurvivors unless the others are there, once each, without her.
func checkOthers(her MemberCode, others []MemberCode) error {
	seen := map[MemberCode]bool{her: true, "": true}
	for _, m := range others {
		if seen[m] {
			return fmt.Errorf("%q: %w", m, ErrSurvivors)
		}
		seen[m] = true
	}
	if len(others) == 0 {
		return fmt.Errorf("nobody: %w", ErrSurvivors)
	}
	return nil
}

// takenOver shares an amount out among survivors, equally to the rupiah.
func (l Loan) takenOver(survivors []MemberCode, amount Money) []part {
	var parts []part
	for i, share := range Split(amount, make([]Money, len(survivors))) {
		parts = append(parts, part{l.TakenOver(survivors[i]), share})
	}
	return parts
}

// lose takes principal out of what is owed to the UPK, at the cost of its reserve and
// then of its result.
func (e *Entry) lose(l Loan, principal, reserve Money) {
	covered := within(principal, reserve)
	e.post(Account{Code: Reserve}, l.principalAccount(), covered)
	e.post(Account{Code: WriteOffExpense, Group: l.Group, Loan: l.Code}, l.principalAccount(), principal-covered)
}

// release takes what the UPK gives up off the group's debt and closes what members
// owed for it; a difference is the group's own, either way.
func (e *Entry) release(l Loan, forgiven Amounts, members []part) {
	group := []part{
		{Account{Code: GroupPrincipal, Group: l.Group, Loan: l.Code}, forgiven.Principal},
		{l.closed(InterestForgiven, ""), forgiven.Interest},
	}
	diff := sumOf(members) - forgiven.Total()
	group = append(group, part{l.borne(), max(diff, 0)})
	members = append(members, part{l.borne(), max(-diff, 0)})
	e.pour(group, members)
}

// TakenOver is the account of what a survivor owes her treasurer for members who
// died, on a loan; its balance is positive.
func (l Loan) TakenOver(survivor MemberCode) Account { return l.closed(TakenOver, survivor) }

// TakenOverEntry is a survivor's payment of what she took over, in cash, or where a
// purse of hers is named, out of that. It returns ErrCoverAmount for more than she
// owes or for nothing.
func TakenOverEntry(l Loan, survivor MemberCode, amount, owed Money, purse Purse, day Date) (Entry, error) {
	if amount <= 0 || amount > owed {
		return Entry{}, fmt.Errorf("%s pays %d of %d: %w", survivor, int64(amount), int64(owed), ErrCoverAmount)
	}
	e := Entry{Group: l.Group, Kind: Cover, Amount: amount, Day: day, Member: survivor, Loan: l.Code, Purse: purse}
	e.post(l.source(survivor, purse), l.TakenOver(survivor), amount)
	return e, nil
}

// source is the treasurer's cash, or a member's purse.
func (l Loan) source(m MemberCode, purse Purse) Account {
	if purse == "" {
		return Account{Code: TreasurerCash, Group: l.Group}
	}
	return PurseOf(l.Group, m, purse)
}
