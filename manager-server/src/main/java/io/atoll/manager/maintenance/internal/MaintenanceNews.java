package io.atoll.manager.maintenance.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.event.RefusalNews;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostNews;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tells the event stream what changed, in the transaction of the change: the maintenance, and its host where that shows it. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class MaintenanceNews {
    private final Events events;
    private final HostNews hosts;
    private final MaintenanceViews views;
    private final RefusalNews refusals;

    MaintenanceNews(Events events, HostNews hosts, MaintenanceViews views, RefusalNews refusals) {
        this.events = events;
        this.hosts = hosts;
        this.views = views;
        this.refusals = refusals;
    }

    /** Runs the check; what it refuses is told once everything is rolled back, unless it was a rehearsal. */
    void watching(Host host, Runnable check) {
        refusals.watching("maintenance-refusal", host.clusterId().value(), host.name(), check);
    }

    /** An event without the VMs: there may be many. It has all actions: the stream drops those that a caller may not do. */
    public void changed(UUID id, Change change) {
        views.summary(id, MaintenanceViews.ANYBODY)
                .ifPresent(view ->
                        events.publish("maintenance", id.toString(), view.hostName(), view.revision(), change, view));
    }

    /** The same, and what is shown with the host has changed as well. */
    public void changedWithHost(Maintenance maintenance, Change change) {
        hosts.changed(maintenance.host());
        changed(maintenance.id(), change);
    }
}
