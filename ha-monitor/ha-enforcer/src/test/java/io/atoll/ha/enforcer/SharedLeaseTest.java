package io.atoll.ha.enforcer;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.enforcer.SharedLease.Verdict;
import io.atoll.ha.enforcer.SharedState.PoolField;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.os.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two enforcers' views of one lease. Times lie so far from every limit that a slow machine changes nothing. */
class SharedLeaseTest {
    /** As short a lease as nobody would use, so that half a minute is beyond it, and as long as no test takes. */
    private static final LeaseTiming LONG = LeaseTiming.ofLease(Duration.ofMinutes(50));

    private static final LeaseTiming LONGER = LeaseTiming.ofLease(Duration.ofMinutes(58));
    private static final LeaseTiming PATIENT = new LeaseTiming(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            LONG.lease(),
            LONG.freezeAfter(),
            LONG.killBound(),
            LONG.clockDriftPpm(),
            LONG.margin());
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final SharedLease.Pools FIRST_POOL = new SharedLease.Pools(1, 1);
    private static final SharedLease.Pools FIRST_POOL_NOT_COUNTED = new SharedLease.Pools(1, 0);

    @TempDir
    Path folder;

    private SharedState state;

    @BeforeEach
    void setUp() throws IOException {
        SharedState.create(folder, new UUID(1, 2));
        state = SharedState.open(folder);
        state.enter(state.word(), Phase.PREPARING);
        state.prepareLease();
        state.enter(state.word(), Phase.HOLDING);
    }

    @Test
    void itBeginsWithABeatSentAfterEverySlotHolds() {
        var lease = new SharedLease(state, PATIENT);
        state.beat(Posix.bootNanos());
        assertThat(verdict(lease)).as("a slot may say RELEASED").isEqualTo(Verdict.AWAITED);
        state.set(0, PoolField.SAYS_HOLDING, 1);
        state.set(0, PoolField.ACKNOWLEDGED, Posix.bootNanos());
        assertThat(verdict(lease)).as("that beat came before").isEqualTo(Verdict.AWAITED);
        var start = Posix.bootNanos();
        state.beat(start);
        assertThat(verdict(lease)).isEqualTo(Verdict.RUN);
        assertThat(state.deadline()).isEqualTo(start + PATIENT.lease().toNanos());
    }

    @Test
    void whatOneHasCountedIsGoodForTheOtherAndForWhoComesLater() {
        var first = begun();
        var start = Posix.bootNanos();
        state.beat(start);
        assertThat(verdict(first)).isEqualTo(Verdict.RUN);
        assertThat(verdict(new SharedLease(state, PATIENT))).isEqualTo(Verdict.RUN);
        assertThat(state.deadline()).isEqualTo(start + PATIENT.lease().toNanos());
    }

    @Test
    void anAcknowledgementThatIsSeenLateDoesNotCount() {
        var lease = begun();
        var deadline = state.deadline();
        state.moveDeadline(deadline, deadline - 20 * MINUTE);
        state.set(0, PoolField.ACKNOWLEDGED, Posix.bootNanos() - 6 * MINUTE);
        verdict(lease);
        assertThat(state.deadline()).isEqualTo(deadline - 20 * MINUTE);
    }

    @Test
    void aSlotThatIsOnlyWrittenIsWaitedForAndCarriesNoLease() {
        var lease = new SharedLease(state, PATIENT);
        state.beat(Posix.bootNanos());
        assertThat(lease.verdict(state.word(), FIRST_POOL_NOT_COUNTED))
                .as("it may say RELEASED, and takers may know of it already")
                .isEqualTo(Verdict.AWAITED);
        state.set(0, PoolField.SAYS_HOLDING, 1);
        lease.verdict(state.word(), FIRST_POOL_NOT_COUNTED);
        state.beat(Posix.bootNanos());
        assertThat(lease.verdict(state.word(), FIRST_POOL_NOT_COUNTED)).isEqualTo(Verdict.RUN);
        var deadline = state.deadline();
        state.moveDeadline(deadline, deadline - 20 * MINUTE);
        state.set(0, PoolField.ACKNOWLEDGED, Posix.bootNanos());
        lease.verdict(state.word(), FIRST_POOL_NOT_COUNTED);
        assertThat(state.deadline()).isEqualTo(deadline - 20 * MINUTE);
        state.set(0, PoolField.ACKNOWLEDGED, Posix.bootNanos());
        lease.verdict(state.word(), FIRST_POOL);
        assertThat(state.deadline()).isGreaterThan(deadline - MINUTE);
    }

    @Test
    void itFreezesBeforeItKillsAndNothingRevivesIt() {
        var lease = begun();
        moveDeadlineTo(Posix.bootNanos() + 10 * MINUTE);
        assertThat(verdict(lease)).as("the last 0.4 of the lease").isEqualTo(Verdict.FREEZE);
        state.beat(Posix.bootNanos());
        assertThat(verdict(lease)).isEqualTo(Verdict.RUN);
        moveDeadlineTo(Posix.bootNanos() - 1);
        state.beat(Posix.bootNanos());
        assertThat(verdict(lease)).isEqualTo(Verdict.KILL);
        assertThat(verdict(new SharedLease(state, PATIENT))).isEqualTo(Verdict.KILL);
    }

    @Test
    void aShorterLeaseCutsTheDeadlineAndKillsNobodyWhileTheOtherStillGoesByTheLongerOne() {
        var first = begun();
        var longer = new SharedLease(state, LONGER);
        first.timing(LONG);
        state.set(0, PoolField.ACKNOWLEDGED, Posix.bootNanos());
        verdict(longer); // has not read its new figures yet
        assertThat(state.deadline() - Posix.bootNanos())
                .isGreaterThan(LONG.lease().toNanos());
        assertThat(verdict(first)).isEqualTo(Verdict.RUN);
        assertThat(state.deadline() - Posix.bootNanos())
                .isLessThanOrEqualTo(LONG.lease().toNanos());
    }

    private SharedLease begun() {
        var lease = new SharedLease(state, PATIENT);
        state.set(0, PoolField.SAYS_HOLDING, 1);
        verdict(lease);
        state.beat(Posix.bootNanos());
        assertThat(verdict(lease)).isEqualTo(Verdict.RUN);
        return lease;
    }

    private void moveDeadlineTo(long nanos) {
        assertThat(state.moveDeadline(state.deadline(), nanos)).isTrue();
    }

    private Verdict verdict(SharedLease lease) {
        return lease.verdict(state.word(), FIRST_POOL);
    }
}
