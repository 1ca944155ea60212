package conversation

import (
	"hash/fnv"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Limits of a talk that leads nowhere: a bot that answers ours would never end, and
// each answer costs money.
const (
	maxSame   = 20  // the same text is answered so often
	maxIdle   = 100 // messages that change nothing are answered so often
	noiseTime = 10 * time.Minute
)

// Noise counts the messages of a phone that changed nothing, until it is still for
// noiseTime.
type Noise struct {
	Text string    `json:"text,omitempty"` // a digest: words are kept elsewhere, and not for ever
	Same int       `json:"same,omitempty"`
	Idle int       `json:"idle,omitempty"`
	Last time.Time `json:"last,omitzero"`
}

// NoMore says that a text which came again and again is not answered any more for
// a while.
type NoMore struct{ Office Contact }

// Kind names the template.
func (NoMore) Kind() string { return "no_more" }

// noise takes the message into the count, and tells whether it is too much: then
// it is answered once with NoMore, and not at all after that.
func (t *turn) noise() (bool, error) {
	n := &t.State.Noise
	if t.now.Sub(n.Last) > noiseTime {
		*n = Noise{}
	}
	sum := fnv.New64a()
	sum.Write([]byte(strings.Join(strings.Fields(strings.ToLower(t.message.Text)), " ")))
	text := strconv.FormatUint(sum.Sum64(), 36)
	if text != n.Text {
		n.Text, n.Same = text, 0
	}
	n.Last = t.now
	n.Same++
	n.Idle++
	if n.Same <= maxSame && n.Idle <= maxIdle {
		return false, nil
	}
	if n.Same != maxSame+1 && n.Idle != maxIdle+1 {
		return true, nil
	}
	office, err := t.office()
	t.reply(NoMore{Office: office})
	return true, err
}

// settled forgets the count where the message led somewhere: something was
// recorded or changed, or the talk is not where it was.
func (t *turn) settled(before State) {
	if t.State.Noise == (Noise{}) {
		return
	}
	if len(t.Entries)+len(t.Changes) > 0 || !reflect.DeepEqual(place(before), place(t.State)) {
		t.State.Noise = Noise{}
	}
}

// place is where a talk is, whenever it came there.
func place(s State) State {
	s.Noise, s.Channel = Noise{}, ""
	if s.Offer != nil {
		o := *s.Offer
		o.Made, o.Code, o.Repeats = time.Time{}, "", 0
		s.Offer = &o
	}
	if s.Roll != nil {
		r := *s.Roll
		r.Touched, r.Repeats, r.Paused = time.Time{}, 0, false
		s.Roll = &r
	}
	if s.Rest != nil {
		r := *s.Rest
		r.Made = time.Time{}
		s.Rest = &r
	}
	return s
}
