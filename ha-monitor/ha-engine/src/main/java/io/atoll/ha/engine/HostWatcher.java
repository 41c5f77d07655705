package io.atoll.ha.engine;

import io.atoll.ha.facts.Beat;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.lease.Channel;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.lease.ChannelWindow;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Moves the windows of all hosts on, and says how each host stands (rule T1). Runs on every agent alike. */
final class HostWatcher {
    private static final int SHORT = 8;

    private final Draft draft;

    private HostWatcher(Draft draft) {
        this.draft = draft;
    }

    static void watch(Draft draft) {
        var watcher = new HostWatcher(draft);
        draft.facts.hosts().values().forEach(watcher::watch);
    }

    private void watch(WatchedHost host) {
        var before = draft.host(host.id());
        // A host that opens its fence is alive; the beat from before it died must not count against it.
        var opened =
                before.standing().how() == HostStanding.FENCED && !host.fence().raised();
        var beat = beat(host, opened ? ChannelWindow.UNREAD : before.beat());
        var slots = slots(host, before);
        var windows = new HostWatch(
                beat,
                slots,
                before.standing(),
                noted(host, before),
                before.fallsNanos(),
                before.asked(),
                before.incident());
        var how = standing(host, windows);
        var same =
                draft.hosts.containsKey(host.id()) && how == before.standing().how();
        var since = same ? before.standing().sinceNanos() : draft.now;
        var until = windows.quarantined(draft.now) ? before.standing().quarantinedUntilNanos() : null;
        draft.hosts.put(host.id(), told(host, before, windows, new HostWatch.Standing(how, since, until)));
    }

    /** With slots beside it, a beat that could not be read for a while goes on standing still; alone it starts anew. */
    private ChannelWindow beat(WatchedHost host, ChannelWindow before) {
        var unread =
                !draft.facts.leadership().zookeeperAnswers() || host.channels().beat() instanceof Look.Failed<Beat>;
        if (!unread) {
            return moved(before, host.channels().beat(), Beat::value);
        }
        return host.leasePools().isEmpty() ? before.failed() : before.interrupted();
    }

    private SortedMap<PoolId, ChannelWindow> slots(WatchedHost host, HostWatch before) {
        var slots = new TreeMap<PoolId, ChannelWindow>();
        var freshRead = host.channels().freshRead();
        var failedNow = freshRead != null
                && !Objects.equals(failedRead(host), before.noted().failedReadNanos());
        for (var pool : host.leasePools()) {
            var window = before.slots().getOrDefault(pool, ChannelWindow.UNREAD);
            if (failedNow && freshRead != null && freshRead.slots().get(pool) instanceof Look.Failed<Slot>) {
                window = window.failed();
            } else {
                window = moved(window, host.channels().slots().getOrDefault(pool, new Look.Never<>()), Slot::value);
            }
            slots.put(pool, window);
        }
        return slots;
    }

    private static <V> ChannelWindow moved(
            ChannelWindow window, Look<V> look, java.util.function.Function<V, ChannelValue> value) {
        return switch (look) {
            case Look.Seen<V>(var seen, var start, var end) -> window.seen(value.apply(seen), start, end);
            case Look.Failed<V>() -> window.failed();
            case Look.Never<V>() -> ChannelWindow.UNREAD;
        };
    }

    /** What is vouched for before this agent has watched the host may have been contradicted before, too. */
    private HostWatch.Noted noted(WatchedHost host, HostWatch before) {
        var same = host.evidence().equals(before.noted().evidence());
        var firstSeen = draft.hosts.containsKey(host.id()) ? Long.valueOf(draft.now) : null;
        return new HostWatch.Noted(
                failedRead(host), host.evidence(), same ? before.noted().evidenceSinceNanos() : firstSeen);
    }

    private static @Nullable Long failedRead(WatchedHost host) {
        var freshRead = host.channels().freshRead();
        return freshRead != null
                        && freshRead.slots().values().stream().anyMatch(slot -> slot instanceof Look.Failed<Slot>)
                ? freshRead.startNanos()
                : null;
    }

    private HostStanding standing(WatchedHost host, HostWatch watch) {
        if (host.fence().raised()) {
            return HostStanding.FENCED;
        }
        if (watch.beat().value() == null
                || !watch.beat().settled(draft.now, draft.facts.settings().timing())
                || host.capabilities() == null) {
            return HostStanding.UNKNOWN;
        }
        var window = window(watch);
        var slots = watch.slots().values();
        var moving = slots.stream().anyMatch(slot -> slot.value() != null && !over(slot, window));
        if (!over(watch.beat(), window)) {
            return slots.stream().anyMatch(slot -> over(slot, window)) ? HostStanding.STORAGE_LOST : HostStanding.ALIVE;
        }
        if (moving) {
            return watch.beat().readableFor(draft.facts.settings().timing().suspectAfter(), draft.now)
                    ? HostStanding.ISOLATED
                    : HostStanding.UNKNOWN; // It may be about to beat again, after ZooKeeper was away.
        }
        return slots.stream().allMatch(slot -> over(slot, window)) ? HostStanding.SILENT : HostStanding.UNKNOWN;
    }

    private Duration window(HostWatch watch) {
        return draft.facts.settings().timing().windowFor(watch.longestLease());
    }

    private boolean over(ChannelWindow channel, Duration window) {
        return channel.value() != null && channel.stillNanos(draft.now) >= window.toNanos();
    }

