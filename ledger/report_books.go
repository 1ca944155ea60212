package ledger

import (
	"cmp"
	"iter"
	"slices"

	"github.com/shopspring/decimal"
)

// Books are what reports are made from: the registers of one UPK, its settings and
// its journal. The entries of a chain are all there, from its first; how chains lie
// between each other does not matter.
type Books struct {
	Villages []Village
	Groups   []Group
	Members  []Member
	Loans    []Loan
	Entries  []Entry // none where [ReadReports] is given them one by one
	Settings Settings
	Holidays map[Date]string // with their names; the setting libur_geser moves due days off them
}

// Reports gives the reports of a UPK (domain.md section 1.10) as typed rows, for
// sheets, pages and messages alike. All amounts are rupiah.
//
// A report of a past day or month is what it was then, whatever was booked for later
// days: an entry counts from [Entry.BookedOn], and money is late or in time by the day
// on which it moved. A reversed entry counts until the day of its reversal; from then on the two
// cancel, so a month that was reported before stays as it was and the correction
// lies in the month in which it was made.
//
// What a group owes, and all that follows from it, goes by what the UPK received
// (contract.md section 3). Money of different funds is never added up: reports of
// loans have a [FundPart] for each.
type Reports struct {
	books    Books
	villages map[VillageCode]Village
	groups   map[GroupCode]Group
	members  map[MemberCode]Member
	offices  map[GroupCode]map[Office]Member
	loans    []*loanBook // by fund, village, group, loan
	byCode   map[LoanCode]*loanBook
	cash     map[GroupCode][]cashEvent
	chains   map[GroupCode][]int // the places of a chain's entries in the journal
	journal  booksJournal
	scheme   Scheme
	rule     IncentiveRule
	fines    FineRule
	lending  LendingRule

	// Of each entry: when it is in the books; and of it, or of the entry that it
	// reverses, whether it is an opening, and its own day.
	booked  []Date
	opening []bool
	made    []Date
	undone  []Date // when its reversal is in the books; zero where it has none
}

// NewReports reads the books once. It returns the errors of [Settings.Scheme],
// [Settings.IncentiveRule], [Settings.FineRule], [Settings.LendingRule] and
// [Loan.Schedule].
func NewReports(b Books) (*Reports, error) {
	return ReadReports(b, func(yield func(Entry, error) bool) {
		for _, e := range b.Entries {
			if !yield(e, nil) {
				return
			}
		}
	})
}

