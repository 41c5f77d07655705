package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.ControlGroups;
import io.atoll.hypervisor.api.DeviceChanges;
import io.atoll.hypervisor.api.DiskSnapshots;
import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestInterface;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.HypervisorFacts;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.KeysPressed;
import io.atoll.hypervisor.api.Keystrokes;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.ResourceControl;
import io.atoll.hypervisor.api.ScreenPicture;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.api.VmSample;
import io.atoll.hypervisor.api.VmShare;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmCommand;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmSignal;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run of an agent's hypervisor on a simulated host. The VMs stay with the {@link SimHost} when it is closed. */
public final class SimHypervisor implements Hypervisor {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration GUEST_SHUTS_DOWN = Duration.ofSeconds(2);

    private final SimHost host;
    private final SimWorld world;
    /** What this run knows of; the rest of the host's VMs wait for adoption. */
    private final TreeSet<VmId> known = new TreeSet<>();

    private final List<VmListener> listeners = new ArrayList<>();
    private final SimDevices devices;
    private boolean closed;

    public SimHypervisor(SimHost host) {
        this.host = host;
        this.world = host.world();
        this.devices = new SimDevices(world, this::get);
    }

    @Override
    public HypervisorFacts facts() {
        return new HypervisorFacts(
                "sim",
                "1.0.0",
                HypervisorFacts.Accelerator.TCG,
                "Nothing is executed: the host is simulated.",
                new ControlGroups(false, "no cgroup controllers: simulated machines have no processes."),
                List.of());
    }

    /** Nothing is executed, so there is nothing to weigh. */
    @Override
    public ResourceControl applyShares(SortedMap<VmId, VmShare> shares) {
        return facts().controlGroups().control();
    }

    @Override
    public List<VmStatus> adopt() {
        world.locked(() -> {
            host.machines().values().forEach(machine -> {
                machine.adopt();
                known.add(machine.id());
            });
            return true;
        });
        return list();
    }

    @Override
    public List<VmStatus> list() {
        return world.locked(
                () -> known.stream().map(vm -> host.machine(vm).status()).toList());
    }

    @Override
    public Optional<VmStatus> find(VmId vm) {
        return world.locked(
                () -> known.contains(vm) ? Optional.of(host.machine(vm).status()) : Optional.empty());
    }

    @Override
    public VmStatus start(VmDefinition definition, VmEpoch epoch, StartMode mode) {
        return begin(definition, epoch, VmCommand.START, machine -> {
            var inUse = world.lockDisks(machine);
            if (inUse.isPresent()) {
                throw refusal(machine, HypervisorErrorCode.DISK_IN_USE, "%s is in use".formatted(inUse.get()));
            }
            machine.observe(new VmSignal.Launched(mode == StartMode.PAUSED));
            return machine.status();
        });
    }

    @Override
    public IncomingEndpoint prepareIncoming(VmDefinition definition, VmEpoch epoch, IncomingRequest request) {
        return begin(definition, epoch, VmCommand.PREPARE_INCOMING, machine -> {
            machine.arrival(request.arrival().forVm(definition.highlyAvailable()));
            for (var port = request.ports().first(); port <= request.ports().last(); port++) {
                var taken = world.listen(request.listenAddress(), port, machine);
                if (taken.isPresent()) {
                    return new IncomingEndpoint(
                            request.listenAddress(),
                            taken.getAsInt(),
                            Math.min(SimMachine.MEMORY_CHANNELS, request.sourceMemoryChannels()));
                }
            }
            throw refusal(
                    machine, HypervisorErrorCode.NO_FREE_PORT, "all ports %s are taken".formatted(request.ports()));
        });
    }

    private <T> T begin(VmDefinition definition, VmEpoch epoch, VmCommand command, Function<SimMachine, T> action) {
        if (definition.highlyAvailable()) {
            requireProtectable(definition);
        }
        return world.locked(() -> {
            var machine = host.machines()
                    .computeIfAbsent(definition.id(), _ -> new SimMachine(world, host, definition, epoch));
            known.add(definition.id());
            var next = machine.require(command).orElseThrow();
            machine.begin(definition, epoch, next);
            try {
                var missing = world.missingFile(machine);
                if (missing.isPresent()) {
                    throw refusal(machine, HypervisorErrorCode.DISK_NOT_FOUND, "there is no " + missing.get());
                }
                return action.apply(machine);
            } catch (HypervisorException e) {
                machine.observe(new VmSignal.ProcessDied("it was not started"));
                forget(machine);
                throw e;
            }
        });
    }

    @Override
    public VmStatus pause(VmId vm) {
        return simple(vm, VmCommand.PAUSE, _ -> {});
    }

    @Override
    public VmStatus resume(VmId vm) {
        return simple(vm, VmCommand.RESUME, _ -> {});
    }

