package workbook

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

// The demonstration UPK: as many villages, groups and rupiah as UPK Kalijambe
// published (seed 001), and nobody who lives.
const (
	demoSPP    = 142
	demoUEP    = 69
	demoAssets = ledger.Money(3_302_099_385) // cash, bank and loans outstanding
	// demoSheet keeps the guide, and marks the store as a demonstration.
	demoSheet = "demo"
)

// Guide says what to try in the demonstration: whose phone to be, what to type.
type Guide struct {
	UPK    string
	People []GuidePerson // the treasurer first, then a member of her group
}

// GuidePerson is somebody to be.
type GuidePerson struct {
	Name  string
	Phone ledger.Phone
	Is    string // "bendahara Melati (S073), Krikilan"
	Try   []string
}

// Demo fills an empty store with UPK Kalijambe and returns what to try. The same
// now gives the same store; its dates lie around now, so that something falls due
// every day. The error wraps ErrNotEmpty, or is the store's.
func Demo(ctx context.Context, db *store.DB, now time.Time) (Guide, error) {
	var guide Guide
	err := db.Update(ctx, func(tx *store.Tx) error {
		if empty, err := isEmpty(tx); err != nil || !empty {
			return errors.Join(err, notEmpty(empty))
		}
		d := newDemo(tx, now)
		if err := d.fill(); err != nil {
			return err
		}
		guide = d.guide()
		return keepGuide(tx, guide)
	})
	if err != nil {
		return Guide{}, fmt.Errorf("demonstration: %w", err)
	}
	return guide, nil
}

func keepGuide(tx *store.Tx, g Guide) error {
	var rows []store.SheetRow
	for _, p := range g.People {
		rows = append(rows, store.SheetRow{
			"upk": g.UPK, "name": p.Name, "phone": string(p.Phone), "is": p.Is, "try": strings.Join(p.Try, "\n"),
		})
	}
	return tx.PutSheetRows(demoSheet, rows)
}

// DemoGuide is the guide of a store that Demo filled; false for any other.
func DemoGuide(tx *store.Tx) (Guide, bool, error) {
	rows, err := tx.SheetRows(demoSheet)
	if err != nil || len(rows) == 0 {
		return Guide{}, false, err
	}
	g := Guide{UPK: rows[0]["upk"]}
	for _, r := range rows {
		g.People = append(g.People, GuidePerson{r["name"], ledger.Phone(r["phone"]), r["is"], strings.Split(r["try"], "\n")})
	}
	return g, true, nil
}

// demo makes the demonstration within one transaction.
type demo struct {
	tx      *store.Tx
	dice    dice
	zone    *time.Location
	today   ledger.Date
	books   *importer // the standings as the history goes on; it writes nothing
	chains  map[ledger.GroupCode][]ledger.Entry
	phones  int
	members map[ledger.GroupCode][]ledger.Member
	every   int          // each how many-th group is there
	earlier int          // loans that each group had before, at least
	hero    ledger.Group // of whom the guide tells
	heroine ledger.Loan
}

func newDemo(tx *store.Tx, now time.Time) *demo {
	zone := ledger.Settings{}.Zone()
	return &demo{
		tx: tx, every: 1, dice: demoSeed, zone: zone, today: ledger.DateOf(now.In(zone)),
		books:  newImporter(nil, &Book{}, now, false),
		chains: map[ledger.GroupCode][]ledger.Entry{}, members: map[ledger.GroupCode][]ledger.Member{},
	}
}

