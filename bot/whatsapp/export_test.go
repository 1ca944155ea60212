package whatsapp

import (
	"fmt"
	"time"
)

// Age makes somebody's last message older.
func Age(g *Gateway, address string, by time.Duration) {
	done, err := g.db.Exec("UPDATE bendahara_writer SET last = last - ? WHERE address = ?", int64(by.Seconds()), address)
	if err != nil {
		panic(err)
	}
	if n, err := done.RowsAffected(); n != 1 || err != nil {
		panic(fmt.Sprint(n, err))
	}
}

// Unasked has so many messages sent to who did not just write, some time ago.
func Unasked(g *Gateway, n int, ago time.Duration) {
	for i := range n {
		if _, err := g.db.Exec("INSERT INTO bendahara_sent (id, ours, at, unasked, taken) VALUES (?, ?, ?, 1, 1)",
			fmt.Sprint("x", i), fmt.Sprint("x", i), time.Now().Add(-ago).Unix()); err != nil {
			panic(err)
		}
	}
}
