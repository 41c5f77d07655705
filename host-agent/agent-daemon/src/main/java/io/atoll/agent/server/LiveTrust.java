package io.atoll.agent.server;

import io.atoll.agent.identity.Peer;
import io.atoll.agent.identity.Trust;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The trust in use, replaceable while the server runs: new handshakes and the next call of old ones see the new one. */
public final class LiveTrust {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ALIAS = "host";

    private final Clock clock;
    private volatile Trust trust;

    public LiveTrust(Trust trust, Clock clock) {
        this.trust = trust;
        this.clock = clock;
    }

    public Trust current() {
        return trust;
    }

    public void replace(Trust newer) {
        trust = newer;
    }

    /** Refuses everyone but a manager of this installation, by the trust of this moment. */
    Peer.Manager requireManager(List<X509Certificate> chain) throws CertificateException {
        try {
            var certificate = chain.getFirst();
            trust.requireIssued(chain, clock.instant());
            var uses = certificate.getExtendedKeyUsage();
            if (uses == null || !uses.contains(CLIENT_AUTHENTICATION)) {
                throw new CertificateException("The certificate was not issued for clients.");
            }
            return switch (Peer.of(certificate)) {
                case Peer.Manager manager -> manager;
                case Peer.Host(var id) ->
                    throw new CertificateException("Host %s may not command another host.".formatted(id));
            };
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("The certificate is not one of this installation's: " + e.getMessage(), e);
        }
    }

    X509ExtendedKeyManager keyManager() {
        return new OwnKey();
    }

    X509ExtendedTrustManager trustManager() {
        return new ManagersOnly();
    }

    private final class OwnKey extends X509ExtendedKeyManager {
        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {trust.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return trust.privateKey();
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }
    }

    private final class ManagersOnly extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            requireManager(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            requireManager(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            requireManager(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("This side is the server.");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("This side is the server.");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("This side is the server.");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.authorities().toArray(X509Certificate[]::new);
        }
    }
}
