package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.event.Change;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.Tasks;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do while several hosts go through maintenance: pause, go on, call off. */
@Service
@Transactional
public class RollingControls {
    private final RollingStore store;
    private final RollingWork work;
    private final RollingViews views;
    private final Tasks tasks;
    private final Clock clock;

    RollingControls(RollingStore store, RollingWork work, RollingViews views, Tasks tasks, Clock clock) {
        this.store = store;
        this.work = work;
        this.views = views;
        this.tasks = tasks;
        this.clock = clock;
    }

    public void pause(UUID id) {
        store.paused(require(id).id(), true);
        views.publish(id, Change.CHANGED);
    }

    /**
     * Goes on after a pause or a failure: hosts that failed are tried again where they failed, or left out. Those that are left out
     * stay as they are: one in maintenance stays in it, and counts as out.
     */
    public void resume(UUID id, boolean skipFailed) {
        require(id);
        store.paused(id, false);
        var now = clock.instant();
        store.hosts(id).stream()
                .filter(host -> host.state() == State.FAILED)
                .map(host -> skipFailed
                        ? host.in(State.SKIPPED, host.task(), "Left out after: " + host.reason(), now)
                        : host.in(RollingEngine.again(host, work.isInMaintenance(id, host.id())), null, "", now))
                .forEach(host -> store.save(id, host));
        views.publish(id, Change.CHANGED);
    }

    public void cancel(UUID id, String requestedBy) {
        var one =
                store.find(id).filter(found -> found.outcome() == null).orElseThrow(() -> RollingRequests.notFound(id));
        tasks.cancel(one.task(), requestedBy);
        views.publish(id, Change.CHANGED);
    }

    private RollingStore.Rolling require(UUID id) {
        var one = store.lock(id).orElseThrow(() -> RollingRequests.notFound(id));
        if (one.outcome() != null) {
            throw new AtollException(
                    ErrorCode.MAINTENANCE_WRONG_STATE, "The rolling maintenance is over: %s.".formatted(one.outcome()));
        }
        return one;
    }
}
