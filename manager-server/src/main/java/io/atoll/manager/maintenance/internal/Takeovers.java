package io.atoll.manager.maintenance.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.HostNews;
import io.atoll.manager.maintenance.HostClaims;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Hands a host that is in maintenance for another module to people who want it there: it stays as it is, and is theirs. */
@Service
public class Takeovers {
    private final MaintenanceStore maintenances;
    private final MaintenanceTasks tasks;
    private final MaintenanceNews news;
    private final HostNews hosts;
    private final List<HostClaims> claims;

    Takeovers(
            MaintenanceStore maintenances,
            MaintenanceTasks tasks,
            MaintenanceNews news,
            HostNews hosts,
            List<HostClaims> claims) {
        this.maintenances = maintenances;
        this.tasks = tasks;
        this.news = news;
        this.hosts = hosts;
        this.claims = List.copyOf(claims);
    }

    /** Whether {@link #takeOver} would hand it over now. */
    @Transactional(readOnly = true)
    public boolean isOffered(HostId host) {
        return maintenances
                .of(host)
                .filter(one -> one.state() == MaintenanceState.IN_MAINTENANCE)
                .filter(_ -> claims.stream().anyMatch(claim -> claim.mayGiveUp(host)))
                .isPresent();
    }

    /** Whether a module has the host, also one that would not give it up now. */
    @Transactional(readOnly = true)
    public boolean isClaimed(HostId host) {
        return claims.stream().anyMatch(claim -> claim.claims(host));
    }

    /**
     * The task that looks whether it may be switched off; empty: it is nobody's to hand over.
     *
     * @param parent of that task; null: it is a part of nothing larger
     */
    @Transactional
    public Optional<TaskId> takeOver(HostId host, String note, String requestedBy, @Nullable TaskId parent) {
        hosts.lock(host);
        return maintenances
                .of(host)
                .filter(one -> one.state() == MaintenanceState.IN_MAINTENANCE)
                .filter(_ -> claims.stream().anyMatch(claim -> claim.giveUp(host)))
                .map(one -> {
                    maintenances.taken(one.id(), note, requestedBy);
                    news.changedWithHost(one, Change.CHANGED);
                    return tasks.prove(one, requestedBy, parent);
                });
    }
}
