package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"
	"testing/synctest"
	"time"
)

// TestTheAimLeavesRoom: what lives is below the limit with half as much garbage beside it,
// since a limit near to it takes half of the processor; little keeps to the aim, and much
// to the most.
func TestTheAimLeavesRoom(t *testing.T) {
	for _, c := range []struct{ live, others, want int64 }{
		{0, 0, 40 << 20}, {10 << 20, 5 << 20, 40 << 20}, {32 << 20, 10 << 20, 58 << 20}, {60 << 20, 10 << 20, 100 << 20}, {100 << 20, 10 << 20, 108 << 20},
	} {
		if got := aim(c.live, c.others); got != c.want {
			t.Errorf("%d live and %d others: %d, want %d", c.live, c.others, got, c.want)
		}
	}
}

// TestTheLimitFollowsWhatLives of this very process.
func TestTheLimitFollowsWhatLives(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go keepMemory(ctx)
		kept := make([]byte, 60<<20)
		runtime.GC()
		time.Sleep(2 * aimEvery)
		if limit := debug.SetMemoryLimit(-1); limit < 90<<20 {
			t.Errorf("with 60 MB that live the limit is %d MB", limit>>20)
		}
		runtime.KeepAlive(kept)
	})
}
