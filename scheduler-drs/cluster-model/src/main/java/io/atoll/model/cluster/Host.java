package io.atoll.model.cluster;

import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One host as the scheduler sees it.
 *
 * @param zone the failure domain (rack, room) it shares with others; empty where nobody said
 */
public record Host(
        HostId id, String name, Capacity capacity, Reach reach, String zone, PowerState state, PowerModel power) {

    /** The same host in another state. */
    public Host in(PowerState newState) {
        return new Host(id, name, capacity, reach, zone, newState, power);
    }

    /** What a host has to give. */
    public record Capacity(long coreCount, Megahertz cpu, Mebibytes memory, long networkMbps) {
        public Capacity {
            if (coreCount < 1 || cpu.value() <= 0 || memory.value() < 1 || networkMbps < 1) {
                throw new IllegalArgumentException(
                        "A host's capacity (%d cores, %s, %s, %d Mbit/s) must be above zero everywhere."
                                .formatted(coreCount, cpu, memory, networkMbps));
            }
        }
    }

    /** Pools, networks and CPU features: what a VM can find there. */
    public record Reach(SortedSet<PoolId> pools, SortedSet<NetworkId> networks, CpuFeatureSet features) {
        public static final Reach NOTHING_SPECIAL = new Reach(new TreeSet<>(), new TreeSet<>(), CpuFeatureSet.NONE);

        public Reach {
            pools = SortedValues.copyOf(pools);
            networks = SortedValues.copyOf(networks);
        }
    }
}
