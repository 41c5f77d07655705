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
                    .map(mount -> mount.resolve(path))
                    .filter(Files::isWritable)
                    .findFirst());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
