package io.atoll.manager.enrolment;

import java.time.Instant;

/** A host's current certificate, as shown to people. The serial is lower-case hexadecimal. */
public record HostCertificate(String serial, Instant notAfter) {}
