package io.atoll.ha.lease;

import static io.atoll.ha.lease.Channel.STORAGE;
import static io.atoll.ha.lease.Channel.ZOOKEEPER;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.lease.HolderLease.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HolderLeaseTest {
    private static final long MS = 1_000_000L;
    private final HolderLease lease = HolderLease.notHeld(LeaseTiming.TWO_CHANNELS);

    @Test
    void nothingRunsBeforeItBegins() {
        assertThat(lease.verdict(0)).isEqualTo(Verdict.KILL);
        assertThat(lease.counted(STORAGE, 0, 10 * MS)).isFalse();
        assertThat(lease.verdict(10 * MS)).isEqualTo(Verdict.KILL);
    }

    @Test
    void itCountsFromTheStartOfTheRenewalNotFromItsAcknowledgement() {
        assertThat(lease.begin(0, 900 * MS)).isTrue();
        assertThat(lease.verdict(2_399 * MS)).isEqualTo(Verdict.RUN);
        assertThat(lease.verdict(2_400 * MS)).isEqualTo(Verdict.FREEZE);
        assertThat(lease.verdict(3_999 * MS)).isEqualTo(Verdict.FREEZE);
        assertThat(lease.verdict(4_000 * MS)).isEqualTo(Verdict.KILL);
    }

    @Test
    void aRenewalThaws() {
        lease.begin(0, 0);
        assertThat(lease.verdict(3_000 * MS)).isEqualTo(Verdict.FREEZE);
        assertThat(lease.counted(STORAGE, 2_900 * MS, 3_100 * MS)).isTrue();
        assertThat(lease.verdict(3_100 * MS)).isEqualTo(Verdict.RUN);
        assertThat(lease.deadlineNanos()).isEqualTo(6_900 * MS);
    }

    @Test
    void anAcknowledgementThatComesTooLateDoesNotCount() {
        lease.begin(0, 0);
        assertThat(lease.counted(ZOOKEEPER, 1_000 * MS, 2_001 * MS)).isFalse();
        assertThat(lease.counted(ZOOKEEPER, 1_000 * MS, 2_000 * MS)).isTrue();
        assertThat(lease.deadlineNanos()).isEqualTo(5_000 * MS);
    }

    @Test
    void aLateAcknowledgementNeverRevives() {
        lease.begin(0, 0);
        assertThat(lease.counted(STORAGE, 3_500 * MS, 4_000 * MS)).isFalse();
        assertThat(lease.verdict(4_000 * MS)).isEqualTo(Verdict.KILL);
        assertThat(lease.verdict(4_500 * MS)).isEqualTo(Verdict.KILL);
        assertThat(lease.begin(5_000 * MS, 5_010 * MS)).isTrue();
        assertThat(lease.verdict(5_010 * MS)).isEqualTo(Verdict.RUN);
    }

    @Test
    void acknowledgementsOutOfOrderDoNotShortenIt() {
        lease.begin(0, 0);
        lease.counted(STORAGE, 1_000 * MS, 1_100 * MS);
        lease.counted(ZOOKEEPER, 500 * MS, 1_200 * MS);
        assertThat(lease.deadlineNanos()).isEqualTo(5_000 * MS);
    }

    @Test
    void aLeaseThatIsHeldDoesNotBeginAgain() {
        lease.begin(0, 0);
        assertThat(lease.begin(1_000 * MS, 1_000 * MS)).isFalse();
        assertThat(lease.deadlineNanos()).isEqualTo(4_000 * MS);
    }

    @Test
    void revokedMeansKill() {
        lease.begin(0, 0);
        lease.revoke();
        assertThat(lease.verdict(1)).isEqualTo(Verdict.KILL);
        assertThat(lease.counted(ZOOKEEPER, 1, 2)).isFalse();
    }

    @Test
    void aStoredDeadlineThatIsPastMeansKill() {
        assertThat(HolderLease.restored(LeaseTiming.TWO_CHANNELS, 100, 100).verdict(100))
                .isEqualTo(Verdict.KILL);
        assertThat(HolderLease.restored(LeaseTiming.TWO_CHANNELS, 4_000 * MS, 100 * MS)
                        .verdict(100 * MS))
                .isEqualTo(Verdict.RUN);
        assertThat(HolderLease.restored(LeaseTiming.TWO_CHANNELS, 4_000 * MS, 3_000 * MS)
                        .verdict(3_000 * MS))
                .isEqualTo(Verdict.FREEZE);
        assertThat(HolderLease.restored(LeaseTiming.TWO_CHANNELS, 9_000 * MS, 3_000 * MS)
                        .verdict(3_000 * MS))
                .as("a deadline that no renewal of this boot can have led to")
                .isEqualTo(Verdict.KILL);
    }

    @Test
    void aStartWantsMoreThanAMoment() {
        lease.begin(0, 0);
        assertThat(lease.leaves(Duration.ofMillis(1_500), 2_500 * MS)).isTrue();
        assertThat(lease.leaves(Duration.ofMillis(1_500), 2_501 * MS)).isFalse();
    }

    @Test
    void itSaysWhichChannelCarriesIt() {
        lease.begin(0, 0);
        lease.counted(STORAGE, 2_000 * MS, 2_100 * MS);
        assertThat(lease.carriedBy(ZOOKEEPER, 3_000 * MS)).isFalse();
        assertThat(lease.carriedBy(STORAGE, 3_000 * MS)).isTrue();
    }

    @Test
    void aClockThatWrapsAroundDoesNotMatter() {
        var start = Long.MAX_VALUE - MS;
        lease.begin(start, start);
        assertThat(lease.verdict(start + 2_000 * MS)).isEqualTo(Verdict.RUN);
        assertThat(lease.verdict(start + 4_000 * MS)).isEqualTo(Verdict.KILL);
    }
}
