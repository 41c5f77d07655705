package io.atoll.manager.maintenance.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.steps.HomeComings;
import io.atoll.manager.task.TaskEndListener;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * A drain that ended before the host was empty, in whatever way, opens the host again in the same transaction, has VMs started
 * again that it shut down, and rules mended that it leaves broken; the end of a way out ends the maintenance.
 */
@Component
class MaintenanceTaskEnds implements TaskEndListener {
    private final MaintenanceStore maintenances;
    private final ItemStore items;
    private final MaintenanceNews news;
    /** Asked late: it submits tasks, and whoever does that knows the listeners of their ends. */
    private final ObjectProvider<MaintenanceTasks> tasks;

    private final ObjectProvider<HomeComings> homeComings;

    MaintenanceTaskEnds(
            MaintenanceStore maintenances,
            ItemStore items,
            MaintenanceNews news,
            ObjectProvider<MaintenanceTasks> tasks,
            ObjectProvider<HomeComings> homeComings) {
        this.maintenances = maintenances;
        this.items = items;
        this.news = news;
        this.tasks = tasks;
        this.homeComings = homeComings;
    }

    @Override
    public void ended(TaskSnapshot task) {
        switch (task.kind()) {
            case MaintenanceTasks.ENTER ->
                maintenances
                        .ofTask(task.id())
                        .filter(one -> one.state() == MaintenanceState.ENTERING)
                        .ifPresent(one -> entered(one, task));
            case MaintenanceTasks.EXIT ->
                maintenances
                        .ofTask(task.id())
                        .filter(one -> one.state() == MaintenanceState.LEAVING)
                        .ifPresent(one -> {
                            leaveOthers(one, "The way out had ended.");
                            maintenances.state(one.id(), MaintenanceState.LEFT);
                            news.changedWithHost(one, Change.CHANGED);
                        });
            default -> {}
        }
    }

    /** In maintenance exactly when the task has ended, so that whoever sees that can ask for the way out at once. */
    private void entered(Maintenance one, TaskSnapshot task) {
        if (task.state() == TaskState.SUCCEEDED) {
            maintenances.state(one.id(), MaintenanceState.IN_MAINTENANCE);
            news.changedWithHost(one, Change.CHANGED);
        } else {
            calledOff(one);
        }
    }

    private void calledOff(Maintenance one) {
        leaveOthers(one, "The maintenance was called off.");
        var home = one.homeAfterCancel() == BringHome.IF_BETTER ? BringHome.IF_BETTER : BringHome.NO;
        if (home == BringHome.IF_BETTER
                || hasStopped(one)
                || !homeComings.getObject().brokenRules(one).isEmpty()) {
            maintenances.leaving(one.id(), tasks.getObject().exit(one, home, one.requestedBy()));
        } else {
            maintenances.state(one.id(), MaintenanceState.CANCELLED);
        }
        news.changedWithHost(one, Change.CHANGED);
    }

    /** VMs that were shut down for it, and are to start again. */
    private boolean hasStopped(Maintenance one) {
        return one.terms().restartStopped()
                && items.of(one.id()).stream()
                        .anyMatch(item -> item.purpose() == Purpose.LEAVE && item.state() == ItemState.STOPPED);
    }

    private void leaveOthers(Maintenance one, String why) {
        items.of(one.id()).stream()
                .filter(item -> !item.state().settled())
                .forEach(item -> items.save(one.id(), item.in(ItemState.SKIPPED, why)));
    }
}
