package workbook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// readDirectory reads every .csv of a directory as the sheet of its name; other
// files are left alone.
func (b *Book) readDirectory(path string) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	cells, found := 0, false
	for _, e := range entries {
		name := e.Name()
		ext := filepath.Ext(name)
		if e.IsDir() || !strings.EqualFold(ext, ".csv") || strings.HasPrefix(name, ".") {
			continue
		}
		found = true
		if info, err := e.Info(); err != nil || info.Size() > maxFile {
			return errors.Join(err, fmt.Errorf("%s: %w", name, ErrTooMuch))
		}
		content, err := os.ReadFile(filepath.Join(path, name))
		if err != nil {
			return err
		}
		g := grid{name: strings.TrimSuffix(name, ext)}
		if g.rows, err = csvRows(content, &cells); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b.take(g)
	}
	if !found {
		return fmt.Errorf("there is no .csv in it: %w", ErrFormat)
	}
	return nil
}

// csvRows reads UTF-8 with or without its mark, or the Windows-1252 of an older
// Excel, with commas or semicolons.
func csvRows(content []byte, cells *int) (list []gridRow, err error) {
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if !utf8.Valid(content) {
		if content, err = charmap.Windows1252.NewDecoder().Bytes(content); err != nil {
			return nil, err
		}
	}
	r := csv.NewReader(bytes.NewReader(content))
	r.Comma = separator(content)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	within := 0 // line breaks inside cells, which are no rows to the person
	for {
		columns, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		line, _ := r.FieldPos(0)
		row := gridRow{number: line - within, cells: columns}
		for _, c := range columns {
			within += strings.Count(c, "\n")
		}
		if row.blank() {
			continue
		}
		if err := row.check(cells, len(list)); err != nil {
			return nil, err
		}
		list = append(list, row)
	}
}

// separator is the semicolon where the first line has more of them than commas.
func separator(content []byte) rune {
	first, _, _ := bytes.Cut(bytes.TrimLeft(content, "\r\n"), []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		return ';'
	}
	return ','
}

// writeDirectory writes a .csv a sheet, also for the empty ones, so that nothing
// of an earlier export stays beside them.
func (b *Book) writeDirectory(path string) error {
	if err := os.MkdirAll(path, dirMode); err != nil {
		return err
	}
	for _, s := range sheets {
		err := WriteFile(filepath.Join(path, s.name+".csv"), func(w io.Writer) error {
			out := csv.NewWriter(w)
			var heading []string
			for _, c := range s.columns {
				heading = append(heading, c.name)
			}
			if err := out.Write(heading); err != nil {
				return err
			}
			for _, r := range b.rows[s.name] {
				if err := out.Write(r.cells); err != nil {
					return err
				}
			}
			out.Flush()
			return out.Error()
		})
		if err != nil {
			return err
		}
	}
	return nil
}
