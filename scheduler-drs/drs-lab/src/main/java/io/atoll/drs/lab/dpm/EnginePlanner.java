package io.atoll.drs.lab.dpm;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Effort;
import io.atoll.drs.core.PowerPolicy;
import io.atoll.drs.core.Solver;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Asks the engine to consolidate, with what can be known at the moment. */
final class EnginePlanner implements DaySimulation.Consolidation {
    private static final Mebibytes PLENTY = new Mebibytes(1 << 20);
    private static final Limits LIMITS = new Limits(1, 1, 1e9, 1000);
    private static final long MIGRATION_MBPS = 500;

    private final int vmCount;
    private final int hostCount;
    private final long seed;
    private final PowerPolicy policy;

    EnginePlanner(int vmCount, int hostCount, PowerPolicy policy, long seed) {
        this.vmCount = vmCount;
        this.hostCount = hostCount;
        this.policy = policy;
        this.seed = seed;
    }

    @Override
    public int[] hostOfVms(DaySimulation.Moment moment) {
        var hosts = new ArrayList<Host>(hostCount);
        for (var h = 0; h < hostCount; h++) {
            hosts.add(host(h, moment.isOn(h)));
        }
        var vms = new ArrayList<Vm>(vmCount);
        for (var v = 0; v < vmCount; v++) {
            vms.add(vm(v, moment));
        }
        var cluster = CompactCluster.of(Cluster.of(hosts, vms, List.of(), LIMITS));
        return new Solver(cluster, seed, Effort.usual()).consolidate(policy).hostOfVm();
    }

    private static Host host(int index, boolean on) {
        var type = HostType.ofHost(index);
        return new Host(
                new HostId(new UUID(0, index)),
                "h" + index,
                new Host.Capacity(HostType.CORE_COUNT, new Megahertz(type.capacityMhz()), PLENTY, MIGRATION_MBPS),
                Host.Reach.NOTHING_SPECIAL,
                "",
                on ? PowerState.ON : PowerState.STANDBY,
                type.power());
    }

    private Vm vm(int index, DaySimulation.Moment moment) {
        var size = VmSize.ofVm(index, vmCount);
        var history = moment.historyMhz(index);
        var demand = new Megahertz(history[history.length - 1]);
        return new Vm(
                new VmId(new UUID(0, index)),
                "v" + index,
                new HostId(new UUID(0, moment.hostOf(index))),
                new Vm.Cpu(1, demand, Megahertz.NONE, new Megahertz(size.mhz), 1000, DemandHistory.of(history)),
                Vm.Memory.of(new Mebibytes(size.memoryMib)),
                Vm.Needs.NOTHING_SPECIAL,
                true,
                0);
    }
}
