package io.atoll.ha.placement;

import static io.atoll.ha.placement.Clusters.host;
import static io.atoll.ha.placement.Clusters.hosts;
import static io.atoll.ha.placement.Clusters.vm;
import static io.atoll.ha.placement.Clusters.vms;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.admission.Admission;
import io.atoll.ha.admission.AdmissionControl;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Restarts keep the rules that must hold, and those that should where that leaves nobody down. */
class RulesAtRestartTest {
    private static final double WEIGHT = 1e5;

    private static SortedMap<VmId, Found> place(Cluster cluster, SortedSet<HostId> dead, VmId... order) {
        return new SchedulerPlacement().in(cluster).place(dead, List.of(order));
    }

    private static String reason(SortedMap<VmId, Found> found, int vm) {
        return ((Found.Nowhere) Objects.requireNonNull(found.get(vm(vm)))).reason();
    }

    /** Host 2 is empty and would be taken, were it not for the rule. */
    private static Clusters threeHosts() {
        return new Clusters()
                .host(1, 32)
                .host(2, 64)
                .host(3, 32)
                .vm(1, 1, 4)
                .vm(2, 3, 4)
                .vm(3, 3, 4);
    }

    @Test
    void withoutARuleTheEmptiestHostIsTaken() {
        assertThat(place(threeHosts().made(), hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(2)));
    }

    @Test
    void aVmIsNotRestartedWhereItMustNeverBe() {
        var cluster =
                threeHosts().rule(new Rule.NeverOn("licence", vms(1), hosts(2))).made();
        assertThat(place(cluster, hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(3)));
    }

    @Test
    void aVmIsRestartedOnlyWhereItMayBe() {
        var cluster = threeHosts()
                .rule(new Rule.OnlyOn("licence", vms(1), hosts(1, 3)))
                .made();
        assertThat(place(cluster, hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(3)));
    }

    @Test
    void aVmIsNotRestartedBesideOneItIsKeptApartFrom() {
        var cluster = threeHosts()
                .rule(new Rule.KeepApart("replicas", vms(1, 4)))
                .vm(4, 2, 1)
                .made();
        assertThat(place(cluster, hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(3)));
    }

    @Test
    void thoseThatDiedTogetherAreKeptApartToo() {
        var cluster = new Clusters()
                .host(1, 32)
                .host(2, 32)
                .host(3, 32)
                .vm(1, 1, 4)
                .vm(2, 1, 4)
                .vm(3, 1, 4)
                .rule(new Rule.KeepApart("replicas", vms(1, 2, 3)))
                .made();
        var found = place(cluster, hosts(1), vm(1), vm(2), vm(3));
        assertThat(found.get(vm(1))).isInstanceOf(Found.On.class);
        assertThat(found.get(vm(2))).isInstanceOf(Found.On.class).isNotEqualTo(found.get(vm(1)));
        assertThat(reason(found, 3)).contains("replicas");
    }

    @Test
    void aVmStaysInTheGroupOfItsCompanions() {
        var cluster = threeHosts()
                .host(4, 16)
                .rule(new Rule.WithinOneGroup("one room", vms(1, 2), List.of(hosts(1, 2), hosts(3, 4))))
                .made();
        assertThat(place(cluster, hosts(1), vm(1)).get(vm(1))).isIn(new Found.On(host(3)), new Found.On(host(4)));
    }

    @Test
    void whereNoHostIsLeftTheReasonNamesTheRule() {
        var never = threeHosts()
                .rule(new Rule.NeverOn("licence", vms(1), hosts(2, 3)))
                .made();
        assertThat(reason(place(never, hosts(1), vm(1)), 1)).contains("licence");
        var only =
                threeHosts().rule(new Rule.OnlyOn("dongle", vms(1), hosts(1))).made();
        assertThat(reason(place(only, hosts(1), vm(1)), 1)).contains("dongle");
        var group = threeHosts()
                .rule(new Rule.WithinOneGroup("one room", vms(1, 2), List.of(hosts(1), hosts(3))))
                .rule(new Rule.NeverOn("licence", vms(1), hosts(3)))
                .made();
        assertThat(reason(place(group, hosts(1), vm(1)), 1))
                .contains("one room")
                .contains("licence");
    }

    /** The host that has room for both is taken, though another one is emptier. */
    @Test
    void thoseThatShouldBeTogetherAreWhereThereIsRoom() {
        var cluster = threeHosts()
                .wish(new Preference.Should(new Rule.KeepTogether("friends", vms(1, 2)), WEIGHT))
                .made();
        assertThat(place(cluster, hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(3)));
    }

    @Test
    void aVmStartsAwayFromItsCompanionsRatherThanNotAtAll() {
        var cluster = new Clusters()
                .host(1, 32)
                .host(2, 16)
                .host(3, 16)
                .vm(1, 1, 12)
                .vm(2, 3, 12)
                .wish(new Preference.Should(new Rule.KeepTogether("friends", vms(1, 2)), WEIGHT))
                .made();
        assertThat(place(cluster, hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(2)));
    }

    /** The way over the question about all at once, since one by one somebody is left out. */
    @Test
    void wishesLeaveNobodyDownWhereAllArePlacedAtOnce() {
        var cluster = new Clusters()
                .host(1, 64)
                .host(2, 12)
                .host(3, 9)
                .vm(1, 1, 8)
                .vm(2, 1, 12)
                .vm(3, 3, 1)
                .wish(new Preference.Should(new Rule.KeepTogether("friends", vms(1, 2, 3)), WEIGHT))
                .made();
        assertThat(place(cluster, hosts(1), vm(1), vm(2)))
                .containsEntry(vm(1), new Found.On(host(3)))
                .containsEntry(vm(2), new Found.On(host(2)));
    }

