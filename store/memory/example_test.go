package memory_test

import (
	"context"
	"fmt"
	"log"

	"bendahara/store"
	"bendahara/store/memory"
)

func Example() {
	ctx := context.Background()
	engine := memory.New()
	err := engine.Update(ctx, func(w store.Writer) error {
		if err := w.Put([]byte("member/2"), []byte("Sri")); err != nil {
			return err
		}
		return w.Put([]byte("member/1"), []byte("Wati"))
	})
	if err != nil {
		log.Fatal(err)
	}

	engine = engine.Reopen() // the process restarts
	defer engine.Close()
	err = engine.View(ctx, func(r store.Reader) error {
		for key, value := range r.Scan([]byte("member/"), []byte("member0"), false) {
			fmt.Printf("%s %s\n", key, value)
		}
		return r.Err()
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// member/1 Wati
	// member/2 Sri
}
