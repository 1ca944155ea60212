package templates_test

import (
	"fmt"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/templates"
)

func ExampleRender() {
	echo := conversation.Echo{Line: conversation.EchoLine{
		Name: "Siti", Kind: ledger.Repayment, Amount: 250_000, Day: ledger.NewDate(2026, time.March, 10),
	}}
	for _, language := range []string{"id", "en"} {
		text, err := templates.Render(language, echo)
		if err != nil {
			fmt.Println(err)
			return
		}
		segments, septets := templates.Segments(text)
		fmt.Println(text)
		fmt.Println(segments, "segment,", septets, "septets")
	}
	// Output:
	// Siti bayar Rp250.000, 10 Mar 2026. Benar? Balas YA atau TIDAK.
	// 1 segment, 62 septets
	// Siti paid Rp250.000, 10 Mar 2026. Right? Reply YES or NO.
	// 1 segment, 57 septets
}

func ExampleSegments() {
	fmt.Println(templates.Segments("Café Rp50.000"))
	fmt.Println(templates.Segments("Harga: 5€"))
	fmt.Println(templates.Segments("10–12 Maret")) // the dash makes it UCS-2
	// Output:
	// 1 13
	// 1 10
	// 1 11
}
