package io.atoll.manager.metrics.internal;

import static java.util.stream.Collectors.toMap;

import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.LiveSamples;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.internal.Measured.Values;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The newest sample of every host and VM. */
final class SampleStore implements LiveSamples {
    /** Older than this is history, not live: the host went silent or the VM stopped. */
    static final Duration FRESH = Duration.ofSeconds(15);

    private final Clock clock;
    private final Map<HostId, HostSample> hosts = new ConcurrentHashMap<>();
    private final Map<VmId, VmSample> vms = new ConcurrentHashMap<>();

    SampleStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<HostSample> host(HostId host) {
        return Optional.ofNullable(hosts.get(host)).filter(sample -> isFresh(sample.at()));
    }

    @Override
    public Optional<VmSample> vm(VmId vm) {
        return Optional.ofNullable(vms.get(vm)).filter(sample -> isFresh(sample.at()));
    }

    List<HostSample> freshHosts() {
        return hosts.values().stream()
                .filter(sample -> isFresh(sample.at()))
                .sorted(Comparator.comparing(HostSample::id))
                .toList();
    }

    List<VmSample> freshVms() {
        return vms.values().stream()
                .filter(sample -> isFresh(sample.at()))
                .sorted(Comparator.comparing(VmSample::id))
                .toList();
    }

    /** Takes what one host sent; times are this manager's, because a host's clock may be off. */
    void put(HostId host, Measured measured) {
        var at = measured.receivedAt();
        for (var values : measured.host()) {
            hosts.compute(host, (_, before) -> hostSample(host, at, values, before));
        }
        for (var vm : measured.vms()) {
            vms.compute(vm.vm(), (id, before) -> vmSample(id, at, vm.values(), before));
        }
    }

    void forget(HostId host) {
        hosts.remove(host);
    }

    /** Takes over what another manager heard, all of it: what it does not know is not known. */
    void adopt(SharedSamples.Round round) {
        var heardHosts = round.hosts().stream().collect(toMap(HostSample::id, sample -> sample));
        var heardVms = round.vms().stream().collect(toMap(VmSample::id, sample -> sample));
        hosts.putAll(heardHosts);
        hosts.keySet().retainAll(heardHosts.keySet());
        vms.putAll(heardVms);
        vms.keySet().retainAll(heardVms.keySet());
    }

    /** Drops what nobody will ask for again. */
    void dropOld() {
        hosts.values().removeIf(sample -> !isFresh(sample.at()));
        vms.values().removeIf(sample -> !isFresh(sample.at()));
    }

    /** One from the future is old: this manager's clock was set back since. */
    private boolean isFresh(Instant at) {
        return Duration.between(at, clock.instant()).abs().compareTo(FRESH) < 0;
    }

    private static HostSample hostSample(HostId host, Instant at, Values values, @Nullable HostSample before) {
        var used = values.get(HostFigure.CPU_USED);
        return new HostSample(
                host,
                at,
                whole(used),
                before == null ? mean(null, at, at, used) : mean(before.cpuMeanMillicores(), before.at(), at, used),
                (long) values.get(HostFigure.MEMORY_USED),
                (int) values.get(HostFigure.VM_COUNT),
                whole(values.get(HostFigure.NET_RX_BYTES)),
                whole(values.get(HostFigure.NET_TX_BYTES)));
    }

    private static VmSample vmSample(VmId vm, Instant at, Values values, @Nullable VmSample before) {
        var used = values.get(VmFigure.CPU_USED);
        return new VmSample(
                vm,
                at,
                whole(used),
                before == null ? mean(null, at, at, used) : mean(before.cpuMeanMillicores(), before.at(), at, used),
                (long) values.get(VmFigure.MEMORY_RESIDENT),
                whole(values.get(VmFigure.DISK_READ_BYTES)),
                whole(values.get(VmFigure.DISK_WRITE_BYTES)),
                whole(values.get(VmFigure.NET_RX_BYTES)),
                whole(values.get(VmFigure.NET_TX_BYTES)));
    }

    private static @Nullable Double mean(@Nullable Double before, Instant beforeAt, Instant at, double value) {
        var mean = RecentMean.after(before == null ? null : new RecentMean(beforeAt, before), at, value);
        return mean == null ? null : (Double) mean.value();
    }

    private static @Nullable Long whole(double value) {
        return Double.isNaN(value) ? null : Long.valueOf(Math.round(value));
    }
}
