// Package report makes documents for people: what a program reads is made elsewhere.
//
// It promises that the same data gives the same bytes, so that a document can be
// compared with the one that was printed before.
package report
