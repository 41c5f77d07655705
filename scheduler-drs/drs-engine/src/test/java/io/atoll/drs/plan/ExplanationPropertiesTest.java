package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Explanation.Alternative;
import io.atoll.drs.plan.Explanation.HostTerms;
import io.atoll.drs.plan.Explanation.MoveReason;
import io.atoll.drs.plan.Explanation.Verdict;
import io.atoll.drs.plan.WhatWouldEmpty.Emptying;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is said about a plan is true: figures and refusals equal what a plain count finds, for every plan of random clusters. */
class ExplanationPropertiesTest {
    private static final double SHORT = 0.01;
    private static final double ROUNDING = 1e-6;

    @Property(tries = 300)
    void figuresBeforeAndAfterEachMoveAreTrue(@ForAll("clusters") Cluster cluster, @ForAll("kinds") int kind) {
        var replay = new Replay(cluster, question(cluster, kind));
        replay.each((move, vm, to) -> {
            var before = replay.plain();
            assertScore(before, move.before());
            assertTerms(before, replay.host(move.to().hostName()), move.to().before());
            var from = move.from();
            if (from != null) {
                assertTerms(before, replay.host(from.hostName()), from.before());
            }
            replay.at.put(vm.id(), to.id());
            assertScore(replay.plain(), move.after());
            assertTerms(replay.plain(), to, move.to().after());
            if (from != null) {
                assertTerms(replay.plain(), replay.host(from.hostName()), from.after());
            }
        });
        assertScore(replay.plain(), replay.explanation.after());
        assertThat(replay.explanation.moves()).hasSize(replay.plan.migrationCount());
    }

    @Property(tries = 300)
    void whatIsRefusedIsRefusedForTheReasonGiven(@ForAll("clusters") Cluster cluster, @ForAll("kinds") int kind) {
        var question = question(cluster, kind);
        var replay = new Replay(cluster, question);
        replay.each((move, vm, to) -> {
            for (var alternative : move.alternatives()) {
                if (alternative.verdict() instanceof Verdict.Refused(var objection)) {
                    assertTrue(replay, question, vm, alternative, objection);
                }
            }
            replay.at.put(vm.id(), to.id());
        });
        for (var stay : replay.explanation.stays()) {
            var nearest = stay.nearest();
            if (nearest != null && nearest.verdict() instanceof Verdict.Refused(var objection)) {
                assertTrue(replay, question, replay.vm(stay.vmName()), nearest, objection);
            }
        }
    }

    @Property(tries = 300)
    void whatIsSaidToFitElsewhereFits(@ForAll("clusters") Cluster cluster) {
        var start = PlanReferee.start(cluster);
        var on = on(cluster);
        for (var host : cluster.hosts().values()) {
            if (WhatWouldEmpty.of(cluster, host.id()) instanceof Emptying.FitsElsewhere(var places)) {
                var moved = new TreeMap<>(start);
                places.forEach((vm, target) -> moved.put(
                        named(cluster, vm).id(), hostNamed(cluster, target).id()));
                assertThat(moved.values()).doesNotContain(host.id());
                var plain = new PlainScore(cluster, moved, on);
                for (var target : new TreeSet<>(places.values())) {
                    var receiver = hostNamed(cluster, target);
                    assertThat(on).contains(receiver.id());
                    assertThat(plain.cpuShare(receiver))
                            .isLessThanOrEqualTo(cluster.limits().cpuShare() + ROUNDING);
                    assertThat(plain.memoryShare(receiver))
                            .isLessThanOrEqualTo(cluster.limits().memoryShare() + ROUNDING);
                }
                assertThat(places.keySet()).allMatch(vm -> named(cluster, vm).migratable());
            }
        }
    }

