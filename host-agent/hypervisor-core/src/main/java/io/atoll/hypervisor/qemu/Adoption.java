package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.qemu.VmRecord.Phase;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a later run of the agent makes of a VM's record and process. A guest is never touched; a process whose start was
 * not finished (it has not run a guest instruction) is ended.
 *
 * @param run null when there is no process any more
 * @param migrating the guest was on its way to another host, or has just left
 */
record Adoption(@Nullable QemuRun run, boolean migrating) {

    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(5);
    /** For a migration whose own deadline died with the agent that set it. */
    static final Duration MIGRATION_DEADLINE = Duration.ofHours(1);

    private static final Adoption NOTHING = new Adoption(null, false);

    static Adoption of(VmRecord record, VmFolder folder, QemuHost host, VmLedger ledger) {
        return switch (record.phase()) {
            case Phase.Ended(var cause, var _) -> {
                // a result written down just before the process was to quit: see that it does
                processOf(record, folder, host).ifPresent(process -> finishOff(process, folder));
                ledger.enter(new VmState.Stopped(cause));
                yield NOTHING;
            }
            case Phase.Died(var detail) -> {
                ledger.enter(new VmState.Crashed(detail));
                yield NOTHING;
            }
            case Phase.Launching() -> {
                processOf(record, folder, host).ifPresent(process -> finishOff(process, folder));
                ledger.enter(new VmState.Crashed("the agent ended while it started this VM"));
                yield NOTHING;
            }
            case Phase.Live() -> takeOver(record, folder, host, ledger, new VmState.Running());
            case Phase.Incoming(var _) -> takeOver(record, folder, host, ledger, new VmState.Incoming());
        };
    }

    private static Adoption takeOver(
            VmRecord record, VmFolder folder, QemuHost host, VmLedger ledger, VmState assumed) {
        var process = processOf(record, folder, host);
        if (process.isEmpty()) {
            ledger.enter(
                    assumed instanceof VmState.Incoming
                            ? new VmState.Stopped(StopCause.INCOMING_ABORTED)
                            : new VmState.Crashed("its process ended while no agent was watching"));
            return NOTHING;
        }
        var run = new QemuRun(
                ledger,
                folder,
                QemuProcess.found(process.get(), folder),
                host.settings().commandDeadline());
        try {
            if (run.connect(ANSWER_DEADLINE)) {
                return ask(run, record, ledger);
            }
        } catch (QmpException e) {
            LOG.warn("adopted process does not answer vm={}", ledger.id(), e);
        }
        // The process is the right one by id and start time, only silent: its guest must not be given up.
        LOG.warn(
                "adopted without an answer vm={} pid={}",
                ledger.id(),
                process.get().pid());
        ledger.adopted(assumed);
        run.tellEndAgain();
        run.watchInBackground();
        return new Adoption(run, false);
    }

    private static Adoption ask(QemuRun run, VmRecord record, VmLedger ledger) throws QmpException {
        var answered = run.execute("query-uuid").path("UUID").asString("");
        if (!answered.equalsIgnoreCase(record.definition().id().toString())) {
            LOG.error("another VM answers, not adopted vm={} answered={}", ledger.id(), Text.printable(answered, 40));
            run.letGo();
            ledger.enter(new VmState.Crashed("another process answers in its place"));
            return NOTHING;
        }
        ledger.memoryChannels(MemoryChannels.of(run));
        var runState = run.execute("query-status").path("status").asString("");
        var migration = run.execute("query-migrate").path("status").asString("");
        var migrating = List.of("setup", "active", "device", "cancelling", "pre-switchover", "wait-unplug")
                        .contains(migration)
                || runState.equals("postmigrate");
        var found = state(runState, migrating && !runState.equals("inmigrate"));
        ledger.adopted(found instanceof VmState.Paused && ledger.arrival().isHeld() ? new VmState.Incoming() : found);
        if (ledger.state() instanceof VmState.Incoming) {
            run.sync(); // it may be here by now, or be held here since before
        }
        run.tellEndAgain();
        run.readGuestAgentState();
        LOG.info(
                "vm adopted vm={} pid={} runState={}",
                ledger.id(),
                run.process().identity().pid(),
                runState);
        return new Adoption(run, ledger.state() instanceof VmState.Migrating);
    }

    private static VmState state(String runState, boolean migrating) {
        if (migrating) {
            return new VmState.Migrating();
        }
        return switch (runState) {
            case "inmigrate" -> new VmState.Incoming();
            case "paused", "prelaunch" -> new VmState.Paused(PauseCause.REQUESTED);
            case "io-error" -> new VmState.Paused(PauseCause.IO_ERROR);
            case "internal-error", "watchdog", "guest-panicked", "debug" -> new VmState.Paused(PauseCause.HYPERVISOR);
            default -> new VmState.Running();
        };
    }

    /** The VM's process, if it still is the one that was started; also one whose id could not be written down in time. */
    private static Optional<ProcessIdentity> processOf(VmRecord record, VmFolder folder, QemuHost host) {
        if (!record.bootId().equals(host.bootId())) {
            return Optional.empty();
        }
        var known = record.process();
        if (known != null) {
            var sameAndOurs = ProcFs.isAlive(known)
                    && ProcFs.commandLine(known.pid())
                            .contains(folder.qmpSocket().toString());
            return sameAndOurs ? Optional.of(known) : Optional.empty();
        }
        try {
            return ProcFs.withArgumentContaining(folder.qmpSocket().toString()).stream()
                    .findFirst();
        } catch (IOException e) {
            LOG.warn("processes could not be listed folder={}", folder, e);
            return Optional.empty();
        }
    }

    private static void finishOff(ProcessIdentity process, VmFolder folder) {
        LOG.warn("ending a process that has no guest to run folder={} pid={}", folder, process.pid());
        var found = QemuProcess.found(process, folder);
        found.kill();
        if (!found.awaitEnd(ANSWER_DEADLINE)) {
            LOG.error("process does not end folder={} pid={}", folder, process.pid());
        }
    }
}
