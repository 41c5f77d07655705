package io.atoll.drs.plan;

import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Preference.BlastRadius;
import io.atoll.model.cluster.Preference.Should;
import io.atoll.model.cluster.Preference.SpreadOverZones;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * What each preference costs while VMs move, in migrations: its weight for each VM that is one too many in a zone, or outside of
 * the place where most of the others are.
 */
final class PreferenceLedger {
    private static final int NOWHERE = Ledger.NOWHERE;

    private final List<Wish> wishes = new ArrayList<>();
    private final List<List<Wish>> wishesOfVm = new ArrayList<>();

    /** One preference: its zones by host (negative: no zone), and how many of its VMs are in each. */
    private static final class Wish {
        final Preference preference;
        final int[] zoneOfHost;
        final double mostInZone;
        /** Whether all should be in one zone, whichever, instead of no more than so many in each. */
        final boolean allInOne;

        private final int[] inZone;
        /** How many zones hold exactly so many of its VMs: the fullest is found without looking at all of them. */
        private final int[] zonesWith;

        private int most;
        private int placed;
        private double surplus;

        Wish(Preference preference, int vmCount, int[] zoneOfHost, double mostInZone, boolean allInOne) {
            this.preference = preference;
            this.zoneOfHost = zoneOfHost;
            this.mostInZone = mostInZone;
            this.allInOne = allInOne;
            inZone = new int[Math.max(0, Arrays.stream(zoneOfHost).max().orElse(0)) + 1];
            zonesWith = new int[vmCount + 1];
            zonesWith[0] = inZone.length;
        }

        void add(int host, int sign) {
            placed += sign;
            var zone = zoneOfHost[host];
            if (zone >= 0) {
                zonesWith[inZone[zone]]--;
                surplus -= Math.max(0, inZone[zone] - mostInZone);
                inZone[zone] += sign;
                surplus += Math.max(0, inZone[zone] - mostInZone);
                zonesWith[inZone[zone]]++;
                most = Math.max(most, inZone[zone]);
                while (most > 0 && zonesWith[most] == 0) {
                    most--;
                }
            }
        }

        double cost() {
            return preference.weight() * (allInOne ? placed - most : surplus);
        }
    }

    PreferenceLedger(Cluster cluster, Host[] hosts, Map<?, Integer> vmIndex) {
        for (var v = 0; v < vmIndex.size(); v++) {
            wishesOfVm.add(new ArrayList<>(0));
        }
        for (var preference : cluster.preferences()) {
            var members = preference.vms().stream()
                    .map(vmIndex::get)
                    .filter(index -> index != null)
                    .toList();
            var wish = wish(preference, hosts, members.size());
            wishes.add(wish);
            members.forEach(v -> wishesOfVm.get(v).add(wish));
        }
    }

    boolean isEmpty() {
        return wishes.isEmpty();
    }

    boolean concern(int vm) {
        return !wishesOfVm.get(vm).isEmpty();
    }

    private static Wish wish(Preference preference, Host[] hosts, int vmCount) {
        return switch (preference) {
            case Should(var rule, var _) -> should(preference, rule, hosts, vmCount);
            case SpreadOverZones spread -> {
                var zones = zones(hosts, spread.label());
                var most = Math.ceil((double) vmCount / Math.max(1, usable(zones, hosts)));
                yield new Wish(preference, vmCount, zones, most, false);
            }
            case BlastRadius radius -> {
                var label = radius.label();
                var zones = label == null ? each(hosts) : zones(hosts, label);
                yield new Wish(
                        preference, vmCount, zones, Math.max(1, Math.floor(radius.mostShare() * vmCount)), false);
            }
        };
    }

    private static Wish should(Preference preference, Rule rule, Host[] hosts, int vmCount) {
        return switch (rule) {
            case Rule.KeepApart _ -> new Wish(preference, vmCount, each(hosts), 1, false);
            case Rule.KeepTogether _ -> new Wish(preference, vmCount, each(hosts), 0, true);
            case Rule.OnlyOn only ->
                new Wish(
                        preference, vmCount, zones(hosts, host -> only.hosts().contains(host.id()) ? -1 : 0), 0, false);
            case Rule.NeverOn never ->
                new Wish(
                        preference,
                        vmCount,
                        zones(hosts, host -> never.hosts().contains(host.id()) ? 0 : -1),
                        0,
                        false);
            case Rule.WithinOneGroup within ->
                new Wish(preference, vmCount, zones(hosts, host -> lastGroup(within, host)), 0, true);
        };
    }

    private static int lastGroup(Rule.WithinOneGroup within, Host host) {
        for (var g = within.groups().size() - 1; g >= 0; g--) {
            if (within.groups().get(g).contains(host.id())) {
                return g;
            }
        }
        return -1;
    }

    private static int[] each(Host[] hosts) {
        var next = new int[1];
        return zones(hosts, _ -> next[0]++);
    }

    private static int[] zones(Host[] hosts, String label) {
        var known = new HashMap<String, Integer>();
        return zones(hosts, host -> {
            var zone = host.zones().get(label);
            return zone == null ? -1 : known.computeIfAbsent(zone, _ -> known.size());
        });
    }

    private static int[] zones(Host[] hosts, ToIntFunction<Host> zoneOf) {
        var zones = new int[hosts.length];
        for (var h = 0; h < hosts.length; h++) {
            zones[h] = zoneOf.applyAsInt(hosts[h]);
        }
        return zones;
    }

    /** How many zones have a host that is on. */
    private static long usable(int[] zones, Host[] hosts) {
        var seen = new BitSet();
        for (var h = 0; h < zones.length; h++) {
            if (zones[h] >= 0 && hosts[h].state() == PowerState.ON) {
                seen.set(zones[h]);
            }
        }
        return seen.cardinality();
    }

    void add(int vm, int host, int sign) {
        for (var wish : wishesOfVm.get(vm)) {
            wish.add(host, sign);
        }
    }

    /** What the VM's preferences cost now, by name. */
    Map<String, Double> costsFor(int vm) {
        var costs = new TreeMap<String, Double>();
        wishesOfVm.get(vm).forEach(wish -> costs.put(wish.preference.name(), wish.cost()));
        return costs;
    }

    /** What all preferences would cost more if the VM went from one host to another. */
    double change(int vm, int from, int to) {
        var change = 0.0;
        for (var wish : wishesOfVm.get(vm)) {
            change -= wish.cost();
            shift(wish, from, to);
            change += wish.cost();
            shift(wish, to, from);
        }
        return change;
    }

    private static void shift(Wish wish, int from, int to) {
        if (from != NOWHERE) {
            wish.add(from, -1);
        }
        if (to != NOWHERE) {
            wish.add(to, 1);
        }
    }

    double total() {
        return wishes.stream().mapToDouble(Wish::cost).sum();
    }
}
