package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bendahara/conversation"
	"bendahara/ledger"
)

// Gateway carries messages to phones. It says what happened; the bot decides
// what to do.
type Gateway interface {
	// Name is the gateway's own: "twilio", "simulator".
	Name() string
	// Channels are those that it carries.
	Channels() []conversation.Channel
	// Send hands one message over. Without an error the provider has taken it.
	// Every error is, or wraps, a *SendError; any other counts as Unknown.
	Send(ctx context.Context, m Outgoing) (Sent, error)
}

// Finder is a Gateway that can look up whether the provider took a message of
// which we don't know. The bot asks before it sends such a message again.
type Finder interface {
	// Find returns false where the provider has not heard of m.
	Find(ctx context.Context, m Outgoing) (Sent, bool, error)
}

// Outgoing is one message for a gateway to send.
type Outgoing struct {
	// ID is our own id: letters and digits, at most 20. Delivery reports must
	// bring it back.
	ID      string
	Channel conversation.Channel
	To      ledger.Phone
	Text    string
	// Class is its urgency, for a gateway that has queues or caps of its own.
	Class conversation.Class
	// NotAfter is when it is past its use; zero never.
	NotAfter time.Time
	// Written is when the message was put into the outbox: a provider's list
	// need not be searched further back.
	Written time.Time
	// Others are the provider's ids of other messages with the same words to the same
	// phone, where this one may have gone already: none of them is this one.
	Others []string
	// Heard is when the person last wrote to this gateway by this channel; zero:
	// never.
	Heard time.Time
	// Template names the approved template that says this where the channel takes
	// no free text; empty: there is none. Its variables are UPK and Text.
	Template string
	UPK      string
}

// Sent is a provider's word that it has taken a message.
type Sent struct {
	ProviderID string
	Segments   int    // 0 where the provider does not say
	Template   string // that carried it in place of free text
}

// Outcome says why a message was not sent.
type Outcome string

// The outcomes of a failed sending.
const (
	// Refused: this message will never go; try no more.
	Refused Outcome = "refused"
	// BadAddress: the number cannot take messages at all.
	BadAddress Outcome = "bad_address"
	// Stopped: the person has told the provider to stop us.
	Stopped Outcome = "stopped"
	// Closed: the channel takes no free text for this person now, and no template
	// of ours.
	Closed Outcome = "closed"
	// Misconfigured: nothing at all will go until somebody mends the settings.
	Misconfigured Outcome = "misconfigured"
	// Later: not now; certainly not taken.
	Later Outcome = "later"
	// UnknownOutcome: it may or may not have been taken.
	UnknownOutcome Outcome = "unknown"
)

// SendError is what a gateway returns when it could not send.
type SendError struct {
	Outcome Outcome
	// After is how long to wait at least before the next try; 0 leaves it to the bot.
	After time.Duration
	// Code is the provider's own error code, for the office.
	Code string
	Err  error
}

func (e *SendError) Error() string {
	return fmt.Sprintf("%s %s: %v", e.Outcome, e.Code, e.Err)
}

func (e *SendError) Unwrap() error { return e.Err }

// OutcomeOf is the outcome that an error from Send stands for.
func OutcomeOf(err error) Outcome {
	var send *SendError
	if errors.As(err, &send) {
		return send.Outcome
	}
	return UnknownOutcome
}

// Events are what a gateway tells the bot.
type Events struct {
	// Receive takes a message in. When it returns nil, the message, what it
	// changed and the reply to it are on disk together; only then may the gateway
	// acknowledge. It is safe to hand in the same message again.
	Receive func(context.Context, conversation.Message) error
	// Report takes a delivery report; an unknown id is no error.
	Report func(context.Context, Report) error
	// LastHeard is when the last message of a gateway was received, zero for never: a
	// gateway that can list what came need not look further back.
	LastHeard func(ctx context.Context, gateway string) (time.Time, error)
	// Heard tells whether a message was taken in, by the gateway's id of it, lately.
	Heard func(ctx context.Context, gateway, foreign string, now time.Time) (bool, error)
}

// Report is a provider's word on a message that it took.
type Report struct {
	ID       string // ours
	Provider string // the provider's id
	Delivery conversation.Delivery
	Code     string // the provider's error code
	// Outcome is what a failure's code stands for; empty where it is none of these.
	Outcome Outcome
	At      time.Time
}

// Linker is a gateway whose number is linked by its own phone, which scans a picture.
type Linker interface {
	Linked() bool
	// Link calls show with the text of each picture, until the number is linked or the
	// error says why it is not.
	Link(ctx context.Context, show func(qr string)) error
}
