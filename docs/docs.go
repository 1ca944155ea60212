// Package docs holds the documents that the program itself prints.
//
// It promises that they are the same words as people read in this folder:
//
//	pdf, err := report.GuidePDF(docs.TreasurersGuide)
package docs

import _ "embed" // the documents

// TreasurersGuide is the page that treasurers keep, in Indonesian, as markdown.
//
//go:embed panduan-bendahara.md
var TreasurersGuide string