    @Override
    public VmStatus admit(VmId vm) {
        return world.locked(() -> {
            var machine = get(vm);
            machine.require(VmCommand.ADMIT)
                    .ifPresent(next -> machine.enter(
                            machine.arrival() == IncomingRequest.Arrival.HELD_THEN_PAUSED
                                    ? new VmState.Paused(PauseCause.REQUESTED)
                                    : next));
            return machine.status();
        });
    }

    @Override
    public VmStatus reset(VmId vm) {
        return simple(vm, VmCommand.RESET, machine -> machine.ranFor(Duration.ZERO));
    }

    @Override
    public VmStatus stop(VmId vm) {
        return stop(vm, StopCause.HOST_STOP);
    }

    @Override
    public VmStatus letGo(VmId vm) {
        return stop(vm, StopCause.LET_GO);
    }

    private VmStatus stop(VmId vm, StopCause cause) {
        return simple(vm, VmCommand.STOP, machine -> machine.observe(new VmSignal.ProcessEnded(cause)));
    }

    @Override
    public VmStatus abortIncoming(VmId vm) {
        return simple(
                vm,
                VmCommand.ABORT_INCOMING,
                machine -> machine.observe(new VmSignal.ProcessEnded(StopCause.INCOMING_ABORTED)));
    }

    private VmStatus simple(VmId vm, VmCommand command, Consumer<SimMachine> effect) {
        return world.locked(() -> {
            var machine = get(vm);
            machine.require(command).ifPresent(next -> {
                if (!next.equals(machine.state())) {
                    machine.enter(next);
                }
                effect.accept(machine);
            });
            return machine.status();
        });
    }

    @Override
    public VmStatus shutdown(VmId vm, Duration deadline, CompletableFuture<?> givenUp) {
        var end = world.locked(() -> {
            var machine = get(vm);
            machine.require(VmCommand.SHUTDOWN).ifPresent(next -> {
                machine.enter(next);
                if (!machine.isDeaf()) {
                    var process = machine.status().process();
                    world.later(GUEST_SHUTS_DOWN, () -> {
                        if (machine.state() instanceof VmState.Stopping
                                && Objects.equals(machine.status().process(), process)) {
                            machine.observe(new VmSignal.ProcessEnded(StopCause.GUEST_SHUTDOWN));
                        }
                    });
                }
            });
            return world.now().plus(deadline);
        });
        waitUntil(() -> !get(vm).state().hasProcess() || world.now().isAfter(end) || givenUp.isDone());
        return world.locked(() -> {
            var machine = get(vm);
            if (machine.state().hasProcess()) {
                machine.observe(new VmSignal.ShutdownIgnored());
                throw new HypervisorException(
                        HypervisorErrorCode.SHUTDOWN_TIMEOUT,
                        "VM %s still runs %d s after its power button was pressed."
                                .formatted(vm, deadline.toSeconds()));
            }
            return machine.status();
        });
    }

    @Override
    public void delete(VmId vm) {
        world.locked(() -> {
            var machine = get(vm);
            machine.require(VmCommand.DELETE);
            forget(machine);
            return true;
        });
    }

    private void forget(SimMachine machine) {
        host.machines().remove(machine.id());
        known.remove(machine.id());
        host.gone(machine.id(), machine.status().epoch());
    }

    @Override
    public VmStatus recordEpoch(VmId vm, VmEpoch epoch) {
        return world.locked(() -> {
            get(vm).epoch(epoch);
            return get(vm).status();
        });
    }

    @Override
    public VmStatus setHighlyAvailable(VmId vm, boolean wanted) {
        return world.locked(() -> {
            var machine = get(vm);
            if (wanted) {
                requireProtectable(machine.definition());
            }
            machine.redefine(machine.definition().withHighAvailability(wanted));
            return machine.status();
        });
    }

    private static void requireProtectable(VmDefinition vm) {
        if (vm.disks().stream().anyMatch(disk -> disk.cache() != VmDisk.Cache.NONE)) {
            throw new HypervisorException(
                    HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                    "VM %s cannot be highly available: a disk of it goes through the host's page cache."
                            .formatted(vm.id()),
                    "Use cache mode NONE for all of its disks, or switch high availability off for it.");
        }
    }

    @Override
    public VmStatus awaitIncoming(VmId vm, Duration deadline) {
        var end = world.locked(() -> world.now().plus(deadline));
        waitUntil(() ->
                !(get(vm).state() instanceof VmState.Incoming) || world.now().isAfter(end));
        var status = world.locked(() -> get(vm).status());
        return switch (status.state()) {
            case VmState.Running(), VmState.Paused(var _), VmState.Stopping(), VmState.Migrating() -> status;
            case VmState.Incoming() ->
                throw new HypervisorException(
                        HypervisorErrorCode.MIGRATION_TIMEOUT,
                        "VM %s had not arrived after %d ms; this host still waits for it."
                                .formatted(vm, deadline.toMillis()));
            case VmState.Stopped(var _), VmState.Crashed(var _), VmState.Starting() ->
                throw new HypervisorException(
                        HypervisorErrorCode.MIGRATION_FAILED,
                        "VM %s did not arrive: it is %s here."
                                .formatted(vm, status.state().label()));
        };
    }

