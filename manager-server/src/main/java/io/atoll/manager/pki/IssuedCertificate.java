package io.atoll.manager.pki;

import java.time.Instant;

/** A certificate the authority has signed. The serial is lower-case hexadecimal. */
public record IssuedCertificate(String serial, String pem, Instant notBefore, Instant notAfter) {}
