package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterHaSettings.Flapping;
import io.atoll.ha.zk.facts.ClusterHaSettings.HostUse;
import io.atoll.ha.zk.facts.ClusterHaSettings.Pauses;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.ha.HaSight;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.HaFigures;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Carries the clusters' settings to where agents read them, on the leader; what is there already is not written again. */
@Component
class SettingsCourier {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsCourier.class);

    private final JdbcClient jdbc;
    private final Inventory inventory;
    private final HaSettings settings;
    private final HaSight sight;
    private final Leadership leadership;
    private final HaClusters clusters;

    SettingsCourier(
            JdbcClient jdbc,
            Inventory inventory,
            HaSettings settings,
            HaSight sight,
            Leadership leadership,
            HaClusters clusters) {
        this.jdbc = jdbc;
        this.inventory = inventory;
        this.settings = settings;
        this.sight = sight;
        this.leadership = leadership;
        this.clusters = clusters;
    }

    @Scheduled(fixedDelayString = "${atoll.ha.settings-interval:1s}")
    void carry() {
        if (!leadership.isLeader()) {
            return;
        }
        try {
            sight.now().ifPresent(seen -> carry(seen.facts().settings()));
        } catch (ZookeeperUnavailableException | DataAccessException e) {
            LOG.debug("HA settings are carried later: {}", e.getMessage());
        }
    }

    private void carry(SortedMap<ClusterId, ClusterHaSettings> there) {
        var gone = new TreeMap<>(there);
        for (var id : clusters()) {
            gone.remove(id);
            inventory.cluster(id).map(this::wanted).ifPresent(wanted -> {
                if (!wanted.equals(there.get(id))) {
                    settings.write(wanted);
                    LOG.info("cluster={} HA settings told to the agents: acting={}", id, wanted.enabled());
                }
            });
        }
        gone.keySet().forEach(settings::remove);
    }

    private List<ClusterId> clusters() {
        return jdbc.sql("select id from cluster order by id")
                .query((row, _) -> new ClusterId(row.getObject("id", UUID.class)))
                .list();
    }

    /** Their ids only: this is asked every second, and a host's row is large. */
    private List<HostId> hosts(ClusterId cluster) {
        return jdbc.sql("select id from host where cluster_id = :cluster and state <> :revoked order by id")
                .param("cluster", cluster.value())
                .param("revoked", HostPhase.REVOKED.name())
                .query((row, _) -> new HostId(row.getObject("id", UUID.class)))
                .list();
    }

    private ClusterHaSettings wanted(Cluster cluster) {
        var hosts = new TreeMap<HostId, HostUse>();
        var free = clusters.keptFree(cluster.id());
        hosts(cluster.id())
                .forEach(host -> hosts.put(host, free.containsKey(host) ? HostUse.NO_NEW_VMS : HostUse.ACCEPTS_VMS));
        var ha = cluster.ha();
        return new ClusterHaSettings(
                cluster.id(),
                ha.acts(),
                hosts,
                HaFigures.FIXED.stormPercent(),
                HaFigures.FIXED.startsPerHost(),
                ha.restartAttempts(),
                Duration.ofSeconds(ha.storageLossDelaySeconds()),
                Duration.ofSeconds(ha.guestSilenceSeconds()),
                new Pauses(
                        Duration.ofSeconds(ha.pauses().firstSeconds()),
                        Duration.ofSeconds(ha.pauses().longestSeconds())),
                new Flapping(
                        ha.flapping().failures(),
                        Duration.ofMinutes(ha.flapping().windowMinutes()),
                        Duration.ofMinutes(ha.flapping().quarantineMinutes())));
    }
}
