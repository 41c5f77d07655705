package io.atoll.manager.power.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.power.PowerKind;
import io.atoll.manager.power.internal.driver.PowerSettings;
import io.atoll.manager.power.internal.driver.PowerSettings.Authority;
import io.atoll.manager.power.internal.driver.PowerSettings.Endpoint;
import io.atoll.manager.power.internal.driver.PowerSettings.Ipmi;
import io.atoll.manager.power.internal.driver.PowerSettings.Login;
import io.atoll.manager.power.internal.driver.PowerSettings.Nobody;
import io.atoll.manager.power.internal.driver.PowerSettings.Pinned;
import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.power.internal.driver.PowerSettings.Trust;
import io.atoll.manager.power.internal.driver.PowerSettings.WakeOnLan;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A power control as somebody wants it, read as hostile input. Fields that are of no use to its kind must be missing. */
public record PowerDraft(
        @Nullable String kind,
        @Nullable String address,
        @Nullable Integer port,
        @Nullable String user,
        @Nullable String secret,
        @Nullable String certificateSha256,
        @Nullable String caCertificatePem,
        @Nullable Boolean session,
        @Nullable String systemPath,
        @Nullable Integer cipherSuite,
        @Nullable String mac,
        @Nullable Integer switchSeconds,
        @Nullable Integer shutdownSeconds,
        @Nullable Integer wakeSeconds) {
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern HOST_NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final int LONGEST_HOST_NAME = 253;
    /** Looks like an IP address; a name's last label has a letter. */
    private static final Pattern NUMERIC = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*|([0-9.]*\\.)?[0-9]+");

    private static final Pattern SYSTEM = Pattern.compile("/redfish/v1/Systems/[A-Za-z0-9._~-]{1,200}/?");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final int HTTPS = 443;
    private static final int RMCP = 623;
    private static final int DISCARD = 9;
    private static final int STRONGER_SUITE = 17;
    private static final int WEAKER_SUITE = 3;
    private static final int LONGEST_PEM_CHARS = 16_384;
    /** Of IPMI 2.0, section 13.20 and 22.30. */
    private static final int LONGEST_IPMI_USER_BYTES = 16;

    private static final int LONGEST_IPMI_PASSWORD_BYTES = 20;
    private static final int LONGEST_LOGIN_BYTES = 255;

    /** @param kept the settings there were, whose password stays where none is given and nothing else makes that unsafe */
    PowerSettings settings(Optional<PowerSettings> kept, InputCheck check) {
        var wanted = check.requiredChoice("kind", kind, PowerKind.class, PowerKind.WAKE_ON_LAN);
        return switch (wanted) {
            case REDFISH -> redfish(kept, check);
            case IPMI -> ipmi(kept, check);
            case WAKE_ON_LAN -> wakeOnLan(check);
        };
    }

    PowerLimits limits(InputCheck check) {
        return new PowerLimits(
                seconds("switchSeconds", switchSeconds, PowerLimits.DEFAULT.switchSeconds(), 3_600, check),
                seconds("shutdownSeconds", shutdownSeconds, PowerLimits.DEFAULT.shutdownSeconds(), 3_600, check),
                seconds("wakeSeconds", wakeSeconds, PowerLimits.DEFAULT.wakeSeconds(), 7_200, check));
    }

    private static int seconds(String field, @Nullable Integer value, int standard, int most, InputCheck check) {
        return value == null ? standard : check.range(field, value, 5, most);
    }

    private Redfish redfish(Optional<PowerSettings> kept, InputCheck check) {
        absent("cipherSuite", cipherSuite, check);
        absent("mac", mac, check);
        var endpoint = endpoint(HTTPS, check);
        var trust = trust(check);
        var before = kept.filter(Redfish.class::isInstance)
                .map(Redfish.class::cast)
                .filter(old -> old.endpoint().equals(endpoint) && old.trust().equals(trust))
                .map(Redfish::login);
        var login = login(before, LONGEST_LOGIN_BYTES, LONGEST_LOGIN_BYTES, check);
        // Basic authentication would take what stands behind it for the password.
        check.require(!login.user().contains(":"), "user", "user must not contain a colon.");
        if (systemPath != null && !SYSTEM.matcher(systemPath).matches()) {
            check.refuse("systemPath", "systemPath must be like /redfish/v1/Systems/1.");
        }
        return new Redfish(endpoint, login, trust, Boolean.TRUE.equals(session), systemPath);
    }

    private Ipmi ipmi(Optional<PowerSettings> kept, InputCheck check) {
        absent("certificateSha256", certificateSha256, check);
        absent("caCertificatePem", caCertificatePem, check);
        absent("session", session, check);
        absent("systemPath", systemPath, check);
        absent("mac", mac, check);
        var endpoint = endpoint(RMCP, check);
        int suite = cipherSuite == null ? STRONGER_SUITE : cipherSuite;
        check.require(
                suite == STRONGER_SUITE || suite == WEAKER_SUITE,
                "cipherSuite",
                "cipherSuite is %d; it must be %d, or %d where the controller has nothing better."
                        .formatted(suite, STRONGER_SUITE, WEAKER_SUITE));
        var before = kept.filter(Ipmi.class::isInstance)
                .map(Ipmi.class::cast)
                .filter(old -> old.endpoint().equals(endpoint) && old.cipherSuite() <= suite)
                .map(Ipmi::login);
        return new Ipmi(endpoint, login(before, LONGEST_IPMI_USER_BYTES, LONGEST_IPMI_PASSWORD_BYTES, check), suite);
    }

    private WakeOnLan wakeOnLan(InputCheck check) {
        absent("user", user, check);
        absent("secret", secret, check);
        absent("certificateSha256", certificateSha256, check);
        absent("caCertificatePem", caCertificatePem, check);
        absent("session", session, check);
        absent("systemPath", systemPath, check);
        absent("cipherSuite", cipherSuite, check);
        var card = check.present("mac", mac, "02:00:00:00:00:00")
                .toLowerCase(Locale.ROOT)
                .replace('-', ':');
        check.require(MAC.matcher(card).matches(), "mac", "mac must be like 02:00:5e:10:00:01.");
        return new WakeOnLan(card, endpoint(DISCARD, check));
    }

    private Endpoint endpoint(int standardPort, InputCheck check) {
        var host = check.present("address", address, "192.0.2.1");
        check.require(
                isAddress(host),
                "address",
                "address must be an IP address or a host name in ASCII (parts of at most 63 characters), without a port"
                        + " or a path.");
        return new Endpoint(host, port == null ? standardPort : check.range("port", port, 1, 65_535));
    }

    private static boolean isAddress(String host) {
        if (host.length() > LONGEST_HOST_NAME) {
            return false;
        }
        if (!NUMERIC.matcher(host).matches()) {
            return HOST_NAME.matcher(host).matches();
        }
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The password stays only where it would go to the same user at the same place: it is never sent where somebody points. */
    private Login login(Optional<Login> kept, int longestUser, int longestPassword, InputCheck check) {
        var name = bounded("user", check.present("user", user, "nobody"), longestUser, check);
        if (secret == null) {
            var same = kept.filter(login -> login.user().equals(name));
            if (same.isPresent()) {
                return same.get();
            }
            check.refuse(
                    "secret",
                    "secret is required: the password is kept only while kind, address, port, user and certificate stay.");
        }
        return new Login(name, bounded("secret", secret == null ? "none" : secret, longestPassword, check));
    }

    private static String bounded(String field, String value, int longestBytes, InputCheck check) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        check.require(
                bytes >= 1 && bytes <= longestBytes,
                field,
                "%s has %d bytes; it must have 1 to %d.".formatted(field, bytes, longestBytes));
        check.require(
                value.codePoints().noneMatch(PowerDraft::isNoText),
                field,
                "%s must not contain control characters or halves of characters.".formatted(field));
        return value;
    }

    private static boolean isNoText(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private Trust trust(InputCheck check) {
        check.require(
                certificateSha256 == null || caCertificatePem == null,
                "certificateSha256",
                "Give certificateSha256 or caCertificatePem, not both.");
        if (certificateSha256 != null) {
            var digits = certificateSha256.toLowerCase(Locale.ROOT).replace(":", "");
            check.require(
                    FINGERPRINT.matcher(digits).matches(),
                    "certificateSha256",
                    "certificateSha256 must be 64 hexadecimal digits, with or without colons.");
            return new Pinned(digits);
        }
        if (caCertificatePem != null) {
            check.require(
                    isCertificate(caCertificatePem),
                    "caCertificatePem",
                    "caCertificatePem must be one certificate in PEM, of at most %d characters."
                            .formatted(LONGEST_PEM_CHARS));
            return new Authority(caCertificatePem);
        }
        return new Nobody();
    }

    private static boolean isCertificate(String pem) {
        if (pem.length() > LONGEST_PEM_CHARS) {
            return false;
        }
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return true;
        } catch (CertificateException _) {
            return false;
        }
    }

    private static void absent(String field, @Nullable Object value, InputCheck check) {
        check.require(value == null, field, "%s means nothing for this kind; leave it out.".formatted(field));
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "PowerDraft[%s, %s]".formatted(kind, address);
    }
}
