package io.atoll.agent.vm;

import io.atoll.agent.host.HostCounters;
import io.atoll.agent.host.HostSample;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmSample;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Takes the counters of the host and of every VM with a process. One thread uses it. */
public final class Sampler {
    private final HostCounters counters;
    private final Hypervisor hypervisor;
    private final Clock clock;
    private final LongSupplier monotonicNanos;
    private final long beganNanos;
    private Map<VmId, Taken> previous = Map.of();

    /** {@code monotonicNanos} is never set, unlike the clock: intervals are measured by it. */
    public Sampler(HostCounters counters, Hypervisor hypervisor, Clock clock, LongSupplier monotonicNanos) {
        this.counters = counters;
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.monotonicNanos = monotonicNanos;
        this.beganNanos = monotonicNanos.getAsLong();
    }

    private record Taken(VmSample sample, long atNanos) {}

    public HostSample take() {
        var host = counters.read();
        var now = new HashMap<VmId, Taken>();
        var vms = new ArrayList<HostSample.OfVm>();
        var atNanos = monotonicNanos.getAsLong();
        for (var vm : hypervisor.list()) {
            var sample = vm.state().hasProcess() ? sample(vm) : null;
            if (sample != null) {
                var taken = new Taken(sample, monotonicNanos.getAsLong());
                now.put(vm.id(), taken);
                vms.add(new HostSample.OfVm(sample, millicores(previous.get(vm.id()), taken)));
            }
        }
        previous = now;
        // From 1: in the protocol 0 says that the agent does not tell it.
        var sinceBegin = 1 + TimeUnit.NANOSECONDS.toMillis(atNanos - beganNanos);
        return new HostSample(clock.millis(), sinceBegin, host, vms);
    }

    private @Nullable VmSample sample(VmStatus vm) {
        try {
            return hypervisor.sample(vm.id());
        } catch (HypervisorException e) {
            return null; // it has just ended, or does not answer now
        }
    }

    private static @Nullable Integer millicores(@Nullable Taken before, Taken now) {
        if (before == null || !before.sample.process().equals(now.sample.process())) {
            return null;
        }
        var wallNanos = now.atNanos - before.atNanos;
        var usedNanos =
                now.sample.cpu().used().minus(before.sample.cpu().used()).toNanos();
        return wallNanos <= 0 || usedNanos < 0
                ? null
                : (int) Math.min(usedNanos / 1000.0 / wallNanos * 1_000_000, Integer.MAX_VALUE);
    }
}
