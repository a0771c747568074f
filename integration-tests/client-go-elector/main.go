// Command client-go-elector is client-go's leader elector on one Lease, driven by the Java tests: they start it as a
// process and read one line per event from its standard output.
//
//	started NANOS       it leads from now on
//	stopped NANOS       it does not lead any more, or never did and ends
//	leader NANOS NAME   it has seen NAME hold the Lease (NAME is the rest of the line, quoted the Go way)
//
// NANOS is CLOCK_MONOTONIC, the clock behind System.nanoTime on Linux, so that lines of several processes of one
// machine can be merged into one history. SIGTERM and SIGINT end the elector in order.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

type options struct {
	kubeconfig, server, tokenFile, caFile string
	namespace, lease, identity            string
	leaseDuration, renewDeadline          time.Duration
	retryPeriod                           time.Duration
	releaseOnCancel                       bool
}

func main() {
	o := parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "client-go-elector:", err)
		os.Exit(1)
	}
}

func parse() options {
	var o options
	flag.StringVar(&o.kubeconfig, "kubeconfig", "", "kubeconfig file; or use -server, -token-file and -ca-file")
	flag.StringVar(&o.server, "server", "", "address of the API server; with -kubeconfig it replaces the address there")
	flag.StringVar(&o.tokenFile, "token-file", "", "file with the bearer token")
	flag.StringVar(&o.caFile, "ca-file", "", "file with the server's CA certificates")
	flag.StringVar(&o.namespace, "namespace", "default", "namespace of the Lease")
	flag.StringVar(&o.lease, "lease", "", "name of the Lease")
	flag.StringVar(&o.identity, "identity", "", "holder identity of this elector")
	flag.DurationVar(&o.leaseDuration, "lease-duration", 15*time.Second, "how long others wait for a silent leader")
	flag.DurationVar(&o.renewDeadline, "renew-deadline", 10*time.Second, "how long the leader tries to renew")
	flag.DurationVar(&o.retryPeriod, "retry-period", 2*time.Second, "pause between two tries")
	flag.BoolVar(&o.releaseOnCancel, "release-on-cancel", false, "release the Lease at the end")
	flag.Parse()
	return o
}

func run(ctx context.Context, o options) error {
	config, err := clientcmd.BuildConfigFromFlags(o.server, o.kubeconfig)
	if err != nil {
		return err
	}
	if o.kubeconfig == "" {
		config.BearerTokenFile = o.tokenFile
		config.TLSClientConfig = rest.TLSClientConfig{CAFile: o.caFile}
	}
	config.UserAgent = "client-go-elector"
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Namespace: o.namespace, Name: o.lease},
			Client:     client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: o.identity},
		},
		LeaseDuration:   o.leaseDuration,
		RenewDeadline:   o.renewDeadline,
		RetryPeriod:     o.retryPeriod,
		ReleaseOnCancel: o.releaseOnCancel,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) { report("started", "") },
			OnStoppedLeading: func() { report("stopped", "") },
			OnNewLeader:      func(name string) { report("leader", fmt.Sprintf(" %q", name)) },
		},
	})
	if err != nil {
		return err
	}
	elector.Run(ctx)
	return nil
}

// report prints one event in one write, so that lines of different goroutines do not mix.
func report(event, rest string) {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		panic(err)
	}
	fmt.Fprintf(os.Stdout, "%s %d%s\n", event, now.Nano(), rest)
}
