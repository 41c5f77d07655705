package io.atoll.drs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.atoll.drs.plan.RandomClusters;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Preference.BlastRadius;
import io.atoll.model.cluster.Preference.Should;
import io.atoll.model.cluster.Preference.SpreadOverZones;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What the search counts change by change is what a plain count of the whole placement says. */
class SoftRulesTest {
    private static final double ROUNDING = 1e-9;

    @Property(tries = 300)
    void everyChangeIsTheDifferenceOfTwoPlainCounts(@ForAll("clusters") Cluster plain, @ForAll long seed) {
        var random = new Random(seed);
        var cluster = plain.with(preferences(plain, random));
        var compact = CompactCluster.of(cluster);
        var assignment = new Assignment(compact);
        for (var i = 0; i < 40 && compact.unitCount > 0; i++) {
            assertThat(assignment.softCost()).isCloseTo(cost(cluster, compact, assignment), offset(ROUNDING));
            var unit = random.nextInt(compact.unitCount);
            var host = random.nextInt(compact.hostCount);
            var foreseen = assignment.softCost() + assignment.softChange(unit, host);
            assignment.move(unit, host);
            assertThat(assignment.softCost()).isCloseTo(foreseen, offset(ROUNDING));
        }
    }

    private static List<Preference> preferences(Cluster cluster, Random random) {
        var vms = List.copyOf(cluster.vms().keySet());
        var preferences = new ArrayList<Preference>();
        for (var i = 0; i < 4 && !vms.isEmpty(); i++) {
            var some = new TreeSet<VmId>();
            for (var j = 0; j < 2 + random.nextInt(5); j++) {
                some.add(vms.get(random.nextInt(vms.size())));
            }
            var name = "p" + i;
            var weight = 1.0 + random.nextInt(3);
            preferences.add(
                    switch (random.nextInt(7)) {
                        case 0 -> new Should(new Rule.KeepApart(name, some), weight);
                        case 1 -> new Should(new Rule.KeepTogether(name, some), weight);
                        case 2 -> new Should(new Rule.OnlyOn(name, some, hosts(cluster, random)), weight);
                        case 3 -> new Should(new Rule.NeverOn(name, some, hosts(cluster, random)), weight);
                        case 4 -> new SpreadOverZones(name, some, "rack", weight);
                        case 5 -> new BlastRadius(name, some, "rack", 0.4, weight);
                        default -> new BlastRadius(name, some, null, 0.3, weight);
                    });
        }
        return preferences;
    }

    private static SortedSet<HostId> hosts(Cluster cluster, Random random) {
        var hosts = new TreeSet<HostId>();
        for (var host : cluster.hosts().keySet()) {
            if (random.nextBoolean()) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    private static double cost(Cluster cluster, CompactCluster compact, Assignment assignment) {
        var at = new HashMap<VmId, HostId>();
        var hostOfVm = assignment.hostOfVms();
        for (var v = 0; v < hostOfVm.length; v++) {
            if (hostOfVm[v] != CompactCluster.NOWHERE) {
                at.put(compact.vm(v).id(), compact.host(hostOfVm[v]).id());
            }
        }
        return BrokenAtStart.preferences(cluster).stream()
                .mapToDouble(preference -> preference.weight() * misplaced(cluster, preference, at))
                .sum();
    }

    private static double misplaced(Cluster cluster, Preference preference, Map<VmId, HostId> at) {
        return switch (preference) {
            case Should(Rule.KeepApart apart, var _) -> surplus(groups(apart.vms(), at, HostId::toString), 1);
            case Should(Rule.KeepTogether together, var _) -> {
                var groups = groups(together.vms(), at, HostId::toString);
                yield groups.values().stream().mapToInt(n -> n).sum()
                        - groups.values().stream().mapToInt(n -> n).max().orElse(0);
            }
            case Should(Rule.OnlyOn only, var _) ->
                only.vms().stream()
                        .filter(vm -> at.containsKey(vm) && !only.hosts().contains(at.get(vm)))
                        .count();
            case Should(Rule.NeverOn never, var _) ->
                never.vms().stream()
                        .filter(vm -> at.containsKey(vm) && never.hosts().contains(at.get(vm)))
                        .count();
            case Should(Rule.WithinOneGroup within, var _) -> {
                var groups = groups(within.vms(), at, host -> groupOf(within, host));
                var placed = within.vms().stream().filter(at::containsKey).count();
                yield placed - groups.values().stream().mapToInt(n -> n).max().orElse(0);
            }
            case SpreadOverZones spread -> {
                var zones = cluster.hosts().values().stream()
                        .filter(host -> host.state() == PowerState.ON)
                        .map(host -> host.zones().get(spread.label()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count();
                yield surplus(
                        groups(spread.vms(), at, host -> zone(cluster, host, spread.label())),
                        Math.ceil((double) spread.vms().size() / Math.max(1, zones)));
            }
            case BlastRadius radius -> {
                var label = radius.label();
                Function<HostId, @Nullable String> zone =
                        label == null ? HostId::toString : host -> zone(cluster, host, label);
                yield surplus(
                        groups(radius.vms(), at, zone),
                        Math.max(1, Math.floor(radius.mostShare() * radius.vms().size())));
            }
        };
    }

    private static @Nullable String groupOf(Rule.WithinOneGroup within, HostId host) {
        for (var i = 0; i < within.groups().size(); i++) {
            if (within.groups().get(i).contains(host)) {
                return "group " + i;
            }
        }
        return null;
    }

    private static @Nullable String zone(Cluster cluster, HostId host, String label) {
        return Objects.requireNonNull(cluster.hosts().get(host)).zones().get(label);
    }

    private static Map<String, Integer> groups(
            SortedSet<VmId> vms, Map<VmId, HostId> at, Function<HostId, @Nullable String> zoneOf) {
        var groups = new HashMap<String, Integer>();
        for (var vm : vms) {
            var host = at.get(vm);
            var zone = host == null ? null : zoneOf.apply(host);
            if (zone != null) {
                groups.merge(zone, 1, Integer::sum);
            }
        }
        return groups;
    }

    private static double surplus(Map<String, Integer> groups, double most) {
        return groups.values().stream().mapToDouble(n -> Math.max(0, n - most)).sum();
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return RandomClusters.ruled();
    }
}
