package io.atoll.manager.simulation.internal.study;

import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Host.Capacity;
import io.atoll.model.cluster.Host.Reach;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cluster as a test tells it: hosts of 16 cores, VMs of one vCPU that ask for half a core. */
final class Sketch {
    private static final int CORES = 16;

    private final List<Host> hosts = new ArrayList<>();
    private final List<Vm> vms = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Preference> preferences = new ArrayList<>();
    private PowerModel power = PowerModel.ofLine(0, 0);
    private double vcpusPerCore = 4;

    Sketch drawing(double idleWatts, double peakWatts) {
        power = PowerModel.ofLine(idleWatts, peakWatts);
        return this;
    }

    Sketch vcpusPerCore(double count) {
        vcpusPerCore = count;
        return this;
    }

    Sketch host(String name, long gib, String rack) {
        hosts.add(new Host(
                hostId(hosts.size()),
                name,
                new Capacity(CORES, new Megahertz(CORES * 1_000), Mebibytes.ofGibibytes(gib), 10_000),
                Reach.NOTHING_SPECIAL,
                rack,
                PowerState.ON,
                power));
        return this;
    }

    Sketch host(String name, long gib) {
        return host(name, gib, "");
    }

    /** @param host its place among the hosts; null: it is off */
    Sketch vm(String name, long gib, @Nullable Integer host) {
        vms.add(new Vm(
                vmId(vms.size()),
                name,
                host == null ? null : hostId(host),
                Vm.Cpu.of(1, new Megahertz(500)),
                Vm.Memory.of(Mebibytes.ofGibibytes(gib)),
                Vm.Needs.NOTHING_SPECIAL,
                Vm.Standing.USUAL));
        return this;
    }

    Sketch rule(Rule rule) {
        rules.add(rule);
        return this;
    }

    Sketch preference(Preference preference) {
        preferences.add(preference);
        return this;
    }

    Cluster cluster() {
        return Cluster.of(hosts, vms, rules, new Limits(1e6, 1, vcpusPerCore, 8))
                .with(preferences);
    }

    static HostId hostId(int number) {
        return new HostId(new UUID(1, number));
    }

    static VmId vmId(int number) {
        return new VmId(new UUID(2, number));
    }
}
