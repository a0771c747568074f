package io.leaderelection.status;

/**
 * A problem of the election itself, not of its store, that keeps it from its work.
 *
 * @param reason what is the matter
 * @param fix what to do about it
 */
public record ElectionProblem(String reason, String fix) {}
