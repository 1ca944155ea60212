package ledger

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Why a setting is refused.
var (
	ErrSettingKey   = errors.New("unknown setting")
	ErrSettingValue = errors.New("a value that this setting cannot have")
)

// Setting describes one rule of a UPK that its forum may change.
type Setting struct {
	Key     string
	Default string
	// Accepts says in words what values are good.
	Accepts string
	valid   func(string) bool
}

// Settings are a UPK's rules by key; a key that is not there has its default.
// The keys and their meanings are in contract.md section 3.
type Settings map[string]string

// SettingKeys lists every setting with its default, in the contract's order.
var SettingKeys = []Setting{
	oneOf("zona", "WIB", "WITA", "WIT"),
	oneOf("bahasa", "id", "jv", "su", "en"),
	oneOf("konfirmasi", "selalu", "bila_ragu"),
	number("batas_koreksi_jam", "24", 0, 24*366),
	amountOrEmpty("kode_di_atas"),
	{"alokasi", "denda,jasa,tunggakan,angsuran", "denda, jasa, tunggakan and angsuran, each once", validOrder},
	oneOf("lebih_bayar", "tanya", "pokok", "berikutnya", "simpanan", "kembali"),
	oneOf("pelunasan", "jasa_penuh", "jasa_bulan_ini"),
	oneOf("denda", "tidak", "tetap", "persen"),
	pattern("denda_nilai", "0", `^\d{1,9}([.,]\d{1,4})?$`, "an amount, or a per cent a month"),
	number("denda_tenggang_hari", "0", 0, 366),
	amountOrEmpty("denda_batas"),
	{"iptw_persen", "5", "a per cent from 0 to 100", validPercentage},
	number("iptw_hari", "5", 0, 366),
	oneOf("iptw_aturan", "semua", "bulan"),
	oneOf("kolektibilitas", "siupk5", "sidbm3", "ojk2015", "sendiri"),
	{"kolektibilitas_tabel", "", "classes with their most and reserve (Lancar 0 bulan 1; DPK 2 bulan 10; Macet sisa 100), or nothing", validClasses},
	{"syarat_lagi", "90 2 30", "per cent paid in time, the worst class's number, the longest arrears in days (90 2 30)", validLendingRule},
	number("pembulatan", "0", 0, 1_000_000),
	oneOf("pembulatan_cara", string(RoundNearest), string(RoundUp), string(RoundDown)),
	oneOf("libur_geser", "tidak", "sebelum", "sesudah"),
	number("harian_jumlah", "1000", 0, 1_000_000),
	oneOf("meninggal", "hapus", "kelompok", "dana"),
	oneOf("pengingat", "ya", "tidak"),
	{"pengingat_hari", "-3,0,3,7", "days before (minus) and after a due date, commas between, and behind a semicolon those of a fund: -3,0,3,7; KSM 0,7; BMT tidak", validReminderDays},
	{"jam_kirim", "08:00-20:00", "two times of day, 08:00-20:00", validHours},
	{"hari_kirim", "Senin-Sabtu", "a day or two days of the week, Senin-Sabtu", validWeekdays},
	oneOf("rekap_bendahara", "ya", "tidak"),
	oneOf("rekap_anggota", "bulanan", "tidak"),
	pattern("rekap_petugas", "18:00", `^(tidak|([01]\d|2[0-3]):[0-5]\d)$`, "a time of day, or tidak"),
	number("balasan_per_hari", "200", 1, 10_000),
	number("balasan_tak_dikenal_per_hari", "2", 0, 1000),
	number("siaran_persetujuan_di_atas", "50", 0, 1_000_000),
	number("batas_pengaduan_hari", "7", 1, 366),
	{
		"surplus", "sosial 20 1000000; lembaga 10 500000; bonus 1.5 10000; modal sisa",
		"shares with their per cent and step, at most 100 together, and one that takes the rest (modal sisa)", validSurplus,
	},
	number("simpan_pesan_bulan", "24", 1, 1200),
	oneOf("kode_masuk", "tidak", "ya"),
	{"kartu_sampai", "", "the day until which the SIM in the office's phone is valid, such as 2027-01-31, or nothing", validDateOrEmpty},
	{"tutup_buku", "", "the last month that is closed, such as 2026-02, or nothing", validMonthOrEmpty},
}

