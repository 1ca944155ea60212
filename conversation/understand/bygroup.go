package understand

import (
	"slices"

	"bendahara/ledger"
)

// bearWords say that an instalment was paid in somebody's place.
var bearWords = []string{
	"tutup", "nutup", "ditutup", "nutupi", "ditutupi", "nutupin", "ditutupin", "menutup", "tutupin", "tutupi", "bayari", "dibayari", "dibayarin", "dibayarkan", "bayarin", "mbayari", "dibayar", "dipakai", "dipake", "kepakai", "kepake", "pakai", "pake", "nganggo", "dienggo",
	"tombok", "nombok", "nomboki", "ditomboki", "tomboki", "nambal", "nambali", "ditambal", "ditambali", "urunan", "patungan", "iuran", "dibagi",
}

// coveredByGroup reads "angsuran siti 275rb ditutup kas kelompok dulu" and "tanggung renteng: sri
// 275rb kita tutup": what the group paid in somebody's place, never money that she brought.
func (m *reading) coveredByGroup(out *Meaning) bool {
	if m.c.Role != Treasurer && m.c.Role != Officer || m.part || m.count(anAmount) != 1 || m.others() != 1 || !m.saidText("tanggung_renteng", "renteng", "tanggungrenteng", "tr", "kas_kelompok", "uang_kelompok", "uang_kas", "kas_klp", "kas", "kelompok", "klp", "klpk", "bersama") || m.isQuestion() || m.isPlan() || m.has(tSoon|tWish|tUndo|tWrong) || m.hasText(owedBack...) {
		return false
	}
	bears := m.hasText(bearWords...) || m.hasText(covers...) || m.hasText(covered...)
	jointly := m.saidText("tanggung_renteng", "renteng", "tanggungrenteng", "tr")
	cash := m.saidText("kas_kelompok", "uang_kelompok", "uang_kas", "kas_klp") || m.saidText("kas", "uang", "dana", "duit", "duite") && m.saidText("kelompok", "klp", "klpk", "bersama")
	whole := m.saidText("kelompok", "klp", "bareng2", "bareng_bareng", "rame2", "rame_rame", "bersama2") && (m.hasText(covered...) || m.saidText("dibayari", "dibayarin", "ditutup", "ditutupi"))
	if !bears || !(jointly || cash || whole) {
		return false
	}
	s := Slot{Kind: ledger.Cover, Cover: &Covering{}, Date: m.dayOr(out)}
	if m.dayApart() {
		out.ask(AskDate)
	}
	m.whoseCover(&s)
	at := slices.IndexFunc(m.tokens, func(t token) bool { return t.kind == anAmount })
	if s.Amount, s.Unsure = m.tokens[at].amount.value, m.tokens[at].amount.unsure; s.Amount <= 0 || m.tokens[at].amount.short {
		return false
	}
	if len(s.Members) != 1 || s.Guessed {
		out.ask(AskMember)
	}
	if s.Unsure {
		out.ask(AskUnit)
	}
	out.Intent, out.Slots, out.Unread = Repayment, []Slot{s}, m.unread()
	return true
}

// disbursed reads an officer's "dana 8jt mawar sudah dicairkan": it went out of the UPK.
func (m *reading) disbursed() bool {
	return m.c.Role == Officer && m.hasText("dicairkan", "cair", "cairkan", "pencairan", "nyairke", "dicairke", "cairnya", "dicairin") && !m.has(tReceive|tBring|tDecide|tLoan)
}
