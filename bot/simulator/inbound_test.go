package simulator_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/ledger"
)

func TestAgainAndEcho(t *testing.T) {
	b := newBooks(simulator.Options{Run: "t"})
	if err := b.gateway.Again(t.Context()); !errors.Is(err, simulator.ErrNothing) {
		t.Errorf("Again with nothing typed: %v", err)
	}
	full := errors.New("disk full")
	b.fault = full
	for i, text := range []string{"a", "b", "c"} {
		err := b.gateway.Type(t.Context(), ratna, conversation.SMS, text, time.Time{})
		if wantErr := i == 0; errors.Is(err, full) != wantErr {
			t.Fatalf("Type %s: %v", text, err)
		}
	}
	original := b.received
	b.received = nil
	if err := b.gateway.Again(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.fault = full
	if err := b.gateway.Echo(t.Context()); !errors.Is(err, full) {
		t.Errorf("Echo hides the bot's error: %v", err)
	}
	want := append([]conversation.Message{original[2]}, original...)
	if !reflect.DeepEqual(b.received, want) {
		t.Errorf("delivered again %+v,\nwant the last, then all: %+v", b.received, want)
	}
}

func TestNumber(t *testing.T) {
	for written, want := range map[string]ledger.Phone{
		"+6281390000101": ratna, "081390000101": ratna, "0813-9000-0101": ratna, " 0813 9000 0101 ": ratna,
		"+1 202 555 0143": "+12025550143",
		"":                "", "siti": "", "12": "", "+": "", strings.Repeat("0813", 20): "",
	} {
		got, err := simulator.Number(written)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("Number(%q) = %q, %v, want %q", written, got, err, want)
		}
	}
}
