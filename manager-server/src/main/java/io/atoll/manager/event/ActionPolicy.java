package io.atoll.manager.event;

import io.atoll.manager.identity.Caller;

/**
 * Says which of an object's allowed actions a caller may be offered, for one kind of object. Events carry all actions the
 * object's state allows; the stream drops those this caller may not do. Without a policy for its kind, a caller without
 * INVENTORY_WRITE is offered none.
 */
public interface ActionPolicy {
    /** Singular noun of the REST resource. */
    String kind();

    boolean mayOffer(String action, Caller caller);
}
