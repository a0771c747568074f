package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// What the kubelet wants to set for the whole machine: it leaves alone what already reads as wanted.
var wantedSettings = map[string]string{
	"vm/overcommit_memory":      "1",
	"vm/panic_on_oom":           "0",
	"kernel/panic":              "10",
	"kernel/panic_on_oops":      "1",
	"kernel/keys/root_maxkeys":  "1000000",
	"kernel/keys/root_maxbytes": "25000000",
}

// What daemons write below, of which the machine must see nothing.
var ownFolders = []string{"/run", "/var/lib", "/var/log"}

// first is the first process of the node's namespaces: with it, everything in them ends.
func first(state string) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("making all mounts private: %w", err)
	}
	if err := syscall.Mount("proc", "/proc", "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mounting /proc: %w", err)
	}
	for setting, value := range wantedSettings {
		shown := filepath.Join(state, strings.ReplaceAll(setting, "/", "."))
		if err := os.WriteFile(shown, []byte(value+"\n"), 0o600); err != nil {
			return err
		}
		if err := syscall.Mount(shown, "/proc/sys/"+setting, "", syscall.MS_BIND, ""); err != nil {
			return fmt.Errorf("hiding %s: %w", setting, err)
		}
	}
	for _, folder := range ownFolders {
		if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "mode=0755"); err != nil {
			return fmt.Errorf("mounting over %s: %w", folder, err)
		}
	}
	fmt.Println("mounted")
	reapUntilTerminated()
	return nil
}
