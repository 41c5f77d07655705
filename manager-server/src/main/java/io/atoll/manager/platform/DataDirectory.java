package io.atoll.manager.platform;

import java.nio.file.Path;

/** The manager's own folder ({@code atoll.data-dir}), private to its account. Parts are made on first use, mode 0700. */
public interface DataDirectory {
    Path root();

    /** Keys and passwords the manager made for itself; files in it have mode 0600. */
    Path secrets();

    /** A folder of one part, for example {@code zookeeper}. */
    Path part(String name);
}
