package console

import (
	"net/url"
	"slices"
	"time"

	"bendahara/ledger"
	"bendahara/store"
)

// guideView leads from an empty store to the first text.
type guideView struct {
	Name  string // of the UPK
	Steps []guideStep
	Done  int
}

// guideStep is a step with what is there already, and the forms that take it.
type guideStep struct {
	Title, About text
	There        text // with how many
	N            int
	Done         bool
	Links        []guideLink
}

type guideLink struct {
	Path  string
	Label text
}

func (c *Console) guide(q *request) error {
	var v guideView
	err := q.read(func(tx *store.Tx) (err error) {
		x, err := c.directory.of(tx)
		if err != nil {
			return err
		}
		v, err = guideOf(tx, x)
		return err
	})
	if err != nil {
		return err
	}
	gateways := len(c.Bot.Gateways())
	v.Steps = append(v.Steps, guideStep{
		Title: "Jalan pesan", About: "HP kantor dengan SMS, nomor WhatsApp yang disambungkan, atau Twilio.", There: "%d jalan", N: gateways, Done: gateways > 0,
		Links: []guideLink{{"/pengaturan/whatsapp", "Sambungkan WhatsApp"}, {"/pengaturan", "Pengaturan"}},
	})
	var last time.Time
	err = q.read(func(tx *store.Tx) (err error) { last, err = tx.NewestMessage(); return err })
	if err != nil {
		return err
	}
	v.Steps = append(v.Steps, guideStep{
		Title: "Pesan pertama", About: "Dari HP bendahara kelompok kirim BANTUAN ke nomor UPK. Balasannya menyebut apa yang bisa dikirim; percakapannya tampak di sini.", Done: !last.IsZero(),
		Links: []guideLink{{"/pesan", "Pesan"}},
	})
	for _, s := range v.Steps {
		if s.Done {
			v.Done++
		}
	}
	return q.show("guide", "Langkah pertama", v)
}

// guideOf are the steps that are done in the registers.
func guideOf(tx *store.Tx, x *index) (v guideView, err error) {
	upk, err := tx.UPK()
	if err != nil {
		return v, err
	}
	officers, err := tx.Officers()
	if err != nil {
		return v, err
	}
	villages, err := tx.Villages()
	if err != nil {
		return v, err
	}
	members, treasurer, running := 0, false, false
	for _, of := range x.members {
		members += len(of)
		treasurer = treasurer || slices.ContainsFunc(of, func(m ledger.Member) bool { return m.Office == ledger.Treasurer && m.Phone != "" })
	}
	loans, err := tx.CountLoans()
	if err != nil {
		return v, err
	}
	for _, g := range x.all {
		if running {
			break
		}
		lent, err := tx.Loans(g.Code)
		if err != nil {
			return v, err
		}
		running = slices.ContainsFunc(lent, func(l ledger.Loan) bool { return l.Status == ledger.Disbursed })
	}
	sheet := "/lembar/anggota"
	if len(x.all) == 1 { // nobody else's members could be meant
		sheet += "?kelompok=" + url.QueryEscape(string(x.all[0].Code))
	}
	v = guideView{Name: upk.Name, Steps: []guideStep{
		{
			Title: "Pengurus UPK", About: "Sekurangnya dua orang: yang mengusulkan dan yang menyetujui. Kasir menerima setoran.", There: "%d orang", N: len(officers), Done: len(officers) > 1,
			Links: []guideLink{{"/lembar/petugas", "Isi pengurus"}, {"/pengguna", "Beri mereka tautan masuk"}},
		},
		{Title: "Desa", About: "Kode pendek, misalnya D01, dan namanya.", There: "%d desa", N: len(villages), Done: len(villages) > 0, Links: []guideLink{{"/lembar/desa", "Isi desa"}}},
		{Title: "Kelompok pertama", About: "Kode, nama, desa dan jenisnya. Mulai dengan satu kelompok; yang lain menyusul, juga dari Excel.", There: "%d kelompok", N: len(x.all), Done: len(x.all) > 0, Links: []guideLink{{"/lembar/kelompok", "Isi kelompok"}, {"/impor", "Atau impor dari Excel"}}},
		{Title: "Anggotanya", About: "Bendaharanya dengan nomor HP. Anggota lain boleh tanpa HP.", There: "%d anggota", N: members, Done: treasurer, Links: []guideLink{{sheet, "Isi anggota"}}},
		{
			Title: "Pinjamannya", About: "Pinjaman dengan bagian tiap anggota. Kalau sudah diangsur, juga sisanya pada satu tanggal dan uang di tangan bendahara.", There: "%d pinjaman", N: loans, Done: running,
			Links: []guideLink{{lendingPath, "Isi pinjaman"}, {"/impor/kosong.xlsx", "Berkas kosong untuk diisi"}, {"/impor", "Atau impor dari Excel"}},
		},
	}}
	return v, nil
}
