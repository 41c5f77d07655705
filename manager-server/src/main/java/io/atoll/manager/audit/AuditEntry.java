package io.atoll.manager.audit;

import java.time.Instant;

/** One line of the audit log. {@code position} grows with time and is the list's cursor. */
public record AuditEntry(
        long position,
        Instant time,
        String actor,
        String address,
        String action,
        String object,
        String outcome,
        String detail) {}