// ReadReports is NewReports with the journal one entry after the other, so that not all
// of them need be held at once. It returns the journal's errors, too.
func ReadReports(b Books, journal iter.Seq2[Entry, error]) (*Reports, error) {
	r := &Reports{
		books: b, villages: map[VillageCode]Village{}, groups: map[GroupCode]Group{}, members: map[MemberCode]Member{},
		offices: map[GroupCode]map[Office]Member{}, byCode: map[LoanCode]*loanBook{}, cash: map[GroupCode][]cashEvent{}, chains: map[GroupCode][]int{},
	}
	err := r.journal.read(journal, b.Settings.Zone())
	if err != nil {
		return nil, err
	}
	n := len(r.journal.entries)
	r.booked, r.opening, r.made, r.undone = make([]Date, n), make([]bool, n), make([]Date, n), make([]Date, n)
	if r.scheme, err = b.Settings.Scheme(); err != nil {
		return nil, err
	}
	if r.rule, err = b.Settings.IncentiveRule(); err != nil {
		return nil, err
	}
	if r.fines, err = b.Settings.FineRule(); err != nil {
		return nil, err
	}
	if r.lending, err = b.Settings.LendingRule(); err != nil {
		return nil, err
	}
	for _, v := range b.Villages {
		r.villages[v.Code] = v
	}
	for _, g := range b.Groups {
		r.groups[g.Code] = g
	}
	for _, m := range b.Members {
		r.members[m.Code] = m
		if m.Status == Active && m.Office != Ordinary {
			if r.offices[m.Group] == nil {
				r.offices[m.Group] = map[Office]Member{}
			}
			r.offices[m.Group][m.Office] = m
		}
	}
	for _, l := range b.Loans {
		l = l.OffHolidays(b.Settings.Shift(), b.Holidays)
		lb := &loanBook{loan: l, place: r.place(l)}
		r.loans = append(r.loans, lb)
		r.byCode[l.Code] = lb
	}
	slices.SortFunc(r.loans, func(a, b *loanBook) int { return a.place.compare(b.place) })
	r.read()
	for _, lb := range r.loans {
		if len(lb.events) > 0 {
			if lb.schedule, err = lb.loan.Schedule(); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// Within are the reports of some of the groups alone: their loans, members and treasurers.
// Those of the UPK's own books, its ratios, and the digest are of the whole UPK still.
func (r *Reports) Within(keep func(Group) bool) *Reports {
	part := *r
	part.groups, part.loans = map[GroupCode]Group{}, nil
	part.books.Groups = slices.DeleteFunc(slices.Clone(r.books.Groups), func(g Group) bool { return !keep(g) })
	for _, g := range part.books.Groups {
		part.groups[g.Code] = g
	}
	for _, lb := range r.loans {
		if _, ok := part.groups[lb.place.Group]; ok {
			part.loans = append(part.loans, lb)
		}
	}
	return &part
}

// entryRef names an entry.
type entryRef struct {
	group  GroupCode
	number EntryNumber
}

// read goes through the journal.
func (r *Reports) read() {
	reversal := map[entryRef]int{}
	for i := range r.journal.entries {
		k := &r.journal.entries[i]
		r.made[i] = k.day
		r.chains[k.group] = append(r.chains[k.group], i)
		if k.kind == Reversal {
			reversal[entryRef{k.group, k.reverses}] = i
		}
	}
	var room []Posting
	for i := range r.journal.entries {
		k := &r.journal.entries[i]
		if k.kind == Reversal {
			r.booked[i] = max(r.booked[i], k.booked)
			continue
		}
		r.booked[i] = k.booked
		r.opening[i] = k.kind == Opening
		if by, ok := reversal[entryRef{k.group, k.head.Number}]; ok {
			r.undone[i] = max(r.journal.entries[by].booked, k.booked)
			r.booked[by], r.opening[by], r.made[by] = r.undone[i], r.opening[i], k.day
		}
		e := r.journal.entry(k, room)
		room = e.Postings
		r.readLoans(&e, r.undone[i])
		r.readCash(&e, r.undone[i])
	}
}

// Place is where a loan belongs, with the names that reports print.
type Place struct {
	Fund        Fund
	Village     VillageCode
	VillageName string
	Group       GroupCode
	GroupName   string
	Loan        LoanCode
}

func (r *Reports) place(l Loan) Place {
	g := r.groups[l.Group]
	return Place{
		Fund: l.Fund, Village: g.Village, VillageName: r.villages[g.Village].Name,
		Group: l.Group, GroupName: g.Name, Loan: l.Code,
	}
}

// compare orders places by fund, village, group and loan.
func (p Place) compare(o Place) int {
	return cmp.Or(cmp.Compare(p.Fund, o.Fund), cmp.Compare(p.Village, o.Village),
		cmp.Compare(p.Group, o.Group), cmp.Compare(p.Loan, o.Loan))
}

// inVillage is the place without group and loan.
func (p Place) inVillage() Place {
	return Place{Fund: p.Fund, Village: p.Village, VillageName: p.VillageName}
}

// Contact is whom to ask about a group: its chair, or else its treasurer.
type Contact struct {
	Name    string
	Phone   Phone
	Address string
}

func (r *Reports) contact(g GroupCode) Contact {
	m, ok := r.offices[g][Chair]
	if !ok {
		m = r.offices[g][Treasurer]
	}
	return Contact{Name: m.Name, Phone: m.Phone, Address: m.Address}
}

// FundPart is the rows of one fund and their sum, which has figures only.
type FundPart[Row any] struct {
	Fund  Fund
	Rows  []Row
	Total Row
}

// summed is a row that can be added up.
type summed[Row any] interface {
	*Row
	where() Place
	add(other Row)
}

// byFund divides rows that are ordered by place.
func byFund[Row any, P summed[Row]](rows []Row) []FundPart[Row] {
	var parts []FundPart[Row]
	for i := range rows {
		fund := P(&rows[i]).where().Fund
		if len(parts) == 0 || parts[len(parts)-1].Fund != fund {
			parts = append(parts, FundPart[Row]{Fund: fund})
		}
		last := &parts[len(parts)-1]
		last.Rows = append(last.Rows, rows[i])
		P(&last.Total).add(rows[i])
	}
	return parts
}

// byVillage adds rows that are ordered by place up to one for each fund and village.
func byVillage[Row any, P summed[Row]](rows []Row, of func(Place) Row) []Row {
	var sums []Row
	for i := range rows {
		place := P(&rows[i]).where().inVillage()
		if len(sums) == 0 || P(&sums[len(sums)-1]).where() != place {
			sums = append(sums, of(place))
		}
		P(&sums[len(sums)-1]).add(rows[i])
	}
	return sums
}

// Percentage is a part of a whole in per cent, to two decimals, half away from
// zero. It is not Known where the whole is zero or less; reports print "-".
type Percentage struct {
	Value decimal.Decimal
	Known bool
}

func percentage(part, whole Money) Percentage {
	if whole <= 0 {
		return Percentage{}
	}
	hundredfold := part.Decimal().Mul(decimal.NewFromInt(perCent))
	return Percentage{hundredfold.DivRound(whole.Decimal(), shownDecimals), true}
}

// String is the figure with its two decimals, or "-".
func (p Percentage) String() string {
	if !p.Known {
		return "-"
	}
	return p.Value.StringFixed(shownDecimals)
}

// plus is the sum of two amounts, part by part.
func (a Amounts) plus(b Amounts) Amounts {
	return Amounts{a.Principal + b.Principal, a.Interest + b.Interest}
}

// minus is the difference of two amounts, part by part.
func (a Amounts) minus(b Amounts) Amounts {
	return Amounts{a.Principal - b.Principal, a.Interest - b.Interest}
}
