package io.atoll.ha.placement;

import static io.atoll.ha.placement.Clusters.host;
import static io.atoll.ha.placement.Clusters.hosts;
import static io.atoll.ha.placement.Clusters.vm;
import static io.atoll.ha.placement.Clusters.vms;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
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

class SchedulerPlacementTest {
    private final SchedulerPlacement placement = new SchedulerPlacement();

    private SortedMap<VmId, Found> place(Cluster cluster, SortedSet<HostId> dead, VmId... order) {
        return placement.in(cluster).place(dead, List.of(order));
    }

    @Test
    void theFirstInTheOrderGetsTheRoom() {
        var cluster =
                new Clusters().host(1, 32).host(2, 16).vm(1, 1, 12).vm(2, 1, 12).made();
        var found = place(cluster, hosts(1), vm(2), vm(1));
        assertThat(found).containsEntry(vm(2), new Found.On(host(2)));
        assertThat(found.get(vm(1)))
                .isInstanceOfSatisfying(
                        Found.Nowhere.class,
                        nowhere -> assertThat(nowhere.reason())
                                .contains("memory 12288 MiB needed")
                                .contains("h2"));
    }

    @Test
    void nobodyWhoRunsIsMovedToMakeRoom() {
        var cluster = new Clusters()
                .host(1, 16)
                .host(2, 16)
                .host(3, 8)
                .vm(1, 1, 12)
                .vm(2, 2, 8)
                .made();
        assertThat(place(cluster, hosts(1), vm(1)).get(vm(1))).isInstanceOf(Found.Nowhere.class);
    }

    @Test
    void sleepersAndHostsInMaintenanceAndOthersInQuestionTakeNobody() {
        var cluster = new Clusters()
                .host(1, 16)
                .host(2, 64, PowerState.STANDBY)
                .host(3, 64, PowerState.MAINTENANCE)
                .host(4, 64, PowerState.FAILED)
                .vm(1, 1, 8)
                .made();
        assertThat(place(cluster, hosts(1), vm(1)).get(vm(1))).isInstanceOf(Found.Nowhere.class);
    }

    @Test
    void theReasonCountsHostsByWhatReallyKeepsThemAway() {
        var cluster = new Clusters()
                .host(1, 64, PowerState.ON, 1)
                .host(2, 64, PowerState.UNREACHABLE, 1)
                .host(3, 64, PowerState.UNREACHABLE, 1)
                .host(4, 64, PowerState.UNWATCHED, 1)
                .host(5, 64, PowerState.HELD_BACK, 1)
                .host(6, 64, PowerState.MAINTENANCE, 1)
                .host(7, 64, PowerState.STANDBY, 1)
                .host(8, 64, PowerState.ON)
                .host(9, 4, PowerState.ON, 1)
                .vm(1, 1, 8, 1)
                .made();
        assertThat(place(cluster, hosts(1), vm(1)).get(vm(1)))
                .isEqualTo(new Found.Nowhere(
                        "of 9 hosts: 1 has failed, 3 do not answer, 1 cannot be watched, 1 is held back,"
                                + " 1 is in maintenance, 1 lacks the storage pool " + Clusters.pool(1)
                                + ", 1 has too little memory; nearest is h9: memory 8192 MiB needed, 4096 free"));
    }

    @Test
    void rulesAndStorageAreObeyed() {
        var cluster = new Clusters()
                .host(1, 32, PowerState.ON, 1)
                .host(2, 64, PowerState.ON)
                .host(3, 32, PowerState.ON, 1)
                .host(4, 32, PowerState.ON, 1)
                .vm(1, 1, 4, 1)
                .vm(2, 3, 4, 1)
                .rule(new Rule.KeepApart("apart", vms(1, 2)))
                .made();
        assertThat(place(cluster, hosts(1), vm(1))).containsEntry(vm(1), new Found.On(host(4)));
    }

    @Test
    void friendsThatNeedOneHostFindIt() {
        var cluster = new Clusters()
                .host(1, 32)
                .host(2, 20)
                .host(3, 20)
                .vm(1, 1, 8)
                .vm(2, 1, 8)
                .vm(3, 2, 6)
                .vm(4, 3, 2)
                .rule(new Rule.KeepTogether("friends", vms(1, 2)))
                .made();
        assertThat(place(cluster, hosts(1), vm(1), vm(2)))
                .containsEntry(vm(1), new Found.On(host(3)))
                .containsEntry(vm(2), new Found.On(host(3)));
    }

    @Test
    void whatOneByOneLeavesOutAllAtOnceMayFind() {
        // One by one, the small VM takes the host that is emptiest, which the large one needs.
        var cluster = new Clusters()
                .host(1, 32)
                .host(2, 12)
                .host(3, 9)
                .vm(1, 1, 8)
                .vm(2, 1, 12)
                .made();
        var found = place(cluster, hosts(1), vm(1), vm(2));
        assertThat(found.values()).allSatisfy(one -> assertThat(one).isInstanceOf(Found.On.class));
    }

    @Test
    void aVmThatTheClusterDoesNotKnowIsAnsweredToo() {
        var cluster = new Clusters().host(1, 8).made();
        assertThat(place(cluster, hosts(), vm(7)).get(vm(7))).isInstanceOf(Found.Nowhere.class);
    }

