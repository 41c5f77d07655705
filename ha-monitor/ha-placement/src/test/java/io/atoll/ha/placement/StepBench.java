package io.atoll.ha.placement;

import io.atoll.ha.engine.HaDecision;
import io.atoll.ha.engine.HaEngine;
import io.atoll.ha.engine.HaState;
import io.atoll.ha.facts.Beat;
import io.atoll.ha.facts.Fence;
import io.atoll.ha.facts.FreshRead;
import io.atoll.ha.facts.HaFacts;
import io.atoll.ha.facts.HaSettings;
import io.atoll.ha.facts.HostCapabilities;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Ownership;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.VmReport;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.lease.BootId;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long one step takes with 100 hosts and 2,000 protected VMs: quietly, and when a host with 20 VMs is taken over, placement
 * included. How to run it: ha-monitor/docs/0002-engine.md.
 */
final class StepBench {
    private static final int ROUNDS = 30;
    private static final long TICK_NANOS = 250_000_000L;
    private static final HostId DEAD = Clusters.host(7);

    private final Cluster cluster = Clusters.large(100, 2_000, 0.8, 1);
    private final HaEngine engine = new HaEngine(new SchedulerPlacement());
    private final List<Double> quietMillis = new ArrayList<>();
    private final List<Double> takeOverMillis = new ArrayList<>();

    private StepBench() {}

    public static void main(String[] arguments) {
        var bench = new StepBench();
        for (var round = 0; round < ROUNDS; round++) {
            bench.round();
        }
        print("quiet", bench.quietMillis);
        print("takeover of 20 VMs", bench.takeOverMillis);
    }

    private static void print(String what, List<Double> all) {
        var measured = new ArrayList<>(all.subList(all.size() / 3, all.size()));
        measured.sort(Double::compare);
        System.out.printf(
                Locale.ROOT,
                "step with 100 hosts, 2000 VMs, %s: median %.2f ms, slowest %.2f ms of %d%n",
                what,
                measured.get(measured.size() / 2),
                measured.getLast(),
                measured.size());
    }

    private void round() {
        var state = HaState.EMPTY;
        Long freshReadNanos = null;
        for (var now = TICK_NANOS; now < 60 * TICK_NANOS; now += TICK_NANOS) {
            var facts = facts(now, freshReadNanos);
            var start = System.nanoTime();
            var step = engine.step(state, facts, now);
            var millis = (System.nanoTime() - start) / 1e6;
            state = step.next();
            if (step.decisions().stream().anyMatch(decision -> decision instanceof HaDecision.TakeOver)) {
                takeOverMillis.add(millis);
                return;
            }
            quietMillis.add(millis);
            if (step.decisions().stream().anyMatch(decision -> decision instanceof HaDecision.ReadAfresh)) {
                freshReadNanos = now + 1;
            }
        }
        throw new IllegalStateException("The dead host was never taken over.");
    }

    private HaFacts facts(long now, @Nullable Long freshReadNanos) {
        var hosts = new TreeMap<HostId, WatchedHost>();
        for (var host : cluster.hosts().values()) {
            var sequence = host.id().equals(DEAD) ? 1 : 1 + now / 1_000_000_000L;
            var value = new ChannelValue(new BootId(host.id().value()), sequence, LeaseTiming.TWO_CHANNELS.lease());
            var slots = new TreeMap<PoolId, Look<Slot>>();
            for (var pool : host.reach().pools()) {
                slots.put(pool, new Look.Seen<>(new Slot(value, Slot.State.HOLDING), now, now));
            }
            var fresh = freshReadNanos == null ? null : new FreshRead(freshReadNanos, slots);
            hosts.put(
                    host.id(),
                    new WatchedHost(
                            host.id(),
                            host.name(),
                            new WatchedHost.Channels(
                                    new Look.Seen<>(new Beat(value, sequence), now, now), slots, fresh),
                            new Fence(false, 1),
                            List.of(),
                            new HostCapabilities(host.reach().pools(), true),
                            HostState.READY));
        }
        var vms = new TreeMap<VmId, WatchedVm>();
        for (var vm : cluster.vms().values()) {
            var host = Objects.requireNonNull(vm.host());
            var epoch = new VmEpoch(1);
            vms.put(
                    vm.id(),
                    new WatchedVm(
                            vm.id(),
                            vm.name(),
                            new Ownership(host, epoch, true, 1, null, 0),
                            Protection.USUAL,
                            new VmReport(host, epoch, new VmReport.Condition.Ready()),
                            vm.needs().pools()));
        }
        return new HaFacts(
                new HaFacts.Leadership(Clusters.host(0), true, new LeaderEpoch(1), true),
                HaSettings.DEFAULT,
                hosts,
                vms,
                cluster,
                HaFacts.Stored.NOTHING);
    }
}