func oneOf(key string, values ...string) Setting {
	return Setting{key, values[0], "one of " + strings.Join(values, ", "), func(v string) bool { return slices.Contains(values, v) }}
}

func number(key, def string, low, high int) Setting {
	return Setting{key, def, fmt.Sprintf("a whole number from %d to %d", low, high), func(v string) bool {
		n, err := strconv.Atoi(v)
		return err == nil && n >= low && n <= high
	}}
}

func amountOrEmpty(key string) Setting {
	return Setting{key, "", "an amount in rupiah, or nothing", func(v string) bool {
		m, err := ParseMoney(v)
		return v == "" || err == nil && m >= 0
	}}
}

func pattern(key, def, expression, accepts string) Setting {
	re := regexp.MustCompile(expression)
	return Setting{key, def, accepts, re.MatchString}
}

func findSetting(key string) (Setting, bool) {
	s, ok := settingsByKey()[key]
	return s, ok
}

var settingsByKey = sync.OnceValue(func() map[string]Setting {
	byKey := map[string]Setting{}
	for _, s := range SettingKeys {
		byKey[s.Key] = s
	}
	return byKey
})

// CheckSetting returns ErrSettingKey for a key that no UPK has and
// ErrSettingValue for a value that cannot be, each with the name and what is good.
func CheckSetting(key, value string) error {
	s, ok := findSetting(key)
	if !ok {
		return fmt.Errorf("%q: %w", key, ErrSettingKey)
	}
	if !s.valid(value) {
		return fmt.Errorf("%s = %q: %w; it takes %s", key, value, ErrSettingValue, s.Accepts)
	}
	return nil
}

// Get is the setting's value, or its default.
func (s Settings) Get(key string) string {
	if v, ok := s[key]; ok {
		return v
	}
	known, _ := findSetting(key)
	return known.Default
}

// Int is a setting that is a whole number.
func (s Settings) Int(key string) int {
	n, _ := strconv.Atoi(s.Get(key)) // CheckSetting let only numbers in
	return n
}

// Zone is the UPK's time zone: WIB, WITA or WIT, seven, eight or nine hours
// ahead of UTC all year.
func (s Settings) Zone() *time.Location {
	if zone, ok := zones[s.Get("zona")]; ok {
		return zone
	}
	return time.UTC // which CheckSetting lets nobody have
}

var zones = map[string]*time.Location{
	"WIB": time.FixedZone("WIB", 7*60*60), "WITA": time.FixedZone("WITA", 8*60*60), "WIT": time.FixedZone("WIT", 9*60*60),
}

// Order is the order in which a payment is used up.
func (s Settings) Order() []Step { return parseOrder(s.Get("alokasi")) }

func parseOrder(v string) (order []Step) {
	for step := range strings.SplitSeq(v, ",") {
		order = append(order, Step(strings.TrimSpace(step)))
	}
	return order
}

func validOrder(v string) bool {
	order := parseOrder(v)
	slices.Sort(order)
	want := []Step{StepFine, StepInterest, StepOverdue, StepCurrent}
	slices.Sort(want)
	return slices.Equal(order, want)
}

// ReminderDays are the days before (negative) and after a due date on which a
// reminder of a fund's loans goes out, in ascending order; without a fund, of all that
// have no days of their own.
func (s Settings) ReminderDays(f Fund) []int {
	days, own := parseReminderDays(s.Get("pengingat_hari"))
	if of, ok := own[f]; ok {
		return of
	}
	return days
}

// parseReminderDays reads "-3,0,3,7; KSM 0,7; BMT tidak"; nil days cannot be.
func parseReminderDays(v string) (days []int, own map[Fund][]int) {
	parts := strings.Split(v, ";")
	own = map[Fund][]int{}
	for _, p := range parts[1:] {
		fund, list, _ := strings.Cut(strings.TrimSpace(p), " ")
		of := []int{}
		if list = strings.TrimSpace(list); list != "tidak" {
			of = parseDayList(list)
		}
		own[Fund(fund)] = of
	}
	return parseDayList(parts[0]), own
}

func validReminderDays(v string) bool {
	days, own := parseReminderDays(v)
	ok := days != nil && len(own) == strings.Count(v, ";")
	for fund, of := range own {
		ok = ok && of != nil && slices.Contains([]Fund{"SPP", "UEP", "KSM", FundBMT}, fund)
	}
	return ok
}

