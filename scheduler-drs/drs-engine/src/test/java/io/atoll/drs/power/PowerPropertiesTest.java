package io.atoll.drs.power;

import static io.atoll.drs.power.Fleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.BrokenRules;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every cluster, whatever its load does. */
class PowerPropertiesTest {
    private static final Effort LITTLE = Effort.of(0.05, () -> true);

    /** Hosts in all states, of which some must not be parked, VMs of all sizes, a rule, and spare hosts. */
    private static Fleet random(long seed) {
        var random = new Random(seed);
        var hosts = 2 + random.nextInt(5);
        var fleet = Fleet.of(hosts);
        var awake = 1 + random.nextInt(hosts);
        for (var h = 0; h < hosts; h++) {
            if (h >= awake) {
                fleet.asleep(h);
            }
            var isProven = random.nextInt(4) > 0;
            var isExcluded = random.nextInt(6) == 0;
            var upSince = NOW.minus(Duration.ofMinutes(random.nextInt(120)));
            fleet.with(
                    h,
                    facts -> new HostPower(
                            facts.state() instanceof HostPower.State.Awake
                                    ? new HostPower.State.Awake(upSince)
                                    : facts.state(),
                            new HostPower.Control(true, isProven, Duration.ofMinutes(3)),
                            facts.use(),
                            isExcluded,
                            false));
        }
        var vms = random.nextInt(12);
        for (var v = 0; v < vms; v++) {
            fleet.vm(random.nextInt(awake), 200 + random.nextInt(2_500), 1 + random.nextInt(30), random.nextInt(8) > 0);
        }
        if (vms > 2) {
            fleet.with(Fleet.keepApart(0, 1));
        }
        return fleet.with(fleet.settings()
                .withSpareHosts(random.nextInt(3))
                .with(new PowerSettings.Pace(1 + random.nextInt(3), 0)));
    }

    @Property(tries = 120)
    void whoeverIsParkedMayBeAndHarmsNobody(@ForAll long seed) {
        var fleet = random(seed);
        var facts = fleet.facts();
        var outcome = fleet.decide();
        if (!outcome.wakes().isEmpty()) {
            assertThat(outcome.parks()).isEmpty();
        }
        var cluster = fleet.cluster();
        var before = BrokenRules.of(cluster, homes(cluster)).size();
        for (var park : outcome.parks()) {
            var parked = Objects.requireNonNull(facts.get(park.host()));
            assertThat(parked.excluded()).isFalse();
            assertThat(parked.control().wakeProven()).isTrue();
            assertThat(parked.state())
                    .isInstanceOfSatisfying(
                            HostPower.State.Awake.class,
                            awake -> assertThat(awake.since()).isBeforeOrEqualTo(NOW.minus(Duration.ofMinutes(40))));
            cluster = Questions.after(cluster, park.plan());
            var homes = homes(cluster);
            assertThat(homes.values()).doesNotContain(park.host());
            assertThat(BrokenRules.of(cluster, homes)).hasSizeLessThanOrEqualTo(before);
            assertThat(park.after().hostCount()).isGreaterThan(fleet.settings().spareHosts());
        }
        if (!outcome.parks().isEmpty()) {
            for (var asked : Questions.cpuAsked(cluster).entrySet()) {
                var stood = Questions.cpuAsked(fleet.cluster()).getOrDefault(asked.getKey(), 0.0);
                assertThat(asked.getValue()).isLessThanOrEqualTo(Math.max(stood, 0.81 * Fleet.HOST_MHZ) + 1e-6);
            }
        }
    }

    @Property(tries = 80)
    void everyHostHasAReasonOrIsWokenOrParked(@ForAll long seed) {
        var fleet = random(seed);
        var outcome = fleet.decide();
        var named = new TreeSet<HostId>(outcome.whyAwake().keySet());
        named.addAll(outcome.whyAsleep().keySet());
        outcome.parks().forEach(park -> named.add(park.host()));
        assertThat(named).isEqualTo(new TreeSet<>(fleet.cluster().hosts().keySet()));
        outcome.whyAwake().values().forEach(why -> assertThat(why.text()).endsWith("."));
    }

    @Property(tries = 40)
    void equalFactsDecideEqually(@ForAll long seed) {
        assertThat(random(seed).decide()).isEqualTo(random(seed).decide());
    }

    @Property(tries = 40)
    void noClockMakesItParkOrThrow(@ForAll long seed) {
        var fleet = random(seed);
        for (var jump :
                List.of(Duration.ofDays(1), Duration.ofDays(-1), Duration.ofMinutes(11), Duration.ofSeconds(-90))) {
            assertThat(fleet.decide(NOW.plus(jump)).parks()).isEmpty();
        }
        assertThat(fleet.watched(null, null).decide().parks()).isEmpty();
    }

    /** Load that rises and falls across the band in the worst of rhythms, with hosts that park and wake as they are told. */
    @Property(tries = 5)
    void noHostIsParkedTwiceWithinAWindow(@ForAll long seed) {
        var random = new Random(seed);
        var period = 3 + random.nextInt(60);
        var states = new HashMap<Integer, HostPower.State>();
        var homes = new int[12];
        for (var v = 0; v < homes.length; v++) {
            homes[v] = v % 4;
        }
        var parkedAt = new HashMap<Integer, Instant>();
        var past = new PowerPast(NOW.minusSeconds(60), NOW.minus(Duration.ofDays(1)), new TreeMap<>());
        for (var minute = 0; minute < 300; minute++) {
            var now = NOW.plus(Duration.ofMinutes(minute));
            ready(states, now);
            var isHigh = minute / period % 2 == 0;
            var fleet = Fleet.of(4);
            for (var home : homes) {
                fleet.vm(home, isHigh ? 2_500 : 700);
            }
            for (var state : new TreeMap<>(states).entrySet()) {
                fleet.with(state.getKey(), facts -> Fleet.inState(facts, state.getValue()));
            }
            var outcome =
                    new PowerRound(PowerSettings.USUAL, 1, LITTLE).decide(fleet.cluster(), fleet.facts(), past, now);
            past = outcome.next();
            for (var wake : outcome.wakes()) {
                states.put(index(wake.host()), new HostPower.State.Waking(now));
            }
            for (var park : outcome.parks()) {
                var last = parkedAt.put(index(park.host()), now);
                if (last != null) {
                    assertThat(Duration.between(last, now)).isGreaterThanOrEqualTo(Duration.ofMinutes(40));
                }
                states.put(index(park.host()), new HostPower.State.Asleep(now));
                carryOut(park, homes);
            }
            assertThat(4
                            - states.values().stream()
                                    .filter(PowerPropertiesTest::isDown)
                                    .count())
                    .isGreaterThanOrEqualTo(2);
        }
    }

    private static boolean isDown(HostPower.State state) {
        return !(state instanceof HostPower.State.Awake);
    }

    private static void ready(Map<Integer, HostPower.State> states, Instant now) {
        states.replaceAll((_, state) -> state instanceof HostPower.State.Waking(var since)
                        && !since.plus(Duration.ofMinutes(3)).isAfter(now)
                ? new HostPower.State.Awake(now)
                : state);
    }

    private static void carryOut(PowerOutcome.Park park, int[] homes) {
        for (var v = 0; v < homes.length; v++) {
            homes[v] = index(Objects.requireNonNull(park.plan().finalHosts().get(Fleet.vm(v))));
        }
    }

    private static int index(HostId id) {
        return Math.toIntExact(id.value().getLeastSignificantBits());
    }

    private static Map<VmId, HostId> homes(Cluster cluster) {
        return Questions.homes(cluster);
    }
}
