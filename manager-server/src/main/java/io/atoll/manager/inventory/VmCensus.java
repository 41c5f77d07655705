package io.atoll.manager.inventory;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.ImageId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the inventory asks about VMs; filled by the VM module. */
public interface VmCensus {
    /** What the VMs on each host of a cluster take up, those on their way there and planned ones included. */
    Map<HostId, Load> loadByHost(ClusterId cluster);

    /** All VMs of a cluster, also those that run nowhere, by id. */
    List<Resident> residents(ClusterId cluster);

    /** Where the VM takes up room now, as far as anybody can know; empty: nowhere. */
    Optional<HostId> hostOf(VmId vm);

    int countIn(ClusterId cluster);

    /** Names of VMs that use the object, at most ten. */
    List<String> usersOf(ImageId image);

    List<String> usersOf(NetworkId network);

    List<String> usersOf(PoolId pool);

    /** Names of VMs that run on the host or may be running there, at most ten. */
    List<String> occupantsOf(HostId host);

    /** What is promised to VMs on one host. */
    record Load(int vmCount, long vcpuCount, long memoryMiB) {
        public static final Load NONE = new Load(0, 0, 0);
    }

    /**
     * One VM as the scheduler needs to know it.
     *
     * @param host where it takes up room now, as far as anybody can know; null: nowhere
     * @param promised where room is promised to it; null: nowhere. It may be the same host
     * @param hostNeeds what of its hardware not every host can give, see {@link HostNeeds}
     * @param cpuModel the CPU that its running guest sees, as {@link io.atoll.model.CpuBaseline#text()} writes it; null: it does not run, or nobody said
     */
    record Resident(
            VmId id,
            String name,
            SortedMap<String, String> labels,
            @Nullable HostId host,
            @Nullable HostId promised,
            int vcpuCount,
            Mebibytes memory,
            SortedSet<PoolId> pools,
            SortedSet<NetworkId> networks,
            @Nullable String cpuModel,
            VmResources resources,
            List<String> hostNeeds) {
        public Resident {
            hostNeeds = List.copyOf(hostNeeds);
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
            networks = Collections.unmodifiableSortedSet(new TreeSet<>(networks));
        }

        /** One with usual hardware. */
        public Resident(
                VmId id,
                String name,
                SortedMap<String, String> labels,
                @Nullable HostId host,
                @Nullable HostId promised,
                int vcpuCount,
                Mebibytes memory,
                SortedSet<PoolId> pools,
                SortedSet<NetworkId> networks,
                @Nullable String cpuModel,
                VmResources resources) {
            this(id, name, labels, host, promised, vcpuCount, memory, pools, networks, cpuModel, resources, List.of());
        }

        /** Whether it can move while it runs: the state of a TPM does not. */
        public boolean canMigrate() {
            return !hostNeeds.contains(HostNeeds.TPM);
        }

        /** Whether it takes up room somewhere, or is about to. */
        public boolean isPoweredOn() {
            return host != null || promised != null;
        }
    }
}
