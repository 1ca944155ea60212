package store

// Grouped is what New puts over an engine, for the tests of what engines promise.
func Grouped(engine Engine) Engine { return newGrouped(engine) }

// MaxGroup is how many are committed together.
const MaxGroup = maxGroup
