package ledger

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrMeeting says that a text does not tell when a group meets; ErrMeetingDay that
// a day is not one of its days.
var (
	ErrMeeting    = errors.New(`not a meeting day: write "tanggal 15", "Senin", "Sabtu Pahing" or "malam Sabtu Pahing"`)
	ErrMeetingDay = errors.New("the group does not meet on this day")
)

// Meeting is when a group meets (sheet kelompok, pertemuan): on a day of each month,
// a day of the week, or a weekday with its market day, each selapan.
type Meeting struct {
	DayOfMonth int          // 1 to 31, clamped in a short month; 0: it goes by the week
	Weekday    time.Weekday // where DayOfMonth is 0
	Selapan    bool         // Pasaran counts too
	Pasaran    Pasaran
	// Evening: people gather on the evening before, since a Javanese day begins at
	// sunset: "malam Sabtu Pahing" is Friday evening (S57).
	Evening bool
}

// PasaranNames are the names of the market days, from Legi.
var PasaranNames = [5]string{"Legi", "Pahing", "Pon", "Wage", "Kliwon"}

// Spellings of section 4 of domain.md (S53, S58); "Pahingan" is how Playen's
// group calls its meeting (S57). The apostrophe of "Jum'at" is dropped before.
var (
	weekdayWords = map[string]time.Weekday{
		"minggu": time.Sunday, "ahad": time.Sunday, "ngaat": time.Sunday, "senin": time.Monday, "senen": time.Monday,
		"selasa": time.Tuesday, "rabu": time.Wednesday, "rebo": time.Wednesday, "kamis": time.Thursday, "kemis": time.Thursday,
		"jumat": time.Friday, "jemuwah": time.Friday, "sabtu": time.Saturday, "setu": time.Saturday,
	}
	pasaranWords = map[string]Pasaran{
		"legi": Legi, "manis": Legi, "umanis": Legi, "pahing": Pahing, "paing": Pahing, "pahingan": Pahing,
		"pon": Pon, "wage": Wage, "kliwon": Kliwon,
	}
	dateWords    = map[string]bool{"tanggal": true, "tgl": true}
	eveningWords = map[string]bool{"malam": true, "malem": true}
	idleWords    = map[string]bool{"setiap": true, "tiap": true, "hari": true} // every, day
)

// maxMeetingText bounds the text in bytes; the longest good one has not half as many.
const maxMeetingText = 80

var meetingMarks = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "", ".", " ", ",", " ")

// ParseMeeting reads when a group meets: "tanggal 15", "Senin", "Sabtu Pahing",
// "malam Sabtu Pahing", in the spellings of domain.md section 4, with "setiap",
// "tiap" or "hari" before it. "Sabtu malam" is refused: in Indonesian it is another
// evening than "malam Sabtu", so it has to be asked about. It returns ErrMeeting with
// the text for whatever it does not understand whole.
func ParseMeeting(text string) (Meeting, error) {
	bad := fmt.Errorf("%.*q: %w", maxMeetingText, text, ErrMeeting)
	if len(text) > maxMeetingText {
		return Meeting{}, bad
	}
	words := strings.Fields(meetingMarks.Replace(strings.ToLower(text)))
	var m Meeting
	for len(words) > 0 && (idleWords[words[0]] || eveningWords[words[0]] && !m.Evening) {
		m.Evening = m.Evening || eveningWords[words[0]]
		words = words[1:]
	}
	var known bool
	switch {
	case len(words) == 2 && dateWords[words[0]]:
		day, err := strconv.ParseUint(words[1], 10, 8)
		m.DayOfMonth, known = int(day), err == nil && day >= 1 && day <= 31
	case len(words) == 1:
		m.Weekday, known = weekdayWords[words[0]]
	case len(words) == 2:
		var market bool
		m.Weekday, known = weekdayWords[words[0]]
		m.Pasaran, market = pasaranWords[words[1]]
		m.Selapan, known = true, known && market
	}
	if !known {
		return Meeting{}, bad
	}
	return m, nil
}

// String is the meeting as people write it: "malam Sabtu Pahing".
func (m Meeting) String() string {
	var s string
	if m.Evening {
		s = "malam "
	}
	switch {
	case m.DayOfMonth != 0:
		return s + "tanggal " + strconv.Itoa(m.DayOfMonth)
	case m.Selapan:
		return s + Weekdays[m.Weekday] + " " + PasaranNames[m.Pasaran]
	}
	return s + Weekdays[m.Weekday]
}

// Next is the first day, the given one or later, on which people gather: for a
// "malam" the calendar day of that evening, the day before the named one.
func (m Meeting) Next(from Date) Date {
	if m.Evening {
		from++
	}
	named := from
	if m.DayOfMonth != 0 {
		if named = from.AddMonths(0, m.DayOfMonth); named < from {
			named = from.AddMonths(1, m.DayOfMonth)
		}
	} else {
		for tries := 0; tries < Selapan && !m.namedFor(named); tries++ {
			named++
		}
	}
	if m.Evening {
		named--
	}
	return named
}

// namedFor tells whether the day has the meeting's weekday and market day.
func (m Meeting) namedFor(d Date) bool {
	return d.Weekday() == m.Weekday && (!m.Selapan || d.Pasaran() == m.Pasaran)
}

// Series is n meetings from a day that people confirmed, with it: each month on the
// same day without drift, each week, or each selapan, 35 days and never a month. It
// returns ErrMeetingDay where the group does not meet on that day, so that a wrong
// day of the week or of the market is found before it is used.
func (m Meeting) Series(confirmed Date, n int) ([]Date, error) {
	if m.Next(confirmed) != confirmed {
		return nil, fmt.Errorf("%s, %s %s, for %q: %w", confirmed, Weekdays[confirmed.Weekday()],
			PasaranNames[confirmed.Pasaran()], m, ErrMeetingDay)
	}
	var days []Date
	for d := confirmed; len(days) < n; d = m.Next(d + 1) {
		days = append(days, d)
	}
	return days, nil
}
