package io.atoll.manager.enrolment;

import java.nio.file.Path;
import java.util.Optional;

/** The agent's package that new hosts download. */
public interface AgentBundle {
    /** Empty when this manager has none. */
    Optional<Bundle> current();

    /** The file with its size and SHA-256 in lower-case hexadecimal. */
    record Bundle(Path file, long sizeBytes, String sha256) {}
}
