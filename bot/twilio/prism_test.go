package twilio_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"bendahara/bot"
	"bendahara/conversation"
)

const prismStart = time.Minute // the most that Prism may take to read the description

// startPrism starts Prism on a port that is free and returns its address. It
// answers from Twilio's own description, 422 to what that does not allow.
//
// Not with --errors, which adds that it refuses its own answers: the examples of
// Twilio's lists break Twilio's rule for URLs.
func startPrism(t *testing.T) *url.URL {
	t.Helper()
	const program = "../../.tools/prism/node_modules/.bin/prism"
	if _, err := os.Stat(program); err != nil {
		t.Fatal("Prism is missing: run `make deps`.")
	}
	prism := exec.Command(program, "mock", "--host", "127.0.0.1", "--port", "0", "--multiprocess", "false", "testdata/twilio_api_v2010.json")
	prism.Env = append(os.Environ(), "NO_COLOR=1")
	prism.Stderr = os.Stderr
	out, err := prism.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := prism.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		prism.Process.Kill()
		prism.Wait()
	})

	ready := make(chan string, 1)
	go func() {
		defer close(ready)
		listening := regexp.MustCompile(`Prism is listening on (http://127\.0\.0\.1:[0-9]+)`)
		lines := bufio.NewReader(out)
		for {
			line, err := lines.ReadString('\n')
			if found := listening.FindStringSubmatch(line); found != nil {
				ready <- found[1]
				io.Copy(io.Discard, out) // lest Prism wait for a reader
				return
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case address, ok := <-ready:
		if !ok {
			t.Fatal("Prism ended before it listened")
		}
		prismURL, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return prismURL
	case <-time.After(prismStart):
		t.Fatalf("Prism does not listen after %s", prismStart)
	}
	return nil
}

// described stands before Prism. It chooses among Twilio's examples, as no
// client can ask Twilio for, and finds fault with every call that Prism finds
// fault with.
func described(t *testing.T, prism *url.URL, calls *[]string) *httptest.Server {
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(prism)
			if !strings.HasSuffix(r.In.URL.Path, "/Messages.json") {
				return
			}
			if r.In.Method == "GET" && r.In.URL.Query().Get("PageToken") == "" {
				r.Out.Header.Set("Prefer", "example=readFullPage1")
			} else if r.In.Method == "GET" {
				r.Out.Header.Set("Prefer", "example=readEmptySentdateGreater")
			}
		},
		ModifyResponse: func(answer *http.Response) error {
			violations := answer.Header.Get("Sl-Violations")
			*calls = append(*calls, fmt.Sprintf("%s %d", answer.Request.Method, answer.StatusCode))
			if answer.StatusCode == 404 || strings.Contains(violations, `"request"`) {
				t.Errorf("Prism answered %d: %s", answer.StatusCode, violations)
			}
			return nil
		},
	})
	t.Cleanup(server.Close)
	return server
}

