package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestInterface;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingRequest.Arrival;
import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmSample;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmCommand;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmSignal;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One VM on one simulated host. All methods are called with the world locked. */
final class SimMachine {

    private static final long MEBIBYTE_BYTES = 1L << 20;

    /** What a simulated process can send and receive over, beside the first connection. */
    static final int MEMORY_CHANNELS = 2;

    private final SimWorld world;
    private final SimHost host;
    private VmDefinition definition;
    private VmEpoch epoch;
    private VmState state = new VmState.Stopped(StopCause.NOT_STARTED);
    private Instant since;
    private @Nullable ProcessIdentity process;
    private boolean adopted;
    private boolean deaf;
    private boolean silent;
    private @Nullable List<GuestInterface> guestAgent;
    private GuestFacts guestFacts = GuestFacts.NONE;
    private Duration ran = Duration.ZERO;
    private @Nullable Instant runsSince;
    private @Nullable SimMigration migration;
    private Arrival arrival = Arrival.AS_SENT;
    private final List<KeyChord> pressed = new ArrayList<>();

    SimMachine(SimWorld world, SimHost host, VmDefinition definition, VmEpoch epoch) {
        this.world = world;
        this.host = host;
        this.definition = definition;
        this.epoch = epoch;
        this.since = world.now();
    }

    VmId id() {
        return definition.id();
    }

    VmDefinition definition() {
        return definition;
    }

    VmState state() {
        return state;
    }

    boolean isPaused() {
        return runsSince == null;
    }

    VmStatus status() {
        return new VmStatus(
                definition,
                epoch,
                state,
                since,
                process,
                adopted,
                guestAgent != null && process != null,
                process == null ? 0 : MEMORY_CHANNELS);
    }

    @Nullable
    SimMigration migration() {
        return migration;
    }

    void migration(SimMigration next) {
        migration = next;
    }

    Arrival arrival() {
        return arrival;
    }

    void arrival(Arrival next) {
        arrival = next;
    }

    boolean isDeaf() {
        return deaf;
    }

    void deaf(boolean next) {
        deaf = next;
    }

    List<GuestInterface> requireGuestAgent() {
        if (guestAgent == null) {
            throw new HypervisorException(
                    HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE, "No agent answers inside VM %s.".formatted(id()));
        }
        return guestAgent;
    }

    GuestFacts guestFacts() {
        requireGuestAgent();
        return guestFacts;
    }

    void guestAgent(List<GuestInterface> interfaces, GuestFacts facts) {
        guestAgent = interfaces;
        guestFacts = facts;
        host.changed(this);
    }

    /** Whether the agent inside answers, if there is one. */
    boolean answers() {
        return guestAgent != null && !silent && !isPaused();
    }

    void silent(boolean next) {
        silent = next;
    }

    void pressed(KeyChord chord) {
        pressed.add(chord);
    }

    /** Every chord since the process began. */
    List<KeyChord> pressed() {
        return List.copyOf(pressed);
    }

    List<Path> writableDisks() {
        return definition.disks().stream()
                .filter(disk -> !disk.readOnly())
                .map(VmDisk::path)
                .toList();
    }

    Optional<VmState> require(VmCommand command) {
        return switch (VmLifecycle.command(state, command)) {
            case Transition.Allowed(var next) -> Optional.of(next);
            case Transition.AlreadyThere() -> Optional.empty();
            case Transition.Refused refused -> throw HypervisorException.wrongState(id(), refused);
        };
    }

    void begin(VmDefinition nextDefinition, VmEpoch nextEpoch, VmState next) {
        definition = nextDefinition;
        epoch = nextEpoch;
        migration = null;
        adopted = false;
        silent = false;
        pressed.clear();
        ran = Duration.ZERO;
        process = new ProcessIdentity(world.nextPid(), 1);
        enter(next);
    }

    ProcessIdentity requireProcess() {
        return Objects.requireNonNull(process, "only asked of a machine with a process");
    }

    VmSample sample(Instant now) {
        var hardware = definition.hardware();
        return new VmSample(
                definition.id(),
                now,
                requireProcess(),
                new VmSample.Cpu(ranFor(), null, hardware.vcpuCount()),
                new VmSample.Memory(hardware.memory().value() * MEBIBYTE_BYTES, null, null, null, null),
                VmSample.Traffic.NONE,
                null);
    }

    void redefine(VmDefinition next) {
        definition = next;
        host.changed(this);
    }

    void epoch(VmEpoch next) {
        epoch = next;
        host.changed(this);
    }

    void adopt() {
        adopted = state.hasProcess();
    }

    void observe(VmSignal signal) {
        var next = VmLifecycle.observe(state, signal);
        if (!next.equals(state)) {
            enter(next);
        }
    }

    void enter(VmState next) {
        if (!next.equals(state)) {
            since = world.now();
        }
        state = next;
        runOrStand(next);
        if (!next.hasProcess()) {
            process = null;
            world.unlockDisks(this);
            world.stopListening(this);
        }
        host.changed(this);
    }

    /** A migrating guest goes on doing what it did before. */
    private void runOrStand(VmState next) {
        switch (next) {
            case VmState.Running(), VmState.Stopping() -> runsSince = runsSince == null ? world.now() : runsSince;
            case VmState.Paused(var _),
                    VmState.Stopped(var _),
                    VmState.Crashed(var _),
                    VmState.Starting(),
                    VmState.Incoming() -> {
                ran = ranFor();
                runsSince = null;
            }
            case VmState.Migrating() -> {
                // as it was
            }
        }
    }

    Duration ranFor() {
        return runsSince == null ? ran : ran.plus(Duration.between(runsSince, world.now()));
    }

    void ranFor(Duration before) {
        ran = before;
        if (runsSince != null) {
            runsSince = world.now();
        }
    }
}
