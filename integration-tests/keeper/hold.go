package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
)

const slots = 16

// hold keeps the namespaces until its standard input ends, which the kernel brings about when the test's JVM is gone.
// Then it kills everything that lives in them and removes the link, the control groups and the state folder: mounts, routes
// and packet filters have gone with the namespaces. It prints "ready PID SLOT" once the namespaces can be entered.
func hold(state, group string) error {
	// The parent-death signal is that of the thread which started the child.
	runtime.LockOSThread()
	// An interrupt at the terminal reaches the JVM too, and its end is what ends this.
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	// Given back by the end of this process, when nothing is left of the node.
	slot, err := takeSlot()
	if err != nil {
		return err
	}
	defer removeGroups(group)
	defer os.RemoveAll(state)
	if err := makeGroups(group); err != nil {
		return err
	}
	child := exec.Command("/proc/self/exe", "first", state)
	child.Stderr = os.Stderr
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET,
		Pdeathsig:  syscall.SIGKILL,
	}
	output, err := child.StdoutPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return err
	}
	defer child.Wait()
	defer child.Process.Kill()
	defer thaw(group)
	if _, err := bufio.NewReader(output).ReadString('\n'); err != nil {
		return fmt.Errorf("the first process has ended: %w", err)
	}
	link := linkOf(slot)
	// One that a killed keeper has left: whoever holds the slot is the only one to use it.
	removeLink(link)
	defer removeLink(link)
	if err := lead(slot, link, child.Process.Pid); err != nil {
		return err
	}
	fmt.Printf("ready %d %s\n", child.Process.Pid, slot)
	io.Copy(io.Discard, os.Stdin)
	return nil
}

// takeSlot takes the first free place for a node on this machine: a number for the names and addresses of its link. The
// name of a socket stands for it, of which, like those, there is one in each network, whatever files a container sees.
func takeSlot() (string, error) {
	for number := range slots {
		socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
		if err != nil {
			return "", err
		}
		err = syscall.Bind(socket, &syscall.SockaddrUnix{Name: fmt.Sprintf("@leader-election-node-%d", number)})
		if err == nil {
			return fmt.Sprint(number), nil
		}
		syscall.Close(socket)
		if err != syscall.EADDRINUSE {
			return "", fmt.Errorf("taking slot %d: %w", number, err)
		}
	}
	return "", fmt.Errorf("%d nodes run on this machine already", slots)
}

func linkOf(slot string) string {
	return "leader-node" + slot
}

// removeLink removes the link with both its ends. It would go with the namespace, but connections that nobody answers any
// more keep that alive for minutes after its last process, and the next node of the slot needs the name.
func removeLink(link string) {
	exec.Command("ip", "link", "delete", link).Run()
}

// lead lays the one link between the machine and the node, with addresses of the slot. The node has no way to anywhere
// else.
func lead(slot, link string, pid int) error {
	peer := fmt.Sprint(pid)
	inside := func(arguments ...string) []string {
		return append([]string{"nsenter", "-t", peer, "-n", "ip"}, arguments...)
	}
	for _, command := range [][]string{
		{"ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", peer},
		{"ip", "address", "add", "10.99." + slot + ".2/30", "dev", link},
		{"ip", "link", "set", link, "up"},
		inside("address", "add", "10.99."+slot+".1/30", "dev", "eth0"),
		inside("link", "set", "eth0", "up"),
		inside("link", "set", "lo", "up"),
		inside("route", "add", "10.96.0.0/16", "dev", "eth0"),
	} {
		if output, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w: %s", command, err, output)
		}
	}
	return nil
}
