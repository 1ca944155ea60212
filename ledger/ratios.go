package ledger

import "github.com/shopspring/decimal"

// Band is how good a ratio is.
type Band string

// The bands of domain.md section 1.6. The sources grade urban ratios in three steps
// and a UPK's health in four.
const (
	NoBand        Band = "" // no value, or the sources have no bands
	Good          Band = "baik"
	Fair          Band = "cukup"
	Poor          Band = "kurang"
	Healthy       Band = "sehat"
	FairlyHealthy Band = "cukup sehat"
	HardlyHealthy Band = "kurang sehat"
	Unhealthy     Band = "tidak sehat"
)

// Ratio is a figure of a report with the formula that must stand beside it, because
// its name is used for different things.
type Ratio struct {
	Name    string // a code: "par"
	Formula string // in the words of the reports
	// Value is in per cent, to two decimals, half away from zero; it means nothing
	// unless Known. It is not known where the divisor is zero or less.
	Value decimal.Decimal
	Known bool
	Band  Band
	// Points of the health score, where the sources say how many: Scored.
	Points int
	Scored bool
}

// step is a band up to a bound, the bound with it where it is closed.
type step struct {
	bound  string
	closed bool
	band   Band
	points int
	scored bool
}

// The bands of each ratio, the lowest figures first; the last step has no bound.
var (
	// S1 gives points to the first two steps and the last; what those between are
	// worth is not known.
	riskSteps = []step{
		{"5", false, Good, 40, true},
		{"10", false, Good, 35, true},
		{"12.5", false, Fair, 0, false},
		{"15", false, Fair, 0, false},
		{"17.5", false, Fair, 0, false},
		{"20", false, Fair, 0, false},
		{"25", false, Poor, 0, false},
		{"", false, Poor, 0, true},
	}
	lateSteps    = []step{{bound: "10", closed: true, band: Good}, {bound: "20", closed: true, band: Fair}, {band: Poor}}
	repaidSteps  = []step{{bound: "80", band: Poor}, {bound: "90", band: Fair}, {band: Good}}
	coverSteps   = []step{{bound: "100", band: Poor}, {bound: "125", band: Fair}, {band: Good}}
	returnSteps  = []step{{bound: "0", band: Poor}, {bound: "10", band: Fair}, {band: Good}}
	reserveSteps = []step{{bound: "100", band: Poor}, {"", false, Good, 20, true}}
	healthSteps  = []step{
		{bound: "37.5", closed: true, band: Unhealthy},
		{bound: "62.5", closed: true, band: HardlyHealthy},
		{bound: "87.5", closed: true, band: FairlyHealthy},
		{band: Healthy},
	}
)

// find is the step of num/den; the comparison is exact, whatever is shown.
func find(steps []step, num, den decimal.Decimal) step {
	for _, s := range steps {
		if s.bound == "" {
			return s
		}
		c := num.Cmp(decimal.RequireFromString(s.bound).Mul(den))
		if c < 0 || s.closed && c == 0 {
			return s
		}
	}
	return step{}
}

// newRatio is num over den in per cent.
func newRatio(name, formula string, num, den decimal.Decimal, steps []step) Ratio {
	r := Ratio{Name: name, Formula: formula}
	if den.Sign() <= 0 {
		return r
	}
	num = num.Mul(decimal.NewFromInt(perCent))
	s := find(steps, num, den)
	r.Value, r.Known = num.DivRound(den, shownDecimals), true
	r.Band, r.Points, r.Scored = s.band, s.points, s.scored
	return r
}

// RiskRatio is overdue principal over principal balance (S1). The bands are ours
// (INF): S1 has points only, 40 below 5 per cent, 35 below 10, 0 from 25.
func RiskRatio(overduePrincipal, balance Money) Ratio {
	return newRatio("risiko", "tunggakan pokok / saldo pokok", overduePrincipal.Decimal(), balance.Decimal(), riskSteps)
}

// NonPerforming is the balance of all classes but the best over the whole balance,
// the best class first. The UPK report of S1 prints classes II and III only, which
// is right where there are three classes; of five it leaves out the two worst. The
// sources have no bands for it.
func NonPerforming(balanceByClass []Money) Ratio {
	var all, bad Money
	for i, m := range balanceByClass {
		all += m
		if i > 0 {
			bad += m
		}
	}
	return newRatio("npl", "saldo semua kelas selain yang terbaik / saldo pokok", bad.Decimal(), all.Decimal(), nil)
}

