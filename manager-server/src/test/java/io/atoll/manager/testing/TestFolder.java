package io.atoll.manager.testing;

import io.atoll.manager.platform.DataDirectory;
import java.nio.file.Path;

/** A manager's data folder in a test's own. */
public record TestFolder(Path root) implements DataDirectory {
    @Override
    public Path secrets() {
        return root.resolve("secrets");
    }

    @Override
    public Path part(String name) {
        return root.resolve(name);
    }
}
