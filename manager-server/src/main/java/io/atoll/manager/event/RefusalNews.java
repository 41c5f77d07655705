package io.atoll.manager.event;

import java.util.UUID;

/** Tells the event stream of refusals that people should hear of, once what was refused has been rolled back. */
public interface RefusalNews {
    /**
     * Runs the check in the caller's transaction; what it refuses is told afterwards, and thrown on. What was only rehearsed is not told.
     *
     * @param kind of the event: it is {@code io.atoll.<kind>.created.v1}
     * @param subject the name of what was refused
     */
    void watching(String kind, UUID cluster, String subject, Runnable check);
}