// LateInstalments is from how many late instalments on a loan counts in PAR, LAR
// and RR (S12).
const LateInstalments = 3

// PAR is portfolio at risk: the principal balance of loans with three or more late
// instalments over the principal balance (S12).
func PAR(lateBalance, balance Money) Ratio {
	return newRatio("par", "saldo pinjaman yang menunggak 3 angsuran atau lebih / saldo pokok", lateBalance.Decimal(), balance.Decimal(), lateSteps)
}

// LAR is loans at risk: groups with three or more late instalments over groups
// with a loan (S12).
func LAR(lateGroups, activeGroups int) Ratio {
	return newRatio("lar", "kelompok yang menunggak 3 angsuran atau lebih / kelompok aktif",
		decimal.NewFromInt(int64(lateGroups)), decimal.NewFromInt(int64(activeGroups)), lateSteps)
}

// RR is the repayment rate of S12: the principal balance less the overdue principal
// of loans with three or more late instalments, over the principal balance.
func RR(lateOverdue, balance Money) Ratio {
	return newRatio("rr", "(saldo pokok - tunggakan pinjaman yang menunggak 3 angsuran atau lebih) / saldo pokok",
		(balance - lateOverdue).Decimal(), balance.Decimal(), repaidSteps)
}

// CCr is cost coverage: income over cost of the same time (S12).
func CCr(income, cost Money) Ratio {
	return newRatio("ccr", "pendapatan / biaya", income.Decimal(), cost.Decimal(), coverSteps)
}

// ROI is the profit of so many months, made a year's, over capital (S12).
func ROI(profit Money, months int, capital Money) Ratio {
	return newRatio("roi", "laba x 12 / jumlah bulan / modal", profit.Decimal().Mul(decimal.NewFromInt(monthsPerYear)),
		capital.Decimal().Mul(decimal.NewFromInt(int64(months))), returnSteps)
}

// ReserveAdequacy is the reserve held over the reserve required (S1): 20 points
// from 100 per cent on. What less is worth is not known.
func ReserveAdequacy(held, required Money) Ratio {
	return newRatio("cadangan", "cadangan yang ada / cadangan yang wajib", held.Decimal(), required.Decimal(), reserveSteps)
}

// HealthBand is the band of a UPK's health score of 0 to 100 points: above 87.5
// healthy, above 62.5 fairly, above 37.5 scarcely, else ill (S1).
func HealthBand(points decimal.Decimal) Band {
	return find(healthSteps, points, decimal.NewFromInt(1)).band
}

// Portfolio adds up what the ratios of loans need. The zero value is ready.
type Portfolio struct {
	Balance, Overdue         Money // principal
	LateBalance, LateOverdue Money // principal of loans with LateInstalments or more late
	Required                 Money // reserve
	ByClass                  []Money
	groups                   map[GroupCode]bool // with a loan: whether one is late
}

// Add adds a loan of the group; one without principal left changes nothing. The
// loans of one portfolio are classed by one scheme.
func (p *Portfolio) Add(group GroupCode, c Collectability) {
	if c.Balance <= 0 {
		return
	}
	p.Balance += c.Balance
	p.Overdue += c.Overdue
	p.Required += c.Reserve
	for len(p.ByClass) < c.Class.Number {
		p.ByClass = append(p.ByClass, 0)
	}
	if c.Class.Number > 0 {
		p.ByClass[c.Class.Number-1] += c.Balance
	}
	late := c.Arrears.Instalments >= LateInstalments
	if late {
		p.LateBalance += c.Balance
		p.LateOverdue += c.Overdue
	}
	if p.groups == nil {
		p.groups = map[GroupCode]bool{}
	}
	p.groups[group] = p.groups[group] || late
}

// Groups counts the groups with a loan, and those of them that are late.
func (p *Portfolio) Groups() (active, late int) {
	for _, isLate := range p.groups {
		if isLate {
			late++
		}
	}
	return len(p.groups), late
}

// Ratios are the ratios of the loans: risk, NPL, PAR, LAR, RR and, of the reserve
// held, its adequacy.
func (p *Portfolio) Ratios(reserveHeld Money) []Ratio {
	active, late := p.Groups()
	return []Ratio{
		RiskRatio(p.Overdue, p.Balance), NonPerforming(p.ByClass), PAR(p.LateBalance, p.Balance), LAR(late, active),
		RR(p.LateOverdue, p.Balance), ReserveAdequacy(reserveHeld, p.Required),
	}
}
