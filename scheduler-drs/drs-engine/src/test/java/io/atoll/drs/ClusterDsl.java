package io.atoll.drs;

import io.atoll.model.ClusterId;
import io.atoll.model.ClusterSnapshot;
import io.atoll.model.CpuBaseline;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostCpu;
import io.atoll.model.HostFacts;
import io.atoll.model.HostId;
import io.atoll.model.HostMemory;
import io.atoll.model.HostState;
import io.atoll.model.Mebibytes;
import io.atoll.model.MilliCores;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Clusters in words, for tests. Hosts have 8 cores and 32 GiB unless they say otherwise; ids follow from names. */
final class ClusterDsl {
    static final PlacementPolicy POLICY = new PlacementPolicy(4, Mebibytes.ofGibibytes(1));

    private final Map<String, HostWords> hosts = new TreeMap<>();

    static ClusterDsl cluster() {
        return new ClusterDsl();
    }

    HostWords host(String name) {
        var host = new HostWords(name);
        hosts.put(name, host);
        return host;
    }

    ClusterSnapshot snapshot() {
        return ClusterSnapshot.of(
                new ClusterId(new UUID(0, 1)),
                hosts.values().stream().map(HostWords::facts).toList());
    }

    Placement place(VmWords vm) {
        return new DrsEngine(POLICY).place(snapshot(), vm.request());
    }

    final class HostWords {
        private final String name;
        private HostState state = HostState.READY;
        private long cores = 8;
        private long usedMillicores;
        private long memoryGib = 32;
        private final List<VmWords> vms = new ArrayList<>();
        private final TreeSet<PoolId> pools = new TreeSet<>(List.of(pool("main")));
        private final TreeSet<NetworkId> networks = new TreeSet<>(List.of(network("lan")));
        private CpuBaseline cpu = CpuBaseline.X86_64_V2;

        private HostWords(String name) {
            this.name = name;
        }

        HostWords cores(long count) {
            cores = count;
            return this;
        }

        HostWords busy(long millicores) {
            usedMillicores = millicores;
            return this;
        }

        HostWords gib(long gib) {
            memoryGib = gib;
            return this;
        }

        HostWords in(HostState newState) {
            state = newState;
            return this;
        }

        HostWords running(VmWords... more) {
            vms.addAll(List.of(more));
            return this;
        }

        HostWords withoutPools() {
            pools.clear();
            return this;
        }

        HostWords withoutNetworks() {
            networks.clear();
            return this;
        }

        HostWords cpu(CpuBaseline baseline) {
            cpu = baseline;
            return this;
        }

        /** The next host of the same cluster. */
        HostWords host(String next) {
            return ClusterDsl.this.host(next);
        }

        Placement place(VmWords vm) {
            return ClusterDsl.this.place(vm);
        }

        ClusterSnapshot snapshot() {
            return ClusterDsl.this.snapshot();
        }

        private HostFacts facts() {
            CpuFeatureSet features = cpu.features();
            var facts = new HostFacts(
                    hostId(name),
                    name,
                    state,
                    new HostCpu(MilliCores.ofCores(cores), 0, new MilliCores(usedMillicores), features),
                    new HostMemory(Mebibytes.ofGibibytes(memoryGib), Mebibytes.NONE),
                    pools,
                    networks);
            for (var vm : vms) {
                facts = facts.committing(vm.demand());
            }
            return facts;
        }
    }

    static VmWords vm(String name) {
        return new VmWords(name);
    }

    static final class VmWords {
        private final String name;
        private int vcpus = 1;
        private long memoryGib = 1;
        private CpuBaseline cpu = CpuBaseline.QEMU64;
        private final TreeMap<HostId, String> excluded = new TreeMap<>();

        private VmWords(String name) {
            this.name = name;
        }

        VmWords vcpus(int count) {
            vcpus = count;
            return this;
        }

        VmWords gib(long gib) {
            memoryGib = gib;
            return this;
        }

        VmWords cpu(CpuBaseline baseline) {
            cpu = baseline;
            return this;
        }

        VmWords not(String host, String reason) {
            excluded.put(hostId(host), reason);
            return this;
        }

        VmDemand demand() {
            return new VmDemand(
                    new VmId(UUID.nameUUIDFromBytes(("vm " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                    name,
                    vcpus,
                    Mebibytes.ofGibibytes(memoryGib),
                    new TreeSet<>(List.of(pool("main"))),
                    new TreeSet<>(List.of(network("lan"))),
                    cpu);
        }

        PlacementRequest request() {
            return new PlacementRequest(demand(), excluded);
        }
    }

    static HostId hostId(String name) {
        return new HostId(named("host " + name));
    }

    static PoolId pool(String name) {
        return new PoolId(named("pool " + name));
    }

    static NetworkId network(String name) {
        return new NetworkId(named("network " + name));
    }

    private static UUID named(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
