package io.atoll.manager.inventory.internal.host;

import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.PoolReport;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Host.Link;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.PoolLink;
import io.atoll.manager.inventory.internal.HostAttachments;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.internal.cpu.ClusterCpu;
import io.atoll.manager.inventory.internal.pool.PoolUsage;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** Keeps the inventory's hosts as they report themselves, writing only what differs. */
@Component
class HostTracker implements HostListener {
    /** A clock that differs by less is right, as far as a report over the network can tell. */
    private static final Duration SKEW_TOLERANCE = Duration.ofSeconds(2);

    private static final int MOST_WARNINGS = 10;
    private static final Comparator<PoolReport> BY_ID = Comparator.comparing(PoolReport::getPoolId);

    private final HostStore hosts;
    private final HostAttachments attachments;
    private final PoolUsage usage;
    private final InventoryEvents events;
    private final ClusterCpu cpu;
    private final Leadership leadership;
    private final LeaderTransaction transaction;
    private final HostPreparer preparer;
    private final HostSightings sightings;
    private final Clock clock;

    HostTracker(
            HostTrackerStores stores,
            Leadership leadership,
            LeaderTransaction transaction,
            HostPreparer preparer,
            HostSightings sightings,
            AgentLink agents,
            Clock clock) {
        this.hosts = stores.hosts();
        this.attachments = stores.attachments();
        this.usage = stores.usage();
        this.events = stores.events();
        this.cpu = stores.cpu();
        this.leadership = leadership;
        this.transaction = transaction;
        this.preparer = preparer;
        this.sightings = sightings;
        this.clock = clock;
        agents.addListener(this);
    }

    /** What the tracker writes to. */
    @Component
    record HostTrackerStores(
            HostStore hosts, HostAttachments attachments, PoolUsage usage, InventoryEvents events, ClusterCpu cpu) {}

    @Override
    public void resync(HostId host, HostReport report, List<ReportedVm> vms) {
        update(
                host,
                report,
                record -> record.linked(record.link()
                                .in(HostPhase.READY, "connected", clock.instant())
                                .seen(clock.instant(), skewMs(report, record)))
                        .reporting(HostReports.facts(report))
                        // One that was READY all the time merely said everything again.
                        .warning(record.isReady() ? record.warnings() : List.of()));
        preparer.connected(host);
    }

    @Override
    public void hostChanged(HostId host, HostReport report) {
        update(
                host,
                report,
                record -> record.linked(record.link().seen(seenAt(record), skewMs(report, record)))
                        .reporting(HostReports.facts(report)));
    }

    @Override
    public void disconnected(HostId host, LinkState state, String reason) {
        var phase = state == LinkState.REFUSED ? HostPhase.REFUSED : HostPhase.DISCONNECTED;
        update(
                host,
                record -> record.link().phase() == HostPhase.REVOKED
                        ? record
                        : record.linked(lastSeen(host, record.link()).in(phase, reason, clock.instant())));
    }

    /** The time that is kept is some seconds old at best; this is the moment to put it right. */
    private Link lastSeen(HostId host, Link link) {
        var known = link.lastSeenAt();
        return sightings
                .last(host)
                .filter(at -> link.phase() == HostPhase.READY && (known == null || known.isBefore(at)))
                .map(at -> link.seen(at, link.clockSkewMs()))
                .orElse(link);
    }

    @Override
    public void violated(HostId host, String what) {
        update(host, record -> record.warning(with(record.warnings(), what)));
    }

    private void update(HostId host, HostReport report, UnaryOperator<Host> change) {
        leadership
                .epoch()
                .ifPresent(epoch -> transaction.run(epoch, () -> {
                    var poolsChanged = false;
                    // Everybody locks the host first and its pools in the order of their ids: nobody waits in a circle.
                    var before = hosts.lock(host.value());
                    for (var pool : report.getPoolsList().stream().sorted(BY_ID).toList()) {
                        poolsChanged |= setPool(host, pool);
                    }
                    // Reading other hosts lets go of this one: what comes of it is known before it is written.
                    var after = before.map(record -> cpu.warned(record, change.apply(record)));
                    var changed = after.flatMap(record -> hosts.update(host.value(), _ -> record));
                    var features = before.map(record -> record.facts().cpuFeatures());
                    if (poolsChanged && changed.isEmpty()) {
                        hosts.touch(host.value());
                    }
                    if (poolsChanged || changed.isPresent()) {
                        events.host(host, Change.CHANGED);
                    }
                    if (!features.equals(after.map(record -> record.facts().cpuFeatures()))) {
                        after.ifPresent(record -> events.cluster(record.clusterId(), Change.CHANGED));
                    }
                }));
    }

    private void update(HostId host, UnaryOperator<Host> change) {
        update(host, HostReport.getDefaultInstance(), change);
    }

    private boolean setPool(HostId host, PoolReport report) {
        var pool = PoolId.parse(report.getPoolId());
        var changed = attachments.setPool(
                pool, host, new PoolLink(report.getReachable(), report.getDetail(), report.getDirectIo()));
        usage.heard(pool, report, changed);
        return changed;
    }

    private Long skewMs(HostReport report, Host record) {
        var known = record.link().clockSkewMs();
        long skew = report.getClockMs() - clock.millis();
        return known != null && Math.abs(known - skew) < SKEW_TOLERANCE.toMillis() ? known : (Long) skew;
    }

    /** Being seen alone is no reason to write a revision: {@link HostSightings} keep it. */
    private java.time.Instant seenAt(Host record) {
        var seen = record.link().lastSeenAt();
        return seen == null ? clock.instant() : seen;
    }

    private static List<String> with(List<String> warnings, String another) {
        if (warnings.contains(another)) {
            return warnings;
        }
        var more = new ArrayList<>(warnings);
        more.add(another);
        return more.subList(Math.max(0, more.size() - MOST_WARNINGS), more.size());
    }
}
