package io.atoll.agent.zookeeper;

import io.atoll.agent.identity.CertificateStore;
import io.atoll.agent.identity.Peer;
import io.atoll.agent.identity.Trust;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's certificates as the agent last wrote them: {@link #refresh} notices a renewal or a revocation. */
final class StoredTrust {
    private static final Logger LOG = LoggerFactory.getLogger(StoredTrust.class);
    private static final String ALIAS = "host";

    private final CertificateStore store;
    private final Clock clock;
    private volatile Trust trust;
    private Path generation;

    private StoredTrust(CertificateStore store, Clock clock, Trust trust, Path generation) {
        this.store = store;
        this.clock = clock;
        this.trust = trust;
        this.generation = generation;
    }

    static StoredTrust load(CertificateStore store, Clock clock) throws IOException {
        try {
            return new StoredTrust(
                    store, clock, store.load(clock.instant()), store.current().toRealPath());
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The certificates in %s cannot be used: %s. Enrol again with --force."
                            .formatted(store.current(), e.getMessage()),
                    e);
        }
    }

    /** Takes over what the agent has written since; true when there is something new. Keeps the old where it is not whole. */
    synchronized boolean refresh() {
        try {
            if (!Files.exists(store.current())) {
                return false;
            }
            var now = store.current().toRealPath();
            if (now.equals(generation)) {
                return false;
            }
            trust = store.load(clock.instant());
            generation = now;
            LOG.info(
                    "New certificates are in use certificate={}",
                    trust.certificate().getSerialNumber().toString(16));
            return true;
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn(
                    "New certificates in {} cannot be used ({}); going on with the old", store.current(), e.toString());
            return false;
        }
    }

    /** Whether the certificate is one of the installation's, valid now and not revoked. */
    boolean accepts(X509Certificate certificate) {
        try {
            trust.requireIssued(List.of(certificate), clock.instant());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    X509ExtendedKeyManager keyManager() {
        return new OwnKey();
    }

    /** Trusts those of the installation that {@code wanted} lets pass; {@code who} names them in the refusal. */
    X509ExtendedTrustManager trustManager(String who, Predicate<Peer> wanted) {
        return new Members(who, wanted);
    }

    private void check(X509Certificate[] chain, String who, Predicate<Peer> wanted) throws CertificateException {
        try {
            trust.requireIssued(List.of(chain), clock.instant());
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("The certificate is not one of this installation's: " + e.getMessage(), e);
        }
        if (!wanted.test(Peer.of(chain[0]))) {
            throw new CertificateException(
                    "%s is not %s.".formatted(chain[0].getSubjectX500Principal().getName(), who));
        }
    }

    private final class OwnKey extends X509ExtendedKeyManager {
        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyType, Principal @Nullable [] issuers, SSLEngine engine) {
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
    }

    private final class Members extends X509ExtendedTrustManager {
        private final String who;
        private final Predicate<Peer> wanted;

        private Members(String who, Predicate<Peer> wanted) {
            this.who = who;
            this.wanted = wanted;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain, who, wanted);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain, who, wanted);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            check(chain, who, wanted);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain, who, wanted);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain, who, wanted);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            check(chain, who, wanted);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.authorities().toArray(X509Certificate[]::new);
        }
    }
}
