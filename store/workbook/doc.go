// Package workbook carries a UPK's registers and books in and out of the store:
// as a workbook that people fill in (an .xlsx, or a directory of .csv named as
// its sheets), as a whole journal (.jsonl), and out for hledger. It also fills a
// store with the demonstration UPK.
//
// It promises that a workbook goes in whole or not at all; that whatever is
// wrong with it is told as [Fault]s, each with sheet, row and column as the
// person sees them and what to write instead; that the same file again changes
// nothing; that a workbook taken out and put into an empty store gives the same
// registers and balances, which [Export] tries out before it writes; and that a
// .jsonl gives the same journal, entry for entry, hashes included.
//
// Sheets and columns are those of docs/contract.md section 2; their table is in
// sheets.go. Amounts in files are whole rupiah, dates ISO, phones E.164, and a
// balance of an opening is positive on the side where its account usually is.
package workbook