// parseDayList is nil where one of the days cannot be.
func parseDayList(v string) (days []int) {
	for d := range strings.SplitSeq(v, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(d))
		if err != nil || n < -60 || n > 366 {
			return nil
		}
		days = append(days, n)
	}
	slices.Sort(days)
	return days
}

func validDateOrEmpty(v string) bool {
	_, err := ParseDate(v)
	return v == "" || err == nil
}

// SIMEnds is the day until which the SIM in the office's phone is valid (the setting
// kartu_sampai); false where nobody has said.
func (s Settings) SIMEnds() (Date, bool) {
	d, err := ParseDate(s.Get("kartu_sampai"))
	return d, err == nil
}

// MaySend tells whether reminders and broadcasts may go out at t: within the
// UPK's hours and weekdays, and not on a holiday (S61-S63).
func (s Settings) MaySend(t time.Time, holiday func(Date) bool) bool {
	t = t.In(s.Zone())
	from, to, _ := parseHours(s.Get("jam_kirim"))
	minute := t.Hour()*60 + t.Minute()
	return s.OpenDay(DateOf(t), holiday) && from <= minute && minute < to
}

// OpenDay tells whether reminders and broadcasts may go out on a day at all.
func (s Settings) OpenDay(d Date, holiday func(Date) bool) bool {
	first, last, _ := parseWeekdays(s.Get("hari_kirim"))
	day := int(d.Weekday())
	inWeek := first <= last && first <= day && day <= last || first > last && (day >= first || day <= last)
	return inWeek && !holiday(d)
}

// OpenDayBefore is the day itself where reminders may go out on it, and otherwise
// the last such day before it (domain.md section 4); within a month, since a table
// of holidays could close every day.
func (s Settings) OpenDayBefore(d Date, holiday func(Date) bool) Date {
	for back := Date(0); back < 31; back++ {
		if s.OpenDay(d-back, holiday) {
			return d - back
		}
	}
	return d
}

// SendingEnds is when the allowed hours of t's day end.
func (s Settings) SendingEnds(t time.Time) time.Time {
	t = t.In(s.Zone())
	_, to, _ := parseHours(s.Get("jam_kirim"))
	return time.Date(t.Year(), t.Month(), t.Day(), to/60, to%60, 0, 0, s.Zone())
}

// SendingBegins is the first moment, t or later, at which reminders and broadcasts
// may go out; false where there is none within a month, since a table of holidays
// could close every day.
func (s Settings) SendingBegins(t time.Time, holiday func(Date) bool) (time.Time, bool) {
	t = t.In(s.Zone())
	from, to, _ := parseHours(s.Get("jam_kirim"))
	for ahead := range 31 {
		day := time.Date(t.Year(), t.Month(), t.Day()+ahead, 0, 0, 0, 0, s.Zone())
		opens := day.Add(time.Duration(from) * time.Minute)
		if t.After(opens) {
			opens = t
		}
		if s.OpenDay(DateOf(day), holiday) && opens.Before(day.Add(time.Duration(to)*time.Minute)) {
			return opens, true
		}
	}
	return time.Time{}, false
}

func parseHours(v string) (from, to int, ok bool) {
	a, b, found := strings.Cut(v, "-")
	start, err1 := time.Parse("15:04", strings.TrimSpace(a))
	end, err2 := time.Parse("15:04", strings.TrimSpace(b))
	from, to = start.Hour()*60+start.Minute(), end.Hour()*60+end.Minute()
	return from, to, found && err1 == nil && err2 == nil && from < to
}

func validHours(v string) bool { _, _, ok := parseHours(v); return ok }

// Weekdays are the names of the days of the week, from Sunday.
var Weekdays = [7]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}

func parseWeekdays(v string) (first, last int, ok bool) {
	a, b, two := strings.Cut(v, "-")
	if !two {
		b = a
	}
	find := func(name string) int {
		return slices.IndexFunc(Weekdays[:], func(d string) bool { return strings.EqualFold(d, strings.TrimSpace(name)) })
	}
	first, last = find(a), find(b)
	return first, last, first >= 0 && last >= 0
}

func validWeekdays(v string) bool { _, _, ok := parseWeekdays(v); return ok }
