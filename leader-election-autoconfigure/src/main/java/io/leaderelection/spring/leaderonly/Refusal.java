package io.leaderelection.spring.leaderonly;

/**
 * A use of {@link io.leaderelection.LeaderOnly} that would not do what it says.
 *
 * @param description what was found, where, and why it cannot be
 * @param action what to change
 */
record Refusal(String description, String action) {}