// TestTwilioDescription makes each of our calls to Twilio's own description of
// its API.
func TestTwilioDescription(t *testing.T) {
	prism := startPrism(t)
	var calls []string
	config := settings()
	config.APIURL = described(t, prism, &calls).URL

	for _, channel := range []conversation.Channel{conversation.SMS, conversation.WhatsApp} {
		sent, err := gateway(t, config, &desk{}).Send(t.Context(), outgoing(channel))
		if err != nil || !regexp.MustCompile(`^SM[0-9a-f]{32}$`).MatchString(sent.ProviderID) || sent.Segments != 1 {
			t.Errorf("%s: sent %v, error %v", channel, sent, err)
		}
	}

	// Outside of WhatsApp's day by a template.
	config.Templates = "bendahara_bukti=HX0123456789abcdef0123456789abcdef"
	late := outgoing(conversation.WhatsApp)
	late.Heard, late.Template, late.UPK = time.Time{}, "bendahara_bukti", "Karangpandan"
	if sent, err := gateway(t, config, &desk{}).Send(t.Context(), late); err != nil || sent.Template != "bendahara_bukti" {
		t.Errorf("by template: sent %v, error %v", sent, err)
	}

	// Twilio's example of a list has a message of 24 May 2019.
	config.SMSFrom = "+12019235161"
	m := bot.Outgoing{
		ID: "m7Kq2", Channel: conversation.SMS, To: "+18182008801", Text: "testing",
		Written: time.Date(2019, 5, 24, 17, 44, 40, 0, time.UTC),
	}
	want := bot.Sent{ProviderID: "SMded05904ccb347238880ca9264e8fe1c", Segments: 1}
	if sent, found, err := gateway(t, config, &desk{}).Find(t.Context(), m); err != nil || !found || sent != want {
		t.Errorf("found %v %v, error %v", sent, found, err)
	}
	m.Text = "look mom I have media!" // inbound
	if sent, found, err := gateway(t, config, &desk{}).Find(t.Context(), m); err != nil || found {
		t.Errorf("found %v %v, error %v", sent, found, err)
	}
	// Of the two in that list one came in.
	config.SMSFrom, config.WhatsAppFrom = "+18182008801", ""
	d := &desk{last: time.Date(2019, 5, 24, 17, 44, 40, 0, time.UTC)}
	looks := gateway(t, config, d)
	then := d.last.Add(48 * time.Hour)
	if err := looks.Begin(t.Context(), then); err != nil {
		t.Fatal(err)
	}
	if n, err := looks.CatchUp(t.Context(), then); err != nil || n != 1 || d.messages[0].Text != m.Text || d.messages[0].Media != 3 || !strings.HasPrefix(d.messages[0].Slip, "https://api.twilio.com/2010-04-01/Accounts/") {
		t.Errorf("caught up with %d, %v, error %v", n, d.messages, err)
	}
	// What doctor asks; Twilio's example is another's number.
	calls = append(calls, "doctor")
	for _, f := range looks.Examine(t.Context(), time.Now()) {
		if want := f.About == "twilio"; f.OK != want {
			t.Errorf("%+v", f)
		}
	}
	if got := fmt.Sprint(calls); got != "[POST 201 POST 201 POST 201 GET 200 GET 200 GET 200 GET 200 GET 200 GET 200 GET 200 doctor GET 200 GET 200 GET 200]" {
		t.Errorf("calls: %s", got)
	}

	t.Run("what is wrong is seen", func(t *testing.T) { descriptionBites(t, prism) })
}

// descriptionBites shows that calls which Twilio would refuse do not pass.
func descriptionBites(t *testing.T, prism *url.URL) {
	list := prism.String() + "/2010-04-01/Accounts/" + account + "/Messages.json"
	for name, form := range map[string]url.Values{
		"no To":                    {"From": {"+6281100000001"}, "Body": {"x"}},
		"validity in words":        {"To": {"+6281390000101"}, "Body": {"x"}, "ValidityPeriod": {"4h"}},
		"a callback without host":  {"To": {"+6281390000101"}, "Body": {"x"}, "StatusCallback": {"status"}},
		"a content id of no shape": {"To": {"+6281390000101"}, "ContentSid": {"HX1"}},
	} {
		if got := call(t, "POST", list, form.Encode()); got != 422 {
			t.Errorf("%s: Prism answered %d", name, got)
		}
	}
	if got := call(t, "GET", list+"?PageSize=1001", ""); got != 422 {
		t.Errorf("too large a page: Prism answered %d", got)
	}
	if got := call(t, "POST", prism.String()+"/2010-04-01/Accounts/"+account+"/Message.json", "To=1"); got != 404 {
		t.Errorf("a path of no shape: Prism answered %d", got)
	}
	if got := call(t, "GET", strings.Replace(list, account, "AC1", 1), ""); got != 422 {
		t.Errorf("an account of no shape: Prism answered %d", got)
	}
}

func call(t *testing.T, method, address, body string) int {
	t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(account, token)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}
