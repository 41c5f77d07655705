package io.atoll.manager.vm.internal.ha;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.Protections;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Puts a VM's record into ZooKeeper, or takes it away, as the database wants it at that moment. What is about to be done is
 * noted before, so a manager that dies in between leaves the next one something to finish. One VM is worked on by one thread
 * at a time: a record cannot be put there by a look that is older than somebody's wish to stop the VM.
 */
@Component
public class ProtectionDesk implements LeadershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectionDesk.class);

    private final ProtectionRows rows;
    private final Protections protections;
    private final ZookeeperConnection zookeeper;
    private final ConcurrentHashMap<VmId, Object> locks = new ConcurrentHashMap<>();
    /** VMs about whose record this term has made sure: what an earlier one noted may have been lost with ZooKeeper's data. */
    private final Set<VmId> madeSure = ConcurrentHashMap.newKeySet();

    ProtectionDesk(ProtectionRows rows, Protections protections, ZookeeperConnection zookeeper, Leadership leadership) {
        this.rows = rows;
        this.protections = protections;
        this.zookeeper = zookeeper;
        leadership.onChange(this);
    }

    @Override
    public void leading(LeaderEpoch epoch) {
        madeSure.clear();
    }

    @Override
    public void following() {
        madeSure.clear();
    }

    /** Whether something is to be done for the VM. */
    boolean isToBeBrought(ProtectionRow row) {
        return row.isToBeBrought() || (row.recorded().record() != null && !madeSure.contains(row.vm()));
    }

    /** The record is not where it should be: it is put there again. */
    void doubt(VmId vm) {
        madeSure.remove(vm);
    }

    /** Makes the record what it is to be. Repeatable. */
    public void bring(VmId vm, LeaderEpoch epoch) {
        synchronized (locks.computeIfAbsent(vm, _ -> new Object())) {
            rows.find(vm, epoch).ifPresent(row -> {
                if (isToBeBrought(row)) {
                    bring(row, epoch);
                }
            });
        }
    }

    /** Takes away a record that is in ZooKeeper although nobody wants it: put there by a manager that led before. */
    void clear(VmId vm, LeaderEpoch epoch) {
        synchronized (locks.computeIfAbsent(vm, _ -> new Object())) {
            var row = rows.find(vm, epoch);
            if (row.flatMap(ProtectionRow::record).isEmpty()) {
                LOG.warn("vm={} a record of its protection was left in ZooKeeper and is removed", vm);
                protections.unprotect(vm);
            }
        }
    }

    /**
     * Takes the record away before the VM is stopped or deleted, also one of which nothing was noted. A VM that nobody ever
     * wanted protected does not need ZooKeeper for that. Repeatable.
     */
    public void lift(VmId vm, LeaderEpoch epoch) {
        synchronized (locks.computeIfAbsent(vm, _ -> new Object())) {
            rows.find(vm, epoch)
                    .filter(row -> row.wanted() || row.recorded().record() != null)
                    .ifPresent(row -> remove(row, epoch));
        }
    }

    private void bring(ProtectionRow row, LeaderEpoch epoch) {
        var wanted = row.record();
        if (wanted.isPresent()) {
            var text = ProtectionRow.text(wanted.get());
            rows.recorded(row.vm(), epoch, text, false);
            protections.protect(wanted.get());
            rows.recorded(row.vm(), epoch, text, true);
            LOG.info(
                    "vm={} its protection is in ZooKeeper, spec {}",
                    row.vm(),
                    wanted.get().specSha256());
        } else {
            remove(row, epoch);
        }
        madeSure.add(row.vm());
    }

    private void remove(ProtectionRow row, LeaderEpoch epoch) {
        protections.unprotect(row.vm());
        rows.recorded(row.vm(), epoch, null, false);
        LOG.info("vm={} is no longer protected", row.vm());
    }

    /** Removes what HA keeps of a VM that is gone, whatever was noted. Repeatable. */
    public void forget(VmId vm) {
        synchronized (locks.computeIfAbsent(vm, _ -> new Object())) {
            protections.unprotect(vm);
            ZookeeperConnection.perform("removing the state of VM " + vm, () -> {
                try {
                    zookeeper.client().delete().forPath(zookeeper.layout().state(vm));
                } catch (KeeperException.NoNodeException _) {
                    // It was never protected, or this was done before.
                }
                return true;
            });
        }
        locks.remove(vm);
        madeSure.remove(vm);
    }
}
