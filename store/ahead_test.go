package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bendahara/conversation"
	"bendahara/ledger"
	"bendahara/store"
	"bendahara/store/memory"
)

// TestAheadDecidesOfWhatIs: what is read ahead of a transaction is decided again where
// somebody has written of it meanwhile, and only there.
func TestAheadDecidesOfWhatIs(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*store.Tx) error
		reads     int
	}{
		"nothing":        {func(*store.Tx) error { return nil }, 1},
		"another's talk": {func(tx *store.Tx) error { return tx.PutTalk(otherOne, conversation.State{Channel: conversation.SMS}) }, 1},
		"the same again": {func(tx *store.Tx) error { return tx.PutTalk(sitiPhone, conversation.State{}) }, 1},
		"her talk":       {func(tx *store.Tx) error { return tx.PutTalk(sitiPhone, conversation.State{Channel: conversation.SMS}) }, 2},
		"a member more":  {func(tx *store.Tx) error { return tx.PutMember(aMember("A01-09", "A01")) }, 2},
		"the last goes":  {func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, false, at(noon)) }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, b *books) {
				b.do(put((*store.Tx).PutGroup, ledger.Group{Code: "A01"}), put((*store.Tx).PutMember, aMember("A01-03", "A01")),
					func(tx *store.Tx) error { return tx.PutTalk(sitiPhone, conversation.State{}) },
					func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, true, at(noon)) })
				type facts struct {
					talk    conversation.Channel
					members int
					stopped bool
				}
				read := func(tx *store.Tx, f *facts) error {
					s, err := tx.Talk(sitiPhone)
					if err != nil {
						return err
					}
					members, err := tx.Members("A01")
					if err != nil {
						return err
					}
					f.talk, f.members = s.Channel, len(members)
					f.stopped, err = tx.Stopped(sitiPhone)
					return err
				}
				var ahead, within facts
				reads := 0
				err := b.db.UpdateAhead(t.Context(), func(tx *store.Tx) error {
					if reads++; reads == 1 {
						defer b.do(c.meanwhile) // behind the snapshot
					}
					return read(tx, &ahead)
				}, func(tx *store.Tx) error { return read(tx, &within) })
				if err != nil || ahead != within || reads != c.reads {
					t.Errorf("ahead %+v, within %+v, read %d times: %v", ahead, within, reads, err)
				}
			})
		})
	}
}

// TestAheadWritesNothingWhereItFails: an error of either half is the Update's, and one that
// was of the snapshot alone is none.
func TestAheadWritesNothingWhereItFails(t *testing.T) {
	onEach(t, func(t *testing.T, b *books) {
		fault := errors.New("a fault")
		writes := func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, true, at(noon)) }
		for name, c := range map[string]struct {
			read func(n int) error
			last error
			want error
		}{
			"reading":           {func(int) error { return fault }, nil, fault},
			"writing":           {func(int) error { return nil }, fault, fault},
			"the snapshot only": {func(n int) error { return map[int]error{1: fault}[n] }, nil, nil},
		} {
			n := 0
			err := b.db.UpdateAhead(t.Context(), func(*store.Tx) error { n++; return c.read(n) },
				func(tx *store.Tx) error { return errors.Join(writes(tx), c.last) })
			if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
				t.Errorf("%s: %v", name, err)
			}
			stopped := ask(b, func(tx *store.Tx) (bool, error) { return tx.Stopped(sitiPhone) })
			if stopped != (c.want == nil) {
				t.Errorf("%s: written %t", name, stopped)
			}
			b.do(func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, false, at(noon)) })
		}
	})
}

// TestAheadMissesNoChange: whatever is read and whatever is written meanwhile, what was
// read ahead is used only where reading gives the same.
func TestAheadMissesNoChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		engine := memory.New()
		key := rapid.Custom(func(t *rapid.T) string {
			return "k" + rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 0, 2, -1).Draw(t, "key")
		})
		value := rapid.SampledFrom([]string{"", "1", "2"})
		type step struct {
			kind     string
			from, to string
			reverse  bool
			most     int
		}
		steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
			return step{rapid.SampledFrom([]string{"get", "scan"}).Draw(t, "kind"), key.Draw(t, "from"), key.Draw(t, "to"), rapid.Bool().Draw(t, "reverse"), rapid.IntRange(1, 4).Draw(t, "most")}
		}), 1, 4).Draw(t, "reads")
		reads := func(r store.Reader) (got []string) {
			for _, s := range steps {
				if s.kind == "get" {
					v, err := r.Get([]byte(s.from))
					got = append(got, fmt.Sprint(s.from, v == nil, string(v), err))
					continue
				}
				left := s.most
				for k, v := range r.Scan([]byte(s.from), []byte(s.to), s.reverse) {
					if got, left = append(got, string(k)+"="+string(v)), left-1; left == 0 {
						break
					}
				}
				got = append(got, "|")
			}
			return got
		}
		change := func(most int) {
			n := rapid.IntRange(0, most).Draw(t, "changes")
			if err := engine.Update(context.Background(), func(w store.Writer) error {
				for range n {
					if rapid.Bool().Draw(t, "put") {
						if err := w.Put([]byte(key.Draw(t, "key")), []byte(value.Draw(t, "value"))); err != nil {
							return err
						}
					} else if err := w.Delete([]byte(key.Draw(t, "key"))); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		change(6)
		var before, now []string
		var hold func(store.Reader) (bool, error)
		var held bool
		err := engine.View(context.Background(), func(r store.Reader) error {
			r, hold = store.See(r)
			before = reads(r)
			return nil
		})
		change(2)
		if err == nil {
			err = engine.View(context.Background(), func(r store.Reader) (err error) { now = reads(r); held, err = hold(r); return err })
		}
		if err != nil || held != slices.Equal(before, now) {
			t.Fatalf("read %q, now %q, held %t: %v", before, now, held, err)
		}
	})
}

// TestAheadAfterARollback: what was read in a run of the transaction that came to nothing
// is not taken for what was read ahead.
func TestAheadAfterARollback(t *testing.T) {
	db := store.New(twice{memory.New()})
	if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SetStopped(sitiPhone, true, at(noon)) }); err != nil {
		t.Fatal(err)
	}
	var stopped bool
	err := db.UpdateAhead(t.Context(), func(tx *store.Tx) (err error) { stopped, err = tx.Stopped(sitiPhone); return err },
		func(tx *store.Tx) error {
			if is, err := tx.Stopped(sitiPhone); err != nil || is != stopped {
				t.Errorf("decided of %t, written of %t: %v", stopped, is, err)
			}
			return nil
		})
	if err != nil {
		t.Error(err)
	}
}

// twice is an engine that runs every Update first behind another that has taken a stop
// away, and rolls both back.
type twice struct{ store.Engine }

func (e twice) Update(ctx context.Context, fn func(store.Writer) error) error {
	_ = e.Engine.Update(ctx, func(w store.Writer) error {
		return errors.Join(w.Delete([]byte("1u"+sitiPhone)), fn(w), errors.New("rolled back"))
	})
	return e.Engine.Update(ctx, fn)
}
