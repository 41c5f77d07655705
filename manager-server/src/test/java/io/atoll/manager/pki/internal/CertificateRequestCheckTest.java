package io.atoll.manager.pki.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.atoll.manager.pki.HostNames;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateRequestCheckTest {
    private static final String INSTALLATION = "0198c0de-7a1e-7000-8000-0000000000aa";
    private static final String OWN_ID = "0198c0de-7a1e-7000-8000-000000000001";
    private static final String OTHER_ID = "0198c0de-7a1e-7000-8000-000000000002";
    private static final int DNS = GeneralName.dNSName;
    private static final int IP = GeneralName.iPAddress;
    private static final int URI = GeneralName.uniformResourceIdentifier;

    private final CertificateRequestCheck newHost =
            new CertificateRequestCheck(new HostNames("n1", "10.0.0.11", null), INSTALLATION);
    private final CertificateRequestCheck knownHost =
            new CertificateRequestCheck(new HostNames("n1", "10.0.0.11", OWN_ID), INSTALLATION);

    @Test
    void anHonestRequestGivesItsKey() {
        assertThat(newHost.check(Requests.of("CN=n1").pem()).getAlgorithm()).isEqualTo("EC");
        assertThat(newHost.check(Requests.of("")
                                .name(DNS, "N1")
                                .name(IP, "10.0.0.11")
                                .pem())
                        .getAlgorithm())
                .isEqualTo("EC");
        assertThat(newHost.check(Requests.of("CN=n1")
                                .key(Requests.ec("secp384r1"), "SHA384withECDSA")
                                .pem())
                        .getAlgorithm())
                .isEqualTo("EC");
        assertThat(newHost.check(Requests.of("CN=n1")
                                .key(Requests.rsa(2048), "SHA256withRSA")
                                .extension(Extension.basicConstraints, new BasicConstraints(false))
                                .extension(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                                .extension(
                                        Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                                .pem())
                        .getAlgorithm())
                .isEqualTo("RSA");
    }

    @Test
    void aKnownHostMayNameItselfAndNoOther() {
        knownHost.check(Requests.of("CN=" + OWN_ID + ",O=" + INSTALLATION)
                .name(URI, "atoll:host:" + OWN_ID)
                .pem());
        assertRefused(knownHost, Requests.of("CN=" + OTHER_ID).pem(), OTHER_ID);
        assertRefused(
                knownHost,
                Requests.of("CN=n1").name(URI, "atoll:host:" + OTHER_ID).pem(),
                OTHER_ID);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileRequests")
    void aRequestThatTriesForMoreIsRefusedWithTheReason(String name, String pem, String reason) {
        assertThat(name).isNotEmpty();
        assertRefused(newHost, pem, reason);
    }

    static Stream<Arguments> hostileRequests() {
        return Stream.concat(wantingMore(), Stream.concat(weak(), broken()));
    }

    private static Stream<Arguments> wantingMore() {
        return Stream.of(
                arguments(
                        "another host's id as URI",
                        Requests.of("CN=n1").name(URI, "atoll:host:" + OTHER_ID).pem(),
                        "atoll:host"),
                arguments(
                        "a manager's URI",
                        Requests.of("CN=n1")
                                .name(URI, "atoll:manager:" + OTHER_ID)
                                .pem(),
                        "atoll:manager"),
                arguments(
                        "another host's id as CN", Requests.of("CN=" + OTHER_ID).pem(), OTHER_ID),
                arguments(
                        "the manager's subject",
                        Requests.of("CN=atoll-manager,O=" + INSTALLATION).pem(),
                        "atoll-manager"),
                arguments("two CNs", Requests.of("CN=n1,CN=atoll-manager").pem(), "atoll-manager"),
                arguments("CN thrice", Requests.of("CN=n1,CN=n1,CN=n1").pem(), "more parts"),
                arguments("multi-valued RDN", Requests.of("CN=n1+OU=x").pem(), "several values"),
                arguments("another O", Requests.of("CN=n1,O=other").pem(), "other"),
                arguments(
                        "CA:TRUE",
                        Requests.of("CN=n1")
                                .extension(Extension.basicConstraints, new BasicConstraints(true))
                                .pem(),
                        "CA:TRUE"),
                arguments(
                        "keyCertSign",
                        Requests.of("CN=n1")
                                .extension(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign))
                                .pem(),
                        "sign certificates"),
                arguments(
                        "cRLSign",
                        Requests.of("CN=n1")
                                .extension(Extension.keyUsage, new KeyUsage(KeyUsage.cRLSign))
                                .pem(),
                        "sign certificates"),
                arguments(
                        "wildcard",
                        Requests.of("CN=n1").name(DNS, "*.example.org").pem(),
                        "wildcard"),
                arguments("wildcard alone", Requests.of("CN=n1").name(DNS, "*").pem(), "wildcard"),
                arguments(
                        "another DNS name",
                        Requests.of("CN=n1").name(DNS, "manager.example.org").pem(),
                        "manager.example.org"),
                arguments(
                        "another address",
                        Requests.of("CN=n1").name(IP, "10.0.0.12").pem(),
                        "10.0.0.12"),
                arguments(
                        "an e-mail address",
                        Requests.of("CN=n1").name(GeneralName.rfc822Name, "a@b").pem(),
                        "no DNS name"),
                arguments(
                        "code signing",
                        Requests.of("CN=n1")
                                .extension(
                                        Extension.extendedKeyUsage,
                                        new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning))
                                .pem(),
                        "purpose"),
                arguments(
                        "any purpose",
                        Requests.of("CN=n1")
                                .extension(
                                        Extension.extendedKeyUsage,
                                        new ExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage))
                                .pem(),
                        "purpose"),
                arguments(
                        "name constraints",
                        Requests.of("CN=n1")
                                .extension(Extension.nameConstraints, new BasicConstraints(false))
                                .pem(),
                        "extension"),
                arguments(
                        "a challenge password",
                        Requests.of("CN=n1").challengePassword().pem(),
                        "attributes"));
    }

    private static Stream<Arguments> weak() {
        return Stream.of(
                arguments(
                        "RSA 1024",
                        Requests.of("CN=n1")
                                .key(Requests.rsa(1024), "SHA256withRSA")
                                .pem(),
                        "1024 bits"),
                arguments(
                        "P-521",
                        Requests.of("CN=n1")
                                .key(Requests.ec("secp521r1"), "SHA512withECDSA")
                                .pem(),
                        "P-256 or P-384"),
                arguments(
                        "Ed25519",
                        Requests.of("CN=n1")
                                .key(Requests.of("Ed25519", 0), "Ed25519")
                                .pem(),
                        "neither EC"),
                arguments(
                        "SHA-1",
                        Requests.of("CN=n1")
                                .key(Requests.rsa(2048), "SHA1withRSA")
                                .pem(),
                        "SHA-256"),
                arguments(
                        "somebody else's key",
                        Requests.of("CN=n1").signedBy(Requests.ec("secp256r1")).pem(),
                        "signature"));
    }

    private static Stream<Arguments> broken() {
        var good = Requests.of("CN=n1").pem();
        var nested = new byte[4_000];
        java.util.Arrays.fill(nested, (byte) 0x30);
        return Stream.of(
                arguments("nothing", "", "PEM"),
                arguments("a word", "hello", "PEM"),
                arguments("a certificate's label", good.replace("CERTIFICATE REQUEST", "CERTIFICATE"), "PEM"),
                arguments("two requests", good + good, "PEM"),
                arguments("text behind it", good + "x", "PEM"),
                arguments("20 KiB", "-----BEGIN CERTIFICATE REQUEST-----\n" + "A".repeat(20_000), "characters"),
                arguments("cut off", pemOf(java.util.Arrays.copyOf(der(good), 100)), "refused"),
                arguments(
                        "bytes behind its end", pemOf(java.util.Arrays.copyOf(der(good), der(good).length + 3)), "end"),
                arguments("empty sequence", pemOf(new byte[] {0x30, 0}), "PKCS#10"),
                arguments("an integer", pemOf(new byte[] {2, 1, 5}), "PKCS#10"),
                arguments("indefinite length", pemOf(new byte[] {0x30, (byte) 0x80, 0, 0}), "DER"),
                arguments("a length of 2^31", pemOf(new byte[] {0x30, (byte) 0x84, 127, -1, -1, -1}), "DER"),
                arguments("nested to the end", pemOf(nestedDeep()), "nested"),
                arguments("only opening", pemOf(nested), "middle"));
    }

    @Test
    void noRequestWithAFlippedBitIsEverAccepted() {
        var der = der(Requests.of("CN=n1").name(DNS, "n1").pem());
        var accepted = new ArrayList<String>();
        for (var bit = 0; bit < der.length * 8; bit++) {
            var flipped = der.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                newHost.check(pemOf(flipped));
                accepted.add("bit %d of %s".formatted(bit, HexFormat.of().formatHex(der)));
            } catch (AtollException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CSR_REFUSED);
            }
        }
        assertThat(accepted).isEmpty();
    }

    private static byte[] nestedDeep() {
        var inner = new byte[] {5, 0};
        for (var i = 0; i < 60; i++) {
            var outer = new byte[inner.length + 2];
            outer[0] = 0x30;
            outer[1] = (byte) inner.length;
            System.arraycopy(inner, 0, outer, 2, inner.length);
            inner = outer;
        }
        return inner;
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String pemOf(byte[] der) {
        return Pem.write("CERTIFICATE REQUEST", der);
    }

    private static void assertRefused(CertificateRequestCheck check, String pem, String reason) {
        assertThatThrownBy(() -> check.check(pem)).isInstanceOfSatisfying(AtollException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CSR_REFUSED);
            assertThat(e.getMessage()).contains(reason).hasSizeLessThan(300);
        });
    }
}
