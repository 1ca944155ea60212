package simulator_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"bendahara/bot"
	"bendahara/bot/simulator"
	"bendahara/conversation"
)

func Example() {
	ctx := context.Background()
	var gateway *simulator.Gateway
	gateway = simulator.New(bot.Events{
		// A bot writes the message and the reply to disk here, and sends later.
		Receive: func(ctx context.Context, m conversation.Message) error {
			_, err := gateway.Send(ctx, bot.Outgoing{ID: "o1", Channel: m.Channel, To: m.From, Text: "Rp250.000 dari Siti? Balas YA"})
			return err
		},
		Report: func(_ context.Context, r bot.Report) error {
			fmt.Println(r.ID, "delivered:", r.Delivery == conversation.Delivered)
			return nil
		},
	}, simulator.Options{})

	if err := gateway.Type(ctx, "+6281390000101", conversation.SMS, "bayar siti 250rb", time.Time{}); err != nil {
		log.Fatal(err)
	}
	for _, m := range gateway.Outbox("+6281390000101") {
		fmt.Println(m.Text)
	}
	if err := gateway.Flush(ctx); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Rp250.000 dari Siti? Balas YA
	// o1 delivered: true
}
