package io.atoll.drs.plan;

import static io.atoll.drs.plan.Ledger.NOWHERE;

import io.atoll.drs.core.Survival;
import io.atoll.drs.plan.Objection.BeingEmptied;
import io.atoll.drs.plan.Objection.KeptApart;
import io.atoll.drs.plan.Objection.KeptTogether;
import io.atoll.drs.plan.Objection.NotOn;
import io.atoll.drs.plan.Objection.NotSurvived;
import io.atoll.drs.plan.Objection.OutOfReach;
import io.atoll.drs.plan.Objection.OutsideGroup;
import io.atoll.drs.plan.Objection.Pinned;
import io.atoll.drs.plan.Objection.PoolFull;
import io.atoll.drs.plan.Objection.RuledOut;
import io.atoll.drs.plan.Objection.Shortage;
import io.atoll.drs.plan.Objection.SpareLost;
import io.atoll.drs.plan.Objection.TooManyTogether;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What hard constraints say to one more VM on a host, as everyone is now. A VM takes along those it must be together with. */
final class Objections {
    private static final double ROUNDING = 1e-6;

    private final Ledger ledger;
    private final BitSet closed;
    private final @Nullable Survival survival;
    private final List<List<Bound>> rulesOfVm = new ArrayList<>();

    /** A rule with its VMs as indices, in ascending order. */
    private static final class Bound {
        final Rule rule;
        final int[] vms;
        final boolean holdsAtStart;

        Bound(Rule rule, int[] vms, boolean holdsAtStart) {
            this.rule = rule;
            this.vms = vms;
            this.holdsAtStart = holdsAtStart;
        }
    }

    /**
     * @param ledger as everyone is at the start
     * @param closed hosts that are being emptied
     */
    Objections(Ledger ledger, BitSet closed) {
        this.ledger = ledger;
        this.closed = closed;
        survival = ledger.cluster.limits().spareHosts() == 0
                ? null
                : Survival.of(
                        ledger.cluster,
                        closed.stream().mapToObj(h -> ledger.hosts[h].id()).toList());
        for (var v = 0; v < ledger.vms.length; v++) {
            rulesOfVm.add(new ArrayList<>(0));
        }
        for (var rule : ledger.cluster.rules()) {
            var members = rule.vms().stream()
                    .mapToInt(ledger::vmOrNowhere)
                    .filter(v -> v != NOWHERE)
                    .sorted()
                    .toArray();
            var bound = new Bound(rule, members, holds(rule, members));
            for (var v : members) {
                rulesOfVm.get(v).add(bound);
            }
        }
    }

    private boolean holds(Rule rule, int[] members) {
        var hosts = Arrays.stream(members).map(v -> ledger.at[v]).filter(h -> h != NOWHERE);
        return switch (rule) {
            case Rule.KeepTogether _ -> hosts.distinct().count() <= 1;
            case Rule.WithinOneGroup within -> {
                var ids = hosts.mapToObj(h -> ledger.hosts[h].id()).toList();
                yield within.groups().stream().anyMatch(group -> group.containsAll(ids));
            }
            case Rule.KeepApart _, Rule.OnlyOn _, Rule.NeverOn _ -> true;
        };
    }

    boolean isClosed(int host) {
        return closed.get(host);
    }

    /** The VM and those on its host, or also without one, that rules which hold keep together with it. */
    Group together(int vm) {
        var group = new TreeSet<Integer>();
        group.add(vm);
        var waiting = new ArrayList<>(group);
        while (!waiting.isEmpty()) {
            for (var bound : rulesOfVm.get(waiting.removeLast())) {
                for (var friend :
                        bound.rule instanceof Rule.KeepTogether && bound.holdsAtStart ? bound.vms : new int[0]) {
                    if (ledger.at[friend] == ledger.at[vm] && group.add(friend)) {
                        waiting.add(friend);
                    }
                }
            }
        }
        return new Group(group, ledger);
    }

    /** What keeps the VM where it is, whatever the target; null: nothing. */
    @Nullable
    Objection toLeaving(Group group) {
        for (var vm : group.vms) {
            if (ledger.at[vm] != NOWHERE && !ledger.vms[vm].migratable()) {
                return new Pinned(ledger.hosts[ledger.at[vm]].name());
            }
        }
        var limits = ledger.cluster.limits();
        var most = Math.min(limits.migrationsPerHost(), limits.network().migrationsAtOnce());
        return ledger.at[group.first()] != NOWHERE && group.vms.size() > most
                ? new TooManyTogether(group.vms.size(), most)
                : null;
    }

    /** Why the group cannot come to this host; null: it can. */
    @Nullable
    Objection toComing(Group group, int host) {
        return ledger.on[host]
                ? toComingAwake(group, host)
                : new NotOn(
                        ledger.hosts[host].state() == PowerState.ON ? PowerState.STANDBY : ledger.hosts[host].state());
    }

