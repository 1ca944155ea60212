package android_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"bendahara/bot"
	"bendahara/bot/android"
	"bendahara/bot/android/phonetest"
	"bendahara/conversation"
)

// A treasurer's SMS reaches the office's phone, is taken, and answered.
func Example() {
	phone := phonetest.New(false)
	defer phone.Close()
	gateway, err := android.New(android.Config{
		PublicURL: "https://upk.example.org",
		URL:       phone.URL, // the app's local server, or https://api.sms-gate.app/3rdparty/v1
		User:      phonetest.User, Password: phonetest.Password, SigningKey: phonetest.Key,
	}, bot.Events{
		Receive: func(_ context.Context, m conversation.Message) error {
			fmt.Println("heard", m.Channel, m.From, m.Text)
			return nil // it is on disk
		},
		Report: func(_ context.Context, r bot.Report) error { return nil },
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	w := httptest.NewRecorder()
	gateway.Handler().ServeHTTP(w, webhook(`{"event": "sms:received", "id": "Ey6ECgOkVVFjz3CL48B8C", "payload": {
		"sender": "+6281390000101", "message": "bayar siti 250rb", "receivedAt": "2026-11-27T08:46:11.000+07:00"}}`,
		phonetest.Key, time.Now()))
	fmt.Println("answered", w.Code)

	_, err = gateway.Send(context.Background(), bot.Outgoing{
		ID: "o1", Channel: conversation.SMS, Class: conversation.Reply, To: "+6281390000101",
		Text: "Siti bayar Rp250.000? Balas YA atau TIDAK.", Written: time.Now(),
	})
	fmt.Println("taken", err, phone.Taken()[0].Text.Text)
	// Output:
	// heard sms +6281390000101 bayar siti 250rb
	// answered 204
	// taken <nil> Siti bayar Rp250.000? Balas YA atau TIDAK.
}
