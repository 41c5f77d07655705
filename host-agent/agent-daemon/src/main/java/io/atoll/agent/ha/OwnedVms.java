package io.atoll.agent.ha;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.facts.VmHaState.Phase;
import io.atoll.ha.zk.facts.VmStates;
import io.atoll.ha.zk.view.HaFacts;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this host does about the highly available VMs it owns: starts those that HA gave it, takes those that run uncovered
 * under its lease, ends those that belong to others by now, and tells the rest how they fare.
 */
final class OwnedVms {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedVms.class);

    /** A guest without an agent counts as ready after this. */
    private static final Duration READY_AFTER = Duration.ofSeconds(30);
    /** The source of a migration ends by itself once its target owns the VM. */
    private static final Duration SOURCE_ENDS_WITHIN = Duration.ofSeconds(15);

    private final Self self;
    private final Hypervisor hypervisor;
    private final HaStarts starts;
    private final VmStates states;
    private final Health health;
    private final Set<VmId> busy = ConcurrentHashMap.newKeySet();
    private Duration silenceLimit = Duration.ZERO;

    /**
     * This host.
     *
     * @param heldSince since when it holds its lease; null: it holds none
     */
    record Self(HostId id, Supplier<@Nullable Instant> heldSince, Clock clock, Executor executor) {}

    /**
     * How it watches over guests.
     *
     * @param canAnswer whether the host gives the guests on a pool a chance to answer: it holds its lease, and the pool is there
     */
    record Health(GuestPulses pulses, Predicate<PoolId> canAnswer) {}

    OwnedVms(Self self, Hypervisor hypervisor, HaStarts starts, VmStates states, Health health) {
        this.self = self;
        this.hypervisor = hypervisor;
        this.starts = starts;
        this.states = states;
        this.health = health;
    }

    /**
     * Called with every look that is complete; returns at once.
     *
     * @param guestSilence how long a guest's agent may be silent where the VM's policy watches it
     */
    void look(HaFacts facts, Duration guestSilence) {
        var held = self.heldSince().get();
        silenceLimit = guestSilence;
        lookAtGuests(facts, guestSilence);
        var due = new ArrayList<Due>();
        facts.vms().protections().values().forEach(protection -> {
            var owned = facts.vms().owners().get(protection.vm());
            if (owned != null && owned.owner().isOwnedBy(self.id())) {
                own(protection, owned.owner(), facts.vms().states().get(protection.vm()), held, due);
            }
        });
        start(due);
        for (var vm : hypervisor.list()) {
            var owned = facts.vms().owners().get(vm.id());
            if (owned != null && isSomebodyElses(vm, owned)) {
                inBackground(vm.id(), () -> starts.end(vm));
            }
        }
    }

    private void lookAtGuests(HaFacts facts, Duration limit) {
        var guests = new ArrayList<GuestPulses.Guest>();
        facts.vms().protections().values().forEach(protection -> {
            var owned = facts.vms().owners().get(protection.vm());
            if (protection.policies().health() == Protection.HealthPolicy.GUEST_STOPS_ANSWERING
                    && owned != null
                    && owned.owner().isOwnedBy(self.id())) {
                hypervisor
                        .find(protection.vm())
                        .filter(vm -> vm.epoch().equals(owned.owner().epoch()))
                        .ifPresent(vm -> guests.add(new GuestPulses.Guest(
                                vm,
                                vm.state() instanceof VmState.Running
                                        && health.canAnswer().test(protection.pool()))));
            }
        });
        health.pulses().look(guests, limit);
    }

    /** A higher epoch with another owner: whatever this process was, the VM is not this host's any more. */
    private boolean isSomebodyElses(VmStatus vm, OwnedVm owned) {
        if (!vm.state().hasProcess()
                || owned.owner().isOwnedBy(self.id())
                || owned.owner().host() == null
                || !vm.epoch().isOlderThan(owned.owner().epoch())) {
            return false;
        }
        return switch (vm.state()) {
            case VmState.Incoming() -> true;
            case VmState.Migrating() ->
                Duration.between(vm.since(), self.clock().instant()).compareTo(SOURCE_ENDS_WITHIN) > 0;
            case VmState.Running(), VmState.Paused(var _), VmState.Stopping(), VmState.Starting() -> true;
            case VmState.Stopped(var _), VmState.Crashed(var _) -> false;
        };
    }

    /** A VM that this host has yet to start. */
    private record Due(Protection protection, VmEpoch epoch) {}

    private void own(
            Protection protection, Owner owner, @Nullable VmHaState told, @Nullable Instant held, List<Due> due) {
        var here = hypervisor
                .find(owner.vm())
                .filter(vm -> vm.epoch().equals(owner.epoch()) && !neverArrived(vm))
                .orElse(null);
        var said = told != null && told.host().equals(self.id()) && told.epoch().equals(owner.epoch()) ? told : null;
        var left = hypervisor
                .find(owner.vm())
                .filter(vm -> vm.state().hasProcess() && vm.epoch().isOlderThan(owner.epoch()))
                .orElse(null);
        if (left != null && (said != null || owner.isByHa())) {
            // Nothing is said of this epoch, and nothing started, while a process of an older one lives here.
            inBackground(owner.vm(), () -> starts.end(left));
            return;
        }
        if (here == null && said == null) {
            if (held != null && owner.isByHa() && owner.desired() == Owner.DesiredState.RUNNING) {
                due.add(new Due(protection, owner.epoch()));
            }
            return; // Else a manager is at work with it, or has yet to say what it wants.
        }
        var runs = here != null && here.state().hasProcess();
        if (said != null && said.phase() == Phase.GONE && !runs) {
            return; // That is the last word about this epoch.
        }
        if (here != null && runs && !here.definition().highlyAvailable()) {
            if (held != null) {
                inBackground(owner.vm(), () -> starts.cover(here));
            }
            return;
        }
        var now = here == null ? gone(said) : phase(here, held);
        now.filter(what -> !isTold(what, said))
                .ifPresent(what -> inBackground(owner.vm(), () -> tell(owner.vm(), owner.epoch(), what)));
    }

    /** A move that did not happen leaves a trace of the epoch it would have had, which may be given out otherwise then. */
    private static boolean neverArrived(VmStatus vm) {
        return vm.state() instanceof VmState.Stopped(var cause) && cause == StopCause.INCOMING_ABORTED;
    }

    /** What this host says of one of its VMs. */
    record Said(Phase phase, @Nullable FailureReason reason) {
        @Nullable
        String text() {
            return reason == null ? null : reason.text();
        }
    }

    private static boolean isTold(Said what, @Nullable VmHaState said) {
        return said != null
                && said.phase() == what.phase()
                && (what.reason() == null
                        || FailureReason.cause(said.reason()) == what.reason().cause());
    }

    /** Nothing is here of what this host said it runs: after a boot, for example. An end that was told stays as it was told. */
    private static Optional<Said> gone(@Nullable VmHaState said) {
        return switch (said == null ? Phase.GONE : said.phase()) {
            case STARTING, RUNNING, READY, GONE -> Optional.of(new Said(Phase.GONE, null));
            case FAILED, STOPPED -> Optional.empty();
        };
    }

    private Optional<Said> phase(VmStatus vm, @Nullable Instant held) {
        return switch (vm.state()) {
            case VmState.Starting() -> Optional.of(new Said(Phase.STARTING, null));
            case VmState.Running() ->
                Optional.of(health.pulses()
                        .silence(vm, silenceLimit)
                        .map(OwnedVms::silent)
                        .orElseGet(() -> running(vm)));
            case VmState.Migrating(), VmState.Stopping() -> Optional.of(running(vm));
            case VmState.Paused(var cause) when cause == PauseCause.ARRIVED -> Optional.empty();
            case VmState.Paused(var cause) ->
                Optional.of(
                        cause == PauseCause.HYPERVISOR
                                ? failed(FailureCause.GUEST_PANICKED, "the hypervisor has stopped the guest")
                                : running(vm));
            case VmState.Incoming() -> Optional.empty();
            case VmState.Stopped(var cause) ->
                switch (cause) {
                    case MIGRATED_AWAY, INCOMING_ABORTED -> Optional.empty();
                    case LET_GO -> Optional.of(new Said(Phase.GONE, null));
                    case NOT_STARTED, GUEST_SHUTDOWN, HOST_STOP, HOST_SIGNAL ->
                        Optional.of(new Said(Phase.STOPPED, null));
                };
            case VmState.Crashed crash ->
                Optional.of(
                        held == null || vm.since().isBefore(held)
                                ? new Said(Phase.GONE, null) // it went with its lease, or before this boot's
                                : crashed(crash));
        };
    }

    private static Said crashed(VmState.Crashed crash) {
        return failed(crash.isGuestPanic() ? FailureCause.GUEST_PANICKED : FailureCause.QEMU_CRASHED, crash.detail());
    }

    private static Said silent(Duration silence) {
        return failed(
                FailureCause.GUEST_SILENT, "its guest agent has not answered for %d s".formatted(silence.toSeconds()));
    }

    private static Said failed(FailureCause cause, String sentence) {
        return new Said(Phase.FAILED, new FailureReason(cause, sentence));
    }

    private Said running(VmStatus vm) {
        var ready = vm.guestAgentConnected()
                || Duration.between(vm.since(), self.clock().instant()).compareTo(READY_AFTER) > 0;
        return new Said(ready ? Phase.READY : Phase.RUNNING, null);
    }

    /** All of them have their place in the queue before the first is started, so that chance does not prefer the unimportant. */
    private void start(List<Due> due) {
        due.stream()
                .filter(one -> busy.add(one.protection().vm()))
                .map(one -> new Place(one, starts.join(one.protection())))
                .toList()
                .forEach(place -> inBackgroundOnceBusy(place.due().protection().vm(), () -> start(place)));
    }

    private record Place(Due due, StartQueue.Ticket ticket) {}

    private void start(Place place) {
        var vm = place.due().protection().vm();
        var epoch = place.due().epoch();
        try {
            tell(vm, epoch, new Said(Phase.STARTING, null));
            var failure = starts.start(place.due().protection(), epoch, place.ticket());
            tell(
                    vm,
                    epoch,
                    failure.map(reason -> new Said(Phase.FAILED, reason)).orElse(new Said(Phase.RUNNING, null)));
        } finally {
            starts.giveUp(place.ticket());
        }
    }

    /** The HA leader wants these VMs to end here, because this host has lost their storage. */
    void obey(SortedMap<VmId, VmEpoch> releases) {
        releases.forEach((id, epoch) -> {
            var vm = hypervisor.find(id).orElse(null);
            if (vm != null && vm.epoch().equals(epoch) && vm.state().hasProcess()) {
                inBackground(id, () -> {
                    starts.letGo(id, epoch);
                    tell(id, epoch, new Said(Phase.GONE, null));
                });
            }
        });
    }

    private void tell(VmId vm, VmEpoch epoch, Said said) {
        var answer = states.tell(vm, self.id(), epoch, said.phase(), said.text());
        LOG.info("Told vm={} epoch={} state={} reason={} answer={}", vm, epoch, said.phase(), said.text(), answer);
    }

    /** One thing at a time for each VM; what fails is tried again with the next look. */
    private void inBackground(VmId vm, Runnable work) {
        if (busy.add(vm)) {
            inBackgroundOnceBusy(vm, work);
        }
    }

    private void inBackgroundOnceBusy(VmId vm, Runnable work) {
        self.executor().execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("HA's work on a VM failed and is tried again vm={}", vm, e);
            } finally {
                busy.remove(vm);
            }
        });
    }
}