    /** The same, once the host is on. What no free room can mend comes first. */
    @Nullable
    Objection toComingAwake(Group group, int host) {
        if (isClosed(host)) {
            return new BeingEmptied();
        }
        for (var vm : group.vms) {
            var objection = reach(ledger.vms[vm], host);
            objection = objection == null ? rules(vm, host, group) : objection;
            if (objection != null) {
                return objection;
            }
        }
        var shortages = shortages(group, host);
        return shortages.isEmpty() ? starting(group) : shortages.getFirst();
    }

    /** All that is in the way of this VM alone on this host, which is not woken for it; empty: nothing. */
    List<Objection> everything(int vm, int host) {
        var alone = new Group(new TreeSet<>(List.of(vm)), ledger);
        var found = new ArrayList<Objection>(1);
        if (!ledger.on[host]) {
            found.add(new NotOn(ledger.hosts[host].state()));
        }
        found.addAll(shortages(alone, host));
        Stream.concat(
                        Stream.of(reach(ledger.vms[vm], host), starting(alone)),
                        rulesOfVm.get(vm).stream().map(bound -> rule(bound, vm, host, alone)))
                .filter(Objects::nonNull)
                .forEach(found::add);
        return found;
    }

    /** Whether the host is off and a plan that may wake hosts can wake it. */
    boolean canWake(int host) {
        var state = ledger.hosts[host].state();
        return !ledger.on[host] && (state == PowerState.ON || state == PowerState.STANDBY);
    }

    /** Everything there is too little of for the group; empty: there is room. */
    List<Shortage> shortages(Group group, int host) {
        var found = new ArrayList<Shortage>(0);
        var limits = ledger.cluster.limits();
        var capacity = ledger.hosts[host].capacity();
        var memoryFree = ledger.memoryCapacity(host) * limits.memoryShare() - ledger.memory[host];
        add(found, Resource.MEMORY, group.memoryMib, memoryFree);
        add(found, Resource.CPU, group.cpuMhz, ledger.cpuCapacity(host) * limits.cpuShare() - ledger.cpu[host]);
        add(
                found,
                Resource.VCPUS,
                (double) group.vcpus,
                capacity.coreCount() * limits.vcpusPerCore() - (double) ledger.vcpus[host]);
        if (group.networkMbps > 0) {
            add(found, Resource.NETWORK, group.networkMbps, (double) capacity.networkMbps() - ledger.network[host]);
        }
        return found;
    }

    private static void add(List<Shortage> found, Resource resource, double needed, double free) {
        if (needed > free + ROUNDING) {
            found.add(new Shortage(resource, needed, free));
        }
    }

    private @Nullable Objection reach(Vm vm, int host) {
        var needs = vm.needs();
        var reach = ledger.hosts[host].reach();
        if (needs.metBy(reach)) {
            return null;
        }
        return new OutOfReach(
                missing(needs.pools(), reach.pools()),
                missing(needs.networks(), reach.networks()),
                missing(needs.features().names(), reach.features().names()));
    }

    private static List<String> missing(SortedSet<?> needed, SortedSet<?> there) {
        return needed.stream()
                .filter(one -> !there.contains(one))
                .map(Object::toString)
                .toList();
    }

