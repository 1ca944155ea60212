package console

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"rsc.io/qr"

	"bendahara/store"
)

// One-time codes as authenticator apps know them (RFC 6238): six digits, a new one every
// 30 seconds, by SHA-1.
const (
	codeTime      = 30 * time.Second
	codeAround    = 1 // codes before and after, for a phone whose clock is off
	recoveryCodes = 10
)

// newSecret is what a user's codes follow from, and its address for the app.
func newSecret(upk, user string) (secret, address string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: strings.ReplaceAll("Bendahara "+upk, ":", " "), AccountName: user})
	if err != nil {
		return "", "", err
	}
	return key.Secret(), key.URL(), nil
}

// period is which of a secret's codes is valid.
func period(now time.Time) uint64 { return uint64(now.Unix()) / uint64(codeTime.Seconds()) }

// codeOf is the period of a code, where it is one of those that are valid now and came
// after the last.
func codeOf(secret, code string, after uint64, now time.Time) (uint64, bool) {
	for p := period(now) - codeAround; p <= period(now)+codeAround; p++ {
		ok, err := hotp.ValidateCustom(code, p, secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && ok && p > after {
			return p, true
		}
	}
	return 0, false
}

// accept tells whether a code is the user's, a one-time or a recovery one, and takes it
// off her: none works twice.
func accept(u *store.User, typed string, now time.Time) bool {
	code := strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(typed))
	if u.Secret == "" || len(code) > 64 {
		return false
	}
	if p, ok := codeOf(u.Secret, code, u.Used, now); ok {
		u.Used = p
		return true
	}
	if i := slices.Index(u.Recovery, hashOf(code)); i >= 0 {
		u.Recovery = slices.Delete(slices.Clone(u.Recovery), i, i+1)
		return true
	}
	return false
}

// newRecovery are codes to be written down, and their hashes, which are kept. They are
// long enough to need no slow hash.
func newRecovery() (codes, hashes []string) {
	for range recoveryCodes {
		code := strings.ToLower(rand.Text()[:16])
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		hashes = append(hashes, hashOf(code))
	}
	return codes, hashes
}

func hashOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// picture is a QR code: the size of its square, and the dark places as the path of an SVG.
type picture struct {
	Size int
	Path string
}

func draw(text string) (picture, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return picture{}, err
	}
	const margin = 4
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+margin, y+margin)
			}
		}
	}
	return picture{code.Size + 2*margin, path.String()}, nil
}
