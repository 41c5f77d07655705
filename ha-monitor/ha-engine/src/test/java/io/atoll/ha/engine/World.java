package io.atoll.ha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.HaFacts;
import io.atoll.ha.facts.HaSettings;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Everything around the engine, by hand: hosts that beat and write slots, VMs that start and get ready, nodes with versions, and a
 * driver that carries decisions out. One agent, on the host "leader", runs the engine four times a second.
 */
final class World {
    static final long SECOND = 1_000_000_000L;
    static final long TICK = SECOND / 4;
    static final PoolId POOL = new PoolId(new UUID(7, 7));

    final Map<String, FakeHost> hosts = new TreeMap<>();
    final Map<String, FakeVm> vms = new TreeMap<>();
    final Map<String, List<TimelineEntry>> incidents = new TreeMap<>();
    final TreeMap<String, String> alarms = new TreeMap<>();
    final List<Rule> rules = new ArrayList<>();
    final List<HaDecision> decisions = new ArrayList<>();
    final List<String> starts = new ArrayList<>();
    private final Map<String, Integer> stored = new HashMap<>();
    HaSettings settings = HaSettings.DEFAULT;
    boolean leads = true;
    boolean zookeeperAnswers = true;
    long now = 1000 * SECOND;
    HaState state = HaState.EMPTY;
    Predicate<HaDecision> carriesOut = _ -> true;
    private final HaEngine engine = new HaEngine(new FirstFit());

    World hosts(String... names) {
        for (var name : names) {
            hosts.put(name, new FakeHost(this, name));
        }
        return this;
    }

    /** A VM of 1 GiB that runs and is ready. */
    FakeVm vm(String name, String host) {
        var vm = new FakeVm(this, name, host(host));
        vms.put(name, vm);
        return vm;
    }

