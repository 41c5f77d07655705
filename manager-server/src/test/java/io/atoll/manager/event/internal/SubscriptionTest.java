package io.atoll.manager.event.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private final Subscription subscription = new Subscription();

    private static StreamItem item(int number) {
        return new StreamItem.Broadcast("n", Integer.toString(number));
    }

    @Test
    void givesItemsInOrderAndThenNothing() throws InterruptedException {
        subscription.offer(item(1));
        subscription.offer(item(2));
        assertThat(subscription.take(SOON)).contains(item(1));
        assertThat(subscription.take(SOON)).contains(item(2));
        assertThat(subscription.take(SOON)).isEmpty();
    }

    @Test
    void cutsOffAClientThatLetsItRunFull() throws InterruptedException {
        for (int i = 0; i <= Subscription.CAPACITY_EVENTS; i++) {
            subscription.offer(item(i));
        }
        assertThat(subscription.take(SOON)).isEqualTo(Optional.of(new StreamItem.End()));
    }

    @Test
    void samplesNeverPushOutChanges() throws InterruptedException {
        for (int i = 0; i < Subscription.CAPACITY_EVENTS * 2; i++) {
            subscription.offerTransient(item(i));
        }
        assertThat(subscription.take(SOON)).contains(item(0));
    }

    @Test
    void givesWhatIsBufferedBeforeItEnds() throws InterruptedException {
        subscription.offer(item(1));
        subscription.end();
        assertThat(subscription.take(SOON)).contains(item(1));
        assertThat(subscription.take(SOON)).contains(new StreamItem.End());
    }

    @Test
    void whoComesBackWhileTheManagerEndsIsNotKept() throws InterruptedException {
        var hub = new EventHub();
        var open = hub.subscribe();
        hub.endAll();
        assertThat(open.take(SOON)).contains(new StreamItem.End());
        assertThat(hub.subscribe().take(SOON)).contains(new StreamItem.End());
        hub.open();
        assertThat(hub.subscribe().take(SOON)).isEmpty();
    }

    @Test
    void wakesAWaitingReader() throws InterruptedException {
        Thread.ofVirtual().start(() -> subscription.offer(item(7)));
        assertThat(subscription.take(Duration.ofSeconds(30))).contains(item(7));
    }
}
