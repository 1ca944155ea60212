package conversation

import "bendahara/ledger"

// The kinds of words about the ways by which messages go.
type (
	// NumberFails tells the office that nothing arrives at somebody's number.
	NumberFails struct {
		Name, Group string
		Phone       ledger.Phone
		Channel     Channel
	}
	// GatewayFails tells the office that a gateway has not worked for a while.
	GatewayFails struct {
		Gateway string // as the office knows it: "Twilio", "HP kantor", "WhatsApp"
		UPK     string
	}
	// GatewayWorks tells that it works again.
	GatewayWorks struct {
		Gateway string
		UPK     string
	}
)

// Kind names the template of each.
func (NumberFails) Kind() string  { return "number_fails" }
func (GatewayFails) Kind() string { return "gateway_fails" }
func (GatewayWorks) Kind() string { return "gateway_works" }
