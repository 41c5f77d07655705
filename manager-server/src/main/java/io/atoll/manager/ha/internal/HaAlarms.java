package io.atoll.manager.ha.internal;

import io.atoll.ha.admission.Admission;
import io.atoll.manager.ha.HaSight.Seen;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.HaFigures;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why HA of a cluster does not do what people expect of it. A pure function of what is known. */
final class HaAlarms {
    /** A beat is older than a lease by the time it is looked at once a second. */
    static final Duration OLDEST_BEAT = Duration.ofMillis(HaFigures.FIXED.leaseMs() + 2L * HaFigures.FIXED.renewMs());

    private final Situation situation;
    private final List<Alarm> alarms = new ArrayList<>();

    private HaAlarms(Situation situation) {
        this.situation = situation;
    }

    /**
     * What is known.
     *
     * @param seen empty: ZooKeeper does not answer this manager
     * @param hosts of the cluster, revoked ones left out
     * @param asleep those that power saving has switched off: their silence is expected, and nobody restarts anything of them
     * @param unfitPools names of pools that some host cannot write to past its cache
     * @param unprotectedVms names of VMs that are to be protected and are not
     */
    record Situation(
            Cluster cluster,
            Optional<Seen> seen,
            List<Host> hosts,
            SortedSet<HostId> asleep,
            Coordination coordination,
            List<String> unfitPools,
            List<String> unprotectedVms,
            Admission admission,
            Instant now) {}

    /** ZooKeeper as the hosts are told of it, and the leader they have elected there; null: none. */
    record Coordination(
            String connect, boolean embedded, @Nullable HostId leader) {}

    /**
     * One alarm.
     *
     * @param blocks whether HA does nothing, or for some VMs nothing, while it is up
     * @param hostId the host concerned, where it is one
     */
    record Alarm(
            String code,
            String detail,
            boolean blocks,
            @Nullable UUID hostId) {}

    static List<Alarm> of(Situation situation) {
        var made = new HaAlarms(situation);
        made.collect();
        return List.copyOf(made.alarms);
    }

    static boolean beats(Seen seen, HostId host) {
        return seen.beatAge(host).filter(age -> age.compareTo(OLDEST_BEAT) <= 0).isPresent();
    }

    private void collect() {
        var ha = situation.cluster.ha();
        if (!ha.enabled()) {
            block("HA_OFF", "HA is off in the cluster.");
            return;
        }
        if (!ha.armed()) {
            block("HA_DISARMED", "HA is disarmed: agents watch, and restart nothing.");
        }
        coordination();
        if (situation.seen.isEmpty()) {
            block("ZOOKEEPER_UNREADABLE", "ZooKeeper does not answer the manager, so nothing about HA is sure.");
        } else {
            hosts(situation.seen.get());
        }
        for (var pool : situation.unfitPools) {
            warn(
                    "POOL_UNFIT",
                    "Pool %s cannot hold protected VMs: a host cannot write to it past its cache.".formatted(pool));
        }
        if (!situation.unprotectedVms.isEmpty()) {
            var names = situation.unprotectedVms;
            warn(
                    "VMS_NOT_RESTARTABLE",
                    "%d VMs are to be protected and are not: %s%s."
                            .formatted(
                                    names.size(),
                                    String.join(", ", names.subList(0, Math.min(10, names.size()))),
                                    names.size() > 10 ? ", …" : ""));
        }
        admission();
        limits();
    }

    /** Whether so many hosts as may fail at once can be found dead by time, and enough of ZooKeeper is left to do so. */
    static boolean failuresAreNoticed(Situation situation) {
        var made = new HaAlarms(situation);
        made.limits();
        return made.alarms.isEmpty();
    }

    private void limits() {
        int failures = situation.cluster.ha().hostFailuresToTolerate();
        var coordination = situation.coordination;
        var servers = ZookeeperServers.of(coordination.connect, coordination.embedded, situation.hosts, situation.seen);
        var survived = (servers.total() - 1) / 2;
        if (servers.anyGone() && Math.max(1, failures) > servers.spare()) {
            serversGone(servers, failures);
        } else if (!coordination.embedded && failures > survived) {
            warn(
                    "ZOOKEEPER_TOO_SMALL",
                    "%d host failures are to be tolerated; ZooKeeper's %d servers survive the loss of at most %d of them. If more hosts that carry one fail at once, nothing is restarted until a majority is back. Use %d servers, or tolerate fewer failures."
                            .formatted(failures, servers.total(), survived, 2 * failures + 1));
        }
        int percent = HaFigures.FIXED.stormPercent();
        var hosts = situation.hosts.size();
        if (failures > 1 && failures * 100 > percent * hosts) {
            warn(
                    "STORM_GUARD_BELOW_FAILURES",
                    "%d host failures are to be tolerated; of %d hosts that is more than %d %%. If so many fall silent at once, time is no proof that they are dead, and their VMs are restarted only with another one, such as somebody's word (confirm-dead)."
                            .formatted(failures, hosts, percent));
        }
    }

