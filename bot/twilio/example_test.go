package twilio_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"bendahara/bot"
	"bendahara/bot/twilio"
	"bendahara/bot/twilio/twiliotest"
	"bendahara/conversation"
)

// A treasurer's SMS comes in, is taken, and answered.
func Example() {
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusCreated)
		fmt.Fprint(w, `{"sid": "SM00000000000000000000000000000002", "num_segments": "1"}`)
	}))
	defer api.Close()

	gateway, err := twilio.New(twilio.Config{
		PublicURL:  "https://upk.example.org",
		AccountSID: "AC00000000000000000000000000000001",
		AuthToken:  "0123456789abcdef0123456789abcdef",
		SMSFrom:    "+6281100000001",
		APIURL:     api.URL, // left out: Twilio itself
	}, bot.Events{
		Receive: func(_ context.Context, m conversation.Message) error {
			fmt.Println("heard", m.Channel, m.From, m.Text)
			return nil // it is on disk
		},
		Report:    func(_ context.Context, r bot.Report) error { return nil },
		LastHeard: func(context.Context, string) (time.Time, error) { return time.Time{}, nil },
		Heard:     func(context.Context, string, string, time.Time) (bool, error) { return false, nil },
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fields := url.Values{
		"MessageSid": {"SM00000000000000000000000000000001"},
		"From":       {"+6281390000101"}, "To": {"+6281100000001"}, "Body": {"bayar siti 250rb"},
	}
	r := httptest.NewRequest("POST", "/webhooks/twilio/message", strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", twiliotest.Sign("0123456789abcdef0123456789abcdef", "https://upk.example.org/webhooks/twilio/message", fields))
	w := httptest.NewRecorder()
	gateway.Handler().ServeHTTP(w, r)
	fmt.Println("answered", w.Code)

	sent, err := gateway.Send(context.Background(), bot.Outgoing{
		ID: "m1", Channel: conversation.SMS, To: "+6281390000101",
		Text: "Siti bayar Rp250.000? Balas YA atau TIDAK.", Written: time.Now(),
	})
	fmt.Println("taken as", sent.ProviderID, err)
	// Output:
	// heard sms +6281390000101 bayar siti 250rb
	// answered 200
	// taken as SM00000000000000000000000000000002 <nil>
}
