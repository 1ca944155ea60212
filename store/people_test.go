package store_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
)

// people writes one of each of what is kept of people and their phones.
func (b *books) people() {
	b.t.Helper()
	b.do(put((*store.Tx).KeepRegistration, conversation.Registration{Phone: "+62899", Member: "A01-04", Group: "A01", Stage: conversation.ByCode, Code: "4821"}),
		put((*store.Tx).KeepHandover, conversation.HandingOver{Group: "A01", From: "A01-03", To: "A01-04", Witness: "K1"}),
		put((*store.Tx).KeepStandIn, conversation.StandingIn{Group: "A01", Member: "A01-04", Until: at(noon)}),
		put((*store.Tx).BindAddress, conversation.BindAddress{Address: "lid:77", Phone: sitiPhone}),
		put((*store.Tx).SuspendPhone, conversation.LostPhone{Phone: otherOne, By: "K1", Since: at(noon)}),
		func(tx *store.Tx) error { return tx.CountTry(sitiPhone, date("2026-03-10")) },
		wrote("twilio", conversation.WhatsApp, noon),
		put((*store.Tx).Amend, conversation.Amendment{What: conversation.PhoneAmended, Group: "A01", Member: "A01-03", Now: string(sitiPhone), At: at(noon)}))
}

func TestPeopleComeBackAsTheyWere(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fillBooks(b)
		b.reopen()
		same(t, "registrations", ask(b, (*store.Tx).Registrations), []conversation.Registration{
			{Phone: "+62899", Member: "A01-04", Group: "A01", Stage: conversation.ByCode, Code: "4821"},
		})
		same(t, "handovers", len(ask(b, (*store.Tx).Handovers)), 1)
		same(t, "stand-in", ask(b, of((*store.Tx).StandIn, ledger.GroupCode("A01"))).Member, "A01-04")
		same(t, "no stand-in", ask(b, of((*store.Tx).StandIn, ledger.GroupCode("B01"))), conversation.StandingIn{})
		same(t, "lost", ask(b, (*store.Tx).LostPhones)[0].Phone, otherOne)
		same(t, "an address's phone", ask(b, of((*store.Tx).PhoneOf, ledger.Phone("lid:77"))), sitiPhone)
		same(t, "an address that is nobody's", ask(b, of((*store.Tx).PhoneOf, ledger.Phone("lid:78"))), "lid:78")
		same(t, "addresses", len(ask(b, (*store.Tx).Addresses)), 1)
		same(t, "tries", ask(b, tries(sitiPhone, "2026-03-10")), 1)
		same(t, "tries of another day", ask(b, tries(sitiPhone, "2026-03-11")), 0)
		same(t, "amendments", len(ask(b, (*store.Tx).Amendments)), 1)
		b.do(put((*store.Tx).EndRegistration, ledger.Phone("+62899")), put((*store.Tx).EndHandover, ledger.GroupCode("A01")),
			put((*store.Tx).EndStandIn, ledger.GroupCode("A01")), put((*store.Tx).ObeyPhone, otherOne))
		same(t, "after all ended", []int{
			len(ask(b, (*store.Tx).Registrations)), len(ask(b, (*store.Tx).Handovers)), len(ask(b, (*store.Tx).LostPhones)),
		}, []int{0, 0, 0})
		b.healthy()
	})
}

func tries(p ledger.Phone, day string) func(*store.Tx) (int, error) {
	return func(tx *store.Tx) (int, error) { return tx.Tries(p, date(day)) }
}

// Reminders that were stopped at a number stay stopped at the one that takes its
// place, and nobody becomes a member by being changed.
func TestChangedMember(t *testing.T) {
	const newPhone ledger.Phone = "+6281390000777"
	stopped := func(p ledger.Phone) func(*store.Tx) (bool, error) { return of((*store.Tx).Stopped, p) }
	onEach(t, func(t *testing.T, b *books) {
		b.do(put((*store.Tx).PutMember, aMember("A01-03", "A01", sitiPhone)), put((*store.Tx).PutMember, aMember("A01-04", "A01", otherOne)),
			func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, true, at(noon)) },
			put((*store.Tx).ChangeMember, aMember("A01-03", "A01", newPhone)), put((*store.Tx).ChangeMember, aMember("A01-04", "A01", "+6281390000778")))
		same(t, "stopped at the new number", ask(b, stopped(newPhone)), true)
		same(t, "never stopped", ask(b, stopped("+6281390000778")), false)
		same(t, "by the new number", list(ask(b, of((*store.Tx).MembersByPhone, newPhone)), memberCode), []string{"A01-03"})
		same(t, "by the old one", list(ask(b, of((*store.Tx).MembersByPhone, sitiPhone)), memberCode), []string{})
		b.refuse("nobody", store.ErrNotFound, put((*store.Tx).ChangeMember, aMember("A01-09", "A01", newPhone)))
		b.healthy()
	})
}

// Whatever is kept and ended, in whatever order, what waits is what a map would
// hold, tries are counted by phone and day, and no amendment is ever lost.
func TestPeopleAgreeWithAModel(t *testing.T) {
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				b := &books{t: rt, begin: func() func() (store.Engine, error) { return engine.begin(t) }}
				b.start()
				defer b.close()
				b.do(put((*store.Tx).PutMember, aMember("A01-03", "A01")), put((*store.Tx).PutMember, aMember("A01-04", "A01")))
				waiting, counted := map[ledger.Phone]conversation.Registration{}, map[string]int{}
				var amended []conversation.Amendment
				phone := func(t *rapid.T) ledger.Phone { return draw(t, "phone", sitiPhone, otherOne, "+62899") }
				rt.Repeat(map[string]func(*rapid.T){
					"keep": func(t *rapid.T) {
						r := conversation.Registration{Phone: phone(t), Member: draw(t, "member", ledger.MemberCode("A01-03"), "A01-04"), Group: "A01", Asked: at(noon)}
						waiting[r.Phone] = r
						b.do(put((*store.Tx).KeepRegistration, r))
					},
					"end": func(t *rapid.T) {
						p := phone(t)
						delete(waiting, p)
						b.do(put((*store.Tx).EndRegistration, p))
					},
					"try": func(t *rapid.T) {
						p, day := phone(t), draw(t, "day", "2026-03-10", "2026-03-11")
						counted[day+string(p)]++
						b.do(func(tx *store.Tx) error { return tx.CountTry(p, date(day)) })
						same(t, "tries", ask(b, tries(p, day)), counted[day+string(p)])
					},
					"amend": func(t *rapid.T) {
						a := conversation.Amendment{What: conversation.PhoneAmended, Group: "A01", Member: "A01-03", Was: string(phone(t)), Now: string(phone(t)), At: at(noon).Add(time.Duration(len(amended)) * time.Hour)}
						amended = append(amended, a)
						b.do(put((*store.Tx).Amend, a))
					},
					"reopen": func(*rapid.T) { b.reopen() },
					"": func(t *rapid.T) {
						var want []conversation.Registration
						for _, p := range slices.Sorted(maps.Keys(waiting)) {
							want = append(want, waiting[p])
						}
						same(t, "what waits", ask(b, (*store.Tx).Registrations), want)
						same(t, "amendments", ask(b, (*store.Tx).Amendments), amended)
						b.healthy()
					},
				})
			})
		})
	}
}
