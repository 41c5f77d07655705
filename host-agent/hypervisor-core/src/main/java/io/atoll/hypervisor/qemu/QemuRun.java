package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.qmp.QmpClient;
import io.atoll.hypervisor.qmp.QmpEvent;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.QmpListener;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmSignal;
import io.atoll.hypervisor.vm.VmState;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One process's life, from its start or adoption to its end: keeps its QMP connection (and restores it when it breaks
 * while the process lives), turns what QEMU says into signals for the state machine, and notices the end. Events only
 * say "look again": the state itself is always asked for, so a lost event does no harm.
 */
final class QemuRun implements QmpListener {

    private static final Logger LOG = LoggerFactory.getLogger(QemuRun.class);
    private static final Duration RECONNECT_DEADLINE = Duration.ofSeconds(5);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(100);
    private static final int MAX_DETAIL_CHARACTERS = 500;

    private static final Set<String> RUN_STATE_EVENTS =
            Set.of("STOP", "RESUME", "SUSPEND", "WAKEUP", "BLOCK_IO_ERROR", "RESET");
    private static final Set<String> FINAL_MIGRATION_STATUSES = Set.of("completed", "failed", "cancelled");
    /** What belongs into a VM's history; everything else QEMU says is of no use to people. */
    private static final Set<String> NOTEWORTHY_EVENTS = Set.of(
            "SHUTDOWN",
            "POWERDOWN",
            "RESET",
            "STOP",
            "RESUME",
            "SUSPEND",
            "WAKEUP",
            "WATCHDOG",
            "MIGRATION",
            "GUEST_PANICKED",
            "GUEST_CRASHLOADED",
            "BLOCK_IO_ERROR",
            "BLOCK_IMAGE_CORRUPTED",
            "MEMORY_FAILURE");

    private final VmLedger ledger;
    private final VmFolder folder;
    private final QemuProcess process;
    private final Duration commandDeadline;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> arrived = new CompletableFuture<>();
    private final AtomicBoolean concluded = new AtomicBoolean();
    private final ReentrantLock syncing = new ReentrantLock();
    private final Sampler sampler;
    private final Screen screen;
    private final Keyboard keyboard;
    private volatile @Nullable QmpClient client;
    private volatile boolean letGo;
    private volatile @Nullable StopCause intent;
    private volatile String shutdownReason = "";
    private volatile Consumer<String> migrationStatus = _ -> {};
    private volatile Consumer<String> deviceGone = _ -> {};

    QemuRun(VmLedger ledger, VmFolder folder, QemuProcess process, Duration commandDeadline) {
        this.ledger = ledger;
        this.folder = folder;
        this.process = process;
        this.commandDeadline = commandDeadline;
        this.sampler = new Sampler(this);
        this.screen = new Screen(this, folder);
        this.keyboard = new Keyboard(this, ledger);
    }

    Screen screen() {
        return screen;
    }

    Keyboard keyboard() {
        return keyboard;
    }

    Sampler sampler() {
        return sampler;
    }

    QemuProcess process() {
        return process;
    }

    /** Completes when the process has gone and the VM's state says so. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Whether the process has gone, and the VM's state says so, within {@code limit}. */
    boolean awaitEnded(Duration limit) {
        return awaitEnded(limit, new CompletableFuture<>());
    }

    /** False when the limit has passed, or {@code givenUp} is complete, before the process has ended. */
    boolean awaitEnded(Duration limit, CompletableFuture<?> givenUp) {
        try {
            CompletableFuture.anyOf(ended, givenUp).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended.isDone();
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The end of a process cannot fail.", e);
        }
    }

    /** Completes when an incoming guest is here. */
    CompletableFuture<Void> arrived() {
        return arrived;
    }

    /** Why this side is about to end the process; says what its end means. */
    void intend(StopCause cause) {
        intent = cause;
    }

    void onMigrationStatus(Consumer<String> listener) {
        migrationStatus = listener;
    }

