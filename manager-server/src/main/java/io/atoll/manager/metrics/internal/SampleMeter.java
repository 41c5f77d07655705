package io.atoll.manager.metrics.internal;

import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmSample;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.internal.Measured.OfVm;
import io.atoll.manager.metrics.internal.Measured.Values;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes rates of the totals that one host sends. Intervals are measured by the host's monotonic clock. A counting that began anew,
 * a pause, and what cannot be give no rate. One stream uses it, one message at a time.
 */
final class SampleMeter {
    /** Longer ago is no basis for a rate: it would be spread over a time of which nothing is known. */
    static final Duration LONGEST_INTERVAL = Duration.ofSeconds(20);
    /** Shorter intervals are an artefact: agents send four samples a second at most. */
    static final Duration SHORTEST_INTERVAL = Duration.ofMillis(200);

    private static final long NO_INTERVAL = 0;

    private final SampleDating dating = new SampleDating();
    private long takenAtMs = -1;
    private boolean byHostClock;
    private @Nullable Totals host;
    private Map<VmId, Counted> vms = Map.of();

    private record Counted(long countersId, Totals totals) {}

    Measured measure(Samples samples, Instant receivedAt) {
        boolean monotonic = samples.getMonotonicMs() > 0;
        long nowMs = monotonic ? samples.getMonotonicMs() : receivedAt.toEpochMilli();
        long pastMs = takenAtMs >= 0 && monotonic == byHostClock ? nowMs - takenAtMs : NO_INTERVAL;
        boolean tooSoon = pastMs > 0 && pastMs < SHORTEST_INTERVAL.toMillis();
        long intervalMs = tooSoon || pastMs > LONGEST_INTERVAL.toMillis() ? NO_INTERVAL : Math.max(pastMs, NO_INTERVAL);
        var date = dating.date(samples.getTimeMs(), receivedAt);
        var nowVms = new HashMap<VmId, Counted>(samples.getVmsCount() * 2);
        var ofVms = vms(samples, intervalMs, nowVms);
        var nowHost = samples.hasHost() ? Totals.of(samples.getHost()) : null;
        List<Values> ofHost = nowHost == null ? List.of() : List.of(host(samples, nowHost, intervalMs));
        if (!tooSoon) {
            takenAtMs = nowMs;
            byHostClock = monotonic;
            host = nowHost;
            vms = nowVms;
        }
        return new Measured(receivedAt, date.at(), date.clockOff(), ofHost, ofVms);
    }

    private List<OfVm> vms(Samples samples, long intervalMs, Map<VmId, Counted> now) {
        var measured = new ArrayList<OfVm>(samples.getVmsCount());
        for (var vm : samples.getVmsList()) {
            var id = VmId.parse(vm.getVmId());
            var counted = new Counted(vm.getCountersId(), Totals.of(vm));
            var before = vms.get(id);
            var values = amounts(vm);
            if (before != null && before.countersId == counted.countersId && intervalMs > NO_INTERVAL) {
                counted.totals.ratesSince(before.totals, intervalMs, values);
            }
            if (vm.getVcpuCount() > 0) {
                values.set(VmFigure.CPU_STEAL, Math.min(1_000, values.get(VmFigure.CPU_READY) / vm.getVcpuCount()));
            }
            measured.add(new OfVm(id, values));
            now.put(id, counted);
        }
        return measured;
    }

    /** The agent's own figure of processor use stands in until there are two totals. */
    private static Values amounts(VmSample vm) {
        return new Values(VmFigure.values().length)
                .set(VmFigure.CPU_USED, vm.hasCpuUsedMillicores() ? vm.getCpuUsedMillicores() : Double.NaN)
                .set(VmFigure.MEMORY_RESIDENT, (double) vm.getMemoryResidentMib())
                .set(VmFigure.MEMORY_ACTIVE, vm.hasMemoryActiveMib() ? vm.getMemoryActiveMib() : Double.NaN)
                .set(VmFigure.MEMORY_BALLOON, vm.hasMemoryBalloonMib() ? vm.getMemoryBalloonMib() : Double.NaN)
                .set(VmFigure.MEMORY_SWAP, vm.hasMemorySwapMib() ? vm.getMemorySwapMib() : Double.NaN)
                .set(
                        VmFigure.MEMORY_DIRTY,
                        vm.hasMemoryDirtyBytesPerSecond() ? vm.getMemoryDirtyBytesPerSecond() : Double.NaN);
    }

    private Values host(Samples samples, Totals now, long intervalMs) {
        var sample = samples.getHost();
        var values = new Values(HostFigure.values().length)
                .set(HostFigure.CPU_USED, sample.hasCpuUsedMillicores() ? sample.getCpuUsedMillicores() : Double.NaN)
                .set(HostFigure.MEMORY_USED, (double) sample.getMemoryUsedMib())
                .set(HostFigure.MEMORY_AVAILABLE, (double) sample.getMemoryFreeMib())
                .set(HostFigure.SWAP_USED, sample.hasSwapUsedMib() ? sample.getSwapUsedMib() : Double.NaN)
                .set(HostFigure.LOAD_1M, sample.getLoad1MMilli())
                .set(HostFigure.VM_COUNT, samples.getVmsCount());
        if (host != null && intervalMs > NO_INTERVAL) {
            now.ratesSince(host, intervalMs, values);
        }
        return values;
    }
}
