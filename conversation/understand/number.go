package understand

import "maps"

// numberWord is a word of a number: its value, or the power of ten by which it
// multiplies what stands before it.
type numberWord struct {
	value int64
	power int
	// teen adds ten to the digit before it; half is setengah.
	teen, half bool
	// odd values are read differently by different people and always asked.
	odd bool
}

func fixed(v int64) numberWord { return numberWord{value: v} }

// numberWords are the words of numbers in Indonesian, Hokkien slang (S67-S70),
// Javanese (S71, S72) and Sundanese (S73).
var numberWords = map[string]numberWord{
	"satu": fixed(1), "dua": fixed(2), "tiga": fixed(3), "empat": fixed(4), "lima": fixed(5), "enam": fixed(6),
	"tujuh": fixed(7), "delapan": fixed(8), "sembilan": fixed(9), "sepuluh": fixed(10), "sebelas": fixed(11),
	"tuju": fixed(7), "delapn": fixed(8), "lapan": fixed(8), "ampat": fixed(4), "seblas": fixed(11), "spuluh": fixed(10),
	"seratus": fixed(100), "sratus": fixed(100), "seribu": fixed(1000), "sejuta": fixed(1_000_000), "sjuta": fixed(1_000_000),
	"belas": {teen: true}, "puluh": {power: 1}, "ratus": {power: 2}, "puloh": {power: 1}, "pulu": {power: 1},
	"setengah": {half: true}, "stengah": {half: true}, "setenga": {half: true}, "stngah": {half: true}, "setngah": {half: true}, "stgh": {half: true}, "stngh": {half: true},

	"rb": {power: 3}, "rbu": {power: 3}, "ribu": {power: 3}, "ribuh": {power: 3}, "rebu": {power: 3},
	"k": {power: 3}, "ewu": {power: 3}, "ewune": {power: 3}, "ewunipun": {power: 3}, "ribune": {power: 3}, "rebune": {power: 3}, "thousand": {power: 3}, "ribbu": {power: 3}, "rb2": {power: 3}, "rbb": {power: 3},
	"jt": {power: 6}, "jta": {power: 6}, "juta": {power: 6}, "jut": {power: 6}, "jeti": {power: 6}, "yuta": {power: 6},
	"yuto": {power: 6}, "million": {power: 6},
	"miliar": {power: 9}, "milyar": {power: 9}, "m": {power: 9}, "milyard": {power: 9},

	"seceng": fixed(1000), "noceng": fixed(2000), "goceng": fixed(5000), "ceban": fixed(10_000), "noban": fixed(20_000),
	"jigo": fixed(25_000), "goban": fixed(50_000), "cepekceng": fixed(100_000), "gopekceng": {value: 500_000, odd: true},
	"cetiao": fixed(1_000_000), "ceceng": fixed(1000), "gotiao": fixed(5_000_000), "notiao": fixed(2_000_000), "setiao": fixed(1_000_000),
	"gocap": {value: 50_000, odd: true}, "cepek": {value: 100_000, odd: true}, "gopek": {value: 500_000, odd: true},
	"pego": {value: 150_000, odd: true}, "nopek": {value: 200_000, odd: true}, "cepe": {value: 100_000, odd: true}, "gope": {value: 500_000, odd: true},

	"siji": fixed(1), "loro": fixed(2), "telu": fixed(3), "papat": fixed(4), "enem": fixed(6), "pitu": fixed(7), "wolu": fixed(8),
	"sanga": fixed(9), "songo": fixed(9), "rong": fixed(2), "telung": fixed(3), "patang": fixed(4), "limang": fixed(5), "nem": fixed(6), "nenem": fixed(6),
	"pitung": fixed(7), "wolung": fixed(8), "sangang": fixed(9), "rolas": fixed(12), "sewelas": fixed(11), "limalas": fixed(15), "limolas": fixed(15),
	"limo": fixed(5), "wolulas": fixed(18), "pitulas": fixed(17), "nembelas": fixed(16), "patbelas": fixed(14), "telulas": fixed(13), "sangalas": fixed(19), "songolas": fixed(19), "selikur": fixed(21), "selawe": fixed(25), "slawe": fixed(25), "seket": fixed(50), "sewidak": fixed(60), "swidak": fixed(60),
	"satus": fixed(100), "sewu": fixed(1000), "rongewu": fixed(2000), "sakyuta": fixed(1_000_000), "seyuta": fixed(1_000_000), "atus": {power: 2},
	"rongatus": fixed(200), "telungatus": fixed(300), "patangatus": fixed(400), "limangatus": fixed(500), "nematus": fixed(600),
	"pitungatus": fixed(700), "wolungatus": fixed(800), "sangangatus": fixed(900), "telungewu": fixed(3000), "patangewu": fixed(4000),
	"limangewu": fixed(5000), "rongpuluh": fixed(20), "telungpuluh": fixed(30), "patangpuluh": fixed(40),
	"setunggal": fixed(1), "kalih": fixed(2), "tigang": fixed(3), "sekawan": fixed(4), "gangsal": fixed(5), "sedasa": fixed(10),
	"selangkung": fixed(25), "dasa": {power: 1}, "doso": {power: 1}, "salawe": fixed(25), "setangah": {half: true}, "setengahe": {half: true},

	"hiji": fixed(1), "tilu": fixed(3), "opat": fixed(4), "genep": fixed(6), "dalapan": fixed(8), "salapan": fixed(9),
	"sapuluh": fixed(10), "sabelas": fixed(11), "saratus": fixed(100), "sarebu": fixed(1000), "sajuta": fixed(1_000_000), "satengah": {half: true},
}

