package io.atoll.manager.metrics.internal;

import static java.util.stream.Collectors.toMap;

import io.atoll.agent.v1.Samples;
import io.atoll.manager.metrics.LiveSamples;
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

/** The newest sample of every host and VM, with rates made from the totals of two. */
final class SampleStore implements LiveSamples {
    /** Older than this is history, not live: the host went silent or the VM stopped. */
    static final Duration FRESH = Duration.ofSeconds(15);

    private final Clock clock;
    private final Map<HostId, HostEntry> hosts = new ConcurrentHashMap<>();
    private final Map<VmId, VmEntry> vms = new ConcurrentHashMap<>();

    SampleStore(Clock clock) {
        this.clock = clock;
    }

    /** Without totals where another manager heard the host: a rate begins anew with the first sample heard here. */
    private record HostEntry(HostSample sample, io.atoll.agent.v1.@Nullable HostSample totals) {}

    private record VmEntry(VmSample sample, io.atoll.agent.v1.@Nullable VmSample totals) {}

    @Override
    public Optional<HostSample> host(HostId host) {
        return Optional.ofNullable(hosts.get(host)).map(HostEntry::sample).filter(sample -> isFresh(sample.at()));
    }

    @Override
    public Optional<VmSample> vm(VmId vm) {
        return Optional.ofNullable(vms.get(vm)).map(VmEntry::sample).filter(sample -> isFresh(sample.at()));
    }

    List<HostSample> freshHosts() {
        return hosts.values().stream()
                .map(HostEntry::sample)
                .filter(sample -> isFresh(sample.at()))
                .sorted(Comparator.comparing(HostSample::id))
                .toList();
    }

    List<VmSample> freshVms() {
        return vms.values().stream()
                .map(VmEntry::sample)
                .filter(sample -> isFresh(sample.at()))
                .sorted(Comparator.comparing(VmSample::id))
                .toList();
    }

    /** Takes what one host sent; times are this manager's, because a host's clock may be off. */
    void put(HostId host, Samples samples) {
        var now = clock.instant();
        if (samples.hasHost()) {
            hosts.compute(host, (_, before) -> hostEntry(host, now, samples, before));
        }
        for (var totals : samples.getVmsList()) {
            vms.compute(VmId.parse(totals.getVmId()), (vm, before) -> vmEntry(vm, now, totals, before));
        }
    }

    void forget(HostId host) {
        hosts.remove(host);
    }

    /** Takes over what another manager heard, all of it: what it does not know is not known. */
    void adopt(SharedSamples.Round round) {
        var heardHosts = round.hosts().stream().collect(toMap(HostSample::id, sample -> new HostEntry(sample, null)));
        var heardVms = round.vms().stream().collect(toMap(VmSample::id, sample -> new VmEntry(sample, null)));
        hosts.putAll(heardHosts);
        hosts.keySet().retainAll(heardHosts.keySet());
        vms.putAll(heardVms);
        vms.keySet().retainAll(heardVms.keySet());
    }

    /** Drops what nobody will ask for again. */
    void dropOld() {
        hosts.values().removeIf(entry -> !isFresh(entry.sample.at()));
        vms.values().removeIf(entry -> !isFresh(entry.sample.at()));
    }

    private boolean isFresh(Instant at) {
        return Duration.between(at, clock.instant()).compareTo(FRESH) < 0;
    }

    private static HostEntry hostEntry(HostId host, Instant now, Samples samples, @Nullable HostEntry before) {
        var totals = samples.getHost();
        long rx = 0;
        long tx = 0;
        var then = before == null ? null : before.totals;
        if (before != null && then != null) {
            var past = Duration.between(before.sample.at(), now);
            rx = perSecond(then.getNetRxBytesTotal(), totals.getNetRxBytesTotal(), past);
            tx = perSecond(then.getNetTxBytesTotal(), totals.getNetTxBytesTotal(), past);
        }
        return new HostEntry(
                new HostSample(
                        host,
                        now,
                        totals.getCpuUsedMillicores(),
                        totals.getMemoryUsedMib(),
                        samples.getVmsCount(),
                        rx,
                        tx),
                totals);
    }

    private static VmEntry vmEntry(VmId vm, Instant now, io.atoll.agent.v1.VmSample totals, @Nullable VmEntry before) {
        var past = before == null ? Duration.ZERO : Duration.between(before.sample.at(), now);
        var known = before == null ? null : before.totals;
        var then = known == null ? totals : known;
        return new VmEntry(
                new VmSample(
                        vm,
                        now,
                        totals.getCpuUsedMillicores(),
                        totals.getMemoryResidentMib(),
                        perSecond(then.getDiskReadBytesTotal(), totals.getDiskReadBytesTotal(), past),
                        perSecond(then.getDiskWriteBytesTotal(), totals.getDiskWriteBytesTotal(), past),
                        perSecond(then.getNetRxBytesTotal(), totals.getNetRxBytesTotal(), past),
                        perSecond(then.getNetTxBytesTotal(), totals.getNetTxBytesTotal(), past)),
                totals);
    }

    /** Totals begin anew when a VM starts or moves; that is no traffic. */
    private static long perSecond(long before, long now, Duration past) {
        return past.isZero() || now < before ? 0 : (now - before) * 1_000 / Math.max(1, past.toMillis());
    }
}
