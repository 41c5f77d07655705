package io.atoll.agent.vm;

import io.atoll.agent.host.HostCounters;
import io.atoll.agent.host.HostSample;
import io.atoll.agent.host.KernelFiles;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmSample;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the counters of the host and of every VM with a process. One thread uses it. */
public final class Sampler {
    private static final long MIB = 1L << 20;

    private final HostCounters counters;
    private final KernelFiles kernel;
    private final Hypervisor hypervisor;
    private final Clock clock;
    private final String trafficInterface;
    private Map<VmId, VmSample> previous = Map.of();

    /** {@code trafficInterface} is the one whose traffic counts as the host's: the uplink, or the bridge. */
    public Sampler(
            HostCounters counters, KernelFiles kernel, Hypervisor hypervisor, Clock clock, String trafficInterface) {
        this.counters = counters;
        this.kernel = kernel;
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.trafficInterface = trafficInterface;
    }

    public HostSample take() {
        var host = counters.read();
        var traffic = kernel.traffic();
        var now = new HashMap<VmId, VmSample>();
        var vms = new ArrayList<HostSample.OfVm>();
        for (var vm : hypervisor.list()) {
            var sample = vm.state().hasProcess() ? sample(vm) : null;
            if (sample != null) {
                now.put(vm.id(), sample);
                vms.add(of(sample, previous.get(vm.id())));
            }
        }
        previous = now;
        return new HostSample(
                clock.millis(),
                host.cpuUsedMillicores(),
                host.memoryUsedMib(),
                host.memoryFreeMib(),
                traffic.getOrDefault(trafficInterface, new HostSample.Traffic(0, 0)),
                host.load1mMilli(),
                List.copyOf(vms));
    }

    private @Nullable VmSample sample(VmStatus vm) {
        try {
            return hypervisor.sample(vm.id());
        } catch (HypervisorException e) {
            return null; // it has just ended, or does not answer now
        }
    }

    private static HostSample.OfVm of(VmSample sample, @Nullable VmSample before) {
        return new HostSample.OfVm(
                sample.vm(),
                before == null ? 0 : millicores(before, sample),
                sample.residentBytes() / MIB,
                traffic(sample.disk()),
                traffic(sample.network()));
    }

    private static int millicores(VmSample before, VmSample now) {
        var wall = now.at().toEpochMilli() - before.at().toEpochMilli();
        var used = now.cpuTime().minus(before.cpuTime()).toMillis();
        return wall <= 0 || used <= 0 ? 0 : (int) Math.min(used * 1000 / wall, Integer.MAX_VALUE);
    }

    private static HostSample.Traffic traffic(VmSample.Traffic traffic) {
        return new HostSample.Traffic(Math.max(0, traffic.inBytes()), Math.max(0, traffic.outBytes()));
    }
}
