package bot

import (
	"errors"
	"io"
	"net/http"
)

// ReadBody reads what a provider posts, up to limit bytes. Where it cannot it answers
// 413 or 400 itself, and ok is false.
func ReadBody(w http.ResponseWriter, r *http.Request, limit int64) (body []byte, ok bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "too long", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "broken off", http.StatusBadRequest)
	}
	return body, err == nil
}
