package bot_test

import (
	"context"
	"strings"
	"sync"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

// arrival is a message that reached the network.
type arrival struct {
	bot.Outgoing
	At time.Time
}

// network stands for a provider: it takes what it is sent, or does what the test
// wants of it.
type network struct {
	// does is what happens to a message: whether it is taken, and what is said of
	// it. Without it all are taken.
	does func(context.Context, bot.Outgoing) (bool, error)
	now  func() time.Time

	mu    sync.Mutex
	taken []arrival
	tries int

	template string // that carries what it takes
}

func (n *network) Name() string { return "net" }

func (n *network) Channels() []conversation.Channel {
	return []conversation.Channel{conversation.SMS, conversation.WhatsApp}
}

func (n *network) Send(ctx context.Context, m bot.Outgoing) (bot.Sent, error) {
	taken, err := true, error(nil)
	if n.does != nil {
		taken, err = n.does(ctx, m)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tries++
	if taken {
		n.taken = append(n.taken, arrival{m, n.now()})
	}
	return bot.Sent{ProviderID: "P" + m.ID, Template: n.template}, err
}

// texts are what a phone got; without a phone, all of them.
func (n *network) texts(to ...ledger.Phone) (list []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.taken {
		if len(to) == 0 || a.To == to[0] {
			list = append(list, a.Text)
		}
	}
	return list
}

// fails makes the network answer so to everything, taking nothing.
func (n *network) fails(err error) {
	n.does = func(context.Context, bot.Outgoing) (bool, error) { return false, err }
}

// works makes the network take everything.
func (n *network) works() { n.does = nil }

// times are when a phone got what it got.
func (n *network) times(to ledger.Phone) string {
	var list []string
	for _, a := range n.taken {
		if a.To == to {
			list = append(list, a.At.In(wib).Format("01-02 15:04"))
		}
	}
	return strings.Join(list, ", ")
}
