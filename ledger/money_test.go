package ledger_test

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"bendahara/ledger"
)

func TestMoneyPrints(t *testing.T) {
	for _, c := range []struct {
		money          ledger.Money
		digits, string string
	}{
		{0, "0", "Rp0"},
		{5, "5", "Rp5"},
		{999, "999", "Rp999"},
		{1000, "1.000", "Rp1.000"},
		{250_000, "250.000", "Rp250.000"},
		{1_092_500, "1.092.500", "Rp1.092.500"},
		{-999, "-999", "-Rp999"},
		{-1000, "-1.000", "-Rp1.000"},
		{-250_000, "-250.000", "-Rp250.000"},
		{ledger.MaxMoney, "1.000.000.000.000", "Rp1.000.000.000.000"},
	} {
		if got := c.money.Digits(); got != c.digits {
			t.Errorf("Digits(%d) = %q, want %q", int64(c.money), got, c.digits)
		}
		if got := c.money.String(); got != c.string {
			t.Errorf("String(%d) = %q, want %q", int64(c.money), got, c.string)
		}
	}
}

func TestParseMoney(t *testing.T) {
	for text, want := range map[string]ledger.Money{
		"0": 0, "250000": 250_000, "-250000": -250_000, "1000000000000": ledger.MaxMoney, "-1000000000000": -ledger.MaxMoney,
	} {
		if got, err := ledger.ParseMoney(text); err != nil || got != want {
			t.Errorf("ParseMoney(%q) = %d, %v; want %d", text, int64(got), err, int64(want))
		}
	}
	for _, text := range []string{
		"", " ", "250.000", "250,000", "2.5", "Rp250000", "250rb", "1e6", "0x10", "1_000", "--5",
		"1000000000001", "-1000000000001", "9223372036854775808", "-9223372036854775808",
	} {
		if got, err := ledger.ParseMoney(text); !errors.Is(err, ledger.ErrMoney) {
			t.Errorf("ParseMoney(%q) = %d, %v; want ErrMoney", text, int64(got), err)
		}
	}
}

func TestMoneyInJSON(t *testing.T) {
	data, err := json.Marshal(struct{ Amount ledger.Money }{250_000})
	if err != nil || string(data) != `{"Amount":"250000"}` {
		t.Errorf("got %s, %v", data, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		m := ledger.Money(rapid.Int64Range(-int64(ledger.MaxMoney), int64(ledger.MaxMoney)).Draw(t, "money"))
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var back ledger.Money
		if err := json.Unmarshal(data, &back); err != nil || back != m {
			t.Fatalf("%d became %s and then %d, %v", int64(m), data, int64(back), err)
		}
	})
}
