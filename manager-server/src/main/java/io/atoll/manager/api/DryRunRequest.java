package io.atoll.manager.api;

/**
 * Whether the client asked for {@code ?dryRun=true}. A controller method with this parameter answers the {@link DryRun}
 * itself and is not rolled back for it.
 */
public record DryRunRequest(boolean wanted) {}
