package io.atoll.manager.maintenance.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.Tasks;
import io.atoll.model.VmId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do while a host is emptied: pause, go on, call off, try one VM again or choose something else for it. */
@Service
@Transactional
public class MaintenanceControls {
    private final MaintenanceStore maintenances;
    private final ItemStore items;
    private final MaintenanceNews news;
    private final Tasks tasks;

    MaintenanceControls(MaintenanceStore maintenances, ItemStore items, MaintenanceNews news, Tasks tasks) {
        this.maintenances = maintenances;
        this.items = items;
        this.news = news;
        this.tasks = tasks;
    }

    /** Nothing new begins while it is paused; what is under way goes on to its end. */
    public void pause(UUID id, boolean paused) {
        var one = draining(id);
        if (one.paused() != paused) {
            maintenances.paused(id, paused);
            news.changedWithHost(one, Change.CHANGED);
        }
    }

    /** Takes the host back into use. What has moved stays, or comes home. */
    public void cancel(UUID id, BringHome home, String requestedBy) {
        var one = maintenances.find(id).orElseThrow(() -> Openings.notFound(id));
        if (one.state() != MaintenanceState.ENTERING) {
            throw Openings.wrongState(one, MaintenanceState.ENTERING);
        }
        tasks.cancel(one.enterTask(), requestedBy); // the task before the maintenance: its end takes both in that order
        maintenances.homeAfterCancel(id, home);
        news.changed(id, Change.CHANGED);
    }

    /**
     * Tries a VM again, as if nothing had been tried, and with another choice where one is given. One that only makes room for
     * others can move, and nothing else.
     *
     * @param choice null: as before
     */
    public void again(UUID id, VmId vm, @Nullable Choice choice) {
        var one = draining(id);
        var item = item(one, vm);
        requireOpen(item, one);
        if (item.purpose() == Purpose.MAKE_ROOM && choice != null && choice != Choice.MOVE) {
            throw AtollException.invalid(
                    "choice",
                    "VM %s is not on host %s, it only makes room for others: MOVE is the only choice, not %s."
                            .formatted(item.vmName(), one.hostName(), choice));
        }
        items.save(id, item.again(choice == null ? item.choice() : choice));
        maintenances.touch(id);
        news.changed(id, Change.CHANGED);
    }

    /** One that has left may be asked to make room for others where it is now. */
    private Item item(Maintenance one, VmId vm) {
        var known = items.of(one.id()).stream()
                .filter(item -> item.vm().equals(vm))
                .filter(item -> item.purpose() == Purpose.LEAVE || item.purpose() == Purpose.MAKE_ROOM)
                .toList();
        return known.stream()
                .filter(item -> !item.state().settled() || item.state() == ItemState.SKIPPED)
                .findFirst()
                .or(() -> known.stream().findFirst())
                .orElseThrow(() -> new AtollException(
                        ErrorCode.VM_NOT_FOUND, "VM %s is not on host %s.".formatted(vm, one.hostName())));
    }

    private static void requireOpen(Item item, Maintenance one) {
        switch (item.state()) {
            case WAITING, BLOCKED, FAILED, SKIPPED -> {}
            case MOVING, STOPPING, STARTING ->
                throw new AtollException(
                        ErrorCode.TASK_IN_PROGRESS,
                        "VM %s is %s now.".formatted(item.vmName(), item.state()),
                        new Hint("Wait for that task, or cancel it.", "/api/v1/tasks/" + item.task()));
            case MOVED, STOPPED, STARTED, GONE ->
                throw new AtollException(
                        ErrorCode.MAINTENANCE_WRONG_STATE,
                        "VM %s has left host %s already (%s).".formatted(item.vmName(), one.hostName(), item.state()));
        }
    }

    private Maintenance draining(UUID id) {
        var one = maintenances.lock(id).orElseThrow(() -> Openings.notFound(id));
        if (one.state() != MaintenanceState.ENTERING) {
            throw Openings.wrongState(one, MaintenanceState.ENTERING);
        }
        return one;
    }
}
