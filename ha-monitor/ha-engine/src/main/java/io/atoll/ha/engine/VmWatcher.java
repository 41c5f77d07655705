package io.atoll.ha.engine;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Follows what hosts say about their protected VMs: failures in a row, and the story each VM is in. */
final class VmWatcher {
    private static final int SHORT = 8;

    /** A lock is tried closely, for a killed QEMU lets go as soon as its storage answers; later less often. */
    private static final long LOCK_WATCHED_CLOSELY_NANOS = Duration.ofMinutes(1).toNanos();

    /** With the time that order, start and report take, this makes a try about every second. */
    private static final Duration SOON = Duration.ofMillis(500);

    private static final Duration LATER = Duration.ofSeconds(10);

    private final Draft draft;

    private VmWatcher(Draft draft) {
        this.draft = draft;
    }

    static void watch(Draft draft) {
        var watcher = new VmWatcher(draft);
        for (var vm : draft.facts.vms().values()) {
            var protection = vm.protection();
            if (protection == null || !vm.owner().wanted()) {
                draft.vms.remove(vm.id());
            } else {
                draft.vms.put(vm.id(), watcher.watched(vm, protection, draft.vm(vm)));
            }
        }
    }

    private VmWatch watched(WatchedVm vm, Protection protection, VmWatch before) {
        var watch = withoutOldOrder(vm, before);
        var host = vm.owner().host();
        if (host != null && draft.standing(host) == HostStanding.SILENT) {
            watch = watch.in(draft.host(host).incident());
        }
        if (watch.seen().epoch().isOlderThan(vm.owner().epoch())) {
            watch = watch.with(watch.failures().atLeast(vm.owner().failures()));
            // While its image is locked it gets an epoch every second, of which there is nothing to tell.
            if (host != null && watch.failures().lockedSinceNanos() == null) {
                draft.tell(
                        watch.incident(),
                        new TimelineEntry.Assigned(
                                vm.id(),
                                host,
                                vm.owner().epoch(),
                                watch.failures().count() + 1));
            }
            watch = watch.with(new VmWatch.Seen(vm.owner().epoch(), draft.now, null, false))
                    .waiting(null);
        }
        var condition = vm.condition();
        if (host == null || condition == null) {
            return watch;
        }
        return switch (condition) {
            case Condition.Starting() -> watch;
            case Condition.Running() -> up(vm, watch, host, false);
            case Condition.Ready() -> up(vm, watch, host, true);
            case Condition.Failed(var cause) ->
                protection.restartsOn().contains(cause) ? failed(vm, watch, host, cause) : watch;
            case Condition.Gone() -> gone(vm, watch, host);
            case Condition.Stopped() -> watch.in(null);
        };
    }

    private VmWatch withoutOldOrder(WatchedVm vm, VmWatch watch) {
        var pending = watch.pending();
        return pending != null && (pending.epoch().isOlderThan(vm.owner().epoch()) || draft.due(pending.sinceNanos()))
                ? watch.with((VmWatch.Pending) null)
                : watch;
    }

    private VmWatch up(WatchedVm vm, VmWatch before, HostId host, boolean ready) {
        var watch = before;
        var upSince = watch.seen().upSinceNanos();
        if (upSince == null) {
            draft.tell(watch.incident(), new TimelineEntry.Up(vm.id(), host));
            upSince = draft.now;
        }
        if (ready && !watch.seen().ready()) {
            draft.tell(watch.incident(), new TimelineEntry.Ready(vm.id(), host));
        }
        watch = watch.with(new VmWatch.Seen(vm.owner().epoch(), watch.seen().sinceNanos(), upSince, ready))
                .with(watch.failures().unlocked());
        var lasted = draft.now - upSince
                >= draft.facts.settings().retries().forgottenAfter().toNanos();
        if (lasted && watch.failures().count() > 0) {
            watch = watch.with(new VmWatch.Failures(0, watch.failures().countedEpoch(), null, null, null));
        }
        var over = (ready || lasted) && draft.standing(host) == HostStanding.ALIVE;
        return over ? watch.in(null) : watch;
    }

    private VmWatch failed(WatchedVm vm, VmWatch watch, HostId host, FailureCause cause) {
        if (vm.owner().epoch().equals(watch.failures().countedEpoch())) {
            return watch;
        }
        var incident = watch.incident() == null
                ? new IncidentId("vm-%s-%s".formatted(vm.id(), vm.owner().epoch()))
                : watch.incident();
        if (cause == FailureCause.IMAGE_LOCKED) {
            return locked(vm, watch, host, incident);
        }
        var counted = counted(vm, watch, cause == FailureCause.START_FAILED ? host : null);
        draft.tell(
                incident,
                new TimelineEntry.Failed(
                        vm.id(), host, cause, counted.failures().count(), delay(counted)));
        return counted.in(incident);
    }

    /** Not counted: it is not the VM that failed. It is tried again until whoever has its image open has let it go. */
    private VmWatch locked(WatchedVm vm, VmWatch watch, HostId host, IncidentId incident) {
        var known = watch.failures().lockedSinceNanos();
        var since = known == null ? draft.now : known;
        var delay = draft.now - since < LOCK_WATCHED_CLOSELY_NANOS ? SOON : LATER;
        var failures = watch.failures();
        if (known == null) {
            draft.tell(
                    incident,
                    new TimelineEntry.Failed(vm.id(), host, FailureCause.IMAGE_LOCKED, failures.count(), delay));
        }
        return watch.with(new VmWatch.Failures(
                        failures.count(), vm.owner().epoch(), draft.now + delay.toNanos(), null, since))
                .with(new VmWatch.Seen(vm.owner().epoch(), watch.seen().sinceNanos(), null, false))
                .in(incident);
    }

    /** Counted as well: a host that ends a VM again and again must not be asked to start it without a pause. */
    private VmWatch gone(WatchedVm vm, VmWatch watch, HostId host) {
        if (vm.owner().epoch().equals(watch.failures().countedEpoch())) {
            return watch;
        }
        var incident = watch.incident() == null ? draft.host(host).incident() : watch.incident();
        var ownStory = incident == null;
        if (incident == null) {
            incident = goneFrom(host);
        }
        if (ownStory
                || draft.standing(host) == HostStanding.ISOLATED
                || draft.standing(host) == HostStanding.STORAGE_LOST) {
            draft.tellOnce(
                    incident,
                    new TimelineEntry.Released(host, vm.id(), vm.owner().epoch()));
        }
        return counted(vm, watch, null).in(incident);
    }

    /** One story for all that are gone from a host: after a boot, these are all its VMs. */
    private IncidentId goneFrom(HostId host) {
        var value = draft.host(host).beat().value();
        return new IncidentId("gone-" + host + bootOf(value));
    }

    private static String bootOf(@Nullable ChannelValue value) {
        return value == null ? "" : "-" + value.bootId().toString().substring(0, SHORT);
    }

    private VmWatch counted(WatchedVm vm, VmWatch watch, @Nullable HostId avoids) {
        var count = watch.failures().count() + 1;
        var delay = draft.facts.settings().retries().delayAfter(count);
        var notBefore = delay.isZero() ? null : Long.valueOf(draft.now + delay.toNanos());
        return watch.with(new VmWatch.Failures(count, vm.owner().epoch(), notBefore, avoids, null))
                .with(new VmWatch.Seen(vm.owner().epoch(), watch.seen().sinceNanos(), null, false));
    }

    private Duration delay(VmWatch watch) {
        return draft.facts.settings().retries().delayAfter(watch.failures().count());
    }
}
