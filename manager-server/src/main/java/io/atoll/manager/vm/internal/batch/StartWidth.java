package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.inventory.HaFigures;
import io.atoll.manager.placement.ClusterLock;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.manager.placement.Placements;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How many VMs of batches a host starts at once: as many as HA lets it. What people start themselves is counted too, but waits for nobody. */
@Component
public class StartWidth {
    static final int STARTS_PER_HOST = HaFigures.FIXED.startsPerHost();

    private final Placements placements;
    private final ClusterLock lock;
    private final JdbcClient jdbc;

    StartWidth(Placements placements, ClusterLock lock, JdbcClient jdbc) {
        this.placements = placements;
        this.lock = lock;
        this.jdbc = jdbc;
    }

    /** There is a host for the VM, but each that fits starts enough others now. */
    public static final class HostsBusy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HostsBusy(String vmName) {
            super("Each host that fits VM %s starts %d others now.".formatted(vmName, STARTS_PER_HOST));
        }
    }

    /**
     * The question without the hosts that start enough others, in the caller's transaction, which holds up other decisions of
     * the cluster from here on. Where no host fits at all the question stays as it is, so that the refusal tells the true reasons.
     *
     * @throws HostsBusy when only such hosts fit
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public PlacementQuestion sparingBusyHosts(PlacementQuestion question) {
        lock.take(question.cluster());
        var busy = busy(question.cluster());
        if (busy.isEmpty()) {
            return question;
        }
        var sparing = question;
        for (var host : busy) {
            sparing = sparing.excluding(host, "it starts %d other VMs".formatted(STARTS_PER_HOST));
        }
        if (placements.consider(sparing).hostId() != null) {
            return sparing;
        }
        if (placements.consider(question).hostId() != null) {
            throw new HostsBusy(question.vm().name());
        }
        return question;
    }

    private List<HostId> busy(ClusterId cluster) {
        return jdbc.sql("""
                select r.host_id from placement_reservation r
                  join task t on t.id = r.task_id
                  join vm v on v.id = r.vm_id
                 where v.cluster_id = :cluster and t.ended_at is null and t.kind in ('vm.create', 'vm.start')
                 group by r.host_id having count(*) >= :most order by r.host_id
                """)
                .param("cluster", cluster.value())
                .param("most", STARTS_PER_HOST)
                .query((row, _) -> new HostId(row.getObject("host_id", UUID.class)))
                .list();
    }
}
