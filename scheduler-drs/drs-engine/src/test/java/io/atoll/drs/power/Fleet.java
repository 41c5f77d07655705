package io.atoll.drs.power;

import io.atoll.drs.core.Effort;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster to decide about: hosts of 10,000 MHz and 100 GiB that idle at 100 W, all awake for a day, proven and watched, and VMs
 * of 1 GiB. Their use is what their VMs ask for, unless a test says otherwise.
 */
final class Fleet {
    static final Instant NOW = Instant.parse("2026-05-04T03:00:00Z");
    static final double HOST_MHZ = 10_000;
    private static final long HOST_GIB = 100;
    private static final double MUST_WEIGHT = 1e5;
    private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));

    private final SortedMap<HostId, Host> hosts = new TreeMap<>();
    private final SortedMap<HostId, UnaryOperator<HostPower>> changes = new TreeMap<>();
    private final List<Vm> vms = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<ZoneLimit> zoneLimits = new ArrayList<>();
    private Limits limits = new Limits(1, 1, 1e9, 8);
    private PowerSettings settings = PowerSettings.USUAL.withSpareHosts(0);
    private SortedMap<Instant, PowerPast.Demand> demand = new TreeMap<>();
    private @Nullable Instant lastRound = NOW.minusSeconds(60);
    private @Nullable Instant steadySince = YESTERDAY;

    static HostId host(int index) {
        return new HostId(new UUID(1, index));
    }

    static VmId vm(int index) {
        return new VmId(new UUID(2, index));
    }

    static Fleet of(int hostCount) {
        var fleet = new Fleet();
        for (var h = 0; h < hostCount; h++) {
            fleet.hosts.put(
                    host(h),
                    new Host(
                            host(h),
                            "h" + h,
                            new Host.Capacity(10, new Megahertz(HOST_MHZ), Mebibytes.ofGibibytes(HOST_GIB), 10_000),
                            Host.Reach.NOTHING_SPECIAL,
                            "",
                            PowerState.ON,
                            PowerModel.ofLine(100, 200)));
        }
        return fleet;
    }

    /** One more VM on this host; −1: it waits for a place. */
    Fleet vm(int host, double mhz) {
        return vm(host, mhz, 1, true);
    }

    Fleet vm(int host, double mhz, long gib, boolean migratable) {
        vms.add(new Vm(
                vm(vms.size()),
                "v" + vms.size(),
                host < 0 ? null : host(host),
                Vm.Cpu.of(1, new Megahertz(mhz)),
                Vm.Memory.of(Mebibytes.ofGibibytes(gib)),
                Vm.Needs.NOTHING_SPECIAL,
                migratable,
                0));
        return this;
    }

    /** So many VMs that use so much of the host together. */
    Fleet used(int host, int percent, int vmCount) {
        for (var i = 0; i < vmCount; i++) {
            vm(host, HOST_MHZ * percent / 100 / vmCount);
        }
        return this;
    }

    Fleet asleep(int... indices) {
        for (var index : indices) {
            with(index, facts -> inState(facts, new HostPower.State.Asleep(NOW.minus(Duration.ofHours(2)))));
        }
        return this;
    }

    static HostPower inState(HostPower facts, HostPower.State state) {
        return new HostPower(state, facts.control(), facts.use(), facts.excluded(), facts.held());
    }

    static HostPower using(HostPower facts, HostPower.Use use) {
        return new HostPower(facts.state(), facts.control(), use, facts.excluded(), facts.held());
    }

    static HostPower controlled(HostPower facts, boolean exists, boolean proven, Duration wakeTime) {
        return new HostPower(
                facts.state(),
                new HostPower.Control(exists, proven, wakeTime),
                facts.use(),
                facts.excluded(),
                facts.held());
    }

    Fleet with(int host, UnaryOperator<HostPower> change) {
        changes.merge(host(host), change, (one, other) -> facts -> other.apply(one.apply(facts)));
        return this;
    }

    Fleet with(Rule rule) {
        rules.add(rule);
        return this;
    }

    /** A rule that must hold, which the scheduler knows as a preference of great weight. */
    Fleet with(ZoneLimit limit) {
        zoneLimits.add(limit);
        return this;
    }

    Fleet inZone(String zone, int... indices) {
        for (var index : indices) {
            var host = hostOf(index);
            with(new Host(host.id(), host.name(), host.capacity(), host.reach(), zone, host.state(), host.power()));
        }
        return this;
    }

    Fleet with(Limits other) {
        limits = other;
        return this;
    }

    Fleet with(PowerSettings other) {
        settings = other;
        return this;
    }

    Fleet with(Host host) {
        hosts.put(host.id(), host);
        return this;
    }

    Host hostOf(int index) {
        return Objects.requireNonNull(hosts.get(host(index)));
    }

    PowerSettings settings() {
        return settings;
    }

    /** At this time of each of the last days so much of all hosts together was asked for. */
    Fleet asked(int days, Instant atToday, double mhz) {
        for (var day = 1; day <= days; day++) {
            demand.put(atToday.minus(Duration.ofDays(day)), new PowerPast.Demand(mhz, 0));
        }
        return this;
    }

    Fleet watched(@Nullable Instant lastRoundAt, @Nullable Instant since) {
        lastRound = lastRoundAt;
        steadySince = since;
        return this;
    }

    Cluster cluster() {
        return Cluster.of(hosts.values(), vms, rules, limits)
                .with(zoneLimits.stream().map(Fleet::preference).toList());
    }

    private static Preference preference(ZoneLimit limit) {
        return limit.everyZone()
                ? new Preference.SpreadOverZones(
                        limit.ruleName(), limit.vms(), Objects.requireNonNull(limit.label()), MUST_WEIGHT)
                : new Preference.BlastRadius(
                        limit.ruleName(),
                        limit.vms(),
                        limit.label(),
                        (double) limit.mostVms() / limit.vms().size(),
                        MUST_WEIGHT);
    }

    PowerPast past() {
        return new PowerPast(lastRound, steadySince, demand);
    }

    Map<HostId, HostPower> facts() {
        var cpu = new HashMap<HostId, Double>();
        var memory = new HashMap<HostId, Double>();
        for (var vm : vms) {
            if (vm.host() != null) {
                cpu.merge(vm.host(), vm.cpu().demand().value(), Double::sum);
                memory.merge(vm.host(), (double) vm.memory().active().value(), Double::sum);
            }
        }
        var facts = new HashMap<HostId, HostPower>();
        for (var id : hosts.keySet()) {
            var share = new HostPower.Share(
                    cpu.getOrDefault(id, 0.0) / HOST_MHZ,
                    memory.getOrDefault(id, 0.0)
                            / Mebibytes.ofGibibytes(HOST_GIB).value());
            var usual = new HostPower(
                    new HostPower.State.Awake(YESTERDAY),
                    new HostPower.Control(true, true, Duration.ofMinutes(3)),
                    new HostPower.Use(share, share),
                    false,
                    false);
            facts.put(id, changes.getOrDefault(id, UnaryOperator.identity()).apply(usual));
        }
        return facts;
    }

    PowerOutcome decide() {
        return decide(NOW);
    }

    PowerOutcome decide(Instant now) {
        return new PowerRound(settings, 1, Effort.usual()).decide(cluster(), facts(), zoneLimits, past(), now);
    }

    static Rule.KeepApart keepApart(int... vms) {
        var ids = new TreeSet<VmId>();
        for (var index : vms) {
            ids.add(vm(index));
        }
        return new Rule.KeepApart("apart", ids);
    }
}
