// Command apiserver holds the parts of a Kubernetes control plane that tests start, each as a process of
// its own, chosen by the first argument: so that a test can restart or stop one of them alone.
package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"k8s.io/component-base/cli"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// parts maps a sub-command to its entry point, which runs until the process ends and returns the exit code.
// A further part (controller manager, scheduler, kubelet) is one more line here.
var parts = map[string]func() int{
	"etcd":           runEtcd,
	"kube-apiserver": func() int { return cli.Run(apiserver.NewAPIServerCommand()) },
}

func main() {
	if len(os.Args) < 2 || parts[os.Args[1]] == nil {
		names := slices.Sorted(maps.Keys(parts))
		fmt.Fprintf(os.Stderr, "usage: apiserver %s [flags]\n", strings.Join(names, "|"))
		os.Exit(2)
	}
	run := parts[os.Args[1]]
	os.Args = os.Args[1:]
	os.Exit(run())
}
