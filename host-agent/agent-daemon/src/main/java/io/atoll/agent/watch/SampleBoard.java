package io.atoll.agent.watch;

import io.atoll.agent.host.HostSample;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The newest sample; older ones are gone, so a slow subscriber skips some instead of queueing them. */
public final class SampleBoard {
    private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();
    private volatile @Nullable HostSample newest;

    public void publish(HostSample sample) {
        newest = sample;
        wakeUps.forEach(Runnable::run);
    }

    public @Nullable HostSample newest() {
        return newest;
    }

    /** Calls {@code action} after every sample until the result is run. It must not block. */
    public Runnable onSample(Runnable action) {
        wakeUps.add(action);
        return () -> wakeUps.remove(action);
    }
}
