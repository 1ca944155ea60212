package bolt_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"bendahara/store"
	"bendahara/store/bolt"
)

func Example() {
	directory, err := os.MkdirTemp("", "bolt")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(directory)

	engine, err := bolt.Open(filepath.Join(directory, "store.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Close()

	ctx := context.Background()
	err = engine.Update(ctx, func(w store.Writer) error {
		return w.Put([]byte("loan/L1"), []byte("Rp250.000"))
	})
	if err != nil {
		log.Fatal(err)
	}
	var due string
	err = engine.View(ctx, func(r store.Reader) error {
		value, err := r.Get([]byte("loan/L1"))
		due = string(value)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(due, engine.Check())
	// Output: Rp250.000 <nil>
}
