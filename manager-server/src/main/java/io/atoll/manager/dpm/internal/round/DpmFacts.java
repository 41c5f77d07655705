package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.HostPower;
import io.atoll.drs.power.PowerPast;
import io.atoll.drs.power.ZoneLimit;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.Trouble;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.power.PowerFacts;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a round is decided from.
 *
 * @param model without VMs that shall not run; those that wait for room have no host
 * @param minutesPerSample between two samples of the VMs' histories
 * @param hosts as the scheduler wants to know them
 * @param inventory the same as the inventory has them
 * @param power what is known of their power
 * @param troubles those that hold now
 */
record DpmFacts(
        Cluster model,
        double minutesPerSample,
        SortedMap<HostId, HostPower> hosts,
        PowerPast past,
        SortedMap<HostId, Host> inventory,
        SortedMap<HostId, PowerFacts> power,
        SortedMap<HostId, ParkedHost> parked,
        SortedMap<HostId, Trouble> troubles,
        Rules rules) {
    /**
     * What keeps hosts awake beside what the scheduler sees in the model.
     *
     * @param zones rules about zones that must hold
     * @param rolling hosts of a rolling maintenance that has not ended
     */
    record Rules(List<ZoneLimit> zones, SortedSet<HostId> rolling) {}
}
