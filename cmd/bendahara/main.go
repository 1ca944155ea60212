// Command bendahara is the bot that a village group's treasurer texts: it records
// repayments, answers, reminds, and keeps the books of a UPK.
//
// Its promise to who runs it: every command exits 0 on success, 1 on failure and
// 2 on wrong usage, and a failure is one plain sentence that says what to do.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"

	"bendahara/bot/control"
)

// cli are the commands.
type cli struct {
	Data string `placeholder:"DIR" default:"./data" env:"BENDAHARA_DATA" help:"Data directory (default ${default})."`

	Serve      serveCmd      `cmd:"" help:"Run the bot: gateways, conversations, outbox, reminders and the simulator."`
	Chat       chatCmd       `cmd:"" help:"Be a phone in the terminal, on a store with the simulator."`
	Replay     replayCmd     `cmd:"" help:"Run dialogue files and show where one does not hold."`
	Understand understandCmd `cmd:"" help:"Show what the bot makes of messages; writes nothing."`
	Import     importCmd     `cmd:"" help:"Read a workbook: an .xlsx, a directory of .csv, or a .jsonl into an empty store."`
	Export     exportCmd     `cmd:"" help:"Write the workbook, the whole journal, or an hledger journal."`
	Schedule   scheduleCmd   `cmd:"" help:"Print an instalment schedule."`
	Report     reportCmd     `cmd:"" help:"Print a named report; without a name, list them."`
	Office     officeCmd     `cmd:"" help:"The office's own work, proposed by one officer and confirmed by another."`
	Whatsapp   whatsappCmd   `cmd:"" help:"Link the office's WhatsApp number."`
	Remind     remindCmd     `cmd:"" help:"Send the reminders that are due, or show them."`
	Broadcast  broadcastCmd  `cmd:"" help:"A message to many: preview, send, progress, pause, resume, cancel."`
	Person     personCmd     `cmd:"" help:"What is kept of a member: export it, or take away who she was."`
	Outbox     outboxCmd     `cmd:"" help:"Messages that may have gone before a crash or restore: list, send, drop."`
	User       userCmd       `cmd:"" help:"Who may log in at the console: add, list, remove, reset."`
	Slip       slipCmd       `cmd:"" help:"List the slips that came beside deposits, or write one's picture."`
	Verify     verifyCmd     `cmd:"" help:"Re-add every balance and re-check every chain and index."`
	Backup     backupCmd     `cmd:"" help:"Write a consistent copy of the store, also while serve works."`
	Restore    restoreCmd    `cmd:"" help:"Begin again from a backup, in an empty data directory."`
	Doctor     doctorCmd     `cmd:"" help:"Look at settings, store, clock, gateways and templates, and say what to do."`
	Words      wordsCmd      `cmd:"" help:"List every message that the bot can send, with its length."`
}

// alone is a command that never works through a running serve.
type alone interface{ alone() }

func (*serveCmd) alone()    {}
func (*replayCmd) alone()   {}
func (*scheduleCmd) alone() {}
func (*wordsCmd) alone()    {}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bendahara: the working directory cannot be read:", err)
		os.Exit(1)
	}
	code := execute(os.Args[1:], &env{
		Context: ctx, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Dir: dir, Now: time.Now,
	})
	stop()
	os.Exit(code)
}

// usageError is wrong usage that a command finds by itself.
type usageError struct{ error }

// exitCode is an exit that has said all it has to say.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

