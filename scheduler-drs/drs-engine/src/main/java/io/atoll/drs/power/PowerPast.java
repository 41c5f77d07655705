package io.atoll.drs.power;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a round has to know of the time before it.
 *
 * @param lastRound when the round before this one was; null: there was none
 * @param steadySince since when rounds follow each other without a gap and without a jump of the clock; see {@link
 *     PowerOutcome#next}
 * @param demand what the VMs of the cluster asked for together: means of equal steps of at most 15 minutes, each under the moment at
 *     which its step begins, without steps of which too little is known; best of the last seven days
 */
public record PowerPast(
        @Nullable Instant lastRound, @Nullable Instant steadySince, SortedMap<Instant, Demand> demand) {
    public static final PowerPast NONE = new PowerPast(null, null, new TreeMap<>());

    public PowerPast {
        demand = Collections.unmodifiableSortedMap(new TreeMap<>(demand));
    }

    /** What VMs asked for together: CPU in MHz, and memory they worked with in MiB. */
    public record Demand(double cpuMhz, double memoryMib) {
        public Demand {
            if (!(cpuMhz >= 0 && memoryMib >= 0 && cpuMhz <= Double.MAX_VALUE && memoryMib <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "Demand (%s MHz, %s MiB) must be numbers from 0.".formatted(cpuMhz, memoryMib));
            }
        }
    }

    /** The same past with other demand: what the last outcome said is kept. */
    public PowerPast with(SortedMap<Instant, Demand> other) {
        return new PowerPast(lastRound, steadySince, other);
    }
}
