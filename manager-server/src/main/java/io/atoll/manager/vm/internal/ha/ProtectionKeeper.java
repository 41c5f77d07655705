package io.atoll.manager.vm.internal.ha;

import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.ha.HaSight;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.vm.internal.VmChanges;
import io.atoll.model.LeaderEpoch;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps every VM's record in ZooKeeper and the verdict about its protection true, on the leader, once a second. */
@Component
class ProtectionKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectionKeeper.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ProtectionRows rows;
    private final ProtectionDesk desk;
    private final HaSight sight;
    private final VmChanges changes;
    private final Leadership leadership;
    private final LeaderTransaction transaction;

    ProtectionKeeper(
            ProtectionRows rows,
            ProtectionDesk desk,
            HaSight sight,
            VmChanges changes,
            Leadership leadership,
            LeaderTransaction transaction) {
        this.rows = rows;
        this.desk = desk;
        this.sight = sight;
        this.changes = changes;
        this.leadership = leadership;
        this.transaction = transaction;
    }

    @Scheduled(fixedDelayString = "${atoll.ha.protection-interval:1s}")
    void keep() {
        var epoch = leadership.epoch();
        if (epoch.isEmpty()) {
            return;
        }
        try {
            var seen = sight.now();
            var known = rows.all();
            for (var row : known) {
                keep(row, seen, epoch.get());
            }
            seen.ifPresent(look -> clear(known, look, epoch.get()));
        } catch (ZookeeperUnavailableException | DataAccessException e) {
            LOG.debug("protections are kept later: {}", e.getMessage());
        }
    }

    private void clear(List<ProtectionRow> known, HaSight.Seen seen, LeaderEpoch epoch) {
        var left = new TreeSet<>(seen.facts().vms().protections().keySet());
        known.stream()
                .filter(row -> row.record().isPresent())
                .map(ProtectionRow::vm)
                .forEach(left::remove);
        left.forEach(vm -> desk.clear(vm, epoch));
    }

    private void keep(ProtectionRow row, Optional<HaSight.Seen> seen, LeaderEpoch epoch) {
        if (row.isToBeProtected() && row.writtenSha256() == null) {
            rows.askForSpec(row.vm(), epoch);
        }
        var lost = seen.isPresent()
                && row.record().isPresent()
                && !seen.get().facts().vms().protections().containsKey(row.vm());
        if (desk.isToBeBrought(row)) {
            desk.bring(row.vm(), epoch);
        } else if (lost) {
            desk.doubt(row.vm());
        }
        judge(row, seen, epoch);
    }

    private void judge(ProtectionRow row, Optional<HaSight.Seen> seen, LeaderEpoch epoch) {
        var verdict = ProtectionVerdict.of(row, seen);
        if (row.verdict().equals(Optional.of(verdict))) {
            return;
        }
        var reasons = JSON.writeValueAsString(verdict.reasons());
        var changed = transaction.call(epoch, () -> {
            var other = rows.judged(row.vm(), verdict.state().name(), reasons);
            if (other) {
                changes.touch(row.vm());
            }
            return other;
        });
        if (changed) {
            LOG.info("vm={} HA: {} {}", row.vm(), verdict.state(), reasons);
        }
    }
}
