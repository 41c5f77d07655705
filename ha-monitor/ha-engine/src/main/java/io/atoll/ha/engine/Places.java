package io.atoll.ha.engine;

import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds places for VMs that wait, and keeps what it found until something changes. The cluster it asks about is the snapshot, with
 * owners and the standing of hosts as they are now.
 */
final class Places {
    private final Draft draft;
    private final RestartPlacement placement;
    private final SortedSet<HostId> eligible;
    private final SortedSet<HostId> dead;

    /** @param taken hosts that are taken over in this step */
    Places(Draft draft, RestartPlacement placement, SortedSet<HostId> eligible, SortedSet<HostId> taken) {
        this.draft = draft;
        this.placement = placement;
        this.eligible = eligible;
        dead = new TreeSet<>(taken);
        draft.facts.hosts().values().stream()
                .filter(host -> host.fence().raised())
                .forEach(host -> dead.add(host.id()));
    }

    /** Places that are asked for once and not kept. */
    static SortedMap<VmId, Found> once(
            Draft draft, RestartPlacement placement, SortedSet<HostId> eligible, List<VmId> order) {
        var cluster = draft.facts.cluster();
        return cluster == null
                ? new TreeMap<>()
                : new Places(draft, placement, eligible, new TreeSet<>()).ask(cluster, order);
    }

    /** A place, or the reason why there is none, for each of these VMs. */
    SortedMap<VmId, Found> of(List<VmId> order) {
        var cluster = draft.facts.cluster();
        if (order.isEmpty() || cluster == null) {
            draft.keep(new TreeMap<>(), "");
            return nowhere(order, "sizes and rules of the cluster are not known here yet");
        }
        var room = new Room(cluster, hosts(cluster), dead, owners());
        var kept = new TreeMap<VmId, Found>();
        order.forEach(vm -> {
            var found = draft.plans.found().get(vm);
            if (found != null) {
                kept.put(vm, found);
            }
        });
        if (kept.size() == order.size() && stillGood(kept, room)) {
            draft.keep(kept, draft.plans.room() == null ? room : draft.plans.room());
            return kept;
        }
        var found = ask(cluster, order);
        draft.keep(found, room);
        return found;
    }

    /**
     * A place is good while its host is. That there is none, or one that rules allow, holds only while nothing changes at all: rules may
     * have changed, and others may have come to the host.
     */
    private boolean stillGood(SortedMap<VmId, Found> kept, Room room) {
        for (var found : kept.values()) {
            if (found instanceof Found.On(var host) && !eligible.contains(host)) {
                return false;
            }
        }
        return kept.entrySet().stream()
                        .noneMatch(place -> place.getValue() instanceof Found.Nowhere || isRuled(place.getKey(), room))
                || room.equals(draft.plans.room());
    }

    private static boolean isRuled(VmId vm, Room room) {
        return room.cluster.rules().stream().anyMatch(rule -> rule.vms().contains(vm));
    }

    private SortedMap<VmId, Found> ask(Cluster snapshot, List<VmId> order) {
        var known = order.stream().filter(vm -> snapshot.vms().containsKey(vm)).toList();
        var unknown =
                order.stream().filter(vm -> !snapshot.vms().containsKey(vm)).toList();
        var found = nowhere(unknown, "its size is not known here: the cluster's snapshot has no such VM");
        if (known.isEmpty()) {
            return found;
        }
        var now = now(snapshot, new TreeSet<>(known));
        var avoiding = avoiding(known);
        found.putAll(placement.in(withRules(now, avoiding)).place(dead, known));
        // Where a start failed is better than nowhere.
        if (avoiding.stream()
                .anyMatch(rule -> rule.vms().stream().anyMatch(vm -> found.get(vm) instanceof Found.Nowhere))) {
            found.putAll(placement.in(now).place(dead, known));
        }
        return found;
    }

