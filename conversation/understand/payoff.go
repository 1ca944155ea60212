package understand

import (
	"slices"

	"bendahara/ledger"
)

// payoffWords say that a loan is ended. "lunas" says it too, but of an instalment as
// well.
var payoffWords = []string{"pelunasan", "melunasi", "lunasi", "dilunasi", "ngelunasi", "nglunasi"}

// instalmentWords make "lunas" an instalment that is paid in full: "lunas bulan ini".
var instalmentWords = []string{
	"bulan_ini", "bln_ini", "minggu_ini", "bulan", "bln", "minggu", "mggu", "mgg", "bulanan", "mingguan", "periode", "hari",
	"angsuran", "angs", "angsurannya", "angsuranya", "ansuran", "angsurn", "cicilan", "cicilannya", "setoran", "iuran", "bayaran", "tunggakan",
	"tunggakannya", "tagihan", "instalment", "installment", "month", "week",
}

// ofOneInstalment tells whether an instalment or its month is named: "lunas maret".
func (m *reading) ofOneInstalment() bool {
	return m.hasText(instalmentWords...) || slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == aWord && months[t.text] > 0 })
}

// markPayoff says that the one repayment of the message ends a loan.
func (m *reading) markPayoff(out *Meaning) {
	if !m.has(tPaidOff) && !m.hasText(payoffWords...) || m.ofOneInstalment() {
		return
	}
	at := -1
	for i, s := range out.Slots {
		if s.NotPaid || s.Kind == ledger.Repayment {
			if at >= 0 {
				return
			}
			at = i
		}
	}
	if at >= 0 && !out.Slots[at].Due && !out.Slots[at].NotPaid {
		out.Slots[at].Payoff = true
	}
}

// asksPayoff reads "siti mau melunasi berapa" and "siti mau melunasi": what would she
// have to pay?
func (m *reading) asksPayoff() bool {
	for _, t := range m.tokens {
		if t.kind == aDay && (t.day.ahead || t.day.past != ledger.DateOf(m.c.Sent)) {
			return false
		}
	}
	if m.count(anAmount) > 0 || m.has(tSoon|tNotYet|tCannot|tUPK) || m.ofOneInstalment() {
		return false
	}
	return m.hasText(payoffWords...) || m.has(tPaidOff) && m.hasText(muchWords...)
}

// topic is a question about figures, about something that has no intent of its own.
func (m *reading) topic(of Topic) Meaning { return m.topicOf(Balance, of) }

func (m *reading) topicOf(intent Intent, of Topic) Meaning {
	out := m.about(intent)
	out.Topic = of
	return out
}
