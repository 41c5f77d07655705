package io.atoll.manager.inventory.web;

import io.atoll.manager.problem.AtollException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is asked of the cluster an object belongs to. */
final class Clusters {
    private Clusters() {}

    /** A patch may repeat the cluster, as a client does that sends back what it read, but not name another. */
    static void requireUnchanged(@Nullable String wanted, UUID present) {
        if (wanted != null && !wanted.equalsIgnoreCase(present.toString())) {
            throw AtollException.invalid("spec.clusterId", "The object stays in its cluster; make a new one instead.");
        }
    }
}
