package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// assignment is what the environment tells.
type assignment struct {
	identity, namespace, lease, receiver, history string
	leaseDuration, renewDeadline, retryPeriod     time.Duration
	workFile                                      string // says how long a unit of work takes, in milliseconds
}

func readAssignment() assignment {
	return assignment{
		identity:      os.Getenv("CANDIDATE_IDENTITY"),
		namespace:     os.Getenv("CANDIDATE_NAMESPACE"),
		lease:         os.Getenv("CANDIDATE_LEASE"),
		receiver:      os.Getenv("CANDIDATE_RECEIVER"),
		history:       os.Getenv("CANDIDATE_HISTORY"),
		leaseDuration: millis("CANDIDATE_LEASE_DURATION"),
		renewDeadline: millis("CANDIDATE_RENEW_DEADLINE"),
		retryPeriod:   millis("CANDIDATE_RETRY_PERIOD"),
		workFile:      os.Getenv("CANDIDATE_WORK"),
	}
}

func millis(name string) time.Duration { return parseMillis(os.Getenv(name)) }

func parseMillis(text string) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		panic(err)
	}
	return time.Duration(n) * time.Millisecond
}

// nanos reads CLOCK_MONOTONIC, the clock behind System.nanoTime on Linux.
func nanos() int64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		panic(err)
	}
	return now.Nano()
}

// journal is the history of this process.
type journal struct {
	lock sync.Mutex
	file *os.File
}

func openJournal(path string) *journal {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	return &journal{file: file}
}

func (j *journal) tell(kind string, term int64) { j.tellSince(nanos(), kind, term) }

func (j *journal) tellSince(since int64, kind string, term int64) {
	j.lock.Lock()
	defer j.lock.Unlock()
	fmt.Fprintf(j.file, "%d %s %d %d\n", since, kind, term, nanos())
}

// work is what the leader does: one unit after the other until it is told to end.
type work struct {
	assignment
	journal *journal
	gate    http.RoundTripper
	term    atomic.Int64
	leading atomic.Bool
	ending  atomic.Bool
	units   sync.Mutex // held by the unit that runs
}

func newWork(a assignment) *work {
	return &work{assignment: a, journal: openJournal(a.history)}
}

// run is told that this process leads; ctx ends with that.
func (w *work) run(ctx context.Context) {
	term := w.term.Add(1)
	w.leading.Store(true)
	w.journal.tell("granted", term)
	for ctx.Err() == nil && !w.ending.Load() {
		w.unit(term)
		time.Sleep(20 * time.Millisecond)
	}
}

// revoked is told that this process leads no longer, or never did.
func (w *work) revoked() {
	if w.leading.CompareAndSwap(true, false) {
		w.journal.tell("revoked", w.term.Load())
	}
}

// drain begins no further unit and waits for the one that has begun.
func (w *work) drain() {
	w.ending.Store(true)
	w.units.Lock()
	defer w.units.Unlock()
}

func (w *work) unit(term int64) {
	w.units.Lock()
	defer w.units.Unlock()
	if w.ending.Load() {
		return
	}
	w.journal.tell("enter", term)
	time.Sleep(w.unitTakes())
	sent := nanos()
	w.journal.tellSince(sent, w.write(term), term)
	w.journal.tell("exit", term)
}

// unitTakes is read anew for each unit, so that one process can serve for several scenarios.
func (w *work) unitTakes() time.Duration {
	text, err := os.ReadFile(w.workFile)
	if err != nil {
		panic(err)
	}
	return parseMillis(string(text))
}

func (w *work) write(term int64) string {
	client := http.Client{Transport: w.gate, Timeout: 2 * time.Second}
	answer, err := client.Post(fmt.Sprintf("%s?by=%s&term=%d&token=0", w.receiver, w.identity, term), "", nil)
	if isWithheld(err) {
		return "withheld"
	} else if err != nil {
		return "failed"
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return "refused"
	}
	return "accepted"
}

// question asks a hundred times a second whether this process leads, and tells each yes and the first no after one.
func (w *work) question(leads func() bool) {
	yes := false
	for ; ; time.Sleep(10 * time.Millisecond) {
		before := nanos()
		answer := leads()
		if answer {
			w.journal.tellSince(before, "yes", w.term.Load())
		} else if yes {
			w.journal.tellSince(before, "no", w.term.Load())
		}
		yes = answer
	}
}
