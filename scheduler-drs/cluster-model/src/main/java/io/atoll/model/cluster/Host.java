package io.atoll.model.cluster;

import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One host as the scheduler sees it.
 *
 * @param zones the failure domains it shares with others, by label: rack and room, for example
 */
public record Host(
        HostId id,
        String name,
        Capacity capacity,
        Reach reach,
        SortedMap<String, String> zones,
        PowerState state,
        PowerModel power) {
    /** The label of a host's only zone, where nobody gave labels. */
    public static final String ZONE = "zone";

    public Host {
        zones = Collections.unmodifiableSortedMap(new TreeMap<>(zones));
    }

    /** @param zone its failure domain, with the label {@link #ZONE}; empty where nobody said */
    public Host(
            HostId id, String name, Capacity capacity, Reach reach, String zone, PowerState state, PowerModel power) {
        this(id, name, capacity, reach, new TreeMap<>(zone.isEmpty() ? Map.of() : Map.of(ZONE, zone)), state, power);
    }

    /** The same host in another state. */
    public Host in(PowerState newState) {
        return new Host(id, name, capacity, reach, zones, newState, power);
    }

    /** What a host has to give; the network is that of its guests, in Mbit/s, and that its migrations use. */
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