    @Test
    void zonesAreKeptWhereThereIsRoom() {
        var spread = new Preference.SpreadOverZones("racks", vms(1, 2), "rack", WEIGHT);
        var cluster = threeHosts()
                .zone(1, "rack", "r1")
                .zone(2, "rack", "r2")
                .zone(3, "rack", "r1")
                .vm(4, 2, 1)
                .wish(new Preference.SpreadOverZones("racks", vms(1, 4), "rack", WEIGHT))
                .made();
        assertThat(place(cluster, hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(3)));
        var full = new Clusters()
                .host(1, 32)
                .host(2, 16)
                .host(3, 16)
                .zone(2, "rack", "r2")
                .zone(3, "rack", "r3")
                .vm(1, 1, 12)
                .vm(2, 2, 2)
                .vm(3, 3, 12)
                .wish(spread)
                .made();
        assertThat(place(full, hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(2)));
    }

    @Test
    void whatAFailureWouldLeaveDownIsForetoldWithTheSameRules() {
        var bare = new Clusters().host(1, 32).host(2, 32).host(3, 32).vm(1, 1, 4);
        assertThat(tolerates(bare.made())).isInstanceOf(Admission.Tolerated.class);
        assertThat(tolerates(bare.rule(new Rule.NeverOn("licence", vms(1), hosts(2, 3)))
                        .made()))
                .isInstanceOfSatisfying(Admission.NotTolerated.class, not -> {
                    assertThat(not.shortfalls()).hasSize(1);
                    assertThat(not.shortfalls().getFirst().left()).containsOnlyKeys(vm(1));
                    assertThat(not.shortfalls().getFirst().left().get(vm(1))).contains("licence");
                });
    }

    private static Admission tolerates(Cluster cluster) {
        return new AdmissionControl(cluster, Clusters.allProtected(cluster), new SchedulerPlacement()).tolerates(1);
    }

    /** Of random clusters with rules of all kinds; a rule that was broken by those who run may stay so. */
    @Property(tries = 400)
    void noRestartBreaksARule(@ForAll long seed) {
        var random = new Random(seed);
        var cluster = random(random);
        var dead = hosts(random.nextInt(5), random.nextInt(5));
        var order = new ArrayList<>(cluster.vms().values().stream()
                .filter(vm -> vm.host() == null || dead.contains(vm.host()))
                .map(vm -> vm.id())
                .toList());
        Collections.shuffle(order, random);
        var found = new SchedulerPlacement().in(cluster).place(dead, order);
        var before = new TreeMap<VmId, HostId>();
        cluster.vms().values().forEach(vm -> {
            if (vm.host() != null && !dead.contains(vm.host()) && !found.containsKey(vm.id())) {
                before.put(vm.id(), vm.host());
            }
        });
        var after = new TreeMap<>(before);
        found.forEach((vm, answer) -> {
            if (answer instanceof Found.On(var host)) {
                after.put(vm, host);
            }
        });
        for (var rule : cluster.rules()) {
            for (var vm : rule.vms()) {
                if (found.get(vm) instanceof Found.On(var host)) {
                    assertThat(keeps(rule, vm, host, before, after))
                            .as("%s on %s by %s, seed %d", vm, host, rule, seed)
                            .isTrue();
                }
            }
        }
    }

    private static boolean keeps(
            Rule rule, VmId vm, HostId host, Map<VmId, HostId> before, SortedMap<VmId, HostId> after) {
        return switch (rule) {
            case Rule.OnlyOn only -> only.hosts().contains(host);
            case Rule.NeverOn never -> !never.hosts().contains(host);
            case Rule.KeepApart apart ->
                apart.vms().stream().noneMatch(other -> !other.equals(vm) && host.equals(after.get(other)));
            case Rule.KeepTogether _ -> true;
            case Rule.WithinOneGroup within -> isWithinOneGroup(within, after) || !isWithinOneGroup(within, before);
        };
    }

    private static boolean isWithinOneGroup(Rule.WithinOneGroup rule, Map<VmId, HostId> at) {
        return rule.groups().stream()
                .anyMatch(
                        group -> rule.vms().stream().allMatch(vm -> at.get(vm) == null || group.contains(at.get(vm))));
    }

    private static Cluster random(Random random) {
        var clusters = new Clusters();
        for (var h = 0; h < 5; h++) {
            clusters.host(h, 12 + random.nextInt(20), PowerState.ON);
        }
        for (var v = 0; v < 14; v++) {
            clusters.vm(v, random.nextInt(8) == 0 ? null : Integer.valueOf(v % 5), 1 + random.nextInt(7));
        }
        return clusters.rule(new Rule.KeepApart("apart", vms(0, 1, 2, 5)))
                .rule(new Rule.NeverOn("never", vms(3, 8), hosts(random.nextInt(5), random.nextInt(5))))
                .rule(new Rule.OnlyOn("only", vms(4, 9), hosts(random.nextInt(5), random.nextInt(5))))
                .rule(new Rule.WithinOneGroup("group", vms(6, 7, 10), List.of(hosts(0, 1, 2), hosts(2, 3, 4))))
                .wish(new Preference.Should(new Rule.KeepTogether("together", vms(11, 12)), WEIGHT))
                .made();
    }
}
