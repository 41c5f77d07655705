package io.atoll.manager.power.internal;

import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.platform.OwnThread;
import io.atoll.manager.power.internal.HostPowerStore.Measurable;
import io.atoll.manager.power.internal.draw.Asking;
import io.atoll.manager.power.internal.draw.Asking.Outcome;
import io.atoll.manager.power.internal.draw.DrawStore;
import io.atoll.manager.power.internal.draw.Measured;
import io.atoll.manager.power.internal.driver.PowerDrivers;
import io.atoll.manager.power.internal.driver.PowerException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.HostId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Asks the hosts' controllers what the hosts draw, on the leader, in a thread of its own; keeps what they say in the database. */
@Component
class DrawRounds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DrawRounds.class);
    private static final int AT_ONCE = 16;

    private final HostPowerStore store;
    private final DrawStore draws;
    private final PowerDrivers drivers;
    private final Leadership leadership;
    private final Clock clock;
    private final Map<HostId, Asking> asked = new ConcurrentHashMap<>();
    private final OwnThread thread;

    DrawRounds(
            HostPowerStore store,
            DrawStore draws,
            PowerDrivers drivers,
            Leadership leadership,
            Clock clock,
            PowerProperties properties) {
        this.store = store;
        this.draws = draws;
        this.drivers = drivers;
        this.leadership = leadership;
        this.clock = clock;
        thread = new OwnThread(
                Thread.ofVirtual().name("atoll-power-draw"),
                () -> OwnThread.repeat(properties.measureEvery(), this::round));
    }

    private void round() {
        if (!leadership.isLeader()) {
            asked.clear();
            return;
        }
        try {
            ask(store.measurable());
        } catch (RuntimeException e) {
            LOG.warn("What hosts draw is asked again later: {}", e.toString());
        }
    }

    /** Ends when all have answered or their time is up; a round never overtakes the one before. */
    private void ask(List<Measurable> hosts) {
        asked.keySet().retainAll(hosts.stream().map(Measurable::host).toList());
        var room = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var host : hosts) {
                if (Asking.isDue(asked.get(host.host()), host.configuredAt(), System.nanoTime())) {
                    threads.execute(() -> {
                        room.acquireUninterruptibly();
                        try {
                            ask(host);
                        } finally {
                            room.release();
                        }
                    });
                }
            }
        }
    }

    private void ask(Measurable host) {
        var outcome = Outcome.FAILED;
        try {
            outcome = measure(host);
        } catch (PowerException e) {
            outcome = outcomeOf(e.code());
            LOG.debug("host={} what it draws cannot be measured: {}", host.host(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("host={} what it draws cannot be measured: {}", host.host(), e.toString());
        }
        asked.put(host.host(), new Asking(outcome, System.nanoTime(), host.configuredAt()));
    }

    private Outcome measure(Measurable host) throws PowerException {
        var controller = drivers.controller(host.settings());
        var watts = controller.isPresent() ? controller.get().measuredWatts() : OptionalInt.empty();
        if (watts.isEmpty()) {
            return Outcome.NOT_OFFERED;
        }
        draws.measured(host.host(), new Measured(watts.getAsInt(), clock.instant()), host.configuredAt());
        return Outcome.MEASURED;
    }

    private static Outcome outcomeOf(ErrorCode code) {
        return code == ErrorCode.POWER_CREDENTIALS_REFUSED || code == ErrorCode.POWER_CERTIFICATE_REFUSED
                ? Outcome.REFUSED
                : Outcome.FAILED;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }
}