// execute runs one command line and returns its exit code.
func execute(args []string, e *env) (code int) {
	defer func() { // kong leaves by its exit function after --help
		if p := recover(); p != nil {
			c, ok := p.(exitCode)
			if !ok {
				panic(p)
			}
			code = int(c)
		}
	}()
	settings, err := readConfiguration(dataDir(args))
	if err != nil {
		return complain(e.Stderr, err)
	}
	var c cli
	parser, err := kong.New(&c,
		kong.Name("bendahara"),
		kong.Description("The bot that village treasurers text: records repayments, answers, reminds, keeps the books."),
		kong.Writers(e.Stdout, e.Stderr),
		kong.Bind(e),
		kong.Exit(func(code int) { panic(exitCode(code)) }),
		kong.Resolvers(settings.resolver()),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		panic(err) // the command structs themselves are wrong
	}
	if err := settings.check(parser.Model.Node); err != nil {
		return complain(e.Stderr, err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if err != nil {
		return complain(e.Stderr, usageError{fmt.Errorf("%w; see bendahara --help", err)})
	}
	e.Data = c.Data
	selected, _ := command.Selected().Target.Addr().Interface().(alone)
	if selected == nil && e.served == nil {
		socket := filepath.Join(e.path(e.Data), socketFile)
		exit, running, err := control.Do(e.Context, socket, args, e.Dir, e.Stdin, e.Stdout, e.Stderr)
		if running {
			if err != nil {
				return complain(e.Stderr, err)
			}
			return exit
		}
		if os.Getenv("GOGC") == "" {
			debug.SetGCPercent(thriftyGC)
		}
		if os.Getenv("GOMEMLIMIT") == "" {
			debug.SetMemoryLimit(thriftyMemory)
		}
	}
	return complain(e.Stderr, command.Run(e))
}

// thriftyGC has a command that runs and ends keep less garbage than Go does: it works
// beside other programs on the office's machine, and a moment more costs nothing.
const thriftyGC = 40

// thriftyMemory is what such a command keeps its own memory below, where it can, by
// collecting garbage more often: bytes.
const thriftyMemory = 150 << 20

// complain prints an error as one sentence and returns the exit code that it means.
func complain(to io.Writer, err error) int {
	if err == nil {
		return 0
	}
	var code exitCode
	if errors.As(err, &code) {
		return int(code)
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped before the end")
	}
	fmt.Fprintln(to, "bendahara:", strings.ReplaceAll(err.Error(), "\n", "; "))
	if errors.As(err, new(usageError)) {
		return 2
	}
	return 1
}

// dataDir finds the data directory before the command line is parsed, because the
// settings file lies in it.
func dataDir(args []string) string {
	for i, a := range args {
		if a == "--data" && i+1 < len(args) {
			return args[i+1]
		}
		if dir, ok := strings.CutPrefix(a, "--data="); ok {
			return dir
		}
	}
	if dir := os.Getenv("BENDAHARA_DATA"); dir != "" {
		return dir
	}
	return "./data"
}

// configuration is what bendahara.toml says: a key is a flag's name with
// underscores.
type configuration map[string]any

func readConfiguration(dir string) (configuration, error) {
	values := configuration{}
	_, err := toml.DecodeFile(filepath.Join(dir, configFile), &values)
	if err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return nil, fmt.Errorf("%s cannot be read: %w", configFile, err)
	}
	return values, nil
}

// check refuses a key that no command has: a mistyped setting must not be
// ignored in silence.
func (c configuration) check(commands *kong.Node) error {
	known := map[string]bool{}
	_ = kong.Visit(commands, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known[keyOf(flag)] = true
		}
		return next(nil)
	})
	for _, key := range slices.Sorted(maps.Keys(c)) {
		if !known[key] {
			return fmt.Errorf("%s: %q is no setting; a setting is a flag's name with underscores, such as twilio_account_sid", configFile, key)
		}
	}
	return nil
}

func keyOf(flag *kong.Flag) string { return strings.ReplaceAll(flag.Name, "-", "_") }

// resolver gives flags their values. The environment goes before it.
func (c configuration) resolver() kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs {
			if _, set := os.LookupEnv(name); set {
				return nil, nil
			}
		}
		value, ok := c[keyOf(flag)]
		if !ok {
			return nil, nil
		}
		return fmt.Sprint(value), nil
	})
}
