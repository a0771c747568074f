package main

import (
	"context"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // the kubelet's own main registers these too
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

// runKubelet is the kubelet's own main. It takes the signals itself: a context that ends on them as well makes it panic.
func runKubelet() int {
	return cli.Run(kubelet.NewKubeletCommand(context.Background()))
}