    /** It blocks where no host is left whose death would be followed by restarts. */
    private void serversGone(ZookeeperServers servers, int failures) {
        var gone = situation.hosts.stream()
                .filter(host -> servers.goneHosts().contains(host.id()))
                .map(Host::name)
                .sorted()
                .collect(Collectors.joining(", "));
        var spare = servers.spare();
        var what = spare < 0
                ? "that is no majority, and nothing is restarted until one is back"
                : spare == 0
                        ? "if one more of their hosts fails there is no majority, and nothing is restarted until one is back"
                        : "they survive the loss of at most %d more of them, and %d host failures are to be tolerated"
                                .formatted(spare, failures);
        var blocks = situation.hosts.stream()
                .map(Host::id)
                .filter(host -> !servers.goneHosts().contains(host))
                .noneMatch(servers::survive);
        var detail =
                "%d of %d ZooKeeper servers are left; %s. Silent: %s. Bring back what is silent, or put its ZooKeeper server on another host."
                        .formatted(servers.left(), servers.total(), what, gone);
        alarms.add(new Alarm("ZOOKEEPER_TOO_SMALL", detail, blocks, null));
    }

    private void coordination() {
        var coordination = situation.coordination;
        if (coordination.embedded) {
            warn(
                    "ZOOKEEPER_EMBEDDED",
                    "ZooKeeper runs inside the manager: while the manager is away, no host's VMs are restarted. Use an ensemble of three servers on three machines.");
        } else if (servers(coordination.connect) < 2) {
            warn(
                    "ZOOKEEPER_ONE_MACHINE",
                    "All ZooKeeper servers are on one machine (%s): when it is away, no host's VMs are restarted."
                            .formatted(coordination.connect));
        }
        if (coordination.leader == null && situation.seen.isPresent()) {
            block("NO_HA_LEADER", "The agents have elected no HA leader: none of them takes part in HA.");
        }
    }

    /** Different names may still be one machine; equal ones surely are. */
    private static long servers(String connect) {
        return ZookeeperServers.addresses(connect).stream()
                .map(ZookeeperServers::machine)
                .distinct()
                .count();
    }

    private void hosts(Seen seen) {
        int able = 0;
        var silent = new ArrayList<Host>();
        for (var host : situation.hosts) {
            if (situation.asleep.contains(host.id())) {
                continue;
            }
            var facts = seen.facts().hosts().get(host.id());
            if (facts == null) {
                about(host, "HOST_NOT_CAPABLE", "Host %s has never said that it can do HA.".formatted(host.name()));
                continue;
            }
            facts.notEffective()
                    .forEach(reason -> about(host, "HOST_NOT_CAPABLE", "Host %s: %s".formatted(host.name(), reason)));
            if (facts.slotPools().isEmpty()) {
                about(
                        host,
                        "ONE_CHANNEL",
                        "Host %s renews its lease in ZooKeeper only: it has no slot on a shared pool. Its lease is %d s, and losing ZooKeeper ends its VMs."
                                .formatted(host.name(), facts.lease().toSeconds()));
            }
            var beats = beats(seen, host.id());
            if (!beats) {
                silent.add(host);
                about(host, "HOST_SILENT", "Host %s does not renew its beat in ZooKeeper.".formatted(host.name()));
            }
            quarantine(host);
            able += facts.effective() && beats && host.link().phase() != HostPhase.REVOKED ? 1 : 0;
        }
        if (able < 2) {
            block(
                    "LONE_HOST",
                    "%d of %d hosts can do HA and beat: there is nobody to restart a dead host's VMs."
                            .formatted(able, situation.hosts.size()));
        }
        int percent = HaFigures.FIXED.stormPercent();
        if (silent.size() > 1 && silent.size() * 100 > percent * situation.hosts.size()) {
            block(
                    "STORM_GUARD",
                    "%d of %d hosts are silent at once, more than %d %%: time proves nothing, so VMs are restarted only with another proof."
                            .formatted(silent.size(), situation.hosts.size(), percent));
        }
    }

    private void quarantine(Host host) {
        var ha = host.facts().ha();
        var until = ha == null ? null : ha.quarantinedUntil();
        if (until != null && until.isAfter(situation.now)) {
            about(
                    host,
                    "HOST_QUARANTINED",
                    "Host %s failed too often and gets no VMs before %s.".formatted(host.name(), until));
        }
    }

    private void admission() {
        switch (situation.admission) {
            case Admission.Tolerated _ -> {}
            case Admission.Refused(var reason) -> warn("ADMISSION_BROKEN", reason);
            case Admission.NotTolerated(var tried, var shortfalls) ->
                warn(
                        "ADMISSION_BROKEN",
                        "%d host failures are to be tolerated and are not: in %d of %d cases some of the protected VMs would not be restarted."
                                .formatted(tried.failures(), shortfalls.size(), tried.sets()));
        }
    }

    private void block(String code, String detail) {
        alarms.add(new Alarm(code, detail, true, null));
    }

    private void warn(String code, String detail) {
        alarms.add(new Alarm(code, detail, false, null));
    }

    private void about(Host host, String code, String detail) {
        alarms.add(new Alarm(code, detail, false, host.id().value()));
    }
}