    private List<Rule> avoiding(List<VmId> order) {
        var rules = new ArrayList<Rule>();
        for (var vm : order) {
            var watch = draft.vms.get(vm);
            var avoids = watch == null ? null : watch.failures().avoids();
            if (avoids != null) {
                rules.add(new Rule.NeverOn(
                        "last start of %s failed there".formatted(vm),
                        new TreeSet<>(List.of(vm)),
                        new TreeSet<>(List.of(avoids))));
            }
        }
        return rules;
    }

    private static Cluster withRules(Cluster cluster, List<Rule> more) {
        if (more.isEmpty()) {
            return cluster;
        }
        var rules = new ArrayList<>(cluster.rules());
        rules.addAll(more);
        return cluster.withRules(rules);
    }

    private Cluster now(Cluster snapshot, SortedSet<VmId> waiting) {
        var vms = new ArrayList<Vm>();
        for (var vm : snapshot.vms().values()) {
            vms.add(waiting.contains(vm.id()) ? vm.on(null) : vm.on(whereabouts(snapshot, vm)));
        }
        return snapshot.withHosts(hosts(snapshot)).withVms(vms);
    }

    private List<Host> hosts(Cluster snapshot) {
        return snapshot.hosts().values().stream().map(this::now).toList();
    }

    private Host now(Host host) {
        var state = dead.contains(host.id())
                ? PowerState.FAILED
                : eligible.contains(host.id()) || host.state() != PowerState.ON ? host.state() : whyNot(host.id());
        var slots = draft.host(host.id()).slots();
        var timing = draft.facts.settings().timing();
        var pools = new TreeSet<PoolId>(host.reach().pools());
        pools.removeIf(pool -> {
            var slot = slots.get(pool);
            return slot != null && slot.over(draft.now, timing);
        });
        return new Host(
                host.id(),
                host.name(),
                host.capacity(),
                new Host.Reach(pools, host.reach().networks(), host.reach().features()),
                host.zones(),
                state,
                host.power());
    }

    /** What keeps VMs from a host that is not eligible. */
    private PowerState whyNot(HostId id) {
        var host = draft.facts.hosts().get(id);
        if (host == null) {
            return PowerState.UNWATCHED;
        }
        if (!Draft.wanted(host.state())) {
            return PowerState.MAINTENANCE;
        }
        return switch (draft.standing(id)) {
            case UNKNOWN -> PowerState.UNWATCHED;
            case ISOLATED, SILENT -> PowerState.UNREACHABLE;
            case FENCED -> PowerState.FAILED;
            case ALIVE, STORAGE_LOST -> PowerState.HELD_BACK;
        };
    }

    /** Owners are newer than the snapshot; a VM that is being started counts where it will be. */
    private @Nullable HostId whereabouts(Cluster snapshot, Vm vm) {
        var watched = draft.facts.vms().get(vm.id());
        var host = watched == null ? vm.host() : target(watched);
        return host != null && snapshot.hosts().containsKey(host) ? host : null;
    }

    /** A VM that is not meant to run takes no room, whoever still owns it. */
    private @Nullable HostId target(WatchedVm vm) {
        if (!vm.owner().wanted()) {
            return null;
        }
        var watch = draft.vms.get(vm.id());
        return watch == null || watch.pending() == null
                ? vm.owner().host()
                : watch.pending().target();
    }

    private SortedMap<VmId, HostId> owners() {
        var owners = new TreeMap<VmId, HostId>();
        for (var vm : draft.facts.vms().values()) {
            var host = vm.owner().host();
            if (host != null && vm.owner().wanted()) {
                owners.put(vm.id(), host);
            }
        }
        return owners;
    }

    private static SortedMap<VmId, Found> nowhere(List<VmId> vms, String reason) {
        var found = new TreeMap<VmId, Found>();
        vms.forEach(vm -> found.put(vm, new Found.Nowhere(reason)));
        return found;
    }

    /** What a place depends on: the hosts as they are now, with the pools that they reach now. */
    private record Room(Cluster cluster, List<Host> hosts, SortedSet<HostId> dead, SortedMap<VmId, HostId> owners) {}
}
