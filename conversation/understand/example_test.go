package understand_test

import (
	"fmt"
	"time"

	"bendahara/conversation/understand"
)

func Example() {
	roster := understand.NewRoster([]understand.Person{
		{Member: "A01-02", Group: "A01", Name: "Ani Lestari"},
		{Member: "A01-03", Group: "A01", Name: "Siti Rahayu"},
	}, nil)
	context := understand.Context{
		Role: understand.Treasurer, Group: "A01", People: roster,
		Sent: time.Date(2026, 3, 10, 9, 0, 0, 0, time.FixedZone("WIB", 7*60*60)),
	}
	for _, text := range []string{"byr siti 250rb kmrn", "siti 250 tab 10", "siti sudah bayar belum?"} {
		m := understand.Read(text, context)
		fmt.Println(m.Intent, m.Asks)
		for _, s := range m.Slots {
			fmt.Println(" ", s.Members, s.Kind, s.Amount, s.Date)
		}
	}
	// Output:
	// repayment []
	//   [A01-03] repayment Rp250.000 2026-03-09
	// repayment [unit]
	//   [A01-03] repayment Rp250.000 2026-03-10
	//   [A01-03] savings_deposit Rp10.000 2026-03-10
	// arrears []
	//   [A01-03]  Rp0
}
