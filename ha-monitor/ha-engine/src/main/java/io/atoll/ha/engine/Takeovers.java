package io.atoll.ha.engine;

import io.atoll.ha.facts.Beat;
import io.atoll.ha.facts.FreshRead;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.lease.ChannelWindow;
import io.atoll.ha.proof.Evidence;
import io.atoll.ha.proof.Proof;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which hosts are proved to run nothing any more and are to be taken over now (rules T1 to T3). */
final class Takeovers {
    private final Draft draft;
    private final Storm storm;

    private Takeovers(Draft draft) {
        this.draft = draft;
        storm = Storm.in(draft);
    }

    /** The proof for each host that is to be taken over in this step. */
    static SortedMap<HostId, Proof> proved(Draft draft) {
        var takeovers = new Takeovers(draft);
        var proved = new TreeMap<HostId, Proof>();
        for (var host : draft.facts.hosts().values()) {
            var proof = takeovers.candidate(host) ? takeovers.proof(host) : null;
            if (proof != null && draft.due(draft.host(host.id()).asked().takeOverNanos())) {
                proved.put(host.id(), proof);
            }
        }
        return proved;
    }

    /** No host takes itself over, none twice, and none that beats; one in maintenance only while VMs are left on it. */
    private boolean candidate(WatchedHost host) {
        var timing = draft.facts.settings().timing();
        return !host.id().equals(draft.facts.leadership().self())
                && !host.fence().raised()
                && draft.host(host.id()).beat().suspect(draft.now, timing)
                && (host.state() != HostState.MAINTENANCE || owns(host.id()));
    }

    private boolean owns(HostId host) {
        return draft.facts.vms().values().stream()
                .anyMatch(vm -> host.equals(vm.owner().host())
                        && vm.protection() != null
                        && vm.owner().wanted());
    }

    private @Nullable Proof proof(WatchedHost host) {
        var watch = draft.host(host.id());
        var last = watch.beat().value();
        if (last == null) {
            return null;
        }
        var vouched = vouched(host, last);
        if (vouched != null
                && watch.stillSinceEvidence()
                && watch.suspect(draft.now, draft.facts.settings().timing())) {
            return vouched;
        }
        var released = saysReleased(host);
        var silent = watch.standing().how() == HostStanding.SILENT;
        if (!released && !silent) {
            return null;
        }
        var timeCounts = silent && (vouched != null || !storm.tooMany());
        if (!released && !timeCounts) {
            draft.tellOnce(
                    watch.incident(),
                    new TimelineEntry.HeldBack(
                            host.id(),
                            storm.silent(),
                            storm.all(),
                            draft.facts.settings().patience().stormPercent()));
            return null;
        }
        if (host.leasePools().isEmpty()) {
            return ranOut(watch, draft.now);
        }
        var proof = byFreshRead(host, watch, timeCounts);
        if (proof == null && draft.due(watch.asked().freshReadNanos())) {
            askAgain(host, watch);
        }
        return proof != null && proof.isTimeOnly() && storm.tooMany() ? vouched : proof;
    }

    /** Evidence counts for the beat that was the last when it was given: of what came later it says nothing. */
    private static Proof.@Nullable Vouched vouched(WatchedHost host, ChannelValue lastBeat) {
        for (Evidence evidence : host.evidence()) {
            if (evidence.isAbout(lastBeat)) {
                return new Proof.Vouched(evidence);
            }
        }
        return null;
    }

    private static boolean saysReleased(WatchedHost host) {
        var pools = host.leasePools();
        return !pools.isEmpty()
                && pools.stream()
                        .allMatch(pool -> isReleased(host.channels().slots().get(pool)));
    }

    private static boolean isReleased(@Nullable Look<Slot> look) {
        return look instanceof Look.Seen<Slot> seen && seen.value().state() == Slot.State.RELEASED;
    }

    /** What the newest fresh read proves, provided that it began late enough and nothing in it failed. */
    private @Nullable Proof byFreshRead(WatchedHost host, HostWatch watch, boolean timeCounts) {
        var read = host.channels().freshRead();
        var pools = host.leasePools();
        if (read == null || !read.slots().keySet().containsAll(pools)) {
            return null;
        }
        var timing = draft.facts.settings().timing();
        // After ZooKeeper was away, those who gave their lease up meanwhile come back within this time; let them.
        var readable = watch.beat().readableSinceNanos();
        if (readable != null
                && read.startNanos() - readable >= timing.suspectAfter().toNanos()
                && watch.beat().stillNanos(read.startNanos())
                        >= timing.suspectAfter().toNanos()
                && pools.stream().allMatch(pool -> isReleased(read.slots().get(pool)))) {
            var value = watch.beat().value();
            return value == null ? null : new Proof.EnforcersReleased(value.bootId(), pools);
        }
        return timeCounts && read.startNanos() - windowsOverNanos(watch) >= 0 && unchanged(read, watch)
                ? ranOut(watch, read.startNanos())
                : null;
    }

    /** When the last of the windows was over. */
    private long windowsOverNanos(HostWatch watch) {
        var window =
                draft.facts.settings().timing().windowFor(watch.longestLease()).toNanos();
        var latest = watch.beat().sinceNanos();
        for (var slot : watch.slots().values()) {
            latest = slot.sinceNanos() - latest > 0 ? slot.sinceNanos() : latest;
        }
        return latest + window;
    }

    private static boolean unchanged(FreshRead read, HostWatch watch) {
        for (var slot : watch.slots().entrySet()) {
            if (!(read.slots().get(slot.getKey()) instanceof Look.Seen<Slot> seen)
                    || !seen.value().value().equals(slot.getValue().value())) {
                return false;
            }
        }
        return true;
    }

    private Proof.@Nullable LeaseRanOut ranOut(HostWatch watch, long readStartNanos) {
        var value = watch.beat().value();
        if (value == null) {
            return null;
        }
        var still = new TreeMap<PoolId, Long>();
        watch.slots().forEach((pool, slot) -> still.put(pool, slot.stillNanos(draft.now)));
        return new Proof.LeaseRanOut(
                value.bootId(), value.sequence(), watch.beat().stillNanos(draft.now), still, readStartNanos);
    }

    private void askAgain(WatchedHost host, HostWatch watch) {
        draft.decisions.add(new HaDecision.ReadAfresh(host.id(), host.leasePools()));
        var asked = watch.asked();
        draft.hosts.put(
                host.id(), watch.with(new HostWatch.Asked(draft.now, asked.takeOverNanos(), asked.releaseNanos())));
    }

    /** The version of the beat node at which the window's value was read; null: the last look shows another value or none. */
    static @Nullable Long beatVersion(WatchedHost host, ChannelWindow window) {
        return host.channels().beat() instanceof Look.Seen<Beat> seen
                        && Objects.equals(seen.value().value(), window.value())
                ? Long.valueOf(seen.value().version())
                : null;
    }
}
