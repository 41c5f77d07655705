package io.atoll.manager.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OwnThreadTest {
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void workIsRepeatedUntilItIsStoppedAndCanBeginAgain() throws InterruptedException {
        var done = new CountDownLatch(3);
        var ended = new CountDownLatch(2);
        var thread = new OwnThread(Thread.ofVirtual().name("worker"), () -> {
            OwnThread.repeat(Duration.ofMillis(1), done::countDown);
            ended.countDown();
        });
        assertThat(thread.isRunning()).isFalse();
        thread.start();
        assertThat(thread.isRunning()).isTrue();
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        thread.stop();
        assertThat(thread.isRunning()).isFalse();
        thread.start();
        thread.stop();
        assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
