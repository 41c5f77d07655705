package io.atoll.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the cgroup this process is in: with systemd's {@code Delegate=yes} that is where it may make others. */
public final class OwnControlGroup {
    /** Hosts with the unified hierarchy only, and hosts that keep it beside the old ones. */
    private static final List<Path> MOUNTS = List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));

    private static final String UNIFIED = "0::/";

    /** Where systemd puts the agent so that its own cgroup stays free of processes: DelegateSubgroup=agent. */
    private static final String SUBGROUP = "agent";

    private OwnControlGroup() {}

    /** Empty where the unified hierarchy is not mounted or this process may not make cgroups. */
    public static Optional<Path> find() {
        return find(MOUNTS, Path.of("/proc/self/cgroup"));
    }

    static Optional<Path> find(List<Path> mounts, Path membership) {
        try {
            var place = Files.readAllLines(membership).stream()
                    .filter(line -> line.startsWith(UNIFIED) && !line.contains("/.."))
                    .map(line -> line.substring(UNIFIED.length()))
                    .findFirst();
            return place.flatMap(path -> mounts.stream()
                    .filter(mount -> Files.exists(mount.resolve("cgroup.controllers")))
                    .map(mount -> delegated(mount, mount.resolve(path)))
                    .filter(Files::isWritable)
                    .findFirst());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The cgroup that is the agent's to divide: the one it is in, or the one above where it was put into a part of it. */
    private static Path delegated(Path mount, Path own) {
        var above = own.getParent();
        return above != null && own.endsWith(SUBGROUP) && !above.equals(mount) && Files.isWritable(above) ? above : own;
    }
}
