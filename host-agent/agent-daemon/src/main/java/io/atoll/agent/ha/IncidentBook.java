package io.atoll.agent.ha;

import io.atoll.ha.timeline.IncidentId;
import io.atoll.ha.timeline.TimedEntry;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.ha.zk.facts.Alarms;
import io.atoll.ha.zk.facts.Incident;
import io.atoll.ha.zk.facts.Incidents;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The incidents and alarms of a cluster as its HA leader keeps them in ZooKeeper, for the manager to fetch. */
final class IncidentBook {
    private static final Pattern ABOUT_A_HOST =
            Pattern.compile("(?:host|gone)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    private final Incidents incidents;
    private final Alarms alarms;
    private final ClusterId cluster;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Incident> known = new HashMap<>();
    private SortedMap<String, String> raised = new TreeMap<>();

    /** @param nanos the clock that timed the entries */
    IncidentBook(Incidents incidents, Alarms alarms, ClusterId cluster, Clock clock, LongSupplier nanos) {
        this.incidents = incidents;
        this.alarms = alarms;
        this.cluster = cluster;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Reads what earlier leaders have written. */
    synchronized void load() {
        known.clear();
        for (var id : incidents.list()) {
            incidents
                    .read(id)
                    .filter(incident -> incident.cluster().equals(cluster))
                    .ifPresent(incident -> known.put(incident.key(), incident));
        }
        raised = new TreeMap<>(alarms.read(cluster));
    }

    /** How many entries of each incident are stored. */
    synchronized SortedMap<String, Integer> storedEntries() {
        var counts = new TreeMap<String, Integer>();
        known.forEach((key, incident) -> counts.put(key, incident.moments()));
        return counts;
    }

    synchronized SortedMap<String, String> storedAlarms() {
        return new TreeMap<>(raised);
    }

    /** Stores what is not stored yet; the first of the entries has the number {@code firstIndex}. */
    synchronized void append(IncidentId key, int firstIndex, List<TimedEntry> entries, TimelineWords words) {
        var before = known.get(key.value());
        var stored = before == null ? 0 : before.moments();
        if (firstIndex > stored || firstIndex + entries.size() <= stored) {
            return; // a gap, which the engine fills when it sees how many there are; or nothing new
        }
        var timeline = new ArrayList<Incident.Moment>(before == null ? List.of() : before.timeline());
        var now = nanos.getAsLong();
        for (var entry : entries.subList(stored - firstIndex, entries.size())) {
            timeline.add(new Incident.Moment(
                    clock.instant().minusNanos(now - entry.atNanos()),
                    TimelineWords.word(entry.entry()),
                    words.sentence(entry.entry())));
        }
        var incident = new Incident(
                before == null ? newId() : before.id(),
                key.value(),
                cluster,
                key.value().replaceFirst("-.*", ""),
                before == null ? host(key, entries) : before.host(),
                false,
                before == null ? 0 : before.leftOut(),
                timeline);
        incidents.write(incident);
        known.put(key.value(), incident);
    }

    /** An incident about a host is named after it; one about a VM happened where it failed first. */
    private static @Nullable HostId host(IncidentId key, List<TimedEntry> entries) {
        var name = ABOUT_A_HOST.matcher(key.value());
        if (name.lookingAt()) {
            return HostId.parse(name.group(1));
        }
        return entries.stream()
                .map(TimedEntry::entry)
                .filter(TimelineEntry.Failed.class::isInstance)
                .map(entry -> ((TimelineEntry.Failed) entry).host())
                .findFirst()
                .orElse(null);
    }

    /** Marks those as ended of which nothing more is to come; something that comes all the same opens one again. */
    synchronized void close(Set<IncidentId> open) {
        var over = known.values().stream()
                .filter(incident -> !incident.ended() && !open.contains(new IncidentId(incident.key())))
                .toList();
        for (var incident : over) {
            var ended = incident.asEnded();
            incidents.write(ended);
            known.put(ended.key(), ended);
        }
    }

    synchronized void raise(String key, String text) {
        var next = new TreeMap<>(raised);
        next.put(key, text);
        write(next);
    }

    synchronized void clear(String key) {
        var next = new TreeMap<>(raised);
        next.remove(key);
        write(next);
    }

    private void write(SortedMap<String, String> next) {
        if (!next.equals(raised)) {
            alarms.write(cluster, next);
            raised = next;
        }
    }

    /** A UUIDv7: ids must sort by age. */
    private UUID newId() {
        var random = UUID.randomUUID();
        var time = clock.millis() << 16;
        var high = time | 0x7000L | (random.getMostSignificantBits() & 0xfffL);
        return new UUID(high, random.getLeastSignificantBits());
    }
}
