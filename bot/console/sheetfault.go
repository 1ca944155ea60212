package console

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// saidOf is how something that package workbook says is recognised, and its Indonesian.
type saidOf struct {
	found *regexp.Regexp
	text  string
}

// faultWords are what package workbook says, in Indonesian: page/faults.txt. What says
// most of itself is looked for first.
var faultWords = sync.OnceValue(func() (list []saidOf) {
	content, err := files.ReadFile("page/faults.txt")
	if err != nil {
		panic(err)
	}
	all := catalogue(string(content))
	var formats []string
	for format := range all {
		formats = append(formats, string(format))
	}
	slices.SortFunc(formats, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, "%")*100-len(a), strings.Count(b, "%")*100-len(b)), cmp.Compare(a, b))
	})
	for _, format := range formats {
		pattern := regexp.QuoteMeta(format)
		pattern = strings.NewReplacer("%s", "(.+?)", "%q", `("(?:[^"\\]|\\.)*")`, "%d", `(-?\d+)`).Replace(pattern)
		list = append(list, saidOf{regexp.MustCompile("^" + pattern + "$"), string(all[text(format)])})
	}
	return list
})

// fault is what package workbook says is wrong, or what an import changes, in the
// language. What has no Indonesian is said as it is.
func (l language) fault(message string) string {
	if l != indonesian {
		return message
	}
	return inIndonesian(message)
}

func inIndonesian(message string) string {
	for _, known := range faultWords() {
		parts := known.found.FindStringSubmatch(message)
		if parts == nil {
			continue
		}
		var with []any
		for _, p := range parts[1:] {
			with = append(with, inIndonesian(p))
		}
		return fmt.Sprintf(known.text, with...)
	}
	return message
}
