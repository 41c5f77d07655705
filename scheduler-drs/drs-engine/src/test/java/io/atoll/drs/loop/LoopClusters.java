package io.atoll.drs.loop;

import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;

/** Clusters of hosts with 16 cores of 1,000 MHz and 64 GiB, and VMs with 4 vCPUs and 2 GiB. */
final class LoopClusters {
    static final double HOST_MHZ = 16_000;
    static final double VM_MHZ = 4_000;

    private LoopClusters() {}

    static HostId host(int index) {
        return new HostId(new UUID(1, index));
    }

    static VmId vm(int index) {
        return new VmId(new UUID(2, index));
    }

    /** VM i is on host i modulo {@code usedHosts}. */
    static Cluster cluster(int hosts, int usedHosts, int vms, IntToDoubleFunction mhz, Rule... rules) {
        var hostList = new ArrayList<Host>();
        for (var h = 0; h < hosts; h++) {
            hostList.add(new Host(
                    host(h),
                    "host-" + h,
                    new Host.Capacity(16, new Megahertz(HOST_MHZ), Mebibytes.ofGibibytes(64), 10_000),
                    Host.Reach.NOTHING_SPECIAL,
                    "",
                    PowerState.ON,
                    PowerModel.ofLine(100, 200)));
        }
        var vmList = new ArrayList<Vm>();
        for (var v = 0; v < vms; v++) {
            vmList.add(new Vm(
                    vm(v),
                    "vm-" + v,
                    host(v % usedHosts),
                    Vm.Cpu.of(4, new Megahertz(mhz.applyAsDouble(v))),
                    Vm.Memory.of(Mebibytes.ofGibibytes(2)),
                    Vm.Needs.NOTHING_SPECIAL,
                    Vm.Standing.USUAL));
        }
        return Cluster.of(hostList, vmList, List.of(rules), new Limits(1e6, 1, 1e9, 8));
    }

    /** A day of 48 VMs of PlanetLab, of its busier ones, a value every five minutes, as shares of what our VMs may use. */
    static LoadSeries planetLab() {
        var series = new TreeMap<VmId, double[]>();
        try (var reader = new InputStreamReader(
                Objects.requireNonNull(LoopClusters.class.getResourceAsStream("/loop/planetlab-48-vms.csv")),
                StandardCharsets.UTF_8)) {
            for (var line : reader.readAllAsString().lines().toList()) {
                var fields = line.split(",", -1);
                var values = new double[fields.length - 1];
                for (var i = 0; i < values.length; i++) {
                    values[i] = Integer.parseInt(fields[i + 1]) / 100.0 * VM_MHZ;
                }
                series.put(vm(series.size()), values);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The recorded day cannot be read.", e);
        }
        return new LoadSeries(Duration.ofMinutes(5), series.firstEntry().getValue().length, series);
    }
}
