package io.atoll.manager.vm.internal;

import io.atoll.manager.pki.Pki;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives out MAC addresses: locally administered, the first half from the installation's id, so that two installations on
 * one network are unlikely to meet; the second half from a sequence that comes round only after all of them. The unique
 * index on {@code vm_nic.mac} is the promise; this merely proposes.
 */
@Component
class MacPool {
    private static final int ATTEMPTS = 1_000;

    private final JdbcClient jdbc;
    private final Pki pki;

    MacPool(JdbcClient jdbc, Pki pki) {
        this.jdbc = jdbc;
        this.pki = pki;
    }

    /** A MAC address that no network card has. */
    String next() {
        var prefix = prefix(pki.installationId().toString());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int suffix = jdbc.sql("select nextval('vm_mac_suffix')")
                    .query(Integer.class)
                    .single();
            var mac = prefix + ":%02x:%02x:%02x".formatted(suffix >> 16 & 0xff, suffix >> 8 & 0xff, suffix & 0xff);
            var taken = jdbc.sql("select exists (select 1 from vm_nic where mac = :mac::macaddr)")
                    .param("mac", mac)
                    .query(Boolean.class)
                    .single();
            if (!taken) {
                return mac;
            }
        }
        throw new AtollException(ErrorCode.ADDRESSES_EXHAUSTED, "No MAC address was found free.");
    }

    /** Unicast (bit 0 clear) and locally administered (bit 1 set). */
    static String prefix(String installationId) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(installationId.getBytes(StandardCharsets.UTF_8));
            return "%02x:%02x:%02x".formatted((hash[0] & 0xfc) | 0x02, hash[1] & 0xff, hash[2] & 0xff);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
