package store

import "time"

// alikeBack is how much earlier a message with the same words may have been written and
// still have gone about when this one did.
const alikeBack = 48 * time.Hour

// Alike lists the provider's ids of other messages with the words of o to the same phone:
// who asks twice for her balance gets the same answer twice.
func (tx *Tx) Alike(o Outbound) (providers []string, err error) {
	for other, err := range all[Outbound](tx, outbox.within(), true) {
		if err != nil {
			return nil, err
		}
		if other.Written.Before(o.Written.Add(-alikeBack)) {
			break
		}
		if other.ID == o.ID || other.To != o.To || other.Text != o.Text {
			continue
		}
		for _, w := range append(other.Tried, Way{Provider: other.Provider}) {
			if w.Provider != "" {
				providers = append(providers, w.Provider)
			}
		}
	}
	return providers, nil
}
