package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.MaintenanceRequests;
import io.atoll.manager.maintenance.internal.MaintenanceRequests.Wish;
import io.atoll.manager.maintenance.internal.Takeovers;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Ground;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.maintenance.internal.rolling.RollingStore.Rolling;
import io.atoll.manager.problem.AtollException;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Why hosts that wait may not go out yet, beyond what holds for all of them: somebody else has them for a while, or HA would not
 * cover the cluster without them.
 */
@Component
class RollingWaits {
    /** The scheduler is asked for it: not at every look. */
    private static final Duration COVERAGE_HOLDS_FOR = Duration.ofSeconds(15);

    private final MaintenanceStore maintenances;
    private final MaintenanceRequests requests;
    private final Takeovers takeovers;

    /** What was said of a host that may not go out; nothing is lost with it but a question. */
    private final Map<HostId, Said> uncovered = new ConcurrentHashMap<>();

    RollingWaits(MaintenanceStore maintenances, MaintenanceRequests requests, Takeovers takeovers) {
        this.maintenances = maintenances;
        this.requests = requests;
        this.takeovers = takeovers;
    }

    private record Said(String why, Instant at) {}

    /** The ground with those that wait for somebody, and those of which HA's answer is still fresh. */
    Ground with(Ground ground, Rolling rolling, List<RollingHost> hosts, Instant now) {
        uncovered.values().removeIf(said -> !now.isBefore(said.at.plus(COVERAGE_HOLDS_FOR)));
        var reasons = new TreeMap<>(ground.indispensable());
        var inMaintenance = maintenances.states(rolling.cluster());
        hosts.stream().filter(host -> host.state() == State.WAITING).forEach(host -> {
            var why = inMaintenance.containsKey(host.id()) ? busy(host.id()) : "";
            var said = uncovered.get(host.id());
            if (!why.isEmpty()) {
                reasons.put(host.id(), why);
            } else if (said != null && !rolling.settings().ignoresHaCoverage()) {
                reasons.putIfAbsent(host.id(), said.why);
            }
        });
        return new Ground(ground.notWhole(), reasons);
    }

    /** One that is in maintenance for a person is nobody to wait for: they may have it for days. */
    private String busy(HostId host) {
        return maintenances
                .of(host)
                .map(one -> {
                    if (one.state() == MaintenanceState.LEAVING) {
                        return "It is coming back into use from maintenance; that is waited for.";
                    }
                    return takeovers.isClaimed(host) && !takeovers.isOffered(host)
                            ? "It is %s for %s; that is waited for.".formatted(one.state(), one.requestedBy())
                            : "";
                })
                .orElse("");
    }

    /** Why HA speaks against taking this host out now, in sentences; empty: it does not. What else is in the way is said later. */
    String coverage(Rolling rolling, RollingHost host, Instant now) {
        var settings = rolling.settings();
        if (settings.ignoresHaCoverage() || takeovers.isOffered(host.id())) {
            return "";
        }
        try {
            var ha = requests.consider(host.id(), new Wish(settings.terms(), Map.of(), settings.note()))
                    .ha();
            if (!ha.watched() || ha.survivable()) {
                return "";
            }
            var why =
                    "HA would not cover the cluster without it. %s Make room, or call this set off and begin one with ignoreHaCoverage."
                            .formatted(ha.detail());
            uncovered.put(host.id(), new Said(why, now));
            return why;
        } catch (AtollException e) {
            return "";
        }
    }
}
