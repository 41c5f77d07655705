package io.atoll.drs.plan;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Replays a plan on the snapshot and lists everything that is wrong with it. Written from the rules of plans, and shares
 * nothing with the engine: it counts everything anew at every moment, slowly and simply.
 */
public final class PlanReferee {
    private static final double ROUNDING = 1e-6;

    private final Cluster cluster;
    private final Map<VmId, HostId> at = new TreeMap<>();
    private final Set<HostId> on = new TreeSet<>();
    private final Set<String> brokenAtStart;
    private final List<String> faults = new ArrayList<>();

    private PlanReferee(Cluster cluster) {
        this.cluster = cluster;
        cluster.vms().values().forEach(vm -> {
            if (vm.host() != null) {
                at.put(vm.id(), vm.host());
            }
        });
        cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON)
                .forEach(host -> on.add(host.id()));
        brokenAtStart = broken(at);
    }

    /** Whether must-rules are broken where everyone starts. */
    static boolean startsBroken(Cluster cluster) {
        return !new PlanReferee(cluster).brokenAtStart.isEmpty();
    }

    public static List<String> faults(Cluster cluster, Plan plan) {
        var referee = new PlanReferee(cluster);
        for (var i = 0; i < plan.steps().size(); i++) {
            referee.replay(i, plan.steps().get(i));
        }
        referee.checkNetwork();
        if (!referee.at.equals(plan.finalHosts())) {
            referee.faults.add("the plan ends at %s, but claims %s".formatted(referee.at, plan.finalHosts()));
        }
        return referee.faults;
    }

    private void replay(int index, Plan.Step step) {
        on.addAll(step.wake());
        // While a step runs, a moving VM may count on either host, and its memory counts on both.
        var memory = memoryInUse();
        var touching = new HashMap<HostId, Integer>();
        var moving = new HashSet<VmId>();
        for (var migration : step.migrations()) {
            var vm = vm(migration.vm());
            check(moving.add(vm.id()), index, vm.name() + " moves twice at once");
            check(Objects.equals(at.get(vm.id()), migration.from()), index, vm.name() + " is elsewhere");
            check(!migration.to().equals(migration.from()), index, vm.name() + " moves onto its own host");
            check(migration.from() == null || vm.migratable(), index, vm.name() + " must not move");
            check(on.contains(migration.to()), index, host(migration.to()).name() + " is not on");
            check(vm.needs().metBy(host(migration.to()).reach()), index, vm.name() + " misses something there");
            memory.merge(migration.to(), (double) vm.memory().configured().value(), Double::sum);
            touching.merge(migration.to(), 1, Integer::sum);
            if (migration.from() != null) {
                touching.merge(migration.from(), 1, Integer::sum);
            }
        }
        var receivers = new HashSet<HostId>();
        step.migrations().forEach(migration -> receivers.add(migration.to()));
        for (var id : receivers) {
            check(
                    memory.getOrDefault(id, 0.0) <= memoryLimit(host(id)) + ROUNDING,
                    index,
                    host(id).name() + " has too little memory");
        }
        touching.forEach((id, count) -> check(
                count <= cluster.limits().migrationsPerHost(), index, count + " migrations touch " + host(id).name()));
        var moves = step.migrations().stream().filter(m -> m.from() != null).count();
        check(moves <= cluster.limits().network().migrationsAtOnce(), index, moves + " migrations at once");
        checkRulesOnTheWay(index, step);
        step.migrations().forEach(migration -> at.put(migration.vm(), migration.to()));
        for (var id : receivers) {
            check(
                    vcpus(id)
                            <= host(id).capacity().coreCount()
                                            * cluster.limits().vcpusPerCore()
                                    + ROUNDING,
                    index,
                    host(id).name() + " has too many vCPUs");
        }
        checkPools(index);
        noNewlyBroken(index, at);
        for (var id : step.sleep()) {
            check(on.remove(id), index, host(id).name() + " sleeps already");
            check(!at.containsValue(id), index, host(id).name() + " goes to sleep with VMs on it");
        }
    }

    /** As with CPU, a host's network may be asked for more on the way, but a plan does not leave it so. */
    private void checkNetwork() {
        for (var host : cluster.hosts().values()) {
            var most = Math.max((double) host.capacity().networkMbps(), networkMbps(host.id(), start(cluster)));
            check(networkMbps(host.id(), at) <= most + ROUNDING, -1, host.name() + " has too little bandwidth");
        }
    }

    private double networkMbps(HostId host, Map<VmId, HostId> placement) {
        return cluster.vms().values().stream()
                .filter(vm -> host.equals(placement.get(vm.id())))
                .mapToDouble(vm -> vm.needs().networkMbps())
                .sum();
    }

    /** A pool may be above its limit at the start, but a plan that starts VMs does not take it there. */
    private void checkPools(int index) {
        for (var pool : cluster.resourcePools().values()) {
            var limit = pool.memory().limitMib();
            var now = memoryOfPool(pool.name(), at.keySet());
            var atStart = memoryOfPool(pool.name(), start(cluster).keySet());
            check(
                    limit == null || now <= Math.max(limit, atStart),
                    index,
                    "pool %s holds %d of %s MiB".formatted(pool.name(), now, limit));
        }
    }

    private long memoryOfPool(String pool, Set<VmId> running) {
        return cluster.vms().values().stream()
                .filter(vm ->
                        running.contains(vm.id()) && pool.equals(vm.standing().resourcePool()))
                .mapToLong(vm -> vm.memory().configured().value())
                .sum();
    }

    /**
     * Moves of one step end in any order, so no rule may get worse whichever of its VMs have arrived; keep-together rules are
     * about the whole step and not about its middle. Where such a rule, or one about groups, is broken already, it binds
     * nobody.
     */
    private void checkRulesOnTheWay(int index, Plan.Step step) {
        for (var rule : cluster.rules()) {
            if (rule instanceof Rule.KeepTogether
                    || (rule instanceof Rule.WithinOneGroup && brokenAtStart.contains(rule.name()))) {
                continue;
            }
            var before = misplaced(rule, at);
            var moves = step.migrations().stream()
                    .filter(migration -> rule.vms().contains(migration.vm()))
                    .toList();
            for (var arrived = 1; arrived < 1 << moves.size(); arrived++) {
                var placement = new TreeMap<>(at);
                for (var i = 0; i < moves.size(); i++) {
                    if ((arrived >> i & 1) == 1) {
                        placement.put(moves.get(i).vm(), moves.get(i).to());
                    }
                }
                check(
                        misplaced(rule, placement) <= before,
                        index,
                        "rule %s gets worse on the way: %s".formatted(rule.name(), hostNames(rule, placement)));
            }
        }
    }

    private List<String> hostNames(Rule rule, Map<VmId, HostId> placement) {
        return rule.vms().stream()
                .filter(placement::containsKey)
                .map(id -> vm(id).name() + " on "
                        + host(Objects.requireNonNull(placement.get(id))).name())
                .toList();
    }

    private void noNewlyBroken(int index, Map<VmId, HostId> placement) {
        for (var rule : broken(placement)) {
            check(brokenAtStart.contains(rule), index, "rule " + rule + " is broken");
        }
    }

    private Set<String> broken(Map<VmId, HostId> placement) {
        var names = new TreeSet<String>();
        for (var rule : cluster.rules()) {
            if (misplaced(rule, placement) > 0) {
                names.add(rule.name());
            }
        }
        return names;
    }

    /** How many of the rule's VMs would have to be elsewhere for it to hold. */
    private static long misplaced(Rule rule, Map<VmId, HostId> placement) {
        var hosts =
                rule.vms().stream().map(placement::get).filter(Objects::nonNull).toList();
        return switch (rule) {
            case Rule.KeepApart _ -> hosts.size() - new TreeSet<>(hosts).size();
            case Rule.KeepTogether _ -> hosts.size() - mostOnOneHost(hosts);
            case Rule.OnlyOn only -> outside(only.hosts(), hosts);
            case Rule.NeverOn never -> hosts.size() - outside(never.hosts(), hosts);
            case Rule.WithinOneGroup within ->
                within.groups().stream()
                        .mapToLong(group -> outside(group, hosts))
                        .min()
                        .orElse(hosts.size());
        };
    }

    private static long mostOnOneHost(List<HostId> hosts) {
        return hosts.stream()
                .mapToLong(host -> hosts.stream().filter(host::equals).count())
                .max()
                .orElse(0);
    }

    private static long outside(Set<HostId> group, List<HostId> hosts) {
        return hosts.stream().filter(host -> !group.contains(host)).count();
    }

    private Map<HostId, Double> memoryInUse() {
        var memory = new HashMap<HostId, Double>();
        at.forEach((vm, host) ->
                memory.merge(host, (double) vm(vm).memory().configured().value(), Double::sum));
        return memory;
    }

    private double vcpus(HostId id) {
        return at.entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .mapToDouble(entry -> vm(entry.getKey()).cpu().vcpuCount())
                .sum();
    }

    private double memoryLimit(Host host) {
        return host.capacity().memory().value() * cluster.limits().memoryShare();
    }

    private Vm vm(VmId id) {
        return Objects.requireNonNull(cluster.vms().get(id));
    }

    private Host host(HostId id) {
        return Objects.requireNonNull(cluster.hosts().get(id));
    }

    private void check(boolean good, int step, String fault) {
        if (!good) {
            faults.add("step %d: %s".formatted(step, fault));
        }
    }

    // ---- figures of a placement, for comparisons

    static int hostsInUse(Map<VmId, HostId> placement) {
        return new TreeSet<>(placement.values()).size();
    }

    static Map<VmId, HostId> start(Cluster cluster) {
        return new PlanReferee(cluster).at;
    }

    static double imbalance(Cluster cluster, Map<VmId, HostId> placement) {
        var on = cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON)
                .toList();
        return deviation(on.stream()
                        .mapToDouble(h -> cpuShare(cluster, placement, h))
                        .toArray())
                + deviation(on.stream()
                        .mapToDouble(h -> memoryShare(cluster, placement, h))
                        .toArray());
    }

    static double cpuShare(Cluster cluster, Map<VmId, HostId> placement, Host host) {
        return sum(cluster, placement, host, vm -> vm.cpu().claim().value())
                / host.capacity().cpu().value();
    }

    static double memoryShare(Cluster cluster, Map<VmId, HostId> placement, Host host) {
        return sum(cluster, placement, host, vm -> vm.memory().configured().value())
                / host.capacity().memory().value();
    }

    private static double sum(
            Cluster cluster, Map<VmId, HostId> placement, Host host, java.util.function.ToDoubleFunction<Vm> amount) {
        return cluster.vms().values().stream()
                .filter(vm -> host.id().equals(nowOf(placement, vm)))
                .mapToDouble(amount)
                .sum();
    }

    private static @Nullable HostId nowOf(Map<VmId, HostId> placement, Vm vm) {
        return placement.get(vm.id());
    }

    private static double deviation(double[] values) {
        var mean = java.util.Arrays.stream(values).average().orElse(0);
        return Math.sqrt(java.util.Arrays.stream(values)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(0));
    }
}
