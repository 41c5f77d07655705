package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.PowerOutcome;
import io.atoll.manager.dpm.internal.work.DpmTasks;
import io.atoll.manager.drs.BalancingLock;
import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
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

/** Begins to park the hosts that a round has chosen, as many at once as HA can spare. */
@Component
class Parkings {
    private static final Logger LOG = LoggerFactory.getLogger(Parkings.class);
    private static final int FROM_OUR_OWN_FAULTS = 500;

    private final DpmTasks tasks;
    private final Tasks taskBook;
    private final HaAdmission admission;
    private final TransactionTemplate transaction;

    Parkings(DpmTasks tasks, Tasks taskBook, HaAdmission admission, PlatformTransactionManager transactions) {
        this.tasks = tasks;
        this.taskBook = taskBook;
        this.admission = admission;
        transaction = new TransactionTemplate(transactions);
    }

    /**
     * Begins to park these, in the order of the round: together, or where one of them is refused, whoever can go alone. Nobody while
     * another plan moves VMs of the cluster.
     */
    void begin(ClusterId cluster, List<PowerOutcome.Park> parks, SortedMap<HostId, String> why) {
        if (BalancingLock.holder(taskBook, cluster).isPresent()) {
            return;
        }
        var together = together(cluster, parks);
        if (together.size() > 1) {
            var group = new TreeMap<>(why);
            group.keySet().retainAll(together);
            if (attempt("%d hosts".formatted(group.size()), () -> tasks.park(cluster, group, DpmTasks.BY))) {
                return;
            }
        }
        for (var park : parks) {
            if (attempt(
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

    /** Whether it was begun, in a transaction of its own; what is refused is left to the next round. */
    boolean attempt(String hostName, Runnable act) {
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
