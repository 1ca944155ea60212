package ledger

import "fmt"

// Scheme is the UPK's table of classes: the settings kolektibilitas and, for
// sendiri, kolektibilitas_tabel. It returns the errors of [FindScheme].
func (s Settings) Scheme() (Scheme, error) {
	return FindScheme(s.Get("kolektibilitas"), s.Get("kolektibilitas_tabel"))
}

// IncentiveRule is the UPK's rule for IPTW: the settings iptw_persen, iptw_hari and
// iptw_aturan. It returns ErrIncentive where the per cent cannot be.
func (s Settings) IncentiveRule() (IncentiveRule, error) {
	percent, ok := parsePercentage(s.Get("iptw_persen"))
	if !ok {
		return IncentiveRule{}, fmt.Errorf("iptw_persen = %q: %w", s.Get("iptw_persen"), ErrIncentive)
	}
	r := IncentiveRule{Percent: percent, Days: s.Int("iptw_hari"), All: s.Get("iptw_aturan") == "semua"}
	return r, r.Check()
}

// SurplusRule is the UPK's yearly split: the setting surplus. It returns the errors
// of [ParseSurplus].
func (s Settings) SurplusRule() (SurplusRule, error) { return ParseSurplus(s.Get("surplus")) }

// maxRuleText is how long the text of a rule may be, in bytes.
const maxRuleText = 1000

func validPercentage(v string) bool {
	_, ok := parsePercentage(v)
	return ok
}

// validClasses lets nothing in too: the table is wanted only for sendiri.
func validClasses(v string) bool {
	if v == "" {
		return true
	}
	_, err := ParseClasses(v)
	return err == nil && len(v) <= maxRuleText
}

func validSurplus(v string) bool {
	_, err := ParseSurplus(v)
	return err == nil && len(v) <= maxRuleText
}
