// Command client-go is the example of client-go, examples/leader-election, as a candidate of the comparison: told by its
// environment what to do, it tells in its history what happens. See io.leaderelection.candidate.Journal for the lines.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

func main() {
	if err := run(readAssignment()); err != nil {
		fmt.Fprintln(os.Stderr, "client-go:", err)
		os.Exit(1)
	}
}

func run(a assignment) error {
	w := newWork(a)
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	elector, err := leaderelection.NewLeaderElector(electionConfig(a, client, w))
	if err != nil {
		return err
	}
	w.gate = gateOf(elector)
	ctx, cancel := context.WithCancel(context.Background())
	go endOnSignal(w, cancel)
	go w.question(elector.IsLeader)
	w.journal.tell("started", 0)
	elector.Run(ctx)
	return nil
}

func electionConfig(a assignment, client kubernetes.Interface, w *work) leaderelection.LeaderElectionConfig {
	config := leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Namespace: a.namespace, Name: a.lease},
			Client:     client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: a.identity},
		},
		LeaseDuration:   a.leaseDuration,
		RenewDeadline:   a.renewDeadline,
		RetryPeriod:     a.retryPeriod,
		ReleaseOnCancel: true,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: w.run,
			OnStoppedLeading: func() { stoppedLeading(w) },
		},
	}
	adjust(&config)
	return config
}

// endOnSignal stops the work and waits for it before it cancels the elector: "you must ensure all code guarded by this
// lease has successfully completed prior to cancelling the context" (ReleaseOnCancel).
func endOnSignal(w *work, cancel func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	<-signals
	w.drain()
	cancel()
}
