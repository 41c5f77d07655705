package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.event.Change;
import io.atoll.manager.maintenance.internal.MaintenanceNews;
import io.atoll.manager.maintenance.internal.MaintenanceProperties;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.plan.ItemLedger;
import io.atoll.manager.maintenance.internal.plan.ItemLedger.Ending;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.manager.vm.VmSubtasks.Occupant;
import io.atoll.model.LeaderEpoch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads and writes a maintenance and its items in short transactions of the leader. */
@Component
class Bookkeeping {
    private final MaintenanceStore maintenances;
    private final ItemStore items;
    private final MaintenanceNews news;
    private final Tasks tasks;
    private final VmSubtasks vms;
    private final LeaderTransaction transactions;
    private final MaintenanceProperties properties;

    Bookkeeping(
            MaintenanceStore maintenances,
            ItemStore items,
            MaintenanceNews news,
            Tasks tasks,
            VmSubtasks vms,
            LeaderTransaction transactions,
            MaintenanceProperties properties) {
        this.maintenances = maintenances;
        this.items = items;
        this.news = news;
        this.tasks = tasks;
        this.vms = vms;
        this.transactions = transactions;
        this.properties = properties;
    }

    /** A maintenance and its items at one moment. */
    record Look(Maintenance maintenance, List<Item> items) {
        Look {
            items = List.copyOf(items);
        }
    }

    /** Makes new items of what is known; items that are equal are not written. Empty: the maintenance is not there any more. */
    Optional<Look> look(LeaderEpoch epoch, UUID id, Function<Look, List<Item>> judge) {
        return transactions.call(
                epoch,
                () -> maintenances.lock(id).map(one -> {
                    var before = items.of(id);
                    var after = judge.apply(new Look(one, before));
                    var changed = after.stream()
                            .filter(item -> !before.contains(item))
                            .toList();
                    changed.forEach(item -> items.save(id, item));
                    if (!changed.isEmpty()) {
                        tell(one);
                    }
                    return new Look(one, after);
                }));
    }

    /** Runs more writes with the maintenance locked; what they answer counts as a change. */
    boolean change(LeaderEpoch epoch, UUID id, Function<Maintenance, Boolean> write) {
        return transactions.call(
                epoch,
                () -> maintenances
                        .lock(id)
                        .filter(write::apply)
                        .map(one -> {
                            tell(one);
                            return true;
                        })
                        .orElse(false));
    }

    private void tell(Maintenance one) {
        maintenances.touch(one.id());
        news.changed(one.id(), Change.CHANGED);
    }

    /** How the tasks of items that are under way have ended, those that have. */
    private Map<TaskId, Ending> endings(List<Item> all) {
        var endings = new HashMap<TaskId, Ending>();
        for (var item : all) {
            var task = item.task();
            if (task != null && item.state().underWay()) {
                tasks.find(task)
                        .filter(found -> found.state().ended())
                        .ifPresent(found -> endings.put(
                                task,
                                new Ending(
                                        found.state(),
                                        detail(found.failure()),
                                        vms.figures(task).orElse(Item.NO_FIGURES))));
            }
        }
        return endings;
    }

    private static String detail(@Nullable TaskFailure failure) {
        return failure == null ? "" : failure.detail();
    }

    /** What is known of the items and of who is on the host. */
    ItemLedger.Facts facts(List<Item> all, List<Occupant> occupants, Instant now) {
        return new ItemLedger.Facts(all, occupants, endings(all), properties.retryPause(), now);
    }

    /** The item when somebody else is at work on its VM. */
    Item busy(Item item, String why, Instant now) {
        return ItemLedger.busy(item, why, properties.retryPause(), now);
    }

    /** The item when its task could not even begin. */
    Item refused(Item item, String why, Instant now) {
        return ItemLedger.refused(item, why, properties.retryPause(), now);
    }
}