    FakeHost host(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    FakeVm vm(String name) {
        return Objects.requireNonNull(vms.get(name), name);
    }

    World run(double seconds) {
        for (var end = now + (long) (seconds * SECOND); now < end; ) {
            tick();
        }
        return this;
    }

    void tick() {
        now += TICK;
        hosts.values().forEach(FakeHost::live);
        vms.values().forEach(FakeVm::live);
        var step = engine.step(state, facts(), now);
        assertThat(engine.step(state, facts(), now)).as("equal facts").isEqualTo(step);
        state = step.next();
        for (var decision : step.decisions()) {
            decisions.add(decision);
            if (carriesOut.test(decision)) {
                carryOut(decision);
            }
        }
    }

    HaFacts facts() {
        var watchedHosts = new TreeMap<HostId, io.atoll.ha.facts.WatchedHost>();
        hosts.values().forEach(host -> watchedHosts.put(host.id, host.watched()));
        var watchedVms = new TreeMap<VmId, io.atoll.ha.facts.WatchedVm>();
        vms.values().forEach(vm -> watchedVms.put(vm.id, vm.watched()));
        return new HaFacts(
                new HaFacts.Leadership(host("leader").id, leads, new LeaderEpoch(1), zookeeperAnswers),
                settings,
                watchedHosts,
                watchedVms,
                cluster(),
                new HaFacts.Stored(new TreeMap<>(stored), alarms));
    }

    private Cluster cluster() {
        var modelHosts = new ArrayList<Host>();
        for (var host : hosts.values()) {
            modelHosts.add(new Host(
                    host.id,
                    host.name,
                    new Host.Capacity(8, new Megahertz(20_000), Mebibytes.ofGibibytes(host.gib), 10_000),
                    new Host.Reach(new TreeSet<>(List.of(POOL)), new TreeSet<>(), CpuFeatureSet.NONE),
                    "",
                    PowerState.ON,
                    POWER));
        }
        var modelVms = new ArrayList<Vm>();
        for (var vm : vms.values()) {
            modelVms.add(new Vm(
                    vm.id,
                    vm.name,
                    vm.home.id,
                    Vm.Cpu.of(1, new Megahertz(100)),
                    Vm.Memory.of(Mebibytes.ofGibibytes(vm.gib)),
                    new Vm.Needs(new TreeSet<>(List.of(POOL)), new TreeSet<>(), CpuFeatureSet.NONE),
                    true,
                    0));
        }
        return Cluster.of(modelHosts, modelVms, rules, Limits.NONE);
    }

    private static final PowerModel POWER = PowerModel.ofLine(100, 200);

    // ---- the driver

    void carryOut(HaDecision decision) {
        switch (decision) {
            case HaDecision.ReadAfresh read -> named(read.host()).freshReadWanted = true;
            case HaDecision.TakeOver takeOver -> takeOver(takeOver);
            case HaDecision.AssignVm assign -> {
                var fence = assign.fencedOwner();
                if (fence == null || named(fence.host()).fenced(fence.version())) {
                    change(assign.move());
                }
            }
            case HaDecision.RestartVm restart -> change(restart.move());
            case HaDecision.OrderRelease release ->
                release.vms().forEach(vm -> named(vm.vm()).release(vm.epoch()));
            case HaDecision.ReadReleased read ->
                read.vms().forEach(vm -> named(vm.vm()).releaseRead());
            case HaDecision.MigrateAway move -> named(move.vm()).operation = "migrate";
            case HaDecision.RaiseAlarm(var alarm) -> alarms.put(alarm.key(), alarm.text());
            case HaDecision.ClearAlarm(var key) -> alarms.remove(key);
            case HaDecision.AppendTimeline append -> {
                var story = incidents.computeIfAbsent(append.incident().value(), _ -> new ArrayList<>());
                for (var i = 0; i < append.entries().size(); i++) {
                    if (append.firstIndex() + i == story.size()) {
                        story.add(append.entries().get(i).entry());
                    }
                }
                stored.put(append.incident().value(), story.size());
            }
        }
    }

    private void takeOver(HaDecision.TakeOver takeOver) {
        var host = named(takeOver.host());
        if (host.beatVersion != takeOver.beatVersion() || host.fenceVersion != takeOver.fenceVersion()) {
            return;
        }
        if (takeOver.moves().stream().anyMatch(move -> named(move.vm()).ownerVersion != move.ownerVersion())) {
            return;
        }
        host.raiseFence();
        takeOver.moves().forEach(this::change);
    }

    private void change(HaDecision.OwnerMove move) {
        var vm = named(move.vm());
        if (vm.ownerVersion == move.ownerVersion()) {
            vm.give(move.target() == null ? null : named(move.target()));
            vm.failures = move.failures();
        }
    }

    FakeHost named(HostId id) {
        return hosts.values().stream()
                .filter(host -> host.id.equals(id))
                .findFirst()
                .orElseThrow();
    }

    FakeVm named(VmId id) {
        return vms.values().stream().filter(vm -> vm.id.equals(id)).findFirst().orElseThrow();
    }

    // ---- what tests ask

    <T extends HaDecision> List<T> decided(Class<T> kind) {
        return decisions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<TimelineEntry> told() {
        return incidents.values().stream().flatMap(List::stream).toList();
    }

    <T extends TimelineEntry> List<T> told(Class<T> kind) {
        return told().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    HostStanding standing(String host) {
        var watch = state.hosts().get(host(host).id);
        return watch == null ? HostStanding.UNKNOWN : watch.standing().how();
    }

    /** Hosts that start one VM at a time are given four at most. */
    static HaSettings startingOneAtATime() {
        var usual = HaSettings.DEFAULT;
        var patience = usual.patience();
        return new HaSettings(
                usual.armed(),
                usual.hostFailuresToTolerate(),
                usual.timing(),
                new HaSettings.Patience(
                        patience.storageLossDelay(),
                        patience.readyLimit(),
                        1,
                        patience.migrationsAway(),
                        patience.stormPercent()),
                usual.retries(),
                usual.flapping());
    }

    static HaSettings with(Duration readyLimit) {
        var usual = HaSettings.DEFAULT;
        var patience = usual.patience();
        return new HaSettings(
                true,
                1,
                usual.timing(),
                new HaSettings.Patience(
                        patience.storageLossDelay(),
                        readyLimit,
                        patience.startsPerHost(),
                        patience.migrationsAway(),
                        patience.stormPercent()),
                usual.retries(),
                usual.flapping());
    }

    static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static Protection priority(int priority, VmId... startsAfter) {
        var usual = Protection.USUAL;
        return new Protection(
                priority,
                new TreeSet<>(List.of(startsAfter)),
                usual.isolation(),
                usual.storageLoss(),
                usual.restartsOn());
    }
}
