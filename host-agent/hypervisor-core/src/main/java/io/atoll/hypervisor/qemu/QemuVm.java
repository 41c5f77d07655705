package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qemu.VmRecord.Phase;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmCommand;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmSignal;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One VM on this host, over all its processes. Commands run one after the other; waiting is done outside the lock. */
final class QemuVm {

    private static final Logger LOG = LoggerFactory.getLogger(QemuVm.class);
    private static final Duration QUIT_PATIENCE = Duration.ofSeconds(3);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(15);

    private final VmId id;
    private final VmFolder folder;
    private final VmLedger ledger;
    private final QemuHost host;
    private final VmPlacement placement;
    private final LiveDevices devices;
    private final LiveSnapshots snapshots;
    private final ReentrantLock commands = new ReentrantLock();
    private volatile @Nullable QemuRun run;
    private volatile @Nullable OutgoingMigration migration;
    private boolean forgotten;

    QemuVm(VmRecord record, VmState state, QemuHost host) {
        this.id = record.definition().id();
        this.host = host;
        this.folder = VmFolder.of(host.settings().stateDirectory(), id);
        this.ledger = new VmLedger(record, state, folder, host.clock(), host.announcer());
        this.placement = new VmPlacement(ledger, host.groups());
        this.devices =
                new LiveDevices(ledger, commands, () -> liveRun("changing its devices"), placement::requirePossible);
        this.snapshots = new LiveSnapshots(ledger, folder, commands, () -> liveRun("changing its disks"));
    }

    /** Something to do on QEMU that may fail in QEMU's ways. */
    private interface Step {
        void run() throws QmpException;
    }

    VmFolder folder() {
        return folder;
    }

    VmStatus status() {
        return ledger.status();
    }

    VmLedger ledger() {
        return ledger;
    }

    LiveDevices devices() {
        return devices;
    }

    LiveSnapshots snapshots() {
        return snapshots;
    }

    /** False when the VM was deleted while the caller waited; it must then start over. */
    boolean start(VmDefinition definition, VmEpoch epoch, StartMode mode) {
        return locked(() -> {
            if (forgotten) {
                return false;
            }
            var next = ledger.require(VmCommand.START).orElseThrow();
            var started = launch(definition, epoch, next, new Phase.Launching());
            attempt(started, "Starting", () -> {
                ledger.goesLive();
                if (mode == StartMode.RUNNING) {
                    started.execute("cont");
                }
                ledger.observe(new VmSignal.Launched(mode == StartMode.PAUSED));
                started.sync();
            });
            return true;
        });
    }

    /** Null when the VM was deleted while the caller waited; it must then start over. */
    @Nullable
    IncomingEndpoint prepareIncoming(VmDefinition definition, VmEpoch epoch, IncomingRequest request) {
        return locked(() -> {
            if (forgotten) {
                return null;
            }
            var next = ledger.require(VmCommand.PREPARE_INCOMING).orElseThrow();
            var arrival = request.arrival().forVm(definition.highlyAvailable());
            var started = launch(definition, epoch, next, new Phase.Incoming(arrival));
            try {
                return IncomingSetup.listen(started, request);
            } catch (QmpException e) {
                abandon(started);
                throw QemuErrors.of(id, "Preparing the arrival of", e);
            } catch (HypervisorException e) {
                abandon(started);
                throw e;
            }
        });
    }

    VmStatus pause() {
        return simple(VmCommand.PAUSE, "Pausing", now -> now.execute("stop"));
    }

    VmStatus resume() {
        return simple(VmCommand.RESUME, "Resuming", now -> now.execute("cont"));
    }

    VmStatus reset() {
        return simple(VmCommand.RESET, "Resetting", now -> now.execute("system_reset"));
    }

    VmStatus shutdown(Duration deadline, CompletableFuture<?> givenUp) {
        var now = locked(() -> {
            var next = ledger.require(VmCommand.SHUTDOWN);
            if (next.isEmpty()) {
                return null;
            }
            var current = currentRun();
            tell("Shutting down", () -> current.execute("system_powerdown"));
            ledger.enter(next.get());
            current.tellEndAgain(); // a quick guest is gone by now, and must not look as if it were still going
            return current;
        });
        if (now != null && !now.awaitEnded(deadline, givenUp)) {
            ledger.observe(new VmSignal.ShutdownIgnored());
            throw new HypervisorException(
                    HypervisorErrorCode.SHUTDOWN_TIMEOUT,
                    givenUp.isDone()
                            ? "VM %s still runs; nobody waits for its end any more.".formatted(id)
                            : "VM %s still runs %d s after its power button was pressed."
                                    .formatted(id, deadline.toSeconds()),
                    "The guest may be busy, or ignore the power button: look at its console, or stop it.");
        }
        return ledger.status();
    }

