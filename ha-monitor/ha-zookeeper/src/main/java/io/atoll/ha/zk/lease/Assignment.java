package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.Owner;

/** What came of giving one VM to another host. */
public sealed interface Assignment {
    /** It is so now: by this call, or by an earlier one with the same arguments. */
    record Assigned(Owner owner) implements Assignment {}

    /** Nothing happened. */
    record Refused(Takeover.Obstacle obstacle) implements Assignment {}

    /** No answer: repeat the same call, or read again. */
    record Unknown(String reason) implements Assignment {}
}
