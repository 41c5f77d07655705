package io.atoll.manager.agentlink.internal;

import io.atoll.manager.agentlink.AgentEndpoint;
import io.atoll.manager.pki.Pki;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts exactly one peer: the agent of one host, with a certificate of our authority that names the host's id and
 * address, is in its time, and is not revoked. The reason of the last refusal is kept for people, because TLS libraries
 * swallow it on their way up.
 */
final class HostTrust extends X509ExtendedTrustManager {
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;
    private static final int SAN_IP = 7;

    private final AgentEndpoint endpoint;
    private final Pki pki;
    private final Clock clock;
    private final AtomicReference<Optional<String>> refusal = new AtomicReference<>(Optional.empty());
    /** A channel may connect more than once. Also of those refused: written down first, no revocation slips in between. */
    private final Set<String> shownSerials = ConcurrentHashMap.newKeySet();

    HostTrust(AgentEndpoint endpoint, Pki pki, Clock clock) {
        this.endpoint = endpoint;
        this.pki = pki;
        this.clock = clock;
    }

    /** Why the peer was refused the last time; empty when it was accepted, or nobody answered yet. */
    Optional<String> lastRefusal() {
        return refusal.get();
    }

    /** Whether the peer has shown one of these certificates, whose serials are in lower-case hexadecimal. */
    boolean hasSeen(Set<String> serials) {
        return !Collections.disjoint(shownSerials, serials);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            check(chain);
            refusal.set(Optional.empty());
        } catch (CertificateException e) {
            refusal.set(Optional.ofNullable(e.getMessage()));
            throw e;
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("The agent showed no certificate.");
        }
        X509Certificate leaf = chain[0];
        shownSerials.add(leaf.getSerialNumber().toString(16));
        try {
            leaf.verify(pki.caCertificate().getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    "The certificate at %s:%d was not signed by this installation's authority: it belongs to another cluster, or somebody stands in between."
                            .formatted(endpoint.address(), endpoint.port()),
                    e);
        }
        try {
            leaf.checkValidity(Date.from(clock.instant())); // by the clock the certificates are issued by
        } catch (CertificateException e) {
            throw new CertificateException(
                    "The host's certificate is valid from %s to %s only; look at the clocks, or enrol the host again."
                            .formatted(
                                    leaf.getNotBefore().toInstant(),
                                    leaf.getNotAfter().toInstant()),
                    e);
        }
        if (leaf.getBasicConstraints() >= 0) {
            throw new CertificateException("The host's certificate claims to be an authority.");
        }
        if (pki.isRevoked(leaf.getSerialNumber())) {
            throw new CertificateException("The host's certificate (serial %s) has been revoked."
                    .formatted(leaf.getSerialNumber().toString(16)));
        }
        checkNames(leaf);
    }

    private void checkNames(X509Certificate leaf) throws CertificateException {
        String id = "atoll:host:" + endpoint.host();
        if (!names(leaf, SAN_URI).equals(List.of(id))) {
            throw new CertificateException("The agent at %s:%d is another host: its certificate names %s, wanted %s."
                    .formatted(endpoint.address(), endpoint.port(), names(leaf, SAN_URI), id));
        }
        boolean addressed = names(leaf, SAN_DNS).contains(endpoint.address())
                || names(leaf, SAN_IP).stream().anyMatch(this::isOurAddress);
        if (!addressed) {
            throw new CertificateException(
                    "The host's certificate is not for the address %s.".formatted(endpoint.address()));
        }
    }

    /** Compares as addresses, so that two ways to write one IPv6 address are the same; never asks DNS. */
    private boolean isOurAddress(String name) {
        try {
            return InetAddress.ofLiteral(name).equals(InetAddress.ofLiteral(endpoint.address()));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static List<String> names(X509Certificate leaf, int kind) throws CertificateException {
        Collection<List<?>> all = leaf.getSubjectAlternativeNames();
        return all == null
                ? List.of()
                : all.stream()
                        .filter(entry -> entry.get(0).equals(kind))
                        .map(entry -> String.valueOf(entry.get(1)))
                        .toList();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("This is a client; it trusts no clients.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] {pki.caCertificate()};
    }
}
