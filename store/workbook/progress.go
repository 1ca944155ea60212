package workbook

import "context"

// tellKey is where a context keeps who is told.
type tellKey struct{}

// Telling is a context in which an export tells what it is at, often.
func Telling(ctx context.Context, tell func(what string)) context.Context {
	return context.WithValue(ctx, tellKey{}, tell)
}

// goesOn tells what is done next, and whether to stop instead.
func goesOn(ctx context.Context, what string) error {
	if tell, ok := ctx.Value(tellKey{}).(func(string)); ok {
		tell(what)
	}
	return ctx.Err()
}

// often is how many lines or entries pass between two steps.
const often = 500
