package io.atoll.drs.power;

import static io.atoll.drs.power.Fleet.NOW;
import static io.atoll.drs.power.Fleet.host;
import static io.atoll.drs.power.Fleet.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Rule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WakingTest {
    private static List<HostId> woken(PowerOutcome outcome) {
        assertThat(outcome.parks()).isEmpty();
        return outcome.wakes().stream().map(PowerOutcome.Wake::host).toList();
    }

    private static WakeReason reason(PowerOutcome outcome) {
        return outcome.wakes().getFirst().reason();
    }

    /** Two hosts near the top of the band, one of them above it, and two that sleep. */
    private static Fleet busy() {
        return Fleet.of(4).used(0, 90, 9).used(1, 80, 8).asleep(2, 3);
    }

    @Test
    void wakesOneHostWhereTheOthersCannotRelieveOneAboveTheBand() {
        var outcome = busy().decide();
        assertThat(woken(outcome)).containsExactly(host(2));
        assertThat(reason(outcome)).isEqualTo(new WakeReason.AboveBand("h0", 90, 9, 81, Duration.ofMinutes(5)));
        assertThat(outcome.whyAsleep().get(host(2))).isEqualTo(new WhyAsleep.Waking(NOW.plus(Duration.ofMinutes(3))));
        assertThat(outcome.whyAsleep().get(host(3))).isInstanceOf(WhyAsleep.NotNeeded.class);
        assertThat(outcome.whyAwake().values())
                .allSatisfy(why -> assertThat(why).isNotInstanceOf(WhyAwake.EnoughForThisRound.class));
    }

    @Test
    void wakesNobodyWhereMovesAreEnough() {
        assertThat(woken(Fleet.of(3).used(0, 90, 9).used(1, 50, 5).asleep(2).decide()))
                .isEmpty();
    }

    @Test
    void wakesNobodyForAHostThatNobodyCanRelieve() {
        // One VM alone is above the band; wherever it goes it will be.
        assertThat(woken(Fleet.of(3).vm(0, 9_000).used(1, 40, 4).asleep(2).decide()))
                .isEmpty();
    }

    @Test
    void wakesAsManyAsAreNeeded() {
        var outcome = Fleet.of(8)
                .used(0, 100, 10)
                .used(1, 100, 10)
                .used(2, 100, 10)
                .asleep(3, 4, 5, 6, 7)
                .decide();
        // 30,000 MHz within 81 % take four hosts.
        assertThat(woken(outcome)).hasSize(1);
        var more = Fleet.of(8);
        for (var h = 0; h < 5; h++) {
            more.used(h, 100, 10);
        }
        // 50,000 MHz take seven.
        assertThat(woken(more.asleep(5, 6, 7).decide())).hasSize(2);
    }

    @Test
    void waitsForAHostThatIsOnItsWay() {
        var coming = busy().with(2, facts -> Fleet.inState(facts, new HostPower.State.Waking(NOW.minusSeconds(60))));
        assertThat(woken(coming.decide())).isEmpty();
        assertThat(coming.decide().whyAwake().get(host(1))).isInstanceOf(WhyAwake.InBand.class);
    }

    @Test
    void doesNotWaitForAHostThatNeverComes() {
        var late = NOW.minus(Duration.ofMinutes(11));
        var outcome = busy().with(2, facts -> Fleet.inState(facts, new HostPower.State.Waking(late)))
                .decide();
        assertThat(woken(outcome)).containsExactly(host(3));
        assertThat(outcome.whyAsleep().get(host(2))).isEqualTo(new WhyAsleep.DoesNotWake(late));
    }

    @Test
    void prefersTheHostThatWakesFastest() {
        var outcome = busy().with(2, facts -> Fleet.controlled(facts, true, true, Duration.ofMinutes(9)))
                .decide();
        assertThat(woken(outcome)).containsExactly(host(3));
    }

    @Test
    void callsAParkingOffBeforeItWakesAnother() {
        var outcome = busy().with(3, facts -> Fleet.inState(facts, new HostPower.State.Parking(NOW.minusSeconds(20))))
                .decide();
        assertThat(woken(outcome)).containsExactly(host(3));
        assertThat(outcome.whyAwake()).doesNotContainKey(host(3));
    }

    @Test
    void wakesAtOnceForVmsThatWait() {
        var fleet = Fleet.of(2).vm(0, 100, 90, true).vm(-1, 100, 20, true).asleep(1);
        var outcome = fleet.decide();
        assertThat(woken(outcome)).containsExactly(host(1));
        assertThat(reason(outcome)).isEqualTo(new WakeReason.NoRoom(List.of("v1")));
        assertThat(reason(outcome).text()).isEqualTo("A VM waits for a place: v1.");
    }

    @Test
    void wakesNobodyForAVmThatFitsNowhere() {
        assertThat(woken(Fleet.of(2).vm(-1, 100, 101, true).asleep(1).decide())).isEmpty();
    }

    @Test
    void aVmAsLargeAsAHostIsWokenForThoughItHasNoSpare() {
        var fleet = Fleet.of(2).vm(0, 100, 10, true).vm(-1, 100, 95, true).asleep(1);
        var outcome = fleet.with(fleet.settings().withSpareHosts(1)).decide();
        assertThat(woken(outcome)).containsExactly(host(1));
        assertThat(reason(outcome)).isEqualTo(new WakeReason.NoRoom(List.of("v1")));
    }

    @Test
    void roomThatOnlyAMoveWouldMakeIsNone() {
        var fleet = Fleet.of(3)
                .vm(0, 100, 10, true)
                .vm(1, 100, 10, true)
                .vm(-1, 100, 95, true)
                .asleep(2);
        assertThat(woken(fleet.decide())).containsExactly(host(2));
    }

    @Test
    void wakesTheOneHostThatARuleNames() {
        var only = new Rule.OnlyOn("licence", new TreeSet<>(Set.of(vm(1))), new TreeSet<>(Set.of(host(3))));
        var outcome = Fleet.of(4)
                .used(0, 50, 1)
                .vm(-1, 100)
                .asleep(1, 2, 3)
                .with(only)
                .decide();
        assertThat(woken(outcome)).containsExactly(host(3));
        assertThat(reason(outcome)).isInstanceOf(WakeReason.NoRoom.class);
    }

    @Test
    void wakesForARuleThatCannotHoldOtherwise() {
        var outcome =
                Fleet.of(2).used(0, 50, 2).asleep(1).with(Fleet.keepApart(0, 1)).decide();
        assertThat(woken(outcome)).containsExactly(host(1));
        assertThat(reason(outcome)).isEqualTo(new WakeReason.RuleNeedsIt("apart", List.of("v0", "v1")));
    }

    @Test
    void wakesASpareHostThatIsMissing() {
        var fleet = Fleet.of(3).used(0, 50, 2).asleep(1, 2);
        var outcome = fleet.with(fleet.settings().withSpareHosts(1)).decide();
        assertThat(woken(outcome)).containsExactly(host(1));
        assertThat(reason(outcome)).isEqualTo(new WakeReason.SpareMissing(1, "h0"));
        var full = Fleet.of(3).vm(0, 10, 60, true).vm(1, 10, 60, true).asleep(2);
        assertThat(woken(full.with(full.settings().withSpareHosts(1)).decide())).containsExactly(host(2));
    }

    @Test
    void wakesInTimeForWhatPastDaysAskedFor() {
        var morning = NOW.plus(Duration.ofHours(2));
        var fleet = Fleet.of(3).used(0, 50, 5).asleep(1, 2).asked(2, morning, 14_000);
        assertThat(woken(fleet.decide())).isEmpty();
        assertThat(fleet.decide().whyAsleep().get(host(1)))
                .isInstanceOfSatisfying(WhyAsleep.UntilForecast.class, until -> {
                    assertThat(until.wakeAt()).isBetween(morning.minus(Duration.ofMinutes(40)), morning);
                    assertThat(until.expectedPercent()).isEqualTo(140);
                });
        assertThat(fleet.decide().whyAsleep().get(host(2))).isInstanceOf(WhyAsleep.NotNeeded.class);
        // Its wake time (3 min), a window (5 min), and a quarter of an hour around the same time of past days.
        var then = morning.minus(Duration.ofMinutes(22));
        var outcome = fleet.watched(then.minusSeconds(60), NOW.minus(Duration.ofDays(1)))
                .decide(then);
        assertThat(woken(outcome)).containsExactly(host(1));
        assertThat(reason(outcome))
                .isInstanceOfSatisfying(
                        WakeReason.Forecast.class,
                        forecast -> assertThat(forecast.dayCount()).isEqualTo(2));
        var early = morning.minus(Duration.ofMinutes(24));
        assertThat(woken(fleet.watched(early.minusSeconds(60), NOW).decide(early)))
                .isEmpty();
    }

    @Test
    void everyoneIsAwakeWhenHostsMayNotSleep() {
        var until6 = new ParkingTimes(
                ZoneId.of("UTC"),
                List.of(new ParkingTimes.Span(DayOfWeek.MONDAY, LocalTime.of(0, 0), LocalTime.of(6, 0))));
        var fleet = Fleet.of(3).used(0, 20, 2).asleep(1, 2);
        fleet.with(fleet.settings().with(until6));
        var six = Instant.parse("2026-05-04T06:00:00Z");
        assertThat(woken(fleet.decide())).isEmpty();
        assertThat(fleet.decide().whyAsleep().get(host(1)))
                .isEqualTo(
                        new WhyAsleep.UntilTimesEnd(NOW.minus(Duration.ofHours(2)), six.minus(Duration.ofMinutes(8))));
        assertThat(woken(fleet.decide(six.minus(Duration.ofMinutes(9))))).isEmpty();
        var outcome = fleet.decide(six.minus(Duration.ofMinutes(8)));
        assertThat(woken(outcome)).containsExactly(host(1), host(2));
        assertThat(reason(outcome)).isEqualTo(new WakeReason.ParkingTimeEnds(six));
        assertThat(woken(fleet.decide(six.plusSeconds(7_200)))).containsExactly(host(1), host(2));
    }

    @Test
    void wakesAHostThatShallNotSleep() {
        var outcome = Fleet.of(3)
                .used(0, 20, 2)
                .asleep(1, 2)
                .with(2, facts -> new HostPower(facts.state(), facts.control(), facts.use(), true, false))
                .decide();
        assertThat(woken(outcome)).containsExactly(host(2));
        assertThat(reason(outcome)).isEqualTo(new WakeReason.Excluded());
    }

    @Test
    void leavesAHostAsleepThatAnAdministratorHolds() {
        var outcome = busy().with(2, facts -> new HostPower(facts.state(), facts.control(), facts.use(), true, true))
                .with(3, facts -> new HostPower(facts.state(), facts.control(), facts.use(), false, true))
                .decide();
        assertThat(woken(outcome)).isEmpty();
    }

    @Test
    void summerTimeDoesNotMoveTheHour() {
        var times = new ParkingTimes(
                ZoneId.of("Europe/Berlin"),
                List.of(new ParkingTimes.Span(DayOfWeek.SATURDAY, LocalTime.of(22, 0), LocalTime.of(6, 0))));
        // Clocks go forward in the night to the 29th of March 2026, and 06:00 is 04:00 UTC instead of 05:00.
        assertThat(times.end(Instant.parse("2026-03-28T23:00:00Z"))).isEqualTo(Instant.parse("2026-03-29T04:00:00Z"));
        assertThat(times.allow(Instant.parse("2026-03-29T04:00:00Z"))).isFalse();
        assertThat(times.nextStart(Instant.parse("2026-03-29T04:00:00Z")))
                .isEqualTo(Instant.parse("2026-04-04T20:00:00Z"));
    }
}
