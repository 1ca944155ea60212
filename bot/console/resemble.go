package console

// longestGuessed is how many letters a word has at most that is looked for nearly so.
const longestGuessed = 40

// distance is how many letters have to be put in, taken away, changed, or swapped with
// their neighbour, to make one word of the other; neither is longer than longestGuessed.
func distance(a, b []rune) int {
	var rows [3][longestGuessed + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range b {
		row[j+1] = j + 1
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
