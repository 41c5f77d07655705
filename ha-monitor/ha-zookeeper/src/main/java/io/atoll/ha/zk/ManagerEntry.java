package io.atoll.ha.zk;

import java.time.Instant;
import java.util.UUID;

/** A manager that is there. */
public record ManagerEntry(UUID id, String address, String version, Instant since) {}
