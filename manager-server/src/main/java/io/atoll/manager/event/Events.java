package io.atoll.manager.event;

import org.jspecify.annotations.Nullable;

/** Publishes changes to the event stream. */
public interface Events {
    /**
     * Writes one event in the caller's transaction, which must be active: it is seen exactly when the change is. The
     * event's type is {@code io.atoll.<kind>.changed.v1}, or {@code .created.v1} and {@code .deleted.v1}.
     *
     * @param kind singular noun of the REST resource: cluster, host, vm, network, pool, image, task
     * @param view the REST object as clients GET it, turned into JSON now; null when it is deleted
     */
    void publish(String kind, String id, String name, long revision, Change change, @Nullable Object view);

    /** Sends an event to the clients connected to this manager now. Not stored, not replayed; for live samples. */
    void broadcast(String type, Object data);
}
