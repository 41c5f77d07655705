package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.drs.StayingVms;
import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.plan.Foresight;
import io.atoll.manager.maintenance.internal.plan.Foresight.Foreseen;
import io.atoll.manager.maintenance.internal.plan.HomePlanner;
import io.atoll.manager.maintenance.internal.plan.HomePlanner.HomePlan;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.vm.MigrationPast;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Plans for the way out of maintenance. */
@Component
public class HomeComings {
    private final MaintenanceStore maintenances;
    private final ItemStore items;
    private final LiveClusters clusters;
    private final VmSubtasks vms;
    private final MigrationPast past;
    private final StayingVms staying;
    private final Clock clock;

    HomeComings(
            MaintenanceStore maintenances,
            ItemStore items,
            LiveClusters clusters,
            VmSubtasks vms,
            MigrationPast past,
            StayingVms staying,
            Clock clock) {
        this.maintenances = maintenances;
        this.items = items;
        this.clusters = clusters;
        this.vms = vms;
        this.past = past;
        this.staying = staying;
        this.clock = clock;
    }

    Optional<Maintenance> maintenance(UUID id) {
        return maintenances.find(id);
    }

    /** What would be done if the host came back into use now: rules are mended in any case. */
    public HomePlan plan(Maintenance one, BringHome home) {
        var facts = facts(one);
        return switch (home) {
            case IF_BETTER -> HomePlanner.plan(facts);
            case NO -> HomePlanner.mend(facts);
        };
    }

    /** Must-rules about VMs of the maintenance that do not hold now, in sentences. */
    public List<String> brokenRules(Maintenance one) {
        var touched = touched(items.of(one.id()));
        return touched.isEmpty()
                ? List.of()
                : HomePlanner.brokenRules(clusters.now(one.cluster()).model(), touched);
    }

    /** How long the moves of a plan will take. */
    public Foreseen foreseen(Maintenance one, HomePlan plan) {
        return Foresight.of(plan.moves(), plan.duration(), one.terms(), past.measured(one.cluster(), clock.instant()));
    }

    private HomePlanner.Facts facts(Maintenance one) {
        var homes = new TreeMap<VmId, HostId>();
        var known = items.of(one.id());
        for (var item : known) {
            var from = item.from();
            if (from != null && item.state() == ItemState.MOVED && item.purpose() != Purpose.COME_HOME) {
                homes.put(item.vm(), from);
            }
        }
        return new HomePlanner.Facts(
                clusters.now(one.cluster()),
                one.host(),
                touched(known),
                homes,
                vms.movable(one.cluster()),
                staying(one.cluster(), homes.keySet()));
    }

    /** Those that were moved for this maintenance need no rest before they come home: that they were moved was not balancing. */
    private SortedSet<VmId> staying(ClusterId cluster, Set<VmId> movedForIt) {
        var now = clock.instant();
        var all = new TreeSet<>(staying.coolingDown(cluster, now).keySet());
        all.removeAll(movedForIt);
        all.addAll(staying.unwanted(cluster, now));
        return all;
    }

    /** Whose rules the maintenance may have broken: nobody's while nobody has moved. */
    private static SortedSet<VmId> touched(List<Item> items) {
        return items.stream().anyMatch(item -> item.state() == ItemState.MOVED)
                ? items.stream().map(Item::vm).collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<>();
    }
}
