package main

import (
	"errors"
	"net/http"

	"k8s.io/client-go/tools/leaderelection"
)

// adjust asks for recovery: a leader that could not renew in time may lead on, its writes are held back meanwhile.
func adjust(config *leaderelection.LeaderElectionConfig) {
	config.Recovery = &leaderelection.RecoveryConfig{}
}

// gateOf returns how writes are sent: only while the elector leads.
func gateOf(elector *leaderelection.LeaderElector) http.RoundTripper {
	return elector.WriteGate()(http.DefaultTransport)
}

func isWithheld(err error) bool { return errors.Is(err, leaderelection.ErrWriteGateClosed) }

func stoppedLeading(w *work) { w.revoked() }
