package console

import (
	"errors"
	"strings"
	"testing"
)

func TestHash(t *testing.T) {
	const password = "kopi tubruk pagi"
	hash, err := Hash(password)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Fatal(hash, err)
	}
	again, _ := Hash(password)
	if again == hash {
		t.Error("two hashes of one password are the same: no salt")
	}
	if !matches(hash, password) || !matches(again, password) {
		t.Error("the password does not match its own hash")
	}
	for _, wrong := range []string{"", "kopi tubruk pag", "kopi tubruk pagi ", strings.Repeat("x", 1<<20)} {
		if matches(hash, wrong) {
			t.Errorf("%.20q matches", wrong)
		}
	}
	parts := strings.Split(hash, "$")
	for _, broken := range []string{
		"", "$", password, strings.Replace(hash, "t=3", "t=0", 1), strings.Replace(hash, "p=4", "p=0", 1),
		strings.Replace(hash, "v=19", "v=16", 1), strings.Replace(hash, "argon2id", "argon2i", 1),
		strings.Join(parts[:5], "$") + "$", strings.TrimSuffix(hash, parts[5]) + "!",
	} {
		if matches(broken, password) || matches(broken, "") {
			t.Errorf("%q has a password", broken)
		}
	}
	for _, bad := range []string{"", "123456789", strings.Repeat("a", MaxPassword+1)} {
		if _, err := Hash(bad); !errors.Is(err, ErrPassword) {
			t.Errorf("a password of %d letters: %v", len(bad), err)
		}
	}
}

func TestName(t *testing.T) {
	for written, want := range map[string]string{
		"rini": "rini", " Rini ": "rini", "bu.rini-2": "bu.rini-2", "r": "", "": "", "bu rini": "", "a/b": "", "rini\n.": "", strings.Repeat("a", 33): "",
	} {
		if got, err := Name(written); got != want || (err == nil) != (want != "") {
			t.Errorf("Name(%q) = %q, %v", written, got, err)
		}
	}
}