// englishNumbers are added to numberWords.
var englishNumbers = map[string]numberWord{
	"one": fixed(1), "two": fixed(2), "three": fixed(3), "four": fixed(4), "five": fixed(5), "six": fixed(6), "seven": fixed(7),
	"eight": fixed(8), "nine": fixed(9), "ten": fixed(10), "eleven": fixed(11), "twelve": fixed(12), "thirteen": fixed(13),
	"fourteen": fixed(14), "fifteen": fixed(15), "sixteen": fixed(16), "seventeen": fixed(17), "eighteen": fixed(18), "nineteen": fixed(19),
	"twenty": fixed(20), "thirty": fixed(30), "forty": fixed(40), "fourty": fixed(40), "fifty": fixed(50), "sixty": fixed(60),
	"seventy": fixed(70), "eighty": fixed(80), "ninety": fixed(90), "hundred": {power: 2}, "hundred_and": {power: 2},
	"a_hundred": fixed(100), "a_hundred_and": fixed(100), "a_thousand": fixed(1000), "a_million": fixed(1_000_000),
	"half_a_million": fixed(500_000),
}

func init() { maps.Copy(numberWords, englishNumbers) }

// number is a number in the making, in halves so that "dua setengah juta" stays
// whole.
type number struct {
	done  int64 // what has its thousands or millions
	part  int64 // below a thousand, without a scale yet
	digit int64 // the last digit, still to be multiplied by puluh or ratus
	least int64 // the smallest unit so far: the next part must be smaller
	scale int64 // the last thousand or million
	half  bool  // "setengah" waits for its scale
	odd   bool
	parts int
}

var powers = [...]int64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000}

// add takes the next word; false means that it does not go on with this number.
func (n *number) add(w numberWord) bool {
	switch {
	case w.half:
		return n.addHalf()
	case w.teen:
		if n.digit == 0 || n.part%20 != 0 {
			return false
		}
		n.part, n.digit, n.least = n.part+n.digit+20, 0, 1
	case w.power == 1 || w.power == 2:
		unit := powers[w.power]
		if n.digit == 0 || n.part != 0 && n.part%(2*unit*10) != 0 {
			return false
		}
		n.part, n.digit, n.least = n.part+n.digit*unit, 0, unit
	case w.power > 2:
		return n.addScale(powers[w.power])
	default:
		return n.addValue(w)
	}
	n.parts++
	return true
}

func (n *number) addHalf() bool {
	if n.half {
		return false
	}
	n.parts++
	if n.scale > 0 && n.part+n.digit == 0 { // sejuta setengah
		n.done, n.least, n.scale = n.done+n.scale, 1, 1
		return true
	}
	n.half = true
	return true
}

func (n *number) addScale(unit int64) bool {
	value := n.part + n.digit
	if n.half {
		value++
	}
	if value == 0 || n.scale > 0 && unit >= n.scale || value > 4000*2 {
		return false
	}
	n.done += value * unit
	n.part, n.digit, n.half, n.scale, n.least = 0, 0, false, unit, unit
	n.parts++
	return true
}

func (n *number) addValue(w numberWord) bool {
	switch {
	case n.half, n.digit != 0:
		return false
	case w.value < 10:
		if n.part%20 != 0 || n.least == 1 {
			return false
		}
		n.digit = 2 * w.value
	case w.value < 1000:
		unit := int64(1)
		for w.value%(unit*10) == 0 {
			unit *= 10
		}
		if n.least > 0 && n.least <= w.value {
			return false
		}
		n.part, n.least = n.part+2*w.value, unit
	default: // sewu, sejuta, goban
		if n.part > 0 || n.scale > 0 && w.value >= n.scale {
			return false
		}
		n.done += 2 * w.value
		n.scale = w.value
		for unit := int64(1); unit <= w.value; unit *= 1000 {
			n.scale = unit
		}
		n.least = n.scale
	}
	n.odd = n.odd || w.odd
	n.parts++
	return true
}

// splitNumberWords cuts "limapuluhribu" into its words; nil if it is not made
// of number words alone.
func splitNumberWords(word string) []string {
	const longest = 60
	if len(word) < 6 || len(word) > longest {
		return nil
	}
	var dead [longest + 1]bool // no cut from here leads to the end
	var cut func(from int) []string
	cut = func(from int) []string {
		if from == len(word) {
			return []string{}
		}
		for n := min(len(word)-from, 10); n >= 2 && !dead[from]; n-- {
			if _, ok := numberWords[word[from:from+n]]; !ok {
				continue
			}
			if tail := cut(from + n); tail != nil {
				return append([]string{word[from : from+n]}, tail...)
			}
		}
		dead[from] = true
		return nil
	}
	parts := cut(0)
	if len(parts) < 2 {
		return nil
	}
	return parts
}
