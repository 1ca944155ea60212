package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A UPK as they are, with three years behind it.
const (
	officeGroups, officeVillages, officeMembers = 211, 14, 9
	officeYears                                 = 3
)

// BenchmarkMonth moves such a UPK in and makes all reports of a month, each in the real
// program, and tells how long it takes and the most memory that the process held: what
// is its own ("own-MB"), and with the pages of the store that it looked at, which the
// system may take back at any time ("MB"). Beside them stand, from the same run, a process
// that does nothing ("idle-MB"), and how often the same rows could have been read as CSV
// in that time ("x-read").
func BenchmarkMonth(b *testing.B) {
	dir := threeYears(b)
	home := b.TempDir()
	idle := measure(b, "--help")
	excel := filepath.Join(home, "upk.xlsx")
	data := func(name string) string { return filepath.Join(home, name) }
	for _, step := range []struct {
		name string
		args []string
	}{
		{"import=csv", []string{"import", dir, "--data", data("csv")}},
		{"export=xlsx", []string{"export", excel, "--data", data("csv")}},
		{"import=xlsx", []string{"import", excel, "--data", data("xlsx")}},
		{"check=xlsx", []string{"import", excel, "--check", "--data", data("xlsx")}},
		{"semua=xlsx", []string{"report", "semua", "--month", "2025-12", "--format", "xlsx", "--output", data("semua.xlsx"), "--data", data("csv")}},
		{"semua=pdf", []string{"report", "semua", "--month", "2025-12", "--format", "pdf", "--output", data("semua.pdf"), "--data", data("csv")}},
		{"semua=csv", []string{"report", "semua", "--month", "2025-12", "--format", "csv", "--output", data("semua.csv"), "--data", data("csv")}},
		{"neraca", []string{"report", "neraca", "--month", "2025-12", "--output", data("neraca.txt"), "--data", data("csv")}},
		{"export=jsonl", []string{"export", data("upk.jsonl"), "--data", data("csv")}},
		{"import=jsonl", []string{"import", data("upk.jsonl"), "--data", data("jsonl")}},
		{"verify", []string{"verify", "--data", data("csv")}},
	} {
		b.Run(step.name, func(b *testing.B) {
			read := readAll(b, dir)
			var most process
			b.ResetTimer()
			for n := range b.N {
				if n > 0 && step.args[0] == "import" {
					_ = os.RemoveAll(step.args[len(step.args)-1])
				}
				most = most.or(measure(b, step.args...))
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s")
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/read.Seconds(), "x-read")
			b.ReportMetric(float64(most.peak), "MB")
			b.ReportMetric(float64(most.own), "own-MB")
			b.ReportMetric(float64(idle.peak), "idle-MB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// process is what a process held at most, in MB.
type process struct{ peak, own int }

func (p process) or(o process) process { return process{max(p.peak, o.peak), max(p.own, o.own)} }

// measure runs the program to its end and looks at it all the while. The kernel keeps the
// peak, so that only what comes in its last moments can be missed.
func measure(b *testing.B, args ...string) (most process) {
	b.Helper()
	cmd := exec.Command(program(b), args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("%s: %v %s", strings.Join(args, " "), err, &said)
			}
			return most
		case <-time.After(2 * time.Millisecond):
			most = most.or(look(cmd.Process.Pid))
		}
	}
}

// look reads what a process holds; of one that has ended nothing.
func look(pid int) (p process) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return p
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			continue
		}
		kilobytes, _ := strconv.Atoi(fields[1])
		switch fields[0] {
		case "VmHWM:":
			p.peak = kilobytes >> 10
		case "RssAnon:":
			p.own = kilobytes >> 10
		}
	}
	return p
}

// readAll is how long it takes to read the files of a workbook as CSV.
func readAll(b *testing.B, dir string) time.Duration {
	b.Helper()
	const times = 10
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) == 0 {
		b.Fatal(files, err)
	}
	began := time.Now()
	for _, name := range slices.Repeat(files, times) {
		f, err := os.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := csv.NewReader(f).ReadAll(); err != nil {
			b.Fatal(err)
		}
		_ = f.Close()
	}
	return time.Since(began) / times
}

// threeYears is the workbook of a UPK: three loans of a year to each group, one after the
// other, nine members who pay every month and their treasurer who brings it to the UPK,
// with one group in ten two months behind, and the UPK's own costs.
func threeYears(b *testing.B) (dir string) {
	b.Helper()
	dir = b.TempDir()
	const principal, share, instalment = officeMembers * 1_200_000, 1_200_000, 100_000 + 18_000
	sheets := map[string]*strings.Builder{}
	row := func(sheet, format string, args ...any) {
		if sheets[sheet] == nil {
			sheets[sheet] = &strings.Builder{}
		}
		fmt.Fprintf(sheets[sheet], format+"\n", args...)
	}
	row("upk", "kunci,nilai\nkode,UJI\nnama,UPK Uji\nkecamatan,Kalijambe\nkabupaten,Sragen")
	row("desa", "kode,nama")
	row("kelompok", "kode,nama,desa,jenis")
	row("anggota", "kode,kelompok,nama,hp,jabatan,setuju,nik,alamat")
	row("pinjaman", "kode,kelompok,dana,pokok,jasa_persen,angsuran,tanggal_cair,status")
	row("pemanfaat", "pinjaman,anggota,pokok")
	row("angsuran", "nomor,pinjaman,anggota,tanggal,jumlah,tahap")
	row("setoran", "nomor,kelompok,tanggal,jumlah")
	row("jurnal", "nomor,tanggal,debit,kredit,jumlah,uraian")
	row("saldo_akun", "akun,per_tanggal,jumlah\n1110,2022-12-31,5000000000\n3110,2022-12-31,-5000000000")
	for v := range officeVillages {
		row("desa", "D%02d,Desa %d", v, v)
	}
	for g := range officeGroups {
		group, kind := fmt.Sprintf("A%03d", g), "SPP"
		if g%3 == 0 {
			kind = "UEP"
		}
		row("kelompok", "%s,Kelompok %d,D%02d,%s", group, g, g%officeVillages, kind)
		for m := range officeMembers {
			row("anggota", "%s-%02d,%s,%s,+62813%04d%03d,%s,ya,,Dusun %d", group, m, group, memberName(m), m, g, []string{"bendahara", "ketua", "anggota"}[min(m, 2)], m)
		}
		for year := range officeYears {
			loan, paid := fmt.Sprintf("%s-L%d", group, year), time.Date(2023+year, time.January, 2+g%20, 0, 0, 0, 0, time.UTC)
			late, status := g%10 == 7 && year == officeYears-1, "lunas"
			if year == officeYears-1 {
				status = "cair"
			}
			row("pinjaman", "%s,%s,%s,%d,1.5,12,%s,%s", loan, group, kind, principal, paid.Format(time.DateOnly), status)
			for m := range officeMembers {
				row("pemanfaat", "%s,%s-%02d,%d", loan, group, m, share)
			}
			for month := 1; month <= 12 && !(late && month > 9); month++ {
				due := paid.AddDate(0, month, -1).Format(time.DateOnly)
				for m := range officeMembers {
					row("angsuran", "%s/%d/%d,%s,%s-%02d,%s,%d,kelompok", loan, month, m, loan, group, m, due, instalment)
				}
				row("setoran", "%s/%d,%s,%s,%d", loan, month, group, due, officeMembers*instalment)
			}
		}
	}
	for month := range 12 * officeYears {
		row("jurnal", "J%d,%s,5110,1110,7500000,honor", month, time.Date(2023, time.January+time.Month(month), 25, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	for name, text := range sheets {
		if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(text.String()), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}
