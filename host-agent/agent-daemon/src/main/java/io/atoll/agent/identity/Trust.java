package io.atoll.agent.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host's own key and certificate, and the authorities and revocation lists by which it judges others. */
public record Trust(
        PrivateKey privateKey,
        X509Certificate certificate,
        List<X509Certificate> authorities,
        List<X509CRL> revocationLists) {
    public Trust {
        authorities = List.copyOf(authorities);
        revocationLists = List.copyOf(revocationLists);
    }

    /** Reads the PEM texts and checks that they belong together; refuses a set that could not work. */
    public static Trust of(String privateKeyPem, String certificatePem, String caPem, String crlPem, Instant now)
            throws GeneralSecurityException {
        var trust = new Trust(
                Pem.ecPrivateKey(privateKeyPem),
                Pem.certificates(certificatePem).getFirst(),
                Pem.certificates(caPem),
                Pem.revocationLists(crlPem));
        if (!HostKeys.belongTogether(trust.privateKey, trust.certificate.getPublicKey())) {
            throw new CertificateException("The certificate was not issued for this host's key.");
        }
        for (var list : trust.revocationLists) {
            trust.requireSignedByAuthority(list);
        }
        trust.requireIssued(List.of(trust.certificate), now);
        return trust;
    }

    /** Refuses a chain that no authority issued, that is not valid at {@code now}, or that was revoked. */
    public void requireIssued(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
        var anchors = new HashSet<TrustAnchor>();
        authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        var parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false); // looked up below: the JDK's own check insists on a fresh list
        parameters.setDate(Date.from(now));
        var path = CertificateFactory.getInstance("X.509")
                .generateCertPath(chain.stream()
                        .filter(link -> !authorities.contains(link))
                        .toList());
        if (path.getCertificates().isEmpty()) {
            throw new CertificateException("The certificate is an authority's, not a member's.");
        }
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        var revoked = revokedOn(chain.getFirst());
        if (revoked != null) {
            throw new CertificateException("The certificate %s was revoked on %s."
                    .formatted(chain.getFirst().getSerialNumber().toString(16), revoked));
        }
    }

    private @Nullable Instant revokedOn(X509Certificate certificate) {
        for (var list : revocationLists) {
            var entry = list.getRevokedCertificate(certificate);
            if (entry != null) {
                return entry.getRevocationDate().toInstant();
            }
        }
        return null;
    }

    private void requireSignedByAuthority(X509CRL list) throws GeneralSecurityException {
        for (var authority : authorities) {
            if (authority.getSubjectX500Principal().equals(list.getIssuerX500Principal())) {
                list.verify(authority.getPublicKey());
                return;
            }
        }
        throw new CertificateException("The revocation list was not issued by this installation's authority.");
    }

    /** The private key stays out of logs. */
    @Override
    public String toString() {
        return "Trust[certificate=" + certificate.getSerialNumber().toString(16) + "]";
    }
}
