package store

import (
	"cmp"

	"bendahara/ledger"
)

// Chain is one chain of a store that is damaged, as it is kept to be.
type Chain struct {
	Group ledger.GroupCode
	chainState
}

// Name is the chain's group; the UPK's own is "UPK".
func (c Chain) Name() string { return cmp.Or(string(c.Group), "UPK") }

// Chains lists the chains in an engine without a look at their entries.
func Chains(r Reader) (list []Chain, err error) {
	prefix := chain.within()
	for key, b := range r.Scan(prefix, after(prefix), false) {
		c := Chain{Group: ledger.GroupCode(key[len(prefix):])}
		if err := decode(key, b, &c.chainState); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, r.Err()
}

// Follow follows the chain from its first entry to its last. It asks for one entry
// after the other: a scan would begin in the pages of another group, which may be the
// damaged ones.
func (c Chain) Follow(r Reader) error {
	tx := &Tx{r: r}
	var head ledger.ChainHead
	month := c.First
	for n := ledger.EntryNumber(1); n <= c.Number; n++ {
		var e ledger.Entry
		found := false
		for ; ; month++ {
			var err error
			if found, err = tx.get(journal.key(month, c.Group, n), &e); err != nil {
				return err
			}
			if found || month >= c.Last {
				break
			}
		}
		if !found || e.Follows(head) != nil {
			return bad("entry %s/%d is lost or altered", c.Name(), n)
		}
		head = e.Head()
	}
	if head != c.ChainHead {
		return bad("the chain of %s does not end as it is kept to", c.Name())
	}
	return nil
}
