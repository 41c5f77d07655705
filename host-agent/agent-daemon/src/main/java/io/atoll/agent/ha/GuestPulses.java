package io.atoll.agent.ha;

import io.atoll.ha.guest.GuestPulse;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the agents inside guests again and again whether they are there. A guest must have answered once since it came up; one whose
 * agent lets go of its channel (a reboot, an update) must answer anew before its silence means anything. Each question is asked
 * beside the caller, one at a time for each guest.
 */
final class GuestPulses implements VmListener {
    private static final Logger LOG = LoggerFactory.getLogger(GuestPulses.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Hypervisor hypervisor;
    private final Executor executor;
    private final LongSupplier nanos;
    private final Map<VmId, Watch> watches = new HashMap<>();
    /** Guests that sleep (ACPI S3): they run for the hypervisor, and answer nobody. */
    private final Set<VmId> asleep = ConcurrentHashMap.newKeySet();

    /**
     * Of one host's guests.
     *
     * @param executor whose tasks may block
     * @param nanos a clock that only goes forward
     */
    GuestPulses(Hypervisor hypervisor, Executor executor, LongSupplier nanos) {
        this.hypervisor = hypervisor;
        this.executor = executor;
        this.nanos = nanos;
    }

    /**
     * A guest to ask.
     *
     * @param canAnswer false: it stands still, moves, shuts down, or its host is in trouble of its own
     */
    record Guest(VmStatus vm, boolean canAnswer) {}

    /** One run of a guest, told by its process. */
    private static final class Watch {
        private final ProcessIdentity process;
        private GuestPulse pulse;
        private long askedNanos;
        private boolean asking;

        Watch(ProcessIdentity process, long nowNanos, Duration limit) {
            this.process = process;
            pulse = GuestPulse.unheard(nowNanos);
            askedNanos = nowNanos - GuestPulse.askEvery(limit).toNanos();
        }
    }

    /** Called with every look; returns at once. Those that are not in {@code guests} any more are forgotten. */
    synchronized void look(Collection<Guest> guests, Duration limit) {
        watches.keySet().retainAll(guests.stream().map(guest -> guest.vm().id()).collect(Collectors.toSet()));
        guests.forEach(guest -> look(guest, limit));
    }

    private void look(Guest guest, Duration limit) {
        var vm = guest.vm().id();
        var process = guest.vm().process();
        if (process == null || !guest.vm().guestAgentConnected()) {
            watches.remove(vm);
            return;
        }
        var now = nanos.getAsLong();
        var known = watches.get(vm);
        var watch = known != null && known.process.equals(process) ? known : new Watch(process, now, limit);
        watches.put(vm, watch);
        if (!guest.canAnswer() || asleep.contains(vm)) {
            watch.pulse = watch.pulse.heldUntil(now);
        } else if (!watch.asking
                && now - watch.askedNanos >= GuestPulse.askEvery(limit).toNanos()) {
            watch.asking = true;
            watch.askedNanos = now;
            var before = watch.pulse;
            executor.execute(() -> ask(vm, watch, before, limit));
        }
    }

    private void ask(VmId vm, Watch watch, GuestPulse before, Duration limit) {
        try {
            var answered = hypervisor.pingGuestAgent(vm, PATIENCE);
            note(vm, watch, before, answered, limit);
        } catch (HypervisorException e) {
            LOG.debug("A guest could not be asked vm={}", vm, e); // it has just ended
        } finally {
            asked(watch);
        }
    }

    private synchronized void asked(Watch watch) {
        watch.asking = false;
    }

    private synchronized void note(VmId vm, Watch watch, GuestPulse before, boolean answered, Duration limit) {
        var now = nanos.getAsLong();
        if (answered) {
            if (watch.pulse.isSilent(limit)) {
                LOG.info("The agent inside a guest answers again vm={}", vm);
            }
            watch.pulse = watch.pulse.answers(now);
        } else if (watch.pulse.equals(before)) { // else it could not have answered, or came up anew, meanwhile
            watch.pulse = watch.pulse.doesNotAnswer(now, limit);
            if (watch.pulse.isSilent(limit) && !before.isSilent(limit)) {
                LOG.warn(
                        "The agent inside a guest has not answered for {} s vm={}",
                        watch.pulse.quiet().toSeconds(),
                        vm);
            }
        }
    }

    /** How long the guest has been silent; empty: it has not, or not for {@code limit}. */
    synchronized Optional<Duration> silence(VmStatus vm, Duration limit) {
        var watch = watches.get(vm.id());
        return watch != null && watch.process.equals(vm.process()) && watch.pulse.isSilent(limit)
                ? Optional.of(watch.pulse.quiet())
                : Optional.empty();
    }

    @Override
    public void vmChanged(VmStatus status) {
        if (!status.state().hasProcess()) {
            asleep.remove(status.id());
        }
    }

    @Override
    public void vmGone(VmId vm, VmEpoch lastEpoch) {
        asleep.remove(vm);
    }

    @Override
    public void vmEvent(VmEvent event) {
        switch (event.type()) {
            case "SUSPEND" -> asleep.add(event.vm());
            case "WAKEUP" -> asleep.remove(event.vm());
            case "RESET" -> {
                asleep.remove(event.vm());
                forget(event.vm());
            }
            default -> LOG.trace("nothing to do about event={}", event);
        }
    }

    private synchronized void forget(VmId vm) {
        watches.remove(vm);
    }
}