    /** @param cause what the end of its process means */
    VmStatus stop(StopCause cause) {
        return locked(() -> {
            if (ledger.require(VmCommand.STOP).isPresent()) {
                end(currentRun(), cause);
            }
            return ledger.status();
        });
    }

    VmStatus admit() {
        return locked(() -> {
            if (ledger.require(VmCommand.ADMIT).isPresent()) {
                if (ledger.arrival() == IncomingRequest.Arrival.HELD_THEN_PAUSED) {
                    ledger.enter(new VmState.Paused(PauseCause.REQUESTED));
                } else {
                    var current = currentRun();
                    tell("Admitting", () -> {
                        current.execute("cont");
                        current.sync();
                    });
                }
            }
            return ledger.status();
        });
    }

    VmStatus abortIncoming() {
        return locked(() -> {
            if (ledger.require(VmCommand.ABORT_INCOMING).isPresent()) {
                end(currentRun(), StopCause.INCOMING_ABORTED);
            }
            return ledger.status();
        });
    }

    /** True when the VM is forgotten now, false when it was before. */
    boolean delete() {
        return locked(() -> {
            if (forgotten) {
                return false;
            }
            ledger.require(VmCommand.DELETE);
            forget();
            return true;
        });
    }

    VmStatus recordEpoch(VmEpoch epoch) {
        return locked(() -> {
            ledger.newEpoch(epoch);
            placement.renamed(run);
            return ledger.status();
        });
    }

    VmStatus setHighlyAvailable(boolean wanted) {
        return locked(() -> {
            placement.setHighlyAvailable(run, wanted);
            return ledger.status();
        });
    }

    MigrationResult migrate(MigrationRequest request, MigrationListener listener) {
        var sending = locked(() -> {
            var next = ledger.require(VmCommand.MIGRATE).orElseThrow();
            var current = currentRun();
            tell("Migrating", () -> MigrationCommands.start(current, request));
            ledger.enter(next);
            return follow(current, request.deadline(), new ConvergencePilot(request.policy()), listener);
        });
        return outcome(sending);
    }

    MigrationResult rejoinMigration(MigrationListener listener) {
        var sending = migration;
        if (sending != null) {
            sending.addListener(listener);
            return outcome(sending);
        }
        if (ledger.record().phase() instanceof Phase.Ended(var _, var result) && result != null) {
            return result;
        }
        throw new HypervisorException(
                HypervisorErrorCode.MIGRATION_FAILED,
                "No migration of VM %s is known on this host; the VM is %s."
                        .formatted(id, ledger.state().label()));
    }

    void cancelMigration() {
        ledger.require(VmCommand.CANCEL_MIGRATION);
        var sending = migration;
        if (sending != null) {
            sending.cancel();
        }
    }

    VmStatus awaitIncoming(Duration deadline) {
        var now = run;
        if (now == null || !(ledger.state() instanceof VmState.Incoming)) {
            return Arrived.require(ledger.status(), run);
        }
        Arrived.await(id, now, deadline);
        return Arrived.require(ledger.status(), run);
    }

    /** Takes over what an earlier run of the agent left, without touching the guest. */
    void adopt() {
        locked(() -> {
            var adoption = Adoption.of(ledger.record(), folder, host, ledger);
            run = adoption.run();
            if (run != null) {
                run.onDeviceGone(devices::gone);
                placement.adopted(run);
                snapshots.merges().goOnAfterDeath(run);
            }
            if (adoption.run() != null && adoption.migrating()) {
                follow(adoption.run(), Adoption.MIGRATION_DEADLINE, null, MigrationListener.SILENT);
            }
            return true;
        });
    }

    /** The run of a VM that has a process; for reads. */
    QemuRun liveRun(String what) {
        var now = run;
        if (now == null || !ledger.state().hasProcess()) {
            var refused = new Transition.Refused(
                    "%s is not possible because it is %s"
                            .formatted(what, ledger.state().label()),
                    VmLifecycle.allowedCommands(ledger.state()));
            throw HypervisorException.wrongState(id, refused);
        }
        return now;
    }

    void letGo() {
        var now = run;
        if (now != null) {
            now.letGo();
        }
    }

    private OutgoingMigration follow(
            QemuRun current, Duration deadline, @Nullable ConvergencePilot pilot, MigrationListener listener) {
        var sending = new OutgoingMigration(ledger, current, deadline, pilot);
        sending.addListener(listener);
        migration = sending;
        sending.followInBackground();
        return sending;
    }

