package io.leaderelection.status;

/**
 * What keeps an election itself from its work, beside all that its store tells.
 *
 * @param reason what is the matter
 * @param fix what to do about it
 */
public record Impediment(String reason, String fix) {}
