package io.atoll.ha.engine;

import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.ha.timeline.TimelineEntry.ReleaseCause;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What policies ask for while a host lives: VMs are told to end where their host is alone or has lost their storage, if somebody else
 * has room for them. Rules O1 to O3 of ha-monitor/docs/0001-protocol.md.
 */
final class Releases {
    /** A host that obeys takes a few seconds; one whose QEMU hangs in the kernel takes as long as the storage. */
    static final Duration OVERDUE = Duration.ofSeconds(30);

    private final Draft draft;
    private final RestartPlacement placement;
    private final TreeSet<PoolId> poolsInUse = new TreeSet<>();
    private final boolean tooManyAlone;

    private Releases(Draft draft, RestartPlacement placement) {
        this.draft = draft;
        this.placement = placement;
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
        tooManyAlone = Storm.ofLonely(draft).tooMany();
    }

    static void decide(Draft draft, RestartPlacement placement) {
        var releases = new Releases(draft, placement);
        draft.facts.hosts().values().forEach(releases::consider);
    }

    /** Whether the VM's host was told long ago to end it, and has not said that it has. */
    static boolean isOverdue(Draft draft, HostId host, WatchedVm vm) {
        var incident = draft.host(host).incident();
        return incident != null
                && runs(vm)
                && draft.incidents.getOrDefault(incident, Incident.NEW).entries().stream()
                        .anyMatch(told -> told.entry() instanceof TimelineEntry.ReleaseOrdered ordered
                                && ordered.host().equals(host)
                                && ordered.vms().contains(vm.id())
                                && draft.now - told.atNanos() >= OVERDUE.toNanos());
    }

    private void consider(WatchedHost host) {
        var how = draft.standing(host.id());
        if (how != HostStanding.ISOLATED && how != HostStanding.STORAGE_LOST) {
            return;
        }
        var cause = how == HostStanding.ISOLATED ? ReleaseCause.ISOLATED : ReleaseCause.STORAGE_LOST;
        var leaving = new ArrayList<WatchedVm>();
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
                case RELEASE -> leaving.add(vm);
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
        if (!leaving.isEmpty() && draft.due(draft.host(host.id()).asked().releaseNanos())) {
            act(host, leaving, cause);
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
                    case RESTART_ELSEWHERE -> lost(host, vm).isEmpty() ? Wish.RELEASE : Wish.NOTHING_YET;
                };
            case STORAGE_LOST -> storageWish(host, vm, protection);
        };
    }

    /** The VM's pools that the host does not reach. */
    private List<PoolId> lost(WatchedHost host, WatchedVm vm) {
        var slots = draft.host(host.id()).slots();
        var timing = draft.facts.settings().timing();
        return vm.pools().stream()
                .filter(pool -> {
                    var slot = slots.get(pool);
                    return slot != null && slot.over(draft.now, timing);
                })
                .toList();
    }

    /** Only after the delay, and only when somebody else still reaches the storage: else nothing is won by stopping. */
    private Wish storageWish(WatchedHost host, WatchedVm vm, Protection protection) {
        var slots = draft.host(host.id()).slots();
        var delay = draft.facts.settings().patience().storageLossDelay().toNanos();
        var lost = lost(host, vm);
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

    /** What a host has ended already is read in a storm too; only nothing more is ended then. */
    private void act(WatchedHost host, List<WatchedVm> leaving, ReleaseCause cause) {
        var asked = draft.host(host.id()).asked();
        draft.hosts.put(
                host.id(),
                draft.host(host.id())
                        .with(new HostWatch.Asked(asked.freshReadNanos(), asked.takeOverNanos(), draft.now)));
        if (cause == ReleaseCause.ISOLATED) {
            draft.decisions.add(new HaDecision.ReadReleased(host.id(), releases(leaving)));
            if (tooManyAlone) {
                tellStays(host, leaving, cause, "so many hosts are alone that the network is what failed");
                return;
            }
        }
        var room = withRoom(leaving);
        var without = new ArrayList<>(leaving);
        without.removeAll(room);
        if (!without.isEmpty()) {
            tellStays(host, without, cause, "no other host has room for them");
        }
        if (!room.isEmpty()) {
            order(host, room, cause);
        }
    }

    /** Those that another host could run now; to end the others would be for nothing. */
    private List<WatchedVm> withRoom(List<WatchedVm> leaving) {
        var found = Places.once(
                draft,
                placement,
                draft.eligibleHosts(),
                leaving.stream().map(WatchedVm::id).toList());
        return leaving.stream()
                .filter(vm -> found.get(vm.id()) instanceof Found.On(var target)
                        && !target.equals(vm.owner().host()))
                .toList();
    }

    private void tellStays(WatchedHost host, List<WatchedVm> vms, ReleaseCause cause, String reason) {
        draft.tellOnce(
                draft.host(host.id()).incident(), new TimelineEntry.StaysForNow(host.id(), ids(vms), cause, reason));
    }

    private void order(WatchedHost host, List<WatchedVm> vms, ReleaseCause cause) {
        var epoch = draft.facts.leadership().epoch();
        var incident = draft.host(host.id()).incident();
        draft.decisions.add(new HaDecision.OrderRelease(host.id(), releases(vms), cause, epoch));
        draft.tellOnce(incident, new TimelineEntry.ReleaseOrdered(host.id(), ids(vms), cause));
        vms.forEach(vm -> draft.vms.put(vm.id(), draft.vm(vm).in(incident)));
    }

    private static List<ReleaseOf> releases(List<WatchedVm> vms) {
        return vms.stream()
                .map(vm -> new ReleaseOf(vm.id(), vm.owner().epoch()))
                .toList();
    }

    private static List<VmId> ids(List<WatchedVm> vms) {
        return vms.stream().map(WatchedVm::id).toList();
    }
}