    private @Nullable Objection rules(int vm, int host, Group group) {
        for (var bound : rulesOfVm.get(vm)) {
            var objection = rule(bound, vm, host, group);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private @Nullable Objection rule(Bound bound, int vm, int host, Group group) {
        return switch (bound.rule) {
            case Rule.KeepApart apart -> apart(apart, bound, vm, host, group);
            case Rule.KeepTogether together -> together(together, bound, host, group);
            case Rule.OnlyOn only -> only.hosts().contains(ledger.hosts[host].id()) ? null : new RuledOut(only.name());
            case Rule.NeverOn never ->
                never.hosts().contains(ledger.hosts[host].id()) ? new RuledOut(never.name()) : null;
            case Rule.WithinOneGroup within -> within(within, bound, host, group);
        };
    }

    private @Nullable Objection apart(Rule.KeepApart rule, Bound bound, int vm, int host, Group group) {
        var here = ledger.residents(host);
        if (bound.vms.length > here.size()) {
            for (var i = 0; i < here.size(); i++) {
                var other = here.get(i);
                if (other != vm && !group.contains(other) && Arrays.binarySearch(bound.vms, other) >= 0) {
                    return new KeptApart(rule.name(), ledger.vms[other].name());
                }
            }
            return null;
        }
        for (var other : bound.vms) {
            if (other != vm && ledger.at[other] == host && !group.contains(other)) {
                return new KeptApart(rule.name(), ledger.vms[other].name());
            }
        }
        return null;
    }

    private @Nullable Objection together(Rule.KeepTogether rule, Bound bound, int host, Group group) {
        for (var friend : bound.holdsAtStart ? bound.vms : new int[0]) {
            var where = ledger.at[friend];
            if (where != NOWHERE && where != host && !group.contains(friend)) {
                return new KeptTogether(rule.name(), ledger.vms[friend].name(), ledger.hosts[where].name());
            }
        }
        return null;
    }

    private @Nullable Objection within(Rule.WithinOneGroup rule, Bound bound, int host, Group group) {
        var outsider = NOWHERE;
        var named = false;
        for (var hosts : rule.groups()) {
            if (hosts.contains(ledger.hosts[host].id())) {
                named = true;
                outsider = outsider(bound, hosts, group);
                if (outsider == NOWHERE) {
                    return null;
                }
            }
        }
        if (!bound.holdsAtStart) {
            return null;
        }
        return named ? new OutsideGroup(rule.name(), ledger.vms[outsider].name()) : new RuledOut(rule.name());
    }

    private int outsider(Bound bound, SortedSet<?> hosts, Group group) {
        for (var other : bound.vms) {
            var where = ledger.at[other];
            if (where != NOWHERE && !group.contains(other) && !hosts.contains(ledger.hosts[where].id())) {
                return other;
            }
        }
        return NOWHERE;
    }

    /** What only binds VMs that start: memory of resource pools, and room to spare. */
    private @Nullable Objection starting(Group group) {
        if (ledger.at[group.first()] != NOWHERE || ledger.startedHere[group.first()]) {
            return null;
        }
        var pool = poolFull(group);
        return pool == null ? spareLost(group.memoryMib, NOWHERE) : pool;
    }

    private @Nullable Objection poolFull(Group group) {
        var pools = ledger.cluster.resourcePools();
        Map<String, Double> needed = new HashMap<>();
        for (var vm : group.vms) {
            for (var pool : pools(ledger.vms[vm])) {
                if (pool.memory().limitMib() != null) {
                    needed.merge(pool.name(), ledger.memoryMib(vm), Double::sum);
                }
            }
        }
        if (needed.isEmpty()) {
            return null;
        }
        Map<String, Double> used = new HashMap<>();
        for (var vm = 0; vm < ledger.vms.length; vm++) {
            if (ledger.at[vm] != NOWHERE) {
                for (var pool : pools(ledger.vms[vm])) {
                    used.merge(pool.name(), ledger.memoryMib(vm), Double::sum);
                }
            }
        }
        for (var name : new TreeSet<>(needed.keySet())) {
            var limit = Objects.requireNonNull(pools.get(name)).memory().limitMib();
            var more = needed.getOrDefault(name, 0.0);
            var now = used.getOrDefault(name, 0.0);
            if (limit != null && now + more > limit + ROUNDING) {
                return new PoolFull(name, more, now, limit);
            }
        }
        return null;
    }

    private List<ResourcePool> pools(Vm vm) {
        var found = new ArrayList<ResourcePool>(2);
        for (var name = vm.standing().resourcePool(); name != null; ) {
            var pool = Objects.requireNonNull(ledger.cluster.resourcePools().get(name));
            found.add(pool);
            name = pool.parent();
        }
        return found;
    }

    /**
     * Whether the memory of the hosts that remain, counted together, is too small for everyone once the largest have failed.
     * Where it is not, it may still be too scattered.
     *
     * @param moreMib that has no host yet
     * @param asleep a host that is on and shall not be; {@link Ledger#NOWHERE} for none
     */
    @Nullable
    SpareLost spareLost(double moreMib, int asleep) {
        var spare = ledger.cluster.limits().spareHosts();
        if (spare == 0) {
            return null;
        }
        var needed = moreMib;
        var sizes = new ArrayList<Double>();
        for (var h = 0; h < ledger.hosts.length; h++) {
            if (ledger.on[h] && h != asleep) {
                var limit = ledger.memoryCapacity(h) * ledger.cluster.limits().memoryShare();
                needed += ledger.memory[h];
                sizes.add(Math.max(limit, ledger.memory[h]));
            }
        }
        sizes.sort(null);
        var remaining = sizes.subList(0, Math.max(0, sizes.size() - spare)).stream()
                .mapToDouble(size -> size)
                .sum();
        return needed > remaining + ROUNDING ? new SpareLost(spare, needed, remaining) : null;
    }

    /** What a failure would do now to a cluster that keeps room for it; null: nothing worse than at the start. */
    @Nullable
    Objection notSurvived() {
        var failed = survival == null ? NOWHERE : survival.unsafe(ledger.at, ledger.on);
        return failed == NOWHERE ? null : new NotSurvived(ledger.hosts[failed].name());
    }

    /** Why the resource pools of a group that has no host do not let it start; null: they do, or it runs already. */
    @Nullable
    Objection toStarting(Group group) {
        return ledger.at[group.first()] == NOWHERE && !ledger.startedHere[group.first()] ? poolFull(group) : null;
    }

    /** The two rules of which one keeps the VM together with another, and one apart from it; null: there are none. */
    @Nullable
    String contradiction(int vm) {
        for (var apart : rulesOfVm.get(vm)) {
            for (var together : rulesOfVm.get(vm)) {
                if (apart.rule instanceof Rule.KeepApart && together.rule instanceof Rule.KeepTogether) {
                    for (var other : apart.vms) {
                        if (other != vm && Arrays.binarySearch(together.vms, other) >= 0) {
                            return "rule " + together.rule.name() + " keeps it together with "
                                    + ledger.vms[other].name() + " and rule " + apart.rule.name()
                                    + " apart from it; change one of them";
                        }
                    }
                }
            }
        }
        return null;
    }
}
