package io.atoll.manager.inventory.internal.host;

import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.Samples;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.HostId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * When the leader last heard each host. Written now and then, for all hosts at once and without a new revision, so that the
 * time is still true to some seconds when a host and the leader die together.
 */
@Component
class HostSightings implements HostListener {
    private static final Logger LOG = LoggerFactory.getLogger(HostSightings.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final Leadership leadership;
    private final LeaderTransaction transaction;
    private final Clock clock;
    private final Map<HostId, Instant> heard = new ConcurrentHashMap<>();
    private final Map<HostId, Instant> written = new HashMap<>();

    HostSightings(
            JdbcClient jdbc, Leadership leadership, LeaderTransaction transaction, AgentLink agents, Clock clock) {
        this.jdbc = jdbc;
        this.leadership = leadership;
        this.transaction = transaction;
        this.clock = clock;
        agents.addListener(this);
    }

    /** When this manager last heard the host, if ever. */
    Optional<Instant> last(HostId host) {
        return Optional.ofNullable(heard.get(host));
    }

    @Override
    public void resync(HostId host, HostReport report, List<ReportedVm> vms) {
        heard.put(host, clock.instant());
    }

    @Override
    public void hostChanged(HostId host, HostReport report) {
        heard.put(host, clock.instant());
    }

    @Override
    public void samples(HostId host, Samples samples) {
        heard.put(host, clock.instant());
    }

    @Scheduled(fixedDelayString = "${atoll.host.sighting-interval:10s}")
    void write() {
        forgetRemoved();
        var epoch = leadership.epoch();
        var news = new TreeMap<HostId, Instant>(heard);
        news.entrySet().removeIf(entry -> entry.getValue().equals(written.get(entry.getKey())));
        if (epoch.isEmpty() || news.isEmpty()) {
            return;
        }
        try {
            transaction.run(epoch.get(), () -> write(news));
            written.putAll(news);
        } catch (DataAccessException | DeposedException e) {
            LOG.debug("when hosts were heard is written later: {}", e.getMessage());
        }
    }

    /** A host that was heard before the rows are read has one, unless it was removed. */
    private void forgetRemoved() {
        var gone = new TreeSet<>(heard.keySet());
        if (gone.isEmpty()) {
            return;
        }
        try {
            jdbc.sql("select id from host")
                    .query((row, _) -> new HostId(row.getObject("id", UUID.class)))
                    .list()
                    .forEach(gone::remove);
            gone.forEach(heard::remove);
            gone.forEach(written::remove);
        } catch (DataAccessException e) {
            LOG.debug("hosts that were removed are forgotten later: {}", e.getMessage());
        }
    }

    /** A row that somebody changes just now is left for the next time: nobody waits for this, and it waits for nobody. */
    private void write(Map<HostId, Instant> news) {
        var seen = news.entrySet().stream()
                .map(entry -> Map.of(
                        "id", entry.getKey().toString(), "at", entry.getValue().toString()))
                .toList();
        jdbc.sql("""
                update host set last_seen_at = newer.at
                  from (select h.id, seen.at from host h
                          join jsonb_to_recordset(cast(:seen as jsonb)) as seen (id uuid, at timestamptz) on seen.id = h.id
                         where h.last_seen_at is null or h.last_seen_at < seen.at
                         order by h.id for no key update of h skip locked) newer
                 where host.id = newer.id""").param("seen", JSON.writeValueAsString(seen)).update();
    }
}