    /** Opens and continues the host's story where its standing asks for it. */
    private HostWatch told(WatchedHost host, HostWatch before, HostWatch now, HostWatch.Standing standing) {
        var incident = now.incident();
        var falls = recent(now.fallsNanos());
        switch (standing.how()) {
            case ISOLATED, STORAGE_LOST, SILENT -> {
                if (incident == null && host.state() != HostState.MAINTENANCE) {
                    incident = opened(host, now);
                    falls.add(draft.now);
                    standing = quarantinedIfFlapping(incident, host, falls, standing);
                }
                tellLost(incident, host, now);
                if (!now.suspect(draft.now, draft.facts.settings().timing()) && !takenOver(incident)) {
                    tellAlive(incident, host, standing.how());
                }
            }
            case FENCED -> {
                if (standing.how() != before.standing().how()) {
                    draft.tell(incident, new TimelineEntry.TakenOver(host.id()));
                }
            }
            case ALIVE -> {
                if (incident != null) {
                    tellBack(incident, host, now);
                    draft.tell(incident, new TimelineEntry.HostBack(host.id()));
                    incident = null;
                }
            }
            case UNKNOWN -> {}
        }
        return new HostWatch(now.beat(), now.slots(), standing, now.noted(), falls, now.asked(), incident);
    }

    private List<Long> recent(List<Long> falls) {
        var within = draft.facts.settings().flapping().within().toNanos();
        var recent = new ArrayList<Long>();
        falls.stream().filter(fall -> draft.now - fall < within).forEach(recent::add);
        return recent;
    }

    private HostWatch.Standing quarantinedIfFlapping(
            IncidentId incident, WatchedHost host, List<Long> falls, HostWatch.Standing standing) {
        var flapping = draft.facts.settings().flapping();
        if (falls.size() < flapping.failures()) {
            return standing;
        }
        draft.tell(
                incident,
                new TimelineEntry.Quarantined(host.id(), falls.size(), flapping.within(), flapping.quarantine()));
        return new HostWatch.Standing(
                standing.how(),
                standing.sinceNanos(),
                draft.now + flapping.quarantine().toNanos());
    }

    /** The same on every agent: named after the boot and the last sign of the channel that stands still. */
    private IncidentId opened(WatchedHost host, HostWatch watch) {
        var window = window(watch);
        var still = over(watch.beat(), window)
                ? watch.beat().value()
                : watch.slots().values().stream()
                        .filter(slot -> over(slot, window))
                        .map(ChannelWindow::value)
                        .findFirst()
                        .orElse(watch.beat().value());
        var sign = still == null
                ? ""
                : "-%s-%d".formatted(still.bootId().toString().substring(0, SHORT), still.sequence());
        return new IncidentId("host-" + host.id() + sign);
    }

    private void tellLost(@Nullable IncidentId incident, WatchedHost host, HostWatch watch) {
        var window = window(watch);
        if (over(watch.beat(), window) && !lost(incident, Channel.ZOOKEEPER, null)) {
            draft.tell(
                    incident,
                    new TimelineEntry.SignalLost(
                            host.id(), Channel.ZOOKEEPER, null, watch.beat().stillNanos(draft.now)));
        }
        watch.slots().forEach((pool, slot) -> {
            if (over(slot, window) && !lost(incident, Channel.STORAGE, pool)) {
                draft.tell(
                        incident,
                        new TimelineEntry.SignalLost(host.id(), Channel.STORAGE, pool, slot.stillNanos(draft.now)));
            }
        });
    }

    /** Who comes back after that is empty: there is nothing of which to say that it runs on. */
    private boolean takenOver(@Nullable IncidentId incident) {
        return incident != null
                && draft.incidents.getOrDefault(incident, Incident.NEW).entries().stream()
                        .anyMatch(told -> told.entry() instanceof TimelineEntry.TakenOver);
    }

    private void tellAlive(@Nullable IncidentId incident, WatchedHost host, HostStanding how) {
        switch (how) {
            case ISOLATED -> draft.tellOnce(incident, new TimelineEntry.StillAlive(host.id(), Channel.STORAGE));
            case STORAGE_LOST -> draft.tellOnce(incident, new TimelineEntry.StillAlive(host.id(), Channel.ZOOKEEPER));
            case UNKNOWN, ALIVE, SILENT, FENCED -> {}
        }
    }

    private void tellBack(IncidentId incident, WatchedHost host, HostWatch watch) {
        if (lost(incident, Channel.ZOOKEEPER, null)) {
            draft.tell(incident, new TimelineEntry.SignalBack(host.id(), Channel.ZOOKEEPER, null));
        }
        for (var pool : watch.slots().keySet()) {
            if (lost(incident, Channel.STORAGE, pool)) {
                draft.tell(incident, new TimelineEntry.SignalBack(host.id(), Channel.STORAGE, pool));
            }
        }
    }

    /** Whether the story says that this channel stands still. */
    private boolean lost(@Nullable IncidentId incident, Channel channel, @Nullable PoolId pool) {
        if (incident == null) {
            return true;
        }
        var lost = false;
        for (var told : draft.incidents.getOrDefault(incident, Incident.NEW).entries()) {
            if (told.entry() instanceof TimelineEntry.SignalLost entry
                    && entry.channel() == channel
                    && Objects.equals(entry.pool(), pool)) {
                lost = true;
            } else if (told.entry() instanceof TimelineEntry.SignalBack entry
                    && entry.channel() == channel
                    && Objects.equals(entry.pool(), pool)) {
                lost = false;
            }
        }
        return lost;
    }
}