    private MigrationResult outcome(OutgoingMigration sending) {
        try {
            return sending.outcome().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HypervisorException failure) {
                throw new HypervisorException(
                        failure.code(),
                        String.valueOf(failure.getMessage()),
                        failure,
                        failure.hints().toArray(String[]::new));
            }
            throw new IllegalStateException("A migration failed in an unforeseen way.", e);
        }
    }

    private QemuRun launch(VmDefinition definition, VmEpoch epoch, VmState next, Phase phase) {
        migration = null;
        QemuProcess process;
        try {
            placement.requirePossible(definition);
            folder.prepare();
            ledger.begin(definition, epoch, host.bootId(), next, phase);
            Companions.prepare(definition, folder, QemuCommandLine.Mode.of(phase));
            var settings = host.settings();
            var arguments = QemuCommandLine.build(
                    settings.binary(),
                    definition,
                    folder,
                    host.accelerator().get(),
                    settings.translationCache(),
                    QemuCommandLine.Mode.of(phase));
            process = QemuProcess.launch(arguments, folder);
        } catch (IOException e) {
            forget();
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "VM %s was not started: %s.".formatted(id, e.getMessage()),
                    e,
                    "Check the agent's state directory, its free space and rights.");
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
        var started = new QemuRun(ledger, folder, process, host.settings().commandDeadline());
        started.onDeviceGone(devices::gone);
        run = started;
        requireReady(started);
        return started;
    }

    private void requireReady(QemuRun started) {
        try {
            ledger.hasProcess(started.process().identity());
            placement.started(started);
            if (!started.connect(host.settings().startDeadline())) {
                var said = started.process().isAlive()
                        ? "QEMU did not answer within %d s. %s"
                                .formatted(
                                        host.settings().startDeadline().toSeconds(),
                                        started.process().lastWords())
                        : started.process().epitaph();
                throw QemuErrors.startFailed(id, said, null);
            }
            LiveDevices.limitAll(started, ledger.record().definition());
            ledger.memoryChannels(MemoryChannels.of(started));
        } catch (QmpException e) {
            abandon(started);
            throw QemuErrors.of(id, "Starting", e);
        } catch (HypervisorException e) {
            abandon(started);
            throw e;
        }
    }

    private void attempt(QemuRun started, String doing, Step step) {
        try {
            step.run();
        } catch (QmpException e) {
            abandon(started);
            throw QemuErrors.of(id, doing, e);
        } catch (HypervisorException e) {
            abandon(started);
            throw e;
        }
    }

    private void abandon(QemuRun started) {
        started.abandon("it was not started");
        forget();
    }

    private void forget() {
        Companions.end(ledger.record().definition(), folder);
        try {
            folder.delete();
        } catch (IOException e) {
            LOG.warn("state folder not removed vm={} folder={}", id, folder, e);
        }
        forgotten = true;
        host.announcer().gone(id, ledger.record().epoch());
    }

    boolean isForgotten() {
        return locked(() -> forgotten);
    }

    private void end(QemuRun current, StopCause cause) {
        current.intend(cause);
        try {
            current.execute("quit");
        } catch (QmpException e) {
            LOG.debug("QEMU did not quit by itself vm={}", id, e);
        }
        if (!current.awaitEnded(QUIT_PATIENCE)) {
            current.process().kill();
        }
        if (!current.awaitEnded(KILL_PATIENCE)) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_TIMEOUT,
                    "Process %d of VM %s does not end although it was killed."
                            .formatted(current.process().identity().pid(), id),
                    "It hangs in the kernel, most likely on storage that does not answer: look at the host.");
        }
    }

    /** A command that QEMU carries out at once; the state is asked for afterwards. */
    private interface Immediate {
        void on(QemuRun run) throws QmpException;
    }

    private VmStatus simple(VmCommand command, String doing, Immediate action) {
        return locked(() -> {
            if (ledger.require(command).isPresent()) {
                var current = currentRun();
                tell(doing, () -> {
                    action.on(current);
                    current.sync();
                });
            }
            return ledger.status();
        });
    }

    private void tell(String doing, Step step) {
        try {
            step.run();
        } catch (QmpException e) {
            throw QemuErrors.of(id, doing, e);
        }
    }

    private QemuRun currentRun() {
        var now = run;
        if (now == null) {
            throw new IllegalStateException("VM %s is %s and has no process.".formatted(id, ledger.state()));
        }
        return now;
    }

    private HypervisorException interrupted(InterruptedException e) {
        return new HypervisorException(
                HypervisorErrorCode.HYPERVISOR_TIMEOUT,
                "Interrupted while waiting for VM %s; what was begun goes on.".formatted(id),
                e);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        commands.lock();
        try {
            return action.get();
        } finally {
            commands.unlock();
        }
    }
}
