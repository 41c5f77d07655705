package io.atoll.drs.lab.dpm;

import io.atoll.drs.core.Effort;
import io.atoll.drs.loop.BalanceLevel;
import io.atoll.drs.loop.BalancePast;
import io.atoll.drs.loop.BalanceRound;
import io.atoll.drs.loop.BalanceSettings;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.power.HostPower;
import io.atoll.drs.power.PowerOutcome;
import io.atoll.drs.power.PowerPast;
import io.atoll.drs.power.PowerRound;
import io.atoll.drs.power.PowerSettings;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rounds of the real loop what to do. A host whose cores are slower than a VM may use is forbidden to that VM by a rule;
 * memory binds nobody, as in {@link DaySimulation}.
 */
final class LoopPlanner {
    private static final Mebibytes PLENTY = new Mebibytes(1 << 20);
    private static final long MIGRATION_MBPS = 500;
    private static final BalanceSettings BALANCE =
            new BalanceSettings(BalanceLevel.CALM, Duration.ofMinutes(30), Duration.ZERO);

    /** Hundreds of hosts are tried in a day; a search that finds nothing need not be long. */
    private static final double EFFORT_TO_PARK = 0.02;

    private static final double EFFORT_TO_BALANCE = 0.1;

    private final Trace trace;
    private final int hostCount;
    private final PowerSettings settings;
    private final PowerRound power;
    private final BalanceRound balance;
    private final List<Rule> rules;
    private final Limits limits = new Limits(1, 1, 1e9, 1000);
    private final SortedMap<VmId, Instant> movedAt = new TreeMap<>();
    private @Nullable Instant unevenSince;

    LoopPlanner(Trace trace, int hostCount, PowerSettings settings, long seed) {
        this.trace = trace;
        this.hostCount = hostCount;
        this.settings = settings;
        power = new PowerRound(settings, seed, Effort.of(EFFORT_TO_PARK, () -> true));
        balance = new BalanceRound(BALANCE, seed, Effort.of(EFFORT_TO_BALANCE, () -> true));
        rules = rules();
    }

    /**
     * What a round of power saving decides.
     *
     * @param moves for each VM that moves the index of its next host
     */
    record Decision(List<Integer> wakes, List<Integer> parks, Map<Integer, Integer> moves, PowerPast next) {}

    /** @param mayPark false: a host is on its way to sleep, and nobody else may be sent there */
    Decision save(
            int[] hostOf,
            HostPower.State[] states,
            List<double[]> askedOfHosts,
            PowerPast past,
            boolean mayPark,
            Instant now) {
        var facts = new HashMap<HostId, HostPower>();
        for (var h = 0; h < hostCount; h++) {
            facts.put(host(h), facts(h, states[h], askedOfHosts));
        }
        var known = past.steadySince() == null ? new PowerPast(now, LoopDay.DAY_BEFORE, past.demand()) : past;
        var parkSamples = samplesOf(settings.windows().park());
        var outcome = power.decide(cluster(hostOf, states, askedOfHosts.size(), parkSamples), facts, known, now);
        var moves = new TreeMap<Integer, Integer>();
        var parks = new ArrayList<Integer>();
        for (var park : mayPark ? outcome.parks() : List.<PowerOutcome.Park>of()) {
            parks.add(index(park.host()));
            count(park.plan(), moves, now);
        }
        return new Decision(
                outcome.wakes().stream().map(wake -> index(wake.host())).toList(), parks, moves, outcome.next());
    }

    /** For each VM that moves the index of its next host. */
    Map<Integer, Integer> balance(int[] hostOf, HostPower.State[] states, int sample, Instant now) {
        var past = new BalancePast(movedAt, new TreeSet<>(), unevenSince);
        var outcome = balance.decide(cluster(hostOf, states, sample + 1, 1), past, now);
        unevenSince = outcome.unevenSince();
        var moves = new TreeMap<Integer, Integer>();
        for (var step : outcome.steps()) {
            count(step, moves, now);
        }
        return moves;
    }

    private void count(Plan plan, Map<Integer, Integer> moves, Instant now) {
        plan.steps().forEach(step -> count(step, moves, now));
    }

