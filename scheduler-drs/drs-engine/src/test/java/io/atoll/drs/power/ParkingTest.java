package io.atoll.drs.power;

import static io.atoll.drs.power.Fleet.NOW;
import static io.atoll.drs.power.Fleet.host;
import static io.atoll.drs.power.Fleet.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.drs.core.PowerPolicy;
import io.atoll.drs.plan.Plan;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ParkingTest {
    /** Three hosts, of which two are enough within the band, and the third is the least used. */
    private static Fleet quiet() {
        return Fleet.of(3).used(0, 40, 4).used(1, 40, 4).used(2, 20, 2);
    }

    private static List<HostId> parked(PowerOutcome outcome) {
        return outcome.parks().stream().map(PowerOutcome.Park::host).toList();
    }

    private static WhyAwake why(PowerOutcome outcome, int host) {
        return Objects.requireNonNull(outcome.whyAwake().get(host(host)));
    }

    private static List<String> moved(PowerOutcome.Park park) {
        return park.plan().steps().stream()
                .flatMap(step -> step.migrations().stream())
                .map(Plan.Migration::vm)
                .map(Object::toString)
                .sorted()
                .toList();
    }

    @Test
    void parksTheHostWithTheFewestVmsAndSaysWhereTheyGo() {
        var outcome = quiet().decide();
        assertThat(parked(outcome)).containsExactly(host(2));
        var park = outcome.parks().getFirst();
        assertThat(moved(park)).containsExactly(vm(8).toString(), vm(9).toString());
        assertThat(park.after().hostCount()).isEqualTo(2);
        assertThat(park.after().cpuPercent()).isEqualTo(50);
        assertThat(park.after().fullestPercent()).isLessThanOrEqualTo(81);
        assertThat(park.wattsSaved()).isEqualTo(100);
        assertThat(outcome.wakes()).isEmpty();
        assertThat(outcome.whyAwake()).containsOnlyKeys(host(0), host(1));
        assertThat(why(outcome, 0)).isEqualTo(new WhyAwake.EnoughForThisRound(1));
    }

    @Test
    void parksSeveralInARoundWhereThatIsAllowed() {
        var fleet = Fleet.of(5);
        for (var h = 0; h < 5; h++) {
            fleet.used(h, 20, 2);
        }
        var outcome =
                fleet.with(fleet.settings().with(new PowerSettings.Pace(4, 0))).decide();
        // 100 % of a host in all: two hosts hold it within 81 % each.
        assertThat(parked(outcome)).hasSize(3);
        assertThat(outcome.parks().getLast().after().hostCount()).isEqualTo(2);
        assertThat(outcome.parks().getLast().after().cpuPercent()).isEqualTo(50);
        assertThat(outcome.whyAwake().values())
                .allSatisfy(reason -> assertThat(reason).isEqualTo(new WhyAwake.WouldPushAbove(null, "CPU", 100, 81)));
    }

    @Test
    void parksAtMostAQuarterOfManyHostsInARound() {
        var fleet = Fleet.of(12);
        for (var h = 0; h < 12; h++) {
            fleet.used(h, 5, 1);
        }
        var outcome = fleet.decide();
        assertThat(outcome.parks()).hasSize(3);
        assertThat(why(outcome, 11)).isEqualTo(new WhyAwake.EnoughForThisRound(3));
        assertThat(fleet.with(fleet.settings().with(PowerSettings.Pace.ONE_BY_ONE))
                        .decide()
                        .parks())
                .hasSize(1);
        assertThat(fleet.with(fleet.settings().with(new PowerSettings.Pace(1, 0.25, 2)))
                        .decide()
                        .parks())
                .hasSize(2);
        assertThatThrownBy(() -> new PowerSettings.Pace(2, 0, 1)).hasMessageContaining("(1) must not be below 2");
        assertThatThrownBy(() -> new PowerSettings.Pace(0, 0)).hasMessageContaining("(0) must be at least 1");
        assertThatThrownBy(() -> new PowerSettings.Pace(1, 1)).hasMessageContaining("(1.0) must be from 0 to below 1");
    }

    @Test
    void parksTheHostThatDrawsMostForWhatItCanDo() {
        var fleet = Fleet.of(3).used(0, 20, 1).used(1, 20, 1).used(2, 20, 1);
        var large = fleet.hostOf(2).capacity();
        fleet.with(new Host(
                host(2),
                "h2",
                new Host.Capacity(5, new Megahertz(Fleet.HOST_MHZ / 2), large.memory(), large.networkMbps()),
                Host.Reach.NOTHING_SPECIAL,
                "",
                PowerState.ON,
                PowerModel.ofLine(90, 180)));
        // It saves 10 W less than another would, but leaves 5,000 MHz more awake.
        assertThat(parked(fleet.decide())).containsExactly(host(2));
    }

    @Test
    void aHostWithinTheBandSleepsWhereAllOthersHaveRoom() {
        var fleet = Fleet.of(6);
        for (var h = 0; h < 6; h++) {
            fleet.used(h, 50, 5);
        }
        var outcome =
                fleet.with(fleet.settings().with(new PowerSettings.Pace(6, 0))).decide();
        // Five are used by 60 %, four would be by 75 %: more than 72 %, which leaves a quarter of the band free.
        assertThat(outcome.parks()).hasSize(1);
        assertThat(outcome.parks().getFirst().after().cpuPercent()).isEqualTo(60);
        assertThat(outcome.whyAwake().values())
                .hasSize(5)
                .allSatisfy(reason -> assertThat(reason).isInstanceOf(WhyAwake.InBand.class));
    }

    @Test
    void aHostThatWasAboveTheBandIsNotGivenUp() {
        var fleet = Fleet.of(6).used(0, 50, 5);
        var busy = new HostPower.Share(0.5, 0.05);
        for (var h = 0; h < 6; h++) {
            fleet.with(h, facts -> Fleet.using(facts, new HostPower.Use(busy, new HostPower.Share(0.9, 0.05))));
        }
        assertThat(fleet.decide().parks()).isEmpty();
    }

    @Test
    void leavesHostsWithinTheBandAlone() {
        var outcome = Fleet.of(2).used(0, 50, 2).used(1, 45, 3).decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 1)).isEqualTo(new WhyAwake.InBand(45, 3, 45, Duration.ofMinutes(40)));
    }

    @Test
    void countsMemoryLikeProcessors() {
        var outcome = Fleet.of(2).vm(0, 100, 60, true).vm(1, 100, 30, true).decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 0)).isEqualTo(new WhyAwake.InBand(1, 60, 45, Duration.ofMinutes(40)));
        assertThat(why(outcome, 1)).isEqualTo(new WhyAwake.WouldPushAbove(null, "memory", 90, 81));
    }

    @Test
    void parksNobodyWhoseLoadWouldPushAnotherAboveTheBand() {
        var outcome = Fleet.of(3).vm(0, 5_000).vm(1, 5_000).vm(2, 3_500).decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 2)).isEqualTo(new WhyAwake.WouldPushAbove("h0", "CPU", 85, 81));
    }

    @Test
    void believesWhatWasMeasuredOnAHostBesidesItsVms() {
        var busy = new HostPower.Share(0.75, 0.1);
        var outcome = quiet().with(0, facts -> Fleet.using(facts, new HostPower.Use(busy, busy)))
                .with(1, facts -> Fleet.using(facts, new HostPower.Use(busy, busy)))
                .decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 2)).isInstanceOf(WhyAwake.WouldPushAbove.class);
    }

    @Test
    void keepsSpareHosts() {
        // Each host alone could carry everything within the band, but two must be awake for one to fail.
        var fleet = Fleet.of(2).used(0, 20, 2).used(1, 20, 2);
        assertThat(fleet.decide().parks()).hasSize(1);
        var outcome = fleet.with(fleet.settings().withSpareHosts(1)).decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 0)).isEqualTo(new WhyAwake.TooFewAwake(2, 2));
    }

    @Test
    void keepsRoomForTheVmsOfAHostThatFails() {
        // 120 GiB of VMs: without a third host the loss of one would leave 100 GiB for them.
        var fleet = Fleet.of(3).vm(0, 100, 40, true).vm(1, 100, 40, true).vm(2, 100, 40, true);
        assertThat(fleet.decide().parks()).hasSize(1);
        var outcome = fleet.with(fleet.settings().withSpareHosts(1)).decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 2))
                .isInstanceOfSatisfying(
                        WhyAwake.SpareWouldLack.class,
                        lack -> assertThat(lack.spareHosts()).isEqualTo(1));
    }

    @Test
    void holdsRules() {
        var outcome = quiet().with(Fleet.keepApart(0, 4, 8)).decide();
        assertThat(parked(outcome)).isEmpty();
        assertThat(why(outcome, 2)).isInstanceOfSatisfying(WhyAwake.VmsCannotLeave.class, cannot -> {
            assertThat(cannot.obstacles()).singleElement().satisfies(obstacle -> {
                assertThat(obstacle.vmName()).isEqualTo("v8");
                assertThat(obstacle.reason()).contains("rule apart");
            });
            assertThat(cannot.text()).startsWith("A VM cannot leave: v8: ");
        });
    }

    @Test
    void leavesVmsThatMustNotMove() {
        var outcome = Fleet.of(2).used(0, 20, 2).vm(1, 100, 1, false).decide();
        // The other one may go, since its VMs may.
        assertThat(parked(outcome)).containsExactly(host(0));
        assertThat(why(outcome, 1)).isInstanceOf(WhyAwake.VmsCannotLeave.class);
    }

    @Test
    void leavesHostsAloneWhoseVmsAreNeverToBeMoved() {
        var stays = List.of("db", "mail");
        var outcome = quiet().with(
                        2, facts -> new HostPower(facts.state(), facts.control(), facts.use(), false, false, stays))
                .decide();
        assertThat(parked(outcome)).doesNotContain(host(2));
        assertThat(why(outcome, 2)).isEqualTo(new WhyAwake.VmsNeverMoved(stays));
        assertThat(why(outcome, 2).text()).isEqualTo("VMs on it are never to be moved: db, mail.");
    }

    @Test
    void doesNotParkWhoWouldNotWakeAgain() {
        var outcome = quiet().with(2, facts -> Fleet.controlled(facts, true, false, Duration.ofMinutes(3)))
                .with(1, facts -> Fleet.controlled(facts, false, true, Duration.ofMinutes(3)))
                .with(0, facts -> new HostPower(facts.state(), facts.control(), facts.use(), true, false))
                .decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 2)).isEqualTo(new WhyAwake.NeverWoken());
        assertThat(why(outcome, 1)).isEqualTo(new WhyAwake.NoPowerControl());
        assertThat(why(outcome, 0)).isEqualTo(new WhyAwake.Excluded());
    }

    @Test
    void leavesHostsAloneThatAreOutOfService() {
        var fleet = quiet();
        var outcome = fleet.with(1, facts -> new HostPower(facts.state(), facts.control(), facts.use(), false, true))
                .with(fleet.hostOf(2).in(PowerState.MAINTENANCE))
                .decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 1)).isEqualTo(new WhyAwake.Held());
        assertThat(why(outcome, 2)).isEqualTo(new WhyAwake.NotInService());
        assertThat(why(outcome, 0)).isEqualTo(new WhyAwake.TooFewAwake(1, 1));
    }

    @Test
    void waitsForTheMinimumUpTimeAndTheWindow() {
        var fleet = quiet();
        var twentyMinutesAgo = NOW.minus(Duration.ofMinutes(20));
        fleet.with(2, facts -> Fleet.inState(facts, new HostPower.State.Awake(twentyMinutesAgo)));
        assertThat(why(fleet.decide(), 2)).isEqualTo(new WhyAwake.MinimumUp(NOW.plus(Duration.ofMinutes(10))));
        assertThat(why(fleet.decide(NOW.plus(Duration.ofMinutes(9)).plusSeconds(59)), 2))
                .isInstanceOf(WhyAwake.MinimumUp.class);
        assertThat(why(
                        fleet.watched(NOW.plus(Duration.ofMinutes(10)), NOW.minus(Duration.ofDays(1)))
                                .decide(NOW.plus(Duration.ofMinutes(10))),
                        2))
                .isEqualTo(new WhyAwake.WindowNotOver(NOW.plus(Duration.ofMinutes(20)), Duration.ofMinutes(40)));
        assertThat(parked(fleet.watched(NOW.plus(Duration.ofMinutes(20)), NOW.minus(Duration.ofDays(1)))
                        .decide(NOW.plus(Duration.ofMinutes(20)))))
                .containsExactly(host(2));
    }

    @Test
    void parksNobodyWithoutSamples() {
        var busy = new HostPower.Share(0.2, 0.02);
        var shortGap = quiet().with(2, facts -> Fleet.using(facts, new HostPower.Use(null, busy)));
        assertThat(why(shortGap.decide(), 2)).isEqualTo(new WhyAwake.SamplesMissing(Duration.ofMinutes(5)));
        var longGap = quiet().with(2, facts -> Fleet.using(facts, new HostPower.Use(busy, null)));
        assertThat(why(longGap.decide(), 2)).isEqualTo(new WhyAwake.SamplesMissing(Duration.ofMinutes(40)));
    }

    @Test
    void movesNobodyToAHostWithoutSamples() {
        var outcome = quiet().with(0, facts -> Fleet.using(facts, HostPower.Use.UNKNOWN))
                .with(1, facts -> Fleet.using(facts, HostPower.Use.UNKNOWN))
                .decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 2)).isInstanceOf(WhyAwake.VmsCannotLeave.class);
    }

    @Test
    void doesNotMoveManyVmsForLittleEnergy() {
        var fleet = Fleet.of(2).used(0, 40, 40).used(1, 30, 30);
        var dear = fleet.with(fleet.settings().with(new PowerPolicy(22, 5, 5, 0.1)))
                .decide();
        assertThat(dear.parks()).isEmpty();
        assertThat(why(dear, 1)).isEqualTo(new WhyAwake.NotWorthIt(30, 660, 500, 5));
        assertThat(fleet.with(fleet.settings().with(new PowerPolicy(15, 5, 5, 0.1)))
                        .decide()
                        .parks())
                .hasSize(1);
    }

    @Test
    void parksNobodyWhomTheForecastWouldWakeAgain() {
        var inHalfAnHour = NOW.plus(Duration.ofMinutes(30));
        // Two hosts give 16,200 MHz within the band; three give 24,300.
        var outcome = quiet().asked(3, inHalfAnHour, 18_000).decide();
        assertThat(outcome.wakes()).isEmpty();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 2)).isInstanceOfSatisfying(WhyAwake.ForecastNeedsIt.class, expected -> {
            assertThat(expected.expectedPercent()).isEqualTo(90);
            assertThat(expected.dayCount()).isEqualTo(3);
            assertThat(expected.at()).isBetween(NOW.plus(Duration.ofMinutes(15)), NOW.plus(Duration.ofMinutes(45)));
        });
        var inTwoHours = NOW.plus(Duration.ofHours(2));
        assertThat(quiet().asked(3, inTwoHours, 18_000).decide().parks()).hasSize(1);
        assertThat(quiet().asked(3, inHalfAnHour, 16_000).decide().parks()).hasSize(1);
    }

    @Test
    void oneStrangeDayOfManyKeepsNobodyAwake() {
        var soon = NOW.plus(Duration.ofMinutes(30));
        var fleet = quiet().asked(5, soon, 10_000).asked(1, soon, 25_000);
        assertThat(fleet.decide().parks()).hasSize(1);
        var three = quiet().asked(3, soon, 10_000).asked(1, soon, 25_000);
        assertThat(three.decide().parks()).isEmpty();
    }

    @Test
    void parksOnlyWhenHostsMaySleep() {
        // NOW is a Monday, 03:00 in UTC and 05:00 in Berlin.
        var nights = new ParkingTimes(
                ZoneId.of("Europe/Berlin"),
                List.of(new ParkingTimes.Span(DayOfWeek.MONDAY, LocalTime.of(22, 0), LocalTime.of(6, 0))));
        var fleet = quiet();
        var outcome = fleet.with(fleet.settings().with(nights)).decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(why(outcome, 2)).isEqualTo(new WhyAwake.NotAtThisTime(Instant.parse("2026-05-04T20:00:00Z")));
        var allDay = new ParkingTimes(
                ZoneId.of("Europe/Berlin"),
                List.of(new ParkingTimes.Span(DayOfWeek.MONDAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)));
        assertThat(fleet.with(fleet.settings().with(allDay)).decide().parks()).hasSize(1);
    }

    @Test
    void lowerLimitsOfTheClusterCount() {
        var fleet = quiet().with(new Limits(0.45, 1, 1e9, 8));
        assertThat(fleet.decide().parks()).isEmpty();
    }

    @Test
    void letsVmsThatWaitHaveTheirPlaceFirst() {
        var outcome = quiet().vm(-1, 500).decide();
        assertThat(outcome.parks()).isEmpty();
        assertThat(outcome.wakes()).isEmpty();
        assertThat(why(outcome, 2)).isEqualTo(new WhyAwake.VmsWait(List.of("v10")));
    }

    @Test
    void aVmThatFitsNowhereKeepsNobodyAwake() {
        assertThat(quiet().vm(-1, 500, 101, true).decide().parks()).hasSize(1);
    }

    @Test
    void aRuleThatIsBrokenAlreadyBindsNobody() {
        var only = new Rule.OnlyOn("licence", new TreeSet<>(Set.of(vm(0))), new TreeSet<>(Set.of(host(1))));
        assertThat(quiet().with(only).decide().whyAwake().values())
                .noneSatisfy(reason -> assertThat(reason).isInstanceOf(WhyAwake.RuleWouldBreak.class));
    }

    @Test
    void everyReasonIsASentence() {
        var reasons = List.of(
                new WhyAwake.WouldPushAbove(null, "CPU", 90.4, 81),
                new WhyAwake.InBand(50, 20, 45, Duration.ofMinutes(40)),
                new WhyAwake.NotWorthIt(1, 22, 20, 5),
                new WhyAwake.OthersNeeded(List.of("a", "b")),
                new WhyAwake.TooFewAwake(2, 2));
        assertThat(reasons.stream().map(WhyAwake::text))
                .containsExactly(
                        "Without it the other hosts would be used by 90 % (CPU), above 81 %.",
                        "It is used by 50 % (CPU) and 20 % (memory) over 40 min; below 45 % it could sleep.",
                        "Its sleep saves 20 Wh in 5 h, less than what 1 migration is worth (22 Wh).",
                        "More hosts are needed: a, b wake.",
                        "2 of at least 2 hosts are awake: one to run VMs, the others to stand in for it.");
    }
}
