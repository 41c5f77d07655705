package io.atoll.ha.engine;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which VMs are to be started, found in the facts anew at each step: so it does not matter whether an earlier decision was lost. A VM
 * is one only when it is certain that it runs nowhere, or when its own host can end it first.
 */
final class Candidates {
    private final Draft draft;
    private final SortedSet<HostId> taken;
    private final SortedSet<HostId> eligible;

    private Candidates(Draft draft, SortedSet<HostId> taken, SortedSet<HostId> eligible) {
        this.draft = draft;
        this.taken = taken;
        this.eligible = eligible;
    }

    /** @param taken hosts that are taken over in this step */
    static SortedMap<VmId, Candidate> in(Draft draft, SortedSet<HostId> taken, SortedSet<HostId> eligible) {
        var candidates = new Candidates(draft, taken, eligible);
        var found = new TreeMap<VmId, Candidate>();
        for (var vm : draft.facts.vms().values()) {
            var candidate = vm.protection() == null || !vm.owner().wanted() ? null : candidates.of(vm);
            if (candidate != null) {
                found.put(vm.id(), candidate);
            }
        }
        return found;
    }

    private @Nullable Candidate of(WatchedVm vm) {
        var host = vm.owner().host();
        if (host == null) {
            return vm.owner().operation() == null ? new Candidate(vm, null, null, null) : null;
        }
        if (taken.contains(host)) {
            return hasStopped(vm) ? null : new Candidate(vm, null, host, null);
        }
        var owner = draft.facts.hosts().get(host);
        if (owner != null && owner.fence().raised()) {
            return hasStopped(vm) ? null : new Candidate(vm, null, null, null);
        }
        return vm.owner().operation() == null ? onLivingHost(vm, host) : null;
    }

    /** A guest that shut itself down before its host died is not started elsewhere. */
    private static boolean hasStopped(WatchedVm vm) {
        return vm.condition() instanceof Condition.Stopped;
    }

    private @Nullable Candidate onLivingHost(WatchedVm vm, HostId host) {
        var condition = vm.condition();
        if (condition instanceof Condition.Gone) {
            return new Candidate(vm, null, null, stays(vm, host));
        }
        if (!(condition instanceof Condition.Failed(var cause))
                || vm.protection() == null
                || !vm.protection().restartsOn().contains(cause)) {
            return null;
        }
        if (cause.ended()) {
            return new Candidate(vm, cause, null, stays(vm, host));
        }
        // QEMU still runs there: only its own host can end it, and only while that host hears us.
        return draft.standing(host) == HostStanding.ALIVE ? new Candidate(vm, cause, null, host) : null;
    }

    /** Its own host is preferred: it has the room. Not where the last start failed, and not when it may get no VMs. */
    private @Nullable HostId stays(WatchedVm vm, HostId host) {
        var lost = !vm.pools().stream().allMatch(pool -> reaches(host, pool));
        return eligible.contains(host)
                        && !lost
                        && !host.equals(draft.vm(vm).failures().avoids())
                ? host
                : null;
    }

    private boolean reaches(HostId host, io.atoll.model.PoolId pool) {
        var window = draft.host(host).slots().get(pool);
        return window == null
                || window.value() == null
                || window.stillNanos(draft.now)
                        < draft.facts
                                .settings()
                                .timing()
                                .windowFor(window.value().lease())
                                .toNanos();
    }

    /** Whether an order to start it is a restart by its own host, which ends first what is left of it. */
    static boolean isRestart(Candidate candidate, HostId target) {
        FailureCause why = candidate.why();
        return why != null && target.equals(candidate.vm().owner().host());
    }
}
