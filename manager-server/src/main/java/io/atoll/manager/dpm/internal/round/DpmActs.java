package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.PowerOutcome;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.ParkingBook;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Kind;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Proposal;
import io.atoll.manager.dpm.internal.work.DpmTasks;
import io.atoll.manager.drs.BalancingLock;
import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.maintenance.HostDrains;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Begins what a round decided, each in a transaction of its own; what is refused is left to the next round. */
@Component
class DpmActs {
    private static final Logger LOG = LoggerFactory.getLogger(DpmActs.class);
    private static final int FROM_OUR_OWN_FAULTS = 500;

    private final DpmTasks tasks;
    private final ParkedHostStore hosts;
    private final ParkingBook book;
    private final HostDrains drains;
    private final Inventory inventory;
    private final HaAdmission admission;
    private final Tasks taskBook;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DpmActs(
            DpmTasks tasks,
            ParkedHostStore hosts,
            ParkingBook book,
            HostDrains drains,
            Inventory inventory,
            HaAdmission admission,
            Tasks taskBook,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.tasks = tasks;
        this.hosts = hosts;
        this.book = book;
        this.drains = drains;
        this.inventory = inventory;
        this.admission = admission;
        this.taskBook = taskBook;
        transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * First those of which somebody else has decided meanwhile, then what the round wants.
     *
     * @param parks what the round found of those that may be parked
     */
    void carryOut(ClusterId cluster, List<Proposal> proposals, List<PowerOutcome.Park> parks) {
        hosts.of(cluster).values().forEach(this::follow);
        var why = new TreeMap<HostId, String>();
        for (var proposal : proposals) {
            if (proposal.kind() == Kind.WAKE) {
                begin(
                        proposal.hostName(),
                        () -> tasks.wake(proposal.host(), proposal.reason().text(), DpmTasks.BY));
            } else {
                why.put(proposal.host(), proposal.reason().text());
            }
        }
        if (!why.isEmpty() && BalancingLock.holder(taskBook, cluster).isEmpty()) {
            park(
                    cluster,
                    parks.stream().filter(park -> why.containsKey(park.host())).toList(),
                    why);
        }
    }

    /** Together, as the round chose them; where one of them is refused, whoever can go alone goes first. */
    private void park(ClusterId cluster, List<PowerOutcome.Park> parks, SortedMap<HostId, String> why) {
        var together = together(cluster, parks);
        if (together.size() > 1) {
            var group = new TreeMap<>(why);
            group.keySet().retainAll(together);
            if (begin("%d hosts".formatted(group.size()), () -> tasks.park(cluster, group, DpmTasks.BY))) {
                return;
            }
        }
        for (var park : parks) {
            if (begin(
                    park.hostName(),
                    () -> tasks.park(park.host(), Objects.requireNonNull(why.get(park.host())), DpmTasks.BY))) {
                return;
            }
        }
    }

    /** The first of them that HA can spare at the same time: it counts what VMs may use, the round what they do use. */
    private SortedSet<HostId> together(ClusterId cluster, List<PowerOutcome.Park> parks) {
        for (var count = parks.size(); count > 1; count /= 2) {
            var closed = new TreeSet<HostId>();
            var elsewhere = new TreeMap<VmId, HostId>();
            for (var park : parks.subList(0, count)) {
                closed.add(park.host());
                park.plan()
                        .steps()
                        .forEach(step -> step.migrations().forEach(move -> elsewhere.put(move.vm(), move.to())));
            }
            if (admission.outlook(cluster, closed, elsewhere).survivable()) {
                return closed;
            }
        }
        return new TreeSet<>();
    }

    /** Somebody has switched it on, or ended its maintenance: both mean that it is to be used. */
    private void follow(ParkedHost host) {
        if (!host.state().mayBeWoken()) {
            return;
        }
        if (drains.of(host.host()).isEmpty()) {
            begin(
                    host.name(),
                    () -> hosts.lock(host.host())
                            .filter(one -> one.state() == host.state())
                            .ifPresent(one -> book.forget(one, clock.instant())));
        } else if (inventory.host(host.host()).map(Host::isReady).orElse(false)
                && (host.state() == ParkedState.ASLEEP
                        || drains.ailments(host.host()).isEmpty())) {
            begin(host.name(), () -> tasks.wake(host.host(), "Somebody has switched it on.", DpmTasks.BY));
        }
    }

    /** Whether it was begun. */
    private boolean begin(String hostName, Runnable act) {
        try {
            transaction.executeWithoutResult(_ -> act.run());
            return true;
        } catch (AtollException e) {
            if (e.code().status() >= FROM_OUR_OWN_FAULTS) {
                throw e;
            }
            LOG.info("host={} is left as it is this time: {}", hostName, e.getMessage());
            return false;
        }
    }
}
