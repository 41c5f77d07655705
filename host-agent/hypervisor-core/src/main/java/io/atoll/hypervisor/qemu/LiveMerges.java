package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.DiskSnapshots.Handover;
import io.atoll.hypervisor.api.DiskSnapshots.Merge;
import io.atoll.hypervisor.api.DiskSnapshots.MergeListener;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.vm.VmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges files of one VM's disks while its guest runs. The job is QEMU's and goes on without us: asked again, also after an agent
 * that died, it is followed further. Waiting for it holds no lock.
 */
final class LiveMerges {

    private static final Logger LOG = LoggerFactory.getLogger(LiveMerges.class);
    private static final String JOB_PREFIX = "merge-";
    private static final Duration POLL = Duration.ofMillis(100);
    /** The guest stands still meanwhile; by then what was left to copy is a few writes of a moment. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(10);

    private final VmLedger ledger;
    private final VmFolder folder;
    private final LiveSnapshots vm;

    LiveMerges(VmLedger ledger, VmFolder folder, LiveSnapshots vm) {
        this.ledger = ledger;
        this.folder = folder;
        this.vm = vm;
    }

    /** A job in QEMU, which may be from an earlier attempt. */
    private record Job(String id, String node, boolean ofTop) {}

    VmStatus commit(Merge merge, Handover handover, MergeListener listener) {
        var job = vm.locked("Merging files of", (run, now) -> begin(run, now, merge, true));
        if (job.isPresent()) {
            follow(job.get(), merge, handover, listener);
        }
        return vm.locked("Merging files of", (run, now) -> settled(run, now, merge, merge.upper()));
    }

    VmStatus pull(Merge merge, MergeListener listener) {
        var job = vm.locked("Merging files of", (run, now) -> begin(run, now, merge, false));
        if (job.isPresent()) {
            follow(job.get(), merge, Handover.NONE, listener);
        }
        return vm.locked("Merging files of", (run, now) -> settled(run, now, merge, merge.lower()));
    }

