package io.atoll.ha.admission;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the failures that are asked for are survived. */
public sealed interface Admission {
    /** All protected VMs would be restarted, whichever of the tried sets of hosts fails. */
    record Tolerated(Tried tried) implements Admission {}

    /** Some would not: for each set of hosts after whose failure VMs are left, who and why. */
    record NotTolerated(Tried tried, List<Shortfall> shortfalls) implements Admission {
        public NotTolerated {
            shortfalls = List.copyOf(shortfalls);
        }
    }

    /** The question itself makes no sense; a sentence with figures. */
    record Refused(String reason) implements Admission {}

    /**
     * How much was tried.
     *
     * @param every whether these are all sets of so many hosts, or the worst by the rule in ha-monitor/docs/0002-engine.md
     */
    record Tried(int failures, int sets, boolean every) {}

    /** The VMs that would not be restarted if these hosts failed together, each with the reason. */
    record Shortfall(SortedSet<HostId> hosts, SortedMap<VmId, String> left) {
        public Shortfall {
            hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
            left = Collections.unmodifiableSortedMap(new TreeMap<>(left));
        }
    }
}
