package main

import (
	"context"
	"runtime/debug"
	running "runtime/metrics"
	"time"
)

// aimedMemory is what serve keeps its own memory below by collecting garbage more often, in
// bytes; where what is in use leaves too little room below that, it takes up to mostMemory,
// with which a machine of 128 MB still does, and more only for what is in use.
const (
	aimedMemory = 40 << 20
	mostMemory  = 108 << 20
)

// aimEvery is how often serve looks at what is in use.
const aimEvery = time.Second

// keepMemory keeps the memory of this process to the aim until the context ends.
func keepMemory(ctx context.Context) {
	tick := time.NewTicker(aimEvery)
	defer tick.Stop()
	for {
		debug.SetMemoryLimit(aim(memoryInUse()))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// aim is the limit of memory, where so many bytes live and so many others are no heap. A
// limit near to what lives has garbage collected without an end, by half of the processor:
// so what lives may have half as much garbage beside it, to mostMemory.
func aim(live, others int64) int64 { return max(aimedMemory, min(live+live/2+others, mostMemory)) }

// memoryInUse is what the last collection of garbage left, and what is no heap, in bytes.
func memoryInUse() (live, others int64) {
	of := []running.Sample{
		{Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	running.Read(of)
	others = int64(of[1].Value.Uint64())
	for _, heap := range of[2:] {
		others -= int64(heap.Value.Uint64())
	}
	return int64(of[0].Value.Uint64()), others
}
