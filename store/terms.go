package store

import "bendahara/ledger"

// Terms counts the changes of a group's loans, and with "" those of the settings and of
// the holidays. What is worked out of a group's entries and loans is the same as long
// as these and the head of its chain are.
func (tx *Tx) Terms(g ledger.GroupCode) (count uint64, err error) {
	_, err = tx.get(terms.key(g), &count)
	return count, err
}

func (tx *Tx) termsChanged(g ledger.GroupCode) error {
	count, err := tx.Terms(g)
	if err != nil {
		return err
	}
	return tx.put(terms.key(g), count+1)
}