    @Property(tries = 300)
    void answersObeyRoomReachAndRulesAndQuestionsDoNotDisturbEachOther(@ForAll long seed) {
        var random = new Random(seed);
        var cluster = random(random);
        var places = placement.in(cluster);
        for (var round = 0; round < 3; round++) {
            var dead = hosts(random.nextInt(4), random.nextInt(6));
            var order = new ArrayList<>(cluster.vms().values().stream()
                    .filter(vm -> vm.host() == null || dead.contains(vm.host()))
                    .map(vm -> vm.id())
                    .toList());
            java.util.Collections.shuffle(order, random);
            var found = places.place(dead, order);
            assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(order);
            assertThat(found).isEqualTo(placement.in(cluster).place(dead, order));
            check(cluster, dead, found);
        }
    }

    /** The most important VM is refused only where really no host has room for it, in reach and within the rules. */
    @Property(tries = 500)
    void theFirstInTheOrderIsRefusedOnlyWhereNoHostCanTakeIt(@ForAll long seed) {
        var random = new Random(seed);
        var cluster = random(random);
        var dead = hosts(random.nextInt(6));
        var order = cluster.vms().values().stream()
                .filter(vm -> vm.host() != null && dead.contains(vm.host()))
                .map(vm -> vm.id())
                .toList();
        if (order.isEmpty()
                || !(placement.in(cluster).place(dead, order).get(order.getFirst()) instanceof Found.Nowhere)) {
            return;
        }
        var first = Objects.requireNonNull(cluster.vms().get(order.getFirst()));
        for (var host : cluster.hosts().values()) {
            var residents = cluster.vms().values().stream()
                    .filter(vm -> host.id().equals(vm.host()))
                    .toList();
            var used = residents.stream()
                    .mapToLong(vm -> vm.memory().configured().value())
                    .sum();
            var possible = host.state() == PowerState.ON
                    && !dead.contains(host.id())
                    && first.needs().metBy(host.reach())
                    && used + first.memory().configured().value()
                            <= host.capacity().memory().value();
            var ruled = cluster.rules().stream()
                    .filter(rule -> rule.vms().contains(first.id()))
                    .anyMatch(rule -> rule instanceof Rule.KeepTogether
                            || residents.stream().anyMatch(vm -> rule.vms().contains(vm.id())));
            assertThat(possible && !ruled)
                    .as("%s on %s", first.name(), host.name())
                    .isFalse();
        }
    }

    private static void check(Cluster cluster, SortedSet<HostId> dead, SortedMap<VmId, Found> found) {
        var at = new TreeMap<VmId, HostId>();
        cluster.vms().values().forEach(vm -> {
            if (vm.host() != null && !dead.contains(vm.host()) && !found.containsKey(vm.id())) {
                at.put(vm.id(), vm.host());
            }
        });
        var memory = new TreeMap<HostId, Long>();
        at.forEach((vm, host) -> memory.merge(host, gib(cluster, vm), Long::sum));
        found.forEach((vm, answer) -> {
            if (answer instanceof Found.On(var host)) {
                assertThat(dead).doesNotContain(host);
                at.put(vm, host);
                var target = Objects.requireNonNull(cluster.hosts().get(host));
                assertThat(target.state()).isEqualTo(PowerState.ON);
                assertThat(Objects.requireNonNull(cluster.vms().get(vm)).needs().metBy(target.reach()))
                        .isTrue();
                assertThat(memory.merge(host, gib(cluster, vm), Long::sum))
                        .isLessThanOrEqualTo(target.capacity().memory().value());
            } else {
                assertThat(answer)
                        .isInstanceOfSatisfying(
                                Found.Nowhere.class,
                                nowhere -> assertThat(nowhere.reason()).isNotBlank());
            }
        });
        for (var rule : cluster.rules()) {
            var where = rule.vms().stream()
                    .filter(vm -> found.containsKey(vm))
                    .map(vm -> at.get(vm))
                    .filter(Objects::nonNull)
                    .toList();
            if (rule instanceof Rule.KeepApart) {
                assertThat(where).doesNotHaveDuplicates();
            }
        }
    }

    private static long gib(Cluster cluster, VmId vm) {
        return Objects.requireNonNull(cluster.vms().get(vm))
                .memory()
                .configured()
                .value();
    }

    private static Cluster random(Random random) {
        var clusters = new Clusters();
        for (var h = 0; h < 6; h++) {
            var state = Map.of(0, PowerState.STANDBY, 1, PowerState.MAINTENANCE)
                    .getOrDefault(random.nextInt(8), PowerState.ON);
            clusters.host(h, 24 + random.nextInt(16), state, random.nextBoolean() ? 1 : 2);
        }
        for (var v = 0; v < 18; v++) {
            var where = random.nextInt(8) == 0 ? null : Integer.valueOf(v % 6);
            var pools = random.nextInt(4) == 0 ? new Integer[] {1 + random.nextInt(2)} : new Integer[0];
            clusters.vm(v, where, 1 + random.nextInt(7), pools);
        }
        clusters.rule(new Rule.KeepApart("apart", vms(0, 1, 2)));
        clusters.rule(new Rule.KeepTogether("together", vms(6, 12)));
        return clusters.made();
    }
}
