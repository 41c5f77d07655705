package io.atoll.manager.power.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.internal.PowerViews.HostPowerView;
import io.atoll.manager.power.internal.StoredPower.Failure;
import io.atoll.manager.power.internal.wake.WakeAttempt;
import io.atoll.manager.power.internal.wake.WakeStore;
import io.atoll.manager.task.StepContext;
import io.atoll.model.HostId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what was seen of a host's power, and tells the event stream. */
@Component
class PowerNotes {
    static final String KIND = "hostpower";

    private final HostPowerStore store;
    private final WakeStore wakes;
    private final PowerViews views;
    private final Inventory inventory;
    private final Events events;
    private final LeaderTransaction transaction;

    PowerNotes(
            HostPowerStore store,
            WakeStore wakes,
            PowerViews views,
            Inventory inventory,
            Events events,
            LeaderTransaction transaction) {
        this.store = store;
        this.wakes = wakes;
        this.views = views;
        this.inventory = inventory;
        this.events = events;
        this.transaction = transaction;
    }

    HostPowerView view(Host host, StoredPower power) {
        return views.of(host, power);
    }

    void saw(StepContext context, HostId host, PowerReading reading) {
        transaction.run(context.epoch(), () -> {
            if (store.saw(host, reading, context.now())) {
                changed(host, Change.CHANGED);
            }
        });
    }

    void failed(StepContext context, HostId host, Failure failure) {
        transaction.run(context.epoch(), () -> {
            if (store.failed(host, failure, context.now())) {
                changed(host, Change.CHANGED);
            }
        });
    }

    /** How a wake ended; repeatable. */
    void woke(StepContext context, HostId host, WakeAttempt attempt) {
        transaction.run(context.epoch(), () -> {
            wakes.add(host, attempt);
            if (store.touch(host, context.now())) {
                changed(host, Change.CHANGED);
            }
        });
    }

    /** In the transaction of the change. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(HostId host, Change change) {
        inventory
                .host(host)
                .ifPresent(known -> store.find(host).ifPresent(power -> {
                    var view = views.of(known, power);
                    events.publish(KIND, host.toString(), known.name(), power.revision(), change, view);
                }));
    }

    /** In the transaction of the deletion. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleted(HostId host, String name, long revision) {
        events.publish(KIND, host.toString(), name, revision + 1, Change.DELETED, null);
    }
}