    @Override
    public MigrationResult migrate(VmId vm, MigrationRequest request, MigrationListener listener) {
        var migration = world.locked(() -> {
            var source = get(vm);
            var next = source.require(VmCommand.MIGRATE).orElseThrow();
            var target = world.listenerAt(request.target())
                    .filter(machine -> machine.state() instanceof VmState.Incoming)
                    .orElseThrow(() -> refusal(source, HypervisorErrorCode.MIGRATION_FAILED, "nobody waits for it"));
            var begun = new SimMigration(world, source, target, request);
            source.migration(begun);
            target.migration(begun);
            source.enter(next);
            return begun;
        });
        return await(migration, listener);
    }

    @Override
    public MigrationResult rejoinMigration(VmId vm, MigrationListener listener) {
        var migration = world.locked(() -> get(vm).migration());
        if (migration == null) {
            throw new HypervisorException(
                    HypervisorErrorCode.MIGRATION_FAILED, "No migration of VM %s is known on this host.".formatted(vm));
        }
        return await(migration, listener);
    }

    private MigrationResult await(SimMigration migration, MigrationListener listener) {
        while (!world.locked(migration::isOver)) {
            if (world.locked(() -> closed)) {
                throw new HypervisorException(
                        HypervisorErrorCode.HYPERVISOR_UNAVAILABLE,
                        "The migration goes on, but this side no longer follows it.");
            }
            listener.progress(world.locked(migration::progress));
            world.pace().pause(LOOK_AGAIN);
        }
        return world.locked(migration::outcome);
    }

    @Override
    public void cancelMigration(VmId vm) {
        world.locked(() -> {
            var machine = get(vm);
            machine.require(VmCommand.CANCEL_MIGRATION);
            var migration = machine.migration();
            if (migration != null) {
                migration.cancel();
            }
            return true;
        });
    }

    @Override
    public DeviceChanges devices() {
        return devices;
    }

    @Override
    public DiskSnapshots snapshots() {
        return new SimSnapshots(world, this::get);
    }

    @Override
    public Path vncSocket(VmId vm) {
        return file(vm, "vnc.sock");
    }

    @Override
    public Path serialSocket(VmId vm) {
        return file(vm, "serial.sock");
    }

    @Override
    public Path serialLog(VmId vm) {
        return file(vm, "serial.log");
    }

    /** A name only: there is nothing behind it. */
    private Path file(VmId vm, String name) {
        return world.locked(() -> Path.of("/sim", host.name(), get(vm).id().toString(), name));
    }

    @Override
    public VmSample sample(VmId vm) {
        return world.locked(() -> requireProcess(vm, "sample").sample(world.now()));
    }

    @Override
    public ScreenPicture screenshot(VmId vm) {
        return world.locked(() -> SimScreen.of(requireProcess(vm, "a screenshot")));
    }

    @Override
    public KeysPressed type(VmId vm, Keystrokes keystrokes, CompletableFuture<?> givenUp) {
        return new SimKeyboard(world, world.locked(() -> get(vm))).press(keystrokes, givenUp);
    }

    @Override
    public boolean pingGuestAgent(VmId vm, Duration deadline) {
        return world.locked(() -> requireProcess(vm, "asking the guest agent").answers());
    }

    @Override
    public List<GuestInterface> guestInterfaces(VmId vm, Duration deadline) {
        return world.locked(() -> requireProcess(vm, "asking the guest agent").requireGuestAgent());
    }

    @Override
    public GuestFacts guestFacts(VmId vm, Duration deadline) {
        return world.locked(() -> requireProcess(vm, "asking the guest agent").guestFacts());
    }

    @Override
    public Subscription subscribe(VmListener listener) {
        world.locked(() -> {
            host.listen(listener);
            return listeners.add(listener);
        });
        return () -> world.locked(() -> {
            host.ignore(listener);
            return listeners.remove(listener);
        });
    }

    @Override
    public void close() {
        world.locked(() -> {
            closed = true;
            listeners.forEach(host::ignore);
            return true;
        });
    }

    private SimMachine get(VmId vm) {
        if (!known.contains(vm)) {
            throw HypervisorException.notFound(vm);
        }
        return host.machine(vm);
    }

    private SimMachine requireProcess(VmId vm, String what) {
        var machine = get(vm);
        var state = machine.state();
        if (!state.hasProcess()) {
            throw HypervisorException.wrongState(
                    vm,
                    new Transition.Refused(
                            "%s is not possible because it is %s".formatted(what, state.label()),
                            VmLifecycle.allowedCommands(state)));
        }
        return machine;
    }

    private void waitUntil(BooleanSupplier condition) {
        while (!world.locked(condition::getAsBoolean)) {
            world.pace().pause(LOOK_AGAIN);
        }
    }

    private static HypervisorException refusal(SimMachine machine, HypervisorErrorCode code, String why) {
        return new HypervisorException(code, "VM %s was not started: %s.".formatted(machine.id(), why));
    }
}
