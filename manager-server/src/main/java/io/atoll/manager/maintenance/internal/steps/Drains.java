package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.inventory.HostNews;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.plan.Attention;
import io.atoll.manager.maintenance.internal.plan.EvacuationPlanner;
import io.atoll.manager.maintenance.internal.plan.ItemLedger;
import io.atoll.manager.maintenance.internal.plan.MovePlan;
import io.atoll.manager.maintenance.internal.plan.PlannedMove;
import io.atoll.manager.maintenance.internal.steps.Bookkeeping.Look;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Plans of drains, and what they say of VMs that cannot leave. */
@Component
class Drains {
    private final LiveClusters clusters;
    private final VmSubtasks vms;
    private final Bookkeeping books;
    private final ItemStore items;
    private final MaintenanceStore maintenances;
    private final HostNews hosts;

    Drains(
            LiveClusters clusters,
            VmSubtasks vms,
            Bookkeeping books,
            ItemStore items,
            MaintenanceStore maintenances,
            HostNews hosts) {
        this.clusters = clusters;
        this.vms = vms;
        this.books = books;
        this.items = items;
        this.maintenances = maintenances;
        this.hosts = hosts;
    }

    /** Where these could go now. VMs that make room just now, failed to or are not to be tried yet are left alone. */
    MovePlan plan(Look look, List<Item> due, Instant now) {
        var one = look.maintenance();
        var leaving = new TreeSet<VmId>();
        due.forEach(item -> leaving.add(item.vm()));
        var movable = new TreeSet<>(vms.movable(one.cluster()));
        look.items().stream()
                .filter(item -> item.purpose() == Purpose.MAKE_ROOM)
                .filter(item -> item.state() == ItemState.FAILED || ItemLedger.isMakingRoom(item, now))
                .forEach(item -> movable.remove(item.vm()));
        return EvacuationPlanner.plan(
                new EvacuationPlanner.Facts(clusters.now(one.cluster()), one.host(), leaving, movable));
    }

    /** The item of a move; one that makes room has none before, and gets another when it is to do so once more. */
    static Item itemOf(Look look, PlannedMove move) {
        var purpose = move.from().equals(look.maintenance().host()) ? Purpose.LEAVE : Purpose.MAKE_ROOM;
        var known = look.items().stream()
                .filter(item -> item.purpose() == purpose && item.vm().equals(move.vm()))
                .toList();
        return known.stream()
                .filter(item -> item.state() != ItemState.MOVED)
                .findFirst()
                .orElseGet(() -> Item.waiting(
                                purpose, move.vm(), move.vmName(), move.memoryMiB(), Choice.MOVE, move.from())
                        .planned(known.size(), move.to(), move.toName()));
    }

    /** Says of each that was asked about whether it is blocked now. While others make room it is waited for them. */
    void noteBlocked(LeaderEpoch epoch, UUID id, List<Item> due, MovePlan plan, Instant now) {
        books.change(epoch, id, one -> {
            var changed = false;
            var making = items.of(id).stream()
                    .filter(item -> ItemLedger.isMakingRoom(item, now))
                    .findFirst();
            for (var asked : due) {
                var item = items.find(id, asked).orElse(asked);
                var why = plan.blocked().get(item.vm());
                var after = item;
                if (why != null && making.isPresent() && !item.state().underWay()) {
                    after = item.in(
                            ItemState.WAITING,
                            "It is tried again when VM %s, which moves to make room, is gone. %s"
                                    .formatted(making.get().vmName(), why));
                } else if (why != null && !item.state().underWay() && item.choice() == Choice.MOVE) {
                    after = one.terms().stopRemaining()
                            ? item.again(Choice.STOP).in(ItemState.WAITING, "It cannot move: " + why)
                            : item.in(ItemState.BLOCKED, why);
                } else if (why == null && item.state() == ItemState.BLOCKED) {
                    after = item.in(ItemState.WAITING, "");
                }
                if (!after.equals(item)) {
                    items.save(id, after);
                    changed = true;
                }
            }
            return changed;
        });
    }

    /** What only people can decide is shown with the host, too. */
    void noteAttention(LeaderEpoch epoch, Look look) {
        var text = Attention.of(look.items());
        if (text.equals(look.maintenance().attention())) {
            return;
        }
        books.change(epoch, look.maintenance().id(), one -> {
            maintenances.attention(one.id(), text);
            hosts.changed(one.host());
            return true;
        });
    }
}