    /** Empty when the file that is to go is no part of the disk any more. */
    private Optional<Job> begin(QemuRun run, VmDefinition now, Merge merge, boolean commit) throws QmpException {
        var disk = LiveSnapshots.requireDisk(now, merge.slot());
        var chain = DiskNodes.chain(run, now, disk);
        var files = new ArrayList<>(chain.sequencedKeySet());
        var goes = commit ? merge.upper() : merge.lower();
        var at = files.indexOf(goes.normalize());
        if (at < 0) {
            return Optional.empty();
        }
        var upper = files.indexOf(merge.upper().normalize());
        if (upper < 0 || files.indexOf(merge.lower().normalize()) != upper + 1) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "%s is not right below %s in disk %d of VM %s."
                            .formatted(
                                    merge.lower().getFileName(), merge.upper().getFileName(), merge.slot(), now.id()),
                    "Look at the disk's files again.");
        }
        var job = new Job(
                JOB_PREFIX + DiskNodes.name(now, disk, goes), chain.getOrDefault(files.get(at), ""), upper == 0);
        if (find(run, job.id()).isEmpty()) {
            var nodes = new ArrayList<>(chain.sequencedValues());
            var arguments = StrictJson.object().put("job-id", job.id()).put("auto-dismiss", false);
            if (commit) {
                commit(run, arguments, nodes, upper, merge);
            } else {
                pull(run, arguments, nodes, upper, merge);
            }
        }
        return Optional.of(job);
    }

    private static void commit(QemuRun run, ObjectNode arguments, List<String> nodes, int upper, Merge merge)
            throws QmpException {
        arguments.put("device", nodes.getFirst()).put("base-node", nodes.get(upper + 1));
        if (upper > 0) {
            arguments.put("top-node", nodes.get(upper));
            if (merge.backingName() != null) {
                arguments.put("backing-file", merge.backingName());
            }
        }
        run.execute("block-commit", arguments);
    }

    private static void pull(QemuRun run, ObjectNode arguments, List<String> nodes, int upper, Merge merge)
            throws QmpException {
        arguments.put("device", nodes.get(upper));
        if (upper + 2 < nodes.size()) {
            arguments.put("base-node", nodes.get(upper + 2));
            if (merge.backingName() != null) {
                arguments.put("backing-file", merge.backingName());
            }
        }
        run.execute("block-stream", arguments);
    }

    private void follow(Job job, Merge merge, Handover handover, MergeListener listener) {
        while (true) {
            var ended = vm.locked("Merging files of", (run, now) -> {
                var found = find(run, job.id());
                var status = found.map(one -> one.path("status").asString("")).orElse("");
                found.ifPresent(one -> listener.progress(
                        one.path("current-progress").asLong(0),
                        one.path("total-progress").asLong(0)));
                if (status.equals("ready")) {
                    switchOver(run, now, job, merge, handover);
                    return true;
                }
                if (status.isEmpty() || status.equals("concluded")) {
                    dismiss(run, job);
                    return true;
                }
                if (listener.isCancelled() || Thread.currentThread().isInterrupted()) {
                    run.execute("job-cancel", StrictJson.object().put("id", job.id()));
                }
                return false;
            });
            if (ended) {
                return;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /**
     * The file that is written to is all in the one below. While the guest stands still they are equal and on the storage; whoever looks
     * for the one finds the other, and only then QEMU writes there.
     */
    private void switchOver(QemuRun run, VmDefinition now, Job job, Merge merge, Handover handover)
            throws QmpException {
        var running = ledger.state() instanceof VmState.Running;
        try {
            if (running) {
                markPause(true);
                run.execute("stop");
            }
            awaitEqual(run, job);
            run.execute("stop"); // of a guest that stands still already: writes through what is left in memory
            say(handover);
            complete(run, job, handover);
            ledger.redefine(now.withDisk(
                    merge.slot(), LiveSnapshots.requireDisk(now, merge.slot()).at(merge.lower())));
        } finally {
            if (running || isMarkedPause()) {
                run.execute("cont");
                run.sync();
                markPause(false);
            }
        }
    }

    /** Half said is taken back: the guest goes on writing to the file above. */
    private static void say(Handover handover) {
        try {
            handover.over();
        } catch (RuntimeException e) {
            handover.back();
            throw e;
        }
    }

    private void complete(QemuRun run, Job job, Handover handover) throws QmpException {
        try {
            run.execute("job-complete", StrictJson.object().put("id", job.id()));
            awaitStatus(run, job, "concluded");
            dismiss(run, job);
        } catch (QmpException e) {
            if (e.kind() == QmpException.Kind.REFUSED) {
                handover.back();
            }
            throw e;
        } catch (HypervisorException e) {
            handover.back(); // QEMU says that it writes to the one above still
            throw e;
        }
    }

    private static void awaitEqual(QemuRun run, Job job) throws QmpException {
        var end = System.nanoTime() + LONGEST_STANDSTILL.toNanos();
        while (true) {
            var found = find(run, job.id()).orElse(StrictJson.object());
            if (found.path("status").asString("").equals("ready")
                    && found.path("current-progress").asLong(0)
                            == found.path("total-progress").asLong(-1)) {
                return;
            }
            requireTime(job, end);
            LockSupport.parkNanos(POLL.toNanos() / 10);
        }
    }

    private static void awaitStatus(QemuRun run, Job job, String wanted) throws QmpException {
        var end = System.nanoTime() + LONGEST_STANDSTILL.toNanos();
        while (!find(run, job.id())
                .map(one -> one.path("status").asString(""))
                .orElse(wanted)
                .equals(wanted)) {
            requireTime(job, end);
            LockSupport.parkNanos(POLL.toNanos() / 10);
        }
    }

    private static void requireTime(Job job, long end) {
        if (System.nanoTime() - end > 0) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_TIMEOUT,
                    "The end of the merge %s took longer than %d s; the disk is as it was."
                            .formatted(job.id(), LONGEST_STANDSTILL.toSeconds()),
                    "Try again when the storage is less busy.");
        }
    }

    /** Throws what went wrong with it. */
    private void dismiss(QemuRun run, Job job) throws QmpException {
        var found = find(run, job.id());
        if (found.isEmpty()) {
            return;
        }
        run.execute("job-dismiss", StrictJson.object().put("id", job.id()));
        var error = found.get().path("error").asString("");
        if (!error.isEmpty()) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "Merging files of VM %s failed: %s".formatted(ledger.id(), Text.printable(error, 300)),
                    "The disk reads as before. Look at the storage, then try again.");
        }
    }

    /** What is no part of the disk any more is closed, so that it can be removed. */
    private VmStatus settled(QemuRun run, VmDefinition now, Merge merge, Path gone) throws QmpException {
        var disk = LiveSnapshots.requireDisk(now, merge.slot());
        var chain = DiskNodes.chain(run, now, disk);
        if (chain.containsKey(gone.normalize())) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "The merge in disk %d of VM %s ended before it was done.".formatted(merge.slot(), ledger.id()),
                    "The disk reads as before. Try again.");
        }
        for (var node : DiskNodes.ofDevice(run, GuestDevices.diskNode(now, disk))) {
            if (!chain.containsValue(node)) {
                LiveSnapshots.closeQuietly(run, node);
            }
        }
        var top = chain.firstEntry().getKey();
        if (!top.equals(disk.path().normalize())) {
            ledger.redefine(now.withDisk(merge.slot(), disk.at(top)));
        }
        return ledger.status();
    }

    private static Optional<JsonNode> find(QemuRun run, String id) throws QmpException {
        for (var job : run.execute("query-jobs")) {
            if (job.path("id").asString("").equals(id)) {
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    /**
     * An agent that died while the guest stood still for a merge left it so. Whether the file above was retired by then says where the
     * guest has to go on.
     */
    void goOnAfterDeath(QemuRun run) {
        if (!isMarkedPause()) {
            return;
        }
        try {
            for (var job : run.execute("query-jobs")) {
                var id = job.path("id").asString("");
                if (id.startsWith(JOB_PREFIX)
                        && job.path("status").asString("").equals("ready")
                        && isRetired(run, id)) {
                    run.execute("job-complete", StrictJson.object().put("id", id));
                    awaitStatus(run, new Job(id, "", true), "concluded");
                }
            }
            run.execute("cont");
            run.sync();
            markPause(false);
            LOG.info("A guest that stood still for a merge goes on vm={}", ledger.id());
        } catch (QmpException | HypervisorException e) {
            LOG.error("a guest that stood still for a merge does not go on vm={}", ledger.id(), e);
        }
    }

    private boolean isRetired(QemuRun run, String jobId) throws QmpException {
        var now = ledger.record().definition();
        for (var disk : now.disks()) {
            var top = DiskNodes.chain(run, now, disk).firstEntry().getKey();
            if (jobId.equals(JOB_PREFIX + DiskNodes.name(now, disk, top))) {
                return Files.notExists(top);
            }
        }
        return false;
    }

    private boolean isMarkedPause() {
        return Files.exists(folder.mergePause());
    }

    private void markPause(boolean wanted) {
        try {
            if (wanted) {
                Files.write(folder.mergePause(), new byte[0]);
            } else {
                Files.deleteIfExists(folder.mergePause());
            }
        } catch (IOException e) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "%s could not be written: %s.".formatted(folder.mergePause(), e.getMessage()),
                    e,
                    "Check the free space and rights of the agent's state directory.");
        }
    }
}
