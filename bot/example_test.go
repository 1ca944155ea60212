package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"bendahara/bot"
	"bendahara/bot/simulator"
	"bendahara/conversation"
	"bendahara/store"
	"bendahara/store/memory"
)

// A treasurer texts, the books change, and what follows is written before
// Receive returns; SendDue then sends it, and days later Remind finds who has
// not paid.
func Example() {
	ctx := context.Background()
	db := store.New(memory.New())
	defer db.Close()
	if err := db.Update(ctx, villages); err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 3, 10, 9, 0, 0, 0, time.FixedZone("WIB", 7*60*60))
	b := bot.New(db, slog.New(slog.DiscardHandler))
	phones := simulator.New(b.Events(), simulator.Options{Now: func() time.Time { return now }})
	b.Add(phones)

	for _, text := range []string{"bayar siti 275rb", "ya"} {
		if err := phones.Type(ctx, ani, conversation.SMS, text, now); err != nil {
			fmt.Println(err)
		}
	}
	if _, err := b.SendDue(ctx, now); err != nil {
		fmt.Println(err)
	}
	for _, m := range phones.Outbox(siti) {
		fmt.Println("Siti:", m.Text)
	}

	now = time.Date(2026, 3, 16, 8, 0, 0, 0, now.Location())
	n, err := b.Remind(ctx, now)
	fmt.Println(n, "reminders", err)
	if _, err := b.SendDue(ctx, now); err != nil {
		fmt.Println(err)
	}
	for _, m := range phones.Outbox(wati) {
		fmt.Println("Wati:", m.Text)
	}
	// Output:
	// Siti: Bu Siti Rahayu, Rp275.000 sudah diterima Bu Ani (10 Mar 2026). Sisa pinjaman Rp2.475.000. No A01/2. Tidak benar? Balas SALAH.
	// 4 reminders <nil>
	// Wati: Bu Wati Ningsih, angsuran Rp275.000 tanggal 15 Mar 2026 belum kami terima. Mohon bayar ke Bu Ani. Terima kasih. Stop: BERHENTI
}
