package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.event.Change;
import io.atoll.manager.task.TaskEndListener;
import io.atoll.manager.task.TaskSnapshot;
import org.springframework.stereotype.Component;

/** A rolling maintenance ends with its task. */
@Component
class RollingTaskEnds implements TaskEndListener {
    private final RollingStore store;
    private final RollingViews views;

    RollingTaskEnds(RollingStore store, RollingViews views) {
        this.store = store;
        this.views = views;
    }

    @Override
    public void ended(TaskSnapshot task) {
        if (task.kind().equals(RollingRequests.KIND)) {
            store.ofTask(task.id()).filter(one -> one.outcome() == null).ifPresent(one -> {
                store.ended(one.id(), task.state().name());
                views.publish(one.id(), Change.CHANGED);
            });
        }
    }
}
