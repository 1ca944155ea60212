// Package conversation decides what follows from a message: [Next] takes the
// state of the talk, the message and the facts, and gives back a [Turn]: the new
// state, what to record, and what to say.
//
// It is pure. Time comes in with the message, facts through [Facts], and nothing
// goes out but the Turn, so a turn may be worked out twice and only once kept.
// A person's mistake is something to say; an error means that a fact could not
// be read. Amounts are whole rupiah; a day is a date in the UPK's zone.
//
// Money is never guessed: what is not sure is asked, nothing is booked before
// the sender has seen it and said yes (unless the UPK's setting konfirmasi books
// at once what is beyond doubt), and every entry can be reversed by one word.
package conversation
