package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationProgress;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmSignal;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows a migration to another host to its end, on a thread of its own, so that neither an interrupted caller nor a
 * restarted agent loses sight of it. QEMU's events wake it; the truth is asked for each time.
 */
final class OutgoingMigration {

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingMigration.class);
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(200);
    /** A cancelled migration that hangs in the network is cut loose after this. */
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(5);
    /** Callers get an answer at the latest this long after the deadline, even from a QEMU that says nothing. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(30);

    private static final Duration RUN_STATE_SETTLES = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_REASON_CHARACTERS = 500;

    private final VmId vm;
    private final VmLedger ledger;
    private final QemuRun run;
    private final long deadlineNanos;
    /** Null: an earlier run of the agent began it, and what it allowed is what QEMU has been told last. */
    private final @Nullable ConvergencePilot pilot;

    private final List<MigrationListener> listeners = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> wakeUps = new LinkedBlockingQueue<>();
    private final CompletableFuture<MigrationResult> outcome = new CompletableFuture<>();
    private volatile @Nullable HypervisorErrorCode cancelledAs;
    private long cancelledNanos;
    private boolean cutLoose;

    OutgoingMigration(VmLedger ledger, QemuRun run, Duration deadline, @Nullable ConvergencePilot pilot) {
        this.vm = ledger.id();
        this.ledger = ledger;
        this.run = run;
        this.deadlineNanos = System.nanoTime() + deadline.toNanos();
        this.pilot = pilot;
        run.onMigrationStatus(wakeUps::add);
    }

    void addListener(MigrationListener listener) {
        listeners.add(listener);
    }

    CompletableFuture<MigrationResult> outcome() {
        return outcome;
    }

    void followInBackground() {
        Thread.ofVirtual()
                .name("vm-migration-" + run.process().identity().pid())
                .start(this::follow);
    }

    /** Asks QEMU to give up; the outcome tells whether it did, or was done before. */
    void cancel() {
        cancel(HypervisorErrorCode.MIGRATION_CANCELLED);
    }

    private synchronized void cancel(HypervisorErrorCode as) {
        if (cancelledAs == null && !outcome.isDone()) {
            cancelledAs = as;
            cancelledNanos = System.nanoTime();
            try {
                run.execute("migrate_cancel");
            } catch (QmpException e) {
                LOG.warn("migration could not be cancelled yet vm={}", vm, e);
            }
            wakeUps.add("cancelling");
        }
    }

    private void follow() {
        try {
            while (!outcome.isDone()) {
                wakeUps.poll(PROGRESS_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.clear();
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("migration no longer followed vm={}", vm, e);
        } catch (RuntimeException e) {
            LOG.error("following a migration failed vm={}", vm, e);
            outcome.completeExceptionally(failure("it could not be followed: " + e, e));
        }
    }

    private void look() {
        if (run.ended().isDone()) {
            outcome.completeExceptionally(failure("the process here ended: " + ledger.state(), null));
            return;
        }
        if (run.isLetGo()) {
            outcome.completeExceptionally(new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_UNAVAILABLE,
                    "The migration of VM %s goes on, but this side no longer follows it.".formatted(vm),
                    "Adopt the VM and rejoin its migration."));
            return;
        }
        try {
            var info = run.execute("query-migrate");
            switch (info.path("status").asString("")) {
                case "completed" -> completed(info);
                case "failed", "cancelled", "" -> givenUp(info);
                default -> {
                    underWay(info);
                    pilot(info);
                }
            }
        } catch (QmpException e) {
            LOG.debug("migration not read vm={}", vm, e);
            checkDeadline();
        }
    }

    private void underWay(JsonNode info) {
        var progress = progress(info);
        for (var listener : listeners) {
            try {
                listener.progress(progress);
            } catch (RuntimeException e) {
                LOG.error("a migration listener failed vm={}", vm, e);
            }
        }
        checkDeadline();
    }

    private void pilot(JsonNode info) throws QmpException {
        if (pilot == null || !info.path("status").asString("").equals("active")) {
            return;
        }
        int pass = (int) number(info.path("ram"), "dirty-sync-count");
        var longer = pilot.look(pass, millis(info, "expected-downtime"));
        if (longer.isPresent()) {
            MigrationCommands.allowPause(run, longer.get());
            LOG.info(
                    "guest may pause for longer vm={} limitMs={} pass={}",
                    vm,
                    longer.get().toMillis(),
                    pass);
        }
    }

    private void checkDeadline() {
        var now = System.nanoTime();
        if (now - deadlineNanos > 0) {
            cancel(HypervisorErrorCode.MIGRATION_TIMEOUT);
        }
        if (cancelledAs != null && !cutLoose && now - cancelledNanos > CANCEL_PATIENCE.toNanos()) {
            cutLoose = true;
            cutLoose();
        }
        if (now - deadlineNanos > LAST_PATIENCE.toNanos()) {
            outcome.completeExceptionally(new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_TIMEOUT,
                    "The migration of VM %s neither ended nor could be cancelled; QEMU does not answer.".formatted(vm),
                    "Look at the host's storage and network; the VM stays in state MIGRATING until QEMU answers."));
        }
    }

    private void cutLoose() {
        try {
            var instances = StrictJson.object();
            instances.putArray("instances").addObject().put("type", "migration");
            run.execute("yank", instances);
        } catch (QmpException e) {
            LOG.warn("the migration's connection could not be cut vm={}", vm, e);
        }
    }

    private void completed(JsonNode info) {
        var ram = info.path("ram");
        var result = new MigrationResult(
                millis(info, "total-time"),
                millis(info, "downtime"),
                millis(info, "setup-time"),
                number(ram, "transferred"),
                (int) number(ram, "dirty-sync-count"));
        run.intend(StopCause.MIGRATED_AWAY);
        try {
            ledger.migratedAway(result);
        } catch (HypervisorException e) {
            LOG.error("the migration's result could not be kept vm={}", vm, e);
        }
        try {
            run.execute("quit");
        } catch (QmpException e) {
            LOG.debug("the source did not quit by itself vm={}", vm, e);
        }
        if (!run.awaitEnded(END_PATIENCE)) {
            run.process().kill();
            run.awaitEnded(END_PATIENCE);
        }
        LOG.info("vm migrated away vm={} result={}", vm, result);
        outcome.complete(result);
    }

    private void givenUp(JsonNode info) {
        var said = Text.printable(info.path("error-desc").asString(""), MAX_REASON_CHARACTERS);
        MigrationCommands.forgetCredentials(run);
        settle();
        var why = cancelledAs;
        if (why == HypervisorErrorCode.MIGRATION_CANCELLED) {
            outcome.completeExceptionally(new HypervisorException(
                    why, "The migration of VM %s was cancelled; the guest stays on this host.".formatted(vm)));
        } else if (why == HypervisorErrorCode.MIGRATION_TIMEOUT) {
            outcome.completeExceptionally(new HypervisorException(
                    why,
                    "The migration of VM %s was given up at its deadline; the guest stays on this host.".formatted(vm),
                    "The guest may write memory faster than the network carries it: allow more bandwidth, a longer"
                            + " downtime, or a later deadline."));
        } else {
            outcome.completeExceptionally(failure(said.isEmpty() ? "QEMU gave no reason" : said, null));
        }
    }

    /** QEMU says "failed" before it lets the guest run on; waits until the run state is final, then adopts it. */
    private void settle() {
        var end = System.nanoTime() + RUN_STATE_SETTLES.toNanos();
        var runState = "";
        do {
            try {
                runState = run.execute("query-status").path("status").asString("");
            } catch (QmpException e) {
                LOG.debug("run state not read vm={}", vm, e);
                return;
            }
            if (runState.equals("running")) {
                break;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        } while (List.of("finish-migrate", "postmigrate", "").contains(runState) && System.nanoTime() - end < 0);
        ledger.observe(new VmSignal.MigrationGivenUp(!runState.equals("running")));
    }

    private HypervisorException failure(String why, @Nullable Throwable cause) {
        return new HypervisorException(
                HypervisorErrorCode.MIGRATION_FAILED,
                "The migration of VM %s failed: %s.".formatted(vm, why),
                cause,
                "See the target's messages, too; then try again or choose another target.");
    }

    private static MigrationProgress progress(JsonNode info) {
        var ram = info.path("ram");
        return new MigrationProgress(
                switch (info.path("status").asString("")) {
                    case "active", "cancelling" -> MigrationProgress.Phase.MEMORY;
                    case "device", "pre-switchover" -> MigrationProgress.Phase.SWITCHOVER;
                    default -> MigrationProgress.Phase.SETUP;
                },
                number(ram, "transferred"),
                number(ram, "remaining"),
                number(ram, "total"),
                Math.round(ram.path("mbps").asDouble(0) * 1_000_000 / 8),
                (int) number(ram, "dirty-sync-count"),
                info.path("cpu-throttle-percentage").asInt(0));
    }

    private static Duration millis(JsonNode node, String member) {
        return Duration.ofMillis(number(node, member));
    }

    private static long number(JsonNode node, String member) {
        return Math.max(0, node.path(member).asLong(0));
    }
}
