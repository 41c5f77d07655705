package io.atoll.model.cluster;

import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One VM as the scheduler sees it. Its disks are on shared storage and never move.
 *
 * @param host where it runs; null: nowhere yet
 */
public record Vm(VmId id, String name, @Nullable HostId host, Cpu cpu, Memory memory, Needs needs, Standing standing) {

    /** A VM that belongs directly to the cluster. */
    public Vm(
            VmId id,
            String name,
            @Nullable HostId host,
            Cpu cpu,
            Memory memory,
            Needs needs,
            boolean migratable,
            int priority) {
        this(id, name, host, cpu, memory, needs, new Standing(migratable, priority, null));
    }

    /** The same VM somewhere else; null: nowhere. */
    public Vm on(@Nullable HostId newHost) {
        return new Vm(id, name, newHost, cpu, memory, needs, standing);
    }

    public Vm with(Cpu other) {
        return new Vm(id, name, host, other, memory, needs, standing);
    }

    public Vm with(Memory other) {
        return new Vm(id, name, host, cpu, other, needs, standing);
    }

    public Vm with(Standing other) {
        return new Vm(id, name, host, cpu, memory, needs, other);
    }

    /** The same, to be left where it is. */
    public Vm held() {
        return with(new Standing(false, standing.priority(), standing.resourcePool()));
    }

    public boolean migratable() {
        return standing.migratable();
    }

    public int priority() {
        return standing.priority();
    }

    /**
     * How it stands among the others.
     *
     * @param migratable whether it may be moved while it runs
     * @param priority who comes first where not all find room; higher first
     * @param resourcePool the name of its pool; null: it belongs directly to the cluster
     */
    public record Standing(
            boolean migratable, int priority, @Nullable String resourcePool) {
        public static final Standing USUAL = new Standing(true, 0, null);
    }

    /**
     * What it does with processors.
     *
     * @param demand what it wants now
     * @param reservation what it is guaranteed at every moment
     * @param limit the most it may ever use; null: as much as its vCPUs give
     * @param shares its weight against others where a host cannot give all that is wanted
     */
    public record Cpu(
            int vcpuCount,
            Megahertz demand,
            Megahertz reservation,
            @Nullable Megahertz limit,
            int shares,
            DemandHistory history) {
        public Cpu {
            if (vcpuCount < 1 || shares < 1) {
                throw new IllegalArgumentException(
                        "vCPU count (%d) and shares (%d) must be at least 1.".formatted(vcpuCount, shares));
            }
        }

        public static Cpu of(int vcpuCount, Megahertz demand) {
            return new Cpu(vcpuCount, demand, Megahertz.NONE, null, 1000, DemandHistory.NONE);
        }

        /** What counts on its host: the demand, cut at the limit, and never less than the reservation. */
        public Megahertz claim() {
            var wanted = limit == null ? demand.value() : Math.min(demand.value(), limit.value());
            return new Megahertz(Math.max(wanted, reservation.value()));
        }
    }

    /**
     * What it does with memory.
     *
     * @param configured what counts on its host, and what a migration copies
     * @param dirtyMibPerSecond how fast it rewrites its memory; what is rewritten during a copy is copied again
     */
    public record Memory(Mebibytes configured, Mebibytes active, double dirtyMibPerSecond) {
        public static Memory of(Mebibytes configured) {
            return new Memory(configured, configured, 0);
        }
    }

    /**
     * What a host must reach and be able to do.
     *
     * @param networkMbps what it sends and receives over the network of its host now, in Mbit/s
     */
    public record Needs(
            SortedSet<PoolId> pools, SortedSet<NetworkId> networks, CpuFeatureSet features, double networkMbps) {
        public static final Needs NOTHING_SPECIAL = new Needs(new TreeSet<>(), new TreeSet<>(), CpuFeatureSet.NONE);

        public Needs {
            pools = SortedValues.copyOf(pools);
            networks = SortedValues.copyOf(networks);
            if (!(networkMbps >= 0 && networkMbps <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "A VM's network load (%s Mbit/s) must be a number from 0.".formatted(networkMbps));
            }
        }

        /** Needs of a VM that loads no network. */
        public Needs(SortedSet<PoolId> pools, SortedSet<NetworkId> networks, CpuFeatureSet features) {
            this(pools, networks, features, 0);
        }

        public boolean metBy(Host.Reach reach) {
            return reach.pools().containsAll(pools)
                    && reach.networks().containsAll(networks)
                    && reach.features().covers(features);
        }
    }
}