func (d *demo) fill() error {
	if err := d.office(); err != nil {
		return err
	}
	for i := 0; i < demoSPP+demoUEP; i += d.every {
		g := d.group(i)
		if err := d.people(g); err != nil {
			return err
		}
		if err := d.history(g, i); err != nil {
			return err
		}
	}
	if err := d.ownBooks(); err != nil {
		return err
	}
	for _, g := range sortedKeys(d.chains) {
		head := ledger.ChainHead{}
		for _, e := range d.chains[g] {
			e = e.Seal(head)
			head = e.Head()
			if err := d.tx.Post(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *demo) office() error {
	if err := d.tx.PutUPK(ledger.UPK{Code: "KLJ", Name: "UPK Kalijambe", District: "Kalijambe", Regency: "Sragen"}); err != nil {
		return err
	}
	if err := d.tx.PutSetting("zona", "WIB"); err != nil {
		return err
	}
	for i, name := range demoVillages {
		if err := d.tx.PutVillage(ledger.Village{Code: villageCode(i), Name: name}); err != nil {
			return err
		}
	}
	officers := []ledger.Officer{
		{Code: "P01", Name: "Bambang Susilo", Role: ledger.Head},
		{Code: "P02", Name: "Endang Purwanti", Role: ledger.Clerk},
		{Code: "P03", Name: "Wahyuni Astuti", Role: ledger.Bookkeeper},
		{Code: "P04", Name: "Ratna Puspita", Role: ledger.Cashier},
		{Code: "P05", Name: "Sutrisno Raharjo", Role: ledger.Supervisor},
	}
	used := map[string]bool{}
	for i := 0; i < len(demoVillages); i += 2 { // each facilitator looks after two villages (seed 001)
		officers = append(officers, ledger.Officer{
			Code: ledger.OfficerCode(fmt.Sprintf("F%02d", i/2+1)), Name: d.dice.name(i%4 == 0, used), Role: ledger.Facilitator,
			Villages: []ledger.VillageCode{villageCode(i), villageCode(i + 1)},
		})
	}
	for _, o := range officers {
		o.Phone = d.phone()
		if err := d.tx.PutOfficer(o); err != nil {
			return err
		}
	}
	return nil
}

func villageCode(i int) ledger.VillageCode { return ledger.VillageCode(fmt.Sprintf("D%02d", i+1)) }

func (d *demo) phone() ledger.Phone {
	d.phones++
	return demoPhone(d.phones)
}

// group is the i-th group: the women's groups first, spread over the villages.
func (d *demo) group(i int) ledger.Group {
	if i < demoSPP {
		village := i % len(demoVillages)
		g := ledger.Group{
			Code: ledger.GroupCode(fmt.Sprintf("S%03d", i+1)), Type: ledger.SPP, Village: villageCode(village),
			Name: womensGroups[i/len(demoVillages)], ArrearsShared: d.dice.chance(70),
		}
		if demoVillages[village] == "Krikilan" && d.hero.Code == "" {
			d.hero = g
		}
		return g
	}
	i -= demoSPP
	return ledger.Group{
		Code: ledger.GroupCode(fmt.Sprintf("U%02d", i+1)), Type: ledger.UEP, Village: villageCode(i % len(demoVillages)),
		Name: mensGroups[i/len(demoVillages)], ArrearsShared: d.dice.chance(40),
	}
}

// people gives a group its members: eight to twelve, the first its treasurer, the
// second its chair, the third its secretary. A third of the others have no phone.
func (d *demo) people(g ledger.Group) error {
	used := map[string]bool{}
	offices := []ledger.Office{ledger.Treasurer, ledger.Chair, ledger.Secretary}
	var list []ledger.Member
	for i := range 8 + d.dice.below(5) {
		woman := g.Type == ledger.SPP || d.dice.chance(35)
		m := ledger.Member{
			Code: ledger.MemberCode(fmt.Sprintf("%s-%02d", g.Code, i+1)), Group: g.Code, Name: d.dice.name(woman, used),
			Title: "Pak", Office: ledger.Ordinary, Status: ledger.Active, Consent: d.dice.chance(92),
		}
		if woman {
			m.Title = "Bu"
		}
		if i < len(offices) {
			m.Office = offices[i]
		}
		if hasPhone := !d.dice.chance(40); hasPhone || i < 2 {
			m.Phone = d.phone()
		}
		if g.Code == d.hero.Code {
			d.storyMember(&m, i)
		}
		if m.Consent {
			m.ConsentDay = d.today - ledger.Date(300+d.dice.below(200))
		}
		list = append(list, m)
	}
	d.members[g.Code] = list
	g.Meeting = fmt.Sprintf("tanggal %d", dayOf(d.anchor(g)))
	if err := d.tx.PutGroup(g); err != nil {
		return err
	}
	for _, m := range list {
		if err := d.tx.PutMember(m); err != nil {
			return err
		}
	}
	return nil
}

// storyMember names the people of the guide, and the two Sris that show how a
// name that fits two is asked back.
func (d *demo) storyMember(m *ledger.Member, i int) {
	names := []string{"Ani Lestari", "Wati Suryani", "Endang Rahayu", "Siti Rahmawati", "Sri Wahyuni", "Sri Utami"}
	if i >= len(names) {
		m.Name = otherName(m.Name)
		return
	}
	m.Name, m.Consent = names[i], true
	if names[i] == "Siti Rahmawati" && m.Phone == "" {
		m.Phone = d.phone()
	}
}

// otherName keeps the story's first names to themselves.
func otherName(name string) string {
	first, second, _ := strings.Cut(name, " ")
	for _, taken := range []string{"Siti", "Sri", "Ani", "Wati", "Endang"} {
		if first == taken {
			return "Tumini " + second
		}
	}
	return name
}

func dayOf(d ledger.Date) int {
	_, _, day := d.Civil()
	return day
}
