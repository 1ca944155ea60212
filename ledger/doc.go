// Package ledger holds the rules of a revolving fund: money and dates, loan
// schedules, how a payment is shared out, what is late, and the double-entry
// journal that remembers it all.
//
// It is pure. Nothing here reads a clock, a disk or a network, and nothing is
// random: the same arguments give the same answer for ever. It imports no other
// package of this program, so another program for the same fund can use it.
//
// # Units and signs
//
// [Money] is whole rupiah. A rate is a decimal percentage. A [Date] is a day in
// the office's own time zone, never an instant. A posting's amount is positive;
// a [Balance] is debits less credits, so what a member owes is positive and
// what a purse holds is negative.
//
// # Two standings
//
// What a member owes falls when her treasurer receives the money. What the
// group owes the UPK (the sub-district fund office) moves only when the UPK
// receives it. Between the two, the money is cash held by the treasurer. Both
// standings are balances of accounts in one journal; see [Account].
//
// Figures and rules carry their source as S-numbers of docs/domain.md.
package ledger
