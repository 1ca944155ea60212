package console

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// How a password is hashed: RFC 9106's second recommended choice, 64 MiB and three
// passes. The figures stand in each hash, so they may be raised.
const (
	hashMemory  = 64 << 10 // KiB
	hashPasses  = 3
	hashThreads = 4
	hashBytes   = 32
	saltBytes   = 16
)

// Limits of names and passwords.
const (
	MinPassword = 10 // letters
	MaxPassword = 200
)

// Why a user cannot be made so.
var (
	ErrName     = errors.New("a user's name is 2 to 32 small letters, digits, dots and dashes")
	ErrPassword = fmt.Errorf("a password has %d to %d letters", MinPassword, MaxPassword)
)

var userName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,31}$`)

// Name is a user's name as it is kept: in small letters. It returns ErrName.
func Name(written string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(written))
	if !userName.MatchString(name) {
		return "", ErrName
	}
	return name, nil
}

// Hash is what is kept of a password. It returns ErrPassword for one that is too short
// to be one, or too long.
func Hash(password string) (string, error) {
	if n := utf8.RuneCountInString(password); n < MinPassword || n > MaxPassword {
		return "", ErrPassword
	}
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashThreads, hashBytes)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, hashMemory, hashPasses, hashThreads, encode(salt), encode(sum)), nil
}

// matches tells whether a password is the one of a hash; a hash that cannot be read
// has none.
func matches(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || len(password) > 4*MaxPassword {
		return false
	}
	var version, memory, passes uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); err != nil || passes == 0 || threads == 0 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) != hashBytes {
		return false
	}
	return subtle.ConstantTimeCompare(argon2.IDKey([]byte(password), salt, passes, memory, threads, hashBytes), want) == 1
}
