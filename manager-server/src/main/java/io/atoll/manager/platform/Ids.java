package io.atoll.manager.platform;

import java.util.UUID;

/** Makes ids. The only source of ids in the manager, so that tests can replay them. */
@FunctionalInterface
public interface Ids {
    /** A new UUIDv7 (RFC 9562): sorts by time of creation. */
    UUID next();
}
