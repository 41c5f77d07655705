package io.atoll.ha.engine;

import io.atoll.ha.timeline.IncidentId;
import java.time.Duration;
import java.util.TreeMap;
import java.util.TreeSet;

/** Hands out what was told and is not stored yet, and forgets stories that are over. */
final class Stories {
    /** So many fit into one write without coming near ZooKeeper's limit of 1 MiB. */
    private static final int MOST_AT_ONCE = 200;

    private static final long REMEMBERED_NANOS = Duration.ofMinutes(10).toNanos();

    private Stories() {}

    static void settle(Draft draft) {
        var open = new TreeSet<IncidentId>();
        for (var host : draft.hosts.values()) {
            if (host.incident() != null) {
                open.add(host.incident());
            }
        }
        for (var vm : draft.vms.values()) {
            if (vm.incident() != null) {
                open.add(vm.incident());
            }
        }
        for (var story : new TreeMap<>(draft.incidents).entrySet()) {
            settle(draft, story.getKey(), story.getValue(), open.contains(story.getKey()));
        }
    }

    private static void settle(Draft draft, IncidentId id, Incident incident, boolean open) {
        var stored = draft.facts.stored().timelineEntries().getOrDefault(id.value(), 0);
        var total = incident.entries().size();
        var closedAt = open ? null : incident.closedAtNanos();
        if (!open && closedAt == null) {
            closedAt = draft.now;
        }
        if (closedAt != null && (stored >= total || draft.now - closedAt >= REMEMBERED_NANOS)) {
            draft.incidents.remove(id);
            return;
        }
        var append = draft.leads() && stored < total && draft.due(incident.appendedNanos());
        if (append) {
            draft.decisions.add(new HaDecision.AppendTimeline(
                    id, stored, incident.entries().subList(stored, Math.min(total, stored + MOST_AT_ONCE))));
        }
        draft.incidents.put(
                id,
                new Incident(
                        incident.entries(), closedAt, append ? Long.valueOf(draft.now) : incident.appendedNanos()));
    }
}
