package io.atoll.ha.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.lease.LeaseTiming;
import io.atoll.model.LeaderEpoch;
import org.junit.jupiter.api.Test;

/** Which orders a host obeys. */
class OrderWatchTest {
    private static final long MS = 1_000_000L;

    private static OrderStamp stamp(long leader, long number) {
        return new OrderStamp(new LeaderEpoch(leader), number);
    }

    @Test
    void anOrderThatWasThereAlreadyIsNotObeyedBeforeItMoves() {
        var watch = OrderWatch.NEW.seen(stamp(3, 7));
        assertThat(watch.moved()).isFalse();
        assertThat(watch.seen(stamp(3, 7)).moved()).isFalse();
        assertThat(watch.seen(stamp(3, 8)).moved()).isTrue();
        assertThat(watch.seen(stamp(3, 8)).seen(stamp(3, 8)).moved()).isFalse();
        assertThat(watch.seen(stamp(4, 1)).moved()).as("the next leader").isTrue();
    }

    @Test
    void whatALeaderWroteThatHasBeenReplacedIsNotObeyed() {
        var watch = OrderWatch.NEW.seen(stamp(4, 1)).seen(stamp(3, 900));
        assertThat(watch.moved()).isFalse();
        assertThat(watch.seen(stamp(4, 1)).moved()).isFalse();
        assertThat(watch.seen(stamp(4, 2)).moved()).isTrue();
    }

    @Test
    void aHostIsAloneAWindowAfterItsLastBeat() {
        var timing = LeaseTiming.TWO_CHANNELS;
        assertThat(OrderWatch.isAlone(1_000 * MS, 6_449 * MS, timing)).isFalse();
        assertThat(OrderWatch.isAlone(1_000 * MS, 6_450 * MS, timing)).isTrue();
        assertThat(OrderWatch.isSureToBeAlone(6_450 * MS, 9_449 * MS, timing)).isFalse();
        assertThat(OrderWatch.isSureToBeAlone(6_450 * MS, 9_450 * MS, timing)).isTrue();
    }
}
