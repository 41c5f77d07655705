package io.atoll.manager.metrics.internal;

import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.Managers;
import io.atoll.manager.metrics.internal.SharedSamples.Round;
import io.atoll.manager.problem.AtollException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Only the leader hears the hosts. It passes on what it hears, where there is another manager; the others take it over. */
@Component
class SampleExchange {
    private static final Logger LOG = LoggerFactory.getLogger(SampleExchange.class);

    private final SampleStore store;
    private final SharedSamples shared;
    private final Leadership leadership;
    private final Managers managers;
    private final AtomicBoolean underWay = new AtomicBoolean();

    SampleExchange(SampleStore store, SharedSamples shared, Leadership leadership, Managers managers) {
        this.store = store;
        this.shared = shared;
        this.leadership = leadership;
        this.managers = managers;
    }

    /** In a thread of its own: a ZooKeeper that is slow to answer keeps nobody from hearing what is known here. */
    void begin() {
        if (underWay.compareAndSet(false, true)) {
            Thread.ofVirtual().name("sample-exchange").start(() -> {
                try {
                    exchange();
                } finally {
                    underWay.set(false);
                }
            });
        }
    }

    /** While the database or ZooKeeper is away nothing is passed on, and what is known grows old by itself. */
    void exchange() {
        try {
            var epoch = leadership.epoch();
            if (epoch.isEmpty()) {
                shared.read(SampleStore.FRESH).ifPresent(store::adopt);
            } else if (managers.list().size() > 1) {
                shared.write(epoch.get(), new Round(store.freshHosts(), store.freshVms()));
            }
        } catch (DataAccessException | AtollException e) {
            LOG.debug("samples could not be exchanged: {}", e.getMessage());
        }
    }
}
