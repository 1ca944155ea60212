package phonetest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// told answers with what an app of old does not tell.
func (p *Phone) told(what func() any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if p.Old {
			http.NotFound(w, r)
			return
		}
		reply(w, http.StatusOK, what())
	}
}

// Vitals are the phone's health as the app tells it; a server tells only its own.
func (p *Phone) Vitals() any {
	checks := map[string]any{"messages:failed": map[string]any{"observedValue": 0, "status": "pass"}}
	if !p.cloud {
		checks["battery:level"] = map[string]any{"observedValue": p.Battery, "observedUnit": "percent"}
		checks["battery:charging"] = map[string]any{"observedValue": p.Charging, "observedUnit": "flags"}
	}
	return map[string]any{"status": "pass", "checks": checks}
}

func (p *Phone) devices(w http.ResponseWriter, _ *http.Request) {
	d := map[string]any{"id": Device, "lastSeen": p.Now()}
	if !p.Old {
		d["simCards"] = p.SIMs
	}
	reply(w, http.StatusOK, []any{d})
}

func (p *Phone) register(w http.ResponseWriter, r *http.Request) {
	var h Hook
	err := json.NewDecoder(r.Body).Decode(&h)
	if err != nil || !strings.HasPrefix(h.URL, "https://") && !strings.HasPrefix(h.URL, "http://127.0.0.1") || h.Event == "mms:received" {
		reply(w, http.StatusBadRequest, map[string]string{"message": "Unsupported event"}) // as the app before 1.40
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hooks[h.ID] = h
	reply(w, http.StatusCreated, h)
}

// Hooks lists the registered webhooks' events.
func (p *Phone) Hooks() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var events []string
	for _, h := range p.hooks {
		events = append(events, h.Event)
	}
	slices.Sort(events)
	return events
}

// Hook registers a webhook, as somebody may at the phone.
func (p *Phone) Hook(id, event, url string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hooks[id] = Hook{id, url, event}
}

// Forget has an event posted to nobody.
func (p *Phone) Forget(event string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.hooks, func(_ string, h Hook) bool { return h.Event == event })
}
