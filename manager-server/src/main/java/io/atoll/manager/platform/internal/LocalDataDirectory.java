package io.atoll.manager.platform.internal;

import io.atoll.manager.platform.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder on this machine. The root may be passed through by others (mode 0711), because the embedded Postgres of a
 * manager that runs as root lives below it under an account of its own; what is in it is private.
 */
final class LocalDataDirectory implements DataDirectory {
    private final Path root;

    LocalDataDirectory(Path root) {
        this.root = make(root, "rwx--x--x");
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public Path secrets() {
        return part("secrets");
    }

    @Override
    public Path part(String name) {
        if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException("A part's name is a plain lower-case word, not \"%s\".".formatted(name));
        }
        return make(root.resolve(name), "rwx------");
    }

    private static Path make(Path folder, String mode) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("""
                    The folder %s cannot be made: %s.
                    Maybe set atoll.data-dir to a folder this account (%s) may write to.""".formatted(folder, e.getMessage(), System.getProperty("user.name")), e);
        }
    }
}