    private void count(Plan.Step step, Map<Integer, Integer> moves, Instant now) {
        for (var migration : step.migrations()) {
            moves.put(Math.toIntExact(migration.vm().value().getLeastSignificantBits()), index(migration.to()));
            movedAt.put(migration.vm(), now);
        }
    }

    private static int index(HostId id) {
        return Math.toIntExact(id.value().getLeastSignificantBits());
    }

    private static HostId host(int index) {
        return new HostId(new UUID(0, index));
    }

    private static VmId vm(int index) {
        return new VmId(new UUID(0, index));
    }

    private static int samplesOf(Duration window) {
        return Math.max(1, (int) Math.round(window.toSeconds() / DaySimulation.STEP_SECONDS));
    }

    private HostPower facts(int host, HostPower.State state, List<double[]> askedOfHosts) {
        return new HostPower(
                state,
                new HostPower.Control(true, true, LoopDay.WAKE_TIME),
                new HostPower.Use(
                        use(host, askedOfHosts, samplesOf(settings.windows().wake())),
                        use(host, askedOfHosts, samplesOf(settings.windows().park()))),
                false,
                false);
    }

    private static HostPower.@Nullable Share use(int host, List<double[]> askedOfHosts, int samples) {
        if (askedOfHosts.size() < samples) {
            return null;
        }
        var sum = 0.0;
        for (var asked : askedOfHosts.subList(askedOfHosts.size() - samples, askedOfHosts.size())) {
            sum += asked[host];
        }
        var share = sum / samples / HostType.ofHost(host).capacityMhz();
        return Double.isNaN(share) ? null : new HostPower.Share(share, 0);
    }

    /** @param samples how many are known so far; of these each VM shows the newest {@code shown} */
    private Cluster cluster(int[] hostOf, HostPower.State[] states, int samples, int shown) {
        var hosts = new ArrayList<Host>(hostCount);
        for (var h = 0; h < hostCount; h++) {
            var type = HostType.ofHost(h);
            hosts.add(new Host(
                    host(h),
                    "h" + h,
                    new Host.Capacity(HostType.CORE_COUNT, new Megahertz(type.capacityMhz()), PLENTY, MIGRATION_MBPS),
                    Host.Reach.NOTHING_SPECIAL,
                    "",
                    states[h] instanceof HostPower.State.Awake ? PowerState.ON : PowerState.STANDBY,
                    type.power()));
        }
        var vms = new ArrayList<Vm>(trace.vmCount());
        for (var v = 0; v < trace.vmCount(); v++) {
            vms.add(vm(v, hostOf[v], samples, shown));
        }
        return Cluster.of(hosts, vms, rules, limits);
    }

    private Vm vm(int index, int host, int samples, int shown) {
        var size = VmSize.ofVm(index, trace.vmCount());
        var history = new double[Math.min(samples, shown)];
        for (var i = 0; i < history.length; i++) {
            history[i] = trace.demandMhz(index, samples - history.length + i);
        }
        var demand = new Megahertz(history[history.length - 1]);
        return new Vm(
                vm(index),
                "v" + index,
                host(host),
                new Vm.Cpu(1, demand, Megahertz.NONE, new Megahertz(size.mhz), 1000, DemandHistory.of(history)),
                Vm.Memory.of(new Mebibytes(size.memoryMib)),
                Vm.Needs.NOTHING_SPECIAL,
                true,
                0);
    }

    private List<Rule> rules() {
        var fast = new TreeSet<VmId>();
        for (var v = 0; v < trace.vmCount(); v++) {
            if (VmSize.ofVm(v, trace.vmCount()).mhz > HostType.HP_ML110_G4.coreMhz()) {
                fast.add(vm(v));
            }
        }
        var slow = new TreeSet<HostId>();
        for (var h = 0; h < hostCount; h++) {
            if (HostType.ofHost(h).coreMhz() < HostType.HP_ML110_G5.coreMhz()) {
                slow.add(host(h));
            }
        }
        return fast.isEmpty() || slow.isEmpty() ? List.of() : List.of(new Rule.NeverOn("slow cores", fast, slow));
    }
}