    /** Told of each device that the guest has let go of; must be quick. */
    void onDeviceGone(Consumer<String> listener) {
        deviceGone = listener;
    }

    /** Whether QEMU answered by the deadline. */
    boolean connect(Duration deadline) {
        var connected = QmpSockets.connect(folder.qmpSocket(), deadline, process::isAlive, this);
        connected.ifPresent(now -> client = now);
        return connected.isPresent();
    }

    JsonNode execute(String command) throws QmpException {
        return execute(command, null);
    }

    JsonNode execute(String command, @Nullable JsonNode arguments) throws QmpException {
        var now = client;
        if (now == null) {
            throw QmpException.notConnected(folder.qmpSocket().toString(), command);
        }
        return now.execute(command, arguments, commandDeadline);
    }

    /** Lets go of the process without touching it. */
    void letGo() {
        letGo = true;
        var now = client;
        if (now != null) {
            now.close();
        }
    }

    boolean isLetGo() {
        return letGo;
    }

    /** Ends a process that never got ready. */
    void abandon(String why) {
        intent = null;
        process.kill();
        process.awaitEnd(RECONNECT_DEADLINE);
        letGo();
        conclude(new VmSignal.ProcessDied(why));
    }

    @Override
    public void event(QmpEvent event) {
        var name = event.name();
        if (NOTEWORTHY_EVENTS.contains(name)) {
            ledger.announce(name, Text.printable(StrictJson.write(event.data()), MAX_DETAIL_CHARACTERS));
        }
        if (RUN_STATE_EVENTS.contains(name) && !isSwitchingOver(name)) {
            inBackground("sync", this::syncQuietly);
        }
        switch (name) {
            case "SHUTDOWN" -> shutdownReason = event.text("reason");
            case "MIGRATION" -> migrationEvent(event.text("status"));
            case "DEVICE_DELETED" -> deviceGone.accept(event.text("device"));
            case "VSERPORT_CHANGE" -> {
                if (event.text("id").equals(QemuCommandLine.GUEST_AGENT_PORT)) {
                    ledger.guestAgentConnected(event.data().path("open").asBoolean(false));
                }
            }
            default -> LOG.trace("event vm={} name={}", folder, name);
        }
    }

    /** While the guest stands still between two hosts, every question to QEMU would make it stand longer. */
    private boolean isSwitchingOver(String name) {
        return name.equals("STOP") && ledger.state() instanceof VmState.Migrating;
    }

    private void migrationEvent(String status) {
        if (FINAL_MIGRATION_STATUSES.contains(status)) {
            migrationStatus.accept(status);
            inBackground("sync", this::syncQuietly);
        }
    }

    @Override
    public void lost(String reason) {
        LOG.debug("QMP connection lost vm={} reason={}", folder, reason);
        inBackground("watch", this::watchWithoutConnection);
    }

    /** For a process that does not answer: keeps trying, and notices its end. */
    void watchInBackground() {
        inBackground("watch", this::watchWithoutConnection);
    }

    private void watchWithoutConnection() {
        while (!letGo && !ended.isDone()) {
            if (!process.isAlive()) {
                conclude(whyItEnded());
                return;
            }
            if (connect(RECONNECT_DEADLINE)) {
                LOG.info("QMP connection restored vm={}", folder);
                syncQuietly();
                return;
            }
            LockSupport.parkNanos(RECONNECT_PAUSE.toNanos());
        }
    }

    private void conclude(VmSignal signal) {
        if (concluded.compareAndSet(false, true)) {
            if (signal instanceof VmSignal.ProcessDied(var detail)) {
                LOG.warn("process ended unasked vm={} why=\"{}\"", folder, detail);
            }
            ledger.observe(signal);
            ended.complete(null);
        }
    }

    /** For an adoption, during which the process may have ended: what was found must not make it look alive again. */
    void tellEndAgain() {
        if (concluded.get()) {
            ledger.observe(whyItEnded());
        }
    }

