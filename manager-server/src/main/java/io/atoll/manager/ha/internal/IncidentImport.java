package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.Incident;
import io.atoll.ha.zk.facts.Incidents;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Fetches what HA did from ZooKeeper into Postgres, on the leader, and clears away there what has ended a while ago. An
 * incident that cannot be read keeps none of the others.
 */
@Component
class IncidentImport {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentImport.class);
    /** So long an ended incident stays in ZooKeeper: a leader of the agents may have something to add. */
    private static final Duration KEPT_AFTER_END = Duration.ofMinutes(10);

    private final Incidents incidents;
    private final IncidentStore store;
    private final Leadership leadership;
    private final LeaderTransaction transaction;
    private final Clock clock;

    IncidentImport(
            Incidents incidents,
            IncidentStore store,
            Leadership leadership,
            LeaderTransaction transaction,
            Clock clock) {
        this.incidents = incidents;
        this.store = store;
        this.leadership = leadership;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${atoll.ha.incident-interval:2s}")
    void fetch() {
        var epoch = leadership.epoch();
        if (epoch.isEmpty()) {
            return;
        }
        try {
            incidents.list().forEach(id -> fetch(id, epoch.get()));
        } catch (ZookeeperUnavailableException | DataAccessException e) {
            LOG.debug("incidents are fetched later: {}", e.getMessage());
        }
    }

    private void fetch(UUID id, LeaderEpoch epoch) {
        try {
            incidents.read(id).ifPresent(incident -> {
                transaction.run(epoch, () -> store.take(incident));
                if (incident.ended() && isOld(incident)) {
                    incidents.remove(id);
                }
            });
        } catch (IllegalStateException e) {
            LOG.warn("incident={} cannot be read: {}", id, e.getMessage());
        }
    }

    private boolean isOld(Incident incident) {
        var limit = clock.instant().minus(KEPT_AFTER_END);
        return incident.timeline().stream().allMatch(moment -> moment.at().isBefore(limit));
    }
}
