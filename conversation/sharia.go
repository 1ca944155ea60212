package conversation

// sharia tells whether all of these loans follow sharia rules, and there is one:
// what is said of them then has no interest and no fines (domain.md section 3).
func sharia(open []openLoan) bool {
	for _, o := range open {
		if !o.Sharia() {
			return false
		}
	}
	return len(open) > 0
}

// allSharia tells the same of all loans that the group ever had.
func (g *groupFacts) allSharia() bool {
	for _, is := range g.sharia {
		if !is {
			return false
		}
	}
	return len(g.sharia) > 0
}
