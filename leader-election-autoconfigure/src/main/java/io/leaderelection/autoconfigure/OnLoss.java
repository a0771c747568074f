package io.leaderelection.autoconfigure;

/** What to do after a term was lost. */
public enum OnLoss {
    /** Return to standby and campaign again. */
    STANDBY,
    /** Close the application context in order and end the process. */
    EXIT
}
