package io.atoll.manager.alarm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.engine.Reading.Inapplicable;
import io.atoll.manager.alarm.internal.engine.Reading.Missing;
import io.atoll.manager.alarm.internal.engine.Reading.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** When an alarm is up, and what never moves it. */
class WatchedTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration HOLD = Duration.ofSeconds(60);
    private static final Limits ABOVE = new Limits(true, 80.0, 95.0, 5, HOLD, HOLD);
    private static final Limits AT_ONCE = new Limits(true, 80.0, 95.0, 5, Duration.ZERO, Duration.ZERO);

    /** A reading, and how much later than the last it is looked at. */
    record Look(Reading reading, Instant now) {}

    @Provide
    Arbitrary<Limits> limits() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.doubles().between(0, 10),
                        Arbitraries.integers().between(0, 120),
                        Arbitraries.integers().between(0, 120))
                .as((above, margin, raise, clear) -> new Limits(
                        above,
                        above ? 80.0 : 20.0,
                        above ? 90.0 : 10.0,
                        margin,
                        Duration.ofSeconds(raise),
                        Duration.ofSeconds(clear)));
    }

    /** Values, holes and clocks of every kind: steps of -2 to 3 minutes. */
    @Provide
    Arbitrary<List<Look>> looks() {
        var step = Arbitraries.integers().between(-120, 180);
        var value = Arbitraries.doubles().between(0, 100);
        var kind = Arbitraries.of(0, 1, 1, 1, 1, 2);
        return Combinators.combine(step, value, kind)
                .as((seconds, number, which) -> new int[] {seconds, which, (int) Math.round(number * 10)})
                .list()
                .ofMaxSize(60)
                .map(WatchedTest::timeline);
    }

    private static List<Look> timeline(List<int[]> steps) {
        var now = START;
        var looks = new ArrayList<Look>();
        for (var step : steps) {
            now = now.plusSeconds(step[0]);
            looks.add(new Look(step[1] == 1 ? new Value(step[2] / 10.0, now) : new Missing(), now));
        }
        return looks;
    }

    private static Watched run(Watched begin, Limits limits, List<Look> looks) {
        var watched = begin;
        for (var look : looks) {
            watched = watched.next(limits, look.reading, look.now);
        }
        return watched;
    }

    @Property
    void equalFactsGiveEqualAnswers(@ForAll("limits") Limits limits, @ForAll("looks") List<Look> looks) {
        assertThat(run(Watched.standing(null), limits, looks)).isEqualTo(run(Watched.standing(null), limits, looks));
    }

    @Property
    void withinTheHysteresisNothingMoves(
            @ForAll("looks") List<Look> looks, @ForAll("severity") List<AlarmSeverity> standing) {
        var limits = new Limits(true, 80.0, 80.0, 10, Duration.ZERO, Duration.ZERO);
        var watched = Watched.standing(standing.isEmpty() ? null : standing.getFirst());
        var before = watched.severity();
        for (var look : looks) {
            var reading =
                    look.reading instanceof Value(var value, var at) ? new Value(70 + value / 10.01, at) : look.reading;
            watched = watched.next(limits, reading, look.now);
            assertThat(watched.severity()).isEqualTo(before);
        }
    }

    @Provide
    Arbitrary<List<AlarmSeverity>> severity() {
        return Arbitraries.of(AlarmSeverity.values()).list().ofMaxSize(1);
    }

    @Property
    void whatIsNotKnownNeitherRaisesNorClears(
            @ForAll("limits") Limits limits, @ForAll("looks") List<Look> looks, @ForAll("gaps") List<Long> gapSeconds) {
        var watched = run(Watched.standing(null), limits, looks);
        var before = watched.severity();
        var now = START;
        for (var gap : gapSeconds) {
            now = now.plusSeconds(gap);
            watched = watched.next(limits, new Missing(), now);
            watched = watched.next(limits, new Value(Double.NaN, now), now);
            assertThat(watched.severity()).isEqualTo(before);
        }
    }

    @Provide
    Arbitrary<List<Long>> gaps() {
        return Arbitraries.longs().between(-1_000_000, 1_000_000).list().ofMaxSize(30);
    }

    @Property
    void aClockThatDoesNotAdvanceNeitherRaisesNorClears(
            @ForAll("backwards") List<Long> back, @ForAll("severity") List<AlarmSeverity> standing) {
        var begin = Watched.standing(standing.isEmpty() ? null : standing.getFirst());
        double extreme = standing.isEmpty() ? 100 : 0;
        var watched = begin;
        var at = START;
        for (var seconds : back) {
            at = at.minusSeconds(seconds);
            watched = watched.next(ABOVE, new Value(extreme, at), at);
            assertThat(watched.severity()).isEqualTo(begin.severity());
        }
    }

    @Provide
    Arbitrary<List<Long>> backwards() {
        return Arbitraries.longs().between(0, 100_000).list().ofMaxSize(50);
    }

    /** Told apart by a second, plain count over the whole past. */
    @Property
    void itIsUpOnlyAfterValuesOnThatSideForAllOfTheHold(@ForAll("looks") List<Look> looks) {
        var watched = Watched.standing(null);
        var past = new ArrayList<Value>();
        for (var look : looks) {
            var before = watched.severity();
            watched = watched.next(ABOVE, look.reading, look.now);
            if (look.reading instanceof Value value) {
                past.add(value);
            }
            if (before == null && watched.severity() != null) {
                assertThat(heldSeconds(past, 80)).isGreaterThanOrEqualTo(HOLD.toSeconds());
            }
        }
    }

    /** How many seconds, without holes and jumps, lie between the last values that were all at the limit or above. */
    private static long heldSeconds(List<Value> past, double limit) {
        long held = 0;
        for (int i = past.size() - 1; i > 0 && past.get(i - 1).value() >= limit; i--) {
            var step = Duration.between(past.get(i - 1).at(), past.get(i).at()).toSeconds();
            held += step > 0 && step <= 60 ? step : 0;
        }
        return past.getLast().value() >= limit ? held : 0;
    }

    @Property
    void higherValuesNeverMakeAMilderAlarm(@ForAll("looks") List<Look> looks, @ForAll("limits") Limits any) {
        var limits = new Limits(true, 80.0, 90.0, any.clearMargin(), any.raiseAfter(), any.clearAfter());
        var low = Watched.standing(null);
        var high = Watched.standing(null);
        for (var look : looks) {
            low = low.next(limits, look.reading, look.now);
            var more = look.reading instanceof Value(var value, var at) ? new Value(value + 5, at) : look.reading;
            high = high.next(limits, more, look.now);
            assertThat(rank(high.severity())).isGreaterThanOrEqualTo(rank(low.severity()));
        }
    }

    private static int rank(@Nullable AlarmSeverity severity) {
        return severity == null ? 0 : severity == AlarmSeverity.WARNING ? 1 : 2;
    }

    @Example
    void aWarningBecomesCriticalAndEasesAndClears() {
        var watched = Watched.standing(null);
        var shown = new ArrayList<String>();
        double[] values = {50, 85, 96, 92, 91, 89, 76, 74};
        for (int i = 0; i < values.length; i++) {
            var at = START.plusSeconds(20L * i);
            watched = watched.next(AT_ONCE, new Value(values[i], at), at);
            shown.add(String.valueOf(watched.severity()));
        }
        assertThat(shown)
                .containsExactly("null", "WARNING", "CRITICAL", "CRITICAL", "CRITICAL", "WARNING", "WARNING", "null");
    }

    @Example
    void aValueSeenTwiceCountsOnce() {
        var watched = Watched.standing(null);
        for (int i = 0; i < 20; i++) {
            watched = watched.next(ABOVE, new Value(99, START), START.plusSeconds(10L * i));
        }
        assertThat(watched.severity()).isNull();
    }

    @Example
    void aHoleDoesNotCountTowardsTheHold() {
        var watched = Watched.standing(null).next(ABOVE, new Value(99, START), START);
        watched = watched.next(ABOVE, new Missing(), START.plusSeconds(10));
        var later = START.plusSeconds(3_600);
        watched = watched.next(ABOVE, new Value(99, later), later);
        assertThat(watched.severity()).isNull();
        watched = watched.next(ABOVE, new Value(99, later.plusSeconds(60)), later.plusSeconds(60));
        assertThat(watched.severity()).isEqualTo(AlarmSeverity.CRITICAL);
    }

    @Example
    void afterFiveMinutesWithoutAValueItIsSaid() {
        var watched = Watched.standing(AlarmSeverity.WARNING);
        for (int i = 0; i <= 30; i++) {
            assertThat(watched.hasNoData()).isFalse();
            watched = watched.next(ABOVE, new Missing(), START.plusSeconds(10L * i));
        }
        assertThat(watched.hasNoData()).isTrue();
        assertThat(watched.severity()).isEqualTo(AlarmSeverity.WARNING);
        var now = START.plusSeconds(400);
        assertThat(watched.next(ABOVE, new Value(99, now), now).hasNoData()).isFalse();
    }

    @Example
    void whatDoesNotApplyIsClearedAtOnce() {
        var watched = Watched.standing(AlarmSeverity.CRITICAL).next(ABOVE, new Inapplicable(), START);
        assertThat(watched.severity()).isNull();
    }

    @Example
    void aLimitBelowIsMet() {
        var below = new Limits(false, 14.0, 3.0, 1, Duration.ZERO, Duration.ZERO);
        var watched = Watched.standing(null).next(below, new Value(14, START), START);
        assertThat(watched.severity()).isEqualTo(AlarmSeverity.WARNING);
        assertThat(watched.next(below, new Value(15, START.plusSeconds(1)), START.plusSeconds(1))
                        .severity())
                .isEqualTo(AlarmSeverity.WARNING);
        assertThat(watched.next(below, new Value(15.1, START.plusSeconds(1)), START.plusSeconds(1))
                        .severity())
                .isNull();
    }
}
