package io.atoll.ha.zk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When links to other servers are made anew, looked at every second. */
class LinkRenewalTest {
    private final LinkRenewal renewal = new LinkRenewal();
    private long second;

    private List<Long> dueWithin(int seconds, boolean looking) {
        var due = new ArrayList<Long>();
        for (var end = second + seconds; second < end; second++) {
            if (renewal.isDue(looking, second * 1_000_000_000L)) {
                due.add(second);
            }
        }
        return due;
    }

    @Test
    void whoHasALeaderKeepsItsLinks() {
        assertThat(dueWithin(600, false)).isEmpty();
    }

    @Test
    void aQuickElectionKeepsThem() {
        dueWithin(10, false);
        assertThat(dueWithin(4, true)).isEmpty();
        assertThat(dueWithin(10, false)).isEmpty();
    }

    @Test
    void whoLooksInVainMakesThemAnewAtGrowingIntervalsOfAtMostSixteenSeconds() {
        assertThat(dueWithin(64, true)).containsExactly(4L, 12L, 28L, 44L, 60L);
    }

    @Test
    void everyElectionBeginsAnew() {
        dueWithin(60, true);
        dueWithin(1, false);
        var lost = second;
        assertThat(dueWithin(10, true)).containsExactly(lost + 4);
    }
}
