// Package console is the office's web pages: what came in today, the groups, what
// waits for a decision, the messages, the broadcasts and the reports.
//
// It promises that nobody sees anything before she has logged in; that a user may do
// what her officer's role may (contract.md section 3), looked up anew at each click, and
// by the very functions that the commands and messages use, so that a rule holds
// everywhere or nowhere; that nothing changes but by a POST from the page itself; that
// each log-in, each change and each look at a person's data is kept as a visit; and
// that all can be read and filled in without JavaScript: htmx (page/htmx.min.js, by
// .ci/htmx from npm, 0BSD) only renews parts of a page.
//
// Each word of a page is Indonesian and goes through {{t}}, or is a text in Go; what it
// is in English stands in page/english, a file a topic.
//
// Passwords are kept as argon2id hashes; who wants, or where the UPK wants it of all, also
// shows a one-time code of her phone (github.com/pquerna/otp). Sessions live in memory: they end with the
// program, after twelve hours, after two hours without a click, and at once where the
// user is removed or gets another password.
//
//	c := console.New(console.Options{DB: db, Bot: b, Now: time.Now, Reports: reports, Make: makeReport})
//	mux.Handle("/", c.Handler())
package console