    private VmSignal whyItEnded() {
        var wanted = intent;
        if (wanted != null) {
            return new VmSignal.ProcessEnded(wanted);
        }
        return switch (shutdownReason) {
            case "" -> new VmSignal.ProcessDied(process.epitaph());
            case "guest-shutdown" -> new VmSignal.ProcessEnded(StopCause.GUEST_SHUTDOWN);
            case "guest-panic" -> new VmSignal.ProcessDied(VmState.Crashed.GUEST_PANICKED);
            case "host-signal" -> new VmSignal.ProcessEnded(StopCause.HOST_SIGNAL);
            case "host-qmp-quit", "host-qmp-system-reset", "host-ui" -> new VmSignal.ProcessEnded(StopCause.HOST_STOP);
            default ->
                new VmSignal.ProcessDied(
                        "QEMU ended because of " + Text.printable(shutdownReason, MAX_DETAIL_CHARACTERS));
        };
    }

    private void syncQuietly() {
        try {
            sync();
        } catch (QmpException e) {
            LOG.debug("run state not read vm={}", folder, e);
        }
    }

    /** Asks whether the guest has its end of the agent's channel open; events only tell of changes. */
    void readGuestAgentState() throws QmpException {
        for (var chardev : execute("query-chardev")) {
            if (chardev.path("label").asString("").equals(QemuCommandLine.GUEST_AGENT_CHARDEV)) {
                ledger.guestAgentConnected(chardev.path("frontend-open").asBoolean(false));
            }
        }
    }

    /** Asks QEMU what the guest is doing and tells the state machine. */
    void sync() throws QmpException {
        syncing.lock();
        try {
            var runState = execute("query-status").path("status").asString("");
            var signal = signal(runState);
            if (signal == null) {
                return;
            }
            if (ledger.state() instanceof VmState.Incoming) {
                arrived(signal instanceof VmSignal.GuestPaused);
            } else {
                ledger.observe(signal);
            }
        } finally {
            syncing.unlock();
        }
    }

    private void arrived(boolean standing) throws QmpException {
        if (!ledger.arrival().isHeld()) {
            ledger.observe(new VmSignal.IncomingArrived(standing));
        } else if (takeDisks()) {
            ledger.observe(new VmSignal.IncomingHeld());
        } else {
            LOG.error("The guest has arrived but the source has its disks, so it is ended here vm={}", folder);
            intend(StopCause.INCOMING_ABORTED);
            execute("quit");
            return;
        }
        arrived.complete(null);
    }

    /**
     * Takes the disks and their locks, which QEMU leaves until the guest runs. From here on the source cannot go back to them;
     * if it did already, this fails: to let the guest go on would set an old memory on disks that have changed since.
     */
    private boolean takeDisks() throws QmpException {
        try {
            execute("blockdev-set-active", StrictJson.object().put("active", true));
            return true;
        } catch (QmpException e) {
            if (e.kind() != QmpException.Kind.REFUSED) {
                throw e;
            }
            LOG.warn("disks of an arrived guest not taken vm={} reason=\"{}\"", folder, e.getMessage());
            // QEMU before 10.0 has no such command and takes them with the guest
            return String.valueOf(e.getMessage()).contains("has not been found");
        }
    }

    /** What QEMU's run state says of the guest; null for states in between. */
    private static @Nullable VmSignal signal(String runState) {
        return switch (runState) {
            case "running", "suspended" -> new VmSignal.GuestRuns();
            case "paused", "prelaunch" -> new VmSignal.GuestPaused(PauseCause.REQUESTED);
            case "io-error" -> new VmSignal.GuestPaused(PauseCause.IO_ERROR);
            case "internal-error", "watchdog", "guest-panicked", "debug" ->
                new VmSignal.GuestPaused(PauseCause.HYPERVISOR);
            default -> null; // inmigrate, postmigrate, finish-migrate, shutdown, …
        };
    }

    private void inBackground(String what, Runnable work) {
        Thread.ofVirtual().name("vm-" + what + "-" + process.identity().pid()).start(work);
    }
}
