package io.leaderelection.spring;

/** When an instance begins to take part in an election. */
public enum StartTime {
    /** When the application is ready: nothing of the leader's work runs in a half-started application. */
    READY,
    /** When the application context is refreshed, before runners are called. */
    REFRESHED,
    /** When {@link io.leaderelection.LeaderElectionControl#start()} is called. */
    MANUAL
}
