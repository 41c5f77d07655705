package io.atoll.manager.pki;

import java.time.Instant;

/** Which certificate, and for how long. The serial is lower-case hexadecimal. */
public record IssuedDates(String serial, Instant notBefore, Instant notAfter) {}
