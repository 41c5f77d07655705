package io.atoll.hypervisor.api;

import java.nio.file.Path;

/** What a path must look like before a hypervisor process is told of it. */
final class HostPaths {

    private HostPaths() {}

    static void requireAbsolute(String what, Path path) {
        if (!path.isAbsolute() || !path.equals(path.normalize())) {
            throw new IllegalArgumentException(
                    "The path of a %s must be absolute and without '.' or '..', this one is %s.".formatted(what, path));
        }
    }
}
