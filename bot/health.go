package bot

import "time"

// Health is how a gateway is, as far as it can tell without sending anything.
type Health struct {
	Name string // the gateway's
	OK   bool   // messages go and come, or nothing is known to be wrong
	// Seen is the last sign of life from the other side: an answer, a webhook, a
	// pulse. Zero: none since the program started.
	Seen time.Time
	// Problem says in one sentence what is wrong and what to do; empty while OK.
	Problem string
}

// Healthy is a Gateway that knows how it is. It answers at once, from memory.
type Healthy interface {
	Health() Health
}
