// Command keeper holds the namespaces in which a node lives, and removes what is left of them. "pause" is the first
// process of each pod's sandbox. "tell" prints a file and fails, in a container whose end is to be misunderstood. It knows
// nothing of Kubernetes and is small, because there is one of it in each pod.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	command := ""
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	var err error
	switch {
	case command == "pause":
		reapUntilTerminated()
	case command == "tell" && len(os.Args) == 3:
		err = tell(os.Args[2])
	case command == "image" && len(os.Args) == 3:
		err = image(os.Args[2], os.Stdout)
	case command == "hold" && len(os.Args) == 4:
		err = hold(os.Args[2], os.Args[3])
	case command == "first" && len(os.Args) == 3:
		err = first(os.Args[2])
	default:
		err = fmt.Errorf("usage: keeper pause | tell FILE | image NAME | hold STATE_FOLDER CGROUP")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "keeper:", err)
		os.Exit(1)
	}
}

// reapUntilTerminated does what the first process of a PID namespace has to do: it buries orphans.
func reapUntilTerminated() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGCHLD, syscall.SIGTERM, syscall.SIGINT)
	for received := range signals {
		if received != syscall.SIGCHLD {
			return
		}
		for {
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); err != nil || pid <= 0 {
				break
			}
		}
	}
}

// tell waits for a file, prints it, and fails.
func tell(file string) error {
	for {
		if content, err := os.ReadFile(file); err == nil {
			os.Stdout.Write(content)
			os.Exit(1)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
