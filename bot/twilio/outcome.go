package twilio

import (
	"net/http"

	"bendahara/bot"
)

// outcomeOf says what an answer means for the message.
func outcomeOf(status, code int) bot.Outcome {
	switch {
	case status == http.StatusTooManyRequests: // "not processed", twilio.com/docs/api/errors/20429
		return bot.Later
	case status >= 500 || status == http.StatusRequestTimeout || status < 300:
		return bot.UnknownOutcome // may have been taken before it went wrong
	case status < 400: // Twilio does not redirect: a portal or a wrong address did
		return bot.Misconfigured
	}
	if outcome, known := outcomes[code]; known {
		return outcome
	}
	if code == 0 || status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusNotFound {
		return bot.Misconfigured // something else than Twilio answered, or Twilio does not know us
	}
	return bot.Refused
}

// outcomes are Twilio's error codes. What a code is, is said at
// https://www.twilio.com/docs/api/errors/<code>; which are alike is our own
// judgement, after that of the courier project.
var outcomes = map[int]bot.Outcome{
	21211: bot.BadAddress, // To is no number
	21614: bot.BadAddress, // To is no mobile number
	21635: bot.BadAddress, // To is a landline
	30005: bot.BadAddress, // unknown or no longer in use
	30006: bot.BadAddress, // landline, or a network that cannot be reached
	63003: bot.BadAddress, // not on WhatsApp
	63024: bot.BadAddress, // no WhatsApp recipient

	21610: bot.Stopped, // she has texted STOP to Twilio
	63033: bot.Stopped, // she has blocked us on WhatsApp

	20003: bot.Misconfigured, // SID or token wrong
	20005: bot.Misconfigured, // account not active
	21212: bot.Misconfigured, // From is no number
	21408: bot.Misconfigured, // the account may not send to this country
	21606: bot.Misconfigured, // From cannot send SMS, or is not ours
	21608: bot.Misconfigured, // a trial account, which sends to verified numbers only
	21609: bot.Misconfigured, // the status callback, so our public URL
	21659: bot.Misconfigured, // From is not a number of Twilio's
	21660: bot.Misconfigured, // From belongs to another account
	30002: bot.Misconfigured, // account suspended
	63007: bot.Misconfigured, // From is no WhatsApp sender

	21617: bot.Refused, // too long
	21655: bot.Refused, // ContentSid
	21656: bot.Refused, // ContentVariables
	30004: bot.Refused, // blocked
	30007: bot.Refused, // filtered
	63013: bot.Refused, // against the channel's policy
	63015: bot.Refused, // she has not joined the sandbox
	63028: bot.Refused, // template parameters
	63030: bot.Refused, // a parameter that the channel does not know
	63032: bot.Refused, // WhatsApp will not send to her for now
	63049: bot.Refused, // Meta chose not to deliver

	63016: bot.Closed, // outside WhatsApp's 24 hours, and no template

	14107: bot.Later, // too many a second
	20429: bot.Later, // too many at once
	30001: bot.Later, // queue full
	30003: bot.Later, // phone off or out of reach
	30008: bot.Later, // unknown to the network
	30022: bot.Later, // the network's rate
	30410: bot.Later, // the network timed out
	63018: bot.Later, // WhatsApp's rate
}
