package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.DiskSnapshots.Frozen;
import io.atoll.hypervisor.api.DiskSnapshots.Quiesce;
import io.atoll.hypervisor.api.DiskSnapshots.Wish;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Freezes what the disks of one VM are written to, while its guest runs. The guest is asked to bring its file systems into order
 * outside the lock, so that one that does not answer can still be stopped; and is always told to go on.
 */
final class LiveSnapshots {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSnapshots.class);
    private static final Duration THAW_PATIENCE = Duration.ofSeconds(10);
    private static final int THAW_TRIES = 3;

    private final VmLedger ledger;
    private final ReentrantLock commands;
    private final Supplier<QemuRun> running;
    private final LiveMerges merges;

    LiveSnapshots(VmLedger ledger, VmFolder folder, ReentrantLock commands, Supplier<QemuRun> running) {
        this.ledger = ledger;
        this.commands = commands;
        this.running = running;
        this.merges = new LiveMerges(ledger, folder, this);
    }

    /** Something that is done while no other command is, to a guest that is here. */
    interface Step<T> {
        T on(QemuRun run, VmDefinition vm) throws QmpException;
    }

    LiveMerges merges() {
        return merges;
    }

    Set<Path> openFiles(int slot) {
        return locked(
                "Looking at a disk of",
                (run, vm) -> DiskNodes.chain(run, vm, requireDisk(vm, slot)).sequencedKeySet());
    }

    Frozen freeze(SortedMap<Integer, Path> tops, Quiesce quiesce, Supplier<GuestAgent> agent) {
        var missing = locked("Looking at the disks of", (run, vm) -> missing(run, vm, tops));
        if (missing.isEmpty()) {
            var status = locked("A snapshot of", (_, vm) -> redefine(vm, tops));
            if (quiesce.wish() == Wish.NONE) {
                return new Frozen(status, false, "", Duration.ZERO);
            }
            // Whoever took it may have died before the guest was told that it may write again.
            if (ledger.status().guestAgentConnected()) {
                thaw(agent.get());
            }
            return new Frozen(status, false, "It was taken before; nobody knows any more.", Duration.ZERO);
        }
        return switch (quiesce.wish()) {
            case NONE ->
                new Frozen(locked("A snapshot of", (run, vm) -> take(run, vm, tops)), false, "", Duration.ZERO);
            case BEST_EFFORT, REQUIRED -> quiesced(tops, quiesce, agent);
        };
    }

    private Frozen quiesced(SortedMap<Integer, Path> tops, Quiesce quiesce, Supplier<GuestAgent> agents) {
        GuestAgent agent = null;
        var detail = "";
        var began = System.nanoTime();
        try {
            requireGuestAgent();
            agent = agents.get();
            agent.freeze(quiesce.deadline());
        } catch (HypervisorException e) {
            thaw(agent);
            if (quiesce.wish() == Wish.REQUIRED || e.code() != HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE) {
                throw e;
            }
            agent = null;
            detail = String.valueOf(e.getMessage());
        }
        VmStatus status;
        try {
            status = locked("A snapshot of", (run, vm) -> take(run, vm, tops));
        } finally {
            thaw(agent);
        }
        var standstill = agent == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
        return new Frozen(status, agent != null, detail, standstill);
    }

    private void requireGuestAgent() {
        if (!ledger.status().guestAgentConnected()) {
            throw new HypervisorException(
                    HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE,
                    "No agent answers inside VM %s, so its file systems cannot be brought into order."
                            .formatted(ledger.id()),
                    "Install and start qemu-guest-agent inside the guest, or take the snapshot without.");
        }
    }

    /** A guest that could not be told to go on would hang; one that was never told to stop does not mind. */
    private void thaw(@Nullable GuestAgent agent) {
        if (agent == null) {
            return;
        }
        for (var tries = 1; tries <= THAW_TRIES; tries++) {
            try {
                agent.thaw(THAW_PATIENCE);
                return;
            } catch (HypervisorException e) {
                LOG.warn("a guest was not told that it may write again vm={} try={}", ledger.id(), tries, e);
            }
        }
    }

    private static SortedMap<Integer, Path> missing(QemuRun run, VmDefinition vm, SortedMap<Integer, Path> tops)
            throws QmpException {
        var missing = new TreeMap<Integer, Path>();
        for (var top : tops.entrySet()) {
            var chain = DiskNodes.chain(run, vm, requireDisk(vm, top.getKey()));
            if (!chain.firstEntry().getKey().equals(top.getValue().normalize())) {
                missing.put(top.getKey(), top.getValue());
            }
        }
        return missing;
    }

    private VmStatus take(QemuRun run, VmDefinition vm, SortedMap<Integer, Path> tops) throws QmpException {
        var actions = StrictJson.MAPPER.createArrayNode();
        var overlays = new ArrayList<String>();
        try {
            for (var top : missing(run, vm, tops).entrySet()) {
                var disk = requireDisk(vm, top.getKey());
                var node = DiskNodes.name(vm, disk, top.getValue());
                overlays.add(node);
                if (DiskNodes.node(run, node).isEmpty()) {
                    run.execute("blockdev-add", GuestDevices.overlay(node, disk.at(top.getValue())));
                }
                var action = actions.addObject().put("type", "blockdev-snapshot");
                action.putObject("data")
                        .put("node", DiskNodes.top(run, vm, disk))
                        .put("overlay", node);
            }
            var arguments = StrictJson.object();
            arguments.set("actions", actions);
            run.execute("transaction", arguments);
        } catch (QmpException e) {
            // None of them may stay open: a file that is open can be neither deleted nor merged.
            overlays.forEach(node -> closeQuietly(run, node));
            throw e;
        }
        return redefine(vm, tops);
    }

    private VmStatus redefine(VmDefinition vm, SortedMap<Integer, Path> tops) {
        var next = vm;
        for (var top : tops.entrySet()) {
            next = next.withDisk(top.getKey(), requireDisk(next, top.getKey()).at(top.getValue()));
        }
        if (!next.equals(ledger.record().definition())) {
            ledger.redefine(next);
        }
        return ledger.status();
    }

    static void closeQuietly(QemuRun run, String node) {
        try {
            run.execute("blockdev-del", StrictJson.object().put("node-name", node));
        } catch (QmpException e) {
            LOG.debug("a file of a disk is not closed by us node={}", node, e);
        }
    }

    static VmDisk requireDisk(VmDefinition vm, int slot) {
        return vm.disk(slot)
                .orElseThrow(() -> new HypervisorException(
                        HypervisorErrorCode.DISK_NOT_FOUND, "VM %s has no disk %d here.".formatted(vm.id(), slot)));
    }

    <T> T locked(String doing, Step<T> step) {
        commands.lock();
        try {
            var run = running.get();
            var here = ledger.state() instanceof VmState.Running
                    || (ledger.state() instanceof VmState.Paused(var cause) && cause != PauseCause.ARRIVED);
            if (!here) {
                throw HypervisorException.wrongState(
                        ledger.id(),
                        new Transition.Refused(
                                "changing its disks is not possible because it is %s"
                                        .formatted(ledger.state().label()),
                                VmLifecycle.allowedCommands(ledger.state())));
            }
            return step.on(run, ledger.record().definition());
        } catch (QmpException e) {
            throw QemuErrors.ofDevice(ledger.id(), doing, e);
        } finally {
            commands.unlock();
        }
    }
}
