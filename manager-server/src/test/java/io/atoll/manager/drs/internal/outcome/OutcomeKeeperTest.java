package io.atoll.manager.drs.internal.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.loop.MoveOutcome;
import io.atoll.drs.loop.MoveOutcome.Figures;
import org.junit.jupiter.api.Test;

/** What is said of VMs that are gone. */
class OutcomeKeeperTest {
    @Test
    void aVmThatWasDeletedSinceHasNoShareAndItsMigrationNoVerdict() {
        assertThat(OutcomeKeeper.readyShare(500, 2)).isEqualTo(0.25);
        assertThat(OutcomeKeeper.readyShare(500, 0)).isNaN();
        var before = new Figures(OutcomeKeeper.readyShare(500, 0), 0.9, 0.1);
        var after = new Figures(OutcomeKeeper.readyShare(0, 0), 0.9, 0.1);
        assertThat(MoveOutcome.of(before, after).verdict())
                .isEqualTo(MoveOutcome.of(after, before).verdict());
    }
}
