package control_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"bendahara/bot/control"
)

func Example() {
	ctx, cancel := context.WithCancel(context.Background())
	folder, err := os.MkdirTemp("", "control")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	socket := filepath.Join(folder, "bendahara.sock")
	verify := func(stdin io.Reader, stdout io.Writer) {
		exit, running, err := control.Do(ctx, socket, []string{"verify"}, folder, stdin, stdout, os.Stderr)
		fmt.Println("exit", exit, "running", running, err)
	}
	verify(strings.NewReader(""), os.Stdout) // no serve: the command opens the store itself

	listener, err := control.Listen(socket)
	if err != nil {
		log.Fatal(err)
	}
	served := make(chan error)
	go func() {
		served <- control.Serve(ctx, listener, func(_ context.Context, c control.Call) int {
			input, _ := io.ReadAll(c.Stdin)
			fmt.Fprintf(c.Stdout, "%s within serve: %s\n", c.Args, input)
			return 0
		})
	}()
	verify(strings.NewReader("typed"), os.Stdout)
	cancel()
	fmt.Println(<-served)
	// Output:
	// exit 0 running false <nil>
	// [verify] within serve: typed
	// exit 0 running true <nil>
	// <nil>
}
