package io.atoll.manager.api;

/**
 * Whether the client asked for {@code ?dryRun=true}. A controller method with this parameter answers the {@link DryRun}
 * itself and is not rolled back for it.
 *
 * @param <P> the plan of that answer, which the description of the API reads here
 */
@SuppressWarnings("UnusedTypeParameter")
public record DryRunRequest<P>(boolean wanted) {}
