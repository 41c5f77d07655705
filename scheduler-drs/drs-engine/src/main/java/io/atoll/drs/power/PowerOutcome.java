package io.atoll.drs.power;

import io.atoll.drs.plan.Plan;
import io.atoll.model.HostId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a round decides. It never wakes and parks at once.
 *
 * @param wakes hosts to wake now, the most urgent first; for one that is being parked: leave it awake
 * @param parks hosts to empty and send to sleep, one after the other, each from where the one before leaves the cluster
 * @param whyAwake for every host that is awake and stays so, what keeps it awake: the first thing that is in the way of its sleep
 * @param whyAsleep for every host that sleeps, or is being woken
 * @param next the past of the next round, with the demand that this one was given
 */
public record PowerOutcome(
        List<Wake> wakes,
        List<Park> parks,
        SortedMap<HostId, WhyAwake> whyAwake,
        SortedMap<HostId, WhyAsleep> whyAsleep,
        PowerPast next) {
    public PowerOutcome {
        wakes = List.copyOf(wakes);
        parks = List.copyOf(parks);
        whyAwake = Collections.unmodifiableSortedMap(new TreeMap<>(whyAwake));
        whyAsleep = Collections.unmodifiableSortedMap(new TreeMap<>(whyAsleep));
    }

    /** A host that is needed. */
    public record Wake(HostId host, String hostName, WakeReason reason) {}

    /**
     * A host that is not needed.
     *
     * @param plan where its VMs go, in steps; no steps where it has none
     * @param after the hosts that stay awake, once it sleeps
     * @param wattsSaved what it draws with no load; on the others its load costs about what it cost here
     */
    public record Park(HostId host, String hostName, Plan plan, Rest after, double wattsSaved) {
        /** Energy that an hour of its sleep saves. */
        public double wattHoursPerHour() {
            return wattsSaved;
        }
    }

    /**
     * Hosts that stay awake.
     *
     * @param cpuPercent CPU asked for, of what they have together
     * @param memoryPercent memory that VMs work with, of what they have together
     * @param fullestHostName the one closest to the top of the band
     * @param fullestPercent its use, of CPU or of memory, whichever is more
     */
    public record Rest(
            int hostCount, double cpuPercent, double memoryPercent, String fullestHostName, double fullestPercent) {}
}
