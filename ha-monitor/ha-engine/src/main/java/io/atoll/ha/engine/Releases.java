package io.atoll.ha.engine;

import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.ha.timeline.TimelineEntry.ReleaseCause;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What policies ask for while a host lives: VMs are told to end where their host is alone or has lost their storage. */
final class Releases {
    private final Draft draft;
    private final TreeSet<PoolId> poolsInUse = new TreeSet<>();
    private final boolean tooManyAlone;

    private Releases(Draft draft) {
        this.draft = draft;
        for (var host : draft.facts.hosts().values()) {
            if (draft.eligible(host)) {
                draft.host(host.id()).slots().forEach((pool, slot) -> {
                    if (slot.value() != null
                            && !slot.over(draft.now, draft.facts.settings().timing())) {
                        poolsInUse.add(pool);
                    }
                });
            }
        }
        tooManyAlone = tooManyAlone();
    }

    static void decide(Draft draft) {
        var releases = new Releases(draft);
        draft.facts.hosts().values().forEach(releases::consider);
    }

    /** Where many hosts are alone at once, ZooKeeper is what failed, and nobody is to stop for it. */
    private boolean tooManyAlone() {
        var alone = 0;
        var all = 0;
        for (var host : draft.facts.hosts().values()) {
            if (host.state() != HostState.MAINTENANCE) {
                all++;
                var how = draft.standing(host.id());
                alone += how == HostStanding.ISOLATED || how == HostStanding.SILENT ? 1 : 0;
            }
        }
        return alone > 1 && alone * 100L > draft.facts.settings().patience().stormPercent() * (long) all;
    }

    private void consider(WatchedHost host) {
        var how = draft.standing(host.id());
        if (how != HostStanding.ISOLATED && how != HostStanding.STORAGE_LOST) {
            return;
        }
        var cause = how == HostStanding.ISOLATED ? ReleaseCause.ISOLATED : ReleaseCause.STORAGE_LOST;
        var released = new ArrayList<WatchedVm>();
        var kept = new ArrayList<VmId>();
        for (var vm : draft.facts.vms().values()) {
            var protection = vm.protection();
            if (protection == null
                    || !host.id().equals(vm.owner().host())
                    || !vm.owner().wanted()
                    || !runs(vm)) {
                continue;
            }
            switch (wish(host, vm, protection, cause)) {
                case RELEASE -> released.add(vm);
                case KEEP -> kept.add(vm.id());
                case NOTHING_YET -> {}
            }
        }
        var watch = draft.host(host.id());
        // The channels of a host that dies stand still one after the other; in between nobody has to decide about its
        // VMs.
        if (!kept.isEmpty() && !watch.suspect(draft.now, draft.facts.settings().timing())) {
            draft.tellOnce(watch.incident(), new TimelineEntry.KeptByPolicy(host.id(), kept, cause));
        }
        if (!released.isEmpty() && draft.due(watch.asked().releaseNanos())) {
            order(host, watch, released, cause);
        }
    }

    private enum Wish {
        RELEASE,
        KEEP,
        NOTHING_YET
    }

    private Wish wish(WatchedHost host, WatchedVm vm, Protection protection, ReleaseCause cause) {
        return switch (cause) {
            case ISOLATED ->
                switch (protection.isolation()) {
                    case KEEP_RUNNING -> Wish.KEEP;
                    case RESTART_ELSEWHERE -> tooManyAlone ? Wish.NOTHING_YET : Wish.RELEASE;
                };
            case STORAGE_LOST -> storageWish(host, vm, protection);
        };
    }

    /** Only after the delay, and only when somebody else still reaches the storage: else nothing is won by stopping. */
    private Wish storageWish(WatchedHost host, WatchedVm vm, Protection protection) {
        var slots = draft.host(host.id()).slots();
        var delay = draft.facts.settings().patience().storageLossDelay().toNanos();
        var timing = draft.facts.settings().timing();
        var lost = vm.pools().stream()
                .filter(pool -> {
                    var slot = slots.get(pool);
                    return slot != null && slot.over(draft.now, timing);
                })
                .toList();
        if (lost.isEmpty()) {
            return Wish.NOTHING_YET;
        }
        return switch (protection.storageLoss()) {
            case KEEP_PAUSED -> Wish.KEEP;
            case RESTART_ELSEWHERE -> {
                var lasted = lost.stream().allMatch(pool -> {
                    var slot = slots.get(pool);
                    return slot != null && slot.stillNanos(draft.now) >= delay;
                });
                yield lasted && poolsInUse.containsAll(vm.pools()) ? Wish.RELEASE : Wish.NOTHING_YET;
            }
        };
    }

    private static boolean runs(WatchedVm vm) {
        return switch (vm.condition()) {
            case Condition.Gone(), Condition.Stopped() -> false;
            case Condition.Failed(var cause) -> !cause.ended();
            case Condition.Starting(), Condition.Running(), Condition.Ready() -> true;
            case null -> true;
        };
    }

    private void order(WatchedHost host, HostWatch watch, List<WatchedVm> vms, ReleaseCause cause) {
        var epoch = draft.facts.leadership().epoch();
        draft.decisions.add(new HaDecision.OrderRelease(
                host.id(),
                vms.stream()
                        .map(vm -> new ReleaseOf(vm.id(), vm.owner().epoch()))
                        .toList(),
                cause,
                epoch));
        draft.tellOnce(
                watch.incident(),
                new TimelineEntry.ReleaseOrdered(
                        host.id(), vms.stream().map(WatchedVm::id).toList(), cause));
        vms.forEach(vm -> draft.vms.put(vm.id(), draft.vm(vm).in(watch.incident())));
        var asked = watch.asked();
        draft.hosts.put(
                host.id(), watch.with(new HostWatch.Asked(asked.freshReadNanos(), asked.takeOverNanos(), draft.now)));
    }
}
