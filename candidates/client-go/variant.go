package main

import (
	"net/http"
	"os"

	"k8s.io/client-go/tools/leaderelection"
)

func adjust(*leaderelection.LeaderElectionConfig) {}

// gateOf returns how writes are sent: this version lets every write pass.
func gateOf(*leaderelection.LeaderElector) http.RoundTripper { return http.DefaultTransport }

func isWithheld(error) bool { return false }

// stoppedLeading ends the process, as the example does.
func stoppedLeading(w *work) {
	w.revoked()
	os.Exit(0)
}
