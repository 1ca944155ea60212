package bot_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// fresh is what there is to tell at a moment that was not told before, of the groups that
// the store says are to be looked at, or of all.
func fresh(w *world, all bool) []string {
	return ask(w, func(tx *store.Tx) ([]string, error) {
		list, err := tx.ToLook(w.now)
		if all {
			var groups []ledger.Group
			groups, err = tx.Groups()
			list = nil
			for _, g := range groups {
				list = append(list, store.ToLook{Group: g.Code})
			}
		}
		watch, failed := conversation.NewWatch(tx, w.now)
		if err = errors.Join(err, failed); err != nil {
			return nil, err
		}
		var keys []string
		for _, g := range list {
			look, err := watch.At(g.Group)
			if err != nil {
				return nil, err
			}
			for _, r := range look.Due {
				step, is, err := r.Fresh(tx.Caused)
				if err != nil {
					return nil, err
				}
				if is {
					keys = append(keys, step.Key)
				}
			}
		}
		slices.Sort(keys)
		return keys, nil
	})
}

// TestTheIndexMissesNobody: whatever is written, whenever it is looked and however long the
// program was off, what is found by the index of looks is what a look at all groups finds,
// and after reminding there is nothing left.
func TestTheIndexMissesNobody(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			h := newHistory(t, rand.New(rand.NewPCG(seed, 6)))
			moments, found := 0, 0
			for range 150 {
				for h.passes(); h.chance(75); h.now = h.now.Add(time.Duration(h.dice.IntN(300)) * time.Minute) {
					if h.chance(25) {
						h.happens()
					}
					all := fresh(h.world, true)
					if by := fresh(h.world, false); !slices.Equal(all, by) {
						t.Fatalf("%v: by the index %q are due, of all %q", h.now, by, all)
					}
					if h.chance(3) {
						_, err := h.db.Verify(t.Context(), nil)
						h.must(err)
					}
					if moments++; len(all) > 0 {
						found++
					}
					if h.chance(80) {
						h.remind()
						if left := fresh(h.world, true); len(left) > 0 && h.may() {
							t.Fatalf("%v: after reminding %q are due", h.now, left)
						}
					}
				}
			}
			if t.Logf("%d moments, something was due in %d", moments, found); found < 50 {
				t.Error("hardly anything was due")
			}
		})
	}
}

// keepers are the treasurers of the borrowers.
var keepers = map[ledger.Phone]ledger.Phone{siti: ani, wati: ani, dewi: ratna}

// history is whatever may happen in the villages, one thing after the other.
type history struct {
	*world
	dice  *rand.Rand
	loans int
}

func newHistory(t *testing.T, dice *rand.Rand) *history {
	h := &history{newWorld(t, memory.New()), dice, 0}
	h.write(func(tx *store.Tx) error {
		return errors.Join(
			tx.PutOfficer(ledger.Officer{Code: "P01", Name: "Bambang", Phone: bambang, Role: ledger.Head}),
			tx.PutGroup(ledger.Group{Code: "A01", Name: "Melati", Type: ledger.SPP, Meeting: "Senin"}),
			tx.PutGroup(ledger.Group{Code: "B01", Name: "Mawar", Type: ledger.SPP, Meeting: "malam Sabtu Pahing"}),
			tx.PutSetting("rekap_bendahara", "ya"), tx.PutSetting("konfirmasi", "bila_ragu"))
	})
	for range 6 {
		h.lends()
	}
	return h
}

func (h *history) chance(percent int) bool { return h.dice.IntN(100) < percent }

// passes goes on to a morning: mostly the next, sometimes one after a time in the dark, and
// rarely the clock is found to have been wrong.
func (h *history) passes() {
	days := 1
	switch dice := h.dice.IntN(60); {
	case dice < 4:
		days = 2 + h.dice.IntN(9)
	case dice == 4:
		days = -h.dice.IntN(40)
	}
	year, month, day := h.now.In(wib).Date()
	h.now = time.Date(year, month, day+days, 7, h.dice.IntN(180), h.dice.IntN(60), 0, wib)
}

func (h *history) may() (may bool) {
	return ask(h.world, func(tx *store.Tx) (bool, error) {
		settings, err := tx.Settings()
		if err != nil {
			return false, err
		}
		is, err := tx.Holiday(ledger.DateOf(h.now.In(settings.Zone())))
		return settings.MaySend(h.now, func(ledger.Date) bool { return is }), err
	})
}

func (h *history) lends() {
	who := oneOf(h, siti, wati, dewi)
	code, day := borrowers[who].code, ledger.DateOf(h.now)-ledger.Date(h.dice.IntN(60))
	h.loans++
	h.write(func(tx *store.Tx) error {
		return lendOn(tx, ledger.LoanCode(fmt.Sprint(code[:3], "-X", h.loans)), ledger.GroupCode(code[:3]), day, code)
	})
}

func oneOf[T any](h *history, values ...T) T { return values[h.dice.IntN(len(values))] }

