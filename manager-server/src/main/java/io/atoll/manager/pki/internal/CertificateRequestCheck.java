package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.HostNames;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Reads a certificate request from a stranger. Only its key is ever used; everything else in it must be absent or exactly
 * what this host may say, so that a request which tries for more is noticed instead of quietly trimmed.
 */
final class CertificateRequestCheck {
    private static final int LONGEST_PEM_CHARS = 16 * 1024;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----\\r?\\n([A-Za-z0-9+/=\\r\\n]{1,16000})\\r?\\n?"
                    + "-----END (?:NEW )?CERTIFICATE REQUEST-----\\s*");

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

    private static final Map<ASN1ObjectIdentifier, String> SIGNATURES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "EC",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "EC",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "EC",
            PKCSObjectIdentifiers.sha256WithRSAEncryption, "RSA",
            PKCSObjectIdentifiers.sha384WithRSAEncryption, "RSA",
            PKCSObjectIdentifiers.sha512WithRSAEncryption, "RSA");

    private final HostNames allowed;
    private final String installation;

    CertificateRequestCheck(HostNames allowed, String installation) {
        this.allowed = allowed;
        this.installation = installation;
    }

    PublicKey check(String pem) {
        var der = decode(pem);
        try {
            DerGuard.check(der);
            var request = new JcaPKCS10CertificationRequest(new PKCS10CertificationRequest(der));
            requireCanonical(request, der);
            var key = key(request);
            verifySignature(request, key);
            checkSubject(request);
            new RequestedExtensions(allowed).check(request);
            return key;
        } catch (IOException e) {
            throw refused("it is not a PKCS#10 request");
        } catch (RequestRefusedException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // What the ASN.1 library throws at input it did not expect, of whatever kind.
            throw refused("it is not a PKCS#10 request");
        }
    }

    private static byte[] decode(String pem) {
        if (pem.length() > LONGEST_PEM_CHARS) {
            throw refused("it has %d characters, at most %d are read".formatted(pem.length(), LONGEST_PEM_CHARS));
        }
        var matcher = PEM.matcher(pem.stripLeading());
        if (!matcher.matches()) {
            throw refused("it is not one PEM block of type CERTIFICATE REQUEST");
        }
        try {
            return Base64.getMimeDecoder().decode(matcher.group(1).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw refused("its Base64 is broken");
        }
    }

    /** What was read must be all that was sent: no second way to write the same request. */
    private static void requireCanonical(PKCS10CertificationRequest request, byte[] der) throws IOException {
        if (!Arrays.equals(request.toASN1Structure().getEncoded(ASN1Encoding.DER), der)) {
            throw new RequestRefusedException("it is not written as DER prescribes");
        }
    }

    private static PublicKey key(JcaPKCS10CertificationRequest request) {
        var algorithm = request.getSubjectPublicKeyInfo().getAlgorithm();
        try {
            if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve) || !CURVES.contains(curve)) {
                    throw new RequestRefusedException("its EC key is not on the curve P-256 or P-384");
                }
            } else if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
                throw new RequestRefusedException("its key is neither EC (P-256, P-384) nor RSA");
            }
            var key = request.getPublicKey();
            return switch (key) {
                case ECPublicKey _ -> key;
                case RSAPublicKey rsa -> {
                    requireRsaSize(rsa);
                    yield key;
                }
                default -> throw new RequestRefusedException("its key is neither EC (P-256, P-384) nor RSA");
            };
        } catch (GeneralSecurityException e) {
            throw new RequestRefusedException("its key cannot be read");
        }
    }

    private static void requireRsaSize(RSAPublicKey key) {
        var bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw new RequestRefusedException(
                    "its RSA key has %d bits, %d to %d are accepted".formatted(bits, LEAST_RSA_BITS, MOST_RSA_BITS));
        }
    }

    private static void verifySignature(PKCS10CertificationRequest request, PublicKey key) {
        var signatureKind = SIGNATURES.get(request.getSignatureAlgorithm().getAlgorithm());
        if (signatureKind == null) {
            throw new RequestRefusedException("it is not signed with SHA-256, SHA-384 or SHA-512");
        }
        try {
            if (!signatureKind.equals(key.getAlgorithm())
                    || !request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new RequestRefusedException("its signature does not fit its key");
            }
        } catch (OperatorCreationException | PKCSException e) {
            throw new RequestRefusedException("its signature does not fit its key");
        }
    }

    /** Empty, or the one name this host may have. */
    private void checkSubject(PKCS10CertificationRequest request) {
        for (var rdn : request.getSubject().getRDNs()) {
            if (rdn.isMultiValued()) {
                throw new RequestRefusedException("its subject has a part with several values");
            }
            var type = rdn.getFirst().getType();
            var value = IETFUtils.valueToString(rdn.getFirst().getValue());
            var fits = (type.equals(BCStyle.CN) && (value.equals(allowed.hostname()) || value.equals(allowed.hostId())))
                    || (type.equals(BCStyle.O) && allowed.hostId() != null && value.equals(installation));
            if (!fits) {
                throw new RequestRefusedException("its subject names %s; only CN=%s is accepted"
                        .formatted(Printable.of(request.getSubject().toString()), allowed.hostname()));
            }
        }
        if (request.getSubject().getRDNs().length > 2) {
            throw new RequestRefusedException("its subject has more parts than a host's has");
        }
    }

    private static AtollException refused(String why) {
        return new AtollException(
                ErrorCode.CSR_REFUSED,
                "The certificate request is refused: %s.".formatted(why),
                Hint.of("Let the agent make it: atoll-agent enrol <url> <token>."));
    }
}
