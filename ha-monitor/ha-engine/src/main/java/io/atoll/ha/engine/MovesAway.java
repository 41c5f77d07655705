package io.atoll.ha.engine;

import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.restart.RestartPlacement.Found;
import java.util.ArrayList;
import java.util.List;

/** Where the network of a host's guests is gone but all else works, its VMs are migrated away, a few at once. */
final class MovesAway {
    private MovesAway() {}

    static void decide(Draft draft, RestartPlacement placement) {
        var leaving = new ArrayList<WatchedVm>();
        var moving = 0;
        for (var vm : draft.facts.vms().values()) {
            var host = vm.owner().host() == null
                    ? null
                    : draft.facts.hosts().get(vm.owner().host());
            if (host == null || vm.protection() == null || !mustLeave(draft, host) || !runs(vm)) {
                continue;
            }
            var watch = draft.vms.get(vm.id());
            if (vm.owner().operation() != null || (watch != null && watch.pending() != null)) {
                moving++;
            } else {
                leaving.add(vm);
            }
        }
        var free = draft.facts.settings().patience().migrationsAway() - moving;
        if (!leaving.isEmpty() && free > 0) {
            leaving.sort((one, other) -> Integer.compare(priority(other), priority(one)));
            order(draft, placement, leaving.subList(0, Math.min(free, leaving.size())));
        }
    }

    private static int priority(WatchedVm vm) {
        return vm.protection() == null ? Integer.MIN_VALUE : vm.protection().priority();
    }

    private static boolean mustLeave(Draft draft, WatchedHost host) {
        return host.lostGuestNetwork() && draft.standing(host.id()) == HostStanding.ALIVE;
    }

    private static boolean runs(WatchedVm vm) {
        return vm.condition() instanceof Condition.Running || vm.condition() instanceof Condition.Ready;
    }

    private static void order(Draft draft, RestartPlacement placement, List<WatchedVm> leaving) {
        var cluster = draft.facts.cluster();
        if (cluster == null) {
            return;
        }
        var eligible = draft.eligibleHosts();
        eligible.removeIf(id -> {
            var host = draft.facts.hosts().get(id);
            return host == null || host.lostGuestNetwork();
        });
        var found = Places.once(
                draft, placement, eligible, leaving.stream().map(WatchedVm::id).toList());
        for (var vm : leaving) {
            var from = vm.owner().host();
            if (from != null && found.get(vm.id()) instanceof Found.On(var to)) {
                draft.decisions.add(new HaDecision.MigrateAway(
                        vm.id(),
                        vm.owner().epoch(),
                        from,
                        to,
                        draft.facts.leadership().epoch()));
                draft.vms.put(
                        vm.id(),
                        draft.vm(vm)
                                .with(new VmWatch.Pending(draft.now, vm.owner().epoch(), to)));
            }
        }
    }
}
