package bottest_test

import (
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"bendahara/bot/bottest"
	"bendahara/store"
	"bendahara/store/bolt"
	"bendahara/store/memory"
	"bendahara/store/storetest"
)

// wrap is what a mode puts around an engine.
type wrap func(store.Engine) store.Engine

func none(e store.Engine) store.Engine { return e }

// onMemory opens an engine in memory, and the same again at a restart.
func onMemory(w wrap) func() (store.Engine, error) {
	engine := memory.New()
	return func() (store.Engine, error) {
		engine = engine.Reopen()
		return w(engine), nil
	}
}

// onBolt opens a real file, and the same again at a restart.
func onBolt(t *testing.T, w wrap) func() (store.Engine, error) {
	path := filepath.Join(t.TempDir(), "dialogue.db")
	return func() (store.Engine, error) {
		engine, err := bolt.OpenNoSync(path)
		if err != nil {
			return nil, err
		}
		return w(engine), nil
	}
}

// faults loses every fourth commit, and another fourth is done without our knowing.
func faults(seed uint64) wrap {
	chance := rand.New(rand.NewPCG(seed, 1))
	return func(e store.Engine) store.Engine {
		return storetest.Faulty(e, func() storetest.Fault {
			return []storetest.Fault{storetest.Works, storetest.Works, storetest.Lost, storetest.Unknown}[chance.IntN(4)]
		})
	}
}

// TestDialogues runs every dialogue in every way; each must show the same talk
// and leave the same books.
func TestDialogues(t *testing.T) {
	files, err := filepath.Glob("../../conversation/testdata/*.dialog")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d dialogues found, want at least 40 (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			plain, err := bottest.Run(t.Context(), file, bottest.Setup{Open: onMemory(none)})
			if err != nil {
				t.Fatal(err)
			}
			ways := map[string]bottest.Setup{
				"bolt":           {Open: onBolt(t, none)},
				"echoed":         {Open: onMemory(none), Echo: true},
				"echoed on bolt": {Open: onBolt(t, none), Echo: true},
				"doubled":        {Open: onMemory(storetest.Twice)},
				"faulty":         {Open: onMemory(faults(1)), Insist: 100},
				"faulty on bolt": {Open: onBolt(t, faults(2)), Insist: 100, Echo: true},
			}
			for name, setup := range ways {
				got, err := bottest.Run(t.Context(), file, setup)
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				compare(t, name, plain, got)
			}
		})
	}
}

func compare(t *testing.T, name string, want, got bottest.Record) {
	t.Helper()
	if !slices.Equal(want.Books, got.Books) {
		t.Errorf("%s: the books are not the same: %d entries, plainly %d", name, len(got.Books), len(want.Books))
	}
	same := func(a, b []string) bool { return slices.Equal(a, b) }
	if !maps.EqualFunc(want.Talk, got.Talk, same) {
		t.Errorf("%s: the talk is not the same: %v\nplainly: %v", name, got.Talk, want.Talk)
	}
}
