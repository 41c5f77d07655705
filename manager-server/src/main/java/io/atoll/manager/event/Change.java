package io.atoll.manager.event;

/** What happened to an object. */
public enum Change {
    CREATED,
    CHANGED,
    DELETED
}
