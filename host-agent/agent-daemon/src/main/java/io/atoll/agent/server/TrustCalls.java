package io.atoll.agent.server;

import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.identity.CertificateStore;
import io.atoll.agent.identity.HostKeys;
import io.atoll.agent.identity.Peer;
import io.atoll.agent.identity.Trust;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.v1.CertificateRequestResponse;
import io.atoll.agent.v1.InstallTrustRequest;
import io.atoll.agent.v1.InstallTrustResponse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves rotation: a new key pair on request, and new certificates and revocation lists put to use at once. */
public final class TrustCalls {
    private static final Logger LOG = LoggerFactory.getLogger(TrustCalls.class);

    private final AgentIdentity identity;
    private final CertificateStore store;
    private final LiveTrust live;
    private final Clock clock;
    private final List<Consumer<Trust>> listeners = new CopyOnWriteArrayList<>();

    public TrustCalls(AgentIdentity identity, CertificateStore store, LiveTrust live, Clock clock) {
        this.identity = identity;
        this.store = store;
        this.live = live;
        this.clock = clock;
    }

    /** Calls {@code listener} with every new trust after it is in use. */
    public void onChange(Consumer<Trust> listener) {
        listeners.add(listener);
    }

    synchronized CertificateRequestResponse newRequest() {
        try {
            var keys = HostKeys.generate();
            store.keepPendingKey(HostKeys.privateKeyPem(keys));
            var csr = HostKeys.certificateRequestPem(keys, identity.hostId().toString());
            return CertificateRequestResponse.newBuilder().setCsrPem(csr).build();
        } catch (GeneralSecurityException | IOException e) {
            throw refused("A new key could not be made or kept: " + e.getMessage(), e);
        }
    }

    synchronized InstallTrustResponse install(InstallTrustRequest request) {
        try {
            var renewal = !request.getCertificatePem().isBlank();
            var key = renewal ? store.pendingKey() : store.currentKey();
            if (key.isBlank()) {
                throw new CertificateException("No certificate was asked for, so none can be installed");
            }
            var certificate = renewal ? request.getCertificatePem() : store.currentCertificate();
            var now = clock.instant();
            var candidate = Trust.of(key, certificate, request.getCaPem(), request.getCrlPem(), now);
            requireOurs(candidate);
            requireSameAuthority(candidate);
            var trust = store.install(key, certificate, request.getCaPem(), request.getCrlPem(), now);
            live.replace(trust);
            listeners.forEach(listener -> listener.accept(trust));
            var serial = trust.certificate().getSerialNumber().toString(16);
            LOG.info(
                    "Trust installed certificate={} renewed={} revoked={}",
                    serial,
                    renewal,
                    trust.revocationLists().stream().mapToInt(TrustCalls::size).sum());
            return InstallTrustResponse.newBuilder()
                    .setCertificateSerial(serial)
                    .build();
        } catch (GeneralSecurityException e) {
            throw refused("The certificates were not installed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw refused("The certificates could not be written: " + e.getMessage(), e);
        }
    }

    private void requireOurs(Trust candidate) throws CertificateException {
        if (!(Peer.of(candidate.certificate()) instanceof Peer.Host(var id))
                || !id.equals(identity.hostId().toString())) {
            throw new CertificateException("the certificate is not made out to host " + identity.hostId());
        }
    }

    /** A manager may add an authority, for a change of the CA, and never replace all that this host knows. */
    private void requireSameAuthority(Trust candidate) throws CertificateException {
        if (candidate.authorities().stream().noneMatch(live.current().authorities()::contains)) {
            throw new CertificateException("none of the authorities is one this host trusts now");
        }
    }

    private static int size(java.security.cert.X509CRL list) {
        var revoked = list.getRevokedCertificates();
        return revoked == null ? 0 : revoked.size();
    }

    private static RefusedException refused(String detail, Exception cause) {
        return new RefusedException(
                RefusalCode.CERTIFICATE_REFUSED, detail, cause, "Ask for a new certificate request and try again.");
    }
}
