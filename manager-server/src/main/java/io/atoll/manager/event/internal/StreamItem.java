package io.atoll.manager.event.internal;

/** One thing to send to a client. */
public sealed interface StreamItem {
    /** A change from the outbox; has a position and can be replayed. */
    record Stored(StoredEvent event) implements StreamItem {}

    /** Live data that is only worth having now. */
    record Broadcast(String type, String dataJson) implements StreamItem {}

    /** Nothing more will come: the client was too slow, or the manager stops. */
    record End() implements StreamItem {}
}