    @Property(tries = 200)
    void whoIsServedGetsNoMoreThanWantedAndNoLessThanReserved(@ForAll long seed) {
        var random = new Random(seed);
        var claims = new ArrayList<Contention.Claim>();
        for (var i = 0; i < 1 + random.nextInt(8); i++) {
            var wanted = random.nextInt(100);
            claims.add(new Contention.Claim(random.nextInt(wanted + 1), wanted, 1 + random.nextInt(10)));
        }
        var wanted = claims.stream().mapToDouble(Contention.Claim::wantedMhz).sum();
        var reserved =
                claims.stream().mapToDouble(Contention.Claim::reservedMhz).sum();
        var capacity = reserved + random.nextDouble() * 200;
        var served = Contention.serve(claims, capacity);
        assertThat(java.util.Arrays.stream(served).sum()).isCloseTo(Math.min(wanted, capacity), within(ROUNDING));
        for (var i = 0; i < served.length; i++) {
            assertThat(served[i])
                    .isBetween(
                            claims.get(i).reservedMhz() - ROUNDING,
                            claims.get(i).wantedMhz() + ROUNDING);
        }
    }

    /** A plan, replayed move by move. */
    private static final class Replay {
        final Cluster start;
        final Plan plan;
        final Explanation explanation;
        final Map<VmId, HostId> at;
        final Set<HostId> on;

        Replay(Cluster cluster, Question question) {
            var answer = new Scheduler(1, Effort.of(SHORT, () -> true)).answer(cluster, question);
            plan = switch (answer) {
                case Answer.Planned(var done) -> done;
                case Answer.Impossible(var _, var partial) -> partial;
            };
            explanation = Explanation.of(cluster, question, answer);
            start = question instanceof Question.Restart(var dead) ? Scheduler.withoutDead(cluster, dead) : cluster;
            at = new TreeMap<>(PlanReferee.start(start));
            on = on(start);
        }

        interface Taker {
            void take(MoveReason move, Vm vm, Host to);
        }

        void each(Taker taker) {
            var index = 0;
            for (var step : plan.steps()) {
                on.addAll(step.wake());
                for (var migration : step.migrations()) {
                    var move = explanation.moves().get(index++);
                    var vm = Objects.requireNonNull(start.vms().get(migration.vm()));
                    assertThat(move.vmName()).isEqualTo(vm.name());
                    taker.take(move, vm, Objects.requireNonNull(start.hosts().get(migration.to())));
                }
                on.removeAll(step.sleep());
            }
        }

        PlainScore plain() {
            return new PlainScore(start, at, on);
        }

        Host host(String name) {
            return hostNamed(start, name);
        }

        Vm vm(String name) {
            return named(start, name);
        }
    }

