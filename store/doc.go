// Package store keeps what the bot knows and must never lose: the registers,
// the journal with its kept balances, the messages heard, the state of each
// talk, and the outbox.
//
// It promises that what one [DB.Update] wrote is there together or not at all,
// that an entry of the journal is never changed, that a message handed in twice
// is heard once, and that [Tx.Verify] finds any figure, chain or index that does
// not follow from the entries.
//
// The domain's verbs are written once over [Engine], a small ordered map of
// bytes; what is kept under which key is in keys.go. Amounts are whole rupiah,
// times are UTC.
package store
