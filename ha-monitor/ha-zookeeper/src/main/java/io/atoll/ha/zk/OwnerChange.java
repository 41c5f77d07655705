package io.atoll.ha.zk;

import org.jspecify.annotations.Nullable;

/** What came of asking for a change of owner. */
public sealed interface OwnerChange {
    /** It is so now: by this call, or by an earlier one with the same arguments. */
    record Applied(Owner owner) implements OwnerChange {}

    /** It is not as the caller believed, so nothing was changed. {@code current} is null when nobody ever owned it. */
    record Refused(@Nullable Owner current, String reason) implements OwnerChange {}
}
