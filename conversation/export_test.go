package conversation

import "bendahara/ledger"

// FullNames are the names by which members are read back to who may name them.
func FullNames(members []ledger.Member) map[ledger.MemberCode]string {
	return fullNames(members, shortNames(members))
}
