package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const hierarchies = "/sys/fs/cgroup"

// The node's share of the processors, against the 1024 of each process beside it. A node on a busy machine has many
// processes in one group, and would crawl as one of them.
const processorShare = "16384"

// makeGroups makes the node's control group in each hierarchy of version 1. A group of the cpuset hierarchy cannot be used
// before it has processors and memory.
func makeGroups(group string) error {
	folders, err := filepath.Glob(filepath.Join(hierarchies, "*", "cgroup.procs"))
	if err != nil {
		return err
	}
	for _, processes := range folders {
		hierarchy := filepath.Dir(processes)
		if _, err := os.Stat(filepath.Join(hierarchy, "cgroup.controllers")); err == nil {
			continue // version 2, where no part of the node lives
		}
		if err := os.MkdirAll(filepath.Join(hierarchy, group), 0o755); err != nil {
			return err
		}
		shares := filepath.Join(hierarchy, group, "cpu.shares")
		if _, err := os.Stat(shares); err == nil {
			if err := os.WriteFile(shares, []byte(processorShare), 0o644); err != nil {
				return err
			}
		}
		for _, name := range []string{"cpuset.cpus", "cpuset.mems"} {
			if value, err := os.ReadFile(filepath.Join(hierarchy, name)); err == nil {
				if err := os.WriteFile(filepath.Join(hierarchy, group, name), value, 0o644); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// thaw lets frozen processes go on: before that they cannot even be killed.
func thaw(group string) {
	for _, folder := range below(filepath.Join(hierarchies, "freezer", group)) {
		os.WriteFile(filepath.Join(folder, "freezer.state"), []byte("THAWED"), 0o644)
	}
}

// removeGroups removes the group and all below it. Processes that were just killed keep theirs a little longer.
func removeGroups(group string) {
	for attempt := 0; attempt < 1500; attempt++ {
		left := 0
		roots, _ := filepath.Glob(filepath.Join(hierarchies, "*", group))
		for _, root := range roots {
			folders := below(root)
			slices.Reverse(folders)
			for _, folder := range folders {
				if os.Remove(folder) != nil {
					left++
				}
			}
		}
		if left == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// below lists a folder and all folders in it, each after the one that it is in.
func below(root string) []string {
	var folders []string
	filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			folders = append(folders, path)
		}
		return nil
	})
	return folders
}
