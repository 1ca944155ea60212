package control

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
)

// maxPath is how long a socket's path may be for the kernel: 108 bytes with the
// zero at the end, and fewer elsewhere.
const maxPath = 103

// Listen opens the socket for Serve. A socket that nobody answers on, left by a
// process that was killed, is replaced; where somebody answers, the error is
// ErrRunning; anything else in its place is left alone and is an error. Closing
// the listener takes the socket away. Call it with the store already open: the
// store's lock keeps two of them apart.
func Listen(path string) (net.Listener, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode().Type() != fs.ModeSocket:
		return nil, fmt.Errorf("%s is in the way: it is no socket; move it elsewhere", path)
	default:
		if conn, err := dial(path); err == nil {
			conn.Close()
			return nil, ErrRunning
		} else if !nobody(err) {
			return nil, err
		}
	}
	return bind(path)
}

// bind makes the socket in a folder that only we can enter, and moves it to its
// place when its mode is right. So there is no moment in which another user could
// connect, and a stale socket is replaced in one step.
func bind(path string) (net.Listener, error) {
	private := path + ".new"
	made := filepath.Join(private, "s")
	clear := func() { os.Remove(made); os.Remove(private) }
	clear() // where a process was killed just here
	defer clear()
	if err := os.Mkdir(private, 0o700); err != nil {
		return nil, err
	}
	short, release, err := shorten(made)
	if err != nil {
		return nil, err
	}
	defer release()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: short, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false)
	err = errors.Join(os.Chmod(made, 0o600), os.Rename(made, path))
	info, statErr := os.Lstat(path)
	if err := errors.Join(err, statErr); err != nil {
		l.Close()
		return nil, err
	}
	return &listener{UnixListener: l, path: path, made: info}, nil
}

// listener takes its socket away when it is closed, unless another is there by then.
type listener struct {
	*net.UnixListener
	path string
	made fs.FileInfo
	once sync.Once
	err  error
}

func (l *listener) Close() error {
	l.once.Do(func() {
		if now, err := os.Lstat(l.path); err == nil && os.SameFile(now, l.made) {
			l.err = os.Remove(l.path)
		}
		l.err = errors.Join(l.UnixListener.Close(), l.err)
	})
	return l.err
}

func dial(path string) (net.Conn, error) {
	short, release, err := shorten(path)
	if err != nil {
		return nil, err
	}
	defer release()
	return (&net.Dialer{Timeout: dialTime}).Dial("unix", short)
}

// nobody tells whether nobody listens at all: no socket, or one whose process is gone.
func nobody(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENOTDIR)
}

// shorten gives a path that the kernel takes for a socket, where Linux lets us
// name a folder by its open file. Release it when the socket is made or reached.
func shorten(path string) (short string, release func(), err error) {
	if len(path) <= maxPath {
		return path, func() {}, nil
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	short = filepath.Join("/proc/self/fd", strconv.Itoa(int(folder.Fd())), filepath.Base(path))
	return short, func() { folder.Close() }, nil
}
