package whatsapp

import (
	"context"
	"fmt"
	"os"
	"time"

	"bendahara/bot"
)

// momentary is how long the line may be down before an examination minds.
const momentary = 30 * time.Second

// Examine looks how the line is, or while nothing runs how it last was, and who else can
// read the number's keys. It connects nothing: a second connection would put the running
// one out.
func (g *Gateway) Examine(ctx context.Context, now time.Time) []bot.Finding {
	return []bot.Finding{g.examineLine(ctx, now), g.examineFile(), g.examineDay(ctx, now)}
}

func (g *Gateway) examineLine(ctx context.Context, now time.Time) bot.Finding {
	f := bot.Finding{About: "whatsapp"}
	line, known := g.Line(), ""
	if !g.runs.Load() {
		last, err := g.lastLine(ctx)
		if err != nil {
			f.Says = fmt.Sprintf("how it last was cannot be read (%v)", err)
			return f
		}
		known = ", as last known"
		if !last.Since.IsZero() {
			known = last.Since.Format(", as last known on 2006-01-02 15:04")
		}
		// Who was put out is not linked any more either: why tells more.
		if g.Linked() || last.State == LoggedOut {
			line = last
		}
		if !line.Until.IsZero() && line.Until.Before(now) {
			line = Line{} // what ends by itself is over
		}
	}
	f.Says = line.Advice()
	switch {
	case f.Says != "":
		f.Says += known
	case g.runs.Load() && line.away() && now.Sub(line.Since) > momentary:
		f.Says = line.unreached()
	default:
		f.OK, f.Says = true, "a number is linked, and nothing is known to be wrong"+known
	}
	return f
}

// examineFile looks who may read the keys: with them anybody writes in the office's name.
func (g *Gateway) examineFile() bot.Finding {
	f := bot.Finding{About: "whatsapp's keys", OK: true, Says: "only this program's user can read them"}
	info, err := os.Stat(g.file)
	switch {
	case err != nil:
		f.OK, f.Says = false, fmt.Sprintf("their file cannot be looked at (%v)", err)
	case info.Mode().Perm()&0o077 != 0:
		f.OK, f.Says = false, fmt.Sprintf("others on this machine can read %s and write in the office's name; run chmod 600 on it", info.Name())
	}
	return f
}

// examineDay tells how much went to people who did not just write.
func (g *Gateway) examineDay(ctx context.Context, now time.Time) bot.Finding {
	f := bot.Finding{About: "whatsapp's day"}
	n, _, err := g.unaskedSince(ctx, now.Add(-24*time.Hour))
	if err != nil {
		f.Says = fmt.Sprintf("what was sent cannot be read (%v)", err)
		return f
	}
	f.OK, f.Says = true, fmt.Sprintf("%d of at most %d messages in 24 hours to people who did not just write", n, unaskedPerDay)
	return f
}
