package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.ControlGroups;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this host's VMs are in the unified cgroup hierarchy: each in {@code ha/<vm>@<epoch>} or {@code vms/<vm>@<epoch>}.
 * The enforcers freeze and kill all of {@code ha} at once; the names tell whoever looks what runs by which right.
 */
final class VmGroups {
    private static final Logger LOG = LoggerFactory.getLogger(VmGroups.class);
    private static final String PROTECTED = "ha";
    private static final String OTHERS = "vms";
    private static final Pattern OURS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@[0-9]{1,19}");

    private final @Nullable Path root;
    private final GroupShares shares;

    VmGroups(@Nullable Path root) {
        this.root = root;
        this.shares = new GroupShares(root, List.of(PROTECTED, OTHERS));
    }

    ControlGroups facts() {
        if (root == null) {
            return new ControlGroups(false, "No cgroup is configured for virtual machines.");
        }
        try {
            var group = Files.createDirectories(root.resolve(PROTECTED));
            return Files.exists(group.resolve("cgroup.kill"))
                    ? new ControlGroups(
                            true, "Virtual machines are in cgroups below %s.".formatted(root), shares.control())
                    : new ControlGroups(
                            false,
                            "%s is not in a unified cgroup hierarchy, or the kernel is older than 5.14."
                                    .formatted(root));
        } catch (IOException e) {
            return new ControlGroups(false, "No cgroup can be made below %s: %s.".formatted(root, e.getMessage()));
        }
    }

    GroupShares shares() {
        return shares;
    }

    /** Refuses what could not be ended without its disks changing afterwards, or could not be ended at all. */
    void requireProtectable(VmDefinition vm) {
        for (var disk : vm.disks()) {
            if (disk.cache() != VmDisk.Cache.NONE) {
                throw new HypervisorException(
                        HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                        "VM %s cannot be highly available: its disk %s goes through the host's page cache."
                                .formatted(vm.id(), disk.path()),
                        "Use cache mode NONE for all of its disks, or switch high availability off for it.");
            }
        }
        var facts = facts();
        if (!facts.used()) {
            throw new HypervisorException(
                    HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                    "VM %s cannot be highly available on this host. %s".formatted(vm.id(), facts.reason()),
                    "Give the agent a cgroup of its own (Delegate=yes in its systemd unit).");
        }
    }

    /**
     * Puts a process where it belongs, and sees that it is there. Does nothing where there are no cgroups and none are
     * needed. Synchronized with the removal of empty groups, which must not take one away that is about to be used.
     */
    synchronized void place(long pid, VmDefinition vm, VmEpoch epoch) {
        if (root == null) {
            return;
        }
        var group = group(root, vm, epoch);
        try {
            Files.createDirectories(group);
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
            if (!contains(group, pid)) {
                throw new IOException("it is not there afterwards");
            }
            shares.moved();
        } catch (IOException e) {
            if (!vm.highlyAvailable()) {
                LOG.warn("process not put into its cgroup vm={} pid={} group={}", vm.id(), pid, group, e);
                return;
            }
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "Process %d of VM %s could not be put into the cgroup %s: %s."
                            .formatted(pid, vm.id(), group, e.getMessage()),
                    e,
                    "Look whether the process still runs, and whether the agent may write to its cgroup.");
        }
    }

    /** For a process that was found running: where it is does not decide whether it is adopted. */
    void placeAdopted(long pid, VmDefinition vm, VmEpoch epoch) {
        try {
            place(pid, vm, epoch);
        } catch (HypervisorException e) {
            LOG.error("adopted process is not in its cgroup vm={} pid={}", vm.id(), pid, e);
        }
    }

    /** Whether the protected VMs stand still because this host's lease is running out: no process may leave them then. */
    boolean isFrozen() {
        if (root == null) {
            return false;
        }
        try {
            return Files.readString(root.resolve(PROTECTED).resolve("cgroup.freeze"))
                    .strip()
                    .equals("1");
        } catch (IOException e) {
            LOG.debug("freezer not read root={}", root, e);
            return false;
        }
    }

    /** Whether a process is in the group of this VM, epoch and kind. */
    boolean isPlaced(long pid, VmDefinition vm, VmEpoch epoch) {
        try {
            return root != null && contains(group(root, vm, epoch), pid);
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes the groups of VMs that have gone; the kernel refuses it for those in use. */
    synchronized void sweep() {
        if (root == null) {
            return;
        }
        for (var kind : new String[] {PROTECTED, OTHERS}) {
            try (var groups = Files.newDirectoryStream(root.resolve(kind), VmGroups::isOurs)) {
                groups.forEach(VmGroups::removeIfEmpty);
            } catch (IOException e) {
                LOG.trace("no cgroups to look through root={} kind={}", root, kind, e);
            }
        }
    }

    /** Whether a folder is the group of a VM. */
    static boolean isOurs(Path group) {
        return OURS.matcher(group.getFileName().toString()).matches();
    }

    static VmId vmOf(Path group) {
        var name = group.getFileName().toString();
        return VmId.parse(name.substring(0, name.indexOf('@')));
    }

    private static void removeIfEmpty(Path group) {
        try {
            if (Files.readString(group.resolve("cgroup.events")).contains("populated 0")) {
                Files.delete(group);
            }
        } catch (IOException e) {
            LOG.trace("cgroup stays group={}", group, e);
        }
    }

    private static Path group(Path root, VmDefinition vm, VmEpoch epoch) {
        return root.resolve(vm.highlyAvailable() ? PROTECTED : OTHERS).resolve(name(vm.id(), epoch));
    }

    private static String name(VmId vm, VmEpoch epoch) {
        return vm + "@" + epoch;
    }

    private static boolean contains(Path group, long pid) throws IOException {
        return Files.readAllLines(group.resolve("cgroup.procs")).contains(Long.toString(pid));
    }
}
