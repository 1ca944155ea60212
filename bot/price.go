package bot

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// prices are what a segment costs: the rows of the sheet harga.
type prices []price

type price struct {
	gateway, channel, prefix string
	each                     decimal.Decimal
}

// byTemplate is the channel, in the sheet, of what goes by an approved template of
// WhatsApp's: that costs more than an answer.
const byTemplate = "wa_templat"

func pricesOf(tx *store.Tx) (prices, error) {
	rows, err := tx.SheetRows("harga")
	if err != nil {
		return nil, err
	}
	var all prices
	for i, row := range rows {
		each, err := decimal.NewFromString(row["harga_per_segmen"])
		if err != nil {
			return nil, fmt.Errorf("sheet harga, row %d: %w", i+2, err)
		}
		prefix := strings.NewReplacer(" ", "", "-", "").Replace(row["awalan"])
		if local, is := strings.CutPrefix(prefix, "0"); is {
			prefix = "+62" + local
		}
		all = append(all, price{strings.ToLower(row["gateway"]), strings.ToLower(row["kanal"]), prefix, each})
	}
	return all, nil
}

// each is the price of a segment by a way: of the rows of the gateway and channel that
// with the longest prefix of the number. False: there is none.
func (p prices) each(gateway, channel string, to ledger.Phone) (best decimal.Decimal, known bool) {
	longest := -1
	for _, row := range p {
		if row.gateway == gateway && row.channel == channel && strings.HasPrefix(string(to), row.prefix) && len(row.prefix) > longest {
			best, longest = row.each, len(row.prefix)
		}
	}
	return best, longest >= 0
}

// cost is what a message costs that a provider took; WhatsApp counts messages and no
// segments. Without a price it is 0.
func (p prices) cost(o store.Outbound) ledger.Money {
	units := max(o.Segments, 1)
	each, known := p.each(o.Gateway, string(o.Channel), o.To)
	if o.Channel == conversation.WhatsApp {
		units = 1
		if dearer, is := p.each(o.Gateway, byTemplate, o.To); o.Template != "" && is {
			each, known = dearer, true
		}
	}
	if !known {
		return 0
	}
	return ledger.Money(each.Mul(decimal.NewFromInt(int64(units))).Round(0).IntPart())
}

// compare puts the cheaper of two gateways for a message first; one without a price is
// neither.
func (p prices) compare(o store.Outbound, a, b string) int {
	costA, knownA := p.each(a, string(o.Channel), o.To)
	costB, knownB := p.each(b, string(o.Channel), o.To)
	if !knownA || !knownB {
		return 0
	}
	return costA.Compare(costB)
}
