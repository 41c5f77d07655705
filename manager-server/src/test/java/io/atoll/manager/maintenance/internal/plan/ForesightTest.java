package io.atoll.manager.maintenance.internal.plan;

import static io.atoll.manager.maintenance.internal.plan.PlanClusters.host;
import static io.atoll.manager.maintenance.internal.plan.PlanClusters.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.vm.MigrationPast.Measured;
import io.atoll.manager.vm.MigrationPast.Own;
import io.atoll.manager.vm.MigrationPauses;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What moves will take, by what moves have taken. */
class ForesightTest {
    private static final Duration BY_SCHEDULER = Duration.ofMillis(850);
    private static final long MIB = 1L << 20;

    /** A MiB of memory is half empty and is copied in 10 ms; everything around the copying takes 3 s. */
    private static Measured past(SortedMap<VmId, Own> own) {
        var pauses = new TreeMap<VmId, Long>();
        own.keySet().forEach(vm -> pauses.put(vm, 700L));
        return new Measured(7, 50 * MIB, Duration.ofSeconds(3), 0.5, own, new MigrationPauses.Expected(pauses, 40L));
    }

    private static PlannedMove move(int number, int wave) {
        return new PlannedMove(
                vm(number),
                "v" + number,
                1_000,
                host(1),
                host(2),
                "h2",
                wave,
                1_000 * MIB,
                BY_SCHEDULER,
                Duration.ofMillis(1));
    }

    private static List<PlannedMove> moves(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> move(number, 0))
                .toList();
    }

    @Test
    void withNothingMeasuredTheSchedulersFiguresStandAndAreCalledAnAssumption() {
        var foreseen = Foresight.of(moves(2), BY_SCHEDULER, Terms.USUAL, Optional.empty());
        assertThat(foreseen.moves()).isEqualTo(moves(2));
        assertThat(foreseen.duration()).isEqualTo(BY_SCHEDULER);
        assertThat(foreseen.estimate()).isEqualTo(Estimate.ASSUMED);
    }

    @Test
    void aVmThatHasMovedTakesWhatItTookAndOthersWhatOthersTook() {
        var own = new TreeMap<VmId, Own>();
        own.put(vm(1), new Own(9 * MIB, Duration.ofSeconds(42)));
        var foreseen = Foresight.of(moves(2), BY_SCHEDULER, Terms.USUAL, Optional.of(past(own)));
        assertThat(foreseen.estimate()).isEqualTo(new Estimate(Estimate.Basis.MEASURED, 7, 50 * MIB));
        var first = foreseen.moves().getFirst();
        assertThat(first.bytes()).isEqualTo(9 * MIB);
        assertThat(first.duration()).isEqualTo(Duration.ofSeconds(42));
        assertThat(first.pause()).isEqualTo(Duration.ofMillis(700));
        var second = foreseen.moves().getLast();
        assertThat(second.bytes()).isEqualTo(500 * MIB);
        assertThat(second.duration()).as("3 s, and 500 MiB at 50 MiB/s").isEqualTo(Duration.ofSeconds(13));
        assertThat(second.pause()).isEqualTo(Duration.ofMillis(40));
        assertThat(foreseen.bytes()).isEqualTo(509 * MIB);
        assertThat(foreseen.duration()).as("both at once").isEqualTo(Duration.ofSeconds(42));
    }

    @Test
    void allOfThemTakeAsLongAsTheDrainsPaceMakesThem() {
        var measured = Optional.of(past(new TreeMap<>()));
        var one = Duration.ofSeconds(13);
        assertThat(Foresight.of(moves(6), BY_SCHEDULER, Terms.USUAL, measured).duration())
                .as("two at first, then up to four")
                .isEqualTo(one.multipliedBy(2));
        var alone = new Terms(300, 1, false, true, 120);
        assertThat(Foresight.of(moves(6), BY_SCHEDULER, alone, measured).duration())
                .isEqualTo(one.multipliedBy(6));
        var strict = new Terms(10, 4, false, true, 120);
        assertThat(Foresight.of(moves(6), BY_SCHEDULER, strict, measured).duration())
                .as("pauses beyond the bound: two, then one after the other")
                .isEqualTo(one.multipliedBy(5));
        var waves = List.of(move(1, 0), move(2, 1), move(3, 2));
        assertThat(Foresight.of(waves, BY_SCHEDULER, Terms.USUAL, measured).duration())
                .as("a wave waits for the one before")
                .isEqualTo(one.multipliedBy(3));
    }
}
