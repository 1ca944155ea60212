package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// blindSample is a message with what a clerk would understand (conversation/testdata/blind).
type blindSample struct {
	People  string       `json:"people"`
	From    string       `json:"from"`
	Text    string       `json:"text"`
	Intent  []string     `json:"intent"`
	Entries []blindEntry `json:"entries"`
	Must    []string     `json:"must_ask"`
	May     []string     `json:"may_ask"`
}

type blindEntry struct {
	Kind   string      `json:"kind"`
	Member any         `json:"member"` // a code, or several that the name fits
	Group  any         `json:"group"`  // as Member
	Amount json.Number `json:"amount"`
	Date   string      `json:"date"`
}

const blindDay = "2026-03-10"

// understood is what `bendahara understand` prints (docs/contract.md section 5).
type understood struct {
	Intent  string       `json:"intent"`
	Entries []blindEntry `json:"entries"`
	Asks    []string     `json:"asks"`
}

// TestBlind scores the messages whose writers had not seen the code: right or rightly asked
// are nine in ten and more, once they are known.
func TestBlind(t *testing.T) {
	files, err := filepath.Glob("../../conversation/testdata/blind/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no blind tests", err)
	}
	right, all := 0, 0
	for _, file := range files {
		samples := blindSamples(t, file)
		good := 0
		for i, got := range understandBlind(t, samples) {
			if why := samples[i].misses(got); why == "" {
				good++
			} else {
				t.Logf("%s: %s | %q\n\twant %v %v, asking %v\n\tgot  %s %v, asking %v", why, samples[i].From, samples[i].Text, samples[i].Intent, samples[i].Entries, samples[i].Must, got.Intent, got.Entries, got.Asks)
			}
		}
		t.Logf("%s: %d of %d", filepath.Base(file), good, len(samples))
		right, all = right+good, all+len(samples)
	}
	t.Logf("right or rightly asked: %d of %d", right, all)
	if right*100 < all*90 {
		t.Errorf("right or rightly asked are %d of %d, less than 90 per cent", right, all)
	}
}

func blindSamples(t *testing.T, file string) (out []blindSample) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		s := blindSample{People: "kalijambe"}
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatalf("%s: %v: %s", file, err, lines.Text())
		}
		out = append(out, s)
	}
	return out
}

// understandBlind has the command read the messages, in their order.
func understandBlind(t *testing.T, samples []blindSample) []understood {
	out := make([]understood, len(samples))
	for _, people := range []string{"kalijambe", "besar"} {
		dir := "../../conversation/testdata/" + people
		phones := blindPhones(t, dir)
		var in, printed bytes.Buffer
		var at []int
		for i, s := range samples {
			if s.People == people {
				at = append(at, i)
				fmt.Fprintf(&in, "%s\t%s\n", phones[s.From], strings.ReplaceAll(s.Text, "\n", `\n`))
			}
		}
		if len(at) == 0 {
			continue
		}
		e := &env{Context: t.Context(), Stdin: &in, Stdout: &printed, Stderr: io.Discard, Now: time.Now}
		if err := (&understandCmd{Workbook: dir, At: blindDay + "T09:00:00+07:00"}).Run(e); err != nil {
			t.Fatal(err)
		}
		lines := json.NewDecoder(&printed)
		for _, i := range at {
			if err := lines.Decode(&out[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// blindPhones are the phones of a workbook's people by their codes; nobody has that of a
// stranger.
func blindPhones(t *testing.T, dir string) map[string]string {
	phones := map[string]string{"unknown": "+6289900000001"}
	for _, sheet := range []string{"anggota.csv", "petugas.csv"} {
		data, err := os.ReadFile(filepath.Join(dir, sheet))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		code, phone := slices.Index(rows[0], "kode"), slices.Index(rows[0], "hp")
		for _, row := range rows[1:] {
			if phones[row[code]] = row[phone]; row[phone] == "" {
				phones[row[code]] = phones["unknown"]
			}
		}
	}
	return phones
}

// misses tells what is wrong with what was understood, "" if nothing.
func (s blindSample) misses(got understood) string {
	may := append(slices.Clone(s.May), s.Must...)
	asks := slices.DeleteFunc(slices.Clone(got.Asks), func(a string) bool { return a == "duplicate" || a == "excess" })
	left := slices.DeleteFunc(slices.Clone(got.Entries), func(e blindEntry) bool { return e.Kind == "general" })
	switch {
	case !slices.Contains(s.Intent, got.Intent):
		return "intent"
	case slices.ContainsFunc(s.Must, func(a string) bool { return !slices.Contains(asks, a) }):
		return "not asked"
	case slices.ContainsFunc(asks, func(a string) bool { return !slices.Contains(may, a) }):
		return "asked"
	case len(left) != len(s.Entries):
		return "entries"
	}
	for _, want := range s.Entries {
		i := slices.IndexFunc(left, func(e blindEntry) bool { return want.is(e, asks) })
		if i < 0 {
			return "entries"
		}
		left = slices.Delete(left, i, i+1)
	}
	return ""
}

// is tells whether the entry was understood, as far as it is not asked about.
func (want blindEntry) is(got blindEntry, asks []string) bool {
	asked := func(what ...string) bool {
		return slices.ContainsFunc(what, func(a string) bool { return slices.Contains(asks, a) })
	}
	if several, ok := want.Member.([]any); ok && (got.Member != nil && !slices.Contains(several, got.Member) || !asked("member")) {
		return false
	} else if !ok && want.Member != got.Member && !((want.Member == nil || got.Member == nil) && asked("member")) {
		return false
	}
	day := func(e blindEntry) string {
		if e.Date == "" {
			return blindDay
		}
		return e.Date
	}
	return (want.Kind == got.Kind || asked("purpose")) &&
		(want.Group == nil || got.Group == nil || want.Group == got.Group || asked("group")) &&
		(want.Amount == got.Amount || want.Amount == "" && asked("amount", "unit") || got.Amount == "" && asked("amount")) &&
		(day(want) == day(got) || asked("date"))
}
