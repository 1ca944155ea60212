// Package bottest runs dialogues: conversations as text files, in the form of
// docs/contract.md section 4, against a whole bot with the simulator as its phones.
//
// It promises that a dialogue that passes has shown what it says: every message
// that went out was checked by a line (unless the file says loose), the clock
// moves only where the file moves it, and at the end the store verifies.
package bottest
