package ledger_test

import (
	"testing"

	"bendahara/ledger"
)

// benchLoan is the loan of G1: twelve instalments of it.
func benchLoan(b *testing.B) (ledger.Terms, ledger.Schedule) {
	terms := parseTerms(b, "9500000, flat 1.5 month, 12 x 1 month, paid out 2026-01-31")
	s, err := ledger.NewSchedule(terms)
	if err != nil {
		b.Fatal(err)
	}
	return terms, s
}

// BenchmarkSchedule makes a schedule of twelve instalments.
func BenchmarkSchedule(b *testing.B) {
	terms, _ := benchLoan(b)
	b.ReportAllocs()
	for b.Loop() {
		if s, err := ledger.NewSchedule(terms); err != nil || len(s) != 12 {
			b.Fatal(s, err)
		}
	}
}

// BenchmarkStanding looks at a schedule after five payments.
func BenchmarkStanding(b *testing.B) {
	_, s := benchLoan(b)
	on, paid := day(b, "2026-08-15"), ledger.Amounts{Principal: 3_958_335, Interest: 712_500}
	b.ReportAllocs()
	for b.Loop() {
		if st := s.On(on, paid); st.LateInstalments != 1 {
			b.Fatal(st)
		}
	}
}

// BenchmarkAllocate shares out a payment of more than what is late.
func BenchmarkAllocate(b *testing.B) {
	_, s := benchLoan(b)
	st := s.On(day(b, "2026-08-15"), ledger.Amounts{Principal: 3_958_335, Interest: 712_500})
	order := ledger.Settings{}.Order()
	b.ReportAllocs()
	for b.Loop() {
		if a, err := st.Allocate(1_500_000, order); err != nil || a.Paid().Total() != 1_500_000 {
			b.Fatal(a, err)
		}
	}
}
