package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.IssuedDates;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of the authority. */
final class PkiStore {
    /** Any constant will do; it keeps two managers that start at once from both founding the installation. */
    private static final long FOUNDING_LOCK = 0x41746f6c6c434131L;

    private final JdbcClient jdbc;

    PkiStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Held until the transaction ends. */
    void lockFounding() {
        jdbc.sql("select pg_advisory_xact_lock(:key)")
                .param("key", FOUNDING_LOCK)
                .query((_, _) -> "")
                .list();
    }

    Optional<Installation> installation() {
        return jdbc.sql("select id, ca_certificate_pem, ca_key_sealed, web_key_sealed from installation")
                .query((rs, _) -> new Installation(
                        rs.getObject("id", UUID.class),
                        rs.getString("ca_certificate_pem"),
                        rs.getString("ca_key_sealed"),
                        rs.getString("web_key_sealed")))
                .optional();
    }

    void found(Installation installation, Instant now) {
        jdbc.sql("insert into installation (id, created_at, ca_certificate_pem, ca_key_sealed, web_key_sealed)"
                        + " values (:id, :now, :certificate, :key, :web)")
                .param("id", installation.id)
                .param("now", utc(now))
                .param("certificate", installation.caCertificatePem)
                .param("key", installation.caKeySealed)
                .param("web", installation.webKeySealed)
                .update();
    }

    void issued(Kind kind, UUID holder, X509Certificate certificate, Instant now) {
        jdbc.sql("insert into certificate (serial, holder_kind, holder_id, not_before, not_after, issued_at)"
                        + " values (:serial, :kind, :holder, :before, :after, :now)")
                .param("serial", certificate.getSerialNumber().toString(16))
                .param("kind", kind.name())
                .param("holder", holder)
                .param("before", utc(certificate.getNotBefore().toInstant()))
                .param("after", utc(certificate.getNotAfter().toInstant()))
                .param("now", utc(now))
                .update();
    }

    Optional<IssuedDates> newestOfHost(UUID host) {
        return jdbc.sql("select serial, not_before, not_after from certificate where holder_kind = 'HOST'"
                        + " and holder_id = :host and revoked_at is null order by issued_at desc, serial limit 1")
                .param("host", host)
                .query((rs, _) ->
                        new IssuedDates(rs.getString("serial"), instant(rs, "not_before"), instant(rs, "not_after")))
                .optional();
    }

    /** Answers how many there were. */
    int revokeOfHost(UUID host, String keptSerial, String reason, Instant now) {
        return jdbc.sql("update certificate set revoked_at = :now, revoked_reason = :reason where holder_kind = 'HOST'"
                        + " and holder_id = :host and serial <> :kept and revoked_at is null")
                .param("now", utc(now))
                .param("reason", reason)
                .param("host", host)
                .param("kept", keptSerial)
                .update();
    }

    Set<String> revokedSerials() {
        return new HashSet<>(jdbc.sql("select serial from certificate where revoked_at is not null")
                .query(String.class)
                .list());
    }

    /** Those that would still be valid; an expired certificate needs no entry. */
    List<CertificateAuthority.Revoked> revokedAndNotExpired(Instant now) {
        return jdbc.sql("select serial, revoked_at from certificate where revoked_at is not null and not_after > :now"
                        + " order by revoked_at, serial")
                .param("now", utc(now))
                .query((rs, _) -> new CertificateAuthority.Revoked(rs.getString("serial"), instant(rs, "revoked_at")))
                .list();
    }

    /** The number for the next list; the row stays locked until the transaction ends. */
    long nextListNumber() {
        return jdbc.sql("select number + 1 from revocation_list for update")
                .query(Long.class)
                .optional()
                .orElse(1L);
    }

    void saveList(long number, String pem, Instant now) {
        jdbc.sql("insert into revocation_list (number, pem, updated_at) values (:number, :pem, :now)"
                        + " on conflict (only_row) do update set number = :number, pem = :pem, updated_at = :now")
                .param("number", number)
                .param("pem", pem)
                .param("now", utc(now))
                .update();
    }

    Optional<String> list() {
        return jdbc.sql("select pem from revocation_list").query(String.class).optional();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Whose a certificate is. */
    enum Kind {
        MANAGER,
        WEB,
        HOST
    }

    /** What the first manager founded. */
    record Installation(UUID id, String caCertificatePem, String caKeySealed, String webKeySealed) {}
}