// happens is one thing that is written.
func (h *history) happens() {
	keeper, who := oneOf(h, ani, ratna), oneOf(h, siti, wati, dewi)
	name, code, hers := borrowers[who].name, borrowers[who].code, keepers[who]
	member := func(fn func(*ledger.Member)) {
		h.write(func(tx *store.Tx) error {
			m, err := tx.Member(code)
			fn(&m)
			return errors.Join(err, tx.PutMember(m))
		})
	}
	switch h.dice.IntN(20) {
	case 0, 1:
		h.says(hers, fmt.Sprintf("bayar %s %d", name, 25_000*(1+h.dice.IntN(30))), "ya")
	case 2:
		h.says(keeper, "semua bayar", "ya")
	case 3, 4:
		u := conversation.NotPaid{Member: code, Group: ledger.GroupCode(code[:3]), Message: fmt.Sprint("i", h.said), At: h.now, Promise: ledger.DateOf(h.now) + ledger.Date(h.dice.IntN(8))}
		h.write(func(tx *store.Tx) error { return tx.KeepUnpaid(u) })
	case 5:
		h.says(keeper, "batal", "ya")
	case 6:
		h.says(who, oneOf(h, "salah", "saya sudah bayar 100rb"), "ya")
	case 7:
		h.says(hers, "bayar "+name+" 25000") // her talk waits for an answer while
		h.says(who, "saya sudah bayar 50rb", "ya")
	case 8:
		h.says(keeper, oneOf(h, "ya", "tidak", "lanjut"))
	case 9:
		h.says(bambang, fmt.Sprintf("tolak D%d sudah benar", 1+h.dice.IntN(6)), "ya")
	case 10:
		h.says(keeper, "rapat", "ya", "0")
	case 11:
		h.says(who, oneOf(h, "berhenti", "setuju"))
	case 12:
		member(func(m *ledger.Member) { m.Status = oneOf(h, ledger.Active, ledger.Active, ledger.Left) })
	case 13:
		member(func(m *ledger.Member) { m.Office = oneOf(h, ledger.Ordinary, ledger.Treasurer) })
	case 14:
		h.lends()
	case 15:
		d := ledger.DateOf(h.now) + ledger.Date(h.dice.IntN(30))
		h.write(func(tx *store.Tx) error {
			return errors.Join(tx.PutHoliday(d, "libur"), tx.PutHoliday(d+1, "libur"), tx.PutHoliday(d+2, "libur"))
		})
	case 16:
		meets := oneOf(h, "", "tanggal 31", "Rabu", "Sabtu Pahing", "malam Jumat")
		h.write(func(tx *store.Tx) error {
			return tx.PutGroup(ledger.Group{Code: "B01", Name: "Mawar", Type: ledger.SPP, Meeting: meets})
		})
	case 17:
		for range 6 {
			h.says(ani, fmt.Sprintf("tabungan %s %d", oneOf(h, "siti", "wati"), 1_000*(1+h.dice.IntN(90))))
		}
	default:
		s := oneOf(h,
			[2]string{"pengingat_hari", "-1,5"}, [2]string{"pengingat_hari", "-3,0,3,7"}, [2]string{"pengingat_hari", "0,30; SPP -7,0,14"},
			[2]string{"pengingat", "tidak"}, [2]string{"pengingat", "ya"}, [2]string{"hari_kirim", "Senin-Jumat"}, [2]string{"zona", "WIT"},
			[2]string{"libur_geser", "sesudah"}, [2]string{"libur_geser", "tidak"})
		h.write(func(tx *store.Tx) error {
			return errors.Join(tx.PutSetting(s[0], s[1]), tx.PutSetting("pengingat", "ya"))
		})
	}
}

// TestALookThatIsWrong is named by verify, and nobody is looked for in vain after a holiday
// that is added late, or where the looks are of another version.
func TestALookThatIsWrong(t *testing.T) {
	onEach(t, func(w *world) {
		w.now = at("03-12 08:00")
		w.remind()
		_, err := w.db.Verify(w.Context(), nil)
		w.must(err)
		looks := func() (keys [][]byte) {
			w.must(w.engine.View(w.Context(), func(r store.Reader) error {
				for key := range r.Scan([]byte("17"), []byte("18"), false) {
					keys = append(keys, key)
				}
				return r.Err()
			}))
			return keys
		}
		gone := looks()
		w.must(w.engine.Update(w.Context(), func(wr store.Writer) error {
			return errors.Join(wr.Delete(gone[0]), wr.Put([]byte("17\xff\xff\xff\xff\xff\xff\xff\xffA01"), []byte("\x01true")))
		}))
		if _, err := w.db.Verify(w.Context(), nil); !errors.Is(err, store.ErrVerify) || !strings.Contains(err.Error(), "group A01") {
			t.Errorf("verify says %v of a look that is gone and one that is too late", err)
		}
		w.must(w.engine.Update(w.Context(), func(wr store.Writer) error { return wr.Put([]byte("18"), []byte("\x01{}")) }))
		w.now = at("03-13 09:00")
		w.remind()
		if got := len(looks()); got != 3 { // with the wrong one, which does no harm
			t.Errorf("%d looks after those of another version", got)
		}
		before := len(w.outbox())
		w.write(func(tx *store.Tx) error { return tx.PutHoliday(ledger.NewDate(2026, 3, 14), "libur") }) // the 15th is a Sunday
		w.remind()
		if got := len(w.outbox()) - before; got != 5 {
			t.Errorf("%d were told of the due day on the last open day before it, want 5", got)
		}
	})
}
