package io.atoll.manager.platform;

/**
 * What was built.
 *
 * @param version of Atoll
 * @param postgresVersion of the Postgres programs that come along
 */
public record BuildInfo(String version, String postgresVersion) {}
