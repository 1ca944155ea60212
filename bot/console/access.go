package console

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

const cookieName = "bendahara_session"

// errNobody says that nobody is logged in, or nobody who still may be.
var errNobody = errors.New("nobody is logged in")

// session is a log-in that has not ended. Its key is the hash of the cookie, so that
// what lies in memory lets nobody in.
type session struct {
	user     string
	password string // the hash that she logged in with: another ends the session
	half     bool   // the one-time code has still to come
	from     string // the address that she logged in from
	begun    time.Time
	last     time.Time

	// What is shown to nobody else, and not kept: the secret of codes that she turns on,
	// recovery codes to be written down, one-time links that she made.
	secret, address string
	recovery        []string
	links           []link
	told            string // what came of what she did last, for her next page
}

func (s session) over(now time.Time) bool {
	return now.Sub(s.begun) >= sessionTime || now.Sub(s.last) >= sessionIdle || s.half && now.Sub(s.begun) >= codeWait
}

type sessions struct {
	mu   sync.Mutex
	byID map[string]session
}

func keyOf(id string) string { sum := sha256.Sum256([]byte(id)); return string(sum[:]) }

// begin is the cookie's value of a new session; empty where there are too many.
func (s *sessions) begin(one session, now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, old := range s.byID {
		if old.over(now) {
			delete(s.byID, key)
		}
	}
	if len(s.byID) >= maxSessions {
		return ""
	}
	id := rand.Text() + rand.Text()
	one.begun, one.last = now, now
	s.byID[keyOf(id)] = one
	return id
}

// find is the session of a cookie, and keeps that it was used.
func (s *sessions) find(id string, now time.Time) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := keyOf(id)
	found, ok := s.byID[key]
	if !ok || found.over(now) {
		delete(s.byID, key)
		return session{}, false
	}
	found.last = now
	s.byID[key] = found
	return found, true
}

// alter changes a session that is there.
func (s *sessions) alter(id string, how func(*session)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one, ok := s.byID[keyOf(id)]; ok {
		how(&one)
		s.byID[keyOf(id)] = one
	}
}

// of are a user's sessions, the newest first; endOthers ends all but one.
func (s *sessions) of(user string, now time.Time) (list []session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.byID {
		if one.user == user && !one.half && !one.over(now) {
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b session) int { return b.begun.Compare(a.begun) })
	return list
}

func (s *sessions) endOthers(user, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, one := range s.byID {
		if one.user == user && key != keyOf(id) {
			delete(s.byID, key)
		}
	}
}

func (s *sessions) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byID, keyOf(id))
}

// enter finds out who clicks: the user of the session, with her officer's record as it
// is now. It returns errNobody.
func (c *Console) enter(w http.ResponseWriter, r *http.Request) (*request, error) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return nil, errNobody
	}
	now := c.Now()
	s, ok := c.sessions.find(cookie.Value, now)
	if !ok || s.half {
		return nil, errNobody
	}
	q := &request{Request: r, w: w, c: c, language: languageOf(r), session: cookie.Value}
	err = c.DB.View(r.Context(), func(tx *store.Tx) (err error) {
		if q.user, err = tx.User(s.user); err != nil {
			return err
		}
		if q.officer, err = officerOf(tx, q.user.Officer); err != nil {
			return err
		}
		if q.upk, err = tx.UPK(); err != nil {
			return err
		}
		settings, err := tx.Settings()
		q.now = now.In(settings.Zone())
		q.needsCode = settings.Get("kode_masuk") == "ya" && q.user.Secret == ""
		return err
	})
	if errors.Is(err, store.ErrNotFound) || err == nil && q.user.Password != s.password {
		c.sessions.end(cookie.Value)
		return nil, errNobody
	}
	if err != nil {
		return nil, err
	}
	return q, nil
}

// officerOf returns store.ErrNotFound for a code that nobody has.
func officerOf(tx *store.Tx, code ledger.OfficerCode) (ledger.Officer, error) {
	officers, err := tx.Officers()
	if err != nil {
		return ledger.Officer{}, err
	}
	i := slices.IndexFunc(officers, func(o ledger.Officer) bool { return o.Code == code })
	if i < 0 {
		return ledger.Officer{}, store.ErrNotFound
	}
	return officers[i], nil
}

// setCookie sets the session's cookie. It goes by https only where this request came by
// https: a lie there could only lose the cookie.
func setCookie(w http.ResponseWriter, r *http.Request, id string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: id, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: byHTTPS(r),
	})
}

// byHTTPS tells whether a request came by https, by itself or by the word of a proxy.
func byHTTPS(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}
