package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.ResourceControl;
import io.atoll.hypervisor.api.VmShare;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes weights and limits into the VMs' cgroups (Documentation/admin-guide/cgroup-v2.rst of the Linux kernel: cpu.weight, cpu.max,
 * memory.low). Protected VMs and others are in groups of their own; each of the two weighs as much as its VMs together, so that all
 * VMs of the host are weighed against each other.
 *
 * <p>The kernel hands controllers down only from a cgroup that has no process of its own. The agent's has none only if it was started
 * in a cgroup below it ({@code DelegateSubgroup=agent} of systemd 254 and newer). The agent moves no process by itself: an older
 * systemd could not start it again beside its running VMs.
 */
final class GroupShares {
    private static final Logger LOG = LoggerFactory.getLogger(GroupShares.class);
    private static final long PERIOD_MICROS = 100_000;
    private static final long MILLICORES_PER_CORE = 1000;
    private static final long BYTES_PER_MIB = 1L << 20;
    private static final int KERNEL_MOST_WEIGHT = 10_000;

    private final @Nullable Path root;
    private final List<String> kinds;
    private final SortedMap<VmId, VmShare> wanted = new TreeMap<>();

    GroupShares(@Nullable Path root, List<String> kinds) {
        this.root = root;
        this.kinds = List.copyOf(kinds);
    }

    private static ResourceControl nowhere() {
        return new ResourceControl(false, false, "No cgroup is configured for virtual machines.");
    }

    /** Switches the controllers on where that is not so yet, and says what has an effect. */
    synchronized ResourceControl control() {
        if (root == null) {
            return nowhere();
        }
        var above = root.getParent();
        if (above == null) {
            return nowhere();
        }
        try {
            var offered = words(above.resolve("cgroup.controllers"));
            if (!offered.contains("cpu")) {
                return new ResourceControl(
                        false,
                        false,
                        "no cgroup controllers: the kernel offers none for processors in %s.".formatted(above));
            }
            if (!words(above.resolve("cgroup.subtree_control")).contains("cpu")
                    && !Files.readString(above.resolve("cgroup.procs")).isBlank()) {
                return new ResourceControl(
                        false,
                        false,
                        "no cgroup controllers: there are processes in %s itself; start the agent in a cgroup below it (DelegateSubgroup=agent)."
                                .formatted(above));
            }
            for (var kind : kinds) {
                Files.createDirectories(root.resolve(kind));
            }
            var memory = offered.contains("memory");
            for (var group : chain(above, root)) {
                enable(group, "cpu");
                memory = memory && tryMemory(group);
            }
            return new ResourceControl(
                    true,
                    memory,
                    memory
                            ? "Weights, limits and kept memory act on the VMs' cgroups below %s.".formatted(root)
                            : "Weights and limits act on the VMs' cgroups below %s; kept memory does not."
                                    .formatted(root));
        } catch (IOException e) {
            return new ResourceControl(
                    false, false, "no cgroup controllers: they cannot be switched on: %s.".formatted(e.getMessage()));
        }
    }

    private List<Path> chain(Path above, Path top) {
        var chain = new ArrayList<>(List.of(above, top));
        kinds.forEach(kind -> chain.add(top.resolve(kind)));
        return chain;
    }

    private static boolean tryMemory(Path group) {
        try {
            enable(group, "memory");
            return true;
        } catch (IOException e) {
            LOG.debug("memory controller not switched on group={}", group, e);
            return false;
        }
    }

    private static void enable(Path group, String controller) throws IOException {
        var file = group.resolve("cgroup.subtree_control");
        if (!words(file).contains(controller)) {
            Files.writeString(file, "+" + controller);
        }
    }

    private static List<String> words(Path file) throws IOException {
        return List.of(Files.readString(file).strip().split("\\s+"));
    }

    /** Replaces what all VMs are to get; those that are not named get what the kernel gives everybody. */
    synchronized ResourceControl apply(SortedMap<VmId, VmShare> shares) {
        wanted.clear();
        wanted.putAll(shares);
        var control = control();
        var top = root;
        if (top != null && control.cpu()) {
            writeAll(top, control);
        }
        return control;
    }

    /** A VM has got another group, which knows nothing of what was written into the old one. */
    synchronized void moved() {
        var top = root;
        if (top != null && !wanted.isEmpty()) {
            var control = control();
            if (control.cpu()) {
                writeAll(top, control);
            }
        }
    }

    private void writeAll(Path top, ResourceControl control) {
        var sums = new TreeMap<String, Long>();
        var lowMib = new TreeMap<String, Long>();
        for (var kind : kinds) {
            for (var group : groups(top.resolve(kind))) {
                var share = shareOf(group);
                sums.merge(kind, (long) share.cpuWeight(), Long::sum);
                lowMib.merge(kind, share.memoryLow().value(), Long::sum);
                write(group, share, control);
            }
        }
        var most = sums.values().stream().mapToLong(sum -> sum).max().orElse(1);
        sums.forEach((kind, sum) -> {
            var weight = most <= KERNEL_MOST_WEIGHT ? sum : Math.max(1, sum * KERNEL_MOST_WEIGHT / most);
            put(top.resolve(kind).resolve("cpu.weight"), Long.toString(weight));
        });
        if (control.memory()) {
            lowMib.forEach(
                    (kind, mib) -> put(top.resolve(kind).resolve("memory.low"), Long.toString(mib * BYTES_PER_MIB)));
            var all = lowMib.values().stream().mapToLong(mib -> mib).sum();
            put(top.resolve("memory.low"), Long.toString(all * BYTES_PER_MIB));
        }
    }

    private VmShare shareOf(Path group) {
        return wanted.getOrDefault(VmGroups.vmOf(group), VmShare.USUAL);
    }

    private static void write(Path group, VmShare share, ResourceControl control) {
        var most = share.cpuMaxMillicores();
        put(group.resolve("cpu.weight"), Integer.toString(share.cpuWeight()));
        put(
                group.resolve("cpu.max"),
                "%s %d".formatted(most == null ? "max" : most * PERIOD_MICROS / MILLICORES_PER_CORE, PERIOD_MICROS));
        if (control.memory()) {
            put(group.resolve("memory.low"), Long.toString(share.memoryLow().value() * BYTES_PER_MIB));
        }
    }

    /** A VM may end at any moment, and its group with it. */
    private static void put(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            LOG.debug("not written file={} value={}", file, value, e);
        }
    }

    private static List<Path> groups(Path kind) {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(kind, VmGroups::isOurs)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            LOG.debug("no cgroups to look through group={}", kind, e);
        }
        return found;
    }
}