    private static Set<HostId> on(Cluster cluster) {
        var on = new TreeSet<HostId>();
        cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON)
                .forEach(host -> on.add(host.id()));
        return on;
    }

    private static Host hostNamed(Cluster cluster, String name) {
        return cluster.hosts().values().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Vm named(Cluster cluster, String name) {
        return cluster.vms().values().stream()
                .filter(vm -> vm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertScore(PlainScore plain, Score said) {
        assertThat(said.imbalance()).isCloseTo(plain.imbalance(), within(ROUNDING));
        assertThat(said.overload()).isCloseTo(plain.overload(), within(ROUNDING));
        assertThat(said.unservedMhz()).isCloseTo(plain.unservedMhz(), within(ROUNDING));
        assertThat(said.preferenceCost()).isCloseTo(plain.preferenceCost(), within(ROUNDING));
        assertThat(said.watts()).isCloseTo(plain.watts(), within(ROUNDING));
        assertThat(said.hostsOn()).isEqualTo(plain.hostsRunning());
    }

    private static void assertTerms(PlainScore plain, Host host, HostTerms said) {
        assertThat(said.cpuShare()).isCloseTo(plain.cpuShare(host), within(ROUNDING));
        assertThat(said.memoryShare()).isCloseTo(plain.memoryShare(host), within(ROUNDING));
        assertThat(said.networkShare()).isCloseTo(plain.networkShare(host), within(ROUNDING));
        assertThat(said.unservedMhz()).isCloseTo(plain.unservedMhz(host), within(ROUNDING));
    }

    /** Finds the fact that the objection names in a plain count of the moment. */
    private static void assertTrue(
            Replay replay, Question question, Vm vm, Alternative alternative, Objection objection) {
        var host = replay.host(alternative.hostName());
        switch (objection) {
            case Objection.NotOn _ -> assertThat(replay.on).doesNotContain(host.id());
            case Objection.BeingEmptied _ ->
                assertThat(question)
                        .isInstanceOfSatisfying(
                                Question.Evacuate.class,
                                evacuate -> assertThat(evacuate.hosts()).contains(host.id()));
            case Objection.Pinned _ -> assertThat(friends(replay, vm)).anyMatch(friend -> !friend.migratable());
            case Objection.TooManyTogether(var count, var limit) ->
                assertThat(friends(replay, vm)).hasSize(count).hasSizeGreaterThan(limit);
            case Objection.Shortage shortage -> assertShort(replay, friends(replay, vm), host, shortage);
            case Objection.KeptApart(var rule, var other) -> {
                assertThat(replay.at.get(replay.vm(other).id())).isEqualTo(host.id());
                assertThat(rule(replay, rule, Rule.KeepApart.class).vms())
                        .contains(replay.vm(other).id());
            }
            case Objection.KeptTogether(var rule, var other, var where) -> {
                assertThat(replay.at.get(replay.vm(other).id()))
                        .isEqualTo(replay.host(where).id())
                        .isNotEqualTo(host.id());
                assertThat(rule(replay, rule, Rule.KeepTogether.class).vms())
                        .contains(replay.vm(other).id());
            }
            case Objection.RuledOut(var rule) -> assertRuledOut(rule(replay, rule, Rule.class), host);
            case Objection.OutsideGroup(var rule, var other) -> {
                var groups = rule(replay, rule, Rule.WithinOneGroup.class).groups();
                var where = replay.at.get(replay.vm(other).id());
                assertThat(where).isNotNull();
                assertThat(groups).anyMatch(group -> group.contains(host.id()));
            }
            case Objection.OutOfReach _ ->
                assertThat(vm.needs().metBy(host.reach())).isFalse();
            case Objection.PoolFull _, Objection.SpareLost _, Objection.NotSurvived _ ->
                throw new AssertionError("these clusters have neither: " + objection);
        }
    }

    private static void assertRuledOut(Rule rule, Host host) {
        switch (rule) {
            case Rule.OnlyOn only -> assertThat(only.hosts()).doesNotContain(host.id());
            case Rule.NeverOn never -> assertThat(never.hosts()).contains(host.id());
            case Rule.WithinOneGroup within ->
                assertThat(within.groups()).noneMatch(group -> group.contains(host.id()));
            case Rule.KeepApart _, Rule.KeepTogether _ -> throw new AssertionError("does not name hosts: " + rule);
        }
    }

    private static void assertShort(Replay replay, List<Vm> vms, Host host, Objection.Shortage said) {
        var plain = replay.plain();
        var limits = replay.start.limits();
        var needed = 0.0;
        for (var vm : vms) {
            needed += switch (said.resource()) {
                case MEMORY -> vm.memory().configured().value();
                case CPU -> plain.load(vm);
                case VCPUS -> vm.cpu().vcpuCount();
                case NETWORK -> vm.needs().networkMbps();
            };
        }
        var free = switch (said.resource()) {
            case MEMORY -> host.capacity().memory().value() * limits.memoryShare() - plain.memory(host);
            case CPU -> host.capacity().cpu().value() * limits.cpuShare() - plain.load(host);
            case VCPUS -> host.capacity().coreCount() * limits.vcpusPerCore() - plain.vcpus(host);
            case NETWORK -> host.capacity().networkMbps() - plain.network(host);
        };
        assertThat(needed).isGreaterThan(free);
        assertThat(said.needed()).isCloseTo(needed, within(ROUNDING));
        assertThat(said.free()).isCloseTo(free, within(ROUNDING));
    }

    /** The VM and those beside it that rules which held at the start keep together with it. */
    private static List<Vm> friends(Replay replay, Vm vm) {
        var found = new ArrayList<>(List.of(vm));
        for (var i = 0; i < found.size(); i++) {
            for (var rule : replay.start.rules()) {
                if (rule instanceof Rule.KeepTogether together
                        && together.vms().contains(found.get(i).id())
                        && heldAtStart(replay.start, together)) {
                    together.vms().stream()
                            .map(id -> Objects.requireNonNull(replay.start.vms().get(id)))
                            .filter(friend -> Objects.equals(replay.at.get(friend.id()), replay.at.get(vm.id())))
                            .filter(friend -> !found.contains(friend))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static boolean heldAtStart(Cluster cluster, Rule.KeepTogether rule) {
        var start = PlanReferee.start(cluster);
        return rule.vms().stream()
                        .map(start::get)
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                <= 1;
    }

    private static <T extends Rule> T rule(Replay replay, String name, Class<T> kind) {
        return replay.start.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Question question(Cluster cluster, int kind) {
        return switch (kind) {
            case 0 -> new Question.Balance(BalancePolicy.DEFAULT);
            case 1 -> new Question.Consolidate();
            case 2 -> new Question.Evacuate(firstHosts(cluster, 2));
            case 3 -> new Question.Place();
            case 4 -> new Question.Restart(firstHosts(cluster, 1));
            default -> new Question.Repair();
        };
    }

    private static SortedSet<HostId> firstHosts(Cluster cluster, int count) {
        return new TreeSet<>(cluster.hosts().keySet().stream().limit(count).toList());
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return RandomClusters.ruled().map(ExplanationPropertiesTest::enriched);
    }

    /** With network load, zones and preferences, chosen by the cluster itself. */
    private static Cluster enriched(Cluster cluster) {
        var random = new Random(cluster.hashCode());
        var hosts = cluster.hosts().values().stream()
                .map(host -> new Host(
                        host.id(),
                        host.name(),
                        host.capacity(),
                        host.reach(),
                        "z" + random.nextInt(3),
                        host.state(),
                        host.power()))
                .toList();
        var vms = cluster.vms().values().stream()
                .map(vm -> new Vm(
                        vm.id(),
                        vm.name(),
                        vm.host(),
                        vm.cpu(),
                        vm.memory(),
                        new Vm.Needs(
                                vm.needs().pools(),
                                vm.needs().networks(),
                                vm.needs().features(),
                                random.nextInt(3) * 1000),
                        vm.standing()))
                .toList();
        var some = new TreeSet<VmId>();
        cluster.vms().keySet().stream().filter(_ -> random.nextInt(3) == 0).forEach(some::add);
        var group = new TreeSet<HostId>();
        cluster.hosts().keySet().stream().filter(_ -> random.nextBoolean()).forEach(group::add);
        return cluster.withHosts(hosts)
                .withVms(vms)
                .with(List.of(
                        new Preference.Should(new Rule.KeepTogether("close", some), 2),
                        new Preference.Should(new Rule.OnlyOn("home", some, group), 1.5),
                        new Preference.Should(new Rule.WithinOneGroup("room", some, List.of(group)), 1),
                        new Preference.Should(new Rule.KeepApart("wide", some), 3),
                        new Preference.SpreadOverZones("zones", some, Host.ZONE, 2.5),
                        new Preference.BlastRadius("radius", some, null, 0.4, 0.5)));
    }

    @Provide
    Arbitrary<Integer> kinds() {
        return Arbitraries.integers().between(0, 5);
    }
}
